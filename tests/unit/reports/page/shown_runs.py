"""Runs to be shown as pages: one with findings of every kind, one whose every text is hostile."""

import json
from dataclasses import replace

from ringback.change import Change, Comparison, Kind
from ringback.exchange import Exchange, Request, Response
from ringback.finding import Acceptance, Capture, Counterpart, Finding, Severity, Use
from ringback.payload_map import MapNode, PayloadMap
from ringback.prove.interface import Calm, Fate, Proof, Proved
from ringback.verdict import (
    AskedOperation,
    Counts,
    Covered,
    Latency,
    NotJudged,
    Restored,
    RestoreState,
    Run,
    Skipped,
    TrendStep,
    conclude,
)

JSON = (("Content-Type", "application/json"), ("Authorization", "Bearer t0k-en"))


def answered(body: object, *, method: str = "GET", sent: object = None) -> Exchange:
    """An exchange about one thing; `sent` is the request's body, None for none."""
    return Exchange(
        request=Request(
            method=method,
            url="/things/7",
            headers=JSON,
            body=None if sent is None else json.dumps(sent).encode("utf-8", "surrogatepass"),
        ),
        outcome=Response(status=200, body=json.dumps(body).encode("utf-8", "surrogatepass")),
    )


THING = {"id": 7, "owner": {"name": "a", "age": "9"}, "tags": ["x", "y"], "note": "n"}
SHAPE = Finding(
    rule="schema/response",
    message="response 200 /owner/age: must be an integer, not a string",
    operation="get_thing",
    instance="/owner/age",
    schema="/components/schemas/Owner/properties/age/type",
    file="openapi/numbers.yaml",
    line=12,
    count=41,
    exchanges=(answered(THING),),
)
MADE = Exchange(
    request=Request(method="POST", url="/things", headers=JSON, body=b'{"note": "given"}'),
    outcome=Response(status=201, body=b'{"id": 7}'),
)
ECHO = Finding(
    rule="law/echo",
    message='/note was given as "given", and is answered as "n" (in the answer)',
    operation="update_thing",
    instance="/note",
    count=3,
    exchanges=(answered(THING, method="PUT", sent={"note": "given"}),),
    before=(MADE,),
    captures=(
        Capture(
            exchange=0, place="/id", value="7", uses=(Use(exchange=1, where="path", place="2"),)
        ),
    ),
)
FINDINGS = (
    SHAPE,
    replace(SHAPE, operation="list_things", count=2),
    ECHO,
    Finding(
        rule="request/accepted-invalid",
        message="a note of no text was accepted",
        operation="update_thing",
        instance="/note",
        exchanges=(answered(THING, method="PUT", sent={"note": 5}),),
    ),
    Finding(
        rule="flaky/status",
        message="answered 500 once",
        severity=Severity.WARNING,
        operation="get_thing",
    ),
    Finding(
        rule="lint/vacuous-schema",
        message="the schema admits every object",
        severity=Severity.WARNING,
        schema="/components/schemas/Thing",
        file="openapi/things.yaml",
        line=3,
        witness='{"anything": {"goes": [1, 2]}}',
        instance="/anything",
    ),
    Finding(
        rule="change/response-widened",
        message="a status may come that did not come before",
        schema="/paths/~1things/get",
        file="openapi/things.yaml",
        line=9,
        operations=("get_thing", "list_things"),
        witness='{"kind": "new"}',
        counterpart=Counterpart(schema="/paths/~1things/get", file="v1:things.yaml", line=8),
    ),
    Finding(
        rule="schema/status",
        message="418 is not documented",
        operation="get_thing",
        accepted=Acceptance(owner="ada", reason="tea", expires="2027-01-01"),
    ),
)
NODES = (
    MapNode(name="", kind="object", place="", schema="/components/schemas/Thing", seen=43),
    MapNode(name="id", kind="integer", place="/id", schema="/x/id", parent=0, seen=43, example="7"),
    MapNode(name="owner", kind="object", place="/owner", schema="/x/owner", parent=0, seen=43),
    MapNode(
        name="tags",
        kind="array",
        place="/tags",
        schema="/x/tags",
        parent=0,
        seen=3,
        covered=1,
        total=3,
        missing=("no item", "one item"),
        example='["x", "y"]',
    ),
    MapNode(name="part", kind="one of several", place="/part", schema="/x/part", parent=0, seen=1),
    MapNode(
        name="age",
        kind="integer",
        place="/owner/age",
        schema="/components/schemas/Owner/properties/age",
        parent=2,
        seen=43,
        example='"9"',
    ),
    MapNode(
        name="*",
        kind="string",
        place="/tags/*",
        schema="/x/tags/items",
        parent=3,
        seen=6,
        example='"x"',
    ),
    MapNode(
        name="big",
        kind="branch, object",
        place="/part[big]",
        schema="/x/big",
        parent=4,
        seen=1,
        covered=1,
        total=1,
    ),
    MapNode(
        name="small",
        kind="branch, object",
        place="/part[small]",
        schema="/x/small",
        parent=4,
        covered=0,
        total=1,
        missing=("branch",),
    ),
    MapNode(
        name="part",
        kind="leads back",
        place="/part[big]/part",
        schema="/x/part",
        parent=7,
        recurs=True,
    ),
)
EVERYTHING = Run(
    command="check",
    verdict=conclude(FINDINGS),
    target="reference",
    reading="strict",
    seed=0,
    seconds=4.1234,
    restored=Restored(state=RestoreState.RESTORED, things=("thing 7 reads as before",)),
    skipped=(Skipped(rule="auth/foreign-thing", why="RINGBACK_FOREIGN_THING is not set"),),
    not_judged=(NotJudged(what="a format", why="nobody knows it", count=3),),
    counts=Counts(exchanges=412, recordings=38, operations=3),
    response_coverage=Covered(covered=9, total=12, missing=("/a", "/b", "/c")),
    request_coverage=Covered(covered=4, total=4),
    exercised=("get_thing (GET /things/{id}): 40 \u00d7 2xx, 1 \u00d7 4xx", "38 recordings"),
    comparison=Comparison(
        changes=(
            Change(
                kind=Kind.COMPATIBLE,
                rule="change/operation-added",
                message="three came",
                operations=("three",),
                head=Counterpart(schema="/paths/~1c/get", file="d.yaml", line=9),
            ),
        )
    ),
    asked=(
        AskedOperation(
            operation="get_thing",
            file="openapi/things.yaml",
            line=9,
            seconds=1.0,
            latency=Latency(answers=41, p50=0.0012, p95=0.02, p99=0.4),
        ),
        AskedOperation(
            operation="update_thing",
            seconds=2.0,
            latency=Latency(answers=9, p50=0.004, p95=0.09, p99=0.1),
        ),
        AskedOperation(operation="list_things"),
    ),
    maps=(
        PayloadMap(
            operation="get_thing", side="response", title="200 application/json", nodes=NODES
        ),
        PayloadMap(operation="update_thing", side="request", title="body", nodes=NODES[:4], cut=2),
    ),
    described={
        "/components/schemas/Owner/properties/age/type": '{"type": "integer", "minimum": 0}'
    },
    trend=(
        TrendStep(run="first", verdict="broken", new=("0" * 16,) * 3),
        TrendStep(
            run="second", verdict="broken", new=(SHAPE.fingerprint,), known=2, fixed=("law/x (1)",)
        ),
    ),
)

PROOF = Proof(
    reading="strict",
    proved=tuple(
        Proved(name=f"fault {number}", kind=kind, rule=f"law/rule-{number}", fate=fate)
        for number, (kind, fate) in enumerate(
            [("type", Fate.CAUGHT), ("race", Fate.MISSED), ("tag", Fate.EQUIVALENT)] * 3
        )
    ),
    calm=(Calm(service="reference", seed=0, alarms=("law/echo: it is wrong",)),),
    seconds=2.0,
)

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>"
    "</style></title></textarea>javascript:alert(4)&#60;b&#62;{{7*7}}${7*7}\u202ereversed\u2066"
    "\x00\x1b[31mred\ud800 \u2028 <!-- --> ]]> `x` " + "long " * 3_000
)


def hostile() -> Run:
    """A run in which whatever may be a text is the same hostile one."""
    place = f"/{HOSTILE.replace('/', '~1')}"
    body = {HOSTILE: HOSTILE, "list": [HOSTILE, {HOSTILE: [HOSTILE]}]}
    finding = Finding(
        rule=HOSTILE,
        message=HOSTILE,
        operation=HOSTILE,
        instance=place,
        schema=place,
        file=HOSTILE,
        line=1,
        exchanges=(answered(body, method="POST", sent=body),),
        before=(answered(body, sent=body),),
        witness=json.dumps({HOSTILE: HOSTILE}),
        counterpart=Counterpart(schema=HOSTILE, file=HOSTILE, line=2),
        places=(HOSTILE,),
        operations=(HOSTILE, HOSTILE),
        accepted=Acceptance(owner=HOSTILE, reason=HOSTILE, expires=HOSTILE),
    )
    node = MapNode(
        name=HOSTILE,
        kind=HOSTILE,
        place=place,
        schema=place,
        seen=2,
        missing=(HOSTILE,),
        total=1,
        example=json.dumps(HOSTILE),
    )
    error = replace(finding, accepted=None, rule="law/echo", cause="other")
    return Run(
        command=HOSTILE,
        verdict=conclude([finding, error]),
        target=HOSTILE,
        reading=HOSTILE,
        restored=Restored(state=RestoreState.NOT_RESTORED, notes=(HOSTILE,)),
        skipped=(Skipped(rule=HOSTILE, why=HOSTILE),),
        not_judged=(NotJudged(what=HOSTILE, why=HOSTILE),),
        response_coverage=Covered(covered=1, total=2, missing=(HOSTILE,), names=(HOSTILE,)),
        exercised=(HOSTILE,),
        comparison=Comparison(
            changes=(
                Change(kind=Kind.COMPATIBLE, rule=HOSTILE, message=HOSTILE, operations=(HOSTILE,)),
            )
        ),
        asked=(
            AskedOperation(
                operation=HOSTILE,
                file=HOSTILE,
                line=1,
                latency=Latency(answers=1, p50=1, p95=1, p99=1),
            ),
        ),
        maps=(
            PayloadMap(
                operation=HOSTILE,
                side="response",
                title=HOSTILE,
                nodes=(node, replace(node, parent=0)),
            ),
        ),
        described={place: json.dumps({HOSTILE: HOSTILE})},
        trend=(TrendStep(run=HOSTILE, verdict="broken", new=(), fixed=(HOSTILE,)),),
    )
