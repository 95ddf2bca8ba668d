"""lint/unreachable-branch: a branch all of whose payloads another branch admits as well."""

from collections.abc import Iterator

from ringback.finding import Finding, Severity
from ringback.lint.comparing import covered
from ringback.lint.interface import found
from ringback.lint.naming import called
from ringback.lint.subject import Subject

RULE = "lint/unreachable-branch"


def check(subject: Subject) -> Iterator[Finding]:
    """Each branch that is proved to be covered; in a oneOf, all that it admits is refused."""
    description = subject.description
    for union in subject.unions:
        for narrow, wide in covered(union, subject.comparing).items():
            one, other = union.branches[narrow], union.branches[wide]
            names = [called(description, each.value.home) for each in (one, other)]
            alone = union.keyword == "oneOf"
            why = "so oneOf refuses all of it" if alone else "so it adds nothing"
            text = (
                f"branch {narrow + 1} of {called(description, union.holder)} ({names[0]}) admits "
                f"nothing that branch {wide + 1} ({names[1]}) does not, {why}: take it out, or "
                "tell the two apart"
            )
            yield found(
                description,
                RULE,
                one.place,
                text,
                severity=Severity.ERROR if alone else Severity.WARNING,
            )
