"""Which members travel: a readOnly one is not asked of requests, a writeOnly one not of answers.

OpenAPI 3.0.4, 4.7.24.2: such a member, though required, takes effect in the other direction alone.
3.1 leaves the two words to JSON Schema, where they are annotations; users mean the same by them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringback.finding import pointer
from ringback.schema.applying import may_apply, of_item, of_member, reached
from ringback.schema.document import Schema, SchemaDocument
from ringback.schema.editing import replaced

UNSENT = {"request": "readOnly", "response": "writeOnly"}
"""The annotation of what does not travel, by the side of an exchange."""

_DEPTH = 64  # unions within unions
_REQUIRED = {"required"}
_OF_OBJECTS = frozenset({"properties", "required", "allOf", "anyOf", "oneOf", "$ref"})


def of_side(
    document: SchemaDocument, places: Iterable[str], side: str, *, forbidden: bool = False
) -> SchemaDocument:
    """The document as payloads of one side are held to it; itself where all members travel.

    `places` are the pointers of its schemas. A member that does not travel is asked for nowhere,
    and may be anything where it comes all the same, unless it is to be `forbidden`.
    """
    unsent = UNSENT[side]
    known = [document.schema(place) for place in places]
    if not any(each.keywords.get(unsent) is True for each in known):
        return document
    absent: Any = False if forbidden else {unsent: True}
    changes: dict[str, Any] = {}
    for schema in known:
        names: frozenset[str] = frozenset()
        if _OF_OBJECTS & schema.keywords.keys():
            names = _unsent_names(schema, unsent, _DEPTH)
        certain = may_apply(schema, unions=False) if names else []
        for part in may_apply(schema) if names else ():
            asking = _asking(part, changes)
            left = {
                it: [each for each in listed if not isinstance(each, str) or each not in names]
                for it, listed in asking
            }
            # Were a branch that asks for nothing else to admit all, it hid the others of its union.
            if any(left.values()) or part in certain or part.keywords.keys() != _REQUIRED:
                changes |= left
            for name in part.named("properties").keys() & names:
                changes[part.pointer + pointer(["properties", name])] = absent
        for member in _under_any_name(schema):
            if is_unsent(member, unsent):
                changes[member.pointer] = absent
    return SchemaDocument(replaced(document.root, changes), unsent=unsent)


def _asking(part: Schema, changes: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """The lists of members that a schema asks for, by their places, as they were changed."""
    lists: dict[tuple[str, ...], Any] = {("required",): part.keywords.get("required")}
    dependent = part.keywords.get("dependentRequired")
    if isinstance(dependent, Mapping):
        lists |= {("dependentRequired", name): listed for name, listed in dependent.items()}
    for path, listed in lists.items():
        place = part.pointer + pointer(path)
        found = changes.get(place, listed)
        if isinstance(found, list):
            yield place, found


def _under_any_name(schema: Schema) -> Iterator[Schema]:
    """The schemas of members that are described without their names."""
    yield from schema.named("patternProperties").values()
    other = schema.one("additionalProperties")
    yield from (other,) if other is not None else ()


def is_unsent(schema: Schema, unsent: str) -> bool:
    """Whether a member's schema, or what it refers to or is made of, bears the annotation.

    Of a union every branch but null has to.
    """
    kept, key = schema.document.kept, (f"is {unsent}", schema.pointer)
    if key not in kept:
        kept[key] = _is_unsent(schema, unsent, _DEPTH)
    found: bool = kept[key]
    return found


def _is_unsent(schema: Schema, unsent: str, depth: int) -> bool:
    if any(part.keywords.get(unsent) is True for part in schema.in_place):
        return True
    for _, branches in schema.unions if depth else ():
        telling = [each for each in branches if each.keywords.get("type") != "null"]
        if telling and all(_is_unsent(each, unsent, depth - 1) for each in telling):
            return True
    return False


def unsent_places(
    schema: Schema, value: Any, unsent: str, path: tuple[str | int, ...] = ()
) -> Iterator[str]:
    """The pointers to the members of a value that do not travel.

    Of a union the branches count that admit the value; a member is told where all of them say so.
    """
    if not _may_hold(schema, unsent):
        return
    if isinstance(value, list):
        for index, item in enumerate(value):
            for below in (it for part in schema.in_place for it in of_item(part, index)):
                yield from unsent_places(below, item, unsent, (*path, index))
    if not isinstance(value, Mapping):
        return
    told = dict.fromkeys(_told(schema, value, unsent, path, _DEPTH))
    yield from told


def _may_hold(schema: Schema, unsent: str) -> bool:
    """Whether anything that a schema leads to bears the annotation: most lead to none."""
    kept, key = schema.document.kept, (unsent, schema.pointer)
    if key not in kept:
        kept[key] = any(each.keywords.get(unsent) is True for each in reached(schema))
    found: bool = kept[key]
    return found


def _told(
    schema: Schema, value: Mapping[str, Any], unsent: str, path: tuple[str | int, ...], depth: int
) -> Iterator[str]:
    for name, member in value.items():
        members = _members_of(schema, name)
        if any(is_unsent(each, unsent) for each in members):
            yield pointer((*path, name))
            continue
        for each in members:
            yield from unsent_places(each, member, unsent, (*path, name))
    for _, branches in schema.unions if depth else ():
        taken = [each for each in branches if each.admits(value)]
        found = [list(_told(each, value, unsent, path, depth - 1)) for each in taken]
        yield from (
            place for place in (found[0] if found else ()) if all(place in e for e in found)
        )


def _members_of(schema: Schema, name: str) -> list[Schema]:
    """The schemas of a member of this name, worked out once: it is asked of every payload."""
    kept, key = schema.document.kept, (f"member {name}", schema.pointer)
    if key not in kept:
        found = [it for part in schema.in_place for it in of_member(part, name)]
        if name not in schema.members:
            return found  # names that nobody described are without number
        kept[key] = found
    members: list[Schema] = kept[key]
    return members


def _unsent_names(schema: Schema, unsent: str, depth: int) -> frozenset[str]:
    """The members that do not travel: by what holds together, or by every branch of a union."""
    kept, key = schema.document.kept, (f"names that are {unsent}", schema.pointer)
    if key not in kept:
        kept[key] = _names(schema, unsent, depth)
    found: frozenset[str] = kept[key]
    return found


def _names(schema: Schema, unsent: str, depth: int) -> frozenset[str]:
    found = {
        name
        for name, members in schema.members.items()
        if any(is_unsent(each, unsent) for each in members)
    }
    for _, branches in schema.unions if depth else ():
        told = [_unsent_names(each, unsent, depth - 1) for each in branches]
        found |= frozenset.intersection(*told)
    return frozenset(found)
