"""`check --watch`: stays, and judges anew what a changed file touches."""

import contextlib
import json
import queue
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.acceptance import small_service
from tests.acceptance.driving import changed, ringback, started

Capture = pytest.CaptureFixture[str]
_LONG = 40.0  # seconds until a line must have come


@dataclass
class Watched:
    """A watch that goes on, and the lines that it says."""

    command: subprocess.Popen[str]
    lines: "queue.Queue[str]" = field(default_factory=queue.Queue)

    def read(self) -> None:
        """Take up every line until it ends."""
        assert self.command.stdout is not None
        for line in self.command.stdout:
            self.lines.put(line.rstrip("\n"))

    def says(self, text: str) -> str:
        """The next line that holds this; the test fails where none comes."""
        met: list[str] = []
        end = time.monotonic() + _LONG
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                line = self.lines.get(timeout=0.5)
                met.append(line)
                if text in line:
                    return line
        raise AssertionError(f"{text!r} never came, but {met}")

    def ends(self) -> tuple[int, str]:
        """Interrupt it as Ctrl-C does: its exit code, and what it complained of."""
        self.command.send_signal(signal.SIGINT)
        code = self.command.wait(_LONG)
        assert self.command.stderr is not None
        return code, self.command.stderr.read()


@contextlib.contextmanager
def _watched(folder: Path, *arguments: str) -> Iterator[Watched]:
    """A watch of the project in a folder."""
    with started("check", "--watch", *arguments, cwd=folder, variables={}) as command:
        watched = Watched(command)
        reader = threading.Thread(target=watched.read, daemon=True)
        reader.start()
        yield watched


def test_each_change_has_judged_what_it_touches(tmp_path: Path) -> None:
    """A recording alone, at once; of a description the operations that it touches."""
    small_service.made(tmp_path)
    file = tmp_path / "description.json"
    with _watched(tmp_path) as watched:
        watched.says("everything: kept: ")
        assert "watching 4 files" in watched.says("watching")
        small_service.recorded(tmp_path, {"name": 7})
        line = watched.says("recordings/plain.json changed: broken: 1 error")
        assert re.search(r" 0 exchanges, 1 recording, .* in 0\.\d s$", line)
        watched.says("  schema/response get_plain /name: ")
        small_service.recorded(tmp_path, {"name": "b"})
        watched.says("recordings/plain.json changed: kept: ")
        whole = file.read_text("utf-8")
        file.write_text(whole[:200], "utf-8")
        assert "is not JSON" in watched.says("description.json: ")
        document = small_service.description()
        document["info"]["title"] = "Smaller"
        small_service.described(tmp_path, document)
        watched.says("description.json changed: no operation, lint and recordings: kept: ")
        del document["components"]["schemas"]["Thing"]["properties"]["kind"]["enum"]
        small_service.answer_of(document, "get_plain")["required"] = ["lost"]
        small_service.described(tmp_path, document)
        watched.says(
            "description.json changed: list_things, get_plain, lint and recordings: broken: "
        )
        (tmp_path / small_service.RECORDING).unlink()
        watched.says("recordings/plain.json changed: gone, and judged no more")
        code, complaint = watched.ends()
    assert (code, complaint) == (1, "")


def test_an_app_is_loaded_anew(tmp_path: Path) -> None:
    """A source is judged as it stands by now; one that can't be loaded is one sentence."""
    app = small_service.made(tmp_path)
    with _watched(tmp_path) as watched:
        watched.says("everything: kept: ")
        watched.says("watching")
        changed(app, '{"name": "c"}', '{"name": 7}')
        watched.says(f"{app.name} changed: everything: broken: ")
        watched.says("  schema/response list_things /")
        whole = app.read_text("utf-8")
        app.write_text(whole + "\nif", "utf-8")
        assert f"{app.stem}:app can't be loaded" in watched.says(f"{app.name} changed: ")
        app.write_text(whole.replace('{"name": 7}', '{"name": "c"}'), "utf-8")
        watched.says(f"{app.name} changed: everything: kept: ")
        changed(tmp_path / "ringback.toml", "[targets.reference]", "[targets.other]")
        assert "reference" in watched.says("ringback.toml changed: ")
        code, complaint = watched.ends()
    assert (code, complaint) == (0, "")


def test_an_interrupt_ends_a_run_that_goes_on(tmp_path: Path) -> None:
    """The run puts back and ends, and so does the watch: there is no verdict yet."""
    app = small_service.made(tmp_path)
    changed(
        app,
        "    known = ",
        '    open("asked", "w").close()\n    __import__("time").sleep(0.3)\n    known = ',
    )
    with _watched(tmp_path) as watched:
        end = time.monotonic() + _LONG
        while not (tmp_path / "asked").exists():
            assert time.monotonic() < end
            time.sleep(0.05)
        code, complaint = watched.ends()
        assert "inconclusive: interrupted" in watched.says("everything: ")
    assert (code, complaint) == (3, "")


def test_what_is_wrong_at_first_ends_it(capsys: Capture, tmp_path: Path) -> None:
    """A configuration that no run can start with is no reason to stay."""
    small_service.made(tmp_path)
    (tmp_path / "description.json").write_text("{", "utf-8")
    config = str(tmp_path / "ringback.toml")
    ended = ringback(capsys, "check", "--watch", "--config", config)
    assert "is not JSON" in ended.err
    assert ended.code == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--dry-run",), "--watch does not go with --dry-run: it stays and runs again"),
        (("--replay", "r.json"), "--watch does not go with --replay: it stays and runs again"),
        (
            ("--config", "nowhere.toml"),
            "--watch needs files: there is no nowhere.toml, and no --description",
        ),
    ],
)
def test_what_it_does_not_go_with(
    capsys: Capture, arguments: tuple[str, ...], sentence: str
) -> None:
    """A mistake in usage, told in one sentence."""
    ended = ringback(capsys, "check", "--watch", *arguments)
    assert sentence in ended.err
    assert ended.code == 2


def test_a_recording_is_judged_within_a_second(tmp_path: Path) -> None:
    """From the save to the verdict, of a process that is warm: the best of five."""
    small_service.made(tmp_path)
    took = []
    with _watched(tmp_path, "--no-target") as watched:
        watched.says("watching")
        for number in range(5):
            small_service.recorded(tmp_path, {"name": f"n{number}"})
            saved = time.monotonic()
            watched.says("recordings/plain.json changed: kept: ")
            took.append(time.monotonic() - saved)
        assert watched.ends() == (0, "")
    assert min(took) < 1.0, json.dumps(took)
