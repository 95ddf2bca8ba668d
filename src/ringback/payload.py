"""JSON as it stands in the bytes: exact numbers, and the flaws that a lenient parser hides.

RFC 8259 leaves duplicate names, byte-order marks and unpaired surrogates to chance, and Python's
own parser takes NaN and Infinity. What two readers would read differently is told as a flaw.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import Any

# A whole number of more digits is kept as a Decimal: int() of a long text is quadratic, and refused
# by Python past 4,300 digits; 10**exponent of a hostile exponent would fill the memory.
_DIGITS = 4_000
# A Decimal takes no larger exponent; nothing has so many digits, so that this stands for infinity.
_EXPONENT = 10**17
# RFC 8259 section 9 leaves the depth to the reader; what walks a value here recurses a few frames a
# level, and Python allows a thousand of them.
DEPTH = 200
_SHORT = 128 * 1024  # bytes of a body that is worth remembering
_INDEX = re.compile(r"0|[1-9][0-9]{0,15}")  # RFC 6901 section 4: no sign, no leading zero


class FlawKind(StrEnum):
    """What can be wrong with the bytes of a body; `MALFORMED` is for bodies that are not JSON."""

    NOT_JSON = "not-json"
    DUPLICATE_KEY = "duplicate-key"
    NOT_A_NUMBER = "not-a-number"
    ENCODING = "encoding"
    BYTE_ORDER_MARK = "byte-order-mark"
    TOO_DEEP = "too-deep"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One flaw: `text` says it in a few words; `detail` tells apart what one kind has several of.

    That is the member's name, the word that is no number, or half a surrogate pair.
    """

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
    """The JSON value of a body, numbers exact, with each flaw of its spelling once.

    Numbers are int where they are whole, however spelt (Decimal past 4,000 digits), else float.
    Who decodes the same bytes soon again gets the same value: it is to be read, never changed.
    """
    return _remembered(body) if len(body) <= _SHORT else _decoded(body)


def _decoded(body: bytes) -> Decoded:
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
    reader = _Reader()
    flaw = _TOO_DEEP
    try:
        value = reader.decode(text)
    except json.JSONDecodeError as error:
        told = error.msg.lower().removesuffix(" at")
        what = f"is not JSON: {told} at line {error.lineno} column {error.colno}"
        flaw = Flaw(kind=FlawKind.NOT_JSON, text=what)
    except RecursionError:
        pass
    else:
        if not _deep(body, value):
            flaws += reader.flaws
            if b"\\ud" in body.lower() and unpaired(value):
                flaws.append(_UNPAIRED)
            return Decoded(value=value, flaws=tuple(flaws))
    return Decoded(parsed=False, flaws=(*flaws, *reader.flaws, flaw))


# Names, checks and laws each look into the same few bodies, one after the other.
_remembered = lru_cache(maxsize=32)(_decoded)

_UNPAIRED = Flaw(kind=FlawKind.ENCODING, text="holds an unpaired surrogate", detail="surrogate")
_TOO_DEEP = Flaw(
    kind=FlawKind.TOO_DEEP, text=f"is nested deeper than the {DEPTH} levels that are read"
)


def _deep(body: bytes, value: Any) -> bool:
    """Whether arrays and objects stand inside each other too deep, found without recursion."""
    if body.count(b"[") + body.count(b"{") <= DEPTH:
        return False
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(DEPTH):
        below = (each.values() if isinstance(each, dict) else each for each in level)
        level = [each for inner in below for each in inner if isinstance(each, dict | list)]
    return bool(level)


def unpaired(value: Any) -> bool:
    """Whether a string or a member name holds half a surrogate pair (RFC 8259 8.2)."""
    if isinstance(value, str):
        return any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, dict):
        return any(unpaired(key) or unpaired(member) for key, member in value.items())
    return isinstance(value, list) and any(map(unpaired, value))


class _Reader(json.JSONDecoder):
    """The standard parser with exact numbers, noting what it would pass over in silence."""

    def __init__(self) -> None:
        self.flaws: dict[Flaw, None] = {}  # in order, each once: a hostile body may repeat one
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
                    self._note(FlawKind.DUPLICATE_KEY, what, name)
                seen.add(name)
        return members

    def _constant(self, name: str) -> float:
        what = f"holds {name}, which is no JSON number"
        self._note(FlawKind.NOT_A_NUMBER, what, name)
        return float(name.replace("Infinity", "inf"))

    def _note(self, kind: FlawKind, text: str, detail: str) -> None:
        self.flaws[Flaw(kind=kind, text=text, detail=detail)] = None


def exact_number(text: str) -> int | float | Decimal:
    """The number that a JSON text spells: an int where it is whole, a double where it is not."""
    if len(text) < 18 and not set(text) & set(".eE"):
        return int(text)
    try:
        number = Decimal(text)
    except InvalidOperation:  # the exponent is past what a Decimal takes
        mantissa, _, exponent = text.lower().partition("e")
        number = Decimal(f"{mantissa}e{-_EXPONENT if exponent.startswith('-') else _EXPONENT}")
    if not number:
        return 0
    if number == number.to_integral_value():
        return int(number) if number.adjusted() < _DIGITS else number
    fraction = float(text)
    return number if math.isinf(fraction) else fraction


def encode(value: Any) -> bytes:
    """Compact JSON in UTF-8; unpaired surrogates are escaped, as no UTF-8 spells them."""
    text = _spell(value, ",", ":")
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace")  # within a string, where all text stands


def _spell(value: Any, comma: str, colon: str) -> str:
    """The value as JSON text; numbers that only a Decimal holds are written as such."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(comma, colon))
    except TypeError:
        pass
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        members = (
            _spell(k, comma, colon) + colon + _spell(v, comma, colon) for k, v in value.items()
        )
        return "{" + comma.join(members) + "}"
    if isinstance(value, Sequence):
        return "[" + comma.join(_spell(item, comma, colon) for item in value) + "]"
    return json.dumps(repr(value))


def pretty(value: Any, margin: str = "") -> str:
    """The value as JSON for a file, two spaces a level; what follows a line break has the margin.

    Unpaired surrogates are escaped, and numbers that only a Decimal holds are written as such.
    """
    inner = margin + "  "
    if isinstance(value, dict) and value:
        lines = [f"{encode(key).decode()}: {pretty(each, inner)}" for key, each in value.items()]
        return f"{{\n{inner}" + f",\n{inner}".join(lines) + f"\n{margin}}}"
    if isinstance(value, list) and value:
        lines = [pretty(each, inner) for each in value]
        return f"[\n{inner}" + f",\n{inner}".join(lines) + f"\n{margin}]"
    return encode(value).decode()


def same(left: Any, right: Any) -> bool:
    """Whether two JSON values are equal: numbers by value, members in any order, true is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)  # no JSON number, but the same one
    return bool(left == right)


def at(value: Any, path: Sequence[str | int]) -> Any:
    """The node at these steps, or `MISSING`."""
    for step in path:
        # What JSON becomes stands first: this is asked by the hundred thousand.
        if type(value) is dict:
            if step not in value:
                return MISSING
            value = value[step]
        elif isinstance(value, list):
            if not _INDEX.fullmatch(str(step)) or int(step) >= len(value):
                return MISSING
            value = value[int(step)]
        elif isinstance(value, Mapping) and step in value:
            value = value[step]
        else:
            return MISSING
    return value


def copied(value: Any) -> Any:
    """A JSON value whose objects and arrays nobody else holds."""
    if isinstance(value, dict):
        return {name: copied(member) for name, member in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
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
        text = _spell(value, ", ", ": ").encode("utf-8", "backslashreplace").decode()
    except (ValueError, RecursionError):  # a number or a nesting that never came from `decode`
        text = f"<{type(value).__name__}>"
    return text if len(text) <= limit else f"{text[: limit // 2]}…{text[-limit // 3 :]}"
