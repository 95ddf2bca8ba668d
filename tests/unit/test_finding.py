"""A finding's place and fingerprint, and JSON Pointers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.exchange import Exchange, Request, Response
from ringback.finding import Finding, Severity, pointer, steps

FINDING = Finding(
    rule="law/echo", message="m", operation="op", instance="/a/0/b/12", cause="c", file="f", line=3
)
SHOWN = Exchange(request=Request(method="GET", url="/"), outcome=Response(status=200))


@given(st.lists(st.text() | st.integers(0, 99)))
def test_pointers_are_read_as_they_are_written(parts: list[str | int]) -> None:
    """Any step survives, slashes and tildes too."""
    assert steps(pointer(parts)) == [str(part) for part in parts]


@pytest.mark.parametrize(
    ("parts", "text"),
    [([], ""), ([""], "/"), (["a/b", 0], "/a~1b/0"), (["~1"], "/~01"), (["~"], "/~0")],
)
def test_pointers_are_those_of_rfc_6901(parts: list[str | int], text: str) -> None:
    """The escapes of section 3."""
    assert pointer(parts) == text
    assert steps(text) == [str(part) for part in parts]


@pytest.mark.parametrize(
    ("instance", "schema", "place"),
    [
        ("/a/0/b/12", None, "/a/*/b/*"),
        ("/0", None, "/*"),
        ("/0a/1.5/x1", None, "/0a/1.5/x1"),
        ("", None, ""),
        (None, None, ""),
        ("/a/0", "/components/schemas/A/anyOf/0", "/components/schemas/A/anyOf/0"),
    ],
)
def test_the_place_of_a_cause(instance: str | None, schema: str | None, place: str) -> None:
    """The schema's where it is known, else the payload's, whatever the index of an item."""
    assert Finding(rule="r/r", message="", instance=instance, schema=schema).place == place


@pytest.mark.parametrize(
    "other",
    [
        replace(FINDING, message="another value"),
        replace(FINDING, line=99),
        replace(FINDING, count=7),
        replace(FINDING, severity=Severity.WARNING),
        replace(FINDING, instance="/a/5/b/0"),
        replace(FINDING, exchanges=(SHOWN,)),
    ],
)
def test_a_fingerprint_is_of_the_cause(other: Finding) -> None:
    """Values, lines, counts and evidence don't change it."""
    assert other.fingerprint == FINDING.fingerprint
    assert len(FINDING.fingerprint) == 16


@pytest.mark.parametrize(
    "other",
    [
        replace(FINDING, rule="law/frame"),
        replace(FINDING, operation=None),
        replace(FINDING, instance="/a/0/c"),
        replace(FINDING, schema="/s"),
        replace(FINDING, cause="\ud800"),
        replace(FINDING, file=None),
    ],
)
def test_another_cause_has_another_fingerprint(other: Finding) -> None:
    """Rule, operation, place, cause and file tell causes apart."""
    assert other.fingerprint != FINDING.fingerprint


def test_parts_of_a_fingerprint_do_not_run_together() -> None:
    """What ends one part does not begin the next."""
    one = Finding(rule="a/b", message="", operation="c", cause="d")
    other = Finding(rule="a/b", message="", operation="", cause="cd")
    assert one.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("finding", "fingerprint"),
    [
        (
            Finding(rule="law/echo", message="m", operation="make", instance="/0/a"),
            "d1f54a81325e201e",
        ),
        (
            Finding(rule="lint/untyped", message="m", schema="/a", file="a.yaml", cause="c"),
            "66f05a7e460f210d",
        ),
        (
            Finding(rule="lint/untyped", message="m", schema="/a/0", anchor="/a/x"),
            "60066cb90cd6fb4a",
        ),
    ],
)
def test_a_fingerprint_is_the_same_in_every_version(finding: Finding, fingerprint: str) -> None:
    """What somebody has accepted with one version is held by the next: never change these."""
    assert finding.fingerprint == fingerprint


def test_a_steady_place_stands_for_a_numbered_one() -> None:
    """What is at a place that has a number goes by its name, whatever the number is."""
    one = Finding(rule="a/b", message="m", schema="/a/0", anchor="/a/x")
    assert one.fingerprint == replace(one, schema="/a/7").fingerprint
    assert one.fingerprint != replace(one, anchor="/a/y").fingerprint
