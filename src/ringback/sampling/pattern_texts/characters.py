"""The characters that a class of an ECMA-262 pattern stands for, as far as samples need them."""

import sys
import unicodedata
from functools import cache
from string import ascii_lowercase, ascii_uppercase, digits

_ASCII = "".join(map(chr, range(0x20, 0x7F)))
# Beyond ASCII a few of each kind will do: letters with and without case, marks, digits, symbols.
_OTHERS = (
    "\t\n\r\u00a0éßÉñ\u0416\u0436\u03b1\u03a9\u4e2d\u3042\u30a2\ud55c\u05d0\u0627"
    "\u0301\u0663\u00bd€\u201c\u2014\U0001f600"
)
EVERY = frozenset(_ASCII + _OTHERS)
DIGITS = frozenset(digits)
WORD = frozenset(ascii_lowercase + ascii_uppercase + digits + "_")
SPACE = frozenset(char for char in EVERY if char.isspace())
NO_LINE_END = EVERY - frozenset("\n\r")
_FAMILIES = (ascii_lowercase, ascii_uppercase, digits)
_SMALL = 512  # characters of a range that are all taken; of a larger one a few
_LONG_NAMES = {
    "Letter": "L",
    "Lowercase_Letter": "Ll",
    "Uppercase_Letter": "Lu",
    "Titlecase_Letter": "Lt",
    "Mark": "M",
    "Number": "N",
    "Decimal_Number": "Nd",
    "Punctuation": "P",
    "Symbol": "S",
    "Separator": "Z",
    "Space_Separator": "Zs",
    "Currency_Symbol": "Sc",
    "Other": "C",
    "Alphabetic": "L",
    "Alpha": "L",
    "Lowercase": "Ll",
    "Uppercase": "Lu",
    "White_Space": "Z",
}


def between(first: str, last: str) -> frozenset[str]:
    """The characters of a range."""
    low, high = ord(first), ord(last)
    if high - low < _SMALL:
        return frozenset(map(chr, range(low, high + 1)))
    ends = (low, low + 1, (low + high) // 2, high - 1, high)
    return frozenset(map(chr, ends)) | {char for char in EVERY if first <= char <= last}


@cache
def of_property(name: str) -> frozenset[str]:
    """The characters of a Unicode property: a general category or a script (ECMA-262, 22.2.1)."""
    key, _, value = name.rpartition("=")
    if key in {"Script", "sc", "Script_Extensions", "scx"}:
        return frozenset(_of_script(value))
    category = _LONG_NAMES.get(value, value)
    if category == "Any":
        return EVERY
    if category == "ASCII":
        return frozenset(_ASCII)
    return frozenset(c for c in EVERY if unicodedata.category(c).startswith(category))


def _of_script(name: str) -> list[str]:
    """Some letters whose Unicode names begin with the script's."""
    word = {"HAN": "CJK UNIFIED"}.get(name.upper(), name.upper()) + " "
    found = []
    for char in map(chr, range(min(0x10000, sys.maxunicode))):
        if char.isalpha() and unicodedata.name(char, "").startswith(word):
            found.append(char)
            if len(found) == _FEW:
                break
    return found


_FEW = 40


@cache
def families(chars: frozenset[str]) -> tuple[str, ...]:
    """A class by small letters, capitals, digits and the rest: each family it has, readable first.

    A choice that takes the families in turn meets what lookaheads ask for ("a digit somewhere").
    """
    known = frozenset("".join(_FAMILIES))
    found = ["".join(sorted(chars & frozenset(family))) for family in _FAMILIES]
    found += [
        "".join(sorted(chars & frozenset(_ASCII) - known)),
        "".join(sorted(chars - set(_ASCII))),
    ]
    return tuple(family for family in found if family)
