"""`ringback diff` and `lint` beside their peers, on the same descriptions, in turn.

The pairs are the vendor's documents, each with the next one and the first with the last, where
they stand in ../shared/published (or in $RINGBACK_SHARED); and made-up ones of 43 paths and 109
schemas: a small edit that breaks, and a refactor that changes nothing. What is linted is the last
of the vendor's, the made-up one, a union of 128 branches, one of 1,000 operations, and what else is
named on the command line; two files with a comma between them are compared.

Each run is a process of its own, start-up and all; the best of so many rounds is told, in seconds
of a core (user and system) and by the clock. All tools read the same files. The ratio is that of
ringback's seconds of a core to the peer's: below 2 is the aim, beside Redocly. What each found is
told beside: they don't count alike. Redocly rates every change by the bump it asks for, one
for each place; ringback tells a cause once, with a payload that shows it.

Takes five minutes. npm installs the peers into the temporary folder, pinned to the versions that
the figures are of, unless `--node` names a folder that has them in node_modules; those that npm
can't install are left out (vacuum fetches its program from GitHub, and wants Node 24). Redocly's
diff is experimental. Nothing else leaves this machine.

    python benchmarks/changes.py [--rounds 3] [--node FOLDER] [--only lint] [FILE | BASE,HEAD]…
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
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_SHARED = Path(os.environ.get("RINGBACK_SHARED", ROOT.parent / "shared")) / "published"
_PEERS = {
    "redocly": "@redocly/cli@2.77.0",
    "spectral": "@stoplight/spectral-cli@6.16.3",
    "vacuum": "@quobix/vacuum@0.30.3",
}
_LONGEST = 600  # seconds that one run may take
_ENDS = frozenset({0, 1})  # nothing breaks, something does
_PATHS, _SCHEMAS = 43, 109
_OPERATIONS, _BRANCHES = 1000, 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two descriptions in files, the older one first; of one that is linted, the same twice."""

    name: str
    base: Path
    head: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What looks at files and tells what it found as JSON: in a file, or as its output."""

    name: str
    command: Callable[[Pair, Path], Sequence[str]]
    variables: Mapping[str, str]
    found: Callable[[Any], str]
    ends: frozenset[int] = _ENDS
    prints: bool = False

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
        if self.prints:
            report.write_bytes(done.stdout)
        if done.returncode not in self.ends or not report.exists():
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


def our_lint(folder: Path) -> Tool:
    """`ringback lint` of this working copy."""
    tool = ours(folder)
    config = ["--config", str(ROOT / "ringback.toml")]
    return replace(
        tool,
        command=lambda pair, report: [
            *(sys.executable, "-m", "ringback", "lint", "-q", str(pair.head)),
            *(*config, "--report", f"json={report}"),
        ],
        found=lambda report: f"{len(report['findings'])} findings of {_places(report)} places",
    )


def _places(report: Any) -> int:
    return sum(each["count"] for each in report["findings"])


def redocly(folder: Path) -> Tool:
    """Redocly's `diff`, from the folder that has it."""
    program = str(_program(folder, "redocly"))
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


def linters(folder: Path, names: Sequence[str]) -> Iterator[Tool]:
    """The peers' linters that are there, each with the rules that it recommends itself."""
    if "redocly" in names:
        program = str(_program(folder, "redocly"))
        yield replace(
            redocly(folder),
            command=lambda pair, _: [program, "lint", str(pair.head), "--format", "json"],
            found=lambda report: (
                f"{report['totals']['errors']} errors, {report['totals']['warnings']} warnings"
            ),
            prints=True,
        )
    if "spectral" in names:
        rules = folder / "spectral.json"
        rules.write_text('{"extends": "spectral:oas"}', encoding="utf-8")
        spectral = str(_program(folder, "spectral"))
        yield Tool(
            name="spectral",
            command=lambda pair, report: [
                *(spectral, "lint", str(pair.head), "--ruleset", str(rules)),
                *("--format", "json", "--output", str(report), "--quiet"),
            ],
            variables={},
            found=lambda report: f"{len(report)} results",
        )
    if "vacuum" in names:
        vacuum = str(_program(folder, "vacuum"))
        yield Tool(
            name="vacuum",
            command=lambda pair, _: [vacuum, "spectral-report", "-o", str(pair.head)],
            variables={},
            found=lambda report: f"{len(report)} results",
            prints=True,
        )


def _program(folder: Path, name: str) -> Path:
    return folder / "node_modules" / ".bin" / name


def _installed(folder: Path, given: Path | None) -> tuple[Path, list[str]]:
    """The folder that has the peers in its node_modules, and the names of those that it has."""
    if given is not None:
        return given.resolve(), [each for each in _PEERS if _program(given, each).exists()]
    there = []
    for name, package in _PEERS.items():
        command = ["npm", "install", "--no-audit", "--no-fund", package]
        try:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
            there.append(name)
        except (OSError, subprocess.SubprocessError) as error:
            print(f"{name} is left out: npm can't install it ({error})")
    return folder, there


def linted(folder: Path, last: Path | None) -> Iterator[Pair]:
    """What is linted besides what is named: the vendor's last, and what is made up."""
    if last is not None:
        yield Pair(name=last.stem, base=last, head=last)
    for name, document in (
        ("made up", made_up()),
        (f"a union of {_BRANCHES}", united()),
        (f"{_OPERATIONS} operations", made_up(_OPERATIONS, _OPERATIONS)),
    ):
        file = folder / f"{name.replace(' ', '-')}.json"
        file.write_text(json.dumps(document, indent=1), encoding="utf-8")
        yield Pair(name=name, base=file, head=file)


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


def united() -> dict[str, Any]:
    """A description of one union of many branches, each with a tag of its own."""
    made = made_up(1, _BRANCHES)
    schemas = made["components"]["schemas"]
    branches = [_ref(index, _BRANCHES) for index in range(_BRANCHES)]
    schemas["All"] = {"oneOf": branches, "discriminator": {"propertyName": "kind"}}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/All"}}}}
    made["paths"]["/things0"]["post"]["requestBody"] = body
    return made


def made_up(paths_: int = _PATHS, schemas_: int = _SCHEMAS) -> dict[str, Any]:
    """A description of so many paths and schemas that refer to each other."""
    schemas = {f"Thing{index}": _thing(index, schemas_) for index in range(schemas_)}
    paths = {}
    for index in range(paths_):
        given, answered = (_ref(2 * index, schemas_), _ref(2 * index + 1, schemas_))
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


def _ref(index: int, schemas: int) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/Thing{index % schemas}"}


def _body(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _thing(index: int, schemas: int) -> dict[str, Any]:
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
        properties["next"] = {"anyOf": [_ref(near, schemas), {"type": "null"}]}
        properties["either"] = {"oneOf": [_ref(one, schemas), _ref(other, schemas)]}
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
    ours_ = min(each[0] for each in told[tools[0].name])
    for name, runs in told.items():
        core, clock = (min(each[at] for each in runs) for at in (0, 1))
        print(f"  {name:28}{core:8.2f}{clock:9.2f}{ours_ / core:7.2f}  {found[name]}")
    sys.stdout.flush()


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--node", type=Path)
    parser.add_argument("--only", choices=("diff", "lint"))
    parser.add_argument("files", nargs="*", metavar="FILE | BASE,HEAD")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        node, names = _installed(folder, given.node)
        named = [[Path(each).resolve() for each in it.split(",")] for it in given.files]
        more = [Pair(name=it[-1].stem, base=it[0], head=it[-1]) for it in named]
        report = folder / "report.json"
        if given.only != "lint":
            print("\ndiff")
            tools = [ours(folder), *([redocly(node)] if "redocly" in names else [])]
            for pair in (*pairs(folder), *(it for it in more if it.base != it.head)):
                compare(pair, tools, report, given.rounds)
        if given.only != "diff":
            print("\nlint")
            last = max(_SHARED.glob("*.json"), default=None)
            tools = [our_lint(folder), *linters(node, names)]
            for pair in (*linted(folder, last), *(it for it in more if it.base == it.head)):
                compare(pair, tools, report, given.rounds)


if __name__ == "__main__":
    main()
