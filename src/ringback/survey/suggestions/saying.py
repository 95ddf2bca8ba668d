"""Shares, names and types as a sentence says them."""

from ringback.payload import show
from ringback.survey.counts.inferred import Inferred

ORDER = ("boolean", "integer", "number", "string", "array", "object", "null")
_WITH_AN = frozenset("aeiou")


def share(count: int, whole: int, what: str) -> str:
    """How much of it: `12.5 % of the objects (250 of 2,000)`; 100 % is said of all alone."""
    thousandths = 100_000 * count // whole if whole else 0
    percent = f"{thousandths / 1000:.3f}".rstrip("0").rstrip(".")
    told = percent if thousandths or not count else "less than 0.001"
    return f"{told} % of {what} ({count:,} of {whole:,})"


def quoted(name: str) -> str:
    """A member's name, on one line and cut when it is long."""
    return show(name, 80)


def kinds(found: Inferred) -> str:
    """What the values are: `a string (uuid) or null`."""
    names = types(found)
    told = []
    for name in names:
        formats = sorted(found.formats or ()) if name == "string" else []
        text = f"{name} ({formats[0]})" if formats else name
        article = "an" if name[0] in _WITH_AN else "a"
        told.append(text if name == "null" else f"{article} {text}")
    return " or ".join(told)


def types(found: Inferred) -> list[str]:
    """The JSON types in a fixed order; where some numbers are whole, all are numbers."""
    known = found.types - {"integer"} if "number" in found.types else found.types
    return [name for name in ORDER if name in known]
