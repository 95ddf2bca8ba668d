"""What a reader or a validator raises is about one recording: the others are judged."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ringback.contract import Contract, Schemas, Violation, decided
from ringback.errors import UndecidedError
from ringback.recordings import sources
from ringback.validate.judging import Judge
from ringback.validate.pieces.spread import Gathered, judge_here
from ringback.validate.pieces.work import cut
from ringback.validate.setup import Setup
from ringback.validate.tally import Failure, Spot, Tally
from ringback.verdict import NotJudged
from tests.unit.contract.making import small

HARD = {"type": "string", "pattern": r"^(?=(a|aa)+$)(a|aa)+\1$"}
SCHEMA = {"type": "object", "properties": {"hard": HARD, "n": {"type": "integer"}}}
LONG = "a" * 60 + "b"
TOO_MANY = (
    'UndecidedError: /hard: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa…aaaaaaaaaaaaaaaaaab" could not be held '
    "against the pattern: it takes too many steps"
)


def contract(schema: Any = None) -> Contract:
    """A description of one read."""
    content = {"application/json": {"schema": schema or SCHEMA}}
    answers = {"200": {"description": "ok", "content": content}}
    return small({}, {"/thing": {"get": {"operationId": "read", "responses": answers}}})


def recording(body: Any) -> dict[str, Any]:
    """A recording with this body."""
    headers = {"content-type": "application/json"}
    return {
        "request": {"method": "GET", "url": "/thing"},
        "response": {"status": 200, "headers": headers, "body": body},
    }


def judged(folder: Path, *, bare: bool, block: int = 8_000_000, schema: Any = None) -> Tally:
    """The tally of everything in a folder."""
    setup = Setup(
        description=contract(schema).description,
        reading="published",
        bare=("read", 200) if bare else None,
    )
    gathered = Gathered()
    judge_here(cut(sources([str(folder)]), setup, block), setup, gathered, lambda _count: None)
    return gathered.tally


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("block", [60, 8_000_000])
def test_a_value_at_which_the_validator_gives_up_is_not_judged(
    bare: bool, block: int, tmp_path: Path
) -> None:
    """It is no finding and not fine; a certain fault beside it, and every other line, is told."""
    bodies = [{"n": 1}, {"hard": LONG}, {"n": "x"}, {"hard": LONG}, {"hard": LONG, "n": "x"}]
    lines = [json.dumps(each if bare else recording(each)) for each in bodies]
    (tmp_path / "log.ndjson").write_text("\n".join(lines), "utf-8")
    tally = judged(tmp_path, bare=bare, block=block)
    place = f"{tmp_path}/log.ndjson:2"
    given_up = [NotJudged(what=place, why=TOO_MANY, count=2)]
    assert tally.not_judged == (given_up if bare else [])
    what, why = "the body of read 200", "the validator gave up on a regular expression"
    gaps = (NotJudged(what=what, why=why, count=2),)
    assert tally.unjudged.entries == (() if bare else gaps)
    assert len(tally.unjudged.doubts) == (0 if bare else 1)
    told = [(each.rule, each.instance, each.count) for each in tally.findings()]
    assert told == [("schema/response", "/n", 2)]
    assert tally.entries == 5
    assert tally.judged == {("read", 200): 3 if bare else 5}


def test_what_is_sure_is_told_before_what_is_not() -> None:
    """A doubt about one member never hides a certain fault in another."""
    sure = Violation(message="is wrong", instance="/n", schema="", cause="type")
    unsure = replace(sure, instance="/hard", message="takes too long", decided=False)
    found: list[Violation] = []
    with pytest.raises(UndecidedError, match="/hard: takes too long"):
        found.extend(decided([unsure, sure]))
    assert found == [sure]
    assert list(decided([sure])) == [sure]


def test_a_branch_that_might_hold_is_not_judged(tmp_path: Path) -> None:
    """Where one branch of a union can't be decided, nobody knows whether the union holds."""
    union = {"anyOf": [{"type": "integer"}, HARD]}
    (tmp_path / "log.ndjson").write_text(json.dumps(LONG) + "\n" + json.dumps(1), "utf-8")
    tally = judged(tmp_path, bare=True, schema=union)
    assert tally.findings() == []
    assert [each.count for each in tally.not_judged] == [1]
    assert tally.judged == {("read", 200): 1}


@pytest.mark.parametrize("error", [RecursionError(), ValueError("odd"), UnicodeError("no text")])
def test_a_validator_that_raises_leaves_the_others(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it raises, in files of one recording as in logs."""
    for name in ("a", "b"):
        whole = {"provenance": {"source": "mock", "date": "2026-01-01"}, **recording({"n": name})}
        (tmp_path / f"{name}.json").write_text(json.dumps(whole), "utf-8")
    (tmp_path / "c.ndjson").write_text(json.dumps(recording({"n": "c"})) + "\n", "utf-8")
    violations = Schemas.violations

    def failing(self: Schemas, schema: str, value: Any) -> Any:
        if value == {"n": "a"}:
            raise error
        return violations(self, schema, value)

    monkeypatch.setattr(Schemas, "violations", failing)
    tally = judged(tmp_path, bare=False)
    assert [each.what for each in tally.not_judged] == [f"{tmp_path}/a.json"]
    assert [(each.rule, each.count) for each in tally.findings()] == [("schema/response", 2)]


def test_a_fast_path_that_raises_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lines are judged one by one, as exactly as any others."""

    def failing(*_given: object) -> None:
        raise RecursionError

    monkeypatch.setattr("ringback.validate.fast.quick.QuickPayloads.whole", failing)
    (tmp_path / "log.ndjson").write_text('{"n": 1}\n{"n": "x"}\n', "utf-8")
    tally = judged(tmp_path, bare=True)
    assert tally.not_judged == []
    assert [(each.instance, each.count) for each in tally.findings()] == [("/n", 1)]
    assert tally.judged == {("read", 200): 2}


def test_a_file_at_which_a_reader_fails_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place is the file, where no entry came of it."""
    (tmp_path / "a.ndjson").write_text('{"n": "x"}\n', "utf-8")
    (tmp_path / "b.ndjson").write_text('{"n": "x"}\n', "utf-8")
    lines = Judge.lines

    def failing(self: Judge, file: str, *rest: Any) -> int:
        if file.endswith("a.ndjson"):
            raise KeyError("odd")
        return lines(self, file, *rest)

    monkeypatch.setattr(Judge, "lines", failing)
    tally = judged(tmp_path, bare=True)
    assert tally.not_judged == [NotJudged(what=f"{tmp_path}/a.ndjson", why="KeyError: 'odd'")]
    assert [each.count for each in tally.findings()] == [1]


def test_failures_add_up_in_their_order() -> None:
    """A cause has the place that met it first, moved down by the lines before its piece."""
    one, other = Tally(), Tally()
    one.failures["why"] = Failure(spot=Spot(file="a", entry="line 3", line=3), count=2)
    other.failures["why"] = Failure(spot=Spot(file="a", entry="line 1", line=1))
    other.failures["else"] = Failure(spot=Spot(file="a", entry="line 2", line=2))
    whole = Tally(whole=True)
    whole.merge(one, 10)
    whole.merge(other, 20)
    assert whole.not_judged == [
        NotJudged(what="a:13", why="why", count=3),
        NotJudged(what="a:22", why="else", count=1),
    ]
