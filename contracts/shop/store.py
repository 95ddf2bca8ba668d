"""What the shop holds: accounts, each with its own customers, orders, tags and settings."""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Thing = dict[str, Any]
"""The members of one thing, by their names in JSON."""

_BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_TICK = timedelta(milliseconds=1250)
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """The bytes of a picture, and the media type that they came in."""

    media_type: str
    data: bytes


@dataclass(slots=True, kw_only=True)
class Account:
    """What one account owns; the items of an order stand under the order's id."""

    name: str
    settings: Thing
    customers: dict[str, Thing] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)
    orders: dict[int, Thing] = field(default_factory=dict)
    items: dict[int, dict[str, Thing]] = field(default_factory=dict)
    tags: dict[str, Thing] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Store:
    """All accounts by their tokens, and where new ids and times come from.

    Both come in the same sequence in every fresh store, so that runs can be compared.
    """

    accounts: dict[str, Account]
    made: int = 0
    ticks: int = 0
    last_order: int = 1000

    def now(self) -> str:
        """A time in the form of RFC 3339, later than every time before."""
        self.ticks += 1
        moment = _BEGIN + self.ticks * _TICK
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def new_customer_id(self) -> str:
        """A version 4 uuid that nothing had before."""
        return str(uuid.UUID(bytes=self._digest()[:16], version=4))

    def new_order_id(self) -> int:
        """The next number; it is counted over all accounts."""
        self.last_order += 1
        return self.last_order

    def new_item_id(self) -> str:
        """A name that no item had before."""
        return "itm_" + "".join(_LETTERS[byte % 36] for byte in self._digest()[:12])

    def _digest(self) -> bytes:
        self.made += 1
        return hashlib.sha256(f"shop {self.made}".encode()).digest()
