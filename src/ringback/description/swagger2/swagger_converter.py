"""From a document of Swagger 2.0 to one of OpenAPI 3.1, with where each part was."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from ringback.description.structure import METHODS
from ringback.description.swagger2.moved_places import written_place
from ringback.description.swagger2.security_schemes import converted_scheme
from ringback.description.swagger2.swagger_bodies import BodyConverter
from ringback.description.swagger2.swagger_parameters import (
    ANY,
    PRODUCES,
    GivenParameter,
    MediaTypes,
    as_parameter,
    in_form,
    response_header,
)
from ringback.finding import pointer, steps
from ringback.payload import at
from ringback.schema.references.lookup import locate

OPENAPI = "3.0.4"


_KEPT = ("info", "tags", "externalDocs", "security")
_OF_OPERATION = (
    "tags", "summary", "description", "externalDocs", "operationId", "deprecated", "security",
)  # fmt: skip


@dataclass(slots=True)
class Converter(BodyConverter):
    """Builds the new document: its paths, operations, answers and components."""

    def run(self) -> None:
        """The whole document."""
        old, new = self.old, self.new
        new["openapi"] = OPENAPI
        kept = {name: old[name] for name in old if name in _KEPT or name.startswith("x-")}
        new |= copy.deepcopy(kept)
        if not any(name in old for name in ("host", "schemes")):
            self.moves["/servers"] = "/basePath"
        if any(name in old for name in ("host", "basePath")):
            new["servers"] = list(self._servers(old.get("schemes")))
        bodies = self._bodies(old)
        components: dict[str, Any] = {"schemas": copy.deepcopy(_mapping(old, "definitions"))}
        components |= self._parameters(bodies)
        components["responses"] = {
            name: self._response(
                f"/responses{pointer([name])}",
                f"/components/responses{pointer([name])}",
                node,
                bodies.produces,
                chosen=False,
            )
            for name, node in _mapping(old, "responses").items()
        }
        components["securitySchemes"] = {
            name: converted_scheme(node)
            for name, node in _mapping(old, "securityDefinitions").items()
        }
        new["paths"] = {
            path: self._path_item(path, node) for path, node in _mapping(old, "paths").items()
        }
        new["components"] = {name: each for name, each in components.items() if each}

    def _servers(self, schemes: Any) -> Iterator[dict[str, str]]:
        """Each scheme with the host and the base path; a relative URL where no host is given."""
        base, host = self.old.get("basePath"), self.old.get("host")
        path = base if isinstance(base, str) else ""
        path = path if path.startswith("/") or not path else f"/{path}"
        if not isinstance(host, str):
            yield {"url": path or "/"}
            return
        named = [each for each in schemes if isinstance(each, str)] if _is_list(schemes) else []
        web = [each for each in named if each in {"https", "http"}]
        for scheme in web or named or ("https", "http"):
            yield {"url": f"{scheme}://{host}{path}"}

    def _bodies(self, holder: Mapping[str, Any], around: MediaTypes | None = None) -> MediaTypes:
        """The media types that a document or an operation names; its own ones stand alone."""
        consumes, produces = holder.get("consumes"), holder.get("produces")
        start = around or MediaTypes()
        return MediaTypes(
            consumes=_names(consumes) if _is_list(consumes) else start.consumes,
            produces=_names(produces) if _is_list(produces) else start.produces,
        )

    def _parameters(self, bodies: MediaTypes) -> dict[str, Any]:
        """The components that parameters become: bodies are request bodies."""
        plain: dict[str, Any] = {}
        of_bodies: dict[str, Any] = {}
        for name, node in _mapping(self.old, "parameters").items():
            given = GivenParameter(place=f"/parameters{pointer([name])}", node=node)
            if not isinstance(node, Mapping) or in_form(given):
                continue
            if node.get("in") == "body":
                here = f"/components/requestBodies{pointer([name])}"
                of_bodies[name] = self.body(here, given, bodies)
            else:
                plain[name] = as_parameter(given)
                self._bears(f"/components/parameters{pointer([name])}", given)
        return {"parameters": plain, "requestBodies": of_bodies}

    def _path_item(self, path: str, raw: Any) -> Any:
        here = pointer(["paths", path])
        owner, node = self._found(here, raw)
        if path.startswith("x-") or not isinstance(node, Mapping) or "$ref" in node:
            return copy.deepcopy(raw)
        if owner != here:
            self.moves[here] = owner
        shared = self._given(f"{owner}/parameters", node)
        item = {name: copy.deepcopy(node[name]) for name in node if name.startswith("x-")}
        if shared:
            item["parameters"] = self._plain(f"{here}/parameters", shared)
        for method in METHODS:
            operation = node.get(method)
            if isinstance(operation, Mapping):
                item[method] = self._operation(f"{here}/{method}", f"{owner}/{method}", shared)
            elif method in node:
                item[method] = operation
        return item

    def _operation(self, here: str, was: str, shared: Sequence[GivenParameter]) -> dict[str, Any]:
        was, node = self._found(was, at(self.old, steps(was)))
        if was != written_place(here, self.moves):
            self.moves[here] = was
        made = {name: node[name] for name in node if name in _OF_OPERATION or name[:2] == "x-"}
        made = copy.deepcopy(made)
        if _is_list(node.get("schemes")) and isinstance(self.old.get("host"), str):
            made["servers"] = list(self._servers(node["schemes"]))
        bodies = self._bodies(node, self._bodies(self.old))
        made[PRODUCES] = list(bodies.produces)
        own = self._given(f"{was}/parameters", node)
        plain = self._plain(f"{here}/parameters", own)
        if plain:
            made["parameters"] = plain
        together = {
            (each.node.get("name"), each.node.get("in")): each
            for each in (*shared, *own)
            if isinstance(each.node, Mapping)
        }
        body = self.request_body(f"{here}/requestBody", list(together.values()), bodies)
        if body is not None:
            made["requestBody"] = body
        if isinstance(node.get("responses"), Mapping):
            made["responses"] = {
                status: self._answer(
                    f"{was}/responses{pointer([status])}",
                    f"{here}/responses{pointer([status])}",
                    each,
                    bodies,
                    chosen=_is_list(node.get("produces")),
                )
                for status, each in node["responses"].items()
            }
        return made

    def _given(self, place: str, holder: Mapping[str, Any]) -> list[GivenParameter]:
        """The parameters in a list, references followed; one that leads nowhere as it stands."""
        listed = holder.get("parameters")
        found = []
        for index, raw in enumerate(listed if isinstance(listed, list) else ()):
            owner, node = self._found(f"{place}/{index}", raw)
            found.append(GivenParameter(place=owner, node=node, use=f"{place}/{index}"))
        return found

    def _found(self, place: str, raw: Any) -> tuple[str, Any]:
        """What a place leads to; itself where that is nowhere."""
        try:
            return locate(self.old, place)
        except KeyError:
            return place, raw

    def _plain(self, here: str, given: Sequence[GivenParameter]) -> list[Any]:
        """The parameters that stay parameters; those of the components by reference."""
        made: list[Any] = []
        for each in given:
            if in_form(each) or (isinstance(each.node, Mapping) and each.node.get("in") == "body"):
                continue
            place = f"{here}/{len(made)}"
            self.moves[place] = each.use
            if each.place != each.use and steps(each.place)[:1] == ["parameters"]:
                made.append({"$ref": "#" + quote(f"/components{each.place}", safe="/~")})
            else:
                self.moves[place] = each.place
                self._bears(place, each)
                made.append(as_parameter(each))
        return made

    def _bears(self, here: str, given: GivenParameter) -> None:
        """Note that a parameter's schema is the parameter itself, but where it has one."""
        if not (isinstance(given.node, Mapping) and isinstance(given.node.get("schema"), Mapping)):
            self.moves[f"{here}/schema"] = given.place

    def _answer(self, was: str, here: str, raw: Any, bodies: MediaTypes, *, chosen: bool) -> Any:
        """A response; one of the components by reference where it has the same media types."""
        owner, node = self._found(was, raw)
        if not isinstance(node, Mapping) or "$ref" in node or steps(was)[-1].startswith("x-"):
            return copy.deepcopy(raw)
        known = owner != was and steps(owner)[:1] == ["responses"] and len(steps(owner)) == 2
        if known and bodies.produces == self._bodies(self.old).produces and not chosen:
            return {"$ref": "#" + quote(f"/components{owner}", safe="/~")}
        return self._response(owner, here, node, bodies.produces, chosen=chosen)

    def _response(
        self, was: str, here: str, node: Any, produces: Sequence[str], *, chosen: bool
    ) -> Any:
        """A response; `chosen` tells that the operation itself names its media types."""
        if not isinstance(node, Mapping):
            return node
        if written_place(here, self.moves) != was:
            self.moves[here] = was
        made = {name: node[name] for name in node if name == "description" or name[:2] == "x-"}
        made = copy.deepcopy(made)
        examples = node.get("examples")
        examples = examples if isinstance(examples, Mapping) else {}
        schema = node.get("schema")
        a_file = isinstance(schema, Mapping) and schema.get("type") == "file"
        # The media types of all operations are seldom meant for the one that answers with a file.
        names = produces if chosen or not a_file else ()
        content: dict[str, Any] = {name: {} for name in examples if name not in produces}
        if "schema" in node:
            content |= self.content(f"{here}/content", f"{was}/schema", names or (ANY,))
        elif examples:
            content |= {name: {} for name in produces}
        for name, example in examples.items():
            if name in content:
                content[name]["example"] = copy.deepcopy(example)
                self.moves[f"{here}/content{pointer([name])}/example"] = (
                    f"{was}/examples{pointer([name])}"
                )
        if content:
            made["content"] = content
        headers = node.get("headers")
        if isinstance(headers, Mapping):
            made["headers"] = {name: response_header(each) for name, each in headers.items()}
            for name in headers:
                place = f"/headers{pointer([name])}"
                self.moves[f"{here}{place}/schema"] = was + place
        return made

    def rewrite(self, schema: dict[str, Any]) -> None:
        """Let the reference of a schema lead where its target stands now."""
        target = schema.get("$ref")
        if not isinstance(target, str) or not target.startswith("#/"):
            return
        place = written_place(unquote(target[1:]), self.seats)
        schema["$ref"] = "#" + quote(place, safe="/~$:@!'()*+,;=")


def _mapping(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = holder.get(name)
    return found if isinstance(found, Mapping) else {}


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _names(listed: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in listed if isinstance(each, str)))
