"""Which operations a change of the description touches: what a run has to look at because of it.

An operation is touched that is new, or of which anything that travels is described in another
way, behind whatever references. Order, descriptions, examples and extensions touch nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ringback.change import Touched
from ringback.changes.changed_schemas.unchanged_schemas import UnchangedSchemas
from ringback.changes.pairs.pairing import pair_up, template
from ringback.description import Description
from ringback.operation import Answer, Header, MediaType, Operation, Parameter
from ringback.schema.document import SchemaDocument


def touched(base: Description, head: Description) -> Touched:
    """What the step from the older description to the newer one touches."""
    sides = pair_up(base, head)
    older = {pair.head.id: pair.base for pair in sides.pairs}
    compared = _Compared(sides.older, sides.newer)
    operations = {
        each.id: older.get(each.id)
        for each in head.operations
        if each.id not in older or not compared.same(older[each.id], each)
    }
    known = {(each.name, each.why) for each in base.left_out}
    left = (each.name for each in head.left_out if (each.name, each.why) not in known)
    return Touched(operations=operations, left_out=tuple(left))


class _Compared:
    """Operations of two descriptions held against each other."""

    def __init__(self, older: SchemaDocument, newer: SchemaDocument) -> None:
        self._older = older
        self._newer = newer
        self._schemas = UnchangedSchemas()

    def same(self, older: Operation, newer: Operation) -> bool:
        """Whether all that travels with an operation is described as it was."""
        if _plain(older) != _plain(newer):
            return False
        mine, others = dict(_schemas(older)), dict(_schemas(newer))
        if mine.keys() != others.keys():
            return False
        return all(
            self._schemas.same(self._older.schema(mine[place]), self._newer.schema(others[place]))
            for place in mine
        )


def _plain(operation: Operation) -> tuple[object, ...]:
    """What an operation says beside its schemas; its name, its tags and its servers say nothing."""
    body = operation.body
    return (
        operation.method,
        template(operation.path),
        {(each.where, each.name): _parameter(each) for each in operation.parameters},
        None if body is None else (body.required, _media_types(body.media_types)),
        {each.status: _answer(each) for each in operation.answers},
        frozenset(frozenset(each) for each in operation.security),
        frozenset(operation.produces),
    )


def _parameter(parameter: Parameter) -> Parameter:
    return replace(parameter, schema=None, pointer="")


def _header(header: Header) -> Header:
    return replace(header, schema=None)


def _media_types(media_types: Iterable[MediaType]) -> dict[str, object]:
    """The representations of a body by their names, without their schemas."""
    return {
        each.name: (
            frozenset(each.binary),
            {
                part.name: (
                    replace(part, headers=()),
                    {it.name: _header(it) for it in part.headers},
                )
                for part in each.encoding
            },
        )
        for each in media_types
    }


def _answer(answer: Answer) -> tuple[object, ...]:
    """An answer without its schemas."""
    links = {each.name: (each.operation, dict(each.parameters), each.body) for each in answer.links}
    headers = {each.name.lower(): replace(_header(each), name="") for each in answer.headers}
    return _media_types(answer.media_types), headers, links


def _schemas(operation: Operation) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each schema of an operation: what it is the schema of, and where it stands."""
    for parameter in operation.parameters:
        yield from _one(("parameter", parameter.where, parameter.name), parameter.schema)
    if operation.body is not None:
        yield from _of_media_types(("body",), operation.body.media_types)
    for answer in operation.answers:
        yield from _of_media_types(("answer", answer.status), answer.media_types)
        for header in answer.headers:
            yield from _one(("header", answer.status, header.name.lower()), header.schema)


def _of_media_types(
    place: tuple[str, ...], media_types: Iterable[MediaType]
) -> Iterator[tuple[tuple[str, ...], str]]:
    for each in media_types:
        yield from _one((*place, each.name, "schema"), each.schema)
        yield from _one((*place, each.name, "items"), each.item_schema)
        for part in each.encoding:
            for header in part.headers:
                yield from _one((*place, each.name, part.name, header.name), header.schema)


def _one(place: tuple[str, ...], schema: str | None) -> Iterator[tuple[tuple[str, ...], str]]:
    if schema is not None:
        yield place, schema
