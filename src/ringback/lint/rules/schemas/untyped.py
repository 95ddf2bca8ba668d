"""lint/untyped: a schema of a payload that says nothing about its values."""

from collections.abc import Iterator, Mapping

from ringback.finding import Finding
from ringback.lint.interface import warned
from ringback.lint.shared.place_names import called
from ringback.lint.shared.subject import LintSubject
from ringback.schema.document import Schema

RULE = "lint/untyped"
_ALIKE = "schemas say nothing about their values, so that anything passes: give them a type"
_STEPS = frozenset({"", "properties", "items"})


def check(subject: LintSubject) -> Iterator[Finding]:
    """Each schema of a payload, a member or an item that any value passes.

    Not those of `additionalProperties`, where anything is meant, nor a union's branches, of which
    lint/vacuous-schema tells; nor `true`, which says so on purpose.
    """
    told: set[Schema] = set()
    for value in (*subject.answered, *subject.sent):
        if value.step not in _STEPS or value.home in told or len(value.schemas) > 1:
            continue
        if isinstance(value.home.raw, Mapping) and not value.keywords:
            told.add(value.home)
            place = value.home.pointer
            name = called(subject.description, place)
            text = f"{name} says nothing about its values, so that anything passes: give it a type"
            yield warned(subject.description, RULE, place, text, alike=_ALIKE)
