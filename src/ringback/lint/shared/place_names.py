"""What a place of a description is called in a sentence."""

import re

from ringback.description import Description
from ringback.finding import steps

_BRANCH = re.compile(r" \(branch \d+\)")
_MAPS = {"properties": ".{}", "patternProperties": ".{}", "dependentSchemas": " where {} is given"}
_ONE = {
    "items": "[]",
    "additionalProperties": ".*",
    "unevaluatedProperties": ".*",
    "contains": "[]",
}
_MANY = {"prefixItems": "[{}]", "anyOf": " (branch {})", "oneOf": " (branch {})", "allOf": ""}


def called(description: Description, place: str) -> str:
    """The name of a schema: its component and the way below, or the payload that it is in."""
    parts = steps(place)
    if parts[:1] == ["components"] and len(parts) > 2:
        if parts[1] == "schemas":
            return parts[2] + _way(parts[3:])
        return _within(parts[2], parts[3:])
    operation = description.operation_at(place)
    if operation is None:
        return place
    below = steps(place[len(operation.pointer) :])
    what = _payload(below)
    return _within(f"{what} of {operation.id}" if what else operation.id, below)


def short(place: str) -> str:
    """The way to a schema below its component or payload alone; "itself" where that is it."""
    below = steps(place[len(component(place)) :])
    return _BRANCH.sub("", _way(below)).lstrip(".") or "itself"


def _within(name: str, parts: list[str]) -> str:
    """The way below a payload, and the payload."""
    way = _way(parts[parts.index("schema") + 1 :]) if "schema" in parts else ""
    if not way or way.startswith(" "):  # a branch of the payload itself
        return name + way
    return f"{way.lstrip('.')} in {name}"


def _payload(parts: list[str]) -> str:
    """Which payload of an operation; the empty text for the operation itself."""
    match parts:
        case ["requestBody", *_]:
            return "request"
        case ["responses", status, *_]:
            return f"answer {status}"
        case ["parameters", *_]:
            return "parameter"
        case _:
            return ""


def _way(parts: list[str]) -> str:
    """Members as `.name`, items as `[]`."""
    told, rest = "", list(parts)
    while rest:
        step = rest.pop(0)
        if step in _ONE:
            told += _ONE[step]
        elif step in _MANY and rest:
            index = rest.pop(0)
            told += _MANY[step].format(int(index) + 1 if index.isdigit() else index)
        elif step in _MAPS and rest:
            told += _MAPS[step].format(rest.pop(0))
        else:
            told += f"/{step}"
    return told


def listed(names: list[str], few: int = 4) -> str:
    """The first few names, and how many more there are."""
    names = list(dict.fromkeys(names))
    if len(names) <= few + 1:
        return ", ".join(names)
    return f"{', '.join(names[:few])} and {len(names) - few} more"


def component(place: str) -> str:
    """The component that a schema stands in, else the payload, else the place itself."""
    pieces = place.split("/")
    if pieces[1:3] == ["components", "schemas"]:
        return "/".join(pieces[:4])
    return "/".join(pieces[: pieces.index("schema") + 1]) if "schema" in pieces else place
