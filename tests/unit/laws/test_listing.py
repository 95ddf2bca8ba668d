"""What a list answers: filters, orders, pages, limits and totals, kept and broken."""

from decimal import Decimal
from typing import Any

import pytest

from ringback.laws import listing
from ringback.laws.likeness import Breach
from ringback.payload import MISSING

CATS = [{"id": 1, "kind": "cat"}, {"id": 2, "kind": "cat"}]
DOG = {"id": 3, "kind": "dog"}
VAGUE = {"id": 4}


def key(entry: Any) -> Any:
    """What tells one entry from another."""
    return entry["id"]


def is_cat(entry: Any) -> bool | None:
    """Whether an entry fits; None for one that does not tell."""
    return entry["kind"] == "cat" if "kind" in entry else None


def more(shown: str) -> Breach:
    """An entry that does not fit."""
    text = f"the list for kind=cat holds {shown}, which does not fit"
    return Breach(rule="law/filter", message=text, instance="/kind", cause="more")


def less(shown: str) -> Breach:
    """An entry that fits and is lacking."""
    text = f"the list for kind=cat lacks {shown}, which fits"
    return Breach(rule="law/filter", message=text, instance="/kind", cause="less")


@pytest.mark.parametrize(
    ("entries", "whole", "complete", "expected"),
    [
        (CATS, [*CATS, DOG], True, []),
        (CATS, [*CATS, DOG, VAGUE], True, []),
        ([*CATS, VAGUE], [*CATS, DOG, VAGUE], True, []),
        ([], [DOG], True, []),
        ([], CATS, False, []),
        (CATS[:1], CATS, False, []),
        ([*CATS, DOG], [*CATS, DOG], True, [more("3")]),
        ([DOG, {"id": 5, "kind": "cow"}], [], True, [more("3")]),
        (CATS[:1], CATS, True, [less("2")]),
        ([], CATS, True, [less("1")]),
        ([DOG], [*CATS, DOG], True, [more("3"), less("1")]),
        ([DOG], [*CATS, DOG], False, [more("3")]),
        ([{"id": "1", "kind": "cat"}], CATS[:1], True, [less("1")]),
    ],
)
def test_a_filter_keeps_what_fits(
    entries: list[Any], whole: list[Any], expected: list[Breach], *, complete: bool
) -> None:
    """One entry too many and one too few are told, each once; what can't be told is passed over."""
    found = listing.filtered(entries, whole, key, is_cat, "kind=cat", complete=complete)
    assert list(found) == expected


ASCENDING: list[list[Any]] = [
    [],
    [1],
    [1, 2, 2, 3],
    [-1, 0, 0.5, Decimal(2)],
    [False, True],
    ["a", "b", "b"],
    ["A", "b", "C"],  # letters in one order whatever their case
    ["B", "C", "a"],  # by code points
    ["a b", "ab", "a c"],  # signs left out
    ["a-b", "aa"],  # by code points
    ["a b", "aa"],  # signs before letters
    ["a_b", "a1"],  # signs before digits
    ["ä", "z"],
    ["z", "ä"],
    ["2023-12-31T00:00:00Z", "2024-01-01T00:00:00Z"],
    [None, 1, MISSING, 2, None],
    [1, "a", 0],  # no order is known between kinds
    [2, True],
    [{"a": 2}, {"a": 1}],
    [[2], ["a"]],
]


@pytest.mark.parametrize("values", ASCENDING)
def test_values_in_order(values: list[Any]) -> None:
    """Each collation is a right one, and what can't be compared is passed over."""
    assert list(listing.ordered(values, descending=False, asked="sort=a")) == []
    assert list(listing.ordered(values[::-1], descending=True, asked="sort=-a")) == []


@pytest.mark.parametrize(
    ("values", "one", "other"),
    [
        ([2, 1], "2", "1"),
        ([1, 3, 2, 0], "3", "2"),
        ([0.5, 0], "0.5", "0"),
        ([Decimal(2), 1], "2", "1"),
        ([3, None, 1], "3", "1"),
        ([True, False], "true", "false"),
        (["b", "a"], '"b"', '"a"'),
        (["b", "A"], '"b"', '"A"'),
        (["item 2", "item 1"], '"item 2"', '"item 1"'),
        (["ann@example.com", "al@example.com"], '"ann@example.com"', '"al@example.com"'),
        (
            ["2024-01-01T00:00:00Z", "2023-12-31T00:00:00Z"],
            '"2024-01-01T00:00:00Z"',
            '"2023-12-31T00:00:00Z"',
        ),
    ],
)
def test_values_out_of_order(values: list[Any], one: str, other: str) -> None:
    """The first pair that no collation puts like this is told."""
    assert list(listing.ordered(values, descending=False, asked="sort=name")) == [
        Breach(
            rule="law/sort",
            message=f"the list for sort=name has {one} before {other}",
            instance="/sort",
            cause="sort=name",
        )
    ]


@pytest.mark.parametrize(
    ("values", "one", "other"),
    [([1, 2], "1", "2"), (["A", "b"], '"A"', '"b"'), (["1-1", "1-2"], '"1-1"', '"1-2"')],
)
def test_values_out_of_the_descending_order(values: list[Any], one: str, other: str) -> None:
    """The other way round it is the same."""
    assert list(listing.ordered(values, descending=True, asked="by=-name")) == [
        Breach(
            rule="law/sort",
            message=f"the list for by=-name has {one} before {other}",
            instance="/by",
            cause="by=-name",
        )
    ]


@pytest.mark.parametrize(("count", "limit"), [(0, 1), (1, 1), (0, 0), (3, 10)])
def test_no_more_than_the_limit(count: int, limit: int) -> None:
    """As many as are asked for, or fewer."""
    assert list(listing.limited(count, limit)) == []


@pytest.mark.parametrize(("count", "limit"), [(2, 1), (1, 0), (50, 10)])
def test_more_than_the_limit(count: int, limit: int) -> None:
    """One entry more is a breach."""
    text = f"a limit of {limit} was asked for, and the list has {count} entries"
    assert list(listing.limited(count, limit)) == [
        Breach(rule="law/limit", message=text, cause="more")
    ]


@pytest.mark.parametrize(("count", "limit", "there"), [(2, 2, 5), (3, 5, 3), (0, 5, 0), (4, 2, 9)])
def test_a_page_is_filled_up(count: int, limit: int, there: int) -> None:
    """As many as the limit asks for, or as there are."""
    assert list(listing.filled_up(count, limit, there)) == []


@pytest.mark.parametrize(("count", "limit", "there"), [(1, 2, 5), (2, 5, 3), (0, 1, 1)])
def test_a_page_is_not_filled_up(count: int, limit: int, there: int) -> None:
    """Fewer than both is a breach."""
    text = f"a limit of {limit} was asked for of {there} entries, and the list has {count}"
    assert list(listing.filled_up(count, limit, there)) == [
        Breach(rule="law/limit", message=text, cause="fewer")
    ]


def page(*numbers: Any) -> list[Any]:
    """Entries with these ids."""
    return [{"id": each} for each in numbers]


def paged(message: str, cause: str) -> Breach:
    """A breach of the pages."""
    return Breach(rule="law/pages", message=message, cause=cause)


@pytest.mark.parametrize(
    ("pages", "whole", "expected"),
    [
        ([page(1, 2), page(3)], page(1, 2, 3), []),
        ([page(3, 2), page(1)], page(1, 2, 3), []),
        ([page(1), page(2), page()], page(1), []),
        ([], [], []),
        ([page(1), page("1")], page(1, "1"), []),
        ([page(1, 2), page(2, 3)], page(1, 2, 3), [paged("2 stands on two pages", "repeated")]),
        ([page(1), page(1)], page(1, 2), [paged("1 stands on two pages", "repeated")]),
        (
            [page(1), page(3)],
            page(1, 2, 3, 4),
            [paged("2 stands in the list, and on none of its pages", "skipped")],
        ),
        (
            [],
            page("a"),
            [paged('"a" stands in the list, and on none of its pages', "skipped")],
        ),
    ],
)
def test_pages_meet(pages: list[Any], whole: list[Any], expected: list[Breach]) -> None:
    """No entry stands on two pages, and none on no page; the first one is told."""
    assert list(listing.in_pages(pages, whole, key)) == expected


@pytest.mark.parametrize(("total", "count"), [(None, 3), (3, 3), (0, 0)])
def test_a_total_is_right(total: int | None, count: int) -> None:
    """The number of entries, or none told at all."""
    assert list(listing.totalled(total, count)) == []


@pytest.mark.parametrize(("total", "count"), [(0, 3), (4, 3), (2, 3)])
def test_a_total_is_wrong(total: int, count: int) -> None:
    """Any other number is a breach."""
    text = f"the total is told as {total}, and there are {count} entries"
    assert list(listing.totalled(total, count)) == [Breach(rule="law/total", message=text)]


@pytest.mark.parametrize(
    ("rows", "down", "exact", "found"),
    [
        ([(1, "b"), (1, "c"), (2, "a")], (False, False), False, 0),
        ([(1, "c"), (1, "b"), (2, "a")], (False, True), False, 0),
        ([(None, 2), (1, 1), (MISSING, 0)], (False, False), False, 0),  # no value: anywhere
        ([(1, 5), ("x", 1)], (False, False), False, 0),  # of other kinds: nobody can tell
        ([("Zoe", 2), ("adam", 1)], (False, False), True, 0),  # by code points
        ([("adam", 1), ("Zoe", 2)], (False, False), False, 0),  # without case
        ([("a", 1), ("A", 0)], (False, False), False, 0),  # right in some collation
        ([("A", 1), ("a", 0)], (False, False), False, 0),
        ([(1, "c"), (1, "b")], (False, False), False, 1),
        ([(1, "b"), (1, "c")], (False, True), False, 1),
        ([(2, 1), (1, 2)], (False, False), False, 1),
        ([("adam", 1), ("Zoe", 2)], (False, False), True, 1),
    ],
)
def test_an_order_by_two(
    rows: list[Any], down: tuple[bool, ...], found: int, *, exact: bool
) -> None:
    """The second member decides where the first is equal; what is not sure is passed over."""
    breaches = listing.ordered_by(rows, down, "sort=a,b", by_code_points=exact)
    assert len([*breaches]) == found


@pytest.mark.parametrize(
    ("keys", "found"),
    [([], 0), ([1, 2], 0), (["1", 1], 0), ([MISSING, MISSING], 0), ([1, 2, 1], 1)],
)
def test_no_entry_stands_there_twice(keys: list[Any], found: int) -> None:
    """Entries without a key are told from none."""
    assert [each.rule for each in listing.once(keys)] == ["law/listed"] * found
