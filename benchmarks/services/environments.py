"""Environments of services: a virtual environment or a node folder each, made once and kept."""

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 1200  # one installation
DONE = "installed.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packages:
    """What a service is installed from; `debian` packages are the machine's own, not a folder's."""

    pip: tuple[str, ...] = ()
    npm: tuple[str, ...] = ()
    debian: tuple[str, ...] = ()


class NotInstalledError(Exception):
    """A package client said no, or took too long."""


def install(folder: Path, packages: Packages) -> None:
    """Install what is not there yet; `folder` holds `bin` of Python's, `node_modules` of node's.

    Raises NotInstalledError with the client's last words.
    """
    done = folder / DONE
    if done.exists() and done.read_text() == repr(packages):
        return
    folder.mkdir(parents=True, exist_ok=True)
    if packages.pip:
        if not (folder / "bin" / "pip").exists():
            venv.create(folder, with_pip=True)
        _run(str(folder / "bin" / "pip"), "install", "-q", *packages.pip)
    if packages.npm:
        npm = shutil.which("npm")
        if npm is None:
            raise NotInstalledError("there is no npm")
        _run(npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), *packages.npm)
    missing = [each for each in packages.debian if not _is_on_machine(each)]
    if missing:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        _run("apt-get", "install", "-y", "-q", "--no-install-recommends", *missing, env=quiet)
    done.write_text(repr(packages))


def _is_on_machine(package: str) -> bool:
    asked = ["dpkg-query", "-W", "-f=${Status}", package]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    return "ok installed" in told.stdout


def _run(*command: str, env: dict[str, str] | None = None) -> None:
    try:
        told = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=_SECONDS, env=env
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalledError(str(error)) from None
    if told.returncode:
        lines = (told.stderr or told.stdout).strip().splitlines()
        raise NotInstalledError(
            lines[-1] if lines else f"{command[0]} ended with {told.returncode}"
        )


def python(folder: Path) -> str:
    """The interpreter of an environment; this one's where it has none."""
    own = folder / "bin" / "python"
    return str(own) if own.exists() else sys.executable
