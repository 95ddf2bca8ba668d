"""What a request names, and whether the account has it."""

import random
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ringback.campaign.resource.nested_parts import places_in
from ringback.config import ResourceTable, variable_for
from ringback.contract.schemas import is_loose_uuid
from ringback.exchange import Request
from ringback.finding import steps
from ringback.payload import MISSING, decode

Path = tuple[str | int, ...]
NO_UUID = "00000000-0000-4000-8000-00000000dead"
"""A key that nothing has, where keys are UUIDs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A place in requests that names a thing of the account.

    It is the query parameter `parameter`, or the text at `place` of the body (a pointer in which
    `*` is any step). `own` are the names of configured values that the account owns, `foreign` of
    the value that another account owns, `unknown` a key that nothing has. `harvest` is where an
    answer tells more keys of the account's own.
    """

    what: str
    unknown: str = ""
    parameter: str = ""
    place: str = ""
    own: tuple[str, ...] = ()
    foreign: str = ""
    harvest: str = ""

    @property
    def rule(self) -> str:
        """The rule that guards another account's thing of this kind."""
        return f"auth/foreign-{self.what}"


def names_of(tables: Mapping[str, ResourceTable]) -> tuple[Identifier, ...]:
    """What `[resources]` says of the keys in requests."""
    found = []
    for what, table in tables.items():
        own, foreign = (*table.own, *table.bystanders), next(iter(table.foreign), "")
        for place in table.places:
            harvest = f"{place}/{table.key or 'id'}"
            found.append(
                Identifier(
                    what=what,
                    unknown=table.unknown or NO_UUID,
                    place=place,
                    own=own,
                    foreign=foreign,
                    harvest=harvest,
                )
            )
        if table.key and not table.places and (own or foreign):
            found.append(
                Identifier(
                    what=what,
                    unknown=table.unknown,
                    parameter=table.key,
                    own=own,
                    foreign=foreign,
                )
            )
    return tuple(found)


class Identifiers:
    """The account's own names, by place; grows with what the answers tell.

    `variables` are those of the environment that give values, by the values' names.
    """

    def __init__(
        self,
        names: tuple[Identifier, ...],
        values: Mapping[str, str],
        seed: int,
        variables: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.names = names
        self._variables = variables
        self._values = values
        self._random = random.Random(seed)  # noqa: S311 -- reproducible choice, nothing secret
        self._own: dict[str, list[str]] = {
            name.what: [values[key] for key in name.own if values.get(key)] for name in names
        }
        self.made_up: set[str] = set()

    def own(self, name: Identifier) -> list[str]:
        """The names of this kind that the account is known to have, the oldest first."""
        return self._own[name.what]

    def foreign(self, name: Identifier) -> str | None:
        """The configured name of this kind that another account has."""
        return self._values.get(name.foreign) or None

    def lacking(self, name: str) -> str:
        """What is said of a value that nobody gave: its variable is named."""
        return f"{self._variables.get(name) or variable_for(name)} is not set"

    def unknown(self, name: Identifier) -> str:
        """A key of this kind that nothing has; where none is configured, nearly one's own."""
        own = self._own[name.what]
        return name.unknown or (f"{own[0]}0" if own else "")

    def value(self, name: str) -> str | None:
        """The configured value of this name, if there is one."""
        return self._values.get(name) or None

    def learn(self, answer: Any) -> None:
        """Take up the names that an answer tells."""
        for name in self.names:
            for _, value in places_in(answer, steps(name.harvest)) if name.harvest else ():
                if isinstance(value, str) and value not in self._own[name.what]:
                    self._own[name.what].append(value)
                    if value not in self._values.values():
                        self.made_up.add(value)

    def strangers(self, request: Request) -> frozenset[str]:
        """The names in a request that the account is not known to have."""
        return frozenset(
            text
            for name, _, text in self._named(request)
            if text.casefold() not in {each.casefold() for each in self._own[name.what]}
        )

    def plain(self, strangers: frozenset[str]) -> bool:
        """Whether all of these are names that are well formed beyond doubt."""
        configured = {name.unknown for name in self.names} | set(self._values.values())
        return all(
            text in configured or (_is_uuid(text) and text == text.lower()) for text in strangers
        )

    def _named(self, request: Request) -> Iterator[tuple[Identifier, Path, str]]:
        """Each name in a request: its kind, its path in the body (none: a parameter), its text."""
        body = decode(request.body).value if request.body else MISSING
        for name in self.names:
            if name.parameter:
                for text in request.query_values(name.parameter):
                    yield name, (), text
            if name.place:
                for path, value in places_in(body, steps(name.place)):
                    if isinstance(value, str) and _could_name(name, value):
                        yield name, path, value

    def for_place(self, path: Path) -> str:
        """A name of the account's own for a place in a body; a fresh uuid where none is known."""
        for name in self.names:
            if name.place and _fits(path, steps(name.place)) and self._own[name.what]:
                return self._own[name.what][0]
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))


def _could_name(name: Identifier, text: str) -> bool:
    """Whether a text can be a name at all: where names are uuids, any other text is a mistake."""
    return not _is_uuid(name.unknown) or is_loose_uuid(text)


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _fits(path: Path, pattern: list[str]) -> bool:
    return len(path) == len(pattern) and all(
        want in ("*", str(step)) for step, want in zip(path, pattern, strict=True)
    )
