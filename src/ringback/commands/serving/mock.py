"""`ringback mock`: an API as its contract has it over HTTP, on a loopback port unless told else."""

import re
import sys
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from ringback.commands.arguments import MockOptions
from ringback.commands.serving.hot_reload import HotReload
from ringback.commands.serving.listening import (
    QUIET,
    OpenConnections,
    check_uvicorn,
    listen,
    serve,
    url_of,
)
from ringback.commands.setup.subjects import subject_of, supplied_by
from ringback.config import Settings
from ringback.config_reader import load_settings
from ringback.contract import Contract
from ringback.errors import UsageError
from ringback.mock.answering.chosen import Mode
from ringback.mock.answering.failures import FAILURES, failure_named
from ringback.mock.api_mock import ApiMock
from ringback.mock.in_process.stubs import STUB_MARK, stub_of
from ringback.mock.serving.mock_app import MockApp
from ringback.target_values import named
from ringback.visible import visible
from ringback.wiring import api_mock, asgi_app, contract

_REFERENCE = "reference"


def run(options: MockOptions) -> int:
    """Serve until interrupted; UsageError where the port is taken or something is missing."""
    if options.stub is not None:
        return _stub(options, options.stub)
    check_uvicorn("mock")
    connections = OpenConnections()
    if options.target is not None:
        settings = load_settings(options.common.config)
        app, name, reload = asgi_app(settings, options.target), options.target, None
    else:
        app, name, reload = _mocked(options, connections)
    listener = listen(options.host, options.port)
    _say(f"{name} on {url_of(listener)} (Ctrl-C ends it)")
    if isinstance(app, MockApp) and not options.common.quiet:
        for note in app.mock.notes:
            _say(note)
    level = "info" if options.common.verbose else QUIET if options.target is None else "warning"
    with reload or nullcontext():
        serve(app, listener, connections, level)
    _say("ended")
    return 0


def _stub(options: MockOptions, path: Path) -> int:
    """Write the stub of a router with all operations; UsageError where it can't be.

    What stands there and is no stub of ringback's is left alone.
    """
    headers = supplied_by(options.credentials).plain_headers
    settings = subject_of(options.common.config, options.description, headers=headers).settings
    words = re.findall(r"[A-Za-z0-9]+", path.stem)
    name = "".join(word[:1].upper() + word[1:] for word in words)
    text = stub_of(contract(settings, options.reading), name if name.isidentifier() else "Api")
    try:
        if path.exists() and not path.read_bytes().startswith(STUB_MARK.encode()):
            raise UsageError((f"--stub {path}: is no stub of ringback's; name another file",))
        path.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError((f"--stub {path}: can't be written ({error.strerror})",)) from error
    _say(f"written: {path}")
    return 0


def _mocked(
    options: MockOptions, connections: OpenConnections
) -> tuple[MockApp, str, HotReload | None]:
    """The mock that the options describe, what it is called, and what loads it anew."""
    mock, name, settings = _made(options)
    say = (lambda _line: None) if options.common.quiet else _say
    app = MockApp(mock, connections, cors=options.cors, say=say)
    if not options.hot_reload:
        return app, name, None

    def again() -> Contract:
        app.mock = _made(options)[0]
        return app.mock.contract

    return app, name, HotReload(settings, mock.contract, again, say)


def _made(options: MockOptions) -> tuple[ApiMock, str, Settings]:
    """A mock as the options and the configuration have it, and what it is called."""
    headers = supplied_by(options.credentials).plain_headers
    settings = subject_of(options.common.config, options.description, headers=headers).settings
    app, name = _app(options, settings)
    if options.description is not None:  # the app and the faults are of the configured one
        settings = replace(settings, prove=None)
    mock = api_mock(
        settings,
        options.reading,
        mode=None if options.mode is None else Mode(options.mode),
        seed=options.seed,
        app=app,
        recordings=options.recordings,
        checked=False,
    )
    fault = options.fault
    if fault and fault.partition("=")[0] in FAILURES:
        mock.fault = failure_named(fault)
    elif fault:
        if settings.prove is None or not settings.prove.faults:
            failure_named(fault)  # there is no other kind: it tells which there are
        mock.planted(fault)
    return mock, name or options.description or _shown(settings), settings


def _shown(settings: Settings) -> str:
    """The configured description as seen from the working directory, where it stands below that."""
    place = settings.description
    with suppress(ValueError):
        if isinstance(place, Path):
            return str(place.resolve().relative_to(Path.cwd()))
    return str(place)


def _app(options: MockOptions, settings: Settings) -> tuple[Callable[[], Any] | None, str]:
    """What makes the app behind the mock, if it isn't that of `[prove]`; and what it is called."""
    if options.stateful:
        found = named(settings, options.stateful, "--stateful")
        # An ASGI app takes three things, what makes one takes nothing.
        return (found if _makes(found) else lambda: found), options.stateful
    chosen = settings.targets.get(_REFERENCE)
    stateful = options.mode in {None, Mode.STATEFUL.value}
    if options.description is not None or chosen is None or not chosen.app or not stateful:
        return None, ""
    if settings.prove is not None:
        return None, _REFERENCE
    app = asgi_app(settings, _REFERENCE)
    return (lambda: app), _REFERENCE


def _makes(found: Any) -> bool:
    """Whether it is called with nothing, to make an app."""
    import inspect  # noqa: PLC0415 -- asked for by one option

    if not callable(found):
        raise UsageError(("--stateful: names no ASGI app, and nothing that makes one",))
    try:
        inspect.signature(found).bind()
    except (TypeError, ValueError):
        return False
    return True


def _say(line: str) -> None:
    sys.stdout.write(f"{visible(line)}\n")
    sys.stdout.flush()
