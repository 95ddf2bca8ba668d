"""Recordings from files."""

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from ringback.errors import UsageError
from ringback.exchange import Exchange, Request, Response
from ringback.recordings import (
    Entry,
    Expected,
    Payload,
    Provenance,
    Recording,
    Unreadable,
    files,
    line_in,
    parse,
    read,
)

JSON = ("Content-Type", "application/json")
SOURCE = {"source": "live", "date": "2024-02-29"}


def recording(request: Any = None, response: Any = None, **more: Any) -> bytes:
    """The text of a recording."""
    request = {"method": "GET", "url": "/a", **(request or {})}
    response = {"status": 200, **(response or {})}
    whole = {"request": request, "response": response, "provenance": SOURCE, **more}
    return json.dumps(whole, indent=1).encode()


def exchange(content: bytes) -> Exchange:
    """The exchange that a recording's text holds."""
    entry = parse(content, "r.json")
    assert isinstance(entry, Recording), entry
    return entry.exchange


def test_a_whole_recording() -> None:
    """Every part of it as a value."""
    content = recording(
        {"method": "post", "headers": {"X-A": "1"}, "body": {"a": 1}},
        {"status": 201, "headers": [["Content-Type", "text/plain"], ["Set-Cookie", "a"],
                                    ["Set-Cookie", "b"]], "body": "made"},
        provenance={**SOURCE, "note": "n"},
        expect=[{"rule": "schema/status"},
                {"rule": "schema/response", "instance": "/a", "reading": "strict"}],
        other="kept by nobody",
    )  # fmt: skip
    assert parse(content, "r.json") == Recording(
        file="r.json",
        exchange=Exchange(
            request=Request(method="POST", url="/a", headers=(("X-A", "1"), JSON), body=b'{"a":1}'),
            outcome=Response(
                status=201,
                headers=(
                    ("Content-Type", "text/plain"),
                    ("Set-Cookie", "a"),
                    ("Set-Cookie", "b"),
                ),
                body=b"made",
            ),
        ),
        provenance=Provenance(source="live", date="2024-02-29", note="n"),
        expect=(
            Expected(rule="schema/status"),
            Expected(rule="schema/response", instance="/a", reading="strict"),
        ),
    )


def test_a_bare_recording() -> None:
    """Without headers, bodies or provenance."""
    content = json.dumps({"request": {"method": "GET", "url": "/"}, "response": {"status": 204}})
    assert parse(content.encode(), "r.json") == Recording(
        file="r.json",
        exchange=Exchange(request=Request(method="GET", url="/"), outcome=Response(status=204)),
        provenance=None,
        with_headers=False,
    )


@pytest.mark.parametrize(
    ("headers", "kept"),
    [({}, False), ([], False), ({"X-A": "1"}, True), ([["X-A", "1"]], True)],
)
def test_whether_headers_were_kept(headers: Any, kept: bool) -> None:
    """An answer without any has them not on record."""
    entry = parse(recording(response={"headers": headers, "body": 1}), "r.json")
    assert isinstance(entry, Recording)
    assert entry.with_headers is kept
    assert isinstance(entry.exchange.outcome, Response)
    assert entry.exchange.outcome.headers[-1] == JSON


@pytest.mark.parametrize(
    ("part", "body", "headers"),
    [
        ({}, b"", ()),
        ({"body": None}, b"", ()),
        ({"body": "x"}, b'"x"', (JSON,)),
        ({"body": False}, b"false", (JSON,)),
        ({"body": 0}, b"0", (JSON,)),
        ({"body": ""}, b'""', (JSON,)),
        ({"body": []}, b"[]", (JSON,)),
        ({"body": {"\u00e9": "\U0001f600"}}, '{"\u00e9":"\U0001f600"}'.encode(), (JSON,)),
        ({"body": 10**30}, b"1" + b"0" * 30, (JSON,)),
        ({"body": "x", "headers": {"content-type": "text/html"}}, b"x",
            (("content-type", "text/html"),)),
        ({"body": "\u00e9", "headers": {"Content-Type": "text/plain; charset=utf-8"}},
            "\u00e9".encode(), (("Content-Type", "text/plain; charset=utf-8"),)),
        ({"body": "\u00e9", "headers": {"Content-Type": "text/csv; charset=ISO-8859-1"}}, b"\xe9",
            (("Content-Type", "text/csv; charset=ISO-8859-1"),)),
        ({"body": "\u20ac", "headers": {"Content-Type": "text/csv; charset=ISO-8859-1"}},
            "\u20ac".encode(), (("Content-Type", "text/csv; charset=ISO-8859-1"),)),
        ({"body": "\u00e9", "headers": {"Content-Type": "text/csv; charset=made-up"}},
            "\u00e9".encode(), (("Content-Type", "text/csv; charset=made-up"),)),
        ({"body": "\u00e9", "headers": {"Content-Type": "application/json; charset=latin-1"}},
            '"\u00e9"'.encode(), (("Content-Type", "application/json; charset=latin-1"),)),
        ({"body": {"a": 1}, "headers": {"Content-Type": "text/plain"}}, b'{"a":1}',
            (("Content-Type", "text/plain"),)),
        ({"body": "x", "headers": {"Content-Type": "application/problem+json"}}, b'"x"',
            (("Content-Type", "application/problem+json"),)),
        ({"body": None, "headers": {"Content-Type": "application/json"}}, b"", (JSON,)),
    ],
)  # fmt: skip
def test_bodies(part: Any, body: bytes, headers: tuple[tuple[str, str], ...]) -> None:
    """JSON is written anew, other media types are their text; null is no body."""
    outcome = exchange(recording(response=part)).outcome
    assert isinstance(outcome, Response)
    assert (outcome.body, outcome.headers) == (body, headers)
    request = exchange(recording(request=part)).request
    assert (request.body or b"", request.headers) == (body, headers)


def test_a_number_of_any_length_is_kept() -> None:
    """Exactly as it is spelt, where Python has no integer for it."""
    digits = b"7" * 5000
    content = recording(response={"body": "NUMBER"}).replace(b'"NUMBER"', digits)
    outcome = exchange(content).outcome
    assert isinstance(outcome, Response)
    assert outcome.body == digits


@pytest.mark.parametrize(
    "content",
    [b"{}", b"[]", b"1", b'{"a":{"request":1}}', b'{"a":1,"a":2}', b"NaN", b"\xef\xbb\xbf1"],
)
def test_what_has_neither_request_nor_response_is_a_payload(content: bytes) -> None:
    """Its bytes as they are."""
    assert parse(content, "p.json") == Payload(file="p.json", body=content)


@pytest.mark.parametrize(
    ("content", "problem", "line"),
    [
        (b"", "is not JSON: expecting value at line 1 column 1", 1),
        (b'{\n"request": {\n,}}', ("is not JSON: expecting property name enclosed in double "
            "quotes at line 3 column 1"), 3),
        (b"[" * 9999, "is nested deeper than the 200 levels that are read", None),
        (b"\xff\xfe", "is not JSON: expecting value at line 1 column 1", 1),
    ],
)  # fmt: skip
def test_what_is_no_json_is_told_with_its_line(
    content: bytes, problem: str, line: int | None
) -> None:
    """A value like any other, so that the next file is read all the same."""
    expected = Unreadable(file="r", rule="recording/unreadable", problem=problem, line=line)
    assert parse(content, "r") == expected


@pytest.mark.parametrize(
    ("content", "problem", "place"),
    [
        (b'{"request":{"method":"GET","url":"/"}}', 'the object needs "response"', ""),
        (b'{"request":1,"response":{"status":200}}', "must be an object, not an integer",
            "/request"),
        (recording({"url": ""}), '"" is shorter than 1 character', "/request/url"),
        (recording({"url": 1}), "must be a string, not an integer", "/request/url"),
        (recording({"url": "http://[x"}), "http://[x is no URL (Invalid IPv6 URL)", "/request/url"),
        (recording({"method": "G ET"}), '"G ET" does not match the pattern "^[A-Za-z]+$"',
            "/request/method"),
        (recording({"heders": {}}), 'the object has no "heders" here', "/request"),
        (recording({"headers": {"a": 1}}), "must be a string, not an integer",
            "/request/headers/a"),
        (recording({"headers": [["a"]]}), '["a"] has fewer than 2 items', "/request/headers/0"),
        (recording({"headers": "a: b"}), "must be an object or an array, not a string",
            "/request/headers"),
        (recording(response={"status": "200"}), "must be an integer, not a string",
            "/response/status"),
        (recording(response={"status": 99}), "99 is below 100", "/response/status"),
        (recording(provenance={"source": "dream", "date": "2024-02-30"}),
            'must be "documentation", "mock" or "live", not "dream"', "/provenance/source"),
        (recording(provenance={"source": "live", "date": "2024-02-30"}),
            '"2024-02-30" is no date', "/provenance/date"),
        (recording(expect=[{"instance": ""}]), 'the object needs "rule"', "/expect/0"),
    ],
)  # fmt: skip
def test_what_is_no_recording_is_told_at_its_place(
    tmp_path: Path, content: bytes, problem: str, place: str
) -> None:
    """The first mistake, with its place and its line."""
    file = tmp_path / "r.json"
    file.write_bytes(content)
    assert read(file) == Unreadable(
        file=str(file),
        rule="recording/invalid",
        problem=f"is no recording: {problem}",
        line=line_in(content, place),
        instance=place,
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"request":1,"request":2}', 'gives the member "request" more than once'),
        (recording().replace(b'"live"', b'"live", "note": "\\ud800"'),
            "holds an unpaired surrogate"),
        (b'{"request":{"body":1,"body":{"a":1,"a":2}},"response":{}}',
            'gives the member "body" more than once'),
        (b"\xef\xbb\xbf" + recording(), "begins with a byte-order mark"),
        (recording().replace(b"live", b"l\xffve"), "is not UTF-8 at byte"),
    ],
)  # fmt: skip
def test_a_recording_has_no_flaws(content: bytes, problem: str) -> None:
    """What two readers would read differently is on nobody's record."""
    entry = parse(content, "r.json")
    assert isinstance(entry, Unreadable)
    assert entry.rule == "recording/invalid"
    assert entry.problem.startswith(problem)


def test_an_encoded_body_is_unpacked() -> None:
    """Out of base64, and out of its content coding; a broken one is told."""
    packed = gzip.compress(b'{"a":1}', mtime=0)

    def stored(body: bytes) -> Entry:
        text = base64.b64encode(body).decode()
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        whole = {"headers": headers, "body": text, "encoding": "base64"}
        return parse(recording(response=whole), "r.json")

    for body in (packed, b'{"a":1}'):
        entry = stored(body)
        assert isinstance(entry, Recording)
        assert isinstance(entry.exchange.outcome, Response)
        assert entry.exchange.outcome.body == b'{"a":1}'
    broken = stored(packed[:-5])
    assert isinstance(broken, Unreadable)
    assert broken.problem.startswith("is no recording: the response's body: the body's gzip coding")


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        ("NaN", b"NaN"),
        ('{"a": 1, "a": 2}', b'{"a": 1, "a": 2}'),
        ('["\\ud800", 1' + "0" * 5000 + "]", b'["\\ud800", 1' + b"0" * 5000 + b"]"),
    ],
)
def test_the_flaws_of_a_body_are_kept(body: str, stored: bytes) -> None:
    """They are the service's, not the recording's: the checks are to find them."""
    for side in ("request", "response"):
        content = recording(**{side: {"body": "here"}}).replace(b'"here"', body.encode())
        entry = parse(content, "r.json")
        assert isinstance(entry, Recording), entry
        assert isinstance(entry.exchange.outcome, Response)
        bodies = {"request": entry.exchange.request.body, "response": entry.exchange.outcome.body}
        assert bodies[side] == stored


def test_a_file_that_can_not_be_read(tmp_path: Path) -> None:
    """A folder, or one that went away: a value as well."""
    assert read(tmp_path) == Unreadable(
        file=str(tmp_path), rule="recording/unreadable", problem="can't be read (Is a directory)"
    )
    gone = tmp_path / "gone.json"
    assert read(gone) == Unreadable(
        file=str(gone),
        rule="recording/unreadable",
        problem="can't be read (No such file or directory)",
    )


def test_folders_are_searched_in_order(tmp_path: Path) -> None:
    """Files by name through all depths, each once; a file that is named is taken whatever it is."""
    for name in ("b.json", "a/z.json", "a/b/c.json", "a/note.txt", "a/d.json/e.json"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("{}")
    named = [str(tmp_path / "a/note.txt"), str(tmp_path), str(tmp_path / "b.json")]
    found = [str(each.relative_to(tmp_path)) for each in files(named)]
    assert found == ["a/note.txt", "a/b/c.json", "a/d.json/e.json", "a/z.json", "b.json"]


def test_paths_that_are_not_there_are_told_at_once(tmp_path: Path) -> None:
    """All of them, before anything is read."""
    with pytest.raises(UsageError) as caught:
        list(files([str(tmp_path), "no/such", "nor/this"]))
    assert str(caught.value) == (
        "no/such: no such file or folder\nnor/this: no such file or folder"
    )


@pytest.mark.parametrize(
    ("place", "line"),
    [("", 1), ("/a", 2), ("/a/0", 3), ("/a/1/b~1c", 5), ("/a/9/x", 2), ("/no", 1), ("/d/e", 7)],
)
def test_the_line_of_a_value(place: str, line: int) -> None:
    """Where it stands, or its nearest parent."""
    assert line_in(b'{\n"a": [\n1,\n{\n"b/c": 2}],\n\n"d": {}}', place) == line


def test_what_is_no_json_has_no_lines() -> None:
    """Whatever place is asked for."""
    assert line_in(b"\xff{", "") is None
