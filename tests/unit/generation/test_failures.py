"""What Schemathesis and Hypothesis fail at is raised behind what was made, and hides nothing."""

from typing import Any

import pytest
import schemathesis
from hypothesis.errors import Unsatisfiable
from schemathesis.errors import SchemathesisError

from ringback.exchange import Request
from ringback.generation import drawing
from ringback.generation.case import Case
from ringback.generation.fuzz import Fuzzer
from ringback.operation import Operation
from tests.unit.contract.making import small

NODE = {
    "type": "object",
    "required": ["next"],
    "properties": {"next": {"$ref": "#/components/schemas/Node"}},
}


def taking(schema: Any, media_type: str = "application/json") -> tuple[Fuzzer, Operation]:
    """A fuzzer and the operation of a description that takes such a body."""
    body = {"required": True, "content": {media_type: {"schema": schema}}}
    answers = {"200": {"description": "ok"}}
    post = {"operationId": "take", "requestBody": body, "responses": answers}
    contract = small({"Node": NODE}, {"/take": {"post": post}})
    return Fuzzer(contract.description.document, 0), contract.operation("take")


@pytest.mark.parametrize(
    ("schema", "media_type", "error"),
    [
        ({"type": "string", "pattern": "(?<=a+)b"}, "application/json", SchemathesisError),
        ({"type": "string", "minLength": 5, "maxLength": 2}, "application/json", Unsatisfiable),
        ({"allOf": [{"type": "string"}, {"type": "integer"}]}, "application/json", Unsatisfiable),
        ({"not": {}}, "application/json", Unsatisfiable),
        ({"$ref": "#/components/schemas/Node"}, "application/json", Unsatisfiable),
        ({"type": "object"}, "application/cbor", SchemathesisError),
    ],
)
def test_what_no_case_can_be_made_of_is_raised(
    schema: Any, media_type: str, error: type[Exception]
) -> None:
    """An operation for which nothing can be generated is never passed over in silence."""
    fuzzer, operation = taking(schema, media_type)
    with pytest.raises(error):
        list(fuzzer.random(operation, 3, positive=True))


@pytest.mark.parametrize(
    ("schema", "media_type"),
    [
        ({"type": "string", "format": "binary"}, "application/octet-stream"),
        ({"type": "object", "properties": {"f": {"format": "binary"}}}, "multipart/form-data"),
        ({"type": "string", "pattern": "^(?<year>[0-9]{4})$"}, "application/json"),
    ],
)
def test_what_can_be_made_is_made(schema: Any, media_type: str) -> None:
    """Bytes, files and the regular expressions of another language are no failure."""
    fuzzer, operation = taking(schema, media_type)
    assert list(fuzzer.random(operation, 3, positive=True))


def test_that_nothing_can_be_broken_is_no_failure() -> None:
    """Whatever is sent to who takes any bytes is admitted: there is no invalid case to make."""
    fuzzer, operation = taking({"type": "string", "format": "binary"}, "application/octet-stream")
    assert list(fuzzer.random(operation, 3, positive=False)) == []


def test_a_case_that_fails_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """What making one request raises is raised once, behind the requests of the other cases."""
    request_of, turns = drawing._request, iter([False, True, False])

    def failing(case: schemathesis.Case[Any]) -> Request | None:
        if next(turns, False):
            raise AttributeError("no such thing")
        return request_of(case)

    monkeypatch.setattr(drawing, "_request", failing)
    fuzzer, operation = taking({"type": "string"})
    made: list[Case] = []
    with pytest.raises(AttributeError, match="no such thing"):
        made.extend(fuzzer.random(operation, 3, positive=True))
    assert len(made) == 2
