"""The official metaschemas of OpenAPI and JSON Schema, made to object at the leaf.

They come from openapi-spec-validator, which carries them as data; its own validator is not used,
because it stops at the first reference that leads nowhere and names no place for what it finds.
"""

import importlib
import importlib.util
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from ringback.contract.explain import Violation, explain
from ringback.finding import pointer, steps
from ringback.payload import at, show
from ringback.schema.applying import may_apply
from ringback.schema.document import SchemaDocument

_DRAFT_4 = "http://json-schema.org/draft-04/schema#"
# Of two forms the one that is plain to see, and by what.
_SHOWN_BY: dict[str, dict[str, Any]] = {
    "Reference": {"required": ["$ref"]},
    "jsonReference": {"required": ["$ref"]},
    "bodyParameter": {"properties": {"in": {"const": "body"}}, "required": ["in"]},
}
_JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
# What only references lead to is judged on its own, by its part of the metaschema.
_PARTS_30 = {
    "schema": "Schema",
    "parameter": "Parameter",
    "header": "Header",
    "response": "Response",
    "request-body": "RequestBody",
    "example": "Example",
    "link": "Link",
    "callback": "Callback",
    "path-item": "PathItem",
    "security-scheme": "SecurityScheme",
}
_PARTS_20 = {
    "schema": "schema",
    "swagger-parameter": "parameter",
    "swagger-response": "response",
    "swagger-path-item": "pathItem",
}
_PARTS_31 = {kind: kind for kind in _PARTS_30 if kind != "schema"} | {"callback": "callbacks"}
_OLD = {"2.0": _PARTS_20, "3.0": _PARTS_30}


class EditionMetaschema:
    """The metaschema of one OpenAPI version."""

    def __init__(self, version: str) -> None:
        edition = version[:3]
        self._old = edition in _OLD
        official: dict[str, Any] = _official(edition)
        self._parts = _OLD.get(edition, _PARTS_31)
        if self._old:
            official = _at_leaf(official)
        official.pop("$id", None)
        # Formats stay out: a templated server URL is no URI, and is right all the same.
        self._document = SchemaDocument(official, formats=False)

    def objections(self, value: Any, kind: str = "document") -> Iterator[Violation]:
        """What is wrong with an OpenAPI object of this kind; `instance` points into it."""
        part = self._parts.get(kind)
        if kind in {"document", "swagger"}:
            yield from self._objections(value, "")
        elif part is not None:
            holder = "definitions" if self._old else "$defs"
            yield from self._objections(value, f"/{holder}/{part}")
        elif kind == "schema":
            yield from schema_objections(value)

    @property
    def judges_schemas(self) -> bool:
        """Whether it says anything about the inside of Schema Objects: those of 2.0 and 3.0 do."""
        return self._old

    def _objections(self, value: Any, place: str) -> Iterator[Violation]:
        kinds = jsonschema_rs.ValidationErrorKind
        errors, value = self._document.validators.errors(place, value)
        for error in errors:
            here = tuple(error.instance_path)
            others = [each for each in errors if each is not error]
            match error.kind:
                case kinds.UnevaluatedProperties(unexpected=names):
                    deeper = any(_is_below(each, here) for each in others)
                    owner = pointer(error.schema_path).rsplit("/", 1)[0]
                    yield from self._unknown(here, owner, names, deeper=deeper)
                case kinds.Not():
                    yield self._not(error)
                case kinds.OneOfMultipleValid() | kinds.Enum() if any(
                    tuple(each.instance_path) == here and each.kind.name not in {"enum", "oneOf"}
                    for each in others
                ):
                    pass  # what makes it so is told at the same place
                case _:
                    yield from explain([error], value, self._document)

    def _not(self, error: jsonschema_rs.ValidationError) -> Violation:
        """Members that exclude one another: all that the metaschemas use `not` for."""
        forbidden = self._document.at(pointer(error.schema_path)).get("required", ())
        return Violation(
            message=f"must not have {' and '.join(map(show, forbidden))} together",
            instance=pointer(error.instance_path),
            schema=pointer(error.schema_path),
            cause="not",
        )

    def _unknown(
        self, here: tuple[str | int, ...], owner: str, names: list[str], *, deeper: bool
    ) -> Iterator[Violation]:
        """Members that don't belong.

        A mistake below makes its whole way up count as unevaluated, so a member that the
        metaschema does know is told only where nothing below is wrong.
        """
        parts = may_apply(self._document.schema(owner), unions=False)
        known = {name for each in parts for name in each.named("properties")}
        for name in names:
            if name not in known or not deeper:
                yield Violation(
                    message=f"has no member {show(name)} here",
                    instance=pointer(here),
                    schema=owner,
                    cause=f"unknown {name}",
                )


def _official(version: str) -> dict[str, Any]:
    """The metaschema of a version, from the package's data.

    The package itself is not imported, because it takes a fifth of a second: that is done where
    the data do not stand where they are looked for.
    """
    found = importlib.util.find_spec("openapi_spec_validator")
    for folder in (found.submodule_search_locations or ()) if found else ():
        file = Path(folder, "resources", "schemas", f"v{version}", "schema.json")
        if file.is_file():
            return dict(json.loads(file.read_text(encoding="utf-8")))
    schemas = importlib.import_module("openapi_spec_validator.schemas")
    return dict(getattr(schemas, f"schema_v{version.replace('.', '')}"))


@cache
def metaschema(version: str) -> EditionMetaschema:
    """The metaschema of an OpenAPI version, made once."""
    return EditionMetaschema(version)


@cache
def _json_schema() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"$ref": _JSON_SCHEMA})


def schema_objections(schema: Any) -> list[Violation]:
    """What is wrong with a schema as JSON Schema 2020-12.

    Its vocabularies are many documents; their unions need no tags to be told.
    """
    return explain(list(_json_schema().iter_errors(schema)), schema, SchemaDocument({}))


def _at_leaf(node: Any) -> Any:
    """The metaschema of 2.0 or 3.0 as JSON Schema 2020-12 that objects at the leaf.

    `oneOf: [Schema, Reference]` says of a typo that neither fits; whether a value is a reference is
    plain from its `$ref`, and whether a parameter is a body from its `in`, so the choice is made by
    that.
    """
    if isinstance(node, list):
        return [_at_leaf(item) for item in node]
    if not isinstance(node, dict):
        return node
    outside = str(node.get("$ref", ""))
    if outside.startswith(_DRAFT_4):  # its words for a bound are not those of 2020-12
        return _at_leaf(_draft_4(outside.removeprefix(_DRAFT_4)))
    made = {name: _at_leaf(value) for name, value in node.items() if name not in {"$schema", "id"}}
    if isinstance(node.get("id"), dict):
        made["id"] = _at_leaf(node["id"])  # a property of that name, not the keyword
    if made.get("exclusiveMinimum") is True:
        made["exclusiveMinimum"] = made.pop("minimum")
    options = made.get("oneOf")
    for special, shown in _SHOWN_BY.items():
        chosen = {"$ref": f"#/definitions/{special}"}
        if isinstance(options, list) and len(options) == 2 and chosen in options:
            del made["oneOf"]
            other = next(option for option in options if option != chosen)
            made.update({"if": shown, "then": chosen, "else": other})
            made["type"] = "object"
    return made


def _draft_4(place: str) -> Any:
    """A part of the metaschema of JSON Schema draft 4, of which Swagger 2.0 took its keywords."""
    contents = importlib.import_module("jsonschema_specifications").REGISTRY.contents
    text = json.dumps(at(contents(_DRAFT_4.rstrip("#")), steps(place)))
    return json.loads(text.replace('"$ref": "#', f'"$ref": "{_DRAFT_4}'))


def _is_below(error: jsonschema_rs.ValidationError, place: tuple[str | int, ...]) -> bool:
    """Whether an error of another kind stands at the place or below it."""
    here = tuple(error.instance_path)
    deeper = len(here) > len(place) and here[: len(place)] == place
    return deeper or (here == place and error.kind.name != "unevaluatedProperties")
