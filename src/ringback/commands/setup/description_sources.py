"""The sides of a comparison: from what a person writes to where a description comes from."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ringback.commands.common.reporting import under
from ringback.commands.setup.subjects import Headers, known_settings, page
from ringback.config import Settings
from ringback.config_reader import load_settings
from ringback.description import Description, load
from ringback.description.reading.git import Blob, NotInGitError, blob, holds
from ringback.description.reading.remote import is_remote
from ringback.description.reading.sources import Location, Page, Piped
from ringback.errors import UsageError
from ringback.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A description that is compared; `overlays` are applied in order."""

    source: Location
    overlays: tuple[Location, ...] = ()

    def load(self, *, allow_remote: bool = False) -> Description:
        """Read it; a DescriptionError tells every mistake."""
        return load(self.source, self.overlays, allow_remote=allow_remote)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A side that has been read; `name` is what reports call it."""

    name: str
    description: Description


def read(side: Side, root: Path, *, allow_remote: bool = False) -> Read:
    """Read a side; its name leaves out the folder that all names are seen from.

    Raises DescriptionError for one that can't be read.
    """
    name, *more = (under(str(each), root) for each in (side.source, *side.overlays))
    named = [name, *(each.rpartition("/")[2] for each in more)]
    return Read(name=" + ".join(named), description=side.load(allow_remote=allow_remote))


class Sides:
    """Finds what the texts of one command line name; nothing but git is asked meanwhile.

    `config` is read when a side needs it: for the configured description, a reading, or the hosts
    that may be reached. `headers` go with each request for a URL.
    """

    def __init__(self, config: Path, reading: str | None = None, headers: Headers = ()) -> None:
        self._config = config
        self._headers = headers
        self._reading = reading
        self._settings: Settings | None = None
        self._piped = False

    def configured(self, overlays: Sequence[str] = ()) -> Side:
        """The configured description as it stands in the working tree."""
        settings = self._known()
        return self.over(_configured(settings), overlays)

    def side(self, text: str, overlays: Sequence[str] = ()) -> Side:
        """The side that a text names; UsageError where it names nothing.

        A file wins over a revision of the same name. A revision alone stands for the configured
        description as it was then.
        """
        return self.over(self._located(text, self._revision), overlays)

    def over(self, source: Location, overlays: Sequence[str] = ()) -> Side:
        """The side of a place that is known, with the overlays of the reading and then these."""
        given = [self._located(each, _path) for each in overlays]
        return Side(source=source, overlays=(*self._of_reading(source), *given))

    def _located(self, text: str, plain: Callable[[str], Location]) -> Location:
        """Where a text leads; `plain` says it of one that is neither a file, a URL nor in git."""
        if text == "-":
            return self._standard_input()
        if is_remote(text):
            return self._page(text)
        if _is(text, Path.exists) and not _is(text, Path.is_dir):
            return text  # a pipe or a device as well
        revision, colon, path = _split(text)
        if not colon:
            return plain(text)
        if not path:
            raise UsageError((f"{visible(text)}: names no file; write {visible(revision)}:PATH",))
        return _blob(text, Path.cwd(), revision, path)

    def _revision(self, text: str) -> Location:
        """The configured description in a revision; else a path, which reading it complains of."""
        if not self._config.exists():
            return text
        settings = self._known()
        try:
            return _blob(text, settings.root, text, _below(settings, Path(_configured(settings))))
        except UsageError as error:
            if _is(text, Path.is_dir):
                return text
            told = str(error).removeprefix(f"{visible(text)}: ")
            raise UsageError((f"{visible(text)}: there is no such file, and {told}",)) from None

    def _standard_input(self) -> Piped:
        if self._piped:
            raise UsageError(("-: standard input is read once; give the other side as a file",))
        self._piped = True
        return Piped(sys.stdin.buffer.read())

    def _page(self, url: str) -> Page:
        return page(url, known_settings(self._config), self._headers)

    def _of_reading(self, source: Location) -> tuple[Location, ...]:
        """The reading's overlays; of a revision those which it has."""
        if self._reading is None:
            return ()
        settings = self._known()
        overlays = settings.overlays(self._reading)
        if not isinstance(source, Blob):
            return tuple(map(str, overlays))
        found = (
            replace(source, path=blob(settings.root, source.commit, _below(settings, path)).path)
            for path in overlays
        )
        return tuple(each for each in found if holds(each))

    def _known(self) -> Settings:
        if self._settings is None:
            self._settings = load_settings(self._config)
        return self._settings


def _configured(settings: Settings) -> str:
    """The path of the configured description."""
    return str(settings.description)


def _path(text: str) -> str:
    """A path as it is: reading it tells what is wrong with it."""
    return text


def _is(text: str, what: Callable[[Path], bool]) -> bool:
    """Whether that is so of the path; never of one that no file can have."""
    try:
        return what(Path(text))
    except (OSError, ValueError):  # ValueError: a NUL byte in the path
        return False


def _split(text: str) -> tuple[str, str, str]:
    """The revision, a colon, and the path; as git, a colon in braces belongs to the revision."""
    depth = 0
    for at, char in enumerate(text):
        if char == ":" and depth <= 0:
            return text[:at], ":", text[at + 1 :]
        depth += {"{": 1, "}": -1}.get(char, 0)
    return text, "", ""


def _below(settings: Settings, path: Path) -> str:
    """A configured path as git takes it: relative to the configuration's folder."""
    return f"./{Path(os.path.relpath(path, settings.root)).as_posix()}"


def _blob(text: str, folder: Path, revision: str, path: str) -> Blob:
    try:
        return blob(folder, revision, path)
    except NotInGitError as error:
        raise UsageError((f"{visible(text)}: {error}",)) from None
