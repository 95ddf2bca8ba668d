"""The file of a journal: one line a write, on the disk before the write leaves; for one run alone.

A lock on the file is the lease: it goes with the process, however that ends.
"""

import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ringback.errors import RingbackError

try:
    import fcntl
except ImportError:  # no lock is to be had: nothing keeps two runs apart there
    fcntl = None  # type: ignore[assignment]

Line = Mapping[str, Any]
_EVERY = 0.2  # seconds between two looks at a lease that somebody else has
_HIDDEN = "\ue000"  # around the name of a value that stands for a secret: no text has it


@dataclass(eq=False)
class LeasedError(RingbackError):
    """Another run is on the same target, with the same folder for journals."""

    target: str
    path: Path

    def __str__(self) -> str:
        """Who is there, and what to try."""
        return (
            f"another run is on {self.target} ({self.path} is locked): wait for its end, "
            "or let this one wait with --wait"
        )


class JournalFile:
    """The journal of one target in a folder; `values` are written as their names alone."""

    def __init__(self, folder: Path, target: str, values: Mapping[str, str]) -> None:
        digest = hashlib.sha256(target.encode()).hexdigest()[:12]
        self.path = folder / f"journal-{digest}.ndjson"
        self._target = target
        self._values = {name: text for name, text in values.items() if text}
        self._stream: IO[str] | None = None

    def claim(self, wait: float = 0.0) -> None:
        """Take the lease, within so many seconds.

        Raises LeasedError where another run has it, and OSError where the file can't be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        stream = self.path.open("a+", encoding="utf-8")
        until = time.monotonic() + wait
        while fcntl is not None:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() >= until:
                    stream.close()
                    raise LeasedError(self._target, self.path) from None
                time.sleep(_EVERY)
        self._stream = stream

    def lines(self) -> list[Line]:
        """What stands in it; a last line that was cut short is left out."""
        found: list[Line] = []
        if self._stream is None:
            return found
        self._stream.seek(0)
        for text in self._stream:
            with contextlib.suppress(ValueError):
                line = json.loads(text)
                if isinstance(line, dict):
                    found.append(self._shown(line))
        return found

    def append(self, lines: Sequence[Line], *, durable: bool = True) -> None:
        """Write lines; where they are to be `durable` they are on the disk when this returns.

        Raises OSError where they can't be: what they announce must not be sent then.
        """
        if self._stream is None or not lines:
            return
        text = "".join(f"{json.dumps(self._hidden(each), ensure_ascii=False)}\n" for each in lines)
        self._stream.write(text)
        self._stream.flush()
        if durable:
            os.fsync(self._stream.fileno())

    def clear(self) -> None:
        """Forget everything: it is put right."""
        if self._stream is not None:
            self._stream.truncate(0)

    def close(self) -> None:
        """Give the lease back; an empty journal leaves no file."""
        if self._stream is None:
            return
        if self.path.exists() and self.path.stat().st_size == 0:
            self.path.unlink(missing_ok=True)
        self._stream.close()
        self._stream = None

    def _hidden(self, value: Any) -> Any:
        """The value with the names of secrets in place of their texts."""
        return _replaced(value, {text: _named(name) for name, text in self._values.items()})

    def _shown(self, value: Any) -> Any:
        """The value with the texts of secrets again."""
        return _replaced(value, {_named(name): text for name, text in self._values.items()})


def _named(name: str) -> str:
    return f"{_HIDDEN}{name}{_HIDDEN}"


def _replaced(value: Any, texts: Mapping[str, str]) -> Any:
    """The value with other texts in all of its texts, the longest first."""
    if not texts:
        return value
    longest = sorted(texts, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest)))
    return _with(value, pattern, texts)


def _with(value: Any, pattern: re.Pattern[str], texts: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(lambda found: texts[found.group()], value)
    if isinstance(value, Mapping):
        each = ((name, _with(part, pattern, texts)) for name, part in value.items())
        return {_with(name, pattern, texts): part for name, part in each}
    return [_with(each, pattern, texts) for each in value] if isinstance(value, list) else value
