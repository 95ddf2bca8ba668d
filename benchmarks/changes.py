"""`ringback diff` beside Redocly's `diff`, on the same pairs of descriptions, in turn.

The pairs are the vendor's documents, each with the next one and the first with the last, where
they stand in ../shared/published (or in $RINGBACK_SHARED); and made-up ones of 43 paths and 109
schemas: a small edit that breaks, and a refactor that changes nothing.

Each run is a process of its own, start-up and all; the best of so many rounds is told, in seconds
of a core (user and system) and by the clock. Both tools read the same files. What each found is
told beside: the two don't count alike. Redocly rates every change by the bump it asks for, one
for each place; ringback tells a cause once, with a payload that shows it.

Takes two minutes. npm installs Redocly into the temporary folder, pinned to the version that the
figures are of, unless `--redocly` names a folder that has it in node_modules; without npm it is
left out. Its diff is experimental. Nothing else leaves this machine.

    python benchmarks/changes.py [--rounds 3] [--redocly FOLDER]
"""

import argparse
import copy
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_SHARED = Path(os.environ.get("RINGBACK_SHARED", ROOT.parent / "shared")) / "published"
_REDOCLY = "@redocly/cli@2.77.0"
_LONGEST = 600  # seconds that one run may take
_ENDS = {0, 1}  # nothing breaks, something does
_PATHS, _SCHEMAS = 43, 109


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two descriptions in files, the older one first."""

    name: str
    base: Path
    head: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What compares two files and writes what it found into a third, as JSON."""

    name: str
    command: Callable[[Pair, Path], Sequence[str]]
    variables: Mapping[str, str]
    found: Callable[[Any], str]

    def run(self, pair: Pair, report: Path) -> tuple[float, float]:
        """Seconds of a core, and by the clock; ends it all if the tool can't do its work."""
        command = self.command(pair, report)
        report.unlink(missing_ok=True)
        used, clock = _used(), time.perf_counter()
        done = subprocess.run(
            command,
            cwd=pair.head.parent,
            env={**os.environ, **self.variables},
            capture_output=True,
            check=False,
            timeout=_LONGEST,
        )
        seconds = _used() - used, time.perf_counter() - clock
        if done.returncode not in _ENDS or not report.exists():
            said = (done.stderr or done.stdout)[-2000:].decode()
            sys.exit(f"\n{' '.join(command)} ended with {done.returncode}: {said}")
        return seconds


def _used() -> float:
    """Seconds of cores that ended children have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ours(folder: Path) -> Tool:
    """`ringback diff` of this working copy; it keeps its bytecode, as what is installed does."""
    bytecode = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    command = [sys.executable, "-m", "ringback", "diff", "-q"]
    config = ["--config", str(ROOT / "ringback.toml")]
    return Tool(
        name="ringback",
        command=lambda pair, report: [
            *(*command, str(pair.base), str(pair.head)),
            *(*config, "--report", f"json={report}"),
        ],
        variables={**bytecode, "PYTHONPATH": str(ROOT / "src")},
        found=_told,
    )


def _told(report: Any) -> str:
    """Findings of ringback by severity, and how many show a payload."""
    findings = report["findings"]
    counts = Counter(each["severity"] for each in findings)
    shown = sum(each.get("witness") is not None for each in findings)
    return f"{counts['error']} errors, {counts['warning']} warnings, {shown} with a payload"


def redocly(folder: Path) -> Tool:
    """Redocly's `diff`, from the folder that has it."""
    program = str(folder / "node_modules" / ".bin" / "redocly")
    return Tool(
        name="redocly",
        command=lambda pair, report: [
            *(program, "diff", str(pair.base), str(pair.head)),
            *("--format", "json", "--output", str(report)),
        ],
        variables={"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"},
        found=lambda report: ", ".join(
            f"{report['summary'][each]} {each}" for each in ("major", "minor", "patch")
        ),
    )


def _installed(folder: Path, given: Path | None) -> Path | None:
    """The folder that has Redocly in its node_modules; None where there can't be one."""
    if given is not None:
        return given.resolve()
    command = ["npm", "install", "--no-audit", "--no-fund", _REDOCLY]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"redocly is left out: npm can't install it ({error})")
        return None
    return folder


def pairs(folder: Path) -> Iterator[Pair]:
    """The vendor's, where they are at hand, and made-up ones."""
    files = sorted(_SHARED.glob("*.json"))
    steps = list(pairwise(files))
    if len(files) > 2:
        steps.append((files[0], files[-1]))
    for base, head in steps:
        yield Pair(name=f"{base.stem} to {head.stem}", base=base, head=head)
    first = made_up()
    for name, document in (("a small edit", edited(first)), ("a refactor", refactored(first))):
        base, head = folder / "base.json", folder / f"{name.replace(' ', '-')}.json"
        base.write_text(json.dumps(first, indent=1), encoding="utf-8")
        head.write_text(json.dumps(document, indent=1), encoding="utf-8")
        yield Pair(name=f"made up, {name}", base=base, head=head)


def made_up() -> dict[str, Any]:
    """A description of 43 paths and 109 schemas that refer to each other."""
    schemas = {f"Thing{index}": _thing(index) for index in range(_SCHEMAS)}
    paths = {}
    for index in range(_PATHS):
        given, answered = (_ref(2 * index), _ref(2 * index + 1))
        paths[f"/things{index}"] = {
            "post": {
                "operationId": f"make_{index}",
                "requestBody": {"required": True, **_body(given)},
                "responses": {"200": {"description": "Made.", **_body(answered)}},
            }
        }
    info = {"title": "Made up", "version": "1.0.0"}
    return {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": "https://api.example.com"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _ref(index: int) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/Thing{index % _SCHEMAS}"}


def _body(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _thing(index: int) -> dict[str, Any]:
    """One schema: the ordinary keywords, a union, and references to others of its ten."""
    properties: dict[str, Any] = {
        "id": {"type": "string", "format": "uuid"},
        "kind": {"const": f"thing_{index}"},
        "name": {"type": "string", "minLength": 1, "maxLength": 80},
        "state": {"enum": ["new", "open", "done"]},
        "weight": {"type": ["number", "null"], "minimum": 0},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 10},
    }
    if index % 3:
        first = index - index % 10
        near, one, other = (first + (index + step) % 10 for step in (1, 2, 5))
        properties["next"] = {"anyOf": [_ref(near), {"type": "null"}]}
        properties["either"] = {"oneOf": [_ref(one), _ref(other)]}
    return {"type": "object", "required": ["id", "kind", "name"], "properties": properties}


def edited(document: Mapping[str, Any]) -> dict[str, Any]:
    """The description with one name made shorter and one state more."""
    made = copy.deepcopy(dict(document))
    schemas = made["components"]["schemas"]
    schemas["Thing40"]["properties"]["name"]["maxLength"] = 79
    schemas["Thing41"]["properties"]["state"]["enum"].append("gone")
    return made


def refactored(document: Mapping[str, Any]) -> dict[str, Any]:
    """The description with unions, nulls and constants spelt in other ways: nothing changed."""
    made = copy.deepcopy(dict(document))
    for schema in made["components"]["schemas"].values():
        members = schema["properties"]
        members["kind"] = {"enum": [members["kind"]["const"]]}
        members["weight"] = {"anyOf": [{"type": "null"}, {"type": "number", "minimum": 0}]}
        if "either" in members:
            members["either"] = {"anyOf": members["either"]["oneOf"][::-1]}
    return made


def compare(pair: Pair, tools: Sequence[Tool], report: Path, rounds: int) -> None:
    """Run the tools in turn on a pair; print the best of each, ratios, and what was found."""
    told: dict[str, list[tuple[float, float]]] = {tool.name: [] for tool in tools}
    found = {}
    for _ in range(rounds):
        for tool in tools:
            told[tool.name].append(tool.run(pair, report))
            found[tool.name] = tool.found(json.loads(report.read_text(encoding="utf-8")))
    print(f"\n{pair.name:30}{'core s':>8}{'clock s':>9}{'ratio':>7}  found")
    first = min(each[0] for each in told[tools[0].name])
    for name, runs in told.items():
        core, clock = (min(each[at] for each in runs) for at in (0, 1))
        print(f"  {name:28}{core:8.2f}{clock:9.2f}{core / first:7.2f}  {found[name]}")
    sys.stdout.flush()


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--redocly", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        node = _installed(folder, given.redocly)
        tools = [ours(folder), *([redocly(node)] if node else [])]
        for pair in pairs(folder):
            compare(pair, tools, folder / "report.json", given.rounds)


if __name__ == "__main__":
    main()
