"""What is said beside the type of a value: its default, who reads and writes it, its tag."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ringback.schema.alternatives import Forms, Together, all_of, alternatives
from ringback.schema.directions import UNSENT, is_unsent
from ringback.schema.document import Schema
from ringback.schema.keywords import is_annotation

_FOLLOWED = frozenset({"$ref", "allOf"})
_DIRECTIONS = frozenset(UNSENT.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The annotations of a value; `default` is its JSON text, empty where there is none."""

    default: str = ""
    read_only: bool = False
    write_only: bool = False
    deprecated: bool = False


def facts(forms: Forms) -> Facts:
    """What is said wherever the value is declared; a default only where all say the same.

    A default of null is none: it is what the value's absence is anyhow.
    """
    raws = [_raws(together) for together in forms]
    defaults = {_default(each) for each in raws}
    return Facts(
        default=defaults.pop() if len(defaults) == 1 else "",
        read_only=all(_is_unsent(each, "request") for each in forms),
        write_only=all(_is_unsent(each, "response") for each in forms),
        deprecated=all(any(raw.get("deprecated") is True for raw in each) for each in raws),
    )


def types(schema: Schema) -> frozenset[str]:
    """The JSON types that a schema names in any of its alternatives; all where it names none."""
    found: set[str] = set()
    for each in alternatives(schema):
        named = [part.keywords["type"] for part in each.parts if "type" in part.keywords]
        if not named:
            return frozenset({"string", "integer", "number", "boolean", "array", "object"})
        found.update(*({one} if isinstance(one, str) else one for one in named))
    return frozenset(found)


def tag(forms: Forms) -> frozenset[str]:
    """The JSON texts of the few values that a member may have; its default where it is free."""
    found: set[str] = set()
    for together in forms:
        raws = _raws(together)
        listed = [raw["enum"] for raw in raws if isinstance(raw.get("enum"), list)]
        fixed = [[raw["const"]] for raw in raws if "const" in raw]
        free = [[raw["default"]] for raw in raws if isinstance(raw.get("default"), str)]
        for values in (fixed or listed or free)[:1]:
            found |= {text(value) for value in values}
    return frozenset(found)


def canonical(forms: Forms) -> str:
    """A text that is the same for schemas that are written alike, prose and defaults aside."""
    every = [sorted(text(_bare(raw)) for raw in _raws(together)) for together in forms]
    return text(sorted(every))


def text(value: Any) -> str:
    """A value as JSON, members in order."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _bare(raw: Mapping[str, Any]) -> dict[str, Any]:
    telling = (key for key in raw if key in _DIRECTIONS or not is_annotation(key))
    return {key: raw[key] for key in telling if key not in _FOLLOWED}


def _raws(together: Together) -> list[Mapping[str, Any]]:
    return [each.keywords for each in all_of(together) if isinstance(each.raw, Mapping)]


def _default(raws: list[Mapping[str, Any]]) -> str:
    """The nearest default that is told."""
    told = [raw["default"] for raw in raws if raw.get("default") is not None]
    return text(told[0]) if told else ""


def _is_unsent(together: Together, side: str) -> bool:
    return any(is_unsent(each, UNSENT[side]) for each in together)
