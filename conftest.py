"""Hypothesis profiles, signals as they are by default, and the network guard for every test."""

import os
import signal
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "default",
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("long", parent=settings.get_profile("default"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

_LOOPBACK = {"127.0.0.1", "::1", "localhost", ""}


@pytest.fixture(autouse=True, scope="session")
def _default_signals() -> Iterator[None]:
    """Tests, and whatever they start, can be interrupted, also where they run in the background.

    A shell's `&` and some CI runners start commands with SIGINT ignored, which children inherit:
    one that a test interrupts would go on for ever. What Python handles is the default in a child.
    """
    both = (signal.SIGINT, signal.SIGTERM)
    ignored = [each for each in both if signal.getsignal(each) is signal.SIG_IGN]
    for each in ignored:
        signal.signal(each, signal.default_int_handler)
    yield
    for each in ignored:
        signal.signal(each, signal.SIG_IGN)


@pytest.fixture(autouse=True, scope="session")
def _made_cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What Schemathesis has made for one test is not made again for the next, in any process."""
    home = tmp_path_factory.getbasetemp()
    shared = home.parent if "PYTEST_XDIST_WORKER" in os.environ else home
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RINGBACK_CACHE_DIR", str(shared / "ringback-cache"))
        yield


@pytest.fixture(autouse=True)
def _network_guard(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but loopback is reached, unless the run was aimed elsewhere on purpose."""
    target = request.config.getoption("--ringback-target", default="reference")
    if target not in {"reference", "mocked"}:
        return
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in _LOOPBACK:
            pytest.fail(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
