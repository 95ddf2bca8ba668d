"""Places that are the same in whatever order a description is written."""

from typing import Any

import pytest

from ringback.description.steady_places import standing, steady

DOCUMENT: Any = {
    "paths": {
        "/a": {
            "parameters": [{"name": "x", "in": "path"}, {"$ref": "#/components/parameters/P"}],
            "get": {"parameters": [{"name": "1", "in": "query", "schema": {"enum": [1, 2]}}]},
            "post": {"$ref": "#/components/q"},
        }
    },
    "components": {
        "parameters": {"P": {"name": "p", "in": "query"}},
        "q": {"parameters": [{"name": "y", "in": "query"}]},
        "schemas": {
            "A": {"required": ["b", "7"], "oneOf": [{"$ref": "#/components/schemas/B"}, {}]},
            "B": {"$ref": "#/components/schemas/B"},
        },
    },
}


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("", ""),
        ("/paths/~1a/parameters/0/name", "/paths/~1a/parameters/path:x/name"),
        (
            "/paths/~1a/parameters/1",
            "/paths/~1a/parameters/#~1components~1parameters~1P",
        ),
        (
            "/paths/~1a/get/parameters/0/schema/enum/1",
            "/paths/~1a/get/parameters/query:1/schema/enum/*",
        ),
        ("/paths/~1a/post/parameters/0", "/paths/~1a/post/parameters/query:y"),
        ("/components/schemas/A/required/0", "/components/schemas/A/required/b"),
        ("/components/schemas/A/required/1", "/components/schemas/A/required/'7'"),
        (
            "/components/schemas/A/oneOf/0/type",
            "/components/schemas/A/oneOf/#~1components~1schemas~1B/type",
        ),
        ("/components/schemas/A/oneOf/1", "/components/schemas/A/oneOf/1"),
        ("/components/schemas/A/oneOf/9/x/0", "/components/schemas/A/oneOf/9/x/0"),
        ("/components/schemas/B/x/0", "/components/schemas/B/x/0"),
        ("/nothing/0/there", "/nothing/0/there"),
    ],
)
def test_the_name_of_a_place(place: str, found: str) -> None:
    """Numbers that say nothing are names; what is not there stays as it is."""
    assert steady(DOCUMENT, place) == found


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("/a/parameters/query:q/schema", "/a/parameters/1/schema"),
        ("/a/parameters/query:r/schema", None),
        ("/a/parameters/0", None),
        ("/a/oneOf/1", "/a/oneOf/1"),
    ],
)
def test_where_a_named_place_stands(place: str, found: str | None) -> None:
    """The place of that name in a document, whatever its number there is."""
    parameters: list[Any] = [{"name": name, "in": "query", "schema": {}} for name in ("p", "q")]
    document = {"a": {"parameters": parameters, "oneOf": [{}, {}]}}
    assert standing(document, place) == found
