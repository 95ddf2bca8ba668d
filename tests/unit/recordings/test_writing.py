"""Recordings onto the disk, and back."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.errors import UsageError
from ringback.exchange import Exchange, Lost, LostReason, Request, Response
from ringback.payload import decode, encode, same
from ringback.recordings import Provenance, Recording, Unreadable, parse, read
from ringback.recordings.formats.writing import slug, text_of, write

JSON = ("Content-Type", "application/json; charset=utf-8")
TEXT = ("content-type", "text/plain")
SOURCE = Provenance(source="mock", date="2024-02-29", note="shows it")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
BODIES = st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace"))
TYPES = st.sampled_from(
    ["application/json", "application/problem+json", "text/html", "image/png", "json", ""]
)
HEADERS = st.lists(
    st.tuples(st.sampled_from(["X-A", "x-a", "Allow", "Content-Type"]), TYPES | st.text(max_size=3))
).map(tuple)


def exchange(
    asked: bytes | None = None,
    answered: bytes = b"",
    headers: tuple[tuple[str, str], ...] = (JSON,),
) -> Exchange:
    """An exchange with these bodies, both under the same headers."""
    return Exchange(
        request=Request(method="POST", url="/a?b=%2B1", headers=headers, body=asked),
        outcome=Response(status=200, headers=headers, body=answered),
    )


def again(one: Exchange) -> Exchange:
    """The exchange that its recording holds."""
    entry = parse(text_of(one, SOURCE).encode(), "r.json")
    assert isinstance(entry, Recording), entry
    assert entry.provenance == SOURCE
    return entry.exchange


def alike(one: bytes | None, other: bytes | None) -> bool:
    """The same bytes, or sound JSON of the same value."""
    if one is None or other is None or one == other:
        return one == other
    left, right = decode(one), decode(other)
    return left.parsed and right.parsed and same(left.value, right.value)


@given(BODIES | VALUES.map(encode) | st.none(), BODIES | VALUES.map(encode), HEADERS, HEADERS)
def test_what_was_written_is_read_back(
    asked: bytes | None,
    answered: bytes,
    given_headers: tuple[tuple[str, str], ...],
    told_headers: tuple[tuple[str, str], ...],
) -> None:
    """Any bodies under any headers: the headers as they were, the bodies by their value."""
    request = Request(method="PUT", url="/a", headers=given_headers, body=asked)
    response = Response(status=404, headers=told_headers, body=answered)
    found = again(Exchange(request=request, outcome=response))
    assert found.response is not None
    assert (found.request.method, found.request.url) == ("PUT", "/a")
    assert (found.request.headers, found.response.headers) == (given_headers, told_headers)
    assert found.response.status == 404
    assert (found.request.body is None) == (asked is None)
    assert alike(found.request.body, asked)
    assert alike(found.response.body, answered)


def test_the_text_of_a_recording() -> None:
    """Members in a fixed order, JSON in place with two spaces, what is empty left out."""
    one = exchange(b'{"n": 18446744073709551617, "e": {}, "t": "\\u00e4"}', b"[]")
    assert text_of(one, SOURCE) == (
        "{\n"
        '  "request": {\n'
        '    "method": "POST",\n'
        '    "url": "/a?b=%2B1",\n'
        '    "headers": {\n'
        '      "Content-Type": "application/json; charset=utf-8"\n'
        "    },\n"
        '    "body": {\n'
        '      "n": 18446744073709551617,\n'
        '      "e": {},\n'
        '      "t": "ä"\n'
        "    }\n"
        "  },\n"
        '  "response": {\n'
        '    "status": 200,\n'
        '    "headers": {\n'
        '      "Content-Type": "application/json; charset=utf-8"\n'
        "    },\n"
        '    "body": []\n'
        "  },\n"
        '  "provenance": {\n'
        '    "source": "mock",\n'
        '    "date": "2024-02-29",\n'
        '    "note": "shows it"\n'
        "  }\n"
        "}\n"
    )


@pytest.mark.parametrize("digits", ["9" * 5_000, "1" + "0" * 19, "0.1", "1e400", "-0.5e-7"])
def test_numbers_stay_exact(digits: str) -> None:
    """Whatever their size; their spelling is compact."""
    found = again(exchange(None, f'{{"n": {digits}}}'.encode())).response
    assert found is not None
    assert decode(found.body) == decode(f'{{"n": {digits}}}'.encode())


def _body(one: Exchange) -> Any:
    return {
        name: value
        for name, value in json.loads(text_of(one, SOURCE))["response"].items()
        if name in {"body", "encoding"}
    }


@pytest.mark.parametrize(
    ("body", "headers", "stored"),
    [
        (b'{"a": 1}', (JSON,), {"body": {"a": 1}}),
        (b'"text"', (JSON,), {"body": "text"}),
        (b"<p>\r\n", (("Content-Type", "text/html"),), {"body": "<p>\r\n"}),
        ("é\0".encode(), (TEXT,), {"body": "é\0"}),
        (b"\xe9", (("Content-Type", "text/plain; charset=latin-1"),), {"body": "\u00e9"}),
        (b"\xc3\xa9", (("Content-Type", "text/plain; charset=latin-1"),), {"body": "\u00c3\u00a9"}),
        (b"\xe9", (("Content-Type", "text/plain; charset=made-up"),),
            {"body": "6Q==", "encoding": "base64"}),
        (b"", (TEXT,), {}),
        (b"\x89PNG\xff", (("Content-Type", "image/png"),),
            {"body": "iVBOR/8=", "encoding": "base64"}),
        (b"null", (JSON,), {"body": "bnVsbA==", "encoding": "base64"}),
        (b"{broken", (JSON,), {"body": "e2Jyb2tlbg==", "encoding": "base64"}),
        (b'{"a":1,"a":2}', (JSON,), {"body": "eyJhIjoxLCJhIjoyfQ==", "encoding": "base64"}),
        (b'{"a":1}', (), {"body": "eyJhIjoxfQ==", "encoding": "base64"}),
        (b"[" * 199 + b"]" * 199, (JSON,),
            {"body": "W1tb" * 66 + "W11d" + "XV1d" * 65 + "XV0=", "encoding": "base64"}),
    ],
)  # fmt: skip
def test_how_a_body_is_stored(
    body: bytes, headers: tuple[tuple[str, str], ...], stored: Any
) -> None:
    """In place where it comes back so, in base64 where neither JSON nor text would bring it."""
    assert _body(exchange(None, body, headers)) == stored


def test_what_no_recording_can_hold() -> None:
    """An exchange without an answer, and a method that is no word."""
    request = Request(method="GET", url="/")
    lost = Exchange(request=request, outcome=Lost(reason=LostReason.CLOSED, detail="gone"))
    with pytest.raises(ValueError, match="without an answer is no recording"):
        text_of(lost, SOURCE)
    strange = Exchange(request=Request(method="G-T", url="/"), outcome=Response(status=200))
    with pytest.raises(ValueError, match="no recording can hold this exchange"):
        text_of(strange, SOURCE)


@pytest.mark.parametrize("body", ["ä===", "a", 5, None, {}])
def test_a_body_that_is_no_base64_is_told(body: Any) -> None:
    """At the body, whichever side it is on."""
    side = {"status": 200, "body": body, "encoding": "base64"}
    whole = {"request": {"method": "GET", "url": "/"}, "response": side}
    assert parse(json.dumps(whole).encode(), "r.json") == Unreadable(
        file="r.json",
        rule="recording/invalid",
        problem="is no recording: the response's body is no base64",
        line=1,
        instance="/response/body",
    )


def test_files_are_never_overwritten(tmp_path: Path) -> None:
    """A taken name gets a number; nothing else is left in the folder."""
    files = [write(text, tmp_path / "new", "get_a", "status-200-b") for text in ("1", "2", "3")]
    assert [(str(file.relative_to(tmp_path)), file.read_text()) for file in files] == [
        ("new/get_a/status-200-b.json", "1"),
        ("new/get_a/status-200-b-2.json", "2"),
        ("new/get_a/status-200-b-3.json", "3"),
    ]
    assert sorted((tmp_path / "new/get_a").iterdir()) == sorted(files)


@pytest.mark.parametrize(
    ("operation", "name", "place"),
    [
        ("GET /a/{b}", "status-200", "GET-a-b/status-200.json"),
        ("../../etc", "../x", "etc/x.json"),
        ("..", "\0\n", "operation/recording.json"),
        ("o" * 300, "n" * 300, "o" * 80 + "/" + "n" * 80 + ".json"),
    ],
)
def test_names_are_safe(tmp_path: Path, operation: str, name: str, place: str) -> None:
    """No step out of the folder, no name that a system refuses."""
    assert str(write("x", tmp_path, operation, name).relative_to(tmp_path)) == place


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is looked for before the file gets it."""

    def no_link(*_arguments: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    found = [write(text, tmp_path, "a", "b") for text in "12"]
    assert [(file.name, file.read_text()) for file in found] == [("b.json", "1"), ("b-2.json", "2")]
    assert sorted((tmp_path / "a").iterdir()) == sorted(found)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    """One sentence that says where."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError) as raised:
        write("x", tmp_path / "file", "a", "b")
    assert str(raised.value) == f"{tmp_path}/file/a: can't be written to (Not a directory)"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("/inbound_agent/voice[voice_rime] (branch)", "inbound_agent-voice-voice_rime-branch"),
        ("/ (present)", "present"),
        ("/ü/ß", ""),
        ("a" * 59 + "-b", "b"),
        ("/a/" + "b" * 30 + "/" + "c" * 29, "b" * 30 + "-" + "c" * 29),
        ("d" * 70, "d" * 60),
    ],
)
def test_slugs(text: str, told: str) -> None:
    """Small words and hyphens, of bounded length."""
    assert slug(text) == told


def test_what_was_written_is_a_recording_on_the_disk(tmp_path: Path) -> None:
    """Read from its file, it is the exchange that it was."""
    one = exchange(b'{"a":1}', b'["b"]')
    file = write(text_of(one, SOURCE), tmp_path, "a", "b")
    assert read(file) == Recording(file=str(file), exchange=one, provenance=SOURCE)
