"""Members that name a thing of another resource: `customer_id`, `customerId`, `tag_ids/*`."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ringback.campaign.resource.model import InputSlot, Resource
from ringback.finding import pointer
from ringback.operation import Operation
from ringback.schema.view import View

_DEPTH = 4  # steps into a body in which a name is looked for
_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=8_192)
def words(text: str) -> str:
    """A name in lower case, words apart by nothing: `customerId` and `customer_id` are alike."""
    return _WORD.sub("", text.lower())


@lru_cache(maxsize=8_192)
def singular(name: str) -> str:
    """The name of one thing of a collection: `categories` are made of a `category`."""
    text = name.removesuffix("/{}").rpartition("/")[2]
    if text.endswith("ies") and len(text) > 4:
        return text[:-3] + "y"
    if text.endswith(("sses", "xes", "ches", "shes")):
        return text[:-2]
    return text[:-1] if text.endswith("s") and not text.endswith("ss") else text


def spellings(resource: Resource) -> frozenset[str]:
    """What a member is called that names a thing of the resource."""
    return _spelt(resource.name, resource.key)


@lru_cache(maxsize=8_192)
def _spelt(name: str, key: str) -> frozenset[str]:
    one, key = words(singular(name)), words(key)
    found = {f"{one}id", f"{one}key", f"{one}uuid", f"{one}ref", f"{one}number"}
    generic = {"id", "key", "uuid", "name", "slug", "number", "code"}
    return frozenset(found | ({key} - generic))


def body_slots(
    operation: Operation, schema: View, resources: Mapping[str, Resource], own: str | None
) -> Iterator[InputSlot]:
    """The members of a body that take keys; those of the resource `own` itself are no reference."""
    own_word = words(singular(own)) if own else ""
    for path, name, is_list, member in _members(schema, (), _DEPTH):
        told = words(singular(name) if is_list and name.endswith("s") else name)
        for resource in resources.values():
            if resource.singleton or resource.part or resource.alias:
                continue
            if words(singular(resource.name)) == own_word:
                continue
            bare = told == words(singular(resource.name)) and is_key_like(member)
            if told not in spellings(resource) and not bare:
                continue
            place = pointer((*path, "*") if is_list else path)
            yield InputSlot(
                operation=operation.id, where="body", place=place, resource=resource.name
            )
            break


def is_key_like(member: View) -> bool:
    """Whether a value can only be a key: `milestone` is a number, `category` may be any text."""
    return "integer" in member.types or member.raw.get("format") == "uuid"


def _members(
    schema: View, path: tuple[str, ...], depth: int
) -> Iterator[tuple[tuple[str, ...], str, bool, View]]:
    """Each scalar member, or list of scalars, below a schema: its path, name and schema."""
    if depth < 0:
        return
    if not path and schema.items is not None:  # many are given at a time
        yield from _members(schema.items, ("*",), depth)
    for branch in (*schema.branches, *schema.parts):
        yield from _members(branch, path, depth - 1)
    for name, member in schema.properties.items():
        kinds = set(member.types)
        if kinds & {"string", "integer"} or (not kinds and not member.properties):
            yield (*path, name), name, False, member
        elif "array" in kinds and member.items is not None:
            if set(member.items.types) & {"string", "integer"}:
                yield (*path, name), name, True, member.items
            else:
                yield from _members(member.items, (*path, name, "*"), depth - 1)
        else:
            yield from _members(member, (*path, name), depth - 1)
