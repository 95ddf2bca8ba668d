"""Whether an object is closed: whether a member that nobody describes is refused."""

from collections.abc import Mapping

from ringback.lint.values import Value, Values

_CLOSERS = ("additionalProperties", "unevaluatedProperties")


def is_object(values: Values, value: Value) -> bool:
    """Whether it may be an object, and its own schemas describe members of one."""
    types = values.types(value)
    return bool(values.members(value)) and (not types or "object" in types)


def is_within(values: Values, value: Value) -> bool:
    """Whether it is a branch of an object whose other members stand around the union."""
    return any(values.raw(place).get("properties") for place in value.around)


def is_closed(values: Values, value: Value) -> bool:
    """Whether undescribed members are refused, or described as members of any name."""
    for place in value.whole:
        raw = values.raw(place)
        for name in _CLOSERS:
            rest = raw.get(name)
            if rest is False or (isinstance(rest, Mapping) and rest):
                return True
    branches = list(values.branches(value))
    objects = [each for each in branches if _may_be_object(values, each)]
    own = set(value.whole)
    inner = [each for each in objects if not own >= set(each.places)]
    return (
        bool(objects)
        and len(inner) == len(objects)
        and all(is_closed(values, each) for each in inner)
    )


def _may_be_object(values: Values, value: Value) -> bool:
    types = values.types(value)
    return not types or "object" in types
