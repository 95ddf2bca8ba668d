"""The report for code scanning."""

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ringback import __version__
from ringback.finding import Counterpart, Finding, Severity
from ringback.reports.formats.sarif import SarifReport
from ringback.reports.scribe import Scribe
from ringback.verdict import AskedOperation, Broken, Inconclusive, Kept, Run

NONE = Scribe(secrets={})


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """A closed object: the standard's own schema is closed as well."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": {**required, **(optional or {})},
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT = {"type": "string"}
_MESSAGE = _object({"text": _TEXT})
_MAYBE = {"type": ["string", "null"]}
_PHYSICAL = _object(
    {
        "artifactLocation": _object(
            {"uri": {"type": "string", "pattern": "^[!#-;=?-\\[\\]_a-z~]*$"}},
            {"uriBaseId": {"const": "%SRCROOT%"}},
        )
    },
    {"region": _object({"startLine": {"type": "integer", "minimum": 1}})},
)
_RESULT = _object(
    {
        "ruleId": _TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": _MESSAGE,
        "locations": _list(
            _object(
                {},
                {
                    "physicalLocation": _PHYSICAL,
                    "logicalLocations": _list(_object({"name": _TEXT, "kind": _TEXT})),
                },
            )
        ),
        "occurrenceCount": {"type": "integer", "minimum": 1},
        "partialFingerprints": {"type": "object", "additionalProperties": _TEXT},
        "properties": _object(
            dict.fromkeys(("operation", "instance", "schema", "reproduce"), _MAYBE)
        ),
    },
    {"relatedLocations": _list(_object({"physicalLocation": _PHYSICAL, "message": _MESSAGE}))},
)
# The part of SARIF 2.1.0 that is written here, by sections 3.13 to 3.30 of the standard.
_LOG = _object(
    {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": _list(
            _object(
                {
                    "tool": _object(
                        {
                            "driver": _object(
                                {
                                    "name": _TEXT,
                                    "version": _TEXT,
                                    "rules": {**_list(_object({"id": _TEXT})), "uniqueItems": True},
                                }
                            )
                        }
                    ),
                    "automationDetails": _object({"id": _TEXT}),
                    "invocations": _list(
                        _object(
                            {"executionSuccessful": {"type": "boolean"}},
                            {
                                "toolExecutionNotifications": _list(
                                    _object({"level": {"const": "error"}, "message": _MESSAGE})
                                )
                            },
                        )
                    ),
                    "columnKind": {"const": "unicodeCodePoints"},
                    "results": _list(_RESULT),
                    "properties": _object({"verdict": _TEXT}),
                }
            )
        ),
    }
)


def _run_of(run: Run, scribe: Scribe = NONE) -> dict[str, Any]:
    """The one run of the log, which has just the members that the standard gives it."""
    log = json.loads(SarifReport().render(run, scribe))
    Draft202012Validator(_LOG).validate(log)
    (told,) = log["runs"]
    assert isinstance(told, dict)
    return told


def test_a_broken_run(broken: Run) -> None:
    """The whole log: a rule each once, a result a finding, its place as seen from the top."""
    scribe = Scribe.for_run(broken, {"RINGBACK_TOKEN": "t0k-en"}, folder="api")
    error, warning = sorted(broken.verdict.findings, key=lambda finding: finding.severity)
    curl = scribe.shown(error).reproduce
    message = '"name" was given as "b" and is "a"'
    assert _run_of(broken, scribe) == {
        "tool": {
            "driver": {
                "name": "ringback",
                "version": __version__,
                "rules": [{"id": "law/echo"}, {"id": "flaky/status"}],
            }
        },
        "automationDetails": {"id": "ringback/check/"},
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "results": [
            {
                "ruleId": "law/echo",
                "ruleIndex": 0,
                "level": "error",
                "message": {"text": f"{message}\n\n{curl}"},
                "locations": [
                    {
                        "physicalLocation": {
                            "artifactLocation": {
                                "uri": "api/openapi/things.yaml",
                                "uriBaseId": "%SRCROOT%",
                            },
                            "region": {"startLine": 12},
                        },
                        "logicalLocations": [{"name": "update_thing", "kind": "function"}],
                    }
                ],
                "occurrenceCount": 3,
                "partialFingerprints": {"ringback/v1": error.fingerprint},
                "properties": {
                    "operation": "update_thing",
                    "instance": "/name",
                    "schema": None,
                    "reproduce": curl,
                },
            },
            {
                "ruleId": "flaky/status",
                "ruleIndex": 1,
                "level": "warning",
                "message": {"text": "answered 500 once"},
                "locations": [{"logicalLocations": [{"name": "get_thing", "kind": "function"}]}],
                "occurrenceCount": 1,
                "partialFingerprints": {"ringback/v1": warning.fingerprint},
                "properties": {
                    "operation": "get_thing",
                    "instance": None,
                    "schema": "/paths/~1things",
                    "reproduce": None,
                },
            },
        ],
        "properties": {"verdict": "broken"},
    }


def test_an_inconclusive_run_is_no_successful_one() -> None:
    """Each reason is a notification, so that no results are not taken for a green run."""
    run = Run(command="check", verdict=Inconclusive(why=("no answer", "refused")))
    told = _run_of(run)
    assert told["results"] == []
    assert told["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [
                {"level": "error", "message": {"text": why}} for why in ("no answer", "refused")
            ],
        }
    ]


def test_a_comparison_names_both_places(changed: Run) -> None:
    """The newer place is the location, the older one is related to it."""
    (narrowed, _) = _run_of(changed)["results"]
    assert narrowed["relatedLocations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "v1%3Ad.yaml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3},
            },
            "message": {"text": "the other description"},
        }
    ]


@pytest.mark.parametrize(
    ("file", "line", "physical"),
    [
        (
            "a b.yaml",
            None,
            {"artifactLocation": {"uri": "api/a%20b.yaml", "uriBaseId": "%SRCROOT%"}},
        ),
        (
            "../a.yaml",
            0,
            {"artifactLocation": {"uri": "a.yaml", "uriBaseId": "%SRCROOT%"}},
        ),
        ("/é.yaml", None, {"artifactLocation": {"uri": "file:///%C3%A9.yaml"}}),
        (
            "https://host/openapi.json?v=1",
            7,
            {
                "artifactLocation": {"uri": "https://host/openapi.json?v=1"},
                "region": {"startLine": 7},
            },
        ),
    ],
)
def test_places_are_uris(file: str, line: int | None, physical: dict[str, Any]) -> None:
    """A relative name is one of the repository, whatever it holds; others are their own."""
    finding = Finding(rule="a/b", message="m", file=file, line=line)
    run = Run(command="lint", verdict=Broken(findings=(finding,)))
    (result,) = _run_of(run, Scribe(secrets={}, folder="api"))["results"]
    assert result["locations"] == [{"physicalLocation": physical}]


def test_what_an_operation_does_is_shown_where_it_is_described(broken: Run) -> None:
    """A finding without a place of its own has that of its operation."""
    asked = AskedOperation(operation="get_thing", file="openapi/things.yaml", line=30)
    (_, flaky) = _run_of(replace(broken, asked=(asked,)))["results"]
    assert flaky["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "openapi/things.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 30},
    }


def test_a_result_without_any_place_has_no_location() -> None:
    """Nothing is made up."""
    finding = Finding(rule="a/b", message="m", severity=Severity.WARNING)
    (result,) = _run_of(Run(command="check", verdict=Kept(findings=(finding,))))["results"]
    assert result["locations"] == []


def test_the_other_place_of_a_url_stays_one() -> None:
    """A description behind a URL is no file of the repository."""
    other = Counterpart(schema="/a", file="https://h/a.json", line=None)
    finding = Finding(rule="change/x", message="m", counterpart=other)
    (result,) = _run_of(Run(command="diff", verdict=Broken(findings=(finding,))))["results"]
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"] == {"artifactLocation": {"uri": "https://h/a.json"}}
