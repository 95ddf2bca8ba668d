"""`ringback mock` over real sockets, as a client in any language meets it."""

import asyncio
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ringback.commands.serving.listening import OpenConnections
from ringback.mock import mock_of
from ringback.mock.serving.mock_app import MockApp
from tests.acceptance.driving import ringback, started, wait_for

_ITEMS = """
openapi: 3.1.0
info: {title: Items, version: "1"}
paths:
  /items:
    get:
      operationId: list_items
      responses:
        "200":
          description: all
          content:
            application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Item"}}}
    post:
      operationId: create_item
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [name], properties: {name: {type: string}}}
      responses:
        "201":
          description: made
          content: {application/json: {schema: {$ref: "#/components/schemas/Item"}}}
        "422":
          description: refused
          content:
            application/json:
              schema: {type: object, required: [detail], properties: {detail: {type: string}}}
  /items/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: get_item
      responses:
        "200":
          description: one
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Item"}
              examples: {red: {value: {id: 7, name: red}}}
        "404": {description: none}
    delete:
      operationId: delete_item
      responses: {"204": {description: gone}, "404": {description: none}}
components:
  schemas:
    Item:
      type: object
      required: [id, name]
      properties: {id: {type: integer, minimum: 1}, name: {type: string}}
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, Any]]:
    """A mock of a description without any configuration: its URL, its file and its process."""
    folder = tmp_path_factory.mktemp("mock")
    file = folder / "items.yaml"
    file.write_text(_ITEMS, "utf-8")
    given = ("--description", str(file), "--port", "0", "--cors", "--hot-reload")
    with started("mock", *given, variables={}, cwd=folder) as command:
        assert command.stdout is not None
        line = command.stdout.readline()
        told = re.fullmatch(rf"{file} on (http://127\.0\.0\.1:\d+) \(Ctrl-C ends it\)\n", line)
        assert told, line
        yield told[1], file, command


@pytest.fixture
def client(running: tuple[str, Path, Any]) -> Iterator[httpx.Client]:
    """A client of the mock, which is as it was in the beginning."""
    with httpx.Client(base_url=running[0], timeout=30) as found:
        assert found.post("/__ringback/reset").status_code == 204
        yield found


def test_what_is_made_is_there_and_what_is_deleted_is_gone(client: httpx.Client) -> None:
    """Any description with resources has a store, without an app."""
    made = client.post("/items", json={"name": "blue"})
    place = f"/items/{made.json()['id']}"
    assert (made.status_code, client.get(place).json()) == (201, made.json())
    assert made.json()["name"] == "blue"
    assert client.get("/items").json() == [made.json()]
    assert client.delete(place).status_code == 204
    assert (client.get(place).status_code, client.get("/items").json()) == (404, [])


def test_a_wrong_request_is_refused_and_told(
    client: httpx.Client, running: tuple[str, Path, Any]
) -> None:
    """The documented refusal for the client, one line for who looks at the terminal."""
    refused = client.post("/items", json={"title": "blue"})
    assert refused.status_code == 422
    assert 'needs "name"' in refused.json()["detail"]
    line = running[2].stdout.readline()
    assert line.startswith("422  create_item (POST /items): ")
    assert 'needs "name"' in line


@pytest.mark.parametrize(
    ("prefer", "status", "body"),
    [
        ("code=404", 404, None),
        ("dynamic=true", 200, None),
        ("example=red", 200, {"id": 7, "name": "red"}),
        ("code=200, example=red", 200, {"id": 7, "name": "red"}),
        ("code=418", 400, "ringback: get_item (GET /items/{id}) documents no 418: it has 200, 404"),
        ("fault=unavailable", 503, None),
        ("fault=rate-limited", 429, None),
    ],
)
def test_an_answer_can_be_preferred(
    client: httpx.Client, prefer: str, status: int, body: object
) -> None:
    """`Prefer` chooses status, example and failure; what is not described is told."""
    came = client.get("/items/1", headers={"Prefer": prefer})
    assert came.status_code == status
    if isinstance(body, str):
        assert came.text.strip() == body
    elif body is not None:
        assert came.json() == body
    assert bool(came.headers.get("retry-after")) == (status in {429, 503})


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        ("closed", httpx.RemoteProtocolError),
        ("refused", httpx.ReadError),
        ("truncated", httpx.RemoteProtocolError),
        ("timeout", httpx.ReadTimeout),
    ],
)
def test_faults_reach_the_wire(client: httpx.Client, fault: str, raised: type[Exception]) -> None:
    """A client meets a real broken connection, and the mock goes on."""
    patience = 0.3 if fault == "timeout" else 30
    with pytest.raises(raised):
        client.get("/items", headers={"Prefer": f"fault={fault}"}, timeout=patience)
    assert client.get("/items").status_code == 200


def test_an_answer_can_be_late(client: httpx.Client) -> None:
    """Latency is waited out, while others are answered."""
    began = time.monotonic()
    client.get("/items", headers={"Prefer": "fault=latency=0.05"})
    assert time.monotonic() - began >= 0.05


def test_browsers_may_ask(client: httpx.Client) -> None:
    """A preflight names the methods of the path, and answers may be read by the origin."""
    asked = {
        "Origin": "https://page.example",
        "Access-Control-Request-Method": "DELETE",
        "Access-Control-Request-Headers": "authorization",
    }
    told = client.options("/items/1", headers=asked)
    assert told.status_code == 204
    assert told.headers["access-control-allow-origin"] == "https://page.example"
    assert told.headers["access-control-allow-methods"] == "DELETE, GET"
    assert told.headers["access-control-allow-headers"] == "authorization"
    came = client.get("/items", headers={"Origin": "https://page.example"})
    assert came.headers["access-control-allow-origin"] == "https://page.example"
    assert "access-control-allow-origin" not in client.get("/items").headers
    own = client.get("/__ringback/exchanges", headers={"Origin": "https://page.example"})
    assert "access-control-allow-origin" not in own.headers


def test_what_was_called_can_be_asked(client: httpx.Client) -> None:
    """In the form of recordings, with the operation and what was wrong; and be forgotten."""
    client.get("/items?a=b")
    client.post("/items", json={})
    client.get("/items", headers={"Prefer": "fault=unavailable"})
    told = client.get("/__ringback/exchanges").json()["exchanges"]
    assert [
        (
            each["operation"],
            each["request"]["method"],
            each["request"]["url"],
            each["response"]["status"],
            bool(each["mistake"]),
        )
        for each in told
    ] == [
        ("list_items", "GET", "/items?a=b", 200, False),
        ("create_item", "POST", "/items", 422, True),
        ("list_items", "GET", "/items", 503, False),
    ]
    assert client.delete("/__ringback/exchanges").status_code == 204
    assert client.get("/__ringback/exchanges").json() == {"exchanges": []}
    assert client.get("/__ringback/else").status_code == 404


def test_a_changed_description_is_loaded_anew(
    client: httpx.Client, running: tuple[str, Path, Any]
) -> None:
    """What is wrong with it is said, and what was served goes on."""
    _, file, command = running
    before = file.read_text("utf-8")
    file.write_text("openapi: [", "utf-8")
    line = next(each for each in command.stdout if "anew" in each)
    assert line.startswith("not loaded anew: ")
    assert client.get("/items").status_code == 200
    file.write_text(before.replace("/items:", "/things:"), "utf-8")
    line = next(each for each in command.stdout if "loaded anew:" in each and "not" not in each)
    assert line == "loaded anew: items.yaml changed\n"
    assert client.get("/things").json() == []
    file.write_text(before, "utf-8")
    wait_for(lambda: client.get("/items").status_code == 200)


def test_it_ends_well(running: tuple[str, Path, Any]) -> None:
    """Ctrl-C ends it with 0 and without a traceback."""
    command = running[2]
    command.send_signal(signal.SIGINT)
    out, err = command.communicate(timeout=30)
    assert (command.returncode, err, out.splitlines()[-1]) == (0, "", "ended")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--description", "no.yaml"), "no.yaml: there is no such file"),
        (("--description", "items.yaml", "--fault", "latncy"), "latncy: no such failure"),
        (
            ("--description", "items.yaml", "--stateful", "nowhere:app"),
            "--stateful: nowhere:app can",
        ),
        ((), "ringback.toml: there is no such file"),
    ],
)
def test_a_mock_that_cannot_start(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    told: str,
) -> None:
    """One sentence, and nothing is listened on."""
    (tmp_path / "items.yaml").write_text(_ITEMS, "utf-8")
    monkeypatch.chdir(tmp_path)
    ended = ringback(capsys, "mock", "--port", "0", *arguments)
    assert told in ended.said.splitlines()[0], ended.said
    assert ended.code == 2


def test_a_planted_fault_is_served_by_its_name() -> None:
    """Every fault of the configuration's table can be met by clients."""
    with started("mock", "--port", "0", "--fault", "crash-on-list", variables={}) as command:
        assert command.stdout is not None
        [url] = re.findall(r"http://\S+", command.stdout.readline())
        came = httpx.get(f"{url}/v1/numbers/list", headers={"Authorization": "Bearer a"})
    assert came.status_code in {401, 500}


def test_an_app_of_ones_own_keeps_things(tmp_path: Path) -> None:
    """`--stateful` has an app, or what makes one, answer what the description admits."""
    (tmp_path / "items.yaml").write_text(_ITEMS, "utf-8")
    (tmp_path / "own.py").write_text(
        "async def app(scope, receive, send):\n"
        "    await send({'type': 'http.response.start', 'status': 200,\n"
        "                'headers': [(b'content-type', b'application/json')]})\n"
        '    body = b\'{"id": 3, "name": "own"}\'\n'
        "    await send({'type': 'http.response.body', 'body': body})\n"
        "def make():\n    return app\n",
        "utf-8",
    )
    given = ("--description", "items.yaml", "--stateful", "own:make", "--port", "0")
    with started("mock", *given, variables={}, cwd=tmp_path) as command:
        assert command.stdout is not None
        [url] = re.findall(r"http://\S+", command.stdout.readline())
        assert httpx.get(f"{url}/items/3").json() == {"id": 3, "name": "own"}
        assert httpx.get(f"{url}/items/three").status_code == 404


def test_a_stub_for_editors_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A class with each operation, named by the file; nothing is served."""
    (tmp_path / "items.yaml").write_text(_ITEMS, "utf-8")
    monkeypatch.chdir(tmp_path)
    ended = ringback(capsys, "mock", "--description", "items.yaml", "--stub", "items_api.pyi")
    assert (ended.code, ended.said) == (0, "written: items_api.pyi\n")
    text = (tmp_path / "items_api.pyi").read_text("utf-8")
    assert "class ItemsApi(ApiRouter):" in text
    assert "def create_item(self)" in text
    assert (
        ringback(capsys, "mock", "--description", "items.yaml", "--stub", "items_api.pyi").code == 0
    )
    ended = ringback(capsys, "mock", "--description", "items.yaml", "--stub", "items.yaml")
    told = "ringback: --stub items.yaml: is no stub of ringback's; name another file\n"
    assert (ended.code, ended.said) == (2, told)
    assert (tmp_path / "items.yaml").read_text("utf-8") == _ITEMS


def test_the_app_needs_no_server(tmp_path: Path) -> None:
    """It is a plain ASGI app: any client of one may call it."""
    (tmp_path / "items.yaml").write_text(_ITEMS, "utf-8")
    app: Any = MockApp(mock_of(tmp_path / "items.yaml"), OpenConnections())
    made = asyncio.run(_made_in_process(app))
    assert (made.status_code, made.json()["name"]) == (201, "a")


async def _made_in_process(app: Any) -> httpx.Response:
    """What a create is answered without a server."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as found:
        return await found.post("/items", json={"name": "a"})
