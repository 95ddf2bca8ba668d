"""Proofs that no value fits, by the algebra of schemas in jsonschema-rs."""

import json
from typing import Any

import jsonschema_rs

from ringback.schema.document import Schema, SchemaDocument
from ringback.witness.goal import Goal
from ringback.witness.weight import light

_NO = jsonschema_rs.canonical.Satisfiability.NO


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
        if not light(wanted.admitting, wanted.outside):
            return False
        inside = [_reference(schema) for schema in wanted.admitting]
        outside = [_reference(schema) for schema in wanted.outside]
        whole: dict[str, Any] = {"allOf": inside}
        if outside:
            whole["not"] = {"anyOf": outside}
        documents = {schema.document for schema in (*wanted.admitting, *wanted.outside)}
        return _unsatisfiable(whole, list(documents))


def _reference(schema: Schema) -> dict[str, str]:
    return {"$ref": schema.document.uri(schema.pointer)}


def _unsatisfiable(schema: dict[str, Any], documents: list[SchemaDocument]) -> bool:
    registry = jsonschema_rs.Registry(
        resources=[(document.identifier, dict(document.root)) for document in documents]
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
