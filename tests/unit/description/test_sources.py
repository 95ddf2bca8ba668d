"""Descriptions that stand on no disk: behind an allowed URL, and on standard input."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ringback.description import load
from ringback.description.reading.sources import DescriptionSource, Page, Piped
from ringback.errors import DescriptionError

HEAD = '{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {},\n'
PAGES = {
    "/api/d.json?v=1": HEAD + '"components": {"schemas": {"A": {"$ref": "../b.json#/X"}}}}',
    "/b.json": '{"X": {"type": "string"}}',
    "/far.json": HEAD + '"components": {"schemas": {"A": {"$ref": "http://other.test/b.json"}}}}',
    "/comma.yaml": HEAD + '"components": {},}',
}


@pytest.fixture
def origin() -> Iterator[str]:
    """A server of these pages on a loopback port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = PAGES.get(self.path, "").encode()
            self.send_response(200 if page else 404)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()


def told(source: DescriptionSource) -> list[str]:
    """The lines that refusing the description tells."""
    with pytest.raises(DescriptionError) as caught:
        load(source)
    return str(caught.value).splitlines()


def test_an_allowed_page_comes_with_those_of_its_origin(origin: str) -> None:
    """What is beside it needs no more leave; places are named by URL."""
    description = load(Page(f"{origin}/api/d.json?v=1"))
    assert description.at("/components/schemas/A") == {"type": "string"}
    assert description.place("/components/schemas/A/type").file == f"{origin}/b.json"


def test_what_a_page_does_not_give_is_told(origin: str) -> None:
    """Another host needs leave of its own, and JSON is not read as YAML."""
    [far] = load(Page(f"{origin}/far.json")).dangling
    assert far.text == (
        "http://other.test/b.json is remote; "
        "remote references are refused unless they are allowed (--allow-remote)"
    )
    assert told(Page(f"{origin}/none.json")) == [f"{origin}/none.json: answers 404 and not 200"]
    assert told(Page(f"{origin}/comma.yaml")) == [
        f'{origin}/comma.yaml:2:17: is not JSON: no comma may stand before the closing "}}"'
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (HEAD + '"x-a": [1,]}', '2:10: is not JSON: no comma may stand before the closing "]"'),
        (" \n" + HEAD + "}", '2:73: is not JSON: no comma may stand before the closing "}"'),
        ("", "1: is not an OpenAPI document: it is empty"),
    ],
)  # fmt: skip
def test_what_is_piped_is_read_as_strictly(content: str, line: str) -> None:
    """What begins as JSON is JSON, and there is no folder to look in."""
    assert told(Piped(content.encode())) == [f"standard input:{line}"]


def test_what_is_piped_has_no_neighbours() -> None:
    """A file beside it can't be read, and the rest is."""
    text = HEAD + '"components": {"schemas": {"A": {"$ref": "b.json"}}}}'
    [found] = load(Piped(text.encode())).dangling
    said = "b.json names a file beside standard input; give the description as a file"
    assert found.text == said


def test_what_is_piped_may_be_yaml() -> None:
    """The content decides."""
    text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n"
    assert load(Piped(text.encode())).version == "3.0.3"
