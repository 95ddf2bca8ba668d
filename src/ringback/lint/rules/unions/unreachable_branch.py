"""lint/unreachable-branch: a branch all of whose payloads another branch admits as well."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ringback.finding import Finding, Severity
from ringback.lint.interface import found
from ringback.lint.shared.place_names import called, listed
from ringback.lint.shared.subject import LintSubject
from ringback.lint.shared.union_branches import covered
from ringback.lint.shared.unions import Union, numbered
from ringback.schema.document import Schema

RULE = "lint/unreachable-branch"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cause:
    """A branch of a union that covers others, and the schemas in which it does."""

    union: Union
    wide: int
    narrow: list[int] = field(default_factory=list)
    holders: list[str] = field(default_factory=list)


def check(subject: LintSubject) -> Iterator[Finding]:
    """The branches that one other is proved to cover, once for all unions that have the two.

    In a oneOf, all that such a branch admits is refused. In an anyOf, texts or numbers that are
    listed beside any of them are those that are known: it is how such a list is left open.
    """
    causes: dict[tuple[str, int], _Cause] = {}
    told: dict[tuple[str, Schema, Schema], _Cause] = {}
    for union in subject.unions:
        for narrow, wide in covered(union, subject.comparing).items():
            if union.keyword == "anyOf" and _is_list(union.branches[narrow].schema):
                continue
            homes = [union.branches[each].value.home for each in (narrow, wide)]
            pair = (union.keyword, homes[0], homes[1])
            if pair not in told:
                cause = causes.setdefault((union.place, wide), _Cause(union=union, wide=wide))
                cause.narrow.append(narrow)
                told[pair] = cause
            told[pair].holders.append(union.holder.pointer)
    for cause in causes.values():
        yield _told(subject, cause)


def _is_list(schema: Schema) -> bool:
    """Whether a branch lists texts or numbers, or is such an open list itself."""
    said = [part.keywords for part in schema.in_place]
    values = [
        each
        for keywords in said
        for each in (keywords.get("enum"), [keywords["const"]] if "const" in keywords else None)
        if isinstance(each, list)
    ]
    if values:
        return all(type(value) in {str, int, float} for each in values for value in each)
    return any(any(map(_is_list, branches)) for _, branches in schema.unions)


def _told(subject: LintSubject, cause: _Cause) -> Finding:
    """The finding for the branches under one other, at the first of them."""
    description, union = subject.description, cause.union
    alone = union.keyword == "oneOf"
    narrow = listed([numbered(description, union, each) for each in cause.narrow])
    wide = numbered(description, union, cause.wide)
    where = listed([called(description, each) for each in cause.holders])
    if len(cause.narrow) == 1:
        why = "oneOf refuses all of it" if alone else "it adds nothing"
        text = (
            f"branch {narrow} of {where} admits nothing that branch {wide} does not, so {why}: "
            "take it out, or tell the two apart"
        )
    else:
        why = "oneOf refuses all of them" if alone else "they add nothing"
        text = (
            f"branches {narrow} of {where} admit nothing that branch {wide} does not, so {why}: "
            "take them out, or tell them apart"
        )
    return found(
        description,
        RULE,
        union.branches[cause.narrow[0]].place,
        text,
        severity=Severity.ERROR if alone else Severity.WARNING,
    )
