"""What a run shows while it goes on."""

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from ringback.commands.common.run_screen import RunScreen, on_console
from ringback.reports.scribe import ShownFinding

FOUND = ShownFinding(
    rule="law/echo",
    severity="error",
    operation="update_thing",
    message="it is wrong … \u4e2d",
    instance=None,
    schema=None,
    file=None,
    line=None,
    count=1,
    fingerprint="1",
    reproduce=None,
)


class Clock:
    """A clock that goes on when it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The seconds that it shows."""
        return self.now


@pytest.mark.parametrize(
    ("most", "seconds", "exchanges", "elapsed", "left"),
    [
        (None, None, 50, 61, "1:01 so far"),
        (100, None, 0, 5, "0:05 so far"),
        (100, None, 25, 30, "1:30 left"),
        (100, None, 120, 30, "0:00 left"),
        (None, 300.0, 5, 60, "4:00 left"),
        (100, 300.0, 50, 60, "1:00 left"),
        (1_000, 60.0, 10, 30, "0:30 left"),
        (None, 60.0, 10, 90, "0:00 left"),
    ],
)
def test_the_time_that_is_left(
    most: int | None, seconds: float | None, exchanges: int, elapsed: float, left: str
) -> None:
    """By the bound that ends the run first at its pace; without one, how long it took."""
    clock = Clock()
    screen = RunScreen(target="reference", most=most, seconds=seconds, clock=clock)
    clock.now += elapsed
    screen.tick(exchanges)
    assert screen.left == left


def test_the_line() -> None:
    """Phase, exchanges and findings so far, and time."""
    screen = RunScreen(target="reference", most=100, clock=Clock())
    assert screen.line() == "asking reference  0 exchanges  0 findings  0:00 so far"
    screen.tick(1_200, "updates")
    screen.found(None)
    assert screen.line() == "updates  1,200 exchanges  1 finding  0:00 left"


@pytest.mark.parametrize("coding", ["utf-8", "cp1252", "cp437"])
@pytest.mark.parametrize("width", [60, 200])
def test_on_a_terminal(coding: str, width: int) -> None:
    """The state stands in one line that goes away; findings stay above it, in its letters."""
    octets = io.BytesIO()
    stream = io.TextIOWrapper(octets, encoding=coding, newline="\n")
    console = Console(file=stream, force_terminal=True, width=width, legacy_windows=False)
    screen = RunScreen(target="reference", most=10)
    with on_console(console, screen, verbose=True):
        for count in range(1, 11):
            screen.tick(count, f"a phase with a name … {count}")
        screen.found(FOUND)
        screen.found(replace(FOUND, operation=None))
    stream.flush()
    told = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", octets.getvalue().decode(coding))
    message = {"utf-8": "… \u4e2d", "cp1252": "… \\u4e2d", "cp437": "... \\u4e2d"}[coding]
    assert f"error: law/echo update_thing: it is wrong {message}" in told
    assert f"error: law/echo: it is wrong {message}" in told
    assert "10 exchanges" in told
    assert octets.getvalue().endswith(b"\x1b[2K")  # the line is gone
