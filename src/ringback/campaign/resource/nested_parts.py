"""Parts of things that have keys of their own: named in requests, held whole in answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringback.campaign.resource.model import InputSlot, Part
from ringback.config import ResourceTable
from ringback.finding import steps
from ringback.operation import Operation
from ringback.payload import MISSING, at
from ringback.sampling.breakage import replaced
from ringback.schema.given import LEFT_OUT, given
from ringback.schema.view import Admits, View

Path = tuple[str | int, ...]


def configured_parts(settings: Mapping[str, ResourceTable]) -> tuple[Part, ...]:
    """The parts that `[resources]` tells, the outer ones first."""
    found = [
        Part(resource=name, place=place, key=table.key or "id")
        for name, table in settings.items()
        for place in table.places
    ]
    return tuple(sorted(found, key=lambda each: len(steps(each.place))))


def part_slots(operation: Operation, schema: View, parts: Sequence[Part]) -> Iterator[InputSlot]:
    """The places of an operation's body that name parts by their keys."""
    for each in parts:
        if _has(schema, steps(each.place)):
            yield InputSlot(
                operation=operation.id, where="body", place=each.place, resource=each.resource
            )


def _has(schema: View, path: Sequence[str]) -> bool:
    """Whether a schema describes a place, in any of its branches."""
    if not path:
        return True
    step, rest = path[0], path[1:]
    for branch in (schema, *schema.branches, *schema.parts):
        below = branch.items if step == "*" else branch.properties.get(step)
        if below is not None and _has(below, rest):
            return True
        if branch is not schema and _has(branch, path):
            return True
    return False


def places_in(value: Any, pattern: Sequence[str], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place of a value that fits a pattern in which `*` stands for any step."""
    if not pattern:
        if value is not MISSING:
            yield path, value
        return
    step, rest = pattern[0], pattern[1:]
    if isinstance(value, dict):
        for key in list(value) if step == "*" else [step]:
            yield from places_in(value.get(key, MISSING), rest, (*path, key))
    elif isinstance(value, list):
        for index in range(len(value)) if step == "*" else [int(step)] if step.isdigit() else []:
            if index < len(value):
                yield from places_in(value[index], rest, (*path, index))


def keys_in(state: Any, part: Part) -> list[str]:
    """The keys of the parts that a state holds, or names, at a part's place."""
    found = []
    for _, value in places_in(state, steps(part.place)):
        key = value.get(part.key) if isinstance(value, dict) else value
        if isinstance(key, str):
            found.append(key)
    return found


def bodies_back(state: Any, view: View, admits: Admits, parts: Sequence[Part]) -> Iterator[Any]:
    """The bodies that bring a state back, in the order in which they are to be sent.

    First each part is named by its key, the outermost alone, then with the members in between;
    in the end every member is given: a part that a service edits in place keeps its key, and
    naming it brings none of its members back.
    """
    depths = sorted({len(steps(each.place)) for each in parts})
    seen: list[Any] = []
    for depth in (*depths, None):
        body = state
        for each in parts:
            if depth is not None and len(steps(each.place)) >= depth:
                body = named(body, each)
        body = given(view, known_members(view, body), admits)
        body = without_left_out(body)
        if body is not LEFT_OUT and body and admits(view.pointer, body) and body not in seen:
            seen.append(body)
            yield body


def known_members(view: View, value: Any) -> Any:
    """A value with the members alone that requests describe, in the branch with most of them."""
    if isinstance(value, list):
        items = next((each.items for each in _branches(view) if each.items is not None), None)
        return [known_members(items, each) for each in value] if items is not None else value
    if not isinstance(value, dict):
        return value
    fitting = [each for each in _branches(view) if each.properties and _is_of(each, value)]
    branch = max(fitting, key=lambda each: len(each.properties.keys() & value.keys()), default=None)
    if branch is None:
        return value
    known = branch.properties
    return {name: known_members(known[name], each) for name, each in value.items() if name in known}


def _branches(view: View) -> Iterator[View]:
    """A schema and, through unions, every branch of it."""
    yield view
    for branch in view.branches:
        yield from _branches(branch)


def _is_of(view: View, value: dict[str, Any]) -> bool:
    """Whether no tag of a branch speaks against a value."""
    for name, member in view.properties.items():
        tags = member.raw.get("enum") or ([member.raw["const"]] if "const" in member.raw else [])
        if tags and name in value and value[name] not in tags:
            return False
    return True


def named(value: Any, part: Part) -> Any:
    """The value with each part at a place given by its key."""
    for path, each in list(places_in(value, steps(part.place))):
        if isinstance(each, dict) and isinstance(each.get(part.key), str):
            value = replaced(value, path, each[part.key])
    return value


def without_left_out(value: Any) -> Any:
    """A value without what no concrete form takes."""
    if isinstance(value, dict):
        kept = {name: without_left_out(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each is not LEFT_OUT}
    if isinstance(value, list):
        return [each for item in value if (each := without_left_out(item)) is not LEFT_OUT]
    return value


def part_below(parts: Sequence[Part], path: Path) -> Part | None:
    """The innermost part that a path leads to or into; None where it leads to none."""
    found = None
    for each in parts:
        wanted = steps(each.place)
        if len(wanted) <= len(path) and all(
            want in ("*", str(step)) for want, step in zip(wanted, path, strict=False)
        ):
            found = each
    return found


def key_of_part(state: Any, part: Part, path: Path) -> Any:
    """The key of the part that a path lies in."""
    held = at(state, [str(each) for each in path[: len(steps(part.place))]])
    return held.get(part.key, MISSING) if isinstance(held, dict) else MISSING


def without_new_keys(state: Any, given: Any, parts: Sequence[Part]) -> Any:
    """A state without the keys of parts that were given by their members: they may be made anew."""
    for part in sorted(parts, key=lambda each: -len(steps(each.place))):
        wanted = [
            path for path, each in places_in(given, steps(part.place)) if isinstance(each, dict)
        ]
        for path, held in places_in(state, steps(part.place)):
            if path in wanted and isinstance(held, dict):
                state = replaced(state, path, {k: v for k, v in held.items() if k != part.key})
    return state


def nested(place: str, value: Any) -> Any:
    """A body with a value at a place, and nothing else."""
    for step in reversed(steps(place)):
        value = [value] if step == "*" else {step: value}
    return value
