"""The texts of a query, read quickly: as they stand, where nothing of them is spelt oddly."""

from collections.abc import Iterable
from urllib.parse import unquote_plus

_ASCII = {spelt: chr(code) for code in range(128) for spelt in (f"{code:02x}", f"{code:02X}")}


def unquoted(text: str) -> str:
    """A text of a query as it was meant; quick where nothing but ASCII is escaped."""
    first, *coded = text.replace("+", " ").split("%")
    try:
        return first + "".join([_ASCII[each[:2]] + each[2:] for each in coded])
    except KeyError:
        return unquote_plus(text)


def is_plain(name: str) -> bool:
    """Whether a query that has the name spells it as it is."""
    return not any(mark in name for mark in "%+[&=#")


def given_texts(query: str) -> dict[str, str] | None:
    """The query's names and texts; None where one comes twice, or is spelt in a way of its own."""
    given: dict[str, str] = {}
    parts: Iterable[str] = query.split("&") if query else ()
    for part in parts:
        name, _, text = part.partition("=")
        if "%" in part or "+" in part:
            name = unquote_plus(name) if "%" in name or "+" in name else name
            text = unquoted(text)
        if name in given or "[" in name:
            return None
        given[name] = text
    return given
