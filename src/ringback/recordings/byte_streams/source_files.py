"""From the paths of a command line to the files that are read, each once and in order."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ringback.errors import UsageError
from ringback.recordings.byte_streams.storage import is_url, stored
from ringback.recordings.recording import Unreadable
from ringback.visible import visible

# What is read in a folder; a file that is named is read whatever its name.
_KINDS = re.compile(
    r"\.(json|har|yaml|yml|ndjson|jsonl|flow|network)(\.(gz|zst))?$|(\.har|\btrace)\.zip$",
    re.IGNORECASE,
)
_MAGIC = re.compile(r"[*?[]")
STANDARD_INPUT = "standard input"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file to read: at a `path`, or at a `url` in storage; standard input has neither.

    `name` is the path as it can be shown: control characters and bytes that are no UTF-8 are
    escaped, and a URL's password is left out. `size` counts the bytes on the disk, None where that
    is not known. Where `problem` tells why it can't be read, it is not opened.
    """

    name: str
    path: Path | None = None
    url: str | None = field(default=None, repr=False)
    size: int | None = None
    problem: Unreadable | None = None

    @property
    def here_only(self) -> bool:
        """Whether this process alone can read it: standard input, a pipe that a shell opened."""
        return self.size is None and self.url is None and self.problem is None


def sources(paths: Iterable[str]) -> list[Source]:
    """Every file that the paths name: files, folders, patterns such as `a/**/*.har`, `-`; or URLs.

    A folder's files come in the order of their names, by the kinds of `.json`, `.har`, `.yaml`,
    `.ndjson`, `.flow` and their packed forms. Raises UsageError for all that isn't there at once.
    """
    found: dict[str, Source] = {}
    missing: list[str] = []
    for path in paths:
        try:
            _add(found, _named_by(path))
        except UsageError as error:
            missing += error.problems
    if missing:
        raise UsageError(tuple(missing))
    return list(found.values())


def _named_by(path: str) -> list[Source]:
    """The files that one path names; UsageError where it names none."""
    if path == "-":
        return [Source(name=STANDARD_INPUT)]
    if not path:
        raise UsageError(('"": an empty path names no file; . is the folder here',))
    if is_url(path):
        return list(_in_storage(path))
    if Path(path).is_dir():
        return list(_inside(Path(path)))
    if _exists(path):
        return [_named(Path(path))]
    if not _MAGIC.search(path):
        raise UsageError((f"{visible(path)}: no such file or folder",))
    matched = list(_matching(path))
    if not matched:
        raise UsageError((f"{visible(path)}: no file's name fits this pattern",))
    return matched


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError:  # its folder may not be entered
        return False


def _add(found: dict[str, Source], more: Iterable[Source]) -> None:
    """Each file once, by whatever names and links it is reached."""
    for each in more:
        key = each.url or (each.name if each.path is None else os.path.realpath(each.path))
        found.setdefault(key, each)


def _in_storage(url: str) -> Iterator[Source]:
    """What a URL names; raises UsageError."""
    for each in stored(url, lambda path: _KINDS.search(path) is not None):
        yield Source(name=each.name, url=each.url, size=each.size)


def _matching(pattern: str) -> Iterator[Source]:
    """What fits a pattern that no shell expanded; folders among it are searched, as if named."""
    parts = Path(pattern).parts
    first = next(place for place, part in enumerate(parts) if _MAGIC.search(part))
    rest = list(parts[first:])
    base = Path(*parts[:first])
    while rest and rest[-1] == "**":  # every file below: the folder itself says so
        rest.pop()
    try:
        fitting = sorted(base.glob(str(Path(*rest)))) if rest else [base]
    except (OSError, ValueError):  # a pattern that can't be one: a**b
        return
    for path in fitting:
        yield from _inside(path) if path.is_dir() else [_named(path)]


def _named(path: Path) -> Source:
    """A file that was named: pipes and devices too, for who names one means it."""
    try:
        about = path.stat()
    except OSError as error:
        return _refused(path, f"can't be read ({error.strerror})")
    size = about.st_size if stat.S_ISREG(about.st_mode) else None
    return Source(name=visible(str(path)), path=path, size=size)


def _inside(folder: Path) -> Iterator[Source]:
    """A folder's files through all depths; links are followed to files within the folder alone."""
    home = os.path.realpath(folder)
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as listed:
                inside = sorted(listed, key=lambda each: each.name)
        except OSError as error:
            yield _refused(here, f"can't be searched ({error.strerror})")
            continue
        for each in inside:
            if not each.is_dir(follow_symlinks=False):
                yield from _member(each, home)
        named = {each.name for each in inside}
        skipped = (
            {"__files"} if "mappings" in named else set()
        )  # WireMock's bodies, read from there
        folders = [
            each.path
            for each in inside
            if each.name not in skipped and each.is_dir(follow_symlinks=False)
        ]
        waiting += map(Path, reversed(folders))


def _member(each: "os.DirEntry[str]", home: str) -> Iterator[Source]:
    """One thing in a folder, unless it is of no kind that is read."""
    path = Path(each.path)
    if each.is_symlink():
        led = Path(os.path.realpath(path))
        below = led.is_relative_to(home)
        if not below and (_KINDS.search(each.name) or led.is_dir()):
            yield _refused(path, "is a link that leads out of the folder; name its file to read it")
        if not below or led.is_dir():
            return
    if not _KINDS.search(each.name):
        return
    try:
        about = path.stat()
    except OSError as error:
        yield _refused(path, f"can't be read ({error.strerror})")
        return
    if stat.S_ISREG(about.st_mode):
        yield Source(name=visible(str(path)), path=path, size=about.st_size)
    else:
        yield _refused(path, "is a pipe or a device, and is not opened; name it to read it")


def _refused(path: Path, problem: str) -> Source:
    name = visible(str(path))
    return Source(
        name=name,
        problem=Unreadable(file=name, rule="recording/unreadable", problem=problem),
    )
