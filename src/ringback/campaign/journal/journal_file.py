"""The file of a journal: one line a write, on the disk before the write leaves."""

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from io import FileIO
from pathlib import Path
from typing import Any

Line = Mapping[str, Any]
_TRIES = 3
_HIDDEN = "\ue000"  # around the name of a value that stands for a secret: no text has it


class JournalFile:
    """The journal of one target in a folder; secrets (`values`) are written as their names alone.

    Whoever opens it is alone on the target. Raises OSError where it can't be written.
    """

    def __init__(self, folder: Path, target: str, values: Mapping[str, str]) -> None:
        digest = hashlib.sha256(target.encode()).hexdigest()[:12]
        self.path = folder / f"journal-{digest}.ndjson"
        self._values = {name: text for name, text in values.items() if text}
        self._stream = _opened(self.path)

    def lines(self) -> list[Line]:
        """What stands in it; a line that was cut short is left out."""
        found: list[Line] = []
        self._stream.seek(0)
        for text in self._stream.read().splitlines():
            with contextlib.suppress(ValueError):
                line = json.loads(text)
                if isinstance(line, dict):
                    found.append(self._shown(line))
        return found

    def append(self, lines: Sequence[Line], *, durable: bool = True) -> None:
        """Write lines; where they are to be `durable` they are on the disk when this returns.

        Raises OSError where they can't be: what they announce must not be sent then, and nothing of
        them is left, on the disk or to be written later.
        """
        if not lines:
            return
        text = "".join(f"{json.dumps(self._hidden(each), ensure_ascii=True)}\n" for each in lines)
        size = os.fstat(self._stream.fileno()).st_size
        try:
            left = memoryview(text.encode("ascii"))
            while left:
                left = left[self._stream.write(left) :]
            if durable:
                os.fsync(self._stream.fileno())
        except OSError:
            with contextlib.suppress(OSError):
                self._stream.truncate(size)
            raise

    def clear(self) -> None:
        """Forget everything: it is put right."""
        self._stream.truncate(0)

    def close(self) -> None:
        """Let go of it; an empty journal leaves no file, and no folder that has nothing else."""
        with contextlib.suppress(OSError):
            if self.path.stat().st_size == 0:
                self.path.unlink()
                self.path.parent.rmdir()
        self._stream.close()

    def _hidden(self, value: Any) -> Any:
        """The value with the names of secrets in place of their texts."""
        return _replaced(value, {text: _named(name) for name, text in self._values.items()})

    def _shown(self, value: Any) -> Any:
        """The value with the texts of secrets again."""
        return _replaced(value, {_named(name): text for name, text in self._values.items()})


def _opened(path: Path) -> FileIO:
    """The file, in a folder that the end of another run may take away meanwhile.

    Nothing is buffered: what a full disk refuses must not be tried again when the file is closed.
    """
    for _ in range(_TRIES):
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            return FileIO(path, "a+")
    return FileIO(path, "a+")


def _named(name: str) -> str:
    return f"{_HIDDEN}{name}{_HIDDEN}"


def _replaced(value: Any, texts: Mapping[str, str]) -> Any:
    """The value with other texts in all of its texts, the longest first."""
    if not texts:
        return value
    longest = sorted(texts, key=len, reverse=True)
    return _with(value, re.compile("|".join(map(re.escape, longest))), texts)


def _with(value: Any, pattern: re.Pattern[str], texts: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(lambda found: texts[found.group()], value)
    if isinstance(value, Mapping):
        parts = [(name, _with(part, pattern, texts)) for name, part in value.items()]
        return {_with(name, pattern, texts): part for name, part in parts}
    return [_with(each, pattern, texts) for each in value] if isinstance(value, list) else value
