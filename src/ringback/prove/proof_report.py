"""A proof made readable: a table by kind, every miss by name, and the score in one line."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ringback.prove.interface import Fate, Proof, Proved

FORMAT = "ringback-proof/1"
LEFT_OUT = (
    "{} hand-made faults were left out: each has the rule, the kind and the first word of one "
    "that was planted; --all plants them too"
)
"""What is said of faults that were not planted, with their count."""
_HEAD = ("kind", "planted", "caught", "missed", "equivalent", "caught by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of fault; `rules` tells how many each rule caught."""

    kind: str
    planted: int
    caught: int
    missed: int
    equivalent: int
    rules: dict[str, int]


def rows(proved: Sequence[Proved]) -> list[Row]:
    """The table by kind, in the order in which each kind first comes."""
    return [
        _row(kind, [each for each in proved if each.kind == kind])
        for kind in dict.fromkeys(each.kind for each in proved)
    ]


def _row(kind: str, proved: Sequence[Proved]) -> Row:
    fates = Counter(each.fate for each in proved)
    caught = Counter(each.rule for each in proved if each.fate is Fate.CAUGHT)
    return Row(
        kind=kind,
        planted=len(proved),
        caught=fates[Fate.CAUGHT],
        missed=fates[Fate.MISSED],
        equivalent=fates[Fate.EQUIVALENT],
        rules=dict(caught),
    )


def score(proof: Proof) -> str:
    """The proof in one line."""
    caught, missed = len(proof.of(Fate.CAUGHT)), len(proof.of(Fate.MISSED))
    alarms = sum(len(each.alarms) for each in proof.calm)
    seeds = len({each.seed for each in proof.calm})
    services = len({each.service for each in proof.calm})
    where = "the reference" if services == 1 else f"{services} right services"
    under = f"{seeds} seed" if seeds == 1 else f"{seeds} seeds"
    asked = f"{alarms} findings on {where} under {under}" if seeds else "no right service asked"
    return (
        f"proof: {caught} of {caught + missed} observable faults caught, "
        f"{len(proof.of(Fate.EQUIVALENT))} equivalent under {proof.reading}, "
        f"{asked} in {proof.seconds:.1f} s"
    )


def text(proof: Proof) -> str:
    """The whole proof for a person."""
    blocks = [
        [f"ringback prove, reading {proof.reading}"],
        _table(rows(proof.proved)),
        _listed("missed:", map(_miss, proof.of(Fate.MISSED))),
        _listed(
            f"equivalent under {proof.reading}, because it admits them:",
            (_same(each) for each in proof.of(Fate.EQUIVALENT)),
        ),
        _listed("called wrong, and right:", _alarms(proof)),
        [LEFT_OUT.format(proof.left_out)] if proof.left_out else [],
        [score(proof)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _table(table: Sequence[Row]) -> list[str]:
    cells = [_HEAD, *(_cells(row) for row in table)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEAD))]
    return [
        "  ".join(
            [
                line[0].ljust(widths[0]),
                *(line[column].rjust(widths[column]) for column in range(1, len(_HEAD) - 1)),
                line[-1],
            ]
        ).rstrip()
        for line in cells
    ]


def _cells(row: Row) -> tuple[str, ...]:
    numbers = (row.planted, row.caught, row.missed, row.equivalent)
    rules = ", ".join(f"{rule} {count}" for rule, count in sorted(row.rules.items()))
    return (row.kind, *map(str, numbers), rules)


def _miss(each: Proved) -> str:
    came = ", ".join(each.came) or "nothing"
    why = f" ({each.why})" if each.why else ""
    return f"{each.name} ({each.kind}): {each.rule} was expected, {came} came{why}"


def _same(each: Proved) -> str:
    return f"{each.name} ({each.kind})" + (f": {each.why}" if each.why else "")


def _alarms(proof: Proof) -> Iterator[str]:
    for each in proof.calm:
        for alarm in each.alarms:
            yield f"{each.service}, seed {each.seed}: {alarm}"


def _listed(heading: str, lines: Iterable[str]) -> list[str]:
    listed = [f"  {line}" for line in lines]
    return [heading, *listed] if listed else []


def as_json(proof: Proof) -> str:
    """The proof for programs; its form is `schema/proof.schema.json`."""
    table: dict[str, Any] = {
        "format": FORMAT,
        "reading": proof.reading,
        "complete": proof.complete,
        "seconds": round(proof.seconds, 3),
        "left_out": proof.left_out,
        "kinds": [asdict(row) for row in rows(proof.proved)],
        "missed": [_fault(each) for each in proof.of(Fate.MISSED)],
        "equivalent": [_fault(each) for each in proof.of(Fate.EQUIVALENT)],
        "calm": [asdict(each) for each in proof.calm],
    }
    return json.dumps(table, indent=2, allow_nan=False) + "\n"


def _fault(each: Proved) -> dict[str, Any]:
    return {
        "name": each.name,
        "kind": each.kind,
        "rule": each.rule,
        "came": list(each.came),
        "why": each.why,
    }
