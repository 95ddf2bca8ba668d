"""What is said of one value in several places is taken together."""

from typing import Any

import pytest

from ringback.schema.document import SchemaDocument
from ringback.schema.value_schema import home, value_schema, walk

WHOLE = {"type": "integer"}
TEXT = {"type": "string"}
BASE = {"type": "object", "properties": {"a": WHOLE}, "required": ["a"]}
# A schema; where it is written, its schemas, its members, its types, and how values hang on it.
TOLD: list[tuple[Any, str, list[str], list[str], set[str], list[str]]] = [
    (True, "/s", ["/s"], [], set(), []),
    ({"$ref": "#/base", "title": "t"}, "/base", ["/base"], ["a"], {"object"}, ["properties"]),
    ({"allOf": [{"$ref": "#/base"}]}, "/base", ["/base"], ["a"], {"object"}, ["properties"]),
    ({"allOf": [{"$ref": "#/base"}], "minProperties": 1},
     "/s", ["/s", "/base"], ["a"], {"object"}, ["properties"]),
    ({"allOf": [{"$ref": "#/base"}, {"properties": {"a": {"minimum": 1}, "b": TEXT}}]},
     "/s", ["/base", "/s/allOf/1"], ["a", "b"], {"object"}, ["properties", "properties"]),
    ({"if": {"properties": {"k": TEXT}}, "then": {"properties": {"b": TEXT}}},
     "/s", ["/s", "/s/then"], ["b"], set(), ["properties"]),
    ({"type": ["string", "null"], "allOf": [TEXT]}, "/s", ["/s", "/s/allOf/0"], [], {"string"}, []),
    ({"anyOf": [WHOLE], "oneOf": [TEXT, {"$ref": "#/base"}]},
     "/s", ["/s"], [], set(), ["anyOf", "oneOf", "oneOf"]),
    ({"prefixItems": [WHOLE], "items": TEXT, "patternProperties": {"^x": TEXT}},
     "/s", ["/s"], [], set(), ["items", "items", "additionalProperties"]),
    ({"$ref": "#/s"}, "/s", ["/s"], [], set(), []),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "written", "schemas", "members", "types", "steps"), TOLD)
def test_all_that_holds_for_a_value_is_taken_together(
    raw: Any,
    written: str,
    schemas: list[str],
    members: list[str],
    types: set[str],
    steps: list[str],
) -> None:
    """References, allOf and conditions tell of one value; annotations are no word about it."""
    value = value_schema(SchemaDocument({"s": raw, "base": BASE}).schema("/s"))
    assert value.home.pointer == written
    assert [each.pointer for each in value.schemas] == schemas
    assert list(value.members) == members
    assert value.types == types
    assert [each.step for each in value.below()] == steps


def test_what_stands_around_a_union_holds_for_its_branches() -> None:
    """A branch is looked at with the schemas of its union, and not with the other branches."""
    raw = {"required": ["kind"], "oneOf": [{"$ref": "#/base"}, {"anyOf": [BASE, WHOLE]}]}
    value = value_schema(SchemaDocument({"s": raw, "base": BASE}).schema("/s"))
    first, second = value.branches
    assert [each.pointer for each in first.whole] == ["/base", "/s"]
    assert first.said("required") == [["a"], ["kind"]]
    assert [(each.step, len(each.around)) for each in second.branches] == [("anyOf", 2)] * 2


def test_what_leads_back_to_itself_is_walked_once() -> None:
    """A tree of nodes is two kinds of values: the node, and the list of its children."""
    node = {"type": "object", "properties": {"children": {"items": {"$ref": "#/node"}}}}
    document = SchemaDocument({"node": node, "circle": {"$ref": "#/circle"}})
    walked = [each.home.pointer for each in walk([document.schema("/node")])]
    assert walked == ["/node", "/node/properties/children"]
    assert home(document.schema("/circle")).pointer == "/circle"
