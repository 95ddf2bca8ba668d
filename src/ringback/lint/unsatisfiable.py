"""lint/unsatisfiable: a schema that no value can satisfy."""

from collections.abc import Iterator, Mapping

from ringback.finding import Finding, steps
from ringback.lint.interface import found
from ringback.lint.naming import called
from ringback.lint.subject import Subject
from ringback.lint.values import Value
from ringback.payload import at

RULE = "lint/unsatisfiable"


def check(subject: Subject) -> Iterator[Finding]:
    """The innermost schemas that are proved to admit nothing.

    `false` and `not: {}` say so on purpose. One that holds itself without an end is told.
    """
    empty = {
        value.home: value
        for value in subject.every
        if _is_meant(subject, value.home) and subject.comparing.is_empty(value.home)
    }
    told: set[str] = set()
    for home in empty:
        for place in _innermost(subject, home, empty, []):
            if place not in told:
                told.add(place)
                text = (
                    f"{called(subject.description, place)} admits no value at all: "
                    "its keywords exclude each other, or it holds itself without an end"
                )
                yield found(subject.description, RULE, place, text)


def _is_meant(subject: Subject, place: str) -> bool:
    """Whether a schema is there to admit something."""
    node = at(subject.description.document, steps(place))
    return isinstance(node, Mapping) and node.get("not") not in ({}, True)


def _innermost(
    subject: Subject, home: str, empty: Mapping[str, Value], within: list[str]
) -> list[str]:
    """Where the cause lies: the schema itself, or those below it that admit nothing."""
    values = subject.values
    raw = values.raw(home)
    parts = [each.home for each in values.below(values.value([home]))]
    parts += [values.home(f"{home}/allOf/{at_}") for at_ in range(len(raw.get("allOf", ())))]
    parts += [values.home(values.target(home))] if values.target(home) else []
    below = [each for each in parts if each in empty and each != home and each not in within]
    found_ = [
        place for each in below for place in _innermost(subject, each, empty, [*within, home])
    ]
    return list(dict.fromkeys(found_)) or [home]
