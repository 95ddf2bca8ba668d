"""Whether an object is closed: whether a member that nobody describes is refused."""

from collections.abc import Mapping

from ringback.schema.value_schema import ValueSchema

_CLOSERS = ("additionalProperties", "unevaluatedProperties")


def is_within(value: ValueSchema) -> bool:
    """Whether it is a branch of an object whose other members stand around the union."""
    return any(each.named("properties") for each in value.around)


def is_closed(value: ValueSchema) -> bool:
    """Whether undescribed members are refused, or described as members of any name."""
    rests = [rest for keyword in _CLOSERS for rest in value.said(keyword)]
    if any(rest is False or (isinstance(rest, Mapping) and rest) for rest in rests):
        return True
    objects = [each for each in value.branches if each.may_be_object]
    own = set(value.whole)
    return bool(objects) and all(
        not own >= set(each.schemas) and is_closed(each) for each in objects
    )
