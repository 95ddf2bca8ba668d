"""Exchanges of clients and cassettes under pytest, driven by a pytest of its own."""

import re
import textwrap

import pytest

pytest_plugins = ["pytester"]

_ITEM = """
openapi: 3.1.0
info: {title: Items, version: "1"}
servers: [{url: "https://items.example"}]
paths:
  /items/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: get_item
      responses:
        "200":
          description: one
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties: {id: {type: integer}}
        "404": {description: none}
    delete:
      operationId: delete_item
      responses: {"204": {description: gone}}
  /items:
    post:
      operationId: create_item
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [name]}}}
      responses: {"201": {description: made}}
"""


@pytest.fixture
def client_tests(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with a description, and what its tests of a client have in common."""
    pytester.makefile(".yaml", items=_ITEM)
    pytester.makeini("[pytest]\nringback_description = items.yaml\naddopts = -p no:cacheprovider")
    pytester.makeconftest(
        textwrap.dedent("""
            import httpx, pytest, respx

            @pytest.fixture
            def api():
                with respx.mock(base_url="https://items.example", assert_all_called=False) as mock:
                    mock.get("/items/1").respond(json={"id": 1})
                    mock.get("/items/2").respond(json={"id": "two"})
                    mock.post("/items").respond(201)
                    mock.delete("/items/1").respond(204)
                    mock.get("/items/x").respond(404)
                    mock.get("/nothing").respond(200)
                    yield httpx.Client(base_url="https://items.example")
        """)
    )
    return pytester


# Each process of pytest-xdist loads every plugin: those that are slow, and not asked for here.
_WITHOUT = ("-p", "no:schemathesis", "-p", "no:hypothesispytest")


def run(pytester: pytest.Pytester, *arguments: str) -> tuple[dict[str, int], str]:
    """How many items ended how, and all that was said."""
    result = pytester.runpytest_inprocess(*_WITHOUT, *arguments)
    return result.parseoutcomes(), result.stdout.str()


def test_a_test_fails_by_what_its_client_sent_or_received(client_tests: pytest.Pytester) -> None:
    """A drifted hand-made mock and a wrong request fail their tests in one sentence each."""
    client_tests.makepyfile("""
        import pytest
        pytestmark = pytest.mark.usefixtures("contract_exchanges")

        def test_right(api): assert api.get("/items/1").json() == {"id": 1}
        def test_drifted_mock(api): api.get("/items/2")
        def test_wrong_request(api): api.post("/items", json={"title": "a"})
        def test_undescribed(api): api.get("/nothing")
        @pytest.mark.contract(judge_refused=False)
        def test_of_a_refusal(api): api.get("/items/x")
        def test_fails_anyhow(api): assert api.get("/items/2").json()["id"] == 2
    """)
    counted, said = run(client_tests)
    assert counted == {"passed": 2, "failed": 4}
    for sentence in (
        "get_item: response 200 /id: must be an integer, not a string (schema/response) [GET",
        'create_item: request: the object needs "name" (schema/request) [POST /items]',
        "no operation: GET /nothing is no operation of the description (recording/no-operation)",
    ):
        assert sentence in said, said
    lines = [line for line in said.splitlines() if line.startswith("ringback: ")]
    assert lines == [
        "ringback: broken: 5 exchanges, 3 errors of clients and cassettes (items.yaml)",
        "ringback: operations never used: delete_item",
    ]


def test_several_processes_tell_one_verdict(client_tests: pytest.Pytester) -> None:
    """Under pytest-xdist what all workers saw adds up."""
    for name, call in (("one", "get"), ("two", "delete")):
        body = f"def test_it(api, contract_exchanges): api.{call}('/items/1')"
        client_tests.makepyfile(**{f"test_{name}": body})
    counted, said = run(client_tests, "-n", "2", "--dist", "loadfile")
    assert counted == {"passed": 2}, said
    lines = [line for line in said.splitlines() if line.startswith("ringback: ")]
    assert lines == [
        "ringback: kept: 2 exchanges of clients and cassettes (items.yaml)",
        "ringback: operations never used: create_item",
        "ringback: answers never met: status 404 of get_item",
    ]


def test_the_marker_names_another_description(client_tests: pytest.Pytester) -> None:
    """`contract` is what the marker names, and the ini where it names nothing."""
    (client_tests.path / "others.yaml").write_text(_ITEM.replace("get_item", "other"), "utf-8")
    client_tests.makepyfile("""
        import pytest

        @pytest.mark.contract("others.yaml")
        def test_marked(contract):
            assert [each.id for each in contract.operations][0] == "other"

        def test_configured(contract):
            assert [each.id for each in contract.operations][0] == "get_item"

        @pytest.mark.contract("missing.yaml")
        def test_missing(contract_exchanges): pass
    """)
    counted, said = run(client_tests, "--strict-markers")
    assert counted == {"passed": 2, "errors": 1}
    assert re.search(r"missing\.yaml.*no such file", said), said


def test_cassettes_are_items_by_one_line_of_configuration(client_tests: pytest.Pytester) -> None:
    """Each exchange of a cassette of pytest-recording is an item that can be selected."""
    client_tests.makeini(
        "[pytest]\nringback_description = items.yaml\nringback_cassettes = cassettes\n"
    )
    folder = client_tests.path / "cassettes" / "test_client"
    folder.mkdir(parents=True)
    entry = textwrap.dedent("""\
        - request:
            body: null
            headers: {{}}
            method: GET
            uri: https://{host}/items/{key}
          response:
            body: {{string: '{body}'}}
            headers: {{Content-Type: [application/json]}}
            status: {{code: 200, message: OK}}
    """)
    told = [
        entry.format(host="items.example", key=1, body='{"id": 1}'),
        entry.format(host="items.example", key=2, body='{"id": "two"}'),
        entry.format(host="other.example", key=3, body="{}"),
    ]
    (folder / "test_get.yaml").write_text("interactions:\n" + "".join(told) + "version: 1\n")
    (folder / "notes.txt").write_text("no cassette")
    counted, said = run(client_tests, "-rs")
    assert counted == {"passed": 1, "failed": 1, "skipped": 1}
    assert "get_item: response 200 /id: must be an integer, not a string" in said
    assert "GET other.example is no host of the description" in said
    name = "cassettes/test_client/test_get.yaml::1-GET-/items/1"
    assert run(client_tests, name)[0] == {"passed": 1}
    assert run(client_tests, "-k", "2-GET")[0] == {"failed": 1, "deselected": 2}


def test_a_mock_of_the_contract_is_a_fixture(client_tests: pytest.Pytester) -> None:
    """Each test has its own, which fails it by what its client did wrong."""
    client_tests.makepyfile("""
        import httpx, pytest

        def client(api):
            transport = httpx.MockTransport(api.handler)
            return httpx.Client(transport=transport, base_url="https://items.example")

        def test_right(contract_api):
            assert client(contract_api).post("/items", json={"name": "a"}).status_code == 201
            assert contract_api.create_item.called

        def test_fresh(contract_api):
            assert not contract_api.create_item.called

        def test_wrong(contract_api):
            assert client(contract_api).post("/items", json={}).status_code >= 400

        def test_patched(contract_api, contract_exchanges):
            with contract_api:
                assert httpx.get("https://items.example/items/1").status_code in {200, 404}

        @pytest.mark.contract(mode="generated")
        def test_generated(contract_api):
            assert client(contract_api).get("/items/7").status_code == 200

        @pytest.mark.contract(mode="dreamt")
        def test_slip(contract_api): pass
    """)
    counted, said = run(client_tests)
    assert counted == {"passed": 4, "failed": 1, "errors": 1}, said
    assert "create_item (POST /items)" in said
    assert "mode dreamt: there are stateful, recorded, generated" in said


def test_who_does_not_use_it_meets_nothing_of_it(client_tests: pytest.Pytester) -> None:
    """The plugin says nothing, imports nothing heavy and touches no client where it isn't asked."""
    client_tests.makeini("")
    client_tests.makepyfile("""
        import sys

        def test_it():
            assert "ringback.traffic" not in sys.modules
            assert "ringback.suite" not in sys.modules
    """)
    result = client_tests.runpytest_subprocess(*_WITHOUT)
    result.assert_outcomes(passed=1)
    assert "ringback:" not in result.stdout.str()
