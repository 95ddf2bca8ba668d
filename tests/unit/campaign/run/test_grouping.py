"""Findings of one cause are one line."""

from collections.abc import Container, Sequence

import pytest

from ringback.campaign.run.grouping import as_one, fold, group_of
from ringback.exchange import Exchange, Request, Response
from ringback.finding import Finding


def grouped(findings: Sequence[Finding], told: Container[str] = ()) -> list[Finding]:
    """The findings as they are told."""
    return fold([(each, group_of(each)) for each in findings], told)[0]


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


def test_a_way_to_refuse_is_one_cause() -> None:
    """Each place is refused with the same wrong status: one line, and another status another."""
    findings = [
        Finding(rule="request/wrong-refusal", message=f"{name} must be 400", operation="make",
                schema=f"/components/schemas/Thing/properties/{name}", cause=cause)
        for name, cause in [*((each, "404") for each in "abcde"), ("f", "409")]
    ]  # fmt: skip
    told, other = grouped(findings)
    assert told.message.startswith("a must be 400 (so it is at /components/schemas/Thing/")
    assert (told.schema, told.count, other) == (None, 5, findings[-1])


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


def _of(operation: str, rule: str, cause: str, body: bytes = b"", schema: str = "") -> Finding:
    request = Request(method="GET", url=f"/{operation}")
    exchange = Exchange(request=request, outcome=Response(status=400, body=body))
    return Finding(
        rule=rule,
        message=f"{cause} of {operation}",
        operation=operation,
        cause=cause,
        schema=(schema or "/paths/~1{}/get/responses/200").format(operation),
        exchanges=(exchange,),
    )


@pytest.mark.parametrize(
    ("rule", "bodies", "schema"),
    [
        ("schema/headers", [""] * 5, ""),
        ("schema/status", [*"abcde"], ""),
        ("schema/response", [*"abcde"], "/components/schemas/Problem/required"),
        ("request/refused-valid", ["no version"] * 5, ""),
        ("auth/required", [""] * 5, ""),
    ],
)
def test_one_cause_over_operations(rule: str, bodies: Sequence[str], schema: str) -> None:
    """A header that all answers lack, one status, one wrong error, one refusal: all are named."""
    findings = [
        _of(name, rule, "it", body.encode(), schema)
        for name, body in zip("abcde", bodies, strict=True)
    ]
    (told,) = grouped(findings)
    assert (told.operation, told.operations, told.count) == ("a", tuple("abcde"), 5)
    assert told.fingerprint == grouped(findings[::-1])[0].fingerprint
    (alone,) = grouped(findings[1:2], {told.fingerprint})  # a replay plays the first alone
    assert alone.fingerprint == told.fingerprint


@pytest.mark.parametrize(
    "findings",
    [
        [_of(name, "schema/status", "401") for name in "abcd"],
        [_of(name, "schema/status", cause) for name, cause in ("a1", "b2", "c3", "d4", "e5")],
        [_of(name, "request/refused-valid", "400", name.encode()) for name in "abcde"],
        [_of(name, "protocol/server-error", "500") for name in "abcde"],
        [_of(name, "law/echo", "it") for name in "abcde"],
    ],
)
def test_causes_that_may_differ_stay_apart(findings: list[Finding]) -> None:
    """Four operations, other causes, refusals in other words, crashes, and laws of each."""
    assert grouped(findings) == findings
