"""Findings of one cause are one line."""

from ringback.campaign.run.grouping import as_one, grouped
from ringback.finding import Finding


def _echo(place: str, count: int = 1) -> Finding:
    return Finding(
        rule="law/echo",
        message=f"{place} is not as given",
        operation="update",
        instance=place,
        count=count,
    )


def test_a_few_places_are_told_apart() -> None:
    """Up to four places of one law are four findings: each may have a cause of its own."""
    findings = [_echo(f"/{name}") for name in "abcd"]
    assert grouped(findings) == findings


def test_many_places_are_one_cause() -> None:
    """A law that breaks at more places than that is told once, with the places and the sum."""
    findings = [_echo(f"/{name}", 2) for name in "abcdefgh"]
    (told,) = grouped(findings)
    assert told.message == (
        "/a is not as given (the same law breaks at /a, /b, /c, /d, /e, /f and 2 more)"
    )
    assert told.count == 16
    assert told.fingerprint == grouped(findings[2:])[0].fingerprint


def test_what_was_one_cause_before_is_one_again() -> None:
    """A law that an earlier report tells as one line is so told, however few its places are now."""
    findings = [_echo("/a"), _echo("/b")]
    known = {as_one(findings[0]).fingerprint}
    (told,) = grouped(findings, known)
    assert told.message == "/a is not as given (the same law breaks at /a, /b)"
    assert told.fingerprint in known
    (told,) = grouped(findings[:1], known)
    assert (told.message, told.fingerprint) == ("/a is not as given", *known)


def test_other_rules_are_left_alone() -> None:
    """Schema findings stand at one place each, and stay what they are."""
    findings = [
        Finding(rule="schema/response", message=name, schema=f"/{name}") for name in "abcdef"
    ]
    assert grouped(findings) == findings
