"""A proof as a page: which kind of fault each rule caught, as a matrix."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ringback.prove.interface import Fate, Proof, Proved
from ringback.prove.proof_report import LEFT_OUT, rows, score
from ringback.reports.page.rendering import rendered
from ringback.visible import visible

_LINES = 500  # of a list


def proof_page(proof: Proof) -> str:
    """One HTML file that needs nothing else."""
    table = rows(proof.proved)
    caught = Counter[str]()
    for row in table:
        caught.update(row.rules)
    rules = [rule for rule, _ in sorted(caught.items(), key=lambda each: (-each[1], each[0]))]
    missed = proof.of(Fate.MISSED)
    context = {
        "title": "ringback prove",
        "verdict": "kept" if proof.complete else "broken",
        "sentence": _sentence(proof),
        "whys": [],
        "facts": [("reading", visible(proof.reading)), ("time", f"{proof.seconds:.1f} s")],
        "score": score(proof),
        "rules": [visible(rule) for rule in rules],
        "matrix": [
            {
                "kind": visible(row.kind),
                "cells": [row.rules.get(rule, 0) for rule in rules],
                "planted": row.planted,
                "caught": row.caught,
                "missed": row.missed,
                "equivalent": row.equivalent,
            }
            for row in table
        ],
        "missed": [_told(each) for each in missed[:_LINES]],
        "equivalent": [_told(each) for each in proof.of(Fate.EQUIVALENT)[:_LINES]],
        "alarms": list(_alarms(proof))[:_LINES],
        "left_out": LEFT_OUT.format(proof.left_out) if proof.left_out else "",
    }
    return rendered("proof.html", context)


def _sentence(proof: Proof) -> str:
    """How many faults the gate sees, in one sentence."""
    caught, missed = len(proof.of(Fate.CAUGHT)), len(proof.of(Fate.MISSED))
    alarms = sum(len(each.alarms) for each in proof.calm)
    told = f"The gate catches {caught:,} of {caught + missed:,} planted faults"
    return f"{told}, and says {alarms:,} wrong things of right services." if alarms else f"{told}."


def _told(each: Proved) -> dict[str, Any]:
    return {
        "name": visible(each.name),
        "kind": visible(each.kind),
        "rule": visible(each.rule),
        "came": visible(", ".join(each.came)) or "nothing",
        "why": visible(each.why or ""),
    }


def _alarms(proof: Proof) -> Iterator[str]:
    for each in proof.calm:
        for alarm in each.alarms:
            yield visible(f"{each.service}, seed {each.seed}: {alarm}")
