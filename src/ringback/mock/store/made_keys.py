"""Keys of new things, as the schemas of paths and answers want them."""

import uuid
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ringback.campaign.resource.model import Graph, Resource
from ringback.campaign.resource.reference_members import singular
from ringback.contract import Contract
from ringback.payload import MISSING
from ringback.schema.view import View

_TRIES = 1_000  # numbers that are passed over because something has them


class MadeKeys:
    """Gives keys, counting up; `taken` ones are passed over by who asks again."""

    def __init__(self, contract: Contract, graph: Graph, first: int = 1) -> None:
        self._contract = contract
        self._graph = graph
        self._first = self._last = first - 1
        self._asked: dict[str, list[str]] = {}

    def reset(self) -> None:
        """Begin anew."""
        self._last = self._first

    def new(self, resource: Resource, sample: Any, member: View | None) -> Any:
        """A key of the type that answers tell, which the parameter of paths admits as well.

        `sample` is a key as answers may have it, `member` the schema of that.
        """
        self._last += 1
        number = self._last
        asked = self._schemas_of(resource)
        admits = self._contract.requests.admits
        answers = self._contract.responses.admits
        fitting = None
        for key in _candidates(resource, sample, number):
            if all(admits(schema, key) for schema in asked):
                if member is None or answers(member.pointer, key):
                    return key
                fitting = key if fitting is None else fitting
        if fitting is not None:
            return fitting
        return sample if sample is not MISSING else str(number)

    def _schemas_of(self, resource: Resource) -> list[str]:
        """The schemas of the parameters that take the key in paths, of children's as well."""
        found = self._asked.get(resource.name)
        if found is None:
            places = {
                (slot.operation, slot.place)
                for slot in self._graph.inputs
                if slot.resource == resource.name and slot.where == "path"
            }
            found = self._asked[resource.name] = list(
                dict.fromkeys(
                    parameter.schema
                    for operation in self._contract.operations
                    for parameter in operation.parameters
                    if (operation.id, parameter.name) in places and parameter.schema
                )
            )
        return found


def typed_key(text: Any, sample: Any) -> Any:
    """A key of a path as answers have it: a number where they tell one."""
    is_number = isinstance(sample, int) and not isinstance(sample, bool)
    is_text = isinstance(text, str)
    return int(text) if is_number and is_text and text.isascii() and text.isdecimal() else text


def _candidates(resource: Resource, sample: Any, number: int) -> Iterator[Any]:
    """Keys with this number in them: like the sample, then in every form that paths ask for."""
    text = sample if isinstance(sample, str) else ""
    digits = str(number)
    if sample is MISSING or (isinstance(sample, int) and not isinstance(sample, bool)):
        yield number
    if _is_uuid(text):
        yield str(uuid.UUID(int=number, version=4))
    head = text[: -len(digits)]
    if any(each.isdigit() for each in text):  # a prefix before a number is kept: cus_9s6XKzk
        yield head + digits
    yield from (f"{singular(resource.name)}-{digits}", digits, number)
    yield from (str(uuid.UUID(int=number, version=4)), head + digits)
    yield from (digits.zfill(size) for size in (8, 10, 12, 16, 20, 24, 32, 40, 64))
    yield from (f"192.0.2.{number % 256}", f"2001:db8::{number:x}", f"user{digits}@example.com")
    yield from (f"https://example.com/{digits}", f"+1555010{number:04d}")
    yield from (chr(ord("a") + number % 26) * size for size in (2, 3))


@lru_cache(maxsize=1_024)
def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
