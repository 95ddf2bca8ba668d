"""The objections of the description to a body that was read."""

from collections.abc import Iterator
from dataclasses import replace

from ringback.contract.explain import Violation
from ringback.contract.schemas import Schemas
from ringback.finding import steps
from ringback.wire.body_content import BodyContent, BodyValue

_OF_MEMBERS = frozenset({"required", "additionalProperties", "unevaluatedProperties"})


def body_violations(content: BodyContent, schemas: Schemas) -> list[Violation]:
    """Each objection, at its place in the body; none that hangs on what is doubtful."""
    found = [
        Violation(
            message=each.message, instance=each.instance, schema=each.schema, cause=each.cause
        )
        for each in content.objections
    ]
    doubtful = frozenset(name for name, _ in content.doubts)
    for value in content.values:
        found += (each for each in value_violations(value, schemas) if _sure(each, doubtful))
    return found


def value_violations(value: BodyValue, schemas: Schemas) -> Iterator[Violation]:
    """The objections to one value of a body."""
    for each in schemas.violations(value.schema, value.value):
        if value.only:
            if each.cause in value.only:
                yield replace(each, message=_in_bytes(each.message, len(value.value)))
        else:
            yield replace(each, instance=value.place + each.instance) if value.place else each


def _in_bytes(message: str, count: int) -> str:
    """What is said of a text's length, said of so many raw bytes, which nobody reads."""
    said = message.rpartition(" is ")[2].replace("character", "byte")
    return f"the body of {count} byte{'' if count == 1 else 's'} is {said}"


def _sure(violation: Violation, doubtful: frozenset[str]) -> bool:
    """Whether an objection stands however the doubtful members are read."""
    if not doubtful:
        return True
    if "" in doubtful:
        return False
    keyword, _, member = violation.cause.partition(" ")
    place = steps(violation.instance)
    if place:
        return place[0] not in doubtful
    return keyword in _OF_MEMBERS and member not in doubtful
