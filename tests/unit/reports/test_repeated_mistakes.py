"""A mistake that a description repeats: every report leads to its places."""

import importlib.resources
import json
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from ringback.finding import Finding
from ringback.reports.formats.json_report import JsonReport
from ringback.reports.formats.junit import JunitReport
from ringback.reports.formats.text import TextReport
from ringback.reports.scribe import Scribe
from ringback.verdict import Broken, Run

NONE = Scribe(secrets={})
SCHEMA = json.loads(
    importlib.resources.files("ringback.reports")
    .joinpath("schema/report.schema.json")
    .read_text("utf-8")
)


def run_of(count: int) -> Run:
    """A lint that found the same in so many places."""
    finding = Finding(
        rule="lint/invalid",
        message="it is wrong",
        file="d.json",
        line=1,
        count=count,
        places=tuple(f"d.json:{number} /a/{number}" for number in range(1, count + 1)),
        operations=("one",),
    )
    return Run(command="lint", verdict=Broken(findings=(finding,)))


@pytest.mark.parametrize(("count", "more"), [(3, []), (12, []), (60, [48])])
def test_a_person_is_shown_the_first_places(count: int, more: list[int]) -> None:
    """A dozen of them, and how many more there are."""
    lines = [
        "operations: one",
        *(f"at d.json:{number} /a/{number}" for number in range(1, min(count, 12) + 1)),
        *(f"and at {rest} more places, all in the JSON report" for rest in more),
    ]
    text = TextReport().render(run_of(count), NONE)
    head = f"lint/invalid  d.json:1  \u00d7{count}"
    assert "\n".join([head, "  it is wrong", *(f"  {each}" for each in lines)]) in text
    [failure] = ET.fromstring(JunitReport().render(run_of(count), NONE)).iter("failure")  # noqa: S314 - our own text
    assert failure.text == "\n".join(["it is wrong", "d.json:1", *lines])


def test_a_program_is_told_all(broken: Run) -> None:
    """The places are all there, and there alone."""
    report = json.loads(JsonReport().render(run_of(60), NONE))
    Draft202012Validator(SCHEMA).validate(report)
    [found] = report["findings"]
    assert found["places"] == [f"d.json:{number} /a/{number}" for number in range(1, 61)]
    assert found["operations"] == ["one"]
    assert "share" not in found
    others = json.loads(JsonReport().render(broken, NONE))["findings"]
    assert all("places" not in each for each in others)
