"""How a value goes over the wire: with its types, or as text that has none."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from ringback.changes.partners import media_name
from ringback.description import Description
from ringback.operation import Parameter

_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_OPAQUE = frozenset(
    {"application/octet-stream", "application/pdf", "application/zip", "application/gzip"}
)
_OPAQUE_KINDS = frozenset({"image", "audio", "video", "font"})


class Travel(Enum):
    """How a value goes over the wire, which settles what can be told apart there."""

    TYPED = auto()  # JSON and its like: every type shows
    WHOLE = auto()  # text or bytes, whatever the schema is: it can be nothing but a string
    TEXT = auto()  # a parameter or header: its value, items and members are texts
    REPEATED = auto()  # the same, an array being its name once for each item: one item is itself
    FORM = auto()  # a form: its members are texts


def of_media(name: str) -> Travel:
    """How a body of the media type goes (RFC 9110 8.3; OpenAPI 3.1, 4.8.14)."""
    essence = media_name(name).partition(";")[0]
    if essence in _FORMS:
        return Travel.FORM
    whole = essence == "text/plain" or essence in _OPAQUE
    return Travel.WHOLE if whole or essence.partition("/")[0] in _OPAQUE_KINDS else Travel.TYPED


def of_parameter(description: Description, parameter: Parameter) -> Travel:
    """How a parameter's value goes (OpenAPI 3.1, 4.8.12.2 to 4.8.12.4)."""
    node = description.at(parameter.pointer)
    raw: Mapping[str, Any] = node if isinstance(node, Mapping) else {}
    content = raw.get("content")
    if isinstance(content, Mapping) and content:
        return Travel.TEXT if of_media(next(iter(content))) is Travel.WHOLE else Travel.TYPED
    style = raw.get("style") or ("form" if parameter.where in {"query", "cookie"} else "simple")
    apart = style == "form" and raw.get("explode", True) is not False
    return Travel.REPEATED if apart else Travel.TEXT
