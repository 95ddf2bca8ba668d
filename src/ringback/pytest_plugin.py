"""The contract suite under pytest: `--ringback-target`, `--ringback-reading`, and two fixtures.

A thin door: it shares every check with `ringback check`. What a test asks for is imported when it
is asked for, so that the plugin costs a pytest run that does not use it next to nothing.
"""

import importlib
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from ringback.errors import RingbackError

_DEFAULT_TARGET = "reference"
_DEFAULT_READING = "strict"
_SHARED = "ringback"
_FOLDER = pytest.StashKey[str]()
_TOLD = pytest.StashKey[Callable[[], Any]]()
_PARTS = pytest.StashKey[list[dict[str, Any]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that mean the same as those of `ringback check`."""
    group = parser.getgroup("ringback", "contract tests of an HTTP API")
    group.addoption(
        "--ringback-target",
        default=_DEFAULT_TARGET,
        metavar="NAME|URL",
        help="reference, mocked, a target of ringback.toml, or a URL (default: reference)",
    )
    group.addoption(
        "--ringback-reading",
        default=_DEFAULT_READING,
        metavar="READING",
        help="which reading of the description is judged (default: strict)",
    )
    group.addoption(
        "--ringback-config",
        default=None,
        metavar="FILE",
        help="the configuration (default: ringback.toml in pytest's root folder)",
    )
    group.addoption(
        "--ringback-baseline",
        default=None,
        metavar="FILE",
        help="accepted findings (default: ringback.baseline.toml beside the configuration)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """End a run at once whose options name nothing: one sentence in place of an error a test."""
    asked = [config.getoption(name) for name in ("--ringback-target", "--ringback-reading")]
    files = [config.getoption(name) for name in ("--ringback-config", "--ringback-baseline")]
    if asked == [_DEFAULT_TARGET, _DEFAULT_READING] and not any(files):
        return
    try:
        _suite(config).close()
    except RingbackError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Give a worker of pytest-xdist the folder that all of them share: one plays for all."""
    stash = node.config.stash
    if _FOLDER not in stash:
        stash[_FOLDER] = tempfile.mkdtemp(prefix="ringback-")
    node.workerinput[_SHARED] = stash[_FOLDER]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a worker has judged."""
    told = getattr(node, "workeroutput", {}).get(_SHARED)
    if told is not None:
        node.config.stash.setdefault(_PARTS, []).append(told)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand on what was judged here, where this is a worker."""
    output, told = getattr(session.config, "workeroutput", None), session.config.stash
    if output is not None and _TOLD in told:
        output[_SHARED] = told[_TOLD]().plain()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """The verdict of all that was judged, in one line."""
    stash = config.stash
    if _TOLD not in stash and _PARTS not in stash:
        return
    told = importlib.import_module("ringback.suite_told").SuiteTold
    parts = [told.taken(each) for each in stash.get(_PARTS, [])]
    parts += [stash[_TOLD]()] if _TOLD in stash else []
    line = told.merged(parts).line()
    if line:
        terminalreporter.write_line(f"ringback: {line}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the workers' folder away."""
    if _FOLDER in config.stash:
        shutil.rmtree(config.stash[_FOLDER], ignore_errors=True)


def _suite(config: pytest.Config) -> Any:
    baseline = config.getoption("--ringback-baseline")
    shared = getattr(config, "workerinput", {}).get(_SHARED)
    return importlib.import_module("ringback.suite").Suite(
        config_file(config),
        baseline=Path(baseline) if baseline else None,
        target=config.getoption("--ringback-target"),
        reading=config.getoption("--ringback-reading"),
        shared=None if shared is None else Path(shared),
    )


def config_file(config: pytest.Config) -> Path:
    """The configuration of this pytest run."""
    chosen = config.getoption("--ringback-config")
    return Path(chosen) if chosen else config.rootpath / "ringback.toml"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell a test that passed but for what the baseline holds as an expected failure, with why."""
    report = yield
    suite = getattr(item, "funcargs", {}).get("ringback_suite")
    held = suite.take_accepted() if suite is not None and call.when == "call" else []
    if held and report.passed:
        report.outcome = "skipped"
        report.wasxfail = "; ".join(held)
    return report


@pytest.fixture(scope="session")
def ringback_suite(pytestconfig: pytest.Config) -> Iterator[Any]:
    """The `ringback.suite.Suite` of the options: contract, target, and one campaign over it."""
    try:
        suite = _suite(pytestconfig)
    except RingbackError as error:  # one sentence, as the command has it
        pytest.fail(str(error), pytrace=False)
    pytestconfig.stash[_TOLD] = suite.told
    yield suite
    suite.close()


@pytest.fixture(scope="session")
def contract(ringback_suite: Any) -> Any:
    """The `ringback.contract.Contract` under the chosen reading."""
    return ringback_suite.contract


@pytest.fixture(scope="session")
def contract_target(ringback_suite: Any) -> Any:
    """The target that the options name: anything with `send(Request)`."""
    return ringback_suite.target
