"""Parameters from values to text (OpenAPI 3.1.1, "Style Examples" and appendices C to E)."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from ringback.operation import Parameter
from ringback.payload import encode
from ringback.wire.media_types import essence_of, is_json
from ringback.wire.styles import Shape, Style, UndefinedFormError, shape_of, style_of
from ringback.wire.typed_texts import spelt

FORM = "application/x-www-form-urlencoded"
# What `allowReserved` leaves as it is; the others have a meaning in a query (3.1.1, 4.8.12.2).
_RESERVED = "!$'()*,/:;?@"
_COOKIE = re.compile(r"[!#-+\--:<-\[\]-~]*")  # RFC 6265 4.1.1
Escape = Callable[[str], str]


def write_parameter(parameter: Parameter, value: Any) -> str:
    """A parameter as it stands in a request: with its name in a query and in a cookie.

    UndefinedFormError where OpenAPI does not say how, or says it so that nobody could read it.
    """
    if parameter.form.content:
        return _content(parameter, value)
    shape = shape_of(value)
    style = style_of(parameter, shape)
    separator = style.apart if parameter.form.explode else style.together
    escape = _escape(parameter, separator)
    raw = parameter.where == "header" or parameter.form.style == "cookie"
    divider = separator if raw else quote(separator, safe=",.;&")
    name = f"{escape(parameter.name)}=" if style.named else ""
    match shape:
        case Shape.PRIMITIVE:
            text = _checked(parameter, escape(_text(value)), "")
            return f"{style.before}{name if text or style.before != ';' else name[:-1]}{text}"
        case Shape.ARRAY:
            items = [_checked(parameter, escape(_text(each)), divider) for each in value]
            return _array(parameter, style, name, items, divider)
        case Shape.OBJECT:
            pairs = {
                _checked(parameter, escape(key), divider): _checked(
                    parameter, escape(_text(each)), divider
                )
                for key, each in value.items()
            }
            return _object(parameter, style, name, pairs, divider)


def _array(
    parameter: Parameter, style: Style, name: str, items: Sequence[str], divider: str
) -> str:
    if not items:
        raise UndefinedFormError("an empty array has no text of its own")
    if parameter.form.explode and style.named:
        return style.before + divider.join(f"{name}{each}" for each in items)
    return style.before + name + divider.join(items)


def _object(
    parameter: Parameter, style: Style, name: str, pairs: Mapping[str, str], divider: str
) -> str:
    if not pairs or "" in pairs:
        raise UndefinedFormError("an empty object, or an empty name in one, has no text of its own")
    if parameter.form.style == "deepObject":
        if any("%5B" in key or "%5D" in key for key in pairs):
            raise UndefinedFormError("a name with brackets is not told from one within it")
        return "&".join(f"{name[:-1]}%5B{key}%5D={text}" for key, text in pairs.items())
    if parameter.form.explode:
        if any("=" in part for pair in pairs.items() for part in pair):
            raise UndefinedFormError("a part with a = is not told from two")
        return style.before + divider.join(f"{key}={text}" for key, text in pairs.items())
    return style.before + name + divider.join(part for pair in pairs.items() for part in pair)


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        raise UndefinedFormError("OpenAPI defines no text for null, or for a list within a value")
    return spelt(value)


def _checked(parameter: Parameter, text: str, divider: str) -> str:
    """The text of a part, if it can be told from what stands around it."""
    if divider and divider in text:
        raise UndefinedFormError(f"a part that holds the delimiter {divider} is not told from two")
    if parameter.where == "path" and parameter.form.style == "simple" and not text and not divider:
        raise UndefinedFormError("a path has no empty segment for a value")
    if parameter.where == "header" and text != text.strip(" \t"):
        raise UndefinedFormError("a header keeps no space around a value (RFC 9110 5.5)")
    if parameter.form.style == "cookie" and not _COOKIE.fullmatch(text):
        raise UndefinedFormError("a cookie holds no such character (RFC 6265 4.1.1)")
    return text


def _escape(parameter: Parameter, separator: str) -> Escape:
    """How characters are written that would mean something else where the parameter stands."""
    if parameter.where == "header" or parameter.form.style == "cookie":
        return lambda text: text
    reserved = parameter.where == "query" and parameter.form.allow_reserved
    safe = _RESERVED.replace(separator, "") if reserved else ""
    return lambda text: quote(text, safe=safe, errors="surrogatepass")


def _content(parameter: Parameter, value: Any) -> str:
    """A value by its media type, as the place has it."""
    name = essence_of(parameter.form.content)
    escape = _escape(parameter, "")
    if parameter.where == "querystring" and name == FORM and isinstance(value, dict):
        return "&".join(
            f"{escape(key)}={escape(_text(each))}"
            for key, member in value.items()
            for each in (member if isinstance(member, list) else [member])
        )
    if is_json(name):
        in_header = parameter.where == "header"  # which takes no other characters (RFC 9110 5.5)
        text = json.dumps(value, separators=(",", ":")) if in_header else encode(value).decode()
    elif name == "text/plain" and shape_of(value) is Shape.PRIMITIVE:
        text = _checked(parameter, _text(value), "")
    else:
        raise UndefinedFormError(f"no value is written as {name} here")
    named = parameter.where in {"query", "cookie"}
    return (f"{escape(parameter.name)}=" if named else "") + escape(text)
