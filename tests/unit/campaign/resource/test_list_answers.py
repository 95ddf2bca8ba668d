"""How a list answers: entries, totals, next pages, and the parameters that cut it."""

from typing import Any

import pytest

from ringback.campaign.resource.list_answers import (
    Listed,
    entry_of,
    is_paging,
    is_url,
    listed,
    paging_of,
)
from ringback.exchange import Response
from tests.unit.campaign.resource.apis import api, exchange, query

A, B = {"id": 1}, {"id": 2}


def told(answer: Any, *, status: int = 200, **headers: Any) -> Listed | None:
    """What an answer of a list tells."""
    return listed(exchange("GET /pets", status, answer, **headers).response)


@pytest.mark.parametrize(
    ("answer", "entries"),
    [
        ([A, B], (A, B)),
        ([], ()),
        ([1, "a"], (1, "a")),
        ({"pets": [A, B]}, (A, B)),
        ({"pets": []}, ()),
        ({"pets": [A], "errors": []}, (A,)),
        ({"pets": [A], "kinds": ["cat"]}, (A,)),
        ({"data": {"pets": [A]}}, (A,)),
        ({"data": {"pets": [A]}, "ok": True}, (A,)),
        ({"_embedded": {"pets": [A]}, "_links": {"self": {"href": "/"}}, "page": {"n": 1}}, (A,)),
        ({"data": {"items": []}, "meta": {"count": 0}}, ()),
    ],
)
def test_entries_stand_in_an_array(answer: Any, entries: tuple[Any, ...]) -> None:
    """Alone, in a member, or one envelope further in."""
    found = told(answer)
    assert found is not None
    assert found.entries == entries


@pytest.mark.parametrize(
    "answer",
    [
        {"id": 1},
        {"cats": [A], "dogs": [B]},
        {"cats": [], "dogs": []},
        {"a": {"pets": [A]}, "b": {"pets": [B]}},
        {},
        "text",
        7,
        None,
        b"[",
        b"",
    ],
)
def test_what_holds_no_list(answer: Any) -> None:
    """Where no array, or more than one, may be meant there is none."""
    assert told(answer) is None


@pytest.mark.parametrize("status", [199, 301, 404, 500])
def test_a_list_is_a_success(status: int) -> None:
    """An answer that refuses, and none at all, list nothing."""
    assert told([A], status=status) is None
    assert listed(None) is None


@pytest.mark.parametrize(
    ("answer", "headers", "total"),
    [
        ([A], {}, None),
        ([A], {"X_Total_Count": "5"}, 5),
        ([A], {"x_total": "5"}, 5),
        ([A], {"Total_Count": "0"}, 0),
        ([A], {"X_Total_Count": "many"}, None),
        ([A], {"X_Total_Count": "-1"}, None),
        ([A], {"X_Total_Count": "٣"}, None),
        ({"pets": [A], "total": 5}, {}, 5),
        ({"pets": [A], "totalCount": 5}, {}, 5),
        ({"pets": [A], "total_items": 5}, {}, 5),
        ({"pets": [A], "count": 5}, {}, 5),
        ({"count": 1, "pets": [A], "total": 5}, {}, 5),
        ({"pets": [A], "total": True}, {}, None),
        ({"pets": [A], "total": "5"}, {}, None),
        ({"pets": [A], "total": None}, {}, None),
        ({"pets": [A], "meta": {"total": 5}}, {}, 5),
        ({"pets": [A], "meta": {"count": 1, "totalElements": 5}}, {}, 5),
        ({"pets": [A], "total": 5}, {"X_Total_Count": "6"}, 6),
    ],
)
def test_a_total_is_told(answer: Any, headers: dict[str, Any], total: int | None) -> None:
    """In a header or in the body; beside a total, a count is that of the page."""
    assert told(answer, **headers) == Listed(entries=(A,), total=total)


@pytest.mark.parametrize(
    ("answer", "of_page"),
    [
        ({"pets": [A], "count": 1}, True),
        ({"pets": [A], "count": 5}, False),
        ({"pets": [A], "total": 1}, False),
        ({"pets": [A], "count": 1, "total": 1}, False),
    ],
)
def test_a_count_may_be_of_the_page(answer: Any, *, of_page: bool) -> None:
    """Where it is as many as there are entries, and nothing else tells a total."""
    found = told(answer)
    assert found is not None
    assert found.of_page is of_page


@pytest.mark.parametrize(
    ("answer", "headers", "following"),
    [
        ({"pets": [A], "next": "abc"}, {}, "abc"),
        ({"pets": [A], "next_cursor": "abc"}, {}, "abc"),
        ({"pets": [A], "nextPageToken": "abc"}, {}, "abc"),
        ({"pets": [A], "next": "/pets?page=2"}, {}, "/pets?page=2"),
        ({"pets": [A], "next": None}, {}, None),
        ({"pets": [A], "next": ""}, {}, None),
        ({"pets": [A], "next": 2}, {}, None),
        ({"pets": [A], "links": {"next": "/p?2"}}, {}, "/p?2"),
        ({"pets": [A], "page_info": {"end_cursor": "abc"}}, {}, "abc"),
        ([A], {"Link": '</pets?page=2>; rel="next"'}, "/pets?page=2"),
        ([A], {"Link": "</pets?page=2>; rel=next"}, "/pets?page=2"),
        ([A], {"link": '</p?1>; rel="prev", </p?3>; rel="next"'}, "/p?3"),
        ([A], {"Link": '</p?3>; rel="next", </p?9>; rel="last"'}, "/p?3"),
        ([A], {"Link": '</p?3>; title="x"; rel="next"'}, "/p?3"),
        ([A], {"Link": '</p?1>; rel="prev"'}, None),
        ({"pets": [A], "next": "abc"}, {"Link": '</p?3>; rel="next"'}, "/p?3"),
    ],
)
def test_the_next_page_is_told(answer: Any, headers: dict[str, Any], following: str | None) -> None:
    """By a cursor or a URL, in the body or in Link; the last page tells none."""
    assert told(answer, **headers) == Listed(entries=(A,), next=following)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], {}),
        (["kind"], {}),
        (["limit", "offset"], {"limit": "limit", "offset": "offset"}),
        (["page", "per_page"], {"page": "page", "limit": "per_page"}),
        (["pageSize", "pageNumber"], {"limit": "pageSize", "page": "pageNumber"}),
        (["page[number]", "page[size]"], {"page": "page[number]", "limit": "page[size]"}),
        (["$top", "$skip", "$orderby"], {"limit": "$top", "offset": "$skip", "sort": "$orderby"}),
        (["cursor", "max"], {"cursor": "cursor", "limit": "max"}),
        (["starting_after"], {"cursor": "starting_after"}),
        (["sort"], {"sort": "sort"}),
        (["order"], {"sort": "order"}),
        (["sort", "order"], {"sort": "sort", "direction": "order"}),
        (["order", "sort"], {"sort": "sort", "direction": "order"}),
        (["sort_by", "sort_order"], {"sort": "sort_by", "direction": "sort_order"}),
        (["orderBy", "orderDir"], {"sort": "orderBy", "direction": "orderDir"}),
        (["limit", "size"], {"limit": "limit"}),
    ],
)
def test_parameters_cut_a_list(names: list[str], expected: dict[str, str]) -> None:
    """By their names, whatever their spelling and order."""
    contract = api("GET /pets all", all={"parameters": [query(name) for name in names]})
    found = paging_of(contract.operation("all"))
    roles = ("limit", "offset", "page", "cursor", "sort", "direction")
    parts = {role: getattr(found, role) for role in roles}
    assert {role: each.name for role, each in parts.items() if each is not None} == expected
    assert found.names == set(expected.values())


def test_only_a_query_cuts_a_list() -> None:
    """A header or a segment of the path of that name does not."""
    header = {"name": "limit", "in": "header", "schema": {"type": "integer"}}
    contract = api("GET /pets/{page}/all all", all={"parameters": [header]})
    assert paging_of(contract.operation("all")).names == frozenset()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("per_page", True),
        ("offset", True),
        ("pageNo", True),
        ("after", True),
        ("total", True),
        ("sort", False),
        ("kind", False),
        ("limited", False),
    ],
)
def test_some_names_are_of_pages(name: str, *, expected: bool) -> None:
    """A member that is called so is no filter."""
    assert is_paging(name) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/pets?page=2", True),
        ("https://api.test/pets", True),
        ("http://api.test", True),
        ("?cursor=abc", True),
        ("ftp://api.test", False),
        ("abc", False),
        ("a/b", False),
        ("", False),
    ],
)
def test_a_cursor_may_be_a_url(text: str, *, expected: bool) -> None:
    """A path from the root or a whole web address."""
    assert is_url(text) is expected


@pytest.mark.parametrize(
    ("entries", "member", "key", "expected"),
    [
        ((A, B), "id", 2, [B]),
        ((A, B), "id", "2", [B]),
        ((A, A), "id", 1, [A, A]),
        ((A, B), "id", 3, []),
        ((A, B), "key", 1, []),
        ((A, "1", 1), "id", 1, [A]),
        ((1, "1", 2), None, 1, [1, "1"]),
    ],
)
def test_entries_are_found_by_their_key(
    entries: tuple[Any, ...], member: str | None, key: Any, expected: list[Any]
) -> None:
    """As it stands in a path; the entries may be the keys themselves."""
    assert entry_of(entries, member, key) == expected


def test_a_body_without_json_lists_nothing() -> None:
    """What can't be decoded has no entries."""
    assert listed(Response(status=200, body=b"<pets/>")) is None
