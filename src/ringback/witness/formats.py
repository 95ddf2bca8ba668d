"""What formats say to the validators, and to one another."""

from functools import cache

import jsonschema_rs

# Texts that each format that is asserted at all turns away one of.
_ODD = (
    "",
    " ",
    "text",
    "(",
    "[",
    "\x00",
    "é é",
    "1",
    "-1",
    "a b",
    "/",
    "~",
    "%",
    "{",
    "a@",
    "http://",
)
# Each text of the one is a text of the others (RFC 3986 4.1, RFC 3987 2.2, RFC 6531, RFC 5890).
_WIDER = {
    "uri": ("uri-reference", "iri", "iri-reference"),
    "uri-reference": ("iri-reference",),
    "iri": ("iri-reference",),
    "email": ("idn-email",),
    "hostname": ("idn-hostname",),
}


def said(name: str) -> tuple[str, ...]:
    """The formats that a text of this format is of; none where the validators do not assert it."""
    return (name, *_WIDER.get(name, ())) if asserted(name) else ()


@cache
def asserted(name: str) -> bool:
    """Whether the validators turn any text away because of the format."""
    validator = jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True)
    return not all(validator.is_valid(text) for text in _ODD)
