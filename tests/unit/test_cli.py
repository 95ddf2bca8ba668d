"""The command line: options into values, every way out."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from ringback.cli import main
from ringback.commands.arguments import (
    CheckOptions,
    Common,
    DiffOptions,
    LintOptions,
    MockOptions,
    ProveOptions,
    ValidateOptions,
)

Asked = list[tuple[str, object]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What commands were asked to do, in place of doing it."""
    seen: Asked = []

    def imported(name: str) -> SimpleNamespace:
        def run(options: object) -> int:
            seen.append((name.rpartition(".")[2], options))
            return 0

        return SimpleNamespace(run=run)

    monkeypatch.setattr("importlib.import_module", imported)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return seen


def code_of(*arguments: str) -> int | str | None:
    """The exit code of a command line."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return ended.value.code


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (("check",), CheckOptions()),
        (
            ("check", "--target", "mocked", "--reading", "published", "--seed", "random"),
            CheckOptions(target="mocked", reading="published", seed="random"),
        ),
        (
            ("check", "--operation", "a", "--operation", "b", "--tag", "c", "--no-target"),
            CheckOptions(operations=("a", "b"), tags=("c",), no_target=True),
        ),
        (
            ("check", "--max-requests", "5", "--max-time", "1.5", "--rate", "2/s", "--dry-run"),
            CheckOptions(max_requests=5, max_time=1.5, rate=2.0, dry_run=True),
        ),
        (("check", "--rate", "0.5", "--timeout", "3"), CheckOptions(rate=0.5, timeout=3.0)),
        (
            ("check", "--select", "law, schema/response", "--select", "auth", "--ignore", "flaky,"),
            CheckOptions(
                common=Common(select=("law", "schema/response", "auth"), ignore=("flaky",))
            ),
        ),
        (
            ("check", "--config", "other.toml", "--report", "json", "-q", "-v"),
            CheckOptions(
                common=Common(
                    config=Path("other.toml"), reports=("json",), quiet=True, verbose=True
                )
            ),
        ),
        (("validate", "a", "-"), ValidateOptions(paths=("a", "-"))),
        (
            ("validate", "a", "--operation", "o", "--status", "404", "--no-expect"),
            ValidateOptions(paths=("a",), operation="o", status=404, expectations=False),
        ),
        (("lint",), LintOptions()),
        (
            ("lint", "a.yaml", "--overlay", "b.yaml", "--allow-remote"),
            LintOptions(descriptions=("a.yaml",), overlays=(Path("b.yaml"),), allow_remote=True),
        ),
        (("diff", "main"), DiffOptions(base="main")),
        (
            ("diff", "a", "b", "--overlay", "o", "--base-overlay", "x:p", "--head-overlay", "q"),
            DiffOptions(
                base="a", head="b", overlays=("o",), base_overlays=("x:p",), head_overlays=("q",)
            ),
        ),
        (
            ("diff", "-", "--pinned", "v1", "--operation", "a", "--reading", "strict", "--all"),
            DiffOptions(
                base="-", pinned="v1", operations=("a",), reading="strict", everything=True
            ),
        ),
        (
            ("diff", "a", "--allow-remote", "--strict-unknown", "--semver"),
            DiffOptions(base="a", allow_remote=True, strict_unknown=True, semver=True),
        ),
        (("check", "--against", "main"), CheckOptions(against="main")),
        (("mock", "--host", "::1", "--port", "0"), MockOptions(host="::1", port=0)),
        (("prove",), ProveOptions()),
        (
            ("prove", "--kind", "k", "--only", "a", "--only", "b", "--seeds", "0", "--all"),
            ProveOptions(kinds=("k",), names=("a", "b"), seeds=0, everything=True),
        ),
    ],
)
def test_a_command_line_becomes_a_value(
    asked: Asked, arguments: tuple[str, ...], options: object
) -> None:
    """Parsing is one thing and running another: what is asked for is a value between them."""
    assert code_of(*arguments) == 0
    assert asked == [(arguments[0], options)]


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (KeyboardInterrupt(), 3, "ringback: interrupted\n"),
        (
            RuntimeError("boom"),
            3,
            "ringback: ringback itself failed (RuntimeError: boom); -v shows where\n",
        ),
    ],
)
def test_whatever_is_raised_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    told: str,
) -> None:
    """No way to fail shows a traceback, unless it is asked for."""

    def failing(_name: str) -> SimpleNamespace:
        raise error

    monkeypatch.setattr("importlib.import_module", failing)
    assert code_of("lint") == code
    assert capsys.readouterr().err.lstrip() == told
    code_of("lint", "-v")
    shown = capsys.readouterr().err
    assert ("Traceback" in shown) is isinstance(error, Exception)


@pytest.fixture(params=[signal.default_int_handler, signal.SIG_IGN], ids=["handled", "ignored"])
def _ctrl_c(request: pytest.FixtureRequest) -> Iterator[None]:
    """Ctrl-C as it is on a terminal, and as commands in the background have it."""
    earlier = signal.signal(signal.SIGINT, request.param)
    yield
    signal.signal(signal.SIGINT, earlier)


@pytest.mark.usefixtures("_ctrl_c")
def test_an_interrupt_that_is_swallowed_comes_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An interrupt inside a destructor, where no exception gets out, still ends the run."""

    class Swallowing:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGTERM)

    def run(_options: object) -> int:
        Swallowing()
        time.sleep(30)
        return 0

    monkeypatch.setattr("importlib.import_module", lambda _name: SimpleNamespace(run=run))
    assert code_of("lint") == 3
    assert capsys.readouterr().err.lstrip() == "ringback: interrupted\n"


@pytest.mark.usefixtures("_ctrl_c")
def test_sigterm_is_an_interruption(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """SIGTERM does what Ctrl-C does, also where SIGINT is ignored, and afterwards is as before."""

    def killed(_name: str) -> SimpleNamespace:
        signal.raise_signal(signal.SIGTERM)
        return SimpleNamespace(run=lambda _options: 0)

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr("importlib.import_module", killed)
    assert code_of("lint") == 3
    assert capsys.readouterr().err.lstrip() == "ringback: interrupted\n"
    assert signal.getsignal(signal.SIGTERM) == before
