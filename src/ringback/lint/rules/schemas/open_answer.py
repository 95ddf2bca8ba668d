"""lint/open-answer: an object of an answer in which undocumented fields pass."""

from collections.abc import Iterator

from ringback.description import Description
from ringback.finding import Finding
from ringback.lint.interface import warned
from ringback.lint.rules.schemas.closed_objects import is_closed, is_within
from ringback.lint.shared.place_names import called
from ringback.lint.shared.subject import LintSubject
from ringback.schema.document import Schema

RULE = "lint/open-answer"


def check(subject: LintSubject) -> Iterator[Finding]:
    """Each object that an answer can hold, once, wherever it is used; a free map describes none."""
    description = subject.description
    told: set[Schema] = set()
    for value in subject.answered:
        is_object = bool(value.members) and value.may_be_object
        if value.home in told or not is_object or is_within(value) or is_closed(value):
            continue
        told.add(value.home)
        place = value.home.pointer
        text = (
            f"{called(description, place)} is open: fields that nobody documents pass in an "
            f"answer; {_what_to_do(description, several=len(value.schemas) > 1)}"
        )
        yield warned(description, RULE, place, text)


def _what_to_do(description: Description, *, several: bool) -> str:
    """How it is closed: what stands in the parts of an allOf, only `unevaluatedProperties` sees."""
    if not several:
        return "close it with additionalProperties: false"
    if description.is_old:
        return "put its parts into one schema, and close that with additionalProperties: false"
    return "close it with unevaluatedProperties: false, which sees all its parts"
