"""JSON as it stands in the bytes: exact numbers, and the flaws that a lenient parser hides.

RFC 8259 leaves duplicate names, byte-order marks and unpaired surrogates to chance, and Python's
own parser takes NaN and Infinity. What two readers would read differently is told as a flaw.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

# Beyond these a number is kept as a Decimal: int() of a long text is quadratic, and refused by
# Python past 4,300 digits; 10**exponent of a hostile exponent would fill the memory.
_DIGITS = 4_000
_EXPONENT = 4_000


class FlawKind(StrEnum):
    """What can be wrong with the bytes of a JSON body."""

    NOT_JSON = "not-json"
    DUPLICATE_KEY = "duplicate-key"
    NOT_A_NUMBER = "not-a-number"
    ENCODING = "encoding"
    BYTE_ORDER_MARK = "byte-order-mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One flaw: `text` says it in a few words; `detail` is the member name where there is one."""

    kind: FlawKind
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A JSON value and the flaws of its spelling; `parsed` is False where there is no value."""

    value: Any = None
    parsed: bool = True
    flaws: tuple[Flaw, ...] = ()


def decode(body: bytes) -> Decoded:
    """The JSON value of a body, numbers exact: integers however spelt as int, fractions as float."""
    flaws: list[Flaw] = []
    if body.startswith(b"\xef\xbb\xbf"):
        flaws.append(Flaw(kind=FlawKind.BYTE_ORDER_MARK, text="begins with a byte-order mark"))
        body = body[3:]
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 at byte {error.start}"
        flaws.append(Flaw(kind=FlawKind.ENCODING, text=what))
        text = body.decode("utf-8", "replace")
    try:
        value = _Reader(flaws).decode(text)
    except json.JSONDecodeError as error:
        what = f"is not JSON: {error.msg.lower()} at line {error.lineno} column {error.colno}"
    except RecursionError:
        what = "is nested too deep to be read"
    else:
        if b"\\ud" in body.lower() and unpaired(value):
            flaws.append(Flaw(kind=FlawKind.ENCODING, text="holds an unpaired surrogate"))
        return Decoded(value=value, flaws=tuple(flaws))
    flaws.append(Flaw(kind=FlawKind.NOT_JSON, text=what))
    return Decoded(parsed=False, flaws=tuple(flaws))


def unpaired(value: Any) -> bool:
    """Whether a string or a member name holds half a surrogate pair (RFC 8259 8.2)."""
    if isinstance(value, str):
        return any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, dict):
        return any(unpaired(key) or unpaired(member) for key, member in value.items())
    return isinstance(value, list) and any(map(unpaired, value))


class _Reader(json.JSONDecoder):
    """The standard parser with exact numbers, noting what it would pass over in silence."""

    def __init__(self, flaws: list[Flaw]) -> None:
        self._flaws = flaws
        super().__init__(
            object_pairs_hook=self._object,
            parse_constant=self._constant,
            parse_float=exact_number,
            parse_int=exact_number,
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen:
                    what = f"gives the member {json.dumps(name)} more than once"
                    self._flaws.append(Flaw(kind=FlawKind.DUPLICATE_KEY, text=what, detail=name))
                seen.add(name)
        return members

    def _constant(self, name: str) -> float:
        what = f"holds {name}, which is no JSON number"
        self._flaws.append(Flaw(kind=FlawKind.NOT_A_NUMBER, text=what, detail=name))
        return float(name.replace("Infinity", "inf"))


def exact_number(text: str) -> int | float | Decimal:
    """The number that a JSON text spells: an int where it is whole, a double where it is not."""
    if len(text) < 18 and not set(text) & set(".eE"):
        return int(text)
    number = Decimal(text)
    _, digits, exponent = number.as_tuple()
    size = int(exponent)  # finite: a JSON text spells no NaN
    if len(digits) > _DIGITS or abs(size) > _EXPONENT:
        return number
    if number == number.to_integral_value():
        return int(number)
    return float(text)


def encode(value: Any) -> bytes:
    """Compact JSON in UTF-8; unpaired surrogates are escaped, as no UTF-8 spells them."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()


def same(left: Any, right: Any) -> bool:
    """Whether two JSON values are equal: numbers by value, order of members aside, true is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right) and isinstance(left, str) == isinstance(right, str)


def at(value: Any, path: Sequence[str | int]) -> Any:
    """The node at these steps, or `MISSING`."""
    for step in path:
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and str(step).isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return MISSING
    return value


class _Missing:
    """The type of `MISSING`."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


def show(value: Any, limit: int = 60) -> str:
    """The value as JSON for a sentence, cut in the middle when longer than `limit` characters."""
    if value is MISSING:
        return "nothing"
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        text = f"<{type(value).__name__}>"
    return text if len(text) <= limit else f"{text[: limit // 2]}…{text[-limit // 3 :]}"
