"""An instance of a schema, or why there is none."""

from typing import Any

import pytest

from ringback.sampling.result import Made, Unmade
from ringback.schema.document import SchemaDocument
from ringback.witness.search.instances import Instances

DOCUMENT: dict[str, Any] = {
    "closed": {
        "allOf": [
            {"properties": {"a": {"type": "string", "pattern": "^[a-z]{3}$"}}, "required": ["a"]},
            {"properties": {"b": {"type": "integer", "minimum": 7}}, "required": ["b"]},
        ],
        "type": "object",
        "unevaluatedProperties": False,
    },
    "none": {"type": "integer", "minimum": 5, "maximum": 4},
    "astray": {"$ref": "#/nowhere"},
}


def test_what_is_there_is_found() -> None:
    """A small one, the same each time it is asked for."""
    instances = Instances(SchemaDocument(DOCUMENT))
    made = instances("/closed")
    assert isinstance(made, Made)
    assert sorted(made.value) == ["a", "b"]
    assert instances("/closed") is made


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("none", "its schema admits nothing at all"),
        ("astray", "its schema refers to a place where nothing is"),
    ],
)
def test_what_is_not_there_is_told(name: str, why: str) -> None:
    """In one clause."""
    assert Instances(SchemaDocument(DOCUMENT))(f"/{name}") == Unmade(place="", why=why)
