"""What every acceptance test stands on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ringback.reports.run_store import RunStore
from tests.acceptance.driving import ROOT, TABLES, VARIABLES, copied


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in the repository's folder, without variables of whoever runs the tests.

    What other tests have stored there, perhaps at this moment, changes no order of a run's asking.
    """
    monkeypatch.chdir(ROOT)
    newest, shared = RunStore.newest, RunStore(ROOT).folder

    def own(store: RunStore) -> Iterator[Path]:
        return iter(()) if store.folder == shared else newest(store)

    monkeypatch.setattr(RunStore, "newest", own)
    for name in (*VARIABLES, "NO_COLOR", "FORCE_COLOR", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    for name, text in TABLES.items():
        monkeypatch.setenv(name, text)


@pytest.fixture
def values(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names what the reference's account has."""
    for name, text in VARIABLES.items():
        monkeypatch.setenv(name, text)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the configuration, the description and the recordings, to break; stood in."""
    copied(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path
