"""What a place of a description is called in a sentence."""

from ringback.description import Description
from ringback.finding import steps

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
        return f"{parts[2]}{_payload(parts[3:])}"
    for operation in description.operations:
        if f"{place}/".startswith(f"{operation.pointer}/"):
            return f"{operation.id}{_payload(steps(place[len(operation.pointer) :]))}"
    return place


def short(description: Description, place: str) -> str:
    """The way to a member below its component or payload alone."""
    name = called(description, place)
    return name.split(".", 1)[1] if "." in name.split(" ")[0] else name


def _payload(parts: list[str]) -> str:
    """Which payload of an operation, and the way below it."""
    before = parts[: parts.index("schema")] if "schema" in parts else parts
    below = parts[len(before) + 1 :]
    what = ""
    if before[:1] == ["requestBody"]:
        what = "'s request"
    elif before[:1] == ["responses"] and len(before) > 1:
        what = f"'s answer {before[1]}"
    elif before[:1] == ["parameters"]:
        what = "'s parameter"
    return what + _way(below)


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
    parts = steps(place)
    if parts[:1] == ["components"]:
        return "/" + "/".join(place.split("/")[1:4])
    pieces = place.split("/")
    return "/".join(pieces[: pieces.index("schema") + 1]) if "schema" in pieces else place
