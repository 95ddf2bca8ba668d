"""lint/ambiguous-union: a payload that two branches of a union admit."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from ringback.finding import Finding, Severity
from ringback.lint.comparing import covered
from ringback.lint.interface import found
from ringback.lint.naming import called
from ringback.lint.subject import Subject
from ringback.lint.tags import tag_advice
from ringback.lint.unions import Branch, Union
from ringback.payload import encode

RULE = "lint/ambiguous-union"


def check(subject: Subject) -> Iterator[Finding]:
    """One finding a union: the first pair of branches with a payload in common, and how many.

    In an anyOf only objects count: who admits a text twice is wrong about nothing. Branches that
    lint/vacuous-schema or lint/unreachable-branch tell of are left out, and so are those that are
    mere conditions, of which a oneOf wants exactly one.
    """
    for union in subject.unions:
        pairs = list(_pairs(subject, union))
        if pairs:
            yield _told(subject, union, pairs)


def _pairs(subject: Subject, union: Union) -> Iterator[tuple[int, int, Any]]:
    """The pairs of branches that admit the same payload, with it."""
    alone = union.keyword == "oneOf"
    told = covered(union, subject.comparing)
    around = subject.around(union)
    for (left, one), (right, other) in combinations(enumerate(union.branches), 2):
        if told.get(left) == right or told.get(right) == left:
            continue
        if not (_counts(one, alone=alone) and _counts(other, alone=alone)):
            continue
        found_ = subject.comparing.shared(one, other, around)
        if found_ is not None and (alone or isinstance(found_.value, dict)):
            yield left, right, found_.value


def _counts(branch: Branch, *, alone: bool) -> bool:
    """Whether a branch is compared at all."""
    return not (branch.vacuous or branch.conditional) and (alone or branch.admits_objects)


def _told(subject: Subject, union: Union, pairs: list[tuple[int, int, Any]]) -> Finding:
    """The finding for one union."""
    description = subject.description
    left, right, value = pairs[0]
    one, other = union.branches[left], union.branches[right]
    names = [called(description, each.value.home) for each in (one, other)]
    alone = union.keyword == "oneOf"
    why = "and oneOf refuses it" if alone else "so nobody can tell which is meant"
    more = f" ({len(pairs)} pairs of branches have one)" if len(pairs) > 1 else ""
    text = (
        f"branches {left + 1} ({names[0]}) and {right + 1} ({names[1]}) of "
        f"{called(description, union.holder)} admit the same payload, {why}{more}"
        f"{tag_advice(subject.values, one, other)}"
    )
    return found(
        description,
        RULE,
        union.place,
        text,
        severity=Severity.ERROR if alone else Severity.WARNING,
        witness=encode(value).decode(),
    )
