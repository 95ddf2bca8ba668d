"""What other tools write, read by what it holds: sound, broken, and what holds no answers."""

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ringback.recordings import Aside, Form, Recording, Unreadable, entries, reading, sources
from ringback.recordings.formats.layouts import LAYOUTS
from tests.unit.recordings.neighbours import FILES
from tests.unit.recordings.neighbours_clients import bruno, flow, newman, postman, tnet
from tests.unit.recordings.neighbours_parts import JSON, URL
from tests.unit.recordings.neighbours_stubs import nock, pact_2, pact_3, pact_4, wiremock
from tests.unit.recordings.test_streams import read, stored, told

ONE, OTHER = {"id": 10**30, "kind": "a"}, {"id": 1.5, "é": ["ß", None, True]}
YAML = {"vcr-ruby", "vcr-ruby-binary", "php-vcr-yaml", "schemathesis", "go-vcr", "betamax-jvm"}
PATH = URL.removeprefix("https://api.vocode.dev")


def recordings(folder: Path, content: bytes | str) -> list[Recording]:
    """All that a file holds, which are recordings."""
    found = list(entries(stored(folder, content)))
    assert all(isinstance(each, Recording) for each in found), list(map(told, found))
    return [each for each in found if isinstance(each, Recording)]


def bodies(found: list[Recording]) -> list[Any]:
    """The answers' bodies, as values."""
    return [json.loads(each.exchange.response.body) for each in found if each.exchange.response]


@pytest.mark.parametrize("name", FILES)
def test_what_another_tool_stored_is_read(tmp_path: Path, name: str) -> None:
    """By its content and whatever its name: each call with its place, its bodies to the byte."""
    make, last = FILES[name]
    found = recordings(tmp_path, make(ONE, OTHER))
    assert found[-1].entry == last
    assert bodies(found) == ([OTHER] if name == "wiremock-one" else [ONE, OTHER])
    for each in found:
        request, response = each.exchange.request, each.exchange.response
        assert response is not None
        host = request.url.removesuffix(PATH)
        assert (request.method, request.body, response.status) == ("GET", None, 200)
        assert host in {"", "https://api.vocode.dev", "https://api.vocode.dev:443"}
        assert dict(map(_lower, response.headers))["content-type"] == JSON
        assert (each.with_headers, each.with_body) == (True, True)
        assert each.line is not None or name == "mitmproxy"


def _lower(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[0].lower(), pair[1]


def test_every_form_has_a_reader_and_a_file() -> None:
    """None is recognised and then not read, and none is without a file here."""
    others = {
        *(Form.RECORDING, Form.PAYLOAD, Form.LINES, Form.ARRAY, Form.ACCESS_LOG),
        *(Form.CASSETTE_YAML, Form.SCHEMATHESIS, Form.MITMPROXY, Form.TRACE),
    }
    assert {*LAYOUTS} | others == {*Form}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_breaks_off_is_told_where_it_does(tmp_path: Path, name: str) -> None:
    """Whatever the cut: what stands before it is read, and one sentence tells the rest."""
    content = FILES[name][0](ONE, OTHER)
    whole = len(recordings(tmp_path, content))
    for part in (0.4, 0.7, 0.95):
        found = list(entries(stored(tmp_path, content[: int(len(content) * part)])))
        broken = [each for each in found if isinstance(each, Unreadable)]
        assert len(found) - len(broken) <= whole
        # Of YAML what is left may be whole.
        assert len(broken) == 1 or name in YAML, list(map(told, found))
        assert all(len(each.problem.splitlines()) == 1 for each in broken)


def changed(content: bytes, old: str, new: str) -> str:
    """A file with its first text of this kind changed."""
    text = content.decode()
    assert old in text
    return text.replace(old, new, 1)


BROKEN: list[tuple[str, str, str, str]] = [
    ("betamax", '"uri": "https:', '"uri": 5, "x": "https:',
        "entry 1 3: ! is no interaction of a cassette: request.uri must be a string, not a number"),
    ("betamax", '"code": 200', '"code": "two"',
        "entry 1 3: ! is no interaction of a cassette: response.status.code must be a status such"),
    ("betamax", '"base64_string": "', '"base64_string": "!',
        "entry 2 35: ! is no interaction of a cassette: response.body.base64_string is no base64"),
    ("vcr-ruby", "code: 200", "code: 99",
        "entry 1 3: ! is no interaction of a cassette: response.status.code must be a status from"),
    ("vcr-ruby", "    method: get", "    method: !ruby/object:Symbol get",
        "entry 1 4: ! holds a tag that would build an object (!ruby/object:Symbol)"),
    ("vcr-ruby", "    method: get\n", "",
        "entry 1 3: ! is no interaction of a cassette: it has no request.method"),
    ("php-vcr-yaml", "        url: 'https", "        uri_: 'https",
        "entry 1 2: ! is no interaction of a cassette: it has no request.uri"),
    ("php-vcr-json", '"response": {', '"response": 5, "x": {',
        "entry 1 2: ! is no interaction of a cassette: response must be an object, not a number"),
    ("nock", '"scope": "https://api.vocode.dev:443"', '"scope": null',
        "entry 1 2: ! is no recorded call of nock: scope must be a string, not null"),
    ("nock", '"response": [\n   "', '"response": [\n   "zz',
        "entry 2 18: ! is no recorded call of nock: response/0 is not hexadecimal"),
    ("nock", '"Content-Type",', "",
        "entry 1 2: ! is no recorded call of nock: rawHeaders must hold names and values in turn"),
    ("nock", '"method": "GET"', '"method": "GET", "method": "PUT"',
        'entry 1 2: ! gives the member "method" more than once'),
    ("wiremock", '"status": 200', '"status": 20',
        "entry 1 3: ! is no mapping of WireMock: response.status must be a status from 100 to 599"),
    ("wiremock", '"urlPath": "/v1/numbers"', '"urlPath": ""',
        "entry 1 3: ! is no mapping of WireMock: request.urlPath is empty"),
    ("wiremock", '"base64Body": "', '"base64Body": "!',
        "entry 2 25: ! is no mapping of WireMock: response.base64Body is no base64"),
    ("wiremock-one", '"url": "/v1', '"uri": "/v1',
        "- 1: ! is no mapping of WireMock: it has no request.url"),
    ("wiremock-journal", '"absoluteUrl": "', '"absoluteUrl": "http://[',
        "entry 1 3: ! is no mapping of WireMock: request.absoluteUrl is no URL"),
    ("pact-2", '"path": "/v1/numbers"', '"path": 5',
        "entry 1 9: ! is no interaction of a Pact: request.path must be a string, not a number"),
    ("pact-3", '"query": {', '"query": 7, "x": {',
        "entry 1 9: ! is no interaction of a Pact: request.query must be a string or an object"),
    ("pact-4", '"encoded": "base64"', '"encoded": "rot13"',
        "entry 2 40: ! is no interaction of a Pact: response.body.encoded must be false, base64"),
    ("postman", '"code": 200', '"code": null',
        "/item/0/item/0/response/0 43: ! is no saved example: response.code must be a status such"),
    ("postman", '"item": [\n    {\n', '"item": [5,\n    {\n',
        "/item/0/item/0 10: ! is no item: it must be an object"),
    ("newman", '"data": [\n       123', '"data": [\n       1230',
        "/run/executions/0 56: ! is no execution of Newman: response.stream must hold bytes"),
    ("bruno", f'"url": "{URL}"', '"url": ""',
        "/0/results/0 9: ! is no result of Bruno: request.url is empty"),
    ("schemathesis", "code: '200'", "code: 'x'",
        "entry 1 5: ! is no interaction of a cassette: response.status.code must be a status such"),
    ("schemathesis-ndjson", '"$base64": "', '"$base64": "!',
        "interaction 1 of line 3 3: ! is no interaction of Schemathesis: response.content is no"),
    ("schemathesis-ndjson", '{"EngineStarted"', '{EngineStarted"',
        "line 2 2: ! is not JSON: expecting property name enclosed in double quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "problem"), BROKEN)
def test_what_is_broken_is_told_at_its_place(
    tmp_path: Path, name: str, old: str, new: str, problem: str
) -> None:
    """One sentence for the entry that is; the others are read."""
    make, _ = FILES[name]
    found = read(tmp_path, changed(make(ONE, OTHER), old, new))
    bad = [each for each in found if ": ! " in each]
    assert len(bad) == 1, found
    assert bad[0].startswith(problem)


def test_a_broken_flow_is_told_and_what_follows_is_read(tmp_path: Path) -> None:
    """As long as its length is right."""
    good = tnet(flow(b"{}"))
    size, _, rest = good.partition(b":")
    spoilt = size + b":" + rest.replace(b"3:200#", b"3:2x0#")
    assert read(tmp_path, good + spoilt + good) == [
        f"entry 1 -: {URL}",
        "entry 2 -: ! is broken: a number is none",
        f"entry 3 -: {URL}",
    ]
    assert read(tmp_path, good + b"12x" + good)[1] == (
        "entry 2 -: ! is no flow of mitmproxy: no length stands here, and no entry is read after"
    )
    assert read(tmp_path, good + b"99:9:websocket")[1] == (
        "entry 2 -: ! is cut: the file ends within it, and no entry is read after"
    )
    wrong = tnet({**flow(b"{}"), "response": {**flow(b"{}")["response"], "headers": [[b"a"]]}})
    assert read(tmp_path, good + wrong)[1] == (
        "entry 2 -: ! is no flow of mitmproxy: response.headers must hold pairs of bytes"
    )
    deep = b"1:a,"
    for _ in range(80):
        deep = b"%d:%s]" % (len(deep), deep)
    nested = tnet("a") + deep
    assert read(tmp_path, good + b"%d:%s}" % (len(nested), nested))[1] == (
        "entry 2 -: ! is nested too deep"
    )


ASIDE = [
    (tnet(flow(b"", response=None)), "never answered (no response)"),
    (tnet(flow(b"", type="tcp")), "of TCP, which is no exchange of HTTP"),
    (tnet(flow(b"", websocket={"messages": []})), "of a WebSocket"),
    (changed(wiremock(1, 2), '"urlPath": "/v1/numbers"', '"urlPathPattern": "/v1/.*"'),
        "of a pattern of URLs (urlPathPattern), which names no operation"),
    (changed(wiremock(1, 2), '"method": "GET"', '"method": "ANY"'),
        "of any method, which names no operation"),
    (changed(wiremock(1, 2), '"jsonBody": 1', '"proxyBaseUrl": "http://x"'),
        "passed on to another service, whose answer is not in the mapping"),
    (changed(wiremock(1, 2), '"jsonBody": 1', '"fault": "EMPTY_RESPONSE"'),
        "of a fault that is played, and no answer"),
    (changed(wiremock(1, 2), '"jsonBody": 1', '"transformers": ["response-template"]'),
        "whose answer is made by a template"),
    (changed(pact_4(1, 2), "Synchronous/HTTP", "Asynchronous/Messages"),
        "of a message (Pact), which is no exchange of HTTP"),
    (changed(pact_3(1, 2), '"interactions"', '"messages": [{"contents": 1}], "interactions"'),
        "of a message (Pact), which is no exchange of HTTP"),
    (changed(newman(1, 2), '"response": {\n     "id"', '"response": null, "x": {\n     "id"'),
        "never answered (no response)"),
    (changed(bruno(1, 2), '"status": 200', '"status": "skipped"'), "skipped by the run"),
    (changed(bruno(1, 2), '"status": 200', '"status": null'), "never answered (no status)"),
    (changed(nock(1, 2), '"status": 200', '"status": 0'), "never answered (status 0)"),
    (changed(FILES["schemathesis"][0](1, 2), "  response:\n", "  response: null\n  x:\n"),
        "never answered (no response)"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "why"), ASIDE)
def test_what_is_no_exchange_is_put_aside(tmp_path: Path, content: str | bytes, why: str) -> None:
    """With what it is."""
    aside = [each for each in entries(stored(tmp_path, content)) if isinstance(each, Aside)]
    assert [each.why for each in aside] == [why]


STRANGERS = [
    ('{"_type":"export","__export_format":4,"resources":[{"_type":"response","bodyPath":"/a"}]}',
        "is an export of Insomnia"),
    ("type: collection.insomnia.rest/5.0\nname: a\n", "is an export of Insomnia"),
    ("meta {\n  name: read\n  type: http\n}\n\nget {\n  url: https://x\n}\n",
        "is a request of Bruno's"),
    ('{"name":"a","version":"1","items":[{"type":"http"}],"brunoConfig":{}}',
        "is a collection of Bruno's"),
    (changed(postman(1, 2), '"response":', '"responses":'),
        "is a Postman collection without saved examples"),
    ('{"id":"1","results":[{"name":"r","url":"https://x","responseCode": {"code":200}}]}',
        "is a result of Postman's collection runner"),
    ('1.1.1.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 200 2326 "-" "Mozilla"\n' * 3,
        "is an access log in plain text, which holds no answers"),
    ("openapi: 3.1.0\n", "is the description of an API"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "problem"), STRANGERS)
def test_what_holds_no_answers_is_told_so(tmp_path: Path, content: str, problem: str) -> None:
    """In one sentence, with the name of who made it."""
    (found,) = read(tmp_path, content)
    assert found.split(": ", 1)[1].startswith(f"! {problem}")


SHAPES: list[tuple[bytes | str, str, Any]] = [
    # A mapping, an expectation and an example are judged by what they hold.
    (wiremock(1, 2), "with_request", False),
    (pact_2(1, 2), "with_all_members", False),
    (postman(1, 2), "with_request", True),
    (postman(1, 2).replace(b"{{baseUrl}}/v1/numbers?", b"{{baseUrl}}/v1/{{what}}?"),
        "with_request", False),
    (postman(1, 2).replace(b"{{baseUrl}}/v1/", b"https://{{host}}.x:8/:v/"),
        "with_request", False),
    (changed(pact_2(1, 2), '"body": 1', '"x": 1'), "with_body", False),
    (changed(pact_2(1, 2), '"body": 1', '"body": null'), "with_body", True),
    (changed(nock(1, 2), '"body": ""', '"body": "a=b"'), "with_request_body", False),
    (changed(nock(1, 2), '"body": ""', '"body": {"a": 1}'), "with_request_body", True),
    (changed(nock(1, 2), '"response": 1', '"response": "not JSON"'), "with_body", False),
    (changed(bruno(1, 2), '"data": 1', '"x": 1'), "with_body", False),
    (changed(FILES["schemathesis"][0](1, 2), "    body:", "    truncated_from: 9\n    body:"),
        "with_body", False),
    (changed(FILES["schemathesis-ndjson"][0](1, 2), '"elapsed"', '"content_size": 9, "elapsed"'),
        "with_body", False),
    (changed(FILES["php-vcr-json"][0](1, 2), '"method"', '"post_files": [{}], "method"'),
        "with_request_body", False),
    (tnet(flow(None)), "with_body", False),
]  # fmt: skip


@pytest.mark.parametrize(("content", "name", "kept"), SHAPES)
def test_what_is_known_of_an_entry(
    tmp_path: Path, content: bytes | str, name: str, kept: bool
) -> None:
    """What was not stored, or stands for others, is marked as that."""
    assert getattr(recordings(tmp_path, content)[0], name) is kept


def test_fields_of_a_form_and_a_length_that_tells_a_text_from_a_string(tmp_path: Path) -> None:
    """PHP-VCR keeps the fields; nock and Bruno keep a string that may be either."""
    fields = '"post_fields": {"a": "b c", "d": ["1", "2"]}'
    asked = changed(FILES["php-vcr-json"][0](1, 2), '"method"', f'{fields}, "method"')
    assert recordings(tmp_path, asked)[0].exchange.request.body == b"a=b+c&d=1&d=2"
    for length, body in ((10, b'"not JSON"'), (8, b"not JSON")):
        text = changed(nock(1, 2), '"response": 1', '"response": "not JSON"')
        sized = text.replace('"Content-Type",', f'"Content-Length", "{length}", "Content-Type",', 1)
        (first, _) = recordings(tmp_path, sized)
        assert first.exchange.response is not None
        assert (first.exchange.response.body, first.with_body) == (body, True)


@pytest.mark.parametrize(
    ("name", "bare"), [("nock", 2), ("php-vcr-json", 2), ("pact-3", 1), ("bruno-old", 1)]
)
def test_a_payload_may_look_like_another_tool_s_file(tmp_path: Path, name: str, bare: int) -> None:
    """Where payloads are judged, it is one."""
    found = list(entries(stored(tmp_path, FILES[name][0](ONE, OTHER)), bare=True))
    assert [type(each).__name__ for each in found] == ["Payload"] * bare


PLACES = {"pact-3": "interactions", "wiremock": "mappings", "betamax": "http_interactions"}


def _large(name: str, count: int) -> Iterator[bytes]:
    """A file of this format with very many calls."""
    whole = json.loads(FILES[name][0](ONE, OTHER))
    place = PLACES.get(name)
    calls = whole.pop(place) if place else whole
    one = json.dumps(calls[0])
    before, behind = (f'{json.dumps(whole)[:-1]}, "{place}": [', "]}") if place else ("[", "]")
    yield f"{before}{one}".encode()
    for _ in range(count - 1):
        yield f",\n{one}".encode()
    yield behind.encode()


@pytest.mark.parametrize("name", ["betamax", "wiremock", "pact-3", "nock", "php-vcr-json"])
def test_a_large_file_is_held_one_entry_at_a_time(tmp_path: Path, name: str) -> None:
    """Never more than a few pieces of it are in memory."""
    file = tmp_path / "large"
    with file.open("wb") as stream:
        stream.writelines(_large(name, 20_000))
    (source,) = sources([str(file)])
    assert source.size
    tracemalloc.start()
    count = sum(isinstance(each, Recording) for each in entries(source))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert most < 4 << 20 < source.size


def test_the_form_is_told_from_a_name_that_says_another(tmp_path: Path) -> None:
    """The content decides."""
    (tmp_path / "x").mkdir()
    source = stored(tmp_path / "x", FILES["pact-3"][0](1, 2), "traffic.har")
    with reading(source) as found:
        assert not isinstance(found, Unreadable)
        assert found.form is Form.PACT
