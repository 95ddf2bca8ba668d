"""lint/unreachable-branch: a branch all of whose payloads another branch admits as well."""

from collections.abc import Iterator

from ringback.finding import Finding, Severity
from ringback.lint.comparing import covered
from ringback.lint.interface import found
from ringback.lint.naming import called, listed
from ringback.lint.subject import Subject
from ringback.lint.unions import Union, numbered

RULE = "lint/unreachable-branch"


def check(subject: Subject) -> Iterator[Finding]:
    """Each branch that is proved to be covered, once for all unions that have the two.

    In a oneOf, all that such a branch admits is refused.
    """
    alike: dict[tuple[str, ...], list[tuple[Union, int, int]]] = {}
    for union in subject.unions:
        for narrow, wide in covered(union, subject.comparing).items():
            homes = [union.branches[each].value.home for each in (narrow, wide)]
            alike.setdefault((union.keyword, *homes), []).append((union, narrow, wide))
    for cases in alike.values():
        yield _told(subject, cases)


def _told(subject: Subject, cases: list[tuple[Union, int, int]]) -> Finding:
    """The finding for one pair of branches, at the first union that has it."""
    description = subject.description
    union, narrow, wide = cases[0]
    alone = union.keyword == "oneOf"
    why = "so oneOf refuses all of it" if alone else "so it adds nothing"
    where = listed([called(description, each.holder) for each, _, _ in cases])
    text = (
        f"branch {numbered(description, union, narrow)} of {where} admits nothing that branch "
        f"{numbered(description, union, wide)} does not, {why}: take it out, or tell the two apart"
    )
    return found(
        description,
        RULE,
        union.branches[narrow].place,
        text,
        severity=Severity.ERROR if alone else Severity.WARNING,
    )
