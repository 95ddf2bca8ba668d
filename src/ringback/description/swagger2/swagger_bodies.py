"""Bodies out of parameters: whole ones, and forms of a member each, with where each part was."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from ringback.description.swagger2.swagger_parameters import (
    ANY,
    GivenParameter,
    MediaTypes,
    in_form,
    member,
)
from ringback.finding import pointer, steps
from ringback.payload import at

_MOVED = {
    "/components/schemas": "/definitions",
    "/components/parameters": "/parameters",
    "/components/requestBodies": "/parameters",
    "/components/responses": "/responses",
    "/components/securitySchemes": "/securityDefinitions",
    "/servers": "/host",
}


@dataclass(slots=True)
class BodyConverter:
    """Builds bodies; `moves` leads from the new document's places to the old ones, `seats` back."""

    old: dict[str, Any]
    new: dict[str, Any] = field(default_factory=dict)
    moves: dict[str, str] = field(default_factory=lambda: dict(_MOVED))
    seats: dict[str, str] = field(default_factory=lambda: {"/definitions": "/components/schemas"})

    def request_body(
        self, here: str, given: Sequence[GivenParameter], bodies: MediaTypes
    ) -> dict[str, Any] | None:
        """The body that parameters of an operation were, whole or member by member."""
        body = next((each for each in given if each.node.get("in") == "body"), None)
        if body is not None:
            return self.body(here, body, bodies)
        form = [each for each in given if in_form(each)]
        return self._form(here, form, bodies) if form else None

    def body(self, here: str, given: GivenParameter, bodies: MediaTypes) -> dict[str, Any]:
        """A request body out of the parameter that it was."""
        node = given.node
        self.moves[here] = given.place
        kept = {
            name: node[name]
            for name in node
            if name in {"description", "required"} or name.startswith("x-")
        }
        # Where nothing is said of the media type, JSON is what is sent.
        names = bodies.consumes or ("application/json", ANY)
        content: dict[str, Any] = {name: {} for name in names}
        if "schema" in node:
            content = self.content(f"{here}/content", f"{given.place}/schema", names)
        return {**copy.deepcopy(kept), "content": content}

    def content(self, here: str, was: str, names: Sequence[str]) -> dict[str, Any]:
        """Media types of one schema, which stands in the first; the others refer to it."""
        schema = at(self.old, steps(was))
        content: dict[str, Any] = {}
        first = ""
        for name in names:
            place = f"{here}{pointer([name])}/schema"
            self.moves[place] = was
            self.seats.setdefault(was, place)
            alike = bool(first) and isinstance(schema, dict) and "$ref" not in schema
            reference = {"$ref": "#" + quote(first, safe="/~")}
            content[name] = {"schema": reference if alike else copy.deepcopy(schema)}
            first = first or place
        return content

    def _form(
        self, here: str, given: Sequence[GivenParameter], bodies: MediaTypes
    ) -> dict[str, Any]:
        """A request body with the members that were parameters."""
        self.moves[here] = given[0].place
        properties: dict[str, Any] = {}
        encoding: dict[str, Any] = {}
        names = bodies.forms(given)
        for each in given:
            made, encoded = member(each)
            properties[each.node["name"]] = made
            if encoded:
                encoding[each.node["name"]] = encoded
            for name in names:
                place = f"{here}/content{pointer([name])}/schema/properties"
                self.moves[place + pointer([each.node["name"]])] = each.place
        required = [each.node["name"] for each in given if each.node.get("required") is True]
        schema: dict[str, Any] = {"type": "object", "properties": properties}
        if required:
            schema["required"] = required
        content: dict[str, Any] = {}
        for name in names:
            content[name] = {"schema": copy.deepcopy(schema)}
            if encoding:
                content[name]["encoding"] = copy.deepcopy(encoding)
        return {"required": bool(required), "content": content}
