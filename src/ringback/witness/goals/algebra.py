"""Proofs that no value fits, by the algebra of schemas in jsonschema-rs."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import jsonschema_rs

from ringback.schema.document import Schema, SchemaDocument
from ringback.witness.goals.query import Goal

_NO = jsonschema_rs.canonical.Satisfiability.NO
# The algebra takes its time where unions multiply.
_PARTS = 300  # schemas, references followed, each once
_COMBINED = 500  # branches that hold together, or ways to break a union


class Algebra:
    """Asks for proofs, each once. A no is proved; anything else proves nothing."""

    def __init__(self) -> None:
        self._known: dict[str, bool] = {}

    def empty(self, wanted: dict[str, Any]) -> bool:
        """Whether nothing fits all schemas of `inside`, none of `outside`, and what is beside."""
        beside = {key: wanted[key] for key in wanted if key not in {"inside", "outside"}}
        schemas: list[Any] = [beside, *wanted["inside"]]
        if wanted["outside"]:
            schemas.append({"not": {"anyOf": wanted["outside"]}})
        key = json.dumps(schemas, sort_keys=True, default=str)
        if key not in self._known:
            self._known[key] = _unsatisfiable({"allOf": schemas}, [])
        return self._known[key]

    def rules_out(self, wanted: Goal) -> bool:
        """Whether it is proved that nothing at all meets the goal, undeclared members included.

        Schemas whose unions multiply beyond reason are not tried.
        """
        if not _is_light(wanted.admitting, wanted.outside):
            return False
        inside = [_reference(schema) for schema in wanted.admitting]
        outside = [_reference(schema) for schema in wanted.outside]
        whole: dict[str, Any] = {"allOf": inside}
        if outside:
            whole["not"] = {"anyOf": outside}
        documents = {schema.document for schema in (*wanted.admitting, *wanted.outside)}
        return _unsatisfiable(whole, list(documents))


def _reference(schema: Schema) -> dict[str, str]:
    return {"$ref": schema.document.validators.uri(schema.pointer)}


def _unsatisfiable(schema: dict[str, Any], documents: list[SchemaDocument]) -> bool:
    registry = jsonschema_rs.Registry(
        resources=[document.validators.resource for document in documents]
    )
    try:
        found = jsonschema_rs.canonicalize(
            schema,
            draft=jsonschema_rs.Draft202012,
            validate_formats=True,
            registry=registry,
        )
    except (ValueError, jsonschema_rs.ReferencingError):  # what it can't read it proves nothing of
        return False
    return bool(found.satisfiability() == _NO)


def _is_light(inside: Iterable[Schema], outside: Iterable[Schema]) -> bool:
    """Whether the schemas are small enough to be put to the algebra."""
    combined = 1
    seen: set[Schema] = set()
    for schemas, broken in ((inside, False), (outside, True)):
        for schema in schemas:
            combined *= _ways(schema, frozenset(), broken=broken)
            todo = [schema]
            while todo:
                here = todo.pop()
                if here in seen or not isinstance(here.raw, Mapping):
                    continue
                seen.add(here)
                if len(seen) > _PARTS or _ways(here, frozenset(), broken=broken) > _COMBINED:
                    return False
                todo += [*here.inner(), *([here.reference] if here.reference else [])]
    return combined <= _COMBINED


def _ways(schema: Schema, above: frozenset[Schema], *, broken: bool) -> int:
    """How many combinations of branches a value can have, or can break."""
    raw = schema.raw
    if not isinstance(raw, Mapping) or schema in above:
        return 1
    within = above | {schema}
    unions = [branches for _, branches in schema.own_unions]
    if broken:  # one of what holds together is broken, all the branches of a union are
        found = 1 + len(raw.get("properties", {})) + len(raw.get("required", ()))
        found += sum(_ways(each, within, broken=True) for each in schema.joined)
        return min(found + sum(_product(each, within, broken=True) for each in unions), 10**6)
    found = _product(schema.joined, within, broken=False)
    for branches in unions:
        found *= sum(_ways(each, within, broken=False) for each in branches)
    return min(found, 10**6)


def _product(schemas: Iterable[Schema], above: frozenset[Schema], *, broken: bool) -> int:
    found = 1
    for each in schemas:
        found = min(found * _ways(each, above, broken=broken), 10**6)
    return found
