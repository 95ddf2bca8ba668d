"""How a parameter's value is written in a request (OpenAPI 3.1, 4.8.12.2 to 4.8.12.5)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
# A value of each type, by which forms are told apart.
_SAMPLES: dict[str, Any] = {
    "string": "a",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "array": ["a", "b"],
    "object": {"x": "a", "y": "b"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """What stands before a value and between its parts, exploded or not; `named` with its name."""

    before: str = ""
    apart: str = "&"
    together: str = ","
    named: bool = True


_FORMS = {
    "form": _Form(),
    "spaceDelimited": _Form(together="%20"),
    "pipeDelimited": _Form(together="%7C"),
    "deepObject": _Form(),
    "matrix": _Form(before=";", apart=";"),
    # The editions of OpenAPI differ in what separates an array that is not exploded.
    "label": _Form(before=".", apart=".", together=".", named=False),
    "simple": _Form(apart=",", named=False),
}


def written(node: Mapping[str, Any], types: Iterable[str]) -> dict[str, str]:
    """What a Parameter Object makes of a sample value of each of the types, by type.

    The name stands in it only where it is a part of the wire form: a path shows none but in the
    style `matrix`, and a header's stands before it in any case.
    """
    found = {}
    for kind in types:
        if kind in _SAMPLES:
            found[kind] = _content(node, kind) if "content" in node else _styled(node, kind)
    return found


def _content(node: Mapping[str, Any], kind: str) -> str:
    """A value by a media type: JSON is written out, any other is told by its name."""
    name = next(iter(node["content"]), "") if isinstance(node["content"], dict) else ""
    base = name.lower().partition(";")[0].strip()
    if base == "application/json" or base.endswith("+json"):
        text = json.dumps(_SAMPLES[kind], separators=(",", ":"))
    elif base == "text/plain" and kind not in {"array", "object"}:
        text = _scalar(_SAMPLES[kind])
    else:
        text = f"<{base}>"
    return _named(node, text)


def _styled(node: Mapping[str, Any], kind: str) -> str:
    where = str(node.get("in"))
    style = node.get("style") or _STYLES.get(where, "form")
    explode = node.get("explode")
    apart = explode if isinstance(explode, bool) else style == "form"
    value = _SAMPLES[kind]
    if kind not in {"array", "object"}:
        parts = [_scalar(value)]
    elif kind == "array":
        parts = list(value)
    elif apart:
        parts = [f"{key}={each}" for key, each in value.items()]
    else:
        parts = [text for item in value.items() for text in item]
    name = "" if where == "header" else str(node.get("name"))
    return _joined(str(style), apart, kind, name, parts)


def _joined(style: str, apart: bool, kind: str, name: str, parts: list[str]) -> str:
    """The parts of a value in a style; `apart` is `explode`."""
    form = _FORMS.get(style, _FORMS["simple"])
    if style == "deepObject" and kind == "object":
        return "&".join(f"{name}[{key}]={value}" for key, value in _pairs(parts, apart))
    if kind == "object" and apart:
        return form.before + form.apart.join(parts)
    if apart and form.named:
        return form.before + form.apart.join(f"{name}={part}" for part in parts)
    return form.before + (f"{name}=" if form.named else "") + form.together.join(parts)


def _pairs(parts: list[str], apart: bool) -> list[tuple[str, str]]:
    if not apart:
        return list(zip(parts[::2], parts[1::2], strict=True))
    return [(key, value) for key, _, value in (part.partition("=") for part in parts)]


def _named(node: Mapping[str, Any], text: str) -> str:
    return f"{node.get('name')}={text}" if node.get("in") in {"query", "cookie"} else text


def _scalar(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
