"""Random cases come a batch at a time, the same for the same seed."""

import json
from pathlib import Path

import pytest

from ringback.config_reader import load_settings
from ringback.contract import Contract
from ringback.description import load
from ringback.generation import drawing
from ringback.generation.fuzz import Fuzzer
from ringback.wiring import contract

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def strict() -> Contract:
    """The contract of the repository under the strict reading."""
    return contract(load_settings(ROOT / "ringback.toml"), "strict")


def test_many_cases_are_made_in_batches_of_other_seeds(
    strict: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first batch is what fewer cases would be; the next one holds others."""
    monkeypatch.setattr(drawing, "_BATCH", 10)
    fuzzer, update = Fuzzer(strict.description.document, 0), strict.operation("update_number")
    made = [case.request for case in fuzzer.random(update, 25, positive=True)]
    few = [case.request for case in fuzzer.random(update, 10, positive=True)]
    assert len(made) == 25
    assert made[:10] == few
    assert len(set(made[10:]) - set(few)) >= 10


def test_the_same_seed_makes_the_same_cases_whatever_was_made_before(
    strict: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Hypothesis forgot in between changes nothing of what it draws."""
    monkeypatch.setattr(drawing, "_BATCH", 10)
    update = strict.operation("update_number")
    one, other = (
        [
            case.request
            for case in Fuzzer(strict.description.document, 7).random(update, 30, positive=False)
        ]
        for _ in range(2)
    )
    assert one == other


def test_where_there_is_no_more_to_make_no_other_batch_is_begun(strict: Contract) -> None:
    """An operation without parameters has one request, however many are asked for."""
    fuzzer, listing = Fuzzer(strict.description.document, 0), strict.operation("list_numbers")
    assert len(list(fuzzer.random(listing, 1_000, positive=True))) == 1
    assert list(fuzzer.random(listing, 1_000, positive=False)) == []


def test_a_lifted_description_is_drawn_from(tmp_path: Path) -> None:
    """A bound that OpenAPI 3.0 tells by a flag is a number by now, and stands for what it meant."""
    schema = {"type": "number", "minimum": 0, "exclusiveMinimum": True, "nullable": True}
    body = {"type": "object", "properties": {"estimate": schema}, "required": ["estimate"]}
    content = {"application/json": {"schema": body}}
    operation = {
        "operationId": "make",
        "requestBody": {"required": True, "content": content},
        "responses": {"201": {"description": "made"}},
    }
    info = {"title": "things", "version": "1"}
    file = tmp_path / "old.json"
    paths = {"/things": {"post": operation}}
    file.write_text(json.dumps({"openapi": "3.0.3", "info": info, "paths": paths}), "utf-8")
    small = Contract(load(file), "strict")
    fuzzer, make = Fuzzer(small.description.document, 0), small.operation("make")
    made = [json.loads(case.request.body or b"") for case in fuzzer.random(make, 5, positive=True)]
    assert made
    assert all(each["estimate"] is None or each["estimate"] > 0 for each in made)
