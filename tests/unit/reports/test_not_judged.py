"""What could not be judged, as each report tells it."""

import json
from xml.etree import ElementTree as ET

from ringback.reports.formats.json_report import JsonReport
from ringback.reports.formats.junit import JunitReport
from ringback.reports.formats.markdown import MarkdownReport
from ringback.reports.formats.text import TextReport
from ringback.reports.scribe import Scribe
from ringback.verdict import Kept, NotJudged, Run

NONE = Scribe(secrets={})
RUN = Run(
    command="validate",
    verdict=Kept(),
    not_judged=(
        NotJudged(what="the body of read 200", why="it was not stored", count=1_200),
        NotJudged(what="the body of list 200", why="it was not stored"),
        NotJudged(what="the body of draw 200", why="nothing here judges application/xml"),
    ),
)


def test_text_has_a_line_for_each_reason() -> None:
    """What has the same reason stands together, with its count where it is more than one."""
    said = TextReport().render(RUN, NONE)
    assert (
        "not judged:\n"
        "  the body of read 200 ×1,200, the body of list 200: it was not stored\n"
        "  the body of draw 200: nothing here judges application/xml\n\n"
    ) in said


def test_json_has_an_entry_for_each() -> None:
    """What, why and how often."""
    told = json.loads(JsonReport().render(RUN, NONE))
    assert told["not_judged"] == [
        {"what": "the body of read 200", "why": "it was not stored", "count": 1_200},
        {"what": "the body of list 200", "why": "it was not stored", "count": 1},
        {"what": "the body of draw 200", "why": "nothing here judges application/xml", "count": 1},
    ]


def test_junit_has_a_skipped_case_for_each() -> None:
    """In a suite of their own, with the reason as the message."""
    root = ET.fromstring(JunitReport().render(RUN, NONE))  # noqa: S314 -- our own text
    (suite,) = [each for each in root if each.get("name") == "not judged"]
    assert [(case.get("name"), case[0].tag, case[0].get("message")) for case in suite] == [
        ("the body of read 200 ×1,200", "skipped", "it was not stored"),
        ("the body of list 200", "skipped", "it was not stored"),
        ("the body of draw 200", "skipped", "nothing here judges application/xml"),
    ]


def test_markdown_folds_them() -> None:
    """Beside the rules that were not judged."""
    said = MarkdownReport().render(RUN, NONE)
    assert "<summary>not judged</summary>\n\n- the body of read 200 ×1,200: it was not" in said


def test_nothing_is_told_of_nothing() -> None:
    """A run that left nothing open has an empty array, and no line."""
    whole = Run(command="validate", verdict=Kept())
    assert "not judged" not in TextReport().render(whole, NONE)
    assert "not judged" not in JunitReport().render(whole, NONE)
    assert "not judged" not in MarkdownReport().render(whole, NONE)
    assert json.loads(JsonReport().render(whole, NONE))["not_judged"] == []
