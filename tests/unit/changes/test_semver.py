"""The bump that a change needs, and whether the newer version makes it."""

from collections.abc import Callable
from typing import Any

import pytest

from ringback.changes import STRUCTURAL, Bump, compare, versioning
from ringback.description import Description
from tests.unit.changes.conftest import Edit, make, members, same

ANSWERED = {"200": {"description": "d"}}

Sides = Callable[[Edit, Edit], tuple[Description, Description]]


def breaking(it: dict[str, Any]) -> None:
    """An operation goes."""
    it["paths"].pop("/a")


def careful(it: dict[str, Any]) -> None:
    """A member goes."""
    members(it).pop("p")


def adding(it: dict[str, Any]) -> None:
    """An operation comes."""
    it["paths"]["/b"] = {"get": {"responses": ANSWERED}}


def wording(it: dict[str, Any]) -> None:
    """Prose alone."""
    make(it)["summary"] = "s"


# What changes, the two versions, the bump that is needed, what is said, and whether it is too low.
ROWS: list[tuple[Edit, tuple[str, str], Bump, str, bool]] = [
    (breaking, ("1.2.3", "2.0.0"), Bump.MAJOR,
     "this change needs a major bump; 1.2.3 to 2.0.0 makes it", False),
    (breaking, ("1.2.3", "1.9.0"), Bump.MAJOR,
     ("this change needs a major bump, and the version goes from 1.2.3 to 1.9.0; make it 2.0.0 or "
     "later"), True),
    (breaking, ("1.2.3", "1.2.3"), Bump.MAJOR,
     ("this change needs a major bump, and the version goes from 1.2.3 to 1.2.3; make it 2.0.0 or "
     "later"), True),
    (breaking, ("1.2.3", "2.0.0-rc.1"), Bump.MAJOR,
     "this change needs a major bump; 1.2.3 to 2.0.0-rc.1 makes it", False),
    (breaking, ("2.0.0-rc.1", "2.0.0-rc.2"), Bump.MAJOR,
     "this change needs a major bump; 2.0.0-rc.1 to 2.0.0-rc.2 makes it", False),
    (breaking, ("0.2.3", "0.3.0"), Bump.MINOR,
     "this change needs a minor bump; 0.2.3 to 0.3.0 makes it", False),
    (breaking, ("0.2.3", "0.2.4"), Bump.MINOR,
     ("this change needs a minor bump, and the version goes from 0.2.3 to 0.2.4; make it 0.3.0 or "
     "later"), True),
    (careful, ("1.2.3", "1.3.0"), Bump.MINOR,
     "this change needs a minor bump; 1.2.3 to 1.3.0 makes it", False),
    (adding, ("1.2.3", "1.2.4"), Bump.MINOR,
     ("this change needs a minor bump, and the version goes from 1.2.3 to 1.2.4; make it 1.3.0 or "
     "later"), True),
    (adding, ("0.2.3", "0.2.4"), Bump.PATCH,
     "this change needs a patch bump; 0.2.3 to 0.2.4 makes it", False),
    (wording, ("1.2.3", "1.2.4"), Bump.PATCH,
     "this change needs a patch bump; 1.2.3 to 1.2.4 makes it", False),
    (wording, ("1.2.3", "1.2.3+build"), Bump.PATCH,
     ("this change needs a patch bump, and the version goes from 1.2.3 to 1.2.3+build; make it "
     "1.2.4 or later"), True),
    (same, ("1.2.3", "1.2.3"), Bump.NONE, "nothing changed", False),
    (same, ("1.2.3", "1.2.4"), Bump.NONE, "nothing changed", False),
    (same, ("1.2.3", "1.2.2"), Bump.NONE,
     "nothing changed, and the version goes from 1.2.3 to 1.2.2; make it 1.2.3 or later", True),
    (breaking, ("2023-07-24", "2024-01-01"), Bump.MAJOR,
     ("this change needs a major bump; the version '2023-07-24' is no semantic one such as "
     "1.2.3, so it is not judged"), False),
    (adding, ("1.0.0", "1.1"), Bump.MINOR,
     ("this change needs a minor bump; the version '1.1' is no semantic one such as 1.2.3, so "
     "it is not judged"), False),
]  # fmt: skip


def _with(edit: Edit, version: str) -> Edit:
    def edited(it: dict[str, Any]) -> None:
        edit(it)
        it["info"]["version"] = version

    return edited


@pytest.mark.parametrize(("edit", "versions", "needed", "sentence", "low"), ROWS)
def test_a_version_is_judged_by_what_changed(
    sides: Sides, edit: Edit, versions: tuple[str, str], needed: Bump, sentence: str, low: bool
) -> None:
    """The bump, one sentence, and an error at `info.version` where it is too low."""
    base, head = sides(_with(same, versions[0]), _with(edit, versions[1]))
    found = versioning(compare(base, head, rules=STRUCTURAL), base, head)
    assert (found.needed, (found.base, found.head), found.sentence) == (needed, versions, sentence)
    assert (found.change is not None) is low
    if found.change is not None:
        assert found.change.finding is not None
        assert found.change.finding.rule == "change/version-too-low"
        assert found.change.finding.schema == "/info/version"
