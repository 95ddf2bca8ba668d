"""The JSON of a request as a value, read strictly: what is kept can be sent back exactly."""

import json
import math
import re
from dataclasses import dataclass
from typing import Any, NoReturn

MOST_DIGITS = 4_000
"""The longest number taken; Python itself refuses to spell out integers of more than 4,300."""

LARGEST_EXPONENT = 1_000

_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?)([0-9]+))?")
_JSON_TYPE = re.compile(r"application/json|[^/\s]+/[^/\s]+\+json", re.IGNORECASE)


@dataclass(eq=False)
class MalformedError(Exception):
    """A body that is no JSON of ours: `position` is the offset where that shows, 0 if nowhere."""

    reason: str
    position: int = 0

    def __str__(self) -> str:
        """The reason, as a client reads it."""
        return self.reason


def is_json_type(content_type: str) -> bool:
    """Whether a Content-Type value names JSON: application/json or a `+json` type (RFC 6839)."""
    return _JSON_TYPE.fullmatch(content_type.split(";", 1)[0].strip()) is not None


def parse(body: bytes) -> Any:
    """The body's JSON value (RFC 8259), integers exact however spelt, fractions as doubles.

    Raises MalformedError for what is not JSON, and for what could not be answered exactly:
    duplicate names, unpaired surrogates, numbers beyond the limits above, bottomless nesting.
    """
    try:
        text = body.decode("utf-8")
        value = json.loads(
            text,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
        # Escapes can smuggle in an unpaired surrogate, which no UTF-8 answer could repeat.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        raise MalformedError(f"not JSON: {error.msg}", error.pos) from error
    except UnicodeDecodeError as error:
        raise MalformedError("not UTF-8", error.start) from error
    except UnicodeEncodeError as error:
        raise MalformedError("a string holds an unpaired surrogate") from error
    except RecursionError as error:
        raise MalformedError("nested too deeply") from error
    return value


def _constant(name: str) -> NoReturn:
    """Refuse NaN and the infinities: Python's reader takes them, JSON has none."""
    raise MalformedError(f"not JSON: {name} is no number of JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's members; a name given twice has no one meaning (RFC 8259 section 4)."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedError("an object gives the same name twice")
    return members


def _number(text: str) -> int | float:
    """The value of a number literal: an int if it has no fraction, however it is spelt."""
    match = _NUMBER.fullmatch(text)
    if match is None:  # pragma: no cover - the JSON reader hands over number literals alone
        raise MalformedError("not JSON: not a number")
    sign, whole, fraction, exponent_sign, exponent_digits = match.groups(default="")
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return 0
    exponent = _exponent(exponent_sign, exponent_digits)
    significant = digits.rstrip("0")
    shift = exponent - len(fraction) + len(digits) - len(significant)
    if len(digits) > MOST_DIGITS or len(significant) + shift > MOST_DIGITS:
        raise MalformedError(f"a number of more than {MOST_DIGITS} digits")
    if shift >= 0:
        return int(sign + significant + "0" * shift)
    value = float(text)
    if math.isinf(value):
        raise MalformedError("a number too large to be answered")
    return value


def _exponent(sign: str, digits: str) -> int:
    """The exponent; one far below any double is cut short, because its value is zero anyway."""
    kept = digits.lstrip("0") or "0"
    size = int(kept) if len(kept) <= 6 else 10**6
    if sign == "-":
        return -size
    if size > LARGEST_EXPONENT:
        raise MalformedError(f"an exponent of more than {LARGEST_EXPONENT}")
    return size
