"""The contract under pytest: the suite of a target, exchanges of clients, cassettes as items.

A thin door: it shares every check with `ringback check` and `ringback validate`. What a test asks
for is imported when it is asked for, so that the plugin costs a pytest run that does not use it
next to nothing.
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
_EXCHANGED = "ringback-exchanges"
_CASSETTES = ("ringback_cassettes", "ringback.testing.cassette_items")
_FOLDER = pytest.StashKey[str]()
_TOLD = pytest.StashKey[Callable[[], Any]]()
_PARTS = pytest.StashKey[list[dict[str, Any]]]()
_EXCHANGES = pytest.StashKey[Any]()
_ITEMS = pytest.StashKey[dict[str, tuple[list[Any], list[str]]]]()
_OPTIONS = (
    (
        "--ringback-target",
        _DEFAULT_TARGET,
        "NAME|URL",
        "reference, mocked, a target of ringback.toml, or a URL (default: reference)",
    ),
    (
        "--ringback-reading",
        _DEFAULT_READING,
        "READING",
        "which reading of the description is judged (default: strict)",
    ),
    (
        "--ringback-config",
        None,
        "FILE",
        "the configuration (default: ringback.toml in pytest's root folder)",
    ),
    (
        "--ringback-baseline",
        None,
        "FILE",
        "accepted findings (default: ringback.baseline.toml beside the configuration)",
    ),
)
_MARKER = (
    "contract(description=None, *, reading=None, hosts=(), judge_refused=True, each=None, **mock): "
    "what this test's contract, contract_exchanges and contract_api go by; each='operation', "
    "'check', 'law' or 'recording' makes an item of each that the target's suite has; mock: what "
    "ringback.mock.router takes"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that mean the same as those of `ringback check`, and the plugin's own."""
    group = parser.getgroup("ringback", "contract tests of an HTTP API")
    for name, usual, shown, text in _OPTIONS:
        group.addoption(name, default=usual, metavar=shown, help=text)
    told = "(ringback) an OpenAPI description, where there is no ringback.toml"
    parser.addini("ringback_description", told, default="")
    told = "(ringback) folders of cassettes and recordings whose exchanges are judged as items"
    parser.addini(_CASSETTES[0], told, type="paths", default=[])
    told = "(ringback) hosts whose exchanges are judged, besides those of the description"
    parser.addini("ringback_hosts", told, type="args", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """End a run at once whose options name nothing: one sentence in place of an error a test."""
    config.addinivalue_line("markers", _MARKER)
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
    output = getattr(node, "workeroutput", {})
    if _SHARED in output:
        node.config.stash.setdefault(_PARTS, []).append(output[_SHARED])
    if _EXCHANGED in output:
        _exchanges(node.config).take(output[_EXCHANGED])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand on what was judged here, where this is a worker."""
    output, stash = getattr(session.config, "workeroutput", None), session.config.stash
    if output is not None and _TOLD in stash:
        output[_SHARED] = stash[_TOLD]().plain()
    if output is not None and _EXCHANGES in stash:
        output[_EXCHANGED] = stash[_EXCHANGES].plain()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """The verdict of all that was judged, in a few lines."""
    stash, lines = config.stash, list[str]()
    if _TOLD in stash or _PARTS in stash:
        told = importlib.import_module("ringback.suite_told").SuiteTold
        parts = [told.taken(each) for each in stash.get(_PARTS, [])]
        parts += [stash[_TOLD]()] if _TOLD in stash else []
        lines += [told.merged(parts).line()]
    if _EXCHANGES in stash:
        lines += stash[_EXCHANGES].lines()
    for line in filter(None, lines):
        terminalreporter.write_line(f"ringback: {line}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the workers' folder away."""
    if _FOLDER in config.stash:
        shutil.rmtree(config.stash[_FOLDER], ignore_errors=True)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Make items of the exchanges in a file of a folder that `ringback_cassettes` names."""
    folders = parent.config.getini(_CASSETTES[0])
    if not any(file_path.is_relative_to(folder) for folder in folders):
        return None
    items = importlib.import_module(_CASSETTES[1])
    if file_path.suffix not in items.SUFFIXES:
        return None
    given = {"exchanges": _exchanges(parent.config), "by": _judged_by(parent.config)}
    file: pytest.Collector = items.CassetteFile.from_parent(parent, path=file_path, **given)
    return file


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make an item of each operation, check, law or recording, where a test is marked for it."""
    marker = metafunc.definition.get_closest_marker("contract")
    each = marker.kwargs.get("each") if marker else None
    if each is None:
        return
    known = metafunc.config.stash.setdefault(_ITEMS, {})
    try:
        if each not in known:
            suite = _suite(metafunc.config)
            try:
                known[each] = suite.items(each)
            finally:
                suite.close()
    except RingbackError as error:
        raise pytest.UsageError(str(error)) from None
    metafunc.parametrize(each, known[each][0], ids=known[each][1])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test by what its client sent or was answered; one that fails anyhow has a note."""
    given = getattr(item, "funcargs", {})
    watched = [given[name] for name in ("contract_exchanges", "contract_api") if name in given]
    told = importlib.import_module("ringback.testing.exchange_session").told_by if watched else None
    try:
        result = yield
    except Exception as error:
        if told is not None and (text := told(watched)):
            error.add_note(text)
        raise
    if told is not None and (text := told(watched)):
        pytest.fail(text, pytrace=False)
    return result


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


@pytest.fixture
def contract(request: pytest.FixtureRequest) -> Any:
    """The `ringback.contract.Contract` that the marker, the configuration or the ini names."""
    return _judge(request).contract


@pytest.fixture(scope="session")
def contract_target(ringback_suite: Any) -> Any:
    """The target that the options name: anything with `send(Request)`."""
    return ringback_suite.target


@pytest.fixture
def contract_exchanges(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Validates what httpx and requests send and receive in a test, which fails by what is wrong.

    A `ringback.traffic.ValidatedExchanges`.
    """
    _judge(request)
    exchanges = _exchanges(request.config).validated(_judged_by(request.config, request.node))
    with exchanges:
        yield exchanges


@pytest.fixture
def contract_api(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A mock of the contract, fresh for each test: a `ringback.mock.in_process.ApiRouter`.

    Inside of `with contract_api:` every client of httpx is answered by it, and
    `httpx.MockTransport(contract_api.handler)` needs no patch. A test fails in the end by what its
    client did wrong. The marker's further names go to `ringback.mock.router`: mode, seed, app, ….
    """
    _judge(request)
    by = _judged_by(request.config, request.node)
    try:
        api = _exchanges(request.config).mocked(by)
    except RingbackError as error:
        pytest.fail(str(error), pytrace=False)
    yield api
    api.mistakes.clear()  # the test has told them
    api.close()


def _judge(request: pytest.FixtureRequest) -> Any:
    """What judges by the description of this test; the test fails in one sentence without one."""
    try:
        by = _judged_by(request.config, request.node)
        return _exchanges(request.config).judge(by)
    except RingbackError as error:
        pytest.fail(str(error), pytrace=False)


def _exchanges(config: pytest.Config) -> Any:
    """The exchanges of this run, judged by each description that is named."""
    if _EXCHANGES not in config.stash:
        module = importlib.import_module("ringback.testing.exchange_session")
        baseline = config.getoption("--ringback-baseline")
        file = Path(baseline) if baseline else None
        config.stash[_EXCHANGES] = module.ExchangeSession(config_file(config), file)
    return config.stash[_EXCHANGES]


def _judged_by(config: pytest.Config, node: pytest.Item | None = None) -> Any:
    """What a test is judged by: its marker, before the options and the ini."""
    module = importlib.import_module("ringback.testing.exchange_session")
    return module.judged_by(config, config_file(config), node)


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
