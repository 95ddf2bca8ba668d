"""lint/unsatisfiable: a schema that no value can satisfy."""

from collections.abc import Iterator, Mapping

from ringback.finding import Finding, steps
from ringback.lint.comparing import covered
from ringback.lint.contradicting_enum import refuses_all
from ringback.lint.interface import found
from ringback.lint.naming import called
from ringback.lint.subject import Subject
from ringback.lint.values import is_telling
from ringback.payload import at

RULE = "lint/unsatisfiable"
_PLAIN = frozenset({"type", "format"})  # alone, they always leave a value; most schemas are such


def check(subject: Subject) -> Iterator[Finding]:
    """The innermost schemas that are proved to admit nothing, one of those that need each other.

    `false` and `not: {}` say so on purpose. Where a branch that another one covers, or the values
    of an enum are the reason, the rules on those say it.
    """
    empty = [
        home
        for home in dict.fromkeys(value.home for value in subject.every)
        if _is_meant(subject, home) and subject.comparing.is_empty(home)
    ]
    needed = {home: _reached(subject, home, frozenset(empty)) for home in empty}
    told: set[str] = set()
    for home in empty:
        round_ = {each for each in needed[home] if home in needed[each]}
        if needed[home] - round_ - {home} or told & round_ or _is_told_elsewhere(subject, home):
            continue
        told.add(home)
        text = (
            f"{called(subject.description, home)} admits no value at all: "
            "its keywords exclude each other, or it holds itself without an end"
        )
        yield found(subject.description, RULE, home, text)


def _is_meant(subject: Subject, place: str) -> bool:
    """Whether a schema is there to admit something, and could fail to."""
    node = at(subject.description.document, steps(place))
    if not isinstance(node, Mapping) or node.get("not") in ({}, True):
        return False
    return any(is_telling(name) for name in node if name not in _PLAIN)


def _is_told_elsewhere(subject: Subject, home: str) -> bool:
    """Whether it is empty for what lint/unreachable-branch or lint/contradicting-enum tell."""
    doubled = any(
        union.holder == home and union.keyword == "oneOf" and covered(union, subject.comparing)
        for union in subject.unions
    )
    return doubled or refuses_all(subject, subject.values.raw(home))


def _reached(subject: Subject, home: str, empty: frozenset[str]) -> frozenset[str]:
    """The empty schemas within one, at any depth; itself where it comes back to itself."""
    seen: set[str] = set()
    pending = [home]
    while pending:
        for each in _below(subject, pending.pop()):
            if each in empty and each not in seen:
                seen.add(each)
                pending.append(each)
    return frozenset(seen)


def _below(subject: Subject, home: str) -> Iterator[str]:
    """The schemas right below one: what it refers to, its parts, and those of its values."""
    values = subject.values
    yield from (each.home for each in values.below(values.value([home])))
    for index in range(len(values.raw(home).get("allOf", ()))):
        yield values.home(f"{home}/allOf/{index}")
    if values.target(home):
        yield values.home(values.target(home))
