"""Objects that only answers have, and that take in undocumented fields."""

from collections.abc import Iterator

from ringback.lint.fix.edit import Edit
from ringback.lint.naming import called
from ringback.lint.objects import is_closed, is_within
from ringback.lint.subject import Subject
from ringback.lint.values import Value


def closing(subject: Subject) -> Iterator[Edit]:
    """Each of them closed: by what sees all its parts, where it has several.

    `properties: {}` is an object without members; one that has no `properties` at all is a map.
    """
    done: set[str] = set()
    parts = frozenset(_parts(subject))
    for value in subject.answered:
        home = value.home
        if home in done or home in subject.sent_homes or not _is_open_object(subject, value):
            continue
        done.add(home)
        several = value.places != (home,) or _has_telling_branches(subject, value)
        if home in parts or (several and subject.description.version.startswith("3.0")):
            continue  # a part of something larger; OpenAPI 3.0 has no keyword for it
        keyword = "unevaluatedProperties" if several else "additionalProperties"
        name = called(subject.description, home)
        why = f"Only answers have {name}, so an undocumented field in it is a mistake."
        yield Edit(place=home, update={keyword: False}, why=why, cause=home)


def _is_open_object(subject: Subject, value: Value) -> bool:
    """Whether it is an object with a list of its members, and takes others."""
    values = subject.values
    types = values.types(value)
    return (
        any("properties" in values.raw(place) for place in value.places)
        and (not types or "object" in types)
        and not is_within(values, value)
        and not is_closed(values, value)
    )


def _has_telling_branches(subject: Subject, value: Value) -> bool:
    """Whether a union in it describes more of its members."""
    values = subject.values
    return any(values.members(branch) for branch in values.branches(value))


def _parts(subject: Subject) -> Iterator[str]:
    """The schemas that stand in an object together with others: closed, they would refuse it."""
    for value in subject.every:
        yield from (place for place in value.places if place != value.home)
        if is_within(subject.values, value):
            yield value.home
