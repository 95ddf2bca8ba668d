"""A value that a command of the user's tells, such as a token that lasts some minutes."""

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ringback.config import Settings
from ringback.errors import ConfigError

_SECONDS = 30.0
_MOST = 64 * 1024  # bytes that a value may have
_TAIL = 4096  # bytes that are kept of what the command complains of
_GRACE = 1.0  # seconds for what is still in the pipes; a helper left behind may hold them open
_SHOWN = 200  # characters of its last line


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueCommand:
    """The command behind the value `name`, run in the folder of the configuration `file`.

    `variable` is the environment variable that may give the value in its place.
    """

    name: str
    variable: str
    words: tuple[str, ...]
    file: Path
    seconds: float = _SECONDS

    def ask(self) -> str:
        """Run it: what it prints is the value. ConfigError says in one sentence why there is none.

        Nothing that it prints is shown, but the last line of its standard error.
        """
        try:
            process = subprocess.Popen(  # noqa: S603 -- the user's own command, without a shell
                self.words,
                cwd=self.file.parent,
                stdin=subprocess.DEVNULL,  # nobody is there to answer a question
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # so that what it starts can be ended with it
            )
        except FileNotFoundError:
            raise self._wrong("is not there; install it, or give its path") from None
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise self._wrong(f"can't be run ({reason}); look at its file") from None
        return self._heard(process)

    def _heard(self, process: subprocess.Popen[bytes]) -> str:
        """What the process printed, once it has ended well."""
        kept = {"out": b"", "err": b""}
        readers = [
            threading.Thread(target=_read, args=(process.stdout, kept, "out"), daemon=True),
            threading.Thread(target=_read, args=(process.stderr, kept, "err"), daemon=True),
        ]
        for reader in readers:
            reader.start()
        try:
            process.wait(self.seconds)
        except subprocess.TimeoutExpired:
            late = True
        else:
            late = False
        finally:
            _end(process)
        for reader in readers:
            reader.join(_GRACE)
        if late:
            text = f"had not ended after {self.seconds:g} s; it must not wait for anybody"
            raise self._wrong(text, kept["err"])
        if process.returncode:
            code = process.returncode
            how = f"ended with code {code}" if code > 0 else f"was ended by signal {-code}"
            raise self._wrong(f"{how}; run it by hand to see why", kept["err"])
        return self._value(kept["out"], kept["err"])

    def _value(self, printed: bytes, complaint: bytes) -> str:
        """The value in what was printed; the value itself is in no sentence."""
        try:
            text = printed.decode().strip()
        except UnicodeDecodeError:
            raise self._wrong("printed what is no text; it must print the value") from None
        if not text:
            text = "printed nothing; it must print the value on standard output"
            raise self._wrong(text, complaint)
        if len(printed) > _MOST:
            raise self._wrong("printed more than 64 KiB; it must print the value alone")
        if len(text.splitlines()) > 1:
            raise self._wrong("printed more than one line; it must print the value alone")
        if not text.isprintable():
            raise self._wrong("printed a control character; it must print the value alone")
        return text

    def _wrong(self, problem: str, complaint: bytes = b"") -> ConfigError:
        """The sentence: which value, which program, what is wrong, and what to try."""
        lines = [line.strip() for line in complaint.decode("utf-8", "replace").splitlines()]
        last = next((line for line in reversed(lines) if line), "")
        shown = "".join(char if char.isprintable() else "?" for char in last)[:_SHOWN]
        said = f' (it says "{shown}")' if shown else ""
        text = (
            f"values.{self.name}: the command {self.words[0]} {problem}, "
            f"or set and export {self.variable}{said}"
        )
        return ConfigError(str(self.file), (text,))


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandTold:
    """What commands told: the values, the commands behind them, and what went wrong."""

    values: Mapping[str, str] = field(default_factory=dict)
    commands: Mapping[str, ValueCommand] = field(default_factory=dict)
    mistakes: tuple[ConfigError, ...] = ()


def told_by_commands(
    settings: Settings, *, dry: bool = False, given: Collection[str] = ()
) -> CommandTold:
    """The values that commands tell; not those that the environment has, or that are `given`.

    No command is run for a dry run: a text stands for what it would print.
    """
    commands = {
        key: ValueCommand(
            name=key, variable=value.variable, words=value.command, file=settings.file
        )
        for key, value in settings.values.items()
        if value.command and key not in given and not os.environ.get(value.variable)
    }
    values: dict[str, str] = {}
    mistakes = []
    for key, command in commands.items():
        try:
            values[key] = f"what {command.words[0]} prints" if dry else command.ask()
        except ConfigError as error:
            mistakes.append(error)
    return CommandTold(values=values, commands=commands, mistakes=tuple(mistakes))


def _read(stream: IO[bytes], kept: dict[str, bytes], name: str) -> None:
    """Keep the beginning of the output or the end of the complaint, and drain the rest."""
    with stream:
        while chunk := os.read(stream.fileno(), _MOST):
            whole = kept[name] + chunk
            kept[name] = whole[: _MOST + 1] if name == "out" else whole[-_TAIL:]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that goes on, with all that it started."""
    if process.poll() is not None:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
