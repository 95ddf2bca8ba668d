"""`ringback explain` as a user meets it."""

import pytest

from ringback.rules import explanations
from tests.acceptance.driving import ringback

Capture = pytest.CaptureFixture[str]


def test_a_rule_is_explained(capsys: Capture) -> None:
    """What it means, why, wrong and right, how to fix it, how to leave it out, and the source."""
    ended = ringback(capsys, "explain", "law/location")
    assert ended.said == (
        "law/location\n"
        "  The Location of a create leads to another thing, or nowhere.\n"
        "\n"
        "  why it matters: Clients go there to see what they made.\n"
        "  wrong: 201 with Location: /customers/8, and the customer has the id 7.\n"
        "  right: Location: /customers/7.\n"
        "  how to fix it: Write Location from the key that was given, with the whole path.\n"
        "  how to leave it out: --ignore law/location\n"
        "  source: RFC 9110 sections 10.2.2 and 15.3.2\n"
    )
    assert ended.code == 0


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("lint/vacuous", "lint/vacuous: no such rule; did you mean lint/vacuous-schema?"),
        ("law/ehco", "law/ehco: no such rule; did you mean law/echo?"),
        ("9", "9: no such rule; ringback explain lists them"),
    ],
)
def test_a_slip_is_told_what_may_be_meant(capsys: Capture, rule: str, told: str) -> None:
    """A rule that there isn't is a mistake of the command line, with the nearest as a hint."""
    ended = ringback(capsys, "explain", rule)
    assert (ended.said, ended.code) == (f"ringback: {told}\n", 2)


def test_all_rules_are_listed_by_their_areas(capsys: Capture) -> None:
    """Each rule in a line with what it means; of an area its own alone."""
    lines = ringback(capsys, "explain").said.splitlines()
    rules = [line.strip().partition(": ")[0] for line in lines if line.startswith("  ")]
    assert rules == list(explanations())
    ended = ringback(capsys, "explain", "auth/")
    assert [line.partition(": ")[0] for line in ended.said.splitlines()] == [
        "auth/foreign-thing",
        "auth/required",
    ]
