"""What the description says of a place in an exchange: its schema, and whether it is secret."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringback.contract import Contract
from ringback.operation import MediaType, Operation, Parameter
from ringback.schema.applying import (
    applied,
    held_at,
    may_apply,
    may_apply_at,
    of_item,
    of_member,
    reached,
)
from ringback.schema.document import Schema
from ringback.schema.view import view
from ringback.secrets.find.finds import Path
from ringback.secrets.find.names.secret_names import label_for
from ringback.wire.media_types import pick


class DescribedPlace:
    """A contract as the scrubber asks it; without one nothing is described.

    What is secret in one direction is so in the other: the schemas are those of both.
    """

    def __init__(self, contract: Contract | None) -> None:
        self.contract = contract

    def body(self, operation: Operation | None, status: int | None, name: str) -> Schema | None:
        """The schema of a body of a media type: of an answer, or of the request if no status."""
        if self.contract is None or operation is None:
            return None
        entry: MediaType | None = None
        if status is not None:
            entry = self.contract.media_type(operation, status, name)
        elif operation.body is not None:
            entry = pick(operation.body.media_types, name)
        return self._schema(entry.schema if entry else None)

    def marks(self, schema: Schema | None, value: Any) -> Mapping[Path, str]:
        """The places of a value that the schema calls secret, each with its label."""
        if schema is None or not _has_marks(schema):
            return {}
        return dict(self._marks([schema], value, (), "secret"))

    def fits(self, schema: Schema, value: Any) -> bool:
        """Whether the schema admits a value."""
        return self.contract is not None and self.contract.schemas.admits(schema.pointer, value)

    def passes(self, schema: Schema, value: Any, side: str) -> bool:
        """Whether a body of a side is as the schema wants it, by the members that travel."""
        return self.contract is not None and self.contract.of(side).admits(schema.pointer, value)

    def at(self, schema: Schema, value: Any, path: Path) -> list[Schema]:
        """The schemas that stand at a path in a value."""
        return held_at(schema, value, path, self.fits)

    def parameter(self, operation: Operation | None, where: str, name: str) -> Parameter | None:
        """The parameter of a name at a place; header names compare without case."""
        for each in operation.parameters if operation else ():
            same = each.name == name or (where == "header" and each.name.lower() == name.lower())
            if each.where == where and same:
                return each
        return None

    def parameter_schema(self, parameter: Parameter | None) -> Schema | None:
        """The schema of a parameter; None where there is none."""
        return self._schema(parameter.schema if parameter else None)

    def _schema(self, place: str | None) -> Schema | None:
        if self.contract is None or place is None:
            return None
        return self.contract.schemas.document.schema(place).bare()

    def _marks(
        self, schemas: list[Schema], value: Any, path: Path, label: str
    ) -> Iterator[tuple[Path, str]]:
        taken = (applied(each, value, self._tells, every=True) for each in schemas)
        parts = [part for each in taken for part in each]
        if any(map(_bears_mark, parts)):
            yield path, label
        elif isinstance(value, dict):
            for name, inner in value.items():
                below = [it.bare() for part in parts for it in of_member(part, name)]
                if below:
                    yield from self._marks(below, inner, (*path, name), label_for(name))
        elif isinstance(value, list):
            for at, inner in enumerate(value):
                below = [it.bare() for part in parts for it in of_item(part, at)]
                if below:
                    yield from self._marks(below, inner, (*path, at), label)

    def _tells(self, branch: Schema, value: Any) -> bool:
        """Whether a value takes a branch that says something."""
        vacuous = view(branch.document, branch.pointer).vacuous
        return not vacuous and self.fits(branch, value)


def member(schema: Schema, name: str) -> Schema | None:
    """The schema of a member, as it is described first."""
    return next(iter(may_apply_at(schema, [name])), None)


def is_secret(schema: Schema) -> bool:
    """Whether a schema says that its values, or some of them, are secret."""
    return any(map(_bears_mark, may_apply(schema)))


def keywords(schemas: Iterable[Schema]) -> dict[str, Any]:
    """What some schemas say of a value together, the nearest before the others."""
    parts = [part.keywords for schema in schemas for part in may_apply(schema)]
    return {key: told for each in reversed(parts) for key, told in each.items()}


def _has_marks(schema: Schema) -> bool:
    known, key = schema.document.kept, ("secrets", schema.pointer)
    if key not in known:
        known[key] = any(map(_bears_mark, reached(schema)))
    return bool(known[key])


def _bears_mark(schema: Schema) -> bool:
    raw = schema.keywords
    return raw.get("format") == "password" or raw.get("writeOnly") is True
