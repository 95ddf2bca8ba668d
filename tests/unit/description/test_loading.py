"""Descriptions from files: what is read, and what is refused."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from ringback.description import Place, load
from ringback.description.reading.sources import Location
from ringback.errors import DescriptionError
from tests.unit.description.conftest import Write

INFO = {"title": "t", "version": "1"}
NO_FILE = "there is no such file"


def document(**members: Any) -> dict[str, Any]:
    """The least OpenAPI 3.1 document, with these members."""
    return {"openapi": "3.1.0", "info": INFO, "paths": {}, **members}


def told(source: Path | str, *overlays: Path | str, allow_remote: bool = False) -> list[str]:
    """The lines that refusing the description tells."""
    with pytest.raises(DescriptionError) as caught:
        load(source, overlays, allow_remote=allow_remote)
    return str(caught.value).splitlines()


def dangling(source: Path | Location, *, allow_remote: bool = False) -> list[str]:
    """The lines about what leads nowhere in a description that is read all the same."""
    description = load(source, allow_remote=allow_remote)
    places = [(description.written_at(each.pointer), each) for each in description.dangling]
    places += [(description.place(each.pointer), each) for each in description.unnamed]
    return [f"{place.file}:{place.line}: the reference {each.text}" for place, each in places]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("d.json", '{"openapi": "3.1.0",}',
         'd.json:1:20: is not JSON: no comma may stand before the closing "}"'),
        ("d.yaml", ' \n{"openapi": "3.1.0",}',
         'd.yaml:2:20: is not JSON: no comma may stand before the closing "}"'),
        ("d.json", "openapi: 3.1.0",
         'd.json:1:1: is not JSON: a value must stand here, not "o"'),
        ("d.yaml", "openapi: 3.1.0\n  info: x",
         "d.yaml:2:7: is not YAML: mapping values are not allowed in this context"),
        ("d.yaml", "", "d.yaml:1: is not an OpenAPI document: it is empty"),
        ("d.yaml", "just words", "d.yaml:1: is not an OpenAPI document: it is a single value"),
        ("d.yaml", "- a", "d.yaml:1: is not an OpenAPI document: it is an array"),
        ("d.yaml", "a: 1", 'd.yaml:1: is not an OpenAPI document: it has no member "openapi"'),
        ("d.yaml", "swagger: '1.2'",
         "d.yaml:1: \"swagger\" is '1.2'; ringback reads 2.0, 3.0.x, 3.1.x and 3.2.x"),
        ("d.yaml", "overlay: 1.0.0",
         ("d.yaml:1: is not an OpenAPI 3 document but an overlay;"
         " name the description it is for, and this file as its overlay")),
        ("d.yaml", "$schema: x", "d.yaml:1: is not an OpenAPI 3 document but a JSON Schema"),
        ("d.yaml", "openapi: 4.0.0",
         "d.yaml:1: \"openapi\" is '4.0.0'; ringback reads 2.0, 3.0.x, 3.1.x and 3.2.x"),
    ],
)  # fmt: skip
def test_what_is_no_openapi_document_is_refused(
    write: Write, name: str, content: str, line: str
) -> None:
    """One sentence says what the file is instead, or where it stops being readable."""
    assert told(write(name, content)) == [line]


def test_bytes_that_are_not_utf_8_are_refused_at_their_place(write: Write, tmp_path: Path) -> None:
    """The place is that of the first byte that begins no character."""
    path = write("d.yaml", "")
    (tmp_path / path).write_bytes("a: é\nb: ".encode() + b"\xff")
    assert told(path) == ["d.yaml:2:4: is not UTF-8: a byte here begins no character"]


def test_a_file_that_can_not_be_read_is_told(write: Write, tmp_path: Path) -> None:
    """A missing file, a folder, and a name that no file can have."""
    write("d.json", {})
    folder = "is a directory; name the file of the description in it"
    assert told("nope.yaml") == [f"nope.yaml: {NO_FILE}"]
    assert told(tmp_path) == [f"{tmp_path}: {folder}"]
    assert told("a\0b") == ["a\0b: can't be read: embedded null byte"]


def test_all_files_are_told_of_at_once(write: Write) -> None:
    """The description and both overlays, each with its own mistake."""
    lines = told(write("d.json", "[,]"), "nope.yaml", write("o.yaml", "a: 1\na: 2"))
    assert lines == [
        'd.json:1:2: is not JSON: a value must stand here, not ","',
        f"nope.yaml: {NO_FILE}",
        'o.yaml:2:1: gives the member "a" twice, first on line 1',
    ]


def test_an_overlay_target_that_matches_nothing_is_refused(write: Write) -> None:
    """The sentence names the overlay's file, the line of the action, and the target."""
    overlay = (
        "overlay: 1.0.0\ninfo: {title: t, version: '1'}\n"
        "actions:\n  - target: $.components.schemas.A\n    update: {}\n"
    )
    assert told(write("d.json", document()), write("o.yaml", overlay)) == [
        "o.yaml:4: the target $.components.schemas.A matches nothing in the description"
    ]


def test_every_dangling_reference_is_told_at_once(write: Write) -> None:
    """References, links, mappings and security requirements, each with its line."""
    text = (
        "openapi: 3.1.0\n"
        "info: {title: t, version: '1'}\n"
        "security: [{none: []}]\n"
        "paths:\n"
        "  /a:\n"
        "    get:\n"
        "      responses:\n"
        "        '200':\n"
        "          description: d\n"
        "          links: {l: {operationId: zz}}\n"
        "        '404': {$ref: '#/components/responses/N'}\n"
        "components:\n"
        "  schemas:\n"
        "    A: {$ref: '#/components/schemas/B/properties/x'}\n"
        "    B: {$ref: 'nope.yaml#/X'}\n"
        "    C: {$ref: 'http://x.example/c'}\n"
        "    D: {$ref: /etc/hosts}\n"
        "    E: {$ref: '#/components/schemas/E'}\n"
        "    F: {discriminator: {propertyName: k, mapping: {g: G}}}\n"
    )
    there = "there is no such place; the last part that exists is"
    assert sorted(dangling(write("d.yaml", text))) == [
        "d.yaml:10: the reference zz names no operation of this description",
        f"d.yaml:11: the reference #/components/responses/N leads nowhere: {there} #/components",
        (
            "d.yaml:14: the reference #/components/schemas/B/properties/x leads nowhere: "
            f"{there} #/components/schemas/B"
        ),
        "d.yaml:15: the reference nope.yaml#/X names the file nope.yaml, which is not there",
        (
            "d.yaml:16: the reference http://x.example/c is remote; "
            "remote references are refused unless they are allowed (--allow-remote)"
        ),
        (
            "d.yaml:17: the reference /etc/hosts is not a relative path; "
            "name the file from where this one stands"
        ),
        (
            "d.yaml:18: the reference #/components/schemas/E leads round in a circle, "
            "and never to a value"
        ),
        f"d.yaml:19: the reference G leads nowhere: {there} #/components/schemas",
        "d.yaml:3: the reference none names no security scheme of the components",
    ]


def test_a_surveyed_description_lists_what_dangles(write: Write) -> None:
    """Lint wants the rest of the description all the same."""
    schemas = {"A": {"$ref": "#/b"}}
    description = load(write("d.json", document(components={"schemas": schemas})))
    assert [each.pointer for each in description.dangling] == ["/components/schemas/A/$ref"]


def test_a_reference_in_data_is_none(write: Write) -> None:
    """What looks like a reference inside an example, a default or an extension is a value."""
    looks = {"$ref": "#/nowhere"}
    schemas = {"A": {"default": looks, "enum": [looks], "const": looks, "examples": [looks]}}
    description = load(
        write("d.json", document(components={"schemas": schemas}, **{"x-a": {"b": looks}}))
    )
    assert description.document["components"]["schemas"] == schemas


def test_a_property_named_ref_is_no_reference(write: Write) -> None:
    """A `$ref` among the names of properties names a property."""
    schemas = {"A": {"properties": {"$ref": {"type": "string"}}}}
    assert load(write("d.json", document(components={"schemas": schemas}))).dangling == ()


def test_files_are_bundled_with_their_places(write: Write) -> None:
    """A file that is referred to comes in under an extension, its own references as well."""
    part = "X:\n  properties:\n    y: {$ref: '#/Y'}\n    c: {$ref: c.json}\nY: {type: string}\n"
    write("parts/b.yaml", part)
    write("parts/c.json", {"$ref": "../d.json#/components/schemas/Home"})
    schemas = {"A": {"$ref": "parts/b.yaml#/X"}, "Home": {"type": "integer"}}
    description = load(write("d.json", document(components={"schemas": schemas})))
    assert description.document["components"]["schemas"]["A"] == {
        "$ref": "#/x-ringback-bundled/parts~1b.yaml/X"
    }
    assert description.document["x-ringback-bundled"] == {
        "parts/b.yaml": {
            "X": {
                "properties": {
                    "y": {"$ref": "#/x-ringback-bundled/parts~1b.yaml/Y"},
                    "c": {"$ref": "#/x-ringback-bundled/parts~1c.json"},
                }
            },
            "Y": {"type": "string"},
        },
        "parts/c.json": {"$ref": "#/components/schemas/Home"},
    }
    assert description.at("/components/schemas/A/properties/c") == {"type": "integer"}
    place = description.place("/components/schemas/A/properties/y")
    assert place == Place(file="parts/b.yaml", line=3)


def test_a_malformed_file_that_is_referred_to_is_told(write: Write) -> None:
    """The reference says what is wrong with it; the rest of the description is read."""
    write("b.json", "{,}")
    schemas = {"A": {"$ref": "b.json"}, "B": {"type": "string"}}
    [line] = dangling(write("d.json", document(components={"schemas": schemas})))
    assert line.endswith(
        ": the reference b.json names the file b.json, which can't be read: it is not JSON: "
        'a member name in double quotes must stand here, not "," (line 1)'
    )


def test_a_symbolic_link_out_of_the_folder_is_not_followed(write: Write, tmp_path: Path) -> None:
    """A link inside the description's folder is fine, one that leads out of it is refused."""
    write("out/secret.json", {"type": "string"})
    write("in/real.json", {"type": "string"})
    (tmp_path / "in/near.json").symlink_to("real.json")
    (tmp_path / "in/far.json").symlink_to("../out/secret.json")
    near = write("in/d.json", document(components={"schemas": {"A": {"$ref": "near.json"}}}))
    assert load(near).at("/components/schemas/A") == {"type": "string"}
    far = write("in/e.json", document(components={"schemas": {"A": {"$ref": "far.json"}}}))
    [line] = dangling(far)
    assert line.endswith("names in/far.json, a symbolic link out of the description's folder")


def test_anchors_and_ids_are_resolved(write: Write) -> None:
    """`#name` and an `$id` of the document lead to their schema, as plain pointers."""
    schemas = {
        "A": {"$anchor": "here", "type": "string"},
        "B": {"$ref": "#here"},
        "C": {"$id": "https://x.example/c", "type": "integer"},
        "D": {"$ref": "https://x.example/c"},
    }
    description = load(write("d.json", document(components={"schemas": schemas})))
    found = [description.at(f"/components/schemas/{name}")["type"] for name in "BD"]
    assert found == ["string", "integer"]


def test_a_recursive_schema_is_read(write: Write) -> None:
    """A schema inside itself is followed once."""
    tree = {"properties": {"left": {"$ref": "#/components/schemas/Tree"}}}
    description = load(write("d.json", document(components={"schemas": {"Tree": tree}})))
    deep = "/components/schemas/Tree" + "/properties/left" * 20
    assert description.at(deep) == tree


class _Parts(BaseHTTPRequestHandler):
    """Serves one schema, and a redirect to it."""

    def do_GET(self) -> None:
        """Answer."""
        found = self.path == "/part.json"
        self.send_response(200 if found else 302)
        self.send_header("Location", "/part.json")
        self.end_headers()
        if found:
            self.wfile.write(b'{"type": "string"}')

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's own name
        """Stay quiet."""


@pytest.fixture
def server() -> Iterator[str]:
    """A server on the loopback."""
    with HTTPServer(("127.0.0.1", 0), _Parts) as served:
        thread = threading.Thread(target=served.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()
        thread.join(10)


def test_remote_references_are_read_when_allowed(write: Write, server: str) -> None:
    """What is behind an allowed URL is bundled as a file is."""
    schemas = {"A": {"$ref": f"{server}/part.json"}}
    path = write("d.json", document(components={"schemas": schemas}))
    description = load(path, allow_remote=True)
    assert description.at("/components/schemas/A") == {"type": "string"}
    assert description.place("/components/schemas/A/type").file == f"{server}/part.json"


def test_a_redirect_is_not_followed(write: Write, server: str) -> None:
    """Where a server sends us to has not been allowed."""
    schemas = {"A": {"$ref": f"{server}/moved.json"}}
    path = write("d.json", document(components={"schemas": schemas}))
    [line] = dangling(path, allow_remote=True)
    assert line.endswith("which can't be read: it answers 302 and not 200")


def test_a_remote_description_is_refused_unless_allowed(server: str) -> None:
    """The sentence says how to allow it."""
    remote = "is remote; remote references are refused unless they are allowed (--allow-remote)"
    assert told(f"{server}/part.json") == [f"{server}/part.json: {remote}"]


def test_a_server_that_is_not_there_is_told() -> None:
    """A URL that can't be fetched is one sentence."""
    [line] = told("http://127.0.0.1:9/d.json", allow_remote=True)
    assert line.startswith("http://127.0.0.1:9/d.json: can't be fetched: ConnectError")
