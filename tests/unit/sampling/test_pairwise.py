"""Members beside one another: every form, and every two kinds, in few payloads."""

import os
import subprocess
import sys
from itertools import combinations
from typing import Any

import pytest

from ringback.sampling.pairwise import ABSENT, EMPTY, PairwiseForm, combined, kind_of
from tests.unit.contract.making import place, small


def forms(*kinds: str) -> list[PairwiseForm]:
    """A form for each of these kinds, numbered within the kind."""
    return [PairwiseForm(value=f"{kind}{i}", label=kind, kind=kind) for i, kind in enumerate(kinds)]


MEMBERS = {
    "a": forms("text", "text", "text", "empty", "text", "text"),
    "b": forms("id", "one", "two", "three"),
    "c": forms("none", "one", "many"),
    "d": forms("text"),
}


def kinds(payload: dict[str, PairwiseForm], names: frozenset[str]) -> set[tuple[str, object]]:
    """The kind that each member has in a payload."""
    return {(name, payload[name].kind if name in payload else ABSENT) for name in names}


@pytest.mark.parametrize("optional", [frozenset("abcd"), frozenset("ab"), frozenset[str]()])
def test_every_form_and_every_pair_of_kinds_is_there(optional: frozenset[str]) -> None:
    """Absence is a kind of optional members; required ones are in every payload."""
    payloads = list(combined(MEMBERS, optional))
    sent = {form.value for payload in payloads for form in payload.values()}
    assert sent == {form.value for each in MEMBERS.values() for form in each}
    met = {
        frozenset(pair)
        for payload in payloads
        for pair in combinations(kinds(payload, frozenset(MEMBERS)), 2)
    }
    for one, other in combinations(MEMBERS, 2):
        for mine in {form.kind for form in MEMBERS[one]} | ({ABSENT} if one in optional else set()):
            theirs = {form.kind for form in MEMBERS[other]}
            for its in theirs | ({ABSENT} if other in optional else set()):
                assert frozenset({(one, mine), (other, its)}) in met
    assert all(payload.keys() >= MEMBERS.keys() - optional for payload in payloads)


def test_the_pairs_cost_little() -> None:
    """All pairs of five members of five kinds each are 250, and fit into a few dozen payloads."""
    members = {name: forms("v", "w", "x", "y", "z") for name in "abcde"}
    assert 25 <= len(list(combined(members, frozenset()))) <= 42


def test_the_same_forms_give_the_same_payloads() -> None:
    """Nothing hangs on chance."""
    assert list(combined(MEMBERS, frozenset("ab"))) == list(combined(MEMBERS, frozenset("ab")))


def test_every_process_gives_the_same_payloads() -> None:
    """The order of a set hangs on the process; what is sent for a seed does not."""
    program = (
        "from ringback.sampling.pairwise import PairwiseForm, combined\n"
        "kinds = {name: [PairwiseForm(value=i, label='', kind=(name, i)) for i in range(4)]"
        " for name in 'abcde'}\n"
        "print([{name: form.value for name, form in each.items()}"
        " for each in combined(kinds, frozenset('ace'))])"
    )
    told = {
        subprocess.run(  # noqa: S603 -- this interpreter, with a program of the test
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": number},
            capture_output=True,
            timeout=60,
            check=True,
        ).stdout
        for number in ("1", "2", "3")
    }
    assert len(told) == 1
    assert told != {b"[]\n"}


def test_no_members_are_no_payloads() -> None:
    """An object without members has nothing to combine."""
    assert list(combined({}, frozenset())) == []


def test_forms_of_a_kind_stand_in_for_each_other() -> None:
    """A branch is a kind, and so are emptiness, more than one, and an object that says nothing."""
    union = {"anyOf": [{"type": "string"}, {"type": "array"}, {"type": "object"}]}
    contract = small({"Thing": union})
    view, admits = contract.view(place("Thing")), contract.schemas.admits
    alike: list[list[Any]] = [
        ["a", "b"],
        ["", ""],
        [[], []],
        [[1], [2]],
        [[1, 2], [1, 2, 3]],
        [{}, {"x": 1}],
    ]
    found = [{kind_of(view, value, admits) for value in values} for values in alike]
    assert all(len(each) == 1 for each in found)
    assert len(set().union(*found)) == len(alike)
    assert found[-1] == {EMPTY}
