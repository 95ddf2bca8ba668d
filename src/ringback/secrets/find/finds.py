"""What is found: a value that must not be kept, and the spot where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

from ringback.secrets.find.names.house_rules import HouseRules

Path = tuple[str | int, ...]  # of a value within JSON: names and indices
Fits = Callable[[Any], bool]
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretSpot:
    """A text or a number of an exchange, and what is known of it.

    `side` is request or response, `place` says where for a person, `instance` is the JSON Pointer
    within a JSON body. `name` is what it stands under, `within` the name of the object that has it.
    With a `label` the whole of it is secret,
    by a name or by the description. `fits` says whether the description admits another value here,
    and `keywords` are its schema's. Where it is `opaque`, texts made by chance are ordinary.
    """

    side: str
    place: str
    instance: str | None = None
    name: str = ""
    label: str | None = None
    within: str = ""
    fits: Fits | None = None
    keywords: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    opaque: bool = False
    markup: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """One value that must not be kept; `kind` says for a person what it is.

    `label` is the text of its placeholder. `fits` says whether the description admits a text in
    its stead. `spreads` is False for what is replaced here alone.
    """

    rule: str
    kind: str
    label: str
    value: Any = field(repr=False)
    spot: SecretSpot
    fits: Fits | None = None
    spreads: bool = True


class Hand(Protocol):
    """What is done with what is found: noted, or replaced; `rules` are those of the house."""

    @property
    def rules(self) -> HouseRules:
        """What the house calls secret beside what ringback knows."""

    def put(self, find: Find) -> Any:
        """What is to stand for the value; the value itself where it is only noted."""

    def known(self, text: str) -> list[tuple[int, int, str]]:
        """Where values that were found elsewhere stand in a text: start, end and the value."""
