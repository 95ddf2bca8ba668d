"""The router of a mock: for clients of httpx, with a transport or patched, whatever they ask."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import respx

from ringback.errors import UsageError
from ringback.mock import ClientMistakeError, MockFlawError
from ringback.mock.answering.chosen import Mode
from ringback.mock.api_mock import ApiMock
from ringback.mock.in_process.api_router import ApiRouter
from ringback.mock.in_process.operation_route import python_name
from tests.unit.mock.made_up import contract

HOST = "https://zoo.example"
BASE = f"{HOST}/api"


@pytest.fixture(scope="module")
def mock() -> ApiMock:
    """One mock for all tests here: samples are made once."""
    return ApiMock(contract("zoo"))


@pytest.fixture
def api(mock: ApiMock) -> Iterator[ApiRouter]:
    """A router of its own for each test."""
    mock.reset()
    mock.fault = None
    yield ApiRouter(mock)
    mock.fault = None


def client(api: ApiRouter) -> httpx.Client:
    """A client that asks the router alone."""
    return httpx.Client(transport=httpx.MockTransport(api.handler), base_url=BASE)


def test_a_transport_needs_no_patching(api: ApiRouter) -> None:
    """A client of httpx makes a thing and reads it; each route knows what it was asked."""
    with client(api) as asking:
        made = asking.post("/pets", json={"name": "Tom"})
        read = asking.get("/pets/1")
    assert (made.status_code, read.json()) == (201, made.json())
    assert [route.call_count for route in (api.create_pet, api["getPet"])] == [1, 1]
    assert [each.request.url for each in api.get_pet.exchanges] == ["/api/pets/1"]
    assert [each.request.method for each in api.exchanges] == ["POST", "GET"]
    assert not api.list_pets.called


def test_a_client_of_asyncio_is_answered_alike(api: ApiRouter) -> None:
    """The asynchronous handler keeps the same things."""

    async def ask() -> Any:
        transport = httpx.MockTransport(api.async_handler)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as asking:
            await asking.post("/pets", json={"name": "Tom"})
            return (await asking.get("/pets/1")).json()["name"]

    assert asyncio.run(ask()) == "Tom"


def test_a_client_of_its_own_is_patched(api: ApiRouter) -> None:
    """Inside of `with`, whoever builds a client comes here, by a host of the description."""
    with api:
        assert httpx.post(f"{BASE}/pets", json={"name": "Tom"}).status_code == 201
        assert httpx.get(f"{BASE}/pets/1").json()["name"] == "Tom"
        with pytest.raises(AssertionError, match="not mocked"):
            httpx.get("https://elsewhere.example/pets/1")


def test_a_route_of_respx_comes_first(api: ApiRouter) -> None:
    """What a test tells respx itself stays as it is, beside the operations."""
    api.get("https://elsewhere.example/x").respond(299)
    api["listPets"].mock(return_value=httpx.Response(298))
    with client(api) as asking:
        assert asking.get("https://elsewhere.example/x").status_code == 299
        assert asking.get("/pets").status_code == 298
        assert asking.post("/pets", json={"name": "Tom"}).status_code == 201


GET_PET = "getPet (GET /pets/{pet_id})"
WRONG = 'createPet (POST /pets): NewPet needs "name"'


def test_a_wrong_request_is_told_at_once(api: ApiRouter) -> None:
    """Without an end to tell it at, the client's own line raises."""
    with client(api) as asking, pytest.raises(ClientMistakeError) as caught:
        asking.post("/pets", json={})
    assert str(caught.value) == WRONG


def test_a_wrong_request_is_told_at_the_end(api: ApiRouter) -> None:
    """A client that takes the refusal in its stride fails the test all the same, once."""

    def a_test() -> None:
        with api:
            for _ in range(2):
                refused = httpx.post(f"{BASE}/pets", json={})
                assert (refused.status_code, refused.json()["detail"]) == (422, WRONG)

    with pytest.raises(ClientMistakeError) as caught:
        a_test()
    assert str(caught.value) == WRONG


def test_a_test_that_fails_is_not_failed_twice(api: ApiRouter) -> None:
    """The first error is the one that is told."""

    def a_test() -> None:
        with api:
            httpx.post(f"{BASE}/pets", json={})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        a_test()


def test_nobody_minds_if_so_told(mock: ApiMock) -> None:
    """Who tests wrong requests on purpose gets refusals, and a list of what was wrong."""
    api = ApiRouter(mock, mistakes="answer")
    with client(api) as asking:
        assert asking.post("/pets", json={}).status_code == 422
    assert api.mistakes == [WRONG]
    api.close()


@pytest.mark.parametrize(
    ("method", "path", "more", "status", "sentence"),
    [
        (
            "GET",
            "/pet",
            {},
            404,
            "GET /api/pet: the description has no such path: did you mean /pets?",
        ),
        (
            "DELETE",
            "/pets",
            {},
            405,
            "DELETE /api/pets: the description has no DELETE here: send GET or POST",
        ),
        (
            "GET",
            "/pets",
            {"params": {"limit": 0}},
            422,
            'listPets (GET /pets): the query parameter "limit": 0 is below 1',
        ),
        (
            "GET",
            "/pets/x",
            {},
            422,
            f'{GET_PET}: the path parameter "pet_id" must be an integer, not a string',
        ),
        (
            "POST",
            "/pets",
            {"content": "name=Tom", "headers": {"Content-Type": "text/plain"}},
            415,
            "createPet (POST /pets): the body is text/plain, not application/json",
        ),
        (
            "POST",
            "/pets",
            {"content": "x", "headers": {"Content-Type": "application/json"}},
            422,
            "createPet (POST /pets): the body is not JSON: expecting value at line 1 column 1",
        ),
        (
            "POST",
            "/pets",
            {"json": {"name": "Tom", "kind": "cow"}},
            422,
            'createPet (POST /pets): the body at /kind must be "cat" or "dog", not "cow"',
        ),
    ],
)
def test_a_sentence_says_what_is_wrong(
    mock: ApiMock, method: str, path: str, more: dict[str, Any], status: int, sentence: str
) -> None:
    """The refusal is the documented one; the sentence names operation and place."""
    api = ApiRouter(mock, mistakes="answer")
    with client(api) as asking:
        refused = asking.request(method, path, **more)
    assert (refused.status_code, api.mistakes) == (status, [sentence])
    assert refused.json()["detail"] == sentence


def test_credentials_are_asked_for() -> None:
    """Without them the documented 401 comes, and the sentence says which to send."""
    api = ApiRouter(ApiMock(contract("shop")), base_url=BASE, mistakes="answer")
    with client(api) as asking:
        assert asking.get("/tags").status_code == 401
        told = asking.get("/tags", headers={"Authorization": "Bearer x"})
        assert told.status_code == 200
    asked = "send Authorization: Bearer … (bearerAuth)"
    assert api.mistakes == [f"list_tags (GET /tags): the request has no credentials: {asked}"]


def test_an_answer_is_chosen(api: ApiRouter) -> None:
    """A status, or members by name: the rest of the answer stays as it would have been."""
    with client(api) as asking:
        asking.post("/pets", json={"name": "Tom"})
        api.get_pet.answers(kind="dog", weight=3)
        assert asking.get("/pets/1").json() == {
            "id": 1,
            "created_at": "2024-02-29T12:00:01Z",
            "name": "Tom",
            "kind": "dog",
            "weight": 3,
        }
        api.get_pet.answers(status=404, headers={"X-Trace": "7"}, detail="gone")
        refused = asking.get("/pets/1")
        assert (refused.status_code, refused.json()["detail"]) == (404, "gone")
        assert refused.headers["x-trace"] == "7"
        api.get_pet.usual()
        assert asking.get("/pets/1").json()["name"] == "Tom"
        assert not api.mistakes


def test_answers_come_one_after_the_other(api: ApiRouter) -> None:
    """Each of a series answers once, the last one from then on."""
    api.list_pets.fails("unavailable").then(fails="rate-limited").then().then(total=7)
    with client(api) as asking:
        told = [asking.get("/pets") for _ in range(5)]
    assert [each.status_code for each in told] == [503, 429, 200, 200, 200]
    assert told[1].headers["retry-after"] == "1"
    assert [each.json()["total"] for each in told[2:]] == [0, 7, 7]


@pytest.mark.parametrize(
    ("choice", "problem"),
    [
        (
            {"status": 418},
            "getPet (GET /pets/{pet_id}) documents no 418: it has 200, 404, 422",
        ),
        ({"kynd": "cat"}, "the 200 of getPet has no member kynd: did you mean kind?"),
        (
            {"kind": "cow"},
            'the 200 of getPet: kind must be "cat" or "dog", not "cow"',
        ),
        (
            {"example": "tom"},
            "the 200 of getPet (GET /pets/{pet_id}) has no example tom: it has none with a name",
        ),
    ],
)
def test_what_is_not_described_can_not_be_chosen(
    api: ApiRouter, choice: dict[str, Any], problem: str
) -> None:
    """One sentence says so where it is chosen, with what there is."""
    with pytest.raises(UsageError) as caught:
        api.get_pet.answers(**choice)
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        ("timeout", httpx.ReadTimeout),
        ("refused", httpx.ConnectError),
        ("closed", httpx.RemoteProtocolError),
        ("truncated", httpx.RemoteProtocolError),
        (httpx.ReadTimeout, httpx.ReadTimeout),
        (httpx.ConnectError, httpx.ConnectError),
        (httpx.ConnectTimeout("slow"), httpx.ConnectTimeout),
        (ConnectionResetError("gone"), ConnectionResetError),
    ],
)
def test_a_failure_is_what_httpx_raises_then(
    api: ApiRouter, failure: Any, error: type[Exception]
) -> None:
    """Clients meet the errors of a network, by name or by exception."""
    api.list_pets.fails(failure)
    with client(api) as asking, pytest.raises(error):
        asking.get("/pets")
    assert api.list_pets.call_count == 1


def test_a_late_answer_is_waited_for(mock: ApiMock) -> None:
    """Latency is slept by the router, not by the mock."""
    slept: list[float] = []
    api = ApiRouter(mock, sleep=slept.append)
    api.fails("latency=0.25")
    with client(api) as asking:
        assert asking.get("/pets").status_code == 200
        api.fails(None)
        asking.get("/pets")
    assert slept == [0.25]


def test_a_failure_that_there_is_not_is_told(api: ApiRouter) -> None:
    """With the name that was meant."""
    with pytest.raises(UsageError, match=r"latancy: no such failure: did you mean latency\?"):
        api.fails("latancy")


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        ("listPets", "list_pets"),
        ("list_pets", "list_pets"),
        ("pets/list-all", "pets_list_all"),
        ("GetHTTPInfo", "get_http_info"),
        ("GET /pets/{id}", "get_pets_id"),
        ("2fa", "op_2fa"),
        ("import", "import_"),
        ("--", "operation"),
    ],
)
def test_an_operation_has_a_name_of_python(operation: str, name: str) -> None:
    """Words in snake case, whatever stood between them."""
    assert python_name(operation) == name


def test_an_unknown_operation_is_told_with_what_is_like_it(api: ApiRouter) -> None:
    """A slip in a test is an AttributeError that knows better."""
    with pytest.raises(AttributeError, match=r"no operation list_pet: did you mean list_pets\?"):
        _ = api.list_pet


def test_a_route_that_names_no_operation_of_its_own_keeps_respx_s_name(api: ApiRouter) -> None:
    """What respx calls so stays respx's: `api.get` adds a route."""
    assert isinstance(api.get("https://elsewhere.example/x"), respx.Route)


def drifted() -> Any:
    """An app whose pets have lost their name: what a mock made by hand comes to."""

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        body = b'{"items": [{"id": 1, "title": "Tom"}], "total": 1}'
        await send({"type": "http.response.body", "body": body})
        assert scope["path"]

    return app


def test_a_mock_made_by_hand_that_has_drifted_is_found_out() -> None:
    """The answer of an app in the place of the store is held against the contract."""
    api = ApiRouter(ApiMock(contract("zoo"), app=drifted))
    with client(api) as asking, pytest.raises(MockFlawError) as caught:
        asking.get("/pets")
    assert str(caught.value) == (
        'the app behind the mock: listPets: response 200 /items/0: Pet needs "name" '
        "(schema/response)"
    )


def test_recordings_are_answered_in_their_mode() -> None:
    """Without any that fits the answer is made."""
    api = ApiRouter(ApiMock(contract("zoo"), mode=Mode.RECORDED))
    with client(api) as asking:
        assert asking.get("/pets/77").status_code == 200
