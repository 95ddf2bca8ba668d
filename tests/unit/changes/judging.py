"""A second opinion on payloads: by jsonschema, with a test of its own for declared members."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import jsonschema_rs
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from ringback.description import Description
from ringback.schema.references.lookup import fragment
from tests.unit.changes.walking import at, target

_URI = "urn:tests:document"
_DEEPEST = 12  # references that follow each other at one place of a payload


class Judge:
    """Says what schemas of one description admit; formats are asserted."""

    def __init__(self, description: Description) -> None:
        self.document = description.document
        resource = DRAFT202012.create_resource(self.document)
        self._registry: Registry[Any] = Registry().with_resource(_URI, resource)
        self._slow: dict[str, jsonschema.Draft202012Validator] = {}
        self._fast: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._quick = jsonschema_rs.Registry(resources=[(_URI, self.document)])

    def admits(self, place: str, value: Any) -> bool:
        """Whether jsonschema takes the value by the schema at the place."""
        if place not in self._slow:
            self._slow[place] = jsonschema.Draft202012Validator(
                {"$ref": f"{_URI}#{fragment(place)}"},
                registry=self._registry,
                format_checker=jsonschema.FormatChecker(),
            )
        return self._slow[place].is_valid(value)

    def likely(self, place: str, value: Any) -> bool:
        """The same by a faster library, to choose from many candidates."""
        if place not in self._fast:
            self._fast[place] = jsonschema_rs.Draft202012Validator(
                {"$ref": f"{_URI}#{fragment(place)}"},
                registry=self._quick,
                validate_formats=True,
            )
        return self._fast[place].is_valid(value)

    def declared(self, places: list[str], value: Any) -> bool:
        """Whether the schemas at the places declare every member of the value, all levels down.

        Of a union, the branches that admit the value count. A map's schema declares its members,
        and an object that names none, or welcomes others, holds any.
        """
        vague: set[str] = set()
        here = [more for place in places for more in self._applied(place, value, 0, vague)]
        if isinstance(value, list):
            return all(
                self.declared([more for place in here for more in self._item(place, index)], item)
                for index, item in enumerate(value)
            )
        if not isinstance(value, dict):
            return True
        free = self._free(here, vague)
        for name, inner in value.items():
            below = [more for place in here for more in self._member(place, name)]
            if not (self.declared(below, inner) if below else free):
                return False
        return True

    def _free(self, places: list[str], vague: set[str]) -> bool:
        """Whether an object of these schemas is meant to hold members of any name."""
        schemas = {place: at(self.document, place) for place in places}
        told = any({"properties", "patternProperties"} & each.keys() for each in schemas.values())
        plain = any(
            "object" in each.get("type", ()) and place not in vague
            for place, each in schemas.items()
        )
        welcome = any(each.get("additionalProperties") in (True, {}) for each in schemas.values())
        return (plain and not told) or welcome

    def _applied(self, place: str, value: Any, depth: int, vague: set[str]) -> Iterator[str]:
        """The schema, and those that it applies to the same value."""
        schema = at(self.document, place)
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return
        yield place
        more = []
        there = target(schema)
        if there is not None:
            more.append(there)
        more += [f"{place}/allOf/{index}" for index in range(len(schema.get("allOf", ())))]
        for key in ("anyOf", "oneOf"):
            branches = [f"{place}/{key}/{index}" for index in range(len(schema.get(key, ())))]
            more += [branch for branch in branches if self.likely(branch, value)]
            if sum(map(self._for_objects, branches)) > 1:
                vague.update(branches)
        more += [
            f"{place}/{key}"
            for key in ("if", "then", "else")
            if key in schema and self.likely(f"{place}/{key}", value)
        ]
        if place in vague:
            vague.update(each for each in more if "/anyOf/" not in each and "/oneOf/" not in each)
        for each in more:
            yield from self._applied(each, value, depth + 1, vague)

    def _for_objects(self, place: str) -> bool:
        """Whether a branch may be for objects, as far as its type and its references go."""
        schema = at(self.document, place)
        while isinstance(schema, dict) and (there := target(schema)) is not None:
            schema = at(self.document, there)
        return bool(schema is True or (schema and "object" in schema.get("type", "object")))

    def _item(self, place: str, index: int) -> Iterator[str]:
        schema = at(self.document, place)
        if index < len(schema.get("prefixItems", ())):
            yield f"{place}/prefixItems/{index}"
        elif "items" in schema:
            yield f"{place}/items"

    def _member(self, place: str, name: str) -> Iterator[str]:
        schema = at(self.document, place)
        known = name in schema.get("properties", {})
        if known:
            yield f"{place}/properties/" + name.replace("~", "~0").replace("/", "~1")
        for pattern in schema.get("patternProperties", {}):
            if re.search(pattern, name):
                known = True
                yield f"{place}/patternProperties/" + pattern.replace("~", "~0").replace("/", "~1")
        if not known and isinstance(schema.get("additionalProperties"), dict):
            yield f"{place}/additionalProperties"
