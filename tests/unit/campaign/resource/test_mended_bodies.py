"""Bodies in the place of refused ones: what the refusal names is given otherwise."""

from typing import Any

import pytest

from ringback.campaign.resource.graph import graph_of
from ringback.campaign.resource.mended_bodies import MendedBodies, blamed
from ringback.payload import MISSING
from tests.unit.campaign.resource.apis import api, body
from tests.unit.campaign.resource.samplers import bodies

TEXT = {"type": "string"}
USER = {
    "type": "object",
    "properties": {"name": TEXT, "email": TEXT, "age": {"type": "integer"}},
    "required": ["name", "email"],
}
GIVEN = {"name": "a", "email": "b", "age": 3}


def mending(schema: dict[str, Any]) -> MendedBodies:
    """What mends the bodies of users."""
    contract = api("POST /users make", "GET /users/{id} read", make=body(schema))
    return MendedBodies(bodies(graph_of(contract), contract), contract.operation("make"))


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ({"detail": [{"loc": ["body", "email"], "msg": "no", "input": {"name": "a"}}]}, ["email"]),
        ({"errors": [{"pointer": "/age", "detail": "name"}]}, ["age"]),
        ({"errors": {"email": "is no address"}}, ["email"]),
        ({"email": ["Enter a valid email address."]}, ["email"]),
        ({"name": "BadRequest"}, []),
        ({"input": {"email": ["x"]}}, []),
        ("no", []),
        (MISSING, []),
    ],
)
def test_members_are_named_by_places_or_by_their_own_names(answer: Any, names: list[str]) -> None:
    """What echoes the request names nothing, and neither does what tells of the answer itself."""
    assert blamed(answer, ["name", "email", "age"]) == names


def test_a_member_that_is_named_is_spelt_as_its_name_says() -> None:
    """A mail address comes first, and the other members stay as they were."""
    found = mending(USER).after(GIVEN, {"email": ["no"]})
    assert found["email"].endswith("@example.com")
    assert {name: found[name] for name in ("name", "age")} == {"name": "a", "age": 3}


def test_a_member_that_may_be_left_out_is_left_out() -> None:
    """No form of a number is spelt as its name says."""
    assert mending(USER).after(GIVEN, {"age": ["no"]}) == {"name": "a", "email": "b"}


def test_a_member_that_is_missing_is_given() -> None:
    """A service may ask for what no schema does."""
    found = mending(USER).after({"name": "a", "email": "b"}, {"age": ["required"]})
    assert isinstance(found["age"], int)


def test_of_many_that_are_given_one_is_mended() -> None:
    """A list is given again with its first item alone."""
    listed = {"type": "array", "items": USER}
    assert mending(listed).after([GIVEN, GIVEN], {"age": ["no"]}) == [{"name": "a", "email": "b"}]


def test_without_a_name_the_barest_body_comes_next() -> None:
    """What is tried then goes from small to big."""
    assert mending(USER).after(GIVEN, {"error": "no"}).keys() == {"name", "email"}
