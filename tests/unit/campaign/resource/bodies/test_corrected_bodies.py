"""What a create is given next, by what its refusal names."""

from typing import Any

import pytest

from ringback.campaign.resource.bodies.corrected_bodies import CorrectedBodies
from ringback.campaign.resource.bodies.refusal_names import named
from ringback.campaign.resource.graph import graph_of
from ringback.exchange import Response
from ringback.payload import MISSING, encode
from tests.unit.campaign.resource.apis import api, body
from tests.unit.campaign.resource.samplers import bodies

ZONE = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "description": "The name, e.g. “example.com.”, with its dot"},
        "kind": {"enum": ["Native", "Slave"]},
        "text": {"type": "string"},
        "owner": {"type": "object", "properties": {"mail": {"type": "string"}}},
    },
}
WHOLE = {"name": "Sample 1", "kind": "Native", "text": "Sample 2", "owner": {"mail": "Sample 3"}}


def corrected(schema: dict[str, Any] = ZONE) -> CorrectedBodies:
    """The corrections of a create whose bodies have this schema."""
    contract = api("POST /zones make", make=body(schema))
    made = bodies(graph_of(contract), contract)
    return CorrectedBodies(made, contract.operation("make"))


def refusal(text: str) -> Response:
    """A refusal in these words."""
    return Response(status=422, body=text.encode())


def without(*names: str) -> dict[str, Any]:
    """The whole body but for these members."""
    return {name: each for name, each in WHOLE.items() if name not in names}


@pytest.mark.parametrize(
    ("given", "words", "expected"),
    [
        (WHOLE, "Name 'Sample 1' is not canonical", {**WHOLE, "name": "example.com."}),
        (WHOLE, '{"loc": ["body", "text"], "msg": "bad"}', without("text")),
        (WHOLE, "You can't give text and a kind", without("kind")),
        (WHOLE, "mail: unknown", without("owner")),
        (WHOLE, "text must be 'long' or 'short'", {**WHOLE, "text": "long"}),
        (WHOLE, '{"text": ["\\"Sample 2\\" is no choice"]}', without("text")),
        ({"name": "a"}, "Key 'kind' not present", {"name": "a", "kind": "Native"}),
        ({"zone": WHOLE}, "'text' is wrong", {"zone": without("text")}),
        ({}, "Key 'name' not present", {"name": "example.com."}),
    ],
)
def test_what_a_refusal_names_is_changed(given: Any, words: str, expected: Any) -> None:
    """A member that it names, or whose value it quotes: an example, left out, or put in."""
    wrapped = {"type": "object", "properties": {"zone": ZONE}}
    found = corrected(wrapped if "zone" in given else ZONE).after(given, refusal(words))
    assert found == expected


def test_no_change_is_made_twice() -> None:
    """What did not help is not tried again: then come the simpler bodies, then nothing."""
    bodies_after, words = corrected(), refusal("name: Sample 1")
    first = bodies_after.after(WHOLE, words)
    second = bodies_after.after(first, words)
    assert (first["name"], "name" in second) == ("example.com.", False)
    later = [bodies_after.after(WHOLE, words) for _ in range(40)]
    mended = later[: later.index({})]
    assert [each for each in mended if mended.count(each) > 1 or each in (first, second)] == []
    assert later[-1] is MISSING


@pytest.mark.parametrize("words", ["", "no", "renamed, texts", "Sam"])
def test_what_names_nothing_leads_to_simpler_bodies(words: str) -> None:
    """A part of a word is no name, and a lost answer has no words: the barest body is next."""
    assert corrected().after(WHOLE, refusal(words) if words else None) == {}


USER = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "email": {"type": "string"},
        "age": {"type": "integer"},
    },
    "required": ["name", "email"],
}
GIVEN = {"name": "a", "email": "b", "age": 3}


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ({"detail": [{"loc": ["body", "email"], "msg": "no", "input": {"name": "a"}}]}, ["email"]),
        ({"errors": [{"pointer": "/age", "detail": "name"}]}, ["age"]),
        ({"errors": {"email": "is no address"}}, ["email"]),
        ({"email": ["Enter a valid email address."]}, ["email"]),
    ],
)
def test_members_are_told_as_places(answer: Any, names: list[str]) -> None:
    """What echoes the request names nothing, and neither does what tells of the answer itself."""
    contract = api("POST /users make", make=body(USER))
    view = bodies(graph_of(contract), contract).view(contract.operation("make"))
    assert view is not None
    assert named(view, GIVEN, encode(answer)) == (names, True)


@pytest.mark.parametrize(
    ("schema", "given", "expected"),
    [
        (USER, GIVEN, {"name": "a", "email": "b"}),
        ({"type": "array", "items": USER}, [GIVEN, GIVEN], [{"name": "a", "email": "b"}]),
    ],
)
def test_a_member_that_may_be_left_out_is_left_out(
    schema: dict[str, Any], given: Any, expected: Any
) -> None:
    """Of many that are given one is enough."""
    refused = Response(status=422, body=b'{"age": ["no"]}')
    assert corrected(schema).after(given, refused) == expected


def test_a_member_that_is_told_is_spelt_as_its_name_says() -> None:
    """A mail address comes first; all that are told as places change at once."""
    found = corrected(USER).after(
        GIVEN, Response(status=422, body=b'{"email": ["x"], "age": ["x"]}')
    )
    assert found["email"].endswith("@example.com")
    assert (found["name"], "age" in found) == ("a", False)


def test_a_member_that_is_missing_is_given() -> None:
    """A service may ask for what no schema does."""
    refused = Response(status=422, body=b'{"age": ["required"]}')
    found = corrected(USER).after({"name": "a", "email": "b"}, refused)
    assert isinstance(found["age"], int)
