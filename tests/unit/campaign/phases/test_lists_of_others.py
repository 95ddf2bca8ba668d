"""Lists as other makers' services tell them: where entries stand, orders, and the first page."""

import json
from copy import deepcopy
from typing import Any

import pytest

from ringback.campaign.phases.filters import sorted_by
from ringback.campaign.phases.reads.list_asking import lowest as lowest_page
from ringback.campaign.resource.list_answers import listed, paging_of
from ringback.campaign.scheduler.scene import Scene
from ringback.exchange import Response
from tests.unit.campaign.toys import DESCRIPTION, Playground, Toys, Wire, toys_contract

ONE = {"id": 1}
LINKS = {"self": {"href": "/pets"}}
PAGE = {"size": 20, "totalElements": 1, "totalPages": 1, "number": 0}


@pytest.mark.parametrize(
    ("answer", "entries", "total"),
    [
        ([ONE], (ONE,), None),
        ({"items": [ONE], "total": 1}, (ONE,), 1),
        ({"_embedded": {"pets": [ONE]}, "_links": LINKS, "page": PAGE}, (ONE,), 1),
        ({"data": {"pets": [ONE]}, "meta": {"count": 1}}, (ONE,), 1),
        ({"data": {"pets": [ONE]}, "more": {"pets": [ONE]}}, None, None),
        ({"_links": LINKS, "page": PAGE}, None, None),
    ],
)
def test_entries_stand_where_one_list_is(
    answer: Any, entries: tuple[Any, ...] | None, total: int | None
) -> None:
    """The one list of an answer holds its entries, however deep; of two nobody knows."""
    found = listed(Response(status=200, body=json.dumps(answer).encode()))
    assert (found and found.entries, found and found.total) == (entries, total)


@pytest.mark.parametrize(
    "text", ["name", "-name", "+name", "name:desc", "name,asc", "name,desc", "name_asc"]
)
def test_an_order_names_a_member(text: str) -> None:
    """A direction may stand before a member's name or behind it, parted as frameworks do."""
    assert sorted_by(text, [{"id": 1, "name": "a"}]) == "name"


@pytest.mark.parametrize(
    ("name", "schema", "lowest"),
    [
        ("page", {"type": "integer"}, 1),
        ("page", {"type": "integer", "minimum": 1}, 1),
        ("page", {"type": "integer", "minimum": 0}, 0),
        ("page", {"type": "integer", "default": 0, "minimum": 0}, 0),
        ("page", {"type": "integer", "default": 1, "minimum": 0}, 1),
        ("page_index", {"type": "integer"}, 0),
    ],
)
def test_the_first_page_has_the_number_that_is_described(
    tmp_path_factory: pytest.TempPathFactory, name: str, schema: Any, lowest: int
) -> None:
    """Pages count from 0 where the schema says so, else from 1."""
    description: Any = deepcopy(dict(DESCRIPTION))
    get = description["paths"]["/pets"]["get"]
    get["parameters"] = [{"name": name, "in": "query", "schema": schema}]
    contract = toys_contract(tmp_path_factory.mktemp("toys"), description)
    scene = Scene(Playground(contract, Wire(Toys())).stage)
    page = paging_of(contract.operation("list_pets")).page
    assert page is not None
    assert lowest_page(scene, page) == lowest
