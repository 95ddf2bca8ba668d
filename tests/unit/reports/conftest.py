"""What the tests of reports share: a run with one of everything, and a shell to try lines in."""

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ringback.change import Change, Comparison, Kind
from ringback.exchange import Exchange, Request, Response
from ringback.finding import Counterpart, Finding, Severity
from ringback.verdict import (
    AskedOperation,
    Counts,
    Covered,
    Latency,
    Restored,
    RestoreState,
    Run,
    Skipped,
    conclude,
)

# The stand-in writes its arguments, each ended by NUL, and what it reads, and sends nothing.
_STAND_IN = """curl() { printf '%s\\0' "$@" > "$SEEN/arguments"; cat > "$SEEN/input"; }
"""

Sent = tuple[list[bytes], bytes]
Shell = Callable[[str, Mapping[str, str]], Sent]


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Runs a line in sh; answers curl's arguments and standard input."""
    seen = tmp_path_factory.mktemp("seen")

    def run(line: str, variables: Mapping[str, str]) -> Sent:
        subprocess.run(  # noqa: S603 - the line under test, which holds no more than a stand-in
            ["/bin/sh", "-c", _STAND_IN + line],
            env={"PATH": "/usr/bin:/bin", "SEEN": str(seen), **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=True,
        )
        arguments = Path(seen, "arguments").read_bytes().split(b"\0")[:-1]
        return arguments, Path(seen, "input").read_bytes()

    return run


@pytest.fixture(scope="session")
def broken() -> Run:
    """A run of check with an error, a warning and one of everything else."""
    update = Exchange(
        request=Request(
            method="POST",
            url="/things/update?name=%2B1",
            headers=(("Authorization", "Bearer t0k-en"), ("Content-Type", "application/json")),
            body=b'{"api_key":"sk-1234567"}',
        ),
        outcome=Response(status=200, body=b'{"name":"a"}'),
    )
    error = Finding(
        rule="law/echo",
        message='"name" was given as "b" and is "a"',
        operation="update_thing",
        instance="/name",
        file="openapi/things.yaml",
        line=12,
        count=3,
        exchanges=(update,),
    )
    warning = Finding(
        rule="flaky/status",
        message="answered 500 once",
        severity=Severity.WARNING,
        operation="get_thing",
        schema="/paths/~1things",
    )
    return Run(
        command="check",
        verdict=conclude([warning, error]),
        target="reference",
        reading="strict",
        seed=0,
        seconds=4.1234,
        restored=Restored(state=RestoreState.RESTORED, notes=("a field stays set",)),
        skipped=(
            Skipped(rule="law/isolation", why="RINGBACK_SECOND is not set"),
            Skipped(rule="auth/stranger", why="no other account"),
            Skipped(rule="law/apart", why="RINGBACK_SECOND is not set"),
        ),
        counts=Counts(exchanges=412, recordings=38, operations=3),
        response_coverage=Covered(covered=9, total=12, missing=("/a", "/b", "/c")),
        exercised=("update_thing: 400 exchanges",),
    )


@pytest.fixture(scope="session")
def asked(broken: Run) -> Run:
    """The same run, with what each operation was asked, and how long it took."""
    update = AskedOperation(
        operation="update_thing",
        file="openapi/things.yaml",
        line=10,
        seconds=1.5,
        rules={"law": 4, "request/refused-valid": 1, "schema/response": 20},
        latency=Latency(answers=30, p50=0.0123, p95=0.999, p99=1.25),
    )
    get = AskedOperation(
        operation="get_thing",
        file="openapi/things.yaml",
        line=30,
        seconds=3.0,
        rules={"law": 2, "schema/status": 20},
        latency=Latency(answers=1, p50=3.0, p95=3.0, p99=3.0),
    )
    recorded = AskedOperation(operation="list_things", rules={"protocol": 5, "schema": 5})
    return replace(broken, asked=(update, get, recorded))


@pytest.fixture(scope="session")
def changed() -> Run:
    """A run of diff with a break, a warning, and a change that hurts nobody."""
    base = Counterpart(schema="/components/schemas/A", file="v1:d.yaml", line=3)
    narrowed = Change(
        kind=Kind.BREAKS,
        rule="change/request-narrowed",
        message="a is refused now",
        operations=("one", "two"),
        side="request",
        base=base,
        head=Counterpart(schema="/components/schemas/A", file="d.yaml", line=4),
        instance="/a",
        witness='{"a": "\\u202e`x`"}',
    )
    dropped = Change(
        kind=Kind.DROPPED,
        rule="change/request-dropped",
        message="b is ignored now",
        operations=("one",),
        side="request",
        base=base,
    )
    came = Change(
        kind=Kind.COMPATIBLE,
        rule="change/operation-added",
        message="three came",
        operations=("three",),
        head=Counterpart(schema="/paths/~1c/get", file="d.yaml", line=9),
    )
    changes = (narrowed, dropped, came)
    return Run(
        command="diff",
        verdict=conclude([each.finding for each in changes if each.finding]),
        counts=Counts(operations=3),
        exercised=("base v1:d.yaml", "head d.yaml"),
        comparison=Comparison(changes=changes),
    )
