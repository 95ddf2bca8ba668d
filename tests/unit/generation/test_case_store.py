"""Made cases that are kept on the disk: read as they were, made anew where anything is wrong."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ringback.crashes import Crashes
from ringback.generation.ahead import Ahead
from ringback.generation.case import Case
from ringback.generation.case_store import CaseStore, WantedCases
from tests.unit.contract.making import numbers

CONTRACT = numbers("strict")
OPERATIONS = tuple(CONTRACT.operations)
WANTED = WantedCases(document=CONTRACT.description.document, seed=0, count=2)


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that a store is given is the one that it has."""
    monkeypatch.delenv("RINGBACK_CACHE_DIR")


def made(home: Path, wanted: WantedCases = WANTED, some: slice = slice(None)) -> list[Case]:
    """The cases of some operations, by way of a store."""
    ahead = Ahead(wanted, OPERATIONS[some], apart=False, store=CaseStore(home))
    cases = ahead.cases(Crashes())
    assert cases is not None
    return cases


def test_what_was_made_once_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run has the same cases, to the byte, and Schemathesis is not asked."""
    first = made(tmp_path)
    assert first
    assert first == made(tmp_path / "other")
    monkeypatch.setattr("ringback.generation.fuzz.Fuzzer", None)
    assert made(tmp_path) == first


def test_only_what_lacks_is_made(tmp_path: Path) -> None:
    """Operations that an earlier run left out are made, and kept beside those of that run."""
    made(tmp_path, some=slice(0, 1))
    whole = made(tmp_path)
    [file] = (tmp_path / "cases").iterdir()
    assert list(json.loads(file.read_text("utf-8"))["cases"]) == [each.id for each in OPERATIONS]
    assert whole == made(tmp_path / "other")


@pytest.mark.parametrize(
    "other",
    [
        replace(WANTED, seed=1),
        replace(WANTED, count=3),
        replace(WANTED, document={**WANTED.document, "info": {"title": "a", "version": "2"}}),
    ],
)
def test_other_cases_are_others(tmp_path: Path, other: WantedCases) -> None:
    """Another seed, number or description finds nothing of these."""
    made(tmp_path)
    assert CaseStore(tmp_path).read(WANTED, OPERATIONS)
    assert CaseStore(tmp_path).read(other, OPERATIONS) == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "\xff",
        '{"format": "ringback-cases/1"}',
        '{"format": "x", "cases": {}}',
        '{"format": "ringback-cases/1", "cases": {"get_number": [{"method": "GET"}]}}',
    ],
)
def test_a_spoilt_file_is_made_anew(tmp_path: Path, text: str) -> None:
    """What can't be read is written again, and nothing is told of it."""
    first = made(tmp_path)
    [file] = (tmp_path / "cases").iterdir()
    good = file.read_bytes()
    file.write_text(text, "latin-1")
    assert made(tmp_path) == first
    assert json.loads(file.read_bytes()) == json.loads(good)


@pytest.mark.parametrize(
    "other",
    [
        {"method": "DELETE"},
        {"url": "//elsewhere.example/v1/numbers/list"},
        {"url": "http://elsewhere.example/v1/numbers/list"},
        {"url": "/v1/numbers/list/all"},
        {"url": "/v1/numbers"},
    ],
)
def test_what_is_of_no_operation_is_not_sent(tmp_path: Path, other: dict[str, str]) -> None:
    """A file that somebody changed can't have a run send what it never meant to."""
    first = made(tmp_path)
    [file] = (tmp_path / "cases").iterdir()
    stored = json.loads(file.read_bytes())
    stored["cases"]["list_numbers"][0] |= other
    file.write_text(json.dumps(stored), "utf-8")
    read = CaseStore(tmp_path).read(WANTED, OPERATIONS)
    assert [*read] == [each.id for each in OPERATIONS if each.id != "list_numbers"]
    assert made(tmp_path) == first


def test_a_folder_that_can_not_be_written_ends_nothing(tmp_path: Path) -> None:
    """The cases are made all the same."""
    (tmp_path / "file").write_text("", "utf-8")
    assert made(tmp_path / "file") == made(tmp_path)


def test_what_failed_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases that could not all be made are tried again by the next run."""
    monkeypatch.setattr("ringback.generation.fuzz.Fuzzer", None)
    crashes = Crashes()
    ahead = Ahead(WANTED, OPERATIONS, apart=False, store=CaseStore(tmp_path))
    assert ahead.cases(crashes) == []
    assert crashes.entries
    assert not (tmp_path / "cases").exists()


def test_the_least_used_is_forgotten(tmp_path: Path) -> None:
    """A folder has no more than thirty files, and what is read stays."""
    store = CaseStore(tmp_path)
    for seed in range(32):
        store.write(replace(WANTED, seed=seed), {})
    assert len([*(tmp_path / "cases").iterdir()]) == 30
