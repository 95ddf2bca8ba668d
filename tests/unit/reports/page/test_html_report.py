"""The report as one HTML file."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from ringback.finding import Finding, Severity
from ringback.reports import REPORTS
from ringback.reports.retelling import retold
from ringback.reports.scribe import Scribe
from ringback.verdict import Inconclusive, Run, conclude
from tests.unit.reports.page.shown_runs import EVERYTHING, HOSTILE, hostile

NONE = Scribe(secrets={})
ERROR = Finding(rule="law/echo", message="it is wrong", instance="/a")
WARNING = replace(ERROR, severity=Severity.WARNING, instance="/b")
ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
VOID = {"meta", "rect", "line", "circle", "br"}
SHAPES = {"rect", "line", "circle"}


class _Elements(HTMLParser):
    """What stands in a page: its elements closed in order, their attributes, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.names.append(tag)
        self.attributes += attrs
        if tag not in VOID and tag not in {"tr", "td"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends: the last that began."""
        if tag not in SHAPES and tag not in {"tr", "td"}:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text, outside of scripts and styles."""
        if not self.open or self.open[-1] not in {"script", "style"}:
            self.texts.append(data)


def _page(run: Run) -> str:
    return REPORTS["html"].render(run, NONE)


def _read(page: str) -> _Elements:
    found = _Elements()
    found.feed(page)
    found.close()
    assert found.open == []
    return found


@pytest.mark.parametrize(
    ("command", "target", "findings", "sentence"),
    [
        ("check", "reference", [], "The contract is kept by reference."),
        ("check", None, [WARNING], "The contract is kept; 1 warning."),
        ("check", "reference", [ERROR], "The contract is broken on reference: 1 error."),
        ("check", None, [ERROR, replace(ERROR, operation="b")],
         "The contract is broken: 2 errors from 1 cause."),
        ("validate", None, [ERROR, WARNING], "The contract is broken: 1 error; 1 warning."),
        ("diff", None, [], "The change breaks nobody."),
        ("diff", None, [ERROR],
         "The change breaks who keeps to the older description: 1 error."),
        ("lint", None, [], "The description is sound."),
        ("lint", None, [ERROR], "The description is wrong: 1 error."),
    ],
)  # fmt: skip
def test_the_verdict_is_a_sentence(
    command: str, target: str | None, findings: list[Finding], sentence: str
) -> None:
    """As somebody would say it, of what the command is about."""
    page = _page(Run(command=command, verdict=conclude(findings), target=target))
    assert f"<h1>{sentence}</h1>" in page


def test_why_there_is_no_verdict() -> None:
    """Each reason in a sentence."""
    page = _page(Run(command="check", verdict=Inconclusive(why=("one", "two <b>"))))
    assert "<h1>No verdict: the run could not judge.</h1>" in page
    assert re.findall(r'<p class="lead">(one|two.*)</p>', page) == ["one", "two &lt;b&gt;"]


@pytest.mark.parametrize("run", [EVERYTHING, hostile()], ids=["everything", "hostile"])
def test_a_page_is_whole_and_asks_for_nothing(run: Run) -> None:
    """Elements are closed in order; nothing is fetched, no handler and no style stands in one."""
    page = _page(run)
    found = _read(page)
    assert found.names.count("script") == found.names.count("style") == 1
    assert not {"img", "link", "iframe", "object", "embed", "form", "base"} & set(found.names)
    names = {name for name, _ in found.attributes}
    assert not {name for name in names if name.startswith("on")} | {"src", "style"} & names
    targets = [value or "" for name, value in found.attributes if name == "href"]
    assert {each for each in targets if not each.startswith("#")} <= {
        "openapi/numbers.yaml#L12",
    }
    ids = [value for name, value in found.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {each[1:] for each in targets if each.startswith("#")} <= set(ids)
    assert "unsafe" not in page.split("</head>")[0]
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", page
    )


def test_hostile_texts_are_there_to_be_read() -> None:
    """What a service says is shown, not dropped; of what is endless the beginning."""
    texts = "".join(_read(_page(hostile())).texts)
    assert HOSTILE[:100] in texts
    assert r"\u202ereversed\u2066\x00\x1b[31mred\ud800 \u2028" in texts
    assert len(texts) < 500_000


def test_a_stored_run_has_the_same_page() -> None:
    """All that the page tells is in the JSON report."""
    scribe = Scribe.for_run(EVERYTHING, {"RINGBACK_TOKEN": "t0k-en"})
    told: dict[str, Any] = json.loads(REPORTS["json"].render(EVERYTHING, scribe))
    again, its_scribe = retold(told)
    page = REPORTS["html"].render(again, its_scribe)
    assert page == REPORTS["html"].render(EVERYTHING, scribe)
    assert "t0k-en" not in page
