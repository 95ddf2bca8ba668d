"""`ringback validate` beside what else reads or judges the same payloads, on one core, in turn.

For payloads of 1, 10 and 100 kB, compact and as `json.dumps` spaces them: parsing alone (orjson,
line by line), `ringback validate --workers 1`, fastjsonschema, jsonschema (formats asserted), ajv
over the lines, and ajv's command line, which takes a file a payload. Then whole exchanges that have
to find their operation, packed lines, a HAR, and payloads that are wrong in one and the same way.

Each run is a process of its own, and the best of so many rounds is told, in seconds of a core (user
and system): what else runs here makes little difference. The slow ones get the first lines of the
file only, so payloads a second and ratios are told without start-up: the run on one payload is
subtracted, for parsing as well. The aims are about the whole command instead: all its seconds, its
start-up among them, against those of parsing without.

`--memory` tells the peak resident memory of the command on files of 2 GB instead: lines, packed
lines, a HAR, lines of which some are wrong; in one process, and in two and what reads for them.

Takes ten minutes and 600 MB of disk; `--memory` six minutes and 2 GB. npm installs ajv into the
temporary folder, unless `--ajv` names a folder with ajv, ajv-formats and ajv-cli in node_modules;
without npm ajv is left out, and so is fastjsonschema unless `pip install fastjsonschema` was run.
Nothing else leaves this machine.

    python benchmarks/recordings.py [--rounds 3] [--megabytes 500] [--only "1 kB"] [--ajv FOLDER]
    python benchmarks/recordings.py --memory [--gigabytes 2]
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import traffic  # noqa: E402 -- the repository's folder has to be on the path first
from footprint import footprint  # noqa: E402 -- as above
from turns import Told, Tool, measured, table  # noqa: E402 -- as above

from ringback.config_reader import load_settings  # noqa: E402 -- as above
from ringback.description import load  # noqa: E402 -- as above

_HERE = Path(__file__).resolve().parent
_BARE = ("--operation", traffic.OPERATION, "--status", str(traffic.STATUS))
_OURS, _PARSING, _PLAIN, _FAST, _AJV = "ringback", "parsing", "jsonschema", "fastjsonschema", "ajv"
_CLI = "ajv-cli"
_WITHIN = {"bare": 2.5, "exchanges": 4.0}  # times parsing
_FASTER = {_PLAIN: 50.0, _CLI: 5.0}  # times ringback's payloads a second
_AIMED = "1 kB"
_SIDES = {"bare": (traffic.payloads, _BARE), "exchanges": (traffic.exchanges, ())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """All that is measured: `schema` is a file, `node` the folder that has ajv, if any has."""

    schema: Path
    node: Path | None

    @property
    def _python(self) -> Mapping[str, str]:
        """Variables of Python: it keeps its bytecode, as what is installed does."""
        kept = str(self.schema.parent / "bytecode")
        return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": kept}

    def ours(self, *options: str, objects: bool = False) -> Tool:
        """`ringback validate` of this working copy, in one process."""
        command = [sys.executable, "-m", "ringback", "validate", "-q", "--workers", "1", *options]
        return Tool(
            name=_OURS,
            command=lambda file: [*command, str(file)],
            folder=ROOT,
            variables={**self._python, "PYTHONPATH": str(ROOT / "src")},
            objects=objects,
        )

    def peer(self, what: str, part: float | None = None, *, name: str = "") -> Tool:
        """A reader or a judge of `peers.py`."""
        command = [sys.executable, str(_HERE / "peers.py"), what]
        return Tool(
            name=name or what,
            command=lambda file: [*command, str(file), str(self.schema)],
            folder=ROOT,
            variables=self._python,
            part=part,
        )

    def judges(self) -> Iterator[Tool]:
        """What judges bare payloads beside us, as far as it is here."""
        if importlib.util.find_spec(_FAST):
            yield self.peer(_FAST, 40)
        yield self.peer(_PLAIN, 4)
        if self.node is not None:
            path = {"NODE_PATH": str(self.node / "node_modules")}
            lines = ["node", str(_HERE / "ajv_lines.cjs"), str(self.schema)]
            program = str(self.node / "node_modules" / ".bin" / "ajv")
            options = ["validate", "--spec=draft2020", "--strict=false", "-c", "ajv-formats"]
            split = [program, *options, "-s", str(self.schema), "-d"]
            yield Tool(
                name=_AJV, command=lambda file: [*lines, str(file)], folder=ROOT, variables=path
            )
            yield Tool(
                name=_CLI,
                command=lambda file: [*split, f"{file}.d/*.json"],
                folder=self.node,
                variables=path,
                part=8,
                split=True,
            )


def sound(tools: Tools, folder: Path, size: int, rounds: int, only: Sequence[str]) -> None:
    """Payloads and exchanges that are right, in every size and style."""
    for label, each in traffic.SIZES.items():
        for style, dump in traffic.STYLES.items():
            for side, (made, options) in _SIDES.items():
                if only and label not in only:
                    continue
                file, one = folder / "lines.ndjson", folder / "one.ndjson"
                traffic.write_lines(one, made(each, dump), 1)
                count = traffic.write_lines(file, made(each, dump), size)
                run = [tools.peer(_PARSING), tools.ours(*options)]
                run += tools.judges() if side == "bare" else ()
                told = measured(file, one, count, run, rounds)
                table(f"{side}, {label}, {style}", told)
                _aims(told, _WITHIN[side] if label == _AIMED else None)


def others(tools: Tools, folder: Path, size: int, rounds: int) -> None:
    """Other forms, and payloads that are wrong, all of 1 kB."""
    length, dump = traffic.SIZES[_AIMED], traffic.STYLES["spaced"]
    file, one = folder / "lines.ndjson.gz", folder / "one.ndjson.gz"
    traffic.write_lines(one, traffic.payloads(length, dump), 1)
    count = traffic.write_lines(file, traffic.payloads(length, dump), size)
    run = [tools.peer("gunzip", name="gunzip, parsing"), tools.ours(*_BARE)]
    table("bare, packed", measured(file, one, count, run, rounds))
    file, one = folder / "all.har", folder / "one.har"
    traffic.write_har(one, traffic.har_entries(length), 1)
    count = traffic.write_har(file, traffic.har_entries(length), size)
    run = [tools.peer("har", name=_PARSING), tools.ours()]
    table("HAR", measured(file, one, count, run, rounds))
    file, one = folder / "wrong.ndjson", folder / "one-wrong.ndjson"
    traffic.write_lines(one, traffic.payloads(length, dump, broken=1.0), 1)
    for share, less in ((0.01, 1), (1.0, 5)):
        lines = traffic.payloads(length, dump, broken=share)
        count = traffic.write_lines(file, lines, size // less)
        run = [tools.peer(_PARSING), tools.ours(*_BARE, objects=True)]
        table(f"bare, {share:.0%} wrong", measured(file, one, count, run, rounds))


def _aims(told: Mapping[str, Told], within: float | None) -> None:
    """Print whether the aims are met."""
    ours = told[_OURS]
    if within is not None:
        ratio = ours.seconds / (told[_PARSING].each * ours.count)
        print(f"  the whole command is {ratio:.2f} × parsing; {_met(ratio <= within)} {within}")
    for name, times in _FASTER.items():
        if name in told:
            ratio = told[name].each / ours.each
            print(f"  {ratio:.0f} × as fast as {name}; {_met(ratio >= times)} {times:.0f}")


def _met(met: bool) -> str:
    return "as was aimed:" if met else "MISSED:"


def _schema(folder: Path) -> Path:
    """The answer's schema of the strict reading in a file, with all that it refers to."""
    settings = load_settings(ROOT / "ringback.toml")
    document = load(settings.description, settings.readings["strict"]).document
    operations = (each for path in document["paths"].values() for each in path.values())
    found = next(each for each in operations if each.get("operationId") == traffic.OPERATION)
    answer = found["responses"][str(traffic.STATUS)]["content"]["application/json"]["schema"]
    path = folder / "schema.json"
    path.write_text(json.dumps({**answer, "components": document["components"]}))
    return path


def _node(folder: Path, given: Path | None) -> Path | None:
    """The folder that has ajv in its node_modules; None where there can't be one."""
    if given is not None:
        return given.resolve()
    command = ["npm", "install", "--no-audit", "--no-fund", "ajv", "ajv-formats", "ajv-cli"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"ajv is left out: npm can't install it ({error})")
        return None
    return folder


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=float, default=500)
    parser.add_argument("--only", action="append", choices=[*traffic.SIZES, "others"], default=[])
    parser.add_argument("--ajv", type=Path)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--gigabytes", type=float, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.memory:
            footprint(folder, round(given.gigabytes * 1e9))
            return
        tools = Tools(schema=_schema(folder), node=_node(folder, given.ajv))
        if not importlib.util.find_spec(_FAST):
            print("fastjsonschema is left out: pip install fastjsonschema")
        size = round(given.megabytes * 1e6)
        sound(tools, folder, size, given.rounds, given.only)
        if not given.only or "others" in given.only:
            others(tools, folder, size, given.rounds)


if __name__ == "__main__":
    main()
