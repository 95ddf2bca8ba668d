"""Two descriptions as a whole: which operations, which versions of OpenAPI, in which order."""

import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringback.changes import CHANGE_RULES, STRUCTURAL, Change, Kind, compare
from ringback.description import Description, load
from ringback.errors import UsageError
from ringback.finding import Counterpart
from tests.unit.changes.conftest import Edit, make, members, read, same, schemas

ANSWERED = {"200": {"description": "d"}}

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("RINGBACK_SHARED", ROOT.parent / "shared")) / "published"
Sides = Callable[[Edit, Edit], tuple[Description, Description]]
Changes = Callable[[Edit, Edit], tuple[Change, ...]]


def two_breaks(it: dict[str, Any]) -> None:
    """One in each operation."""
    make(it)["requestBody"]["required"] = True
    read(it)["parameters"][1]["required"] = True


@pytest.mark.parametrize(
    ("names", "rules"),
    [
        ((), ["change/request-body-required", "change/parameter-required"]),
        (("make",), ["change/request-body-required"]),
        (("read",), ["change/parameter-required"]),
        (("read", "make"), ["change/request-body-required", "change/parameter-required"]),
    ],
)
def test_only_the_operations_asked_for_are_compared(
    sides: Sides, names: tuple[str, ...], rules: list[str]
) -> None:
    """All of them where none is named."""
    assert sorted(
        each.rule for each in compare(*sides(same, two_breaks), names, STRUCTURAL)
    ) == sorted(rules)


def test_an_operation_goes_by_its_old_and_its_new_id(sides: Sides) -> None:
    """Either description may know it."""
    base, head = sides(same, lambda it: make(it).update(operationId="create"))
    assert compare(base, head, ("make",), STRUCTURAL) == compare(
        base, head, ("create",), STRUCTURAL
    )
    assert [each.rule for each in compare(base, head, ("make",), STRUCTURAL)] == [
        "change/operation-id-changed"
    ]


def test_an_operation_that_neither_has_is_a_usage_error(sides: Sides) -> None:
    """With the closest ids that one of them has."""
    base, head = sides(same, lambda it: make(it).update(operationId="create"))
    with pytest.raises(UsageError) as raised:
        compare(base, head, ("maek", "read", "creat"))
    assert raised.value.problems == (
        f"neither {base.file} nor {head.file} has an operation maek; did you mean make?",
        f"neither {base.file} nor {head.file} has an operation creat; did you mean create or read?",
    )


def test_a_change_has_its_lines_in_both_files(sides: Sides) -> None:
    """The lines of what went, and of what it went from."""
    base, head = sides(same, lambda it: members(it).pop("p"))
    found = compare(base, head, rules=STRUCTURAL)[0]
    lines = [Path(each.file).read_text(encoding="utf-8").splitlines() for each in (base, head)]
    assert found.base is not None
    assert found.head is not None
    assert '"p": {' in lines[0][(found.base.line or 0) - 1]
    assert '"A": {' in lines[1][(found.head.line or 0) - 1]
    assert found.finding is not None
    assert found.finding.counterpart == Counterpart(
        schema="/components/schemas/A/properties/p", file=base.file, line=found.base.line
    )


def test_the_heaviest_come_first(changes: Changes) -> None:
    """Breaks, then what is dropped, then what needs care, then what hurts nobody."""

    def all_kinds(it: dict[str, Any]) -> None:
        two_breaks(it)
        members(it).pop("p")
        it["paths"]["/b"] = {"get": {"responses": ANSWERED}}

    kinds = [each.kind for each in changes(same, all_kinds)]
    assert kinds == [
        *(Kind.BREAKS, Kind.BREAKS, Kind.DROPPED, Kind.CAREFUL, Kind.COMPATIBLE),
    ]  # fmt: skip


def test_a_component_that_many_share_changes_once(changes: Changes) -> None:
    """Each cause once, with all that show it; a request and an answer are two."""

    def shared(it: dict[str, Any]) -> None:
        make(it)["responses"]["201"] = read(it)["responses"]["200"]

    def less(it: dict[str, Any]) -> None:
        shared(it)
        members(it).pop("p")

    found = changes(shared, less)
    assert [(each.side, each.operations) for each in found] == [
        ("request", ("make",)),
        ("response", ("read", "make")),
    ]


def test_openapi_3_0_and_3_1_of_one_thing_are_the_same(changes: Changes) -> None:
    """`nullable` and a type of null, an exclusive bound as a flag and as a number."""

    def old(it: dict[str, Any]) -> None:
        it["openapi"] = "3.0.3"
        members(it)["n"] = {"type": "string", "nullable": True}
        members(it)["p"] |= {"minimum": 0, "exclusiveMinimum": True}
        members(it)["b"] = {"allOf": [{"$ref": "#/components/schemas/B"}]}

    def new(it: dict[str, Any]) -> None:
        members(it)["n"] = {"type": ["string", "null"]}
        members(it)["p"] |= {"exclusiveMinimum": 0}
        members(it)["b"] = schemas(it)["B"]

    assert changes(old, new) == ()
    assert changes(new, old) == ()


def test_every_rule_has_one_name() -> None:
    """And each is one of a change."""
    assert len(set(CHANGE_RULES)) == len(CHANGE_RULES)
    assert all(rule.startswith("change/") for rule in CHANGE_RULES)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the vendor's documents are not here")
@pytest.mark.parametrize(
    ("older", "newer"),
    [*itertools.permutations(("2023-07-24", "2023-08-08", "2024-08-27"), 2)],
)
def test_the_vendors_descriptions_are_told_with_known_rules(older: str, newer: str) -> None:
    """Each change has a rule of the list, a sentence, a place, and an operation or none."""
    base, head = load(SHARED / f"{older}.json"), load(SHARED / f"{newer}.json")
    found = compare(base, head, rules=STRUCTURAL)
    assert found
    assert {each.rule for each in found} <= set(CHANGE_RULES)
    ids = {each.id for each in (*base.operations, *head.operations)}
    assert {name for each in found for name in each.operations} <= ids
    keys = [(each.rule, each.cause, each.kind, each.base, each.head, each.side) for each in found]
    assert len(set(keys)) == len(keys)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the vendor's documents are not here")
@pytest.mark.parametrize("name", ["2023-07-24", "2023-08-08", "2024-08-27"])
def test_a_vendors_description_against_itself_gives_nothing(name: str) -> None:
    """However large and recursive it is."""
    description = load(SHARED / f"{name}.json")
    assert compare(description, description, rules=STRUCTURAL) == ()
