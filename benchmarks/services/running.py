"""A service under way: started with a fresh folder, asked until it is up, ended by its process."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.services.service import Place, Service

_GRACE = 15.0  # seconds until a service that was told to end is ended


class NotUpError(Exception):
    """A service ended, or did not answer in time."""


@contextmanager
def running(service: Service, home: Path, data: Path) -> Iterator[Place]:
    """The place of a service that answers; it has ended behind this.

    Raises NotUpError with its last words.
    """
    data.mkdir(parents=True)
    place = Place(home=home, data=data, port=_free_port())
    for name, text in service.files.items():
        file = data / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    env = {**os.environ, **service.environment(place)}
    env.pop("PYTHONPATH", None)
    log = data.with_suffix(".log")
    for command in service.prepare(place):
        subprocess.run(command, cwd=data, env=env, check=True, capture_output=True, timeout=300)
    with log.open("wb") as words:
        process = subprocess.Popen(
            service.command(place),
            cwd=data,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait(service, place, process, log)
            yield place
        finally:
            _end(process)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait(service: Service, place: Place, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + service.seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise NotUpError(f"{service.name} ended with {process.returncode}: {_last(log)}")
        try:
            if httpx.get(place.url + service.ready, timeout=5).status_code < 500:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise NotUpError(f"{service.name} did not answer in {service.seconds:g} s: {_last(log)}")


def _last(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process and those that it started: all are in a session of its own."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(_GRACE)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
