"""The version bump that a change needs, and whether the newer description makes it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ringback.change import Change, Kind
from ringback.changes.pairs.change_places import placed
from ringback.changes.versions import CHANGED, PLACE, version
from ringback.description import Description

RULE = "change/version-too-low"
RULES = (RULE,)

_NUMBER = r"(0|[1-9]\d*)"
_VERSION = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"
)


class Bump(StrEnum):
    """What has to rise in a version (Semantic Versioning 2.0.0, 6 to 8)."""

    NONE = "none"
    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"


@dataclass(frozen=True, slots=True, kw_only=True)
class Versioning:
    """The bump that is needed, what the versions are, and what is to be said of it.

    `change` is an error where the newer version does not make the bump; None where it does, or
    where a version is none that could be judged.
    """

    needed: Bump
    base: str
    head: str
    sentence: str
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """The numbers of a version, and whether it is one before a release."""

    numbers: tuple[int, int, int]
    early: bool

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers))


def versioning(changes: Sequence[Change], base: Description, head: Description) -> Versioning:
    """Judge the two `info.version`s by what changed between the descriptions.

    A break needs a new major version, before 1.0.0 a new minor one (there, what breaks nobody
    needs a patch); all else that is told a minor one; other differences a patch. A release that
    was not out yet (2.0.0-rc.1) promises nothing: its next one may be anything later.
    """
    older, newer = version(base), version(head)
    was, now = _parsed(older), _parsed(newer)
    needed = _needed(changes, base, head, early=was is not None and was.numbers[0] == 0)
    if was is None or now is None:
        odd = older if was is None else newer
        what = "nothing changed" if needed is Bump.NONE else f"this change needs a {needed} bump"
        text = f"{what}; the version {odd!r} is no semantic one such as 1.2.3, so it is not judged"
        return Versioning(needed=needed, base=older, head=newer, sentence=text)
    least = _raised(was, needed)
    enough = now.numbers >= least.numbers and not (now.early and now.numbers == was.numbers)
    if (was.early and now.numbers >= was.numbers) or (needed is Bump.NONE and older == newer):
        enough = True
    what = "nothing changed" if needed is Bump.NONE else f"this change needs a {needed} bump"
    if enough:
        text = f"{what}; {older} to {newer} makes it" if needed is not Bump.NONE else what
        return Versioning(needed=needed, base=older, head=newer, sentence=text)
    text = f"{what}, and the version goes from {older} to {newer}; make it {least} or later"
    return Versioning(
        needed=needed, base=older, head=newer, sentence=text, change=_error(text, base, head)
    )


def _needed(
    changes: Sequence[Change], base: Description, head: Description, *, early: bool
) -> Bump:
    told = [each for each in changes if each.rule != CHANGED]
    if any(each.kind is Kind.BREAKS for each in told):
        return Bump.MINOR if early else Bump.MAJOR
    if told:
        return Bump.PATCH if early else Bump.MINOR
    return Bump.NONE if _unversioned(base) == _unversioned(head) else Bump.PATCH


def _unversioned(description: Description) -> dict[str, Any]:
    """The description without its version."""
    info = description.written.get("info")
    told = {name: value for name, value in info.items() if name != "version"} if info else {}
    return {**description.written, "info": told}


def _parsed(text: str) -> _Version | None:
    found = _VERSION.fullmatch(text)
    if found is None:
        return None
    major, minor, patch = (int(found[index]) for index in (1, 2, 3))
    return _Version(numbers=(major, minor, patch), early=found[4] is not None)


def _raised(was: _Version, needed: Bump) -> _Version:
    major, minor, patch = was.numbers
    raised = {
        Bump.MAJOR: (major + 1, 0, 0),
        Bump.MINOR: (major, minor + 1, 0),
        Bump.PATCH: (major, minor, patch + 1),
        Bump.NONE: was.numbers,
    }[needed]
    return _Version(numbers=raised, early=False)


def _error(text: str, base: Description, head: Description) -> Change:
    return Change(
        kind=Kind.BREAKS,
        rule=RULE,
        message=text,
        base=placed(base, PLACE),
        head=placed(head, PLACE),
    )
