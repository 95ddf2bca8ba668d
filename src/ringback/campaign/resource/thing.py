"""Things: one instance of a resource each, as far as it is known, and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ringback.payload import MISSING

Address = Mapping[str, Any]
"""The key of a thing and of those that it stands in, by the resources' names."""

NOBODY = "nobody"
"""Who sends requests without valid credentials."""
OTHER = "other"
"""The second account, whose credentials `[accounts.other]` holds."""


class Owner(StrEnum):
    """Whose a thing is: only what was created, or configured as the run's own, is written."""

    CREATED = "created"
    CONFIGURED = "configured"
    FOUND = "found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One instance of a resource; `state` is how it was read last, `etag` the tag of that.

    `first` is how it stood before anything was written, where it was there before the run.
    It is `stale` once something was sent that could change it, until it is read again. `account` is
    empty for the one under test. `number` tells in which order things were made.
    `deleted` tells that a DELETE of it succeeded, `gone` that it is not there any more.
    """

    resource: str
    address: tuple[tuple[str, str | int | float | bool], ...]
    owner: Owner
    account: str = ""
    state: Any = MISSING
    first: Any = MISSING
    etag: str = ""
    gone: bool = False
    deleted: bool = False
    written: bool = False
    stale: bool = True
    number: int = 0

    @property
    def keys(self) -> dict[str, Any]:
        """Its address, to look into."""
        return dict(self.address)

    @property
    def key(self) -> Any:
        """Its own key; `MISSING` for a singleton."""
        return self.keys.get(self.resource, MISSING)

    @property
    def name(self) -> str:
        """How a report calls it."""
        return self.resource if self.key is MISSING else f"{self.resource} {self.key}"


ThingId = tuple[str, tuple[tuple[str, str], ...]]


def thing_id(resource: str, address: Address) -> ThingId:
    """What tells a thing from all others: keys are compared as they stand in a path."""
    return resource, tuple(sorted((name, str(key)) for name, key in address.items()))
