"""The last runs of a project: what is kept, and how it is found."""

from pathlib import Path

import pytest

from ringback.errors import UsageError
from ringback.reports.formats.json_report import JsonReport
from ringback.reports.run_store import RunStore
from ringback.reports.scribe import Scribe
from ringback.verdict import Run


def _stored(root: Path, *names: str) -> RunStore:
    """A store that holds files of these names, which are no reports."""
    store = RunStore(root)
    store.folder.mkdir(parents=True)
    for name in names:
        (store.folder / f"{name}.json").write_text("{", "utf-8")
    return store


def test_a_run_is_kept_and_listed(broken: Run, tmp_path: Path) -> None:
    """By its time, command, target and verdict; git leaves the folder alone."""
    store = RunStore(tmp_path)
    text = JsonReport().render(broken, Scribe(secrets={}))
    store.keep(text, "check")
    (run,) = store.runs()
    assert (run.command, run.target, run.verdict) == ("check", "reference", "broken")
    assert run.path.read_text("utf-8") == text
    assert (tmp_path / ".ringback/.gitignore").read_text("utf-8") == "*\n"
    assert [each.name for each in store.folder.iterdir()] == [f"{run.name}.json"]


def test_a_gitignore_that_is_there_stays(tmp_path: Path) -> None:
    """Whoever wrote it wants it so."""
    (tmp_path / ".ringback").mkdir()
    file = tmp_path / ".ringback/.gitignore"
    file.write_text("journal*\n", "utf-8")
    RunStore(tmp_path).keep("{}", "check")
    assert file.read_text("utf-8") == "journal*\n"


def test_the_last_twenty_are_kept(tmp_path: Path) -> None:
    """The oldest goes, by its name; what is not of ours stays."""
    store = _stored(
        tmp_path, *(f"2020010{at // 10}T00000{at % 10}000000Z-check" for at in range(25))
    )
    (store.folder / "notes.txt").write_text("mine", "utf-8")
    store.keep("{}", "check")
    names = [run.name for run in store.runs()]
    assert (len(names), names[-1]) == (20, "20200100T000006000000Z-check")
    assert (store.folder / "notes.txt").exists()


def test_runs_that_cannot_be_read_are_named_all_the_same(tmp_path: Path) -> None:
    """Somebody may have written anything there; a name without a time is told as it is."""
    store = _stored(tmp_path, "20200102T030405000006Z-check", "mine")
    (store.folder / "mine.json").write_text("[]", "utf-8")
    assert [(run.name, run.time, run.verdict) for run in store.runs()] == [
        ("mine", "mine", ""),
        ("20200102T030405000006Z-check", "2020-01-02 03:04:05 UTC", ""),
    ]


def test_a_run_is_found_by_what_its_name_begins_with(tmp_path: Path) -> None:
    """The last one without a name; a whole name wins; a path is one as well."""
    store = _stored(tmp_path, "2020a", "2020ab", "2021a")
    found = {name: store.find(name).name for name in (None, "2020a", "2021")}
    assert found == {None: "2021a.json", "2020a": "2020a.json", "2021": "2021a.json"}
    assert store.find("no/such.json") == Path("no/such.json")
    assert store.find(str(tmp_path)) == tmp_path


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("2020", "2020: begins 2 runs; say 2020a or 2020ab"),
        ("19\x1b", r"19\x1b: no such run, and no such file; --list names the runs"),
        ("", ": no such run, and no such file; --list names the runs"),
    ],
)
def test_what_is_no_run_is_told(name: str, problem: str, tmp_path: Path) -> None:
    """In one sentence, with what there is."""
    with pytest.raises(UsageError) as caught:
        _stored(tmp_path, "2020a", "2020ab").find(name)
    assert caught.value.problems == (problem,)


def test_where_nothing_is_stored_the_sentence_says_so(tmp_path: Path) -> None:
    """Before the first run of a check."""
    store = RunStore(tmp_path)
    with pytest.raises(UsageError) as caught:
        store.find(None)
    where = tmp_path / ".ringback/runs"
    problem = f"no run is stored in {where}; ringback check stores each of its own"
    assert caught.value.problems == (problem,)
    assert list(store.runs()) == []
