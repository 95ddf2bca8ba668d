"""The pytest plugin, driven by a pytest of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

import pytest

from contracts.numbers.faults import FAULTS
from tests.acceptance.driving import (
    ROOT,
    VARIABLES,
    Ended,
    Variables,
    changed,
    environment,
    ringback,
    served,
)


def pytest_run(
    *arguments: str, variables: Variables = MappingProxyType({}), path: Path | None = None
) -> Ended:
    """How a pytest of its own ended, in the repository's folder; `path` has modules of the test."""
    given = environment(variables)
    if path is not None:
        given["PYTHONPATH"] += f"{os.pathsep}{path}"
    done = subprocess.run(  # noqa: S603 -- this interpreter, with arguments of the test
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ended(code=done.returncode, out=done.stdout, err=done.stderr)


def test_the_options_are_there() -> None:
    """Who lives in pytest finds the options in its help."""
    ended = pytest_run("--help")
    for option in (
        "--ringback-target",
        "--ringback-reading",
        "--ringback-config",
        "--ringback-baseline",
    ):
        assert option in ended.out
    assert ended.code == 0


def test_an_unknown_target_is_one_sentence() -> None:
    """A target that is not there ends the run as a usage mistake, not as an error a test."""
    ended = pytest_run("tests/contract", "--ringback-target", "production")
    assert ended.said.strip() == (
        "ERROR: --target production: no such target "
        "(configured: reference, staging, mocked; or a URL)"
    )
    assert ended.code == 4


def test_missing_values_are_one_sentence() -> None:
    """Values that a target lacks are named before anything is collected."""
    ended = pytest_run("tests/contract", "--ringback-target", "staging")
    assert ended.said.strip() == (
        "ERROR: environment: the target staging needs "
        "RINGBACK_TOKEN and RINGBACK_PHONE_NUMBER: set and export them"
    )
    assert ended.code == 4


def test_an_unknown_reading_is_one_sentence() -> None:
    """The reading's mistakes are told alike."""
    ended = pytest_run("tests/contract", "--ringback-reading", "loose")
    assert "ERROR: --reading loose: no such reading (configured: published, strict)" in ended.said
    assert ended.code == 4


def test_a_baseline_that_is_not_there_is_one_sentence() -> None:
    """As with `ringback check`: nothing is accepted by a file that is misspelt."""
    ended = pytest_run("tests/contract", "--ringback-baseline", "no.toml")
    told = "ERROR: --baseline no.toml: no such file; make it with ringback baseline update"
    assert (ended.said.strip(), ended.code) == (told, 4)


def test_the_contract_suite_has_readable_items() -> None:
    """Each recording, operation, check and law is an item whose id says what it is."""
    ended = pytest_run("tests/contract", "--ringback-target", "mocked", "--collect-only", "-q")
    assert ended.code == 0
    items = [line.split("::")[1] for line in ended.said.splitlines() if "::" in line]
    assert "test_a_recording_keeps_the_contract[update_number-page-example]" in items
    assert "test_a_law_holds[law/echo]" in items
    assert "test_an_operation_keeps_the_contract[update_number]" in items
    assert "test_a_check_passes[schema/response]" in items


def test_several_processes_play_once(tmp_path: Path) -> None:
    """Under pytest-xdist each item is judged once, one process plays, and one verdict is told."""
    played = tmp_path / "played"
    (tmp_path / "counting.py").write_text(
        "from ringback.campaign.run.campaign import Campaign\n"
        "whole = Campaign.run\n"
        "def run(self):\n"
        f"    with open({str(played)!r}, 'a') as file:\n"
        "        file.write('once ')\n"
        "    return whole(self)\n"
        "Campaign.run = run\n",
        "utf-8",
    )
    paths = ("tests/contract/test_operations.py", "tests/contract/test_recordings.py")
    given = (*paths, "-q", "--ringback-target", "mocked", "-p", "counting", "-n", "2")
    ended = pytest_run(*given, path=tmp_path)
    assert (ended.code, played.read_text("utf-8")) == (0, "once ")
    assert re.search(r"^45 passed", ended.said, re.MULTILINE)
    told = re.findall(r"^ringback: (.*)", ended.said, re.MULTILINE)
    assert len(told) == 1
    assert told[0].startswith("kept: 42 recordings, 3 operations, response coverage ")


def test_the_recordings_hold_under_pytest() -> None:
    """The items run: what `ringback check` says of the recordings, pytest says too."""
    ended = pytest_run("tests/contract/test_recordings.py", "--ringback-target", "mocked", "-q")
    assert re.search(r"^42 passed", ended.said, re.MULTILINE)
    assert ended.code == 0


@pytest.mark.usefixtures("values")
def test_what_the_baseline_holds_is_expected(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Findings that a check had accepted, of the target and of a recording, fail no test."""
    fault = next(each for each in FAULTS if each.name == "crash-on-list")
    [recording] = project.rglob("error-404-action.json")
    changed(recording, '"status": 404', '"status": 299')
    with served(fault.app()) as url:
        config = ("--ringback-config", str(project / "ringback.toml"), "--ringback-target", url)
        suite = ("tests/contract", "-q", "-rx", *config)
        ended = ringback(capsys, "check", "--target", url, "-q", "--report", "json=r.json")
        assert ended.code == 1
        ringback(capsys, "baseline", "update", "--from", "r.json", "--reason", "soon mended")
        after = pytest_run(*suite, variables=VARIABLES)
        (project / "none.toml").write_text("", "utf-8")
        other = ("--ringback-baseline", str(project / "none.toml"))
        without = pytest_run(*suite, *other, variables=VARIABLES)
    assert (after.code, without.code) == (0, 1), after.said
    [(failed, passed)] = re.findall(r"(\d+) failed, (\d+) passed", without.said)
    [(*held,)] = re.findall(r"(\d+) passed, (\d+) xfailed", after.said)
    assert held == [passed, failed]
    words = r"XFAIL tests/contract/\S+\[list_numbers\] - protocol/server-error list_numbers: .*; "
    assert re.search(words + "accepted: soon mended", after.said), after.said
    assert re.search(r"XFAIL \S+test_a_recording_\S+ - \S+ \S+: .*: soon mended", after.said)


def test_a_broken_configuration_is_one_sentence(tmp_path: Path) -> None:
    """Whoever asks for the suite with the usual options is told what is wrong, and where."""
    (tmp_path / "ringback.toml").write_text("[contract]\ndescription = 7\n", "utf-8")
    (tmp_path / "test_it.py").write_text("def test_it(ringback_suite): pass\n", "utf-8")
    ended = pytest_run("-q", "--rootdir", str(tmp_path), str(tmp_path / "test_it.py"))
    assert ended.code == 1
    assert "contract.description must be a text" in ended.said
