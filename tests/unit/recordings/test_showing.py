"""What an exchange shows of the description."""

from typing import Any

import pytest

from ringback.exchange import Exchange, Request, Response
from ringback.payload import encode
from ringback.recordings.samples.showing import Showing
from tests.unit.contract.making import small

JSON = (("Content-Type", "application/json"),)
THING = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["a", "b"]},
        "text": {"type": "string"},
        "many": {"type": "array", "items": {"type": "boolean"}},
    },
}
CONTENT = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
CONTRACT = small(
    {"Thing": THING},
    {
        "/a": {
            "post": {
                "operationId": "post_a",
                "requestBody": CONTENT,
                "responses": {
                    "200": {"description": "d", **CONTENT},
                    "4XX": {"description": "d", **CONTENT},
                },
            }
        }
    },
)
OPERATION = CONTRACT.operation("post_a")


def exchange(asked: Any, status: int = 200, answered: Any = None) -> Exchange:
    """An exchange of these JSON bodies."""
    told = b"" if answered is None else encode(answered)
    return Exchange(
        request=Request(method="POST", url="/a", headers=JSON, body=encode(asked)),
        outcome=Response(status=status, headers=JSON, body=told),
    )


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (exchange({"kind": "a"}, 404, {"kind": "b"}), ["status 4XX"]),
        (exchange({"kind": "a"}, 500), []),
        (
            exchange({"kind": "a", "text": "x" * 300}, 200, {"kind": "b", "many": [True]}),
            [
                "answer /kind (enum member b)",
                "answer /many (one item)",
                "answer /many (present)",
                "answer /many/* (true)",
                "request /kind (enum member a)",
                "request /many (absent)",
                "request /text (present)",
                "status 200",
            ],
        ),
        (
            exchange({"kind": "b", "text": ""}, 200, {"kind": "c", "other": 1}),
            [
                "request /kind (enum member b)",
                "request /many (absent)",
                "request /text (an empty text)",
                "request /text (present)",
                "status 200",
            ],
        ),
    ],
)
def test_what_is_shown(one: Exchange, shown: list[str]) -> None:
    """The status as it is described; of a success, what was asked for and what was answered."""
    found = Showing(CONTRACT).shown_by(one, OPERATION)
    assert sorted(str(each) for each in found) == shown
    assert {each.operation for each in found} <= {"post_a"}


def test_all_that_can_be_shown() -> None:
    """Statuses first; of answers nothing that is left out; no text of hundreds of characters."""
    names = [str(each) for each in Showing(CONTRACT).all_of(OPERATION)]
    assert names[:2] == ["status 200", "status 4XX"]
    assert "request /text (absent)" in names
    assert not [each for each in names if "answer" in each and "absent" in each]
    assert not [each for each in names if "characters or more" in each]
    assert len(names) == len(set(names))


def test_the_choices_of_any_exchange() -> None:
    """Those of errors, too: they tell shapes apart."""
    showing = Showing(CONTRACT)
    one = exchange({"kind": "a", "text": ""}, 404, {"kind": "b"})
    assert showing.choices(one, OPERATION) == {
        "request /kind (enum member a)",
        "answer /kind (enum member b)",
    }
