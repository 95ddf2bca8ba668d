"""The report for CI servers."""

from typing import Any
from xml.etree import ElementTree as ET

from ringback.finding import Finding
from ringback.reports.formats.junit import JunitReport
from ringback.reports.scribe import Scribe
from ringback.verdict import Broken, Inconclusive, Kept, Run

NONE = Scribe(secrets={})


def _root(run: Run, scribe: Scribe = NONE) -> ET.Element:
    """The document, parsed."""
    return ET.fromstring(JunitReport().render(run, scribe))  # noqa: S314 - our own text


def _cases(root: ET.Element) -> list[tuple[Any, ...]]:
    """Each case with its class, name and children."""
    return [
        (
            case.get("classname"),
            case.get("name"),
            [(child.tag, dict(child.attrib), child.text) for child in case],
        )
        for case in root.iter("testcase")
    ]


CURL = (
    'curl -i -X POST "$BASE_URL/things/update?name=%2B1" -H "Authorization: Bearer $RINGBACK_TOKEN"'
    " -H 'Content-Type: application/json' --data-raw '{\"api_key\":\"'\"$API_KEY\"'\"}'"
)


def test_a_broken_run(broken: Run) -> None:
    """An error fails, a warning passes and says so, what was not judged is skipped."""
    root = _root(broken, Scribe.for_run(broken, {"RINGBACK_TOKEN": "t0k-en"}))
    message = '"name" was given as "b" and is "a"'
    said = f"{message}\n/name\nopenapi/things.yaml:12\nshown by 3 exchanges\n{CURL}"
    second = {"message": "RINGBACK_SECOND is not set"}
    assert _cases(root) == [
        ("exercised", "update_thing: 400 exchanges", []),
        (
            "update_thing",
            "law/echo /name",
            [("failure", {"message": message, "type": "law/echo"}, said)],
        ),
        (
            "get_thing",
            "flaky/status /paths/~1things",
            [("system-out", {}, "answered 500 once\nschema /paths/~1things")],
        ),
        ("law", "law/isolation", [("skipped", second, None)]),
        ("law", "law/apart", [("skipped", second, None)]),
        ("auth", "auth/stranger", [("skipped", {"message": "no other account"}, None)]),
    ]


def test_totals(broken: Run) -> None:
    """The root and each suite count their cases; the root has the time."""
    root = _root(broken)
    names = ("name", "tests", "failures", "errors", "skipped", "time")
    assert [tuple(map(each.get, names)) for each in (root, *root)] == [
        ("ringback check", "6", "1", "0", "3", "4.123"),
        ("exercised", "1", "0", "0", "0", "0.000"),
        ("update_thing", "1", "1", "0", "0", "0.000"),
        ("get_thing", "1", "0", "0", "0", "0.000"),
        ("law", "2", "0", "0", "2", "0.000"),
        ("auth", "1", "0", "0", "1", "0.000"),
    ]


def test_what_was_asked_is_a_case(asked: Run) -> None:
    """Each rule that held is one that passed; an area is not where a rule of it is told of."""
    root = _root(asked)
    suites = {
        suite.get("name"): (
            suite.get("time"),
            [
                (case.get("name"), case.get("time"), case.findtext("system-out"))
                for case in suite
                if case.find("failure") is None
            ],
        )
        for suite in root
        if suite.get("name") in {"update_thing", "get_thing", "list_things"}
    }
    flaky = "answered 500 once\nschema /paths/~1things"
    assert suites == {
        "update_thing": (
            "1.500",
            [
                ("request/refused-valid", "0.500", "asked 1 time"),
                ("schema/response", "0.500", "asked 20 times"),
            ],
        ),
        "get_thing": (
            "3.000",
            [
                ("flaky/status /paths/~1things", "1.000", flaky),
                ("law", "1.000", "asked 2 times"),
                ("schema/status", "1.000", "asked 20 times"),
            ],
        ),
        "list_things": (
            "0.000",
            [("protocol", "0.000", "asked 5 times"), ("schema", "0.000", "asked 5 times")],
        ),
    }


def test_an_inconclusive_run_is_an_error() -> None:
    """Each reason is an error, so that no server shows it green."""
    root = _root(Run(command="check", verdict=Inconclusive(why=("no\x00answer", "refused"))))
    assert root.get("errors") == "2"
    assert _cases(root) == [
        ("verdict", why, [("error", {"message": why, "type": "inconclusive"}, None)])
        for why in (r"no\x00answer", "refused")
    ]


def test_a_doubt_without_reasons_is_an_error_too() -> None:
    """An inconclusive run never passes."""
    assert _root(Run(command="check", verdict=Inconclusive(why=()))).get("errors") == "1"


def test_a_kept_run_has_a_case() -> None:
    """Servers take a report without cases for a mistake."""
    line = "kept: 0 exchanges, 0 recordings, 0 operations in 0.0 s"
    assert _cases(_root(Run(command="check", verdict=Kept()))) == [
        ("verdict", "kept", [("system-out", {}, line)])
    ]


def test_cases_have_names_of_their_own() -> None:
    """Findings at one place are told apart by number."""
    findings = tuple(Finding(rule="a/b", message=text) for text in ("one", "two"))
    root = _root(Run(command="check", verdict=Broken(findings=findings)))
    assert [case.get("name") for case in root.iter("testcase")] == ["a/b", "a/b (2)"]


def test_a_comparison(changed: Run) -> None:
    """A break fails with its witness and both places; a warning passes and says so."""
    text = (
        "a is refused now\n/a\nschema /components/schemas/A\nd.yaml:4\n"
        'witness: {"a": "\\u202e`x`"}\n'
        "against: v1:d.yaml:3  (schema /components/schemas/A)\noperations: one, two"
    )
    failure = {"message": "a is refused now", "type": "change/request-narrowed"}
    warned = "b is ignored now\nschema /components/schemas/A\nv1:d.yaml:3"
    assert _cases(_root(changed)) == [
        ("exercised", "base v1:d.yaml", []),
        ("exercised", "head d.yaml", []),
        ("one", "change/request-narrowed /a", [("failure", failure, text)]),
        (
            "one",
            "change/request-dropped /components/schemas/A",
            [("system-out", {}, warned)],
        ),
    ]
