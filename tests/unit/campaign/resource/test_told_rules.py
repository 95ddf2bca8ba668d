"""What words of a description forbid: the same again, and deleting what others need."""

from pathlib import Path
from typing import Any

import pytest

from ringback.campaign.resource.told_rules import kept_by, merges, refuses_again, told_pairs
from ringback.contract import Contract
from tests.unit.campaign.toys import toys_contract

NAMES = {"card", "cards"}


def _contract(folder: Path, told: str, conflict: str | None) -> Contract:
    answers: dict[str, Any] = {"204": {"description": "done"}}
    if conflict is not None:
        answers["409"] = {"description": conflict}
    operation = {"operationId": "act", "description": told, "responses": answers}
    paths = {"/boards": {"post": operation}}
    info = {"title": "boards", "version": "1"}
    return toys_contract(folder, {"openapi": "3.1.0", "info": info, "paths": paths})


@pytest.mark.parametrize(
    ("told", "conflict", "expected"),
    [
        ("Names are unique.", "Conflict", True),
        ("Adds a board.", "The name is already taken.", True),
        ("The email must not be that of another guest.", "Conflict", True),
        ("Names are unique.", None, False),
        ("Gives it a unique identifier.", "Conflict", False),
        ("Orders as another user.", "Conflict", False),
        ("The Idempotency-Key is unique.", "Conflict", False),
        ("Adds a board.", "The board is archived already.", False),
    ],
)
def test_the_same_again_is_refused(
    tmp_path: Path, told: str, conflict: str | None, expected: bool
) -> None:
    """Where a conflict is documented, and words tell that it is for what is there."""
    contract = _contract(tmp_path, told, conflict)
    assert refuses_again(contract, contract.operations[0]) is expected


@pytest.mark.parametrize(
    ("told", "conflict", "expected"),
    [
        ("A board that has cards can't be deleted.", "Conflict", True),
        ("A board is deleted only if it has no cards.", "Conflict", True),
        ("Deletes a board.", "There are cards on it", True),
        ("A board that has cards can't be deleted.", None, False),
        ("Deletes the board and all its cards.", "Locked", False),
        ("Cards of deleted boards can't be recovered.", "Locked", False),
        ("The cards go with it. A locked board can't be deleted.", "Locked", False),
    ],
)
def test_a_thing_is_kept_by_others(
    tmp_path: Path, told: str, conflict: str | None, expected: bool
) -> None:
    """Where one sentence says that it is not deleted, and names them."""
    contract = _contract(tmp_path, told, conflict)
    assert kept_by(contract, contract.operations[0], NAMES) is expected


@pytest.mark.parametrize(
    ("told", "members", "expected"),
    [
        ("arrival must be before departure", {}, [("arrival", "departure")]),
        ("`departure` must be later than `arrival`.", {}, [("arrival", "departure")]),
        ("departure must not be before arrival", {}, [("arrival", "departure")]),
        ("", {"departure": "Must be after `arrival`."}, [("arrival", "departure")]),
        ("arrival must be before noon", {}, []),
        ("arrival must be a day. departure comes before noon.", {}, []),
        ("arrival comes before departure", {}, []),
    ],
)
def test_an_order_is_told(
    tmp_path: Path, told: str, members: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    """By a sentence that names both members, or that describes one and names the other."""
    contract = _contract(tmp_path, told, None)
    names = {each: {"description": members.get(each, "")} for each in ("arrival", "departure")}
    assert told_pairs(contract, contract.operations[0], names) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Changes the members that are given; what is left out stays as it is.", True),
        ("Omitted fields are left unchanged.", True),
        ("Updates only the provided fields.", True),
        ("A partial update.", True),
        ("Replaces the contact.", False),
        ("A member that is left out gets its default. Only the password stays.", False),
        ("", False),
    ],
)
def test_a_put_may_be_told_to_merge(tmp_path: Path, told: str, *, expected: bool) -> None:
    """Where words say that it leaves what it is not given, and nothing of replacing."""
    contract = _contract(tmp_path, told, None)
    assert merges(contract, contract.operations[0]) is expected
