"""lint/open-answer: an object of an answer in which undocumented fields pass."""

from collections.abc import Iterator, Mapping

from ringback.description import Description
from ringback.finding import Finding
from ringback.lint.interface import warned
from ringback.lint.rules.schemas.closed_objects import is_closed, is_within
from ringback.lint.shared.place_names import called, component, listed, short
from ringback.lint.shared.subject import LintSubject
from ringback.schema.document import Schema

RULE = "lint/open-answer"


def check(subject: LintSubject) -> Iterator[Finding]:
    """One finding a component, with its objects that an answer can hold; a free map is none."""
    description = subject.description
    opened: dict[str, dict[Schema, bool]] = {}
    for value in subject.answered:
        is_object = bool(value.members) and value.may_be_object
        if is_object and not is_within(value) and not is_closed(value):
            homes = opened.setdefault(component(value.home.pointer), {})
            homes.setdefault(value.home, len(value.schemas) > 1)
    for homes in opened.values():
        yield _told(description, homes)


def _told(description: Description, homes: Mapping[Schema, bool]) -> Finding:
    """The finding for the open objects of one component: which have parts is told beside them."""
    first, *others = (each.pointer for each in homes)
    name = called(description, first)
    if others:
        name += f" (and within it {listed([short(each) for each in others])})"
    text = (
        f"{name} is open: fields that nobody documents pass in an answer; "
        f"{_what_to_do(description, several=any(homes.values()))}"
    )
    return warned(description, RULE, first, text, count=len(homes))


def _what_to_do(description: Description, *, several: bool) -> str:
    """How it is closed: what stands in the parts of an allOf, only `unevaluatedProperties` sees."""
    if not several:
        return "close it with additionalProperties: false"
    if description.is_old:
        return "put its parts into one schema, and close that with additionalProperties: false"
    return "close it with unevaluatedProperties: false, which sees all its parts"
