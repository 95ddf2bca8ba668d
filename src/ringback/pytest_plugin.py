"""The contract suite under pytest: `--ringback-target`, `--ringback-reading`, and two fixtures.

A thin door: it shares every check with `ringback check`. What a test asks for is imported when it
is asked for, so that the plugin costs a pytest run that does not use it next to nothing.
"""

import importlib
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from ringback.errors import RingbackError

_DEFAULT_TARGET = "reference"
_DEFAULT_READING = "strict"


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


def _suite(config: pytest.Config) -> Any:
    baseline = config.getoption("--ringback-baseline")
    return importlib.import_module("ringback.suite").Suite(
        config_file(config),
        baseline=Path(baseline) if baseline else None,
        target=config.getoption("--ringback-target"),
        reading=config.getoption("--ringback-reading"),
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
    suite = _suite(pytestconfig)
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
