"""lint/ambiguous-union: a payload that two branches of a union admit."""

from collections.abc import Iterator
from itertools import combinations, islice
from typing import Any

from ringback.finding import Finding, Severity
from ringback.lint.interface import found
from ringback.lint.rules.unions.tags import tag_advice
from ringback.lint.shared.place_names import called, listed
from ringback.lint.shared.subject import LintSubject
from ringback.lint.shared.union_branches import covered
from ringback.lint.shared.unions import Union, UnionBranch, numbered
from ringback.payload import encode
from ringback.schema.document import Schema

RULE = "lint/ambiguous-union"
_Pair = tuple[int, int, Any]  # two branches by their indexes, and a payload of both
_MANY = 100  # pairs of one union; who mends those looks again


def check(subject: LintSubject) -> Iterator[Finding]:
    """The first pair of branches with a payload in common, once for all unions that have it.

    In an anyOf only objects count: who admits a text twice is wrong about nothing. Branches that
    lint/vacuous-schema or lint/unreachable-branch tell of are left out, and so are those that are
    mere conditions, of which a oneOf wants exactly one.
    """
    alike: dict[tuple[str | Schema, ...], list[tuple[Union, list[_Pair]]]] = {}
    for union in subject.unions:
        pairs = list(islice(_pairs(subject, union), _MANY))
        homes = [union.branches[each].value.home for pair in pairs for each in pair[:2]]
        if pairs:
            alike.setdefault((union.keyword, *homes), []).append((union, pairs))
    for cases in alike.values():
        yield _told(subject, cases)


def _pairs(subject: LintSubject, union: Union) -> Iterator[_Pair]:
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


def _counts(branch: UnionBranch, *, alone: bool) -> bool:
    """Whether a branch is compared at all."""
    return not (branch.vacuous or branch.conditional) and (alone or branch.value.may_be_object)


def _told(subject: LintSubject, cases: list[tuple[Union, list[_Pair]]]) -> Finding:
    """The finding for unions of the same branches, at the first of them."""
    description = subject.description
    union, pairs = cases[0]
    left, right, value = pairs[0]
    alone = union.keyword == "oneOf"
    why = "and oneOf refuses it" if alone else "so nobody can tell which is meant"
    count = f"{len(pairs)} or more" if len(pairs) == _MANY else str(len(pairs))
    more = f" ({count} pairs of branches have one)" if len(pairs) > 1 else ""
    where = listed([called(description, each.holder.pointer) for each, _ in cases])
    advice = tag_advice(union.branches[left], union.branches[right], union.discriminator)
    text = (
        f"branches {numbered(description, union, left)} and {numbered(description, union, right)} "
        f"of {where} admit the same payload, {why}{more}{advice}"
    )
    return found(
        description,
        RULE,
        union.place,
        text,
        severity=Severity.ERROR if alone else Severity.WARNING,
        witness=encode(value).decode(),
    )
