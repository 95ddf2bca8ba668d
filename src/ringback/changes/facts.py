"""What is said beside the type of a value: its default, who reads and writes it, its tag."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ringback.changes.shapes import Forms, Shapes, Together

_PROSE = ("title", "description", "default", "examples", "example", "deprecated", "$comment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The annotations of a value; `default` is its JSON text, empty where there is none."""

    default: str = ""
    read_only: bool = False
    write_only: bool = False
    deprecated: bool = False


def facts(shapes: Shapes, forms: Forms) -> Facts:
    """What is said wherever the value is declared; a default only where all say the same.

    A default of null is none: it is what the value's absence is anyhow.
    """
    raws = [_raws(shapes, together) for together in forms]
    defaults = {_default(each) for each in raws}
    return Facts(
        default=defaults.pop() if len(defaults) == 1 else "",
        read_only=all(_flag(each, "readOnly") for each in raws),
        write_only=all(_flag(each, "writeOnly") for each in raws),
        deprecated=all(_flag(each, "deprecated") for each in raws),
    )


def types(shapes: Shapes, place: str) -> frozenset[str]:
    """The JSON types that a schema names in any of its alternatives; all where it names none."""
    found: set[str] = set()
    for branch in shapes.alternatives(place):
        named = [raw["type"] for raw in _mappings(shapes, branch.parts) if "type" in raw]
        if not named:
            return frozenset({"string", "integer", "number", "boolean", "array", "object"})
        for each in named:
            found |= {each} if isinstance(each, str) else set(each)
    return frozenset(found)


def tag(shapes: Shapes, forms: Forms) -> frozenset[str]:
    """The JSON texts of the few values that a member may have; its default where it is free."""
    found: set[str] = set()
    for together in forms:
        raws = _raws(shapes, together)
        listed = [raw["enum"] for raw in raws if isinstance(raw.get("enum"), list)]
        fixed = [[raw["const"]] for raw in raws if "const" in raw]
        free = [[raw["default"]] for raw in raws if isinstance(raw.get("default"), str)]
        for values in (fixed or listed or free)[:1]:
            found |= {text(value) for value in values}
    return frozenset(found)


def canonical(shapes: Shapes, forms: Forms) -> str:
    """A text that is the same for schemas that are written alike, prose and defaults aside."""
    every = [
        sorted(text(_bare(raw)) for raw in _mappings(shapes, shapes.all_of(together)))
        for together in forms
    ]
    return text(sorted(every))


def text(value: Any) -> str:
    """A value as JSON, members in order."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _bare(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key not in {*_PROSE, "$ref", "allOf"}}


def _raws(shapes: Shapes, together: Together) -> list[Mapping[str, Any]]:
    return _mappings(shapes, shapes.all_of(together))


def _mappings(shapes: Shapes, together: Together) -> list[Mapping[str, Any]]:
    raws = [shapes.raw(place) for place in together]
    return [raw for raw in raws if isinstance(raw, Mapping)]


def _default(raws: list[Mapping[str, Any]]) -> str:
    """The nearest default that is told."""
    told = [raw["default"] for raw in raws if raw.get("default") is not None]
    return text(told[0]) if told else ""


def _flag(raws: list[Mapping[str, Any]], name: str) -> bool:
    return any(raw.get(name) is True for raw in raws)
