"""What a plain YAML scalar means in YAML 1.2, and where YAML 1.1 readers see something else."""

import math
import re

from ringback.description.reading.tree import Scalar

# YAML 1.2.2, 10.3.2: the core schema.
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}
_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")

# https://yaml.org/type/: what YAML 1.1 makes of a plain scalar, first match wins.
_TRAPS = (
    (re.compile(r"(?i:yes|no|on|off)"), "a boolean"),
    (re.compile(r"[-+]?0[0-7_]+"), "an octal number"),
    (re.compile(r"[-+]?0[0-9]+"), "a string"),
    (re.compile(r"[-+]?0b[01_]+"), "a binary number"),
    (re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"), "a number to base 60"),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"), "a date"),
    (re.compile(r"(?=.*_)[-+]?(0x[0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9_]*)?)"), "a number"),
    (re.compile(r"0o[0-7]+"), "a string"),
    # A float of YAML 1.1 has a point, and a sign in its exponent.
    (re.compile(r"[-+]?[0-9]+[eE][-+]?[0-9]+|[-+]?[0-9]*\.[0-9]*[eE][0-9]+"), "a string"),
)
_CORE = "tag:yaml.org,2002:"
SCALAR_TAGS = frozenset(_CORE + name for name in ("str", "int", "float", "bool", "null"))


class UnfitScalarError(ValueError):
    """A scalar without a JSON value; its text says why."""


def resolve(text: str) -> Scalar:
    """The value of a plain scalar by the core schema; UnfitScalarError where JSON has none."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    for form, base in ((_INT, 10), (_OCTAL, 8), (_HEX, 16)):
        if form.fullmatch(text):
            return _integer(text, base)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if math.isinf(number):
            raise UnfitScalarError(f"the number {text} is out of a double's range")
        return number
    if _NOT_FINITE.fullmatch(text):
        raise UnfitScalarError(f"{text} is no JSON number")
    return text


def resolve_tagged(text: str, tag: str) -> Scalar:
    """The value of a scalar with an explicit core tag; UnfitScalarError where the two don't fit."""
    if tag == _CORE + "str":
        return text
    value = resolve(text)
    kinds: dict[str, type] = {"int": int, "float": float, "bool": bool, "null": type(None)}
    kind = kinds[tag.removeprefix(_CORE)]
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise UnfitScalarError(f'"{text}" does not fit its tag !!{tag.removeprefix(_CORE)}')
    return value


def trap(text: str) -> str | None:
    """What a YAML 1.1 reader takes the plain scalar for, where that differs; else None."""
    return next((meaning for form, meaning in _TRAPS if form.fullmatch(text)), None)


def _integer(text: str, base: int) -> int:
    if len(text) > 4_000:
        raise UnfitScalarError("a number of more than 4000 digits")
    return int(text, base)
