"""The report for programs."""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import ringback.reports
from ringback.finding import Finding, Severity
from ringback.reports.formats.json_report import JsonReport
from ringback.reports.formats.text import TextReport
from ringback.reports.scribe import Scribe
from ringback.verdict import Inconclusive, Kept, KeySlot, Observation, ResourceTold, Run

FILE = Path(ringback.reports.__file__).parent / "schema" / "report.schema.json"
SCHEMA = json.loads(FILE.read_text(encoding="utf-8"))
NODE = {"seen", "covered", "total", "missing", "example", "recurs"}
NONE = Scribe(secrets={})


def _report(run: Run, scribe: Scribe = NONE) -> dict[str, Any]:
    """The report, read back and held against its schema."""
    report: dict[str, Any] = json.loads(JsonReport().render(run, scribe))
    Draft202012Validator(SCHEMA).validate(report)
    return report


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Each schema of an object with members of its own, in order."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for child in schema.values():
            yield from _objects(child)
    elif isinstance(schema, list):
        for child in schema:
            yield from _objects(child)


SELDOM_OF_RUNS = {
    *("asked", "changes", "latency", "not_judged", "patch_coverage", "resources", "scope", "shard"),
    *("described", "maps", "trend"),
}
SELDOM = {
    *("places", "share", "witness", "counterpart", "operations", "requests"),
    *("accepted", "lapsed", "payload", "variables", "captures", "together"),
}


def test_the_schema_is_valid_and_closed() -> None:
    """Each object of the report has just the members that the schema names, and all of them.

    But for resources, what was asked, latencies and what was not judged, which earlier reports have
    not, the changes of a comparison and what was seen of them, what a shard tells, a witness where
    there is one, and what few findings have.
    """
    Draft202012Validator.check_schema(SCHEMA)
    assert [
        (each["additionalProperties"], set(each["properties"]) - set(each["required"]))
        for each in _objects(SCHEMA)
    ] == [
        (False, SELDOM_OF_RUNS),
        *[(False, set())] * 14,
        (False, SELDOM),
        (False, {"status", "place", "given"}),
        (False, set()),
        (False, {"headers", "body", "encoding"}),
        (False, set()),
        (False, {"witness"}),
        *[(False, set())] * 7,
        (False, {"name", "place", "schema", *NODE}),
        (False, set()),
    ]


def test_a_broken_run(broken: Run) -> None:
    """The whole object, as the interface has it."""
    scribe = Scribe.for_run(broken, {"RINGBACK_TOKEN": "t0k-en"})
    error, warning = sorted(broken.verdict.findings, key=lambda finding: finding.severity)
    assert _report(broken, scribe) == {
        "format": "ringback-report/1",
        "verdict": "broken",
        "why": [],
        "command": "check",
        "target": "reference",
        "reading": "strict",
        "seed": 0,
        "seconds": 4.123,
        "exercised": ["update_thing: 400 exchanges"],
        "findings": [
            {
                "rule": "law/echo",
                "severity": "error",
                "operation": "update_thing",
                "message": '"name" was given as "b" and is "a"',
                "instance": "/name",
                "schema": None,
                "file": "openapi/things.yaml",
                "line": 12,
                "count": 3,
                "fingerprint": error.fingerprint,
                "reproduce": 'curl -i -X POST "$BASE_URL/things/update?name=%2B1"'
                ' -H "Authorization: Bearer $RINGBACK_TOKEN"'
                " -H 'Content-Type: application/json'"
                ' --data-raw \'{"api_key":"\'"$API_KEY"\'"}\'',
                "requests": [
                    {
                        "method": "POST",
                        "url": "/things/update?name=%2B1",
                        "headers": {
                            "Authorization": "Bearer $RINGBACK_TOKEN",
                            "Content-Type": "application/json",
                        },
                        "body": {"api_key": "$API_KEY"},
                    }
                ],
                "payload": {
                    "side": "response",
                    "status": 200,
                    "value": {"name": "a"},
                    "place": "/name",
                },
                "variables": ["RINGBACK_TOKEN", "API_KEY"],
            },
            {
                "rule": "flaky/status",
                "severity": "warning",
                "operation": "get_thing",
                "message": "answered 500 once",
                "instance": None,
                "schema": "/paths/~1things",
                "file": None,
                "line": None,
                "count": 1,
                "fingerprint": warning.fingerprint,
                "reproduce": None,
            },
        ],
        "restored": {"state": "restored", "notes": ["a field stays set"]},
        "resources": [],
        "asked": [],
        "latency": [],
        "skipped": [
            {"rule": "law/isolation", "why": "RINGBACK_SECOND is not set"},
            {"rule": "auth/stranger", "why": "no other account"},
            {"rule": "law/apart", "why": "RINGBACK_SECOND is not set"},
        ],
        "not_judged": [],
        "counts": {"exchanges": 412, "recordings": 38, "operations": 3},
        "coverage": {
            "response": {"covered": 9, "total": 12, "missing": ["/a", "/b", "/c"]},
            "request": {"covered": 0, "total": 0, "missing": []},
        },
    }


def test_resources(broken: Run) -> None:
    """What was inferred of each, from what, what was observed, and what did not hold."""
    toys = ResourceTold(
        name="toys",
        path="/pets/{}/toys/{}",
        inferred="the links",
        key="toy_id",
        parent="pets",
        roles={"create": ("make_toy",), "action": ("wind", "drop")},
        keys=(KeySlot(operation="make_toy", where="answer", place="/id", inferred="the links"),),
        observed=(Observation(what="created", count=2),),
    )
    settings = ResourceTold(
        name="settings", path="/settings", inferred="the paths", dropped=("t0k-en",)
    )
    scribe = Scribe(secrets={"TOKEN": "t0k-en"})
    assert _report(replace(broken, resources=(toys, settings)), scribe)["resources"] == [
        {
            "name": "toys",
            "path": "/pets/{}/toys/{}",
            "key": "toy_id",
            "parent": "pets",
            "inferred": "the links",
            "roles": {"create": ["make_toy"], "action": ["wind", "drop"]},
            "keys": [
                {
                    "operation": "make_toy",
                    "where": "answer",
                    "place": "/id",
                    "inferred": "the links",
                }
            ],
            "observed": [{"what": "created", "count": 2}],
            "dropped": [],
        },
        {
            "name": "settings",
            "path": "/settings",
            "key": None,
            "parent": None,
            "inferred": "the paths",
            "roles": {},
            "keys": [],
            "observed": [],
            "dropped": ["$TOKEN"],
        },
    ]


def test_what_was_asked(asked: Run) -> None:
    """What each operation was asked, and how long it took where that is known."""
    report = _report(asked)
    assert report["asked"] == [
        {
            "operation": "update_thing",
            "file": "openapi/things.yaml",
            "line": 10,
            "seconds": 1.5,
            "rules": {"law": 4, "request/refused-valid": 1, "schema/response": 20},
        },
        {
            "operation": "get_thing",
            "file": "openapi/things.yaml",
            "line": 30,
            "seconds": 3.0,
            "rules": {"law": 2, "schema/status": 20},
        },
        {
            "operation": "list_things",
            "file": None,
            "line": None,
            "seconds": 0.0,
            "rules": {"protocol": 5, "schema": 5},
        },
    ]
    assert report["latency"] == [
        {"operation": "update_thing", "answers": 30, "p50": 0.0123, "p95": 0.999, "p99": 1.25},
        {"operation": "get_thing", "answers": 1, "p50": 3.0, "p95": 3.0, "p99": 3.0},
    ]


def test_what_was_written_is_named_after_what_is_not_as_it_was(broken: Run) -> None:
    """The notes of the JSON report hold both; the text report has no room for the second."""
    restored = replace(broken.restored, things=("pets: created by the run, and deleted: 1",))
    run = replace(broken, restored=restored)
    assert _report(run)["restored"]["notes"] == [
        "a field stays set",
        "pets: created by the run, and deleted: 1",
    ]
    assert "and deleted" not in TextReport().render(run, NONE)


def test_an_inconclusive_run_tells_why() -> None:
    """Each reason is an item."""
    run = Run(command="check", verdict=Inconclusive(why=("no answer", "refused")))
    assert _report(run)["why"] == ["no answer", "refused"]


@pytest.mark.parametrize("seconds", [math.nan, math.inf, -math.inf, -1.0])
def test_seconds_are_a_finite_number(seconds: float) -> None:
    """A clock that went wrong makes no report that can't be read."""
    run = Run(command="check", verdict=Kept(), seconds=seconds)
    assert _report(run)["seconds"] == 0.0


def test_the_text_is_ascii() -> None:
    """Any reader takes it: lone surrogates and controls are escapes that can be shown."""
    finding = Finding(rule="a/b", message="é\ud800\x1b", severity=Severity.WARNING)
    run = Run(command="check", verdict=Kept(findings=(finding,)))
    assert JsonReport().render(run, NONE).isascii()
    assert _report(run)["findings"][0]["message"] == r"é\ud800\x1b"


def test_a_report_without_its_error_is_not_valid(broken: Run) -> None:
    """The schema holds verdict and findings together."""
    report = _report(broken)
    report["findings"] = report["findings"][1:]
    assert not Draft202012Validator(SCHEMA).is_valid(report)
    assert not Draft202012Validator(SCHEMA).is_valid({**report, "verdict": "kept", "extra": 1})


def test_a_big_seed_stays_exact(broken: Run) -> None:
    """A seed is an integer of any size."""
    assert _report(replace(broken, seed=2**80))["seed"] == 2**80


def test_a_comparison(changed: Run) -> None:
    """Witnesses are values, places are told of both sides, and every change is listed."""
    report = _report(changed)
    place = {"schema": "/components/schemas/A", "file": "v1:d.yaml", "line": 3}
    [narrowed, dropped] = report["findings"]
    assert {name: narrowed.get(name) for name in ("witness", "counterpart", "operations")} == {
        "witness": {"a": "\u202e`x`"},
        "counterpart": place,
        "operations": ["one", "two"],
    }
    assert dropped.keys().isdisjoint({"witness", "counterpart", "operations", "places", "share"})
    assert report["changes"] == [
        {
            "kind": "breaks",
            "rule": "change/request-narrowed",
            "message": "a is refused now",
            "operations": ["one", "two"],
            "side": "request",
            "status": "",
            "base": place,
            "head": {"schema": "/components/schemas/A", "file": "d.yaml", "line": 4},
            "instance": "/a",
            "witness": {"a": "\u202e`x`"},
        },
        {
            "kind": "silently dropped",
            "rule": "change/request-dropped",
            "message": "b is ignored now",
            "operations": ["one"],
            "side": "request",
            "status": "",
            "base": place,
            "head": None,
            "instance": None,
        },
        {
            "kind": "compatible",
            "rule": "change/operation-added",
            "message": "three came",
            "operations": ["three"],
            "side": "",
            "status": "",
            "base": None,
            "head": {"schema": "/paths/~1c/get", "file": "d.yaml", "line": 9},
            "instance": None,
        },
    ]


@pytest.mark.parametrize("text", ["null", "[1.5, true]", '""'])
def test_a_witness_is_any_value(text: str) -> None:
    """Null is a payload, too."""
    finding = Finding(rule="a/b", message="", severity=Severity.WARNING, witness=text)
    [shown] = _report(Run(command="lint", verdict=Kept(findings=(finding,))))["findings"]
    assert shown["witness"] == json.loads(text)
