"""What git keeps: the program is asked for one thing at a time, and never for the network."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ringback.description.reading.sources import UnreachableError
from ringback.errors import DescriptionError, Problem

_SECONDS = 30.0
_BYTES = 32 * 1024 * 1024
_SYMLINK, _SUBMODULE, _FOLDER = "120000", "160000", "040000"
# A blob that a partial clone lacks, a prompt, or a pager would reach out of this process.
_QUIET = {
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


class NotInGitError(Exception):
    """git has no such thing; the text is a sentence without its subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What a tree says of one path; `size` is in bytes, 0 for what is no blob."""

    mode: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """A file of a revision. `folder` is one in the repository, `path` counts from its root.

    `revision` is what a person called it, `commit` the id that it had when it was looked up: what
    one run reads is of one commit, whatever is committed meanwhile.
    """

    folder: Path
    revision: str
    commit: str
    path: str

    def __str__(self) -> str:
        """The revision and the path, as git writes them."""
        return f"{self.revision}:{self.path}"

    def data(self) -> bytes:
        """The bytes of the file; a DescriptionError says what stands there instead."""
        try:
            return _read(self.folder, self.commit, self.path)
        except NotInGitError as error:
            raise DescriptionError((Problem(file=str(self), text=str(error)),)) from None

    def neighbour(self, path: str) -> "Blob":
        """The file at a relative path in the same revision; an UnreachableError where none is."""
        there = _normal(f"{self.path.rpartition('/')[0]}/{path}")
        if there is None:
            raise UnreachableError("leads out of the repository")
        found = Blob(folder=self.folder, revision=self.revision, commit=self.commit, path=there)
        try:
            _entry(self.folder, self.commit, there)
        except NotInGitError as error:
            raise UnreachableError(f"names the file {found}, which {error}") from None
        return found


def blob(folder: Path, revision: str, path: str) -> Blob:
    """The file at a path from the repository's root, or from the folder where it begins with `./`.

    Raises NotInGitError for a revision that is unknown and for a path out of the repository;
    whether the file is there is seen when it is read.
    """
    commit = commit_of(folder, revision)
    if path.startswith(("./", "../")) or path in {".", ".."}:
        path = f"{_prefix(folder)}{path}"
    inside = _normal(path)
    if not inside or path.startswith("/"):
        raise NotInGitError("leads out of the repository; paths count from its root")
    return Blob(folder=folder, revision=revision, commit=commit, path=inside)


def commit_of(folder: Path, revision: str) -> str:
    """The id of the commit that a revision names; NotInGitError where there is none."""
    if not revision or revision.startswith("-") or not revision.isprintable():
        raise NotInGitError("it can be no revision of git")
    _git(folder, "rev-parse", "--git-dir")  # no repository at all is another sentence
    wanted = f"{revision}^{{commit}}"
    try:
        told = _git(folder, "rev-parse", "--verify", "--end-of-options", wanted)
    except NotInGitError:
        shallow = _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
        why = "this clone is shallow; " if shallow else ""
        hint = "git fetch --unshallow" if shallow else "git log and git fetch"
        raise NotInGitError(f"git knows no revision {revision}; {why}try {hint}") from None
    return told.decode().strip()


def holds(file: Blob) -> bool:
    """Whether the revision has a file there."""
    try:
        _entry(file.folder, file.commit, file.path)
    except NotInGitError:
        return False
    return True


def _read(folder: Path, commit: str, path: str) -> bytes:
    entry = _entry(folder, commit, path)
    if entry.size > _BYTES:
        raise NotInGitError(f"is larger than {_BYTES // 1024 // 1024} MB")
    content = _git(folder, "cat-file", "blob", entry.name)
    if b"\0" in content:
        raise NotInGitError("is a binary file, and no description")
    return content


def _entry(folder: Path, commit: str, path: str) -> _Entry:
    """The blob at a path; NotInGitError says what else stands there, or above it."""
    found = _looked_up(folder, commit, path)
    if found is None:
        parts = path.split("/")
        above = ("/".join(parts[:count]) for count in range(1, len(parts)))
        barred = (each for each in above if _is_barred(_looked_up(folder, commit, each)))
        led = next(barred, None)
        if led is not None:
            raise NotInGitError(f"stands behind {led}, a symbolic link or a submodule; name a file")
        raise NotInGitError("is not in that revision; git ls-tree shows what is")
    if found.mode == _FOLDER:
        raise NotInGitError("is a directory; name the file of the description in it")
    if found.mode == _SYMLINK:
        raise NotInGitError("is a symbolic link; name the file that it leads to")
    if found.mode == _SUBMODULE:
        raise NotInGitError("is a submodule; name a file of that repository, checked out")
    return found


def _is_barred(entry: _Entry | None) -> bool:
    return entry is not None and entry.mode in {_SYMLINK, _SUBMODULE}


def _looked_up(folder: Path, commit: str, path: str) -> _Entry | None:
    """What the tree of the commit says of the path; None where it says nothing."""
    told = _git(folder, "ls-tree", "-z", "-l", "--full-tree", commit, "--", path)
    match = re.match(rb"(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t", told)
    if match is None:
        return None
    mode, name, size = (part.decode() for part in match.groups())
    return _Entry(mode=mode, name=name, size=0 if size == "-" else int(size))


def _prefix(folder: Path) -> str:
    """The folder as a path from the repository's root, with a slash behind it; empty there."""
    return os.fsdecode(_git(folder, "rev-parse", "--show-prefix").removesuffix(b"\n"))


def _normal(path: str) -> str | None:
    """The path without `.` and `..`; None for one that leads out."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and not parts:
            return None
        if part == "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _git(folder: Path, *arguments: str) -> bytes:
    """What git prints; NotInGitError where it is not there, refuses, or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 -- no shell, and no argument of a user's as an option
            ["git", "--no-pager", *arguments],  # noqa: S607 -- the git that the user has
            cwd=folder,
            env={**os.environ, **_QUIET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise NotInGitError("git is not installed here; name a file") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in an argument
        raise NotInGitError(f"git can't be run ({error}); name a file") from None
    except subprocess.TimeoutExpired:
        raise NotInGitError(f"git took longer than {_SECONDS:.0f} s") from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
    if "not a git repository" in said[0]:
        raise NotInGitError("no repository of git is here; name a file, or run in a repository")
    raise NotInGitError(f"git refuses: {said[0].removeprefix('fatal: ')}")
