"""What plainly holds for all values of a case."""

from typing import Any

import pytest

from ringback.schema.document import SchemaDocument
from ringback.witness.goals.plainly import Plainly

_TEXT = {"type": "string"}
_CAT = {"type": "object", "required": ["kind", "a"], "properties": {
    "kind": {"const": "cat"}, "a": _TEXT}}  # fmt: skip
_DOG = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "dog"}}}
_TAG = {"properties": {"kind": {"const": "cat"}}}
_ANY = {"type": "object", "properties": {"b": _TEXT}}


@pytest.mark.parametrize(
    ("schema", "bases", "holds"),
    [
        (_CAT, [_CAT], True),
        (_TAG, [_CAT], True),
        ({"type": "object", "required": ["a"]}, [_CAT], True),
        ({"allOf": [_TAG, {"required": ["kind"]}], "description": "x"}, [_CAT], True),
        ({"required": ["a", "b"]}, [_CAT, {"required": ["b"]}], True),
        ({"oneOf": [_DOG, _CAT]}, [_CAT], True),
        ({"anyOf": [_ANY, _TAG]}, [_CAT], True),
        ({"minProperties": 2, "type": ["object", "null"]}, [{"minProperties": 2}], True),
        (_CAT, [_TAG], False),
        (_DOG, [_CAT], False),
        ({"required": ["a", "b"]}, [_CAT], False),
        ({"oneOf": [_ANY, _CAT]}, [_CAT], False),
        ({"oneOf": [_DOG, _ANY]}, [_CAT], False),
        ({**_TAG, "additionalProperties": False}, [_CAT], False),
        ({**_TAG, "unevaluatedProperties": False}, [_CAT], False),
        ({"minProperties": 2}, [{"minProperties": 1}], False),
        ({"type": "array"}, [_CAT], False),
        ({"not": _DOG}, [_CAT], False),
        ({"$ref": "urn:elsewhere", "type": "object"}, [_CAT], False),
    ],
)
def test_what_follows_from_bases(schema: Any, bases: list[Any], holds: bool) -> None:
    """A yes is certain, keyword by keyword; of what stands around a schema nothing follows."""
    one = SchemaDocument({"root": schema}).schema("/root")
    others = [SchemaDocument({"root": each}).schema("/root") for each in bases]
    assert Plainly().holds(one, others, "object") is holds
