"""The parts of a body: found by pattern, with their schemas, and put outside of their bounds."""

from collections.abc import Mapping
from typing import Any

from ringback.contract import Contract
from ringback.payload import at
from ringback.sampling.breakage import paths, replaced
from ringback.schema.view import View

_STRANGE = "x-not-described"
_LONGEST = 20_000  # characters of a text that is sent to be too long
_MANY = 500  # items of an array that is sent to be too long


def with_strange_members(value: Any) -> list[tuple[Any, str]]:
    """The body with a member that nobody described, in each of its objects."""
    found = []
    for path in paths(value):
        node = at(value, path)
        if isinstance(node, dict):
            here = "/" + "/".join("*" if isinstance(s, int) else s for s in path)
            strange = replaced(value, path, {**node, _STRANGE: "x"})
            found.append((strange, f"{here}: a member that is not described"))
    return found


def has_blank(value: Any) -> bool:
    """Whether a form has a member without a text."""
    return isinstance(value, dict) and any(each in ("", []) for each in value.values())


def select(
    value: Any, pattern: list[str], path: tuple[str | int, ...] = ()
) -> list[tuple[tuple[str | int, ...], Any]]:
    """Every node whose path fits the pattern, in which `*` stands for any item."""
    if not pattern:
        return [(path, value)]
    step, rest = pattern[0], pattern[1:]
    if isinstance(value, dict) and step in value:
        return select(value[step], rest, (*path, step))
    if isinstance(value, list) and step == "*":
        return [each for i, item in enumerate(value) for each in select(item, rest, (*path, i))]
    return []


def schema_below(
    view: View, path: tuple[str | int, ...], value: Any, contract: Contract
) -> View | None:
    """The schema of a node, through unions by the branch that it takes."""
    here: View | None = view
    for step in path:
        if here is not None and here.branches:
            taken = value
            here = next(
                (b for b in here.branches if contract.requests.admits(b.pointer, taken)), None
            )
        if here is None:
            return None
        here = here.items if isinstance(step, int) else here.properties.get(step)
        value = at(value, (step,))
    return here


def outside(raw: Mapping[str, Any], old: Any) -> list[tuple[Any, str]]:
    """Values just outside of what a schema's bounds admit."""
    if isinstance(old, str):
        return _beside_lengths(raw, old)
    if isinstance(old, list):
        return _beside_counts(raw, old)
    if isinstance(old, int | float) and not isinstance(old, bool):
        return _beside_limits(raw)
    return []


def _beside_lengths(raw: Mapping[str, Any], old: str) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = []
    most, least = raw.get("maxLength"), raw.get("minLength")
    if isinstance(most, int) and most < _LONGEST:
        found.append((((old or "x") * (most + 1))[: most + 1], "too long"))
    if isinstance(least, int) and least > 0:
        found.append((old[: least - 1], "too short"))
    if "pattern" in raw and old:
        found += [(f"{old}!", "something behind its pattern"), (f"!{old}", "something before it")]
    return found


def _beside_limits(raw: Mapping[str, Any]) -> list[tuple[Any, str]]:
    found = [
        (raw[word] + by, f"beyond its {word}")
        for word, by in (("maximum", 1), ("minimum", -1))
        if isinstance(raw.get(word), int | float)
    ]
    exclusive = ("exclusiveMaximum", "exclusiveMinimum")
    bounds = [word for word in exclusive if type(raw.get(word)) in {int, float}]
    return [*found, *((raw[word], f"at its {word}") for word in bounds)]


def _beside_counts(raw: Mapping[str, Any], old: list[Any]) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = []
    most, least = raw.get("maxItems"), raw.get("minItems")
    if isinstance(most, int) and most < _MANY and old:
        found.append(([old[0]] * (most + 1), "too many items"))
        if raw.get("uniqueItems") and isinstance(old[0], str | int):
            others = [_another(old[0], number) for number in range(most + 1)]
            found.append((others, "too many different items"))
    if isinstance(least, int) and least > 0:
        found.append((old[: least - 1], "too few items"))
    if raw.get("uniqueItems") and old:
        found.append(([*old, old[0]], "an item twice"))
    return found


def _another(old: str | int, number: int) -> str | int:
    """A text or number that is like another one, and differs by a number."""
    return old + number if isinstance(old, int) else f"{old}{number}"


def has_texts(view: View | None, value: Any) -> bool:
    """Whether each member of a form that is described as a text is one, if it is there."""
    if view is None or not isinstance(value, dict):
        return True
    texts = [name for name, each in view.properties.items() if set(each.types) == {"string"}]
    return all(isinstance(value[name], str) for name in texts if name in value)
