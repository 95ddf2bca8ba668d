"""`validate_exchanges` in a test of a client."""

from pathlib import Path

import httpx
import pytest

from ringback.errors import DescriptionError, UsageError
from ringback.traffic import BrokenExchangesError, validate_exchanges
from ringback.validate.traffic import Unused

_DESCRIPTION = """
openapi: 3.1.0
info: {title: Items, version: "1"}
servers: [{url: "https://items.example"}]
paths:
  /items/{id}:
    get:
      operationId: get_item
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        "200":
          description: one
          content: {application/json: {schema: {type: object, required: [id]}}}
        "404": {description: none}
        "422": {description: refused}
  /items:
    get: {operationId: list_items, responses: {"200": {description: all}}}
"""


@pytest.fixture
def description(tmp_path: Path) -> Path:
    """A description of two operations."""
    (tmp_path / "items.yaml").write_text(_DESCRIPTION, "utf-8")
    return tmp_path / "items.yaml"


def client(*answers: tuple[int, object], host: str = "items.example") -> httpx.Client:
    """A client that is answered so, one after the other."""
    left = iter(answers)

    def answer(_request: httpx.Request) -> httpx.Response:
        status, body = next(left)
        return httpx.Response(status, json=body) if body is not None else httpx.Response(status)

    return httpx.Client(transport=httpx.MockTransport(answer), base_url=f"https://{host}")


def test_what_keeps_the_contract_passes(description: Path) -> None:
    """Nothing is raised, and what was never used is named."""
    with validate_exchanges(description) as seen:
        client((200, {"id": 1})).get("/items/1")
        client((404, None)).get("/items/7")
    assert (len(seen.exchanges), seen.findings) == (2, ())
    assert seen.unused == Unused(
        operations=("list_items",), answers=("status 422 of get_item",), requests=()
    )


@pytest.mark.parametrize(
    ("status", "body", "path", "told"),
    [
        (
            200,
            {},
            "/items/1",
            'get_item: response 200 /: the object needs "id" (schema/response) [GET /items/1]',
        ),
        (
            500,
            None,
            "/items/1",
            "get_item: the service failed with 500 (protocol/server-error) [GET /items/1]",
        ),
        (
            404,
            None,
            "/items/one",
            (
                'get_item: request: the path parameter "id" must be an integer, not a string'
                " (schema/request) [GET /items/one]"
            ),
        ),
        (
            200,
            None,
            "/item",
            "no operation: GET /item is no operation of the description (recording/no-operation)",
        ),
    ],
)
def test_what_breaks_it_is_raised(
    description: Path, status: int, body: object, path: str, told: str
) -> None:
    """An answer, a request that was refused, a path that nobody describes: one sentence."""
    with pytest.raises(BrokenExchangesError) as raised, validate_exchanges(description):
        client((status, body)).get(path)
    assert str(raised.value).splitlines()[1:] == [told]


def test_a_request_that_was_refused_may_be_let_be(description: Path) -> None:
    """Who tests what a client does with a refusal says so."""
    with validate_exchanges(description, judge_refused=False) as seen:
        client((422, None)).get("/items/one")
    assert len(seen.exchanges) == 1


def test_other_hosts_are_left_out(description: Path) -> None:
    """Only our own traffic is judged; a host that is named is ours."""
    with validate_exchanges(description) as seen:
        client((200, {}), host="other.example").get("/items/1")
    assert seen.findings == ()
    with validate_exchanges(description, hosts=["other.example"], raising=False) as seen:
        client((200, {}), host="other.example").get("/items/1")
    assert [each.rule for each in seen.findings] == ["schema/response"]


def test_what_a_test_raises_is_kept(description: Path) -> None:
    """The test's own failure stays what it is, with the findings as a note."""
    with pytest.raises(ZeroDivisionError) as raised, validate_exchanges(description):  # noqa: PT012
        client((200, {})).get("/items/1")
        _ = 1 / 0
    [note] = raised.value.__notes__
    assert note.startswith("1 finding in what the client sent or received:")


def test_the_configured_description_counts(description: Path) -> None:
    """Without one, that of ringback.toml; what is missing is one sentence."""
    folder = description.parent
    (folder / "ringback.toml").write_text('[contract]\ndescription = "items.yaml"\n', "utf-8")
    with validate_exchanges(config=folder / "ringback.toml") as seen:
        client((200, {"id": 1})).get("/items/1")
    assert len(seen.exchanges) == 1
    with pytest.raises(UsageError, match="no such reading"):
        validate_exchanges(config=folder / "ringback.toml", reading="loose")
    with pytest.raises(DescriptionError, match="no such file"):
        validate_exchanges(folder / "missing.yaml")
