"""Objects that only answers have, and that take in undocumented fields."""

from collections.abc import Iterator

from ringback.lint.fix.edit import Edit
from ringback.lint.rules.schemas.closed_objects import is_closed, is_within
from ringback.lint.shared.place_names import called
from ringback.lint.shared.subject import LintSubject
from ringback.schema.value_schema import ValueSchema


def closing(subject: LintSubject) -> Iterator[Edit]:
    """Each of them closed: by what sees all its parts, where it has several.

    `properties: {}` is an object without members; one that has no `properties` at all is a map.
    """
    done: set[str] = set()
    parts = frozenset(_parts(subject))
    for value in subject.answered:
        home = value.home.pointer
        if home in done or home in subject.sent_homes or not _is_open_object(value):
            continue
        done.add(home)
        telling = any(branch.members for branch in value.branches)
        several = telling or value.schemas != (value.home,)
        if home in parts or (several and subject.description.is_old):
            continue  # a part of something larger; OpenAPI 3.0 has no keyword for it
        keyword = "unevaluatedProperties" if several else "additionalProperties"
        name = called(subject.description, home)
        why = f"Only answers have {name}, so an undocumented field in it is a mistake."
        yield Edit(place=home, update={keyword: False}, why=why, cause=home)


def _is_open_object(value: ValueSchema) -> bool:
    """Whether it is an object with a list of its members, and takes others."""
    listed = any("properties" in each.keywords for each in value.schemas)
    return listed and value.may_be_object and not is_within(value) and not is_closed(value)


def _parts(subject: LintSubject) -> Iterator[str]:
    """The schemas that stand in an object together with others: closed, they would refuse it."""
    for value in subject.every:
        yield from (each.pointer for each in value.schemas if each != value.home)
        if is_within(value):
            yield value.home.pointer
