"""Set the services up, have both tools ask them, and print the table."""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.services.catalogue import SERVICES
from benchmarks.services.counting import Seen, differences, operations_of
from benchmarks.services.environments import NotInstalledError, install
from benchmarks.services.running import NotUpError, running
from benchmarks.services.service import Place, Service
from benchmarks.services.tap import Tap

_GRACE = 300  # seconds behind its own bound in which a tool must have ended
_PATIENCE = 120  # seconds for a listing of a service that a run has tired
_JUDGED = Path(__file__).with_name("judged.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What came of one tool on one service; `errors` are rule, operation and message of each."""

    service: str
    tool: str
    seen: Seen
    errors: list[tuple[str, str, str]]
    seconds: float
    left: list[str]
    exit_code: int


def measured(service: Service, tool: str, home: Path, work: Path, most: int) -> Row:
    """Start a service afresh, let one tool ask it, and look at its lists."""
    out = work / f"{service.name}-{tool}"
    with running(service, home, Path(f"{out}-data")) as place, Tap(upstream=place.port) as tap:
        headers = dict(service.headers)
        told = service.description(place)
        text = Path(told).read_text() if told.startswith("/") else _described(told, headers)
        before = _listed(service, place)
        base = f"http://127.0.0.1:{tap.port}"
        if not told.startswith("/"):
            told = told.replace(place.url, base)
        command = _COMMANDS[tool](base + service.target, told, out, most)
        for name, value in headers.items():
            command += ["-H", f"{name}: {value}"]
        began = time.monotonic()
        ended = subprocess.run(
            command,
            cwd=work,
            capture_output=True,
            text=True,
            check=False,
            timeout=most + _GRACE,
        )
        seconds = time.monotonic() - began
        Path(f"{out}.out").write_text(ended.stdout + ended.stderr)
        seen = Seen(operations=operations_of(text), base=service.target)
        seen.take(tap.seen)
        left = differences(before, _listed(service, place))
    return Row(
        service=service.name,
        tool=tool,
        seen=seen,
        errors=_ERRORS[tool](out),
        seconds=seconds,
        left=left,
        exit_code=ended.returncode,
    )


def _described(url: str, headers: dict[str, str]) -> str:
    answer = httpx.get(url, headers=headers, timeout=_PATIENCE)
    return answer.raise_for_status().text


def _listed(service: Service, place: Place) -> dict[str, Any]:
    """What the service's own listings say."""
    found: dict[str, Any] = {}
    for each in service.lists:
        method, _, path = each.rpartition(" ")
        body = {"json": {}} if method else {}
        url = place.url + path
        try:
            answer = httpx.request(
                method or "GET", url, headers=service.headers, timeout=_PATIENCE, **body
            )
        except httpx.HTTPError as error:  # it is what a tool has made of the service
            found[each] = f"no answer: {type(error).__name__}"
            continue
        found[each] = _told(answer)
    return found


def _told(answer: httpx.Response) -> Any:
    """What an answer tells; a run may have had a service keep what is no UTF-8."""
    if not answer.is_success:
        return f"status {answer.status_code}"
    try:
        return json.loads(answer.content.decode("utf-8", "replace"))
    except ValueError:
        return answer.text


def _ringback(url: str, description: str, out: Path, most: int) -> list[str]:
    found = [sys.executable, "-m", "ringback", "check", "--target", url, "-q"]
    found += ["--description", description, "--max-time", str(most)]
    return [*found, "--report", f"json={out}.json", "--report", f"text={out}.txt"]


def _init(url: str, description: str, out: Path, most: int) -> list[str]:
    """From nothing: the files are written into a folder of their own, and the verdict is told."""
    folder = Path(f"{out}-project")
    folder.mkdir()
    found = [sys.executable, "-m", "ringback", "init", description, "--target", url, "-q"]
    found += ["--config", str(folder / "ringback.toml"), "--max-time", str(most)]
    return [*found, "--report", f"json={out}.json", "--report", f"text={out}.txt"]


def _schemathesis(url: str, description: str, out: Path, most: int) -> list[str]:
    found = [str(Path(sys.executable).with_name("schemathesis")), "run", description]
    found += ["--url", url, "--max-time", str(most), "--continue-on-failure"]
    return [*found, "--report", "json", "--report-json-path", f"{out}.json", "--no-color"]


def _errors_of_ringback(out: Path) -> list[tuple[str, str, str]]:
    file = Path(f"{out}.json")
    findings = json.loads(file.read_text())["findings"] if file.exists() else []
    return [
        (each["rule"], each["operation"] or "", each["message"])
        for each in findings
        if each["severity"] == "error"
    ]


def _errors_of_schemathesis(out: Path) -> list[tuple[str, str, str]]:
    file = Path(f"{out}.json")
    report = json.loads(file.read_text()) if file.exists() else {}
    return [
        (each.get("check", each.get("title", "")), each.get("operation", ""), "")
        for each in report.get("failures", [])
    ]


_COMMANDS = {"ringback": _ringback, "init": _init, "schemathesis": _schemathesis}
_ERRORS = {
    "ringback": _errors_of_ringback,
    "init": _errors_of_ringback,
    "schemathesis": _errors_of_schemathesis,
}


def judgements(row: Row) -> Counter[str]:
    """How many errors are true, false, and not judged yet."""
    table = tomllib.loads(_JUDGED.read_text()).get("judged", [])
    found: Counter[str] = Counter()
    for rule, operation, message in row.errors:
        fitting = (
            each
            for each in table
            if each["service"] == row.service
            and each["rule"] == rule
            and each.get("operation", operation) == operation
            and each.get("message", "") in message
        )
        entry = next(fitting, None)
        found["not judged" if entry is None else "true" if entry["true"] else "false"] += 1
        if entry is None and row.tool != "schemathesis":
            print(f"  not judged: {rule} | {operation} | {message}"[:200], file=sys.stderr)
    return found


def line(row: Row) -> str:
    """One line of the table."""
    done, every = len(row.seen.succeeded()), len(set(row.seen.operations))
    told = judgements(row)
    errors = f"{len(row.errors)}"
    if row.tool != "schemathesis":
        errors += f" ({told['true']} true, {told['false']} false, {told['not judged']} unjudged)"
    return (
        f"| {row.service} | {row.tool} | {done}/{every} | {errors} | {row.seen.requests} "
        f"| {row.seconds:.0f} | {'; '.join(row.left) or 'nothing'} |"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; the number of services that could not be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=",".join(SERVICES))
    tools = "of ringback, init (from no file to a verdict) and schemathesis"
    parser.add_argument("--tools", default="ringback,schemathesis", help=tools)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "services-env")
    parser.add_argument("--seconds", type=int, default=180, help="the bound of each run")
    given = parser.parse_args(arguments)
    failed = 0
    print("| service | tool | operations with 2xx | errors | requests | seconds | left behind |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for service in (SERVICES[name] for name in given.only.split(",")):
        home = given.folder / service.name
        work = Path(tempfile.mkdtemp(prefix=f"{service.name}-", dir=given.folder))
        for tool in given.tools.split(","):
            try:
                install(home, service.packages)
                print(line(measured(service, tool, home, work, given.seconds)), flush=True)
            except (
                NotInstalledError,
                NotUpError,
                subprocess.SubprocessError,
                httpx.HTTPError,
            ) as error:
                failed += 1
                print(f"| {service.name} | {tool} | {error} |", flush=True)
        print(f"  reports in {work}", file=sys.stderr, flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
