"""From files that hold one recording each to recordings: none stops the others."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ringback.errors import UsageError
from ringback.recordings.formats.native import parse
from ringback.recordings.recording import Entry, Unreadable


def files(paths: Iterable[str]) -> Iterator[Path]:
    """Every file that the paths name, folders searched for `.json`, each once.

    Raises UsageError for what isn't there.
    """
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        raise UsageError(tuple(f"{path}: no such file or folder" for path in missing))
    found: dict[Path, None] = {}
    for path in paths:
        here = Path(path)
        if here.is_dir():
            inside = sorted(each for each in here.rglob("*.json") if each.is_file())
            found.update(dict.fromkeys(inside))
        else:
            found[here] = None
    yield from found


def read(file: Path) -> Entry:
    """What a file holds; a problem is a value, so that the next file is read all the same."""
    try:
        content = file.read_bytes()
    except OSError as error:
        text = f"can't be read ({error.strerror})"
        return Unreadable(file=str(file), rule="recording/unreadable", problem=text)
    return parse(content, str(file))
