"""What every acceptance test stands on."""

from pathlib import Path

import pytest

from tests.acceptance.driving import ROOT, VARIABLES, copied


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in the repository's folder, without variables of whoever runs the tests."""
    monkeypatch.chdir(ROOT)
    for name in (*VARIABLES, "NO_COLOR", "FORCE_COLOR", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)


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
