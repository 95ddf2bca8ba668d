"""A schema as it is walked: references, allOf, members, branches."""

from typing import Any

import pytest

from ringback.schema.document import SchemaDocument
from ringback.schema.view import View, meant, stands_in_itself, view, walk
from tests.unit.contract.making import numbers, place

DOCUMENT: dict[str, Any] = {
    "plain": {"type": "string"},
    "bare": {"$ref": "#/plain"},
    "chain": {"$ref": "#/bare"},
    "described": {"$ref": "#/plain", "description": "in other words"},
    "beside": {"$ref": "#/plain", "maxLength": 3, "type": "string"},
    "both": {"$ref": "#/object", "required": ["b"], "properties": {"b": {"const": 1}}},
    "twice": {"$ref": "#/beside", "maxLength": 2},
    "one": {"allOf": [{"$ref": "#/plain"}], "default": "x"},
    "single": {"allOf": [{"type": "object", "properties": {"a": {}}}], "required": ["a"]},
    "object": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/plain"}}},
    "all": {"allOf": [{"$ref": "#/object"}, {"$ref": "#/both"}, {"required": ["c"]}]},
    "strange": {"properties": {"a/b": {"$ref": "#/odd~1%7E0%20name"}, "~": {"const": 2}}},
    "odd/~ name": {"type": "integer"},
    "any": {"anyOf": [{"$ref": "#/plain"}, {"$ref": "#/empty"}], "oneOf": [{"const": 1}]},
    "empty": {"type": "object", "properties": {}, "description": "says nothing"},
    "list": {"items": {"$ref": "#/object"}},
    "tree": {"properties": {"left": {"$ref": "#/tree"}, "right": {"$ref": "#/tree"}}},
    "true": True,
    "circle": {"$ref": "#/way"},
    "way": {"$ref": "#/circle"},
}


def at(name: str) -> View:
    """The view of a member of the document."""
    return view(SchemaDocument(DOCUMENT), "/" + name.replace("~", "~0").replace("/", "~1"))


@pytest.mark.parametrize(
    ("name", "pointer", "raw"),
    [
        ("plain", "/plain", {"type": "string"}),
        ("bare", "/plain", {"type": "string"}),
        ("chain", "/plain", {"type": "string"}),
        ("beside", "/beside", {"type": "string", "maxLength": 3}),
        ("twice", "/twice", {"type": "string", "maxLength": 2}),
        ("true", "/true", {}),
    ],
)
def test_references_are_followed(name: str, pointer: str, raw: dict[str, Any]) -> None:
    """A bare reference leads on; with keywords beside it, both apply and the nearer one wins."""
    assert (at(name).pointer, at(name).raw) == (pointer, raw)


def test_annotations_beside_a_reference_do_not_stop_it() -> None:
    """They stand beside what is referred to, the nearer one first, and change no value."""
    described = at("described")
    assert described.pointer == "/plain"
    assert described.raw == {"type": "string", "description": "in other words"}
    one = at("one")
    assert (one.pointer, one.types, one.default) == ("/plain", ("string",), "x")


def test_an_all_of_one_with_more_beside_it_holds_both() -> None:
    """Members and what is required come from all parts."""
    single = at("single")
    assert (single.pointer, single.required) == ("/single", ["a"])
    assert list(single.properties) == ["a"]
    assert single.types == ("object",)


@pytest.mark.parametrize(
    ("name", "required", "properties"),
    [
        ("object", ["a"], {"a": "/plain"}),
        ("both", ["b"], {"b": "/both/properties/b"}),
        ("all", ["a", "b", "c"], {"a": "/plain", "b": "/both/properties/b"}),
        ("plain", [], {}),
    ],
)
def test_members(name: str, required: list[str], properties: dict[str, str]) -> None:
    """Described and required members, those of an allOf included, each once."""
    assert at(name).required == required
    assert {key: each.pointer for key, each in at(name).properties.items()} == properties


def test_names_with_slashes_and_tildes() -> None:
    """A pointer escapes them (RFC 6901), a reference escapes them again as a URI."""
    strange = at("strange")
    assert strange.properties["a/b"].pointer == "/odd~1~0 name"
    assert strange.properties["a/b"].types == ("integer",)
    assert strange.properties["~"].pointer == "/strange/properties/~0"


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        ({"type": "string"}, ("string",)),
        ({"type": ["string", "null"]}, ("string", "null")),
        ({"properties": {}}, ("object",)),
        ({"required": ["a"]}, ("object",)),
        ({"items": {}}, ("array",)),
        ({"allOf": [{"minProperties": 1}, {"type": "object"}]}, ("object",)),
        ({"minLength": 1}, ()),
        ({}, ()),
    ],
)
def test_types(schema: dict[str, Any], types: tuple[str, ...]) -> None:
    """As named, else what the other keywords are about."""
    assert view(SchemaDocument({"it": schema}), "/it").types == types


@pytest.mark.parametrize(
    ("schema", "vacuous"),
    [
        ({"type": "object"}, True),
        ({"type": "object", "properties": {}, "title": "t", "additionalProperties": True}, True),
        ({"type": "object", "additionalProperties": {}}, True),
        ({"type": "object", "additionalProperties": False}, False),
        ({"type": "object", "properties": {"a": {}}}, False),
        ({"type": "object", "minProperties": 1}, False),
        ({"type": "string"}, False),
        ({"type": ["object", "null"]}, False),
        ({}, False),
    ],
)
def test_vacuous(schema: dict[str, Any], vacuous: bool) -> None:
    """An object schema that says nothing admits every object."""
    assert view(SchemaDocument({"it": schema}), "/it").vacuous is vacuous


def test_branches_and_items() -> None:
    """The alternatives of anyOf and those of oneOf are two choices; the items of an array."""
    unions = {word: [each.pointer for each in found] for word, found in at("any").unions.items()}
    assert unions == {"anyOf": ["/plain", "/empty"], "oneOf": ["/any/oneOf/0"]}
    assert [each.pointer for each in at("any").branches] == ["/plain", "/empty"]
    items = at("list").items
    assert items is not None
    assert items.pointer == "/object"
    assert at("plain").branches == []
    assert at("plain").items is None


def test_an_all_of_one_around_an_all_of_is_walked_through() -> None:
    """The members of the inner one count, not the wrapping again."""
    both = {"allOf": [{"properties": {"a": {"type": "string"}}}, {"required": ["a"]}]}
    found = view(SchemaDocument({"A": both, "x": {"allOf": [{"$ref": "#/A"}], "title": "t"}}), "/x")
    assert (found.types, found.required, list(found.properties)) == (("object",), ["a"], ["a"])
    assert found.child("allOf", "1").pointer == "/A/allOf/1"


def test_a_circle_of_references_is_an_error() -> None:
    """A chain that never comes to a schema is told, not followed for ever."""
    with pytest.raises(ValueError, match="references at /circle go round in a circle"):
        at("circle")


def test_places_are_looked_up_once() -> None:
    """Views of one document are shared, so that walking a tree of references ends."""
    tree = at("tree")
    assert tree.properties["left"].properties["right"] is tree.properties["right"]
    assert [each.pointer for each in walk(tree)] == ["/tree"]


def test_a_walk_reaches_everything_once() -> None:
    """The schema first, then branches, members and items."""
    assert [each.pointer for each in walk(at("any"))] == [
        "/any", "/plain", "/empty", "/any/oneOf/0"
    ]  # fmt: skip
    assert [each.pointer for each in walk(at("list"))] == ["/list", "/object", "/plain"]
    reached = {each.pointer for each in walk(numbers("strict").view(place("PhoneNumber")))}
    assert {place(name) for name in ("Agent", "AzureVoice", "DTMFAction", "Webhook")} <= reached


def test_the_branch_that_is_meant() -> None:
    """The first concrete branch that admits the value; none where only a vacuous one does."""
    contract = numbers("strict")
    voice = contract.view(place("AgentUpdateParams")).properties["voice"]

    def pointer(value: Any) -> str | None:
        found = meant(voice, value, contract.schemas.admits)
        return None if found is None else found.pointer

    assert pointer({"type": "voice_rime"}) == place("RimeVoiceUpdateParams")
    assert pointer({"type": "voice_rime", "speaker": {}}) == place("RimeVoiceUpdateParams")
    assert pointer({"type": "voice_base"}) is None
    assert pointer({}) is None
    assert meant(at("plain"), 1, contract.schemas.admits) == at("plain")


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, False),
        ({"properties": {"a": {"$ref": "#/leaf"}, "b": {"$ref": "#/leaf"}}}, False),
        ({"properties": {"a": {"items": {"$ref": "#/tree"}}}}, True),
        ({"anyOf": [{"type": "null"}, {"$ref": "#/tree"}]}, True),
    ],
)
def test_what_stands_in_itself(schema: dict[str, Any], expected: bool) -> None:
    """By whatever way it comes back to itself; what is merely used twice does not."""
    document = SchemaDocument(
        {
            "here": schema,
            "leaf": {"type": "object", "properties": {"a": {"type": "string"}}},
            "tree": {"type": "object", "properties": {"inside": {"$ref": "#/tree"}}},
        }
    )
    assert stands_in_itself(view(document, "/here")) is expected
