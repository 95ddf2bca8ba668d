"""VCR.py cassettes, in YAML and JSON."""

import base64
import gzip
import io
import sys
import types
import zlib
from typing import Any

import pytest
import zstandard

from ringback.exchange import Exchange, Request, Response
from ringback.recordings import Aside, Entry, Provenance, Recording, Unreadable
from ringback.recordings.byte_streams.feed import Feed
from ringback.recordings.byte_streams.unpacking import unpacked
from ringback.recordings.formats.parts.records import RecordSpot, shaped
from ringback.recordings.formats.tools.cassette import Interaction, interactions
from ringback.recordings.formats.tools.vcr import vcr_entry

SPOT = RecordSpot(file="c.yaml", entry="entry 1", line=2)


def entry(request: Any = None, response: Any = None, **more: Any) -> Entry:
    """What is made of an interaction with these parts."""
    request = {"method": "GET", "uri": "https://a.test/b", "body": None, **(request or {})}
    response = {"status": {"code": 200, "message": "OK"}, **(response or {})}
    whole = {"request": request, "response": response, **more}
    return shaped(whole, SPOT, "interaction", vcr_entry)


def test_a_whole_interaction() -> None:
    """Every part of it."""
    assert entry(
        {"method": "post", "headers": {"A": ["1", "2"]}, "body": '{"a":1}'},
        {"headers": {"Content-Type": ["application/json"]}, "body": {"string": "[]"}},
        recorded_at="2024-02-29T10:00:00",
    ) == Recording(
        file="c.yaml",
        entry="entry 1",
        line=2,
        exchange=Exchange(
            request=Request(
                method="POST",
                url="https://a.test/b",
                headers=(("A", "1"), ("A", "2")),
                body=b'{"a":1}',
            ),
            outcome=Response(
                status=200, headers=(("Content-Type", "application/json"),), body=b"[]"
            ),
        ),
        provenance=Provenance(source="live", date="2024-02-29"),
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (None, None),
        ("", None),
        ("x", b"x"),
        (b"\xff", b"\xff"),
        ({"string": "x"}, b"x"),
        ({"string": b"\xff"}, b"\xff"),
        ({"string": None, "encoding": "utf-8"}, None),
        ({"encoding": "UTF-8", "base64_string": "eA=="}, b"x"),
        ({"base64_string": "_-8"}, b"\xff\xef"),
        ({}, None),
    ],
)
def test_bodies(body: Any, expected: bytes | None) -> None:
    """In each way that they are spelt; on both sides."""
    found = entry({"body": body}, {"body": body})
    assert isinstance(found, Recording)
    assert isinstance(found.exchange.outcome, Response)
    assert found.exchange.request.body == expected
    assert found.exchange.outcome.body == (expected or b"")


BODY = b'{"a":"' + b"x" * 99 + b'"}'


def raw_deflate(data: bytes) -> bytes:
    """A deflate body without its header, as some servers send it."""
    machine = zlib.compressobj(wbits=-15)
    return machine.compress(data) + machine.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("x-gzip", gzip.compress(BODY, mtime=0)),
        ("GZIP", gzip.compress(BODY, mtime=0)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", raw_deflate(BODY)),
        ("zstd", zstandard.compress(BODY)),
        ("zstd", zstandard.compress(BODY[:9]) + zstandard.compress(BODY[9:])),
        ("deflate, gzip", gzip.compress(zlib.compress(BODY), mtime=0)),
        ("identity", BODY),
        ("gzip", BODY),
        ("deflate", BODY),
        ("zstd", BODY),
        ("br", BODY),
    ],
)
def test_packed_bodies(coding: str, body: bytes) -> None:
    """They are unpacked, unless the cassette holds them unpacked already."""
    found = entry(response={"headers": {"content-encoding": [coding]}, "body": {"string": body}})
    assert isinstance(found, Recording)
    assert isinstance(found.exchange.outcome, Response)
    assert found.exchange.outcome.body == BODY


def packed(coding: str, body: bytes) -> Any:
    """An answer with a coded body."""
    return {"headers": {"content-encoding": coding}, "body": {"string": body}}


def test_brotli_needs_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """What to do is said; with it the body is unpacked."""
    monkeypatch.setitem(sys.modules, "brotli", None)
    answer = packed("br", b"\x8b\x02\x80x")
    found = entry(response=answer)
    assert isinstance(found, Unreadable)
    assert found.problem == (
        "is no interaction: response.body.string is packed by brotli, which is not installed; "
        "pip install brotli"
    )
    module: Any = types.ModuleType("brotli")

    class Machine:
        """What unpacks in the library's way."""

        def process(self, data: bytes) -> bytes:
            """The next part."""
            if data == b"\xff":
                raise ValueError("no")
            return b"<" + data + b">"

    module.Decompressor, module.error = Machine, ValueError
    monkeypatch.setitem(sys.modules, "brotli", module)
    found = entry(response=answer)
    assert isinstance(found, Recording)
    assert isinstance(found.exchange.outcome, Response)
    assert found.exchange.outcome.body == b"<\x8b\x02\x80x>"
    found = entry(response=packed("br", b"\xff"))
    assert isinstance(found, Unreadable)
    assert found.problem.endswith("response.body.string: the body's br coding is broken (no)")


@pytest.mark.parametrize(
    ("request_", "response", "problem"),
    [
        ({"uri": None}, {}, "request.uri must be a string, not null"),
        ({"method": 1}, {}, "request.method must be a method such as GET"),
        ({"headers": {"A": {"b": 1}}}, {}, "request.headers/A must be a string, not an object"),
        ({"body": [1]}, {}, "request.body must be a string, not an array"),
        ({"body": {"a": 1}}, {}, "request.body must hold a string, or a base64_string"),
        ({}, {"body": {"base64_string": "*"}},
            "response.body.base64_string is no base64 (Only base64 data is allowed)"),
        ({}, {"status": {}}, "it has no response.status.code"),
        ({}, {"status": {"code": "2xx"}},
            'response.status.code must be a status such as 200, not "2xx"'),
        ({}, packed("gzip", gzip.compress(BODY, mtime=0)[:-9]),
            "response.body.string: the body's gzip coding is broken (it ends early)"),
        ({}, packed("deflate", b"\xff\xfe"),
            ("response.body.string: the body's deflate coding is broken (Error -3 while "
            "decompressing data: invalid block type)")),
        ({}, packed("zstd", b"\x28\xb5\x2f\xfd***"),
            "response.body.string: the body's zstd coding is broken (it ends early)"),
        ({}, packed("zstd", b"\x28\xb5\x2f\xfd" + b"*" * 99),
            ("response.body.string: the body's zstd coding is broken (zstd decompressor error: "
            "Unsupported frame parameter)")),
    ],
)  # fmt: skip
def test_what_is_no_interaction(request_: Any, response: Any, problem: str) -> None:
    """One sentence with the place."""
    if request_.get("method") == 1:
        problem = "request.method must be a string, not a number"
    found = entry(request_, response)
    assert isinstance(found, Unreadable)
    assert (found.rule, found.problem) == ("recording/invalid", f"is no interaction: {problem}")


def test_a_small_body_may_not_unfold_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past what one entry may hold it is refused, in each coding."""
    monkeypatch.setattr("ringback.recordings.formats.parts.stored_bodies.LARGEST", 1000)
    bomb = b"\0" * 5000
    for coding, pack in (("gzip", gzip.compress), ("zstd", zstandard.compress)):
        found = entry(response=packed(coding, pack(bomb)))
        assert isinstance(found, Unreadable)
        assert found.problem.endswith("response.body.string unpacks to more than 1,000 bytes")


def test_a_cassette_of_the_first_httpx_stubs() -> None:
    """They write the status and the body under names of their own."""
    kept = {"status_code": "200", "headers": {"content-type": "application/json"}, "content": "{}"}
    asked = {"method": "GET", "uri": "https://a.test/b"}
    found = shaped({"request": asked, "response": kept}, SPOT, "interaction", vcr_entry)
    assert isinstance(found, Recording)
    assert found.exchange.outcome == Response(
        status=200, headers=(("content-type", "application/json"),), body=b"{}"
    )


def test_what_is_no_exchange() -> None:
    """A scheme of another protocol, and a request without an answer."""
    for request, response, why in (
        ({"uri": "ftp://a"}, {}, "of a request that is not HTTP (ftp:)"),
        ({}, {"status": {"code": 0}}, "never answered (status 0)"),
    ):
        found = entry(request, response)
        assert found == Aside(file="c.yaml", entry="entry 1", line=2, why=why)


def read(text: str | bytes, limit: int = 1 << 20) -> list[Interaction]:
    """The interactions of a YAML text."""
    content = text.encode() if isinstance(text, str) else text
    return list(interactions(Feed(unpacked(io.BytesIO(content))), limit))


def one(text: str) -> Any:
    """The value of the one interaction of a text."""
    (found,) = read(f"interactions:\n{text}\nversion: 1\n")
    assert found.problem is None
    return found.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("- {a: 1, b: [x, 'y', null, ~, \"~\"]}", {"a": "1", "b": ["x", "y", None, None, "~"]}),
        ("- a:\n  b: |\n    x\n    - y\n", {"a": None, "b": "x\n- y\n"}),
        ("- !!binary aGk=", b"hi"),
        ("- !!binary |\n  aG\n  k=", b"hi"),
        ("- !!python/bytes aGk=", b"hi"),
        ("- !!python/unicode 'x'", "x"),
        ("- !!python/str 'null'", "null"),
        ("- !!python/tuple [1]", ["1"]),
        ("- !!str 5", "5"),
        ("- ! null", "null"),
        ("- 1e3", "1e3"),
        ("- 2024-02-29T10:00:00", "2024-02-29T10:00:00"),
        ("- a: &a [1]\n  b: *a", {"a": ["1"], "b": ["1"]}),
        ("- {&k a: 1}", {"a": "1"}),
        ("- 'é \U0001f600'", "é \U0001f600"),
    ],
)
def test_values_are_texts_as_they_are_spelt(text: str, value: Any) -> None:
    """No scalar is taken for a number or a date; the tags of plain values are known."""
    assert one(text) == value


def test_a_cassette_of_the_library() -> None:
    """As VCR.py writes it: shared lists, folded texts, binary bodies, Python's old texts."""
    body = base64.b64encode(gzip.compress(b'{"a": 1}')).decode()
    text = f"""\
interactions:
- request:
    body: null
    headers: &id001
      Accept: ['*/*']
      User-Agent: [!!python/unicode 'x']
    method: !!python/unicode 'GET'
    uri: http://a.test/b?c=d
  response:
    body:
      string: !!binary |
        {body}
    headers:
      Content-Encoding:
      - gzip
      Content-Type: [application/json]
    status:
      code: 200
      message: OK
- request:
    body: "{{\\"a\\":
      1}}"
    headers: *id001
    method: PUT
    uri: http://a.test/b
  response:
    body: {{string: ''}}
    headers: {{}}
    status: {{code: 204, message: No Content}}
version: 1
"""
    found = [
        shaped(each.value, RecordSpot(file="c", entry=f"entry {each.number}", line=each.line),
               "interaction", vcr_entry)
        for each in read(text)
    ]  # fmt: skip
    shared = (("Accept", "*/*"), ("User-Agent", "x"))
    packed_type = (("Content-Encoding", "gzip"), ("Content-Type", "application/json"))
    assert found == [
        Recording(
            file="c",
            entry="entry 1",
            line=2,
            exchange=Exchange(
                request=Request(method="GET", url="http://a.test/b?c=d", headers=shared),
                outcome=Response(status=200, headers=packed_type, body=b'{"a": 1}'),
            ),
            provenance=Provenance(source="live", date=""),
        ),
        Recording(
            file="c",
            entry="entry 2",
            line=20,
            exchange=Exchange(
                request=Request(
                    method="PUT", url="http://a.test/b", headers=shared, body=b'{"a": 1}'
                ),
                outcome=Response(status=204),
            ),
            provenance=Provenance(source="live", date=""),
            with_headers=False,
        ),
    ]


TAG = "holds a tag that would build an object"
DEEP = "is nested deeper than the 200 levels that are read"
GONE = ", and no entry is read after"
UNFIT = "holds a control character, or bytes that are no UTF-8"
ESCAPE = f"is not YAML: found invalid Unicode character escape code{GONE}"
LAUGHS = "&a0 [lol]" + "".join(
    f"\n  a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 12)
)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("!!python/object/apply:os.system ['touch pwned']", 3,
            f"{TAG} (!!python/object/apply:os.system); nothing is built"),
        ("a: !!python/name:os.system ''", 3,
            f"{TAG} (!!python/name:os.system); nothing is built"),
        ("!ruby/object:Gem::Installer {i: x}", 3,
            f"{TAG} (!ruby/object:Gem::Installer); nothing is built"),
        ("!!set {a, b}", 3, "has the tag !!set, which no cassette may have"),
        ("a:\n    !!binary '***'", 4,
            "can't be read: binary data is no base64 (Only base64 data is allowed)"),
        ("a: *b", 3, "has an alias *b that names no anchor before it"),
        ("&a [*a]", 3, "has an alias *a that stands inside what it names"),
        ("a: 1\n  a: 2", 4, 'gives the member "a" twice'),
        ("? [a]\n  : 1", 3, "has a collection for a member's name; only a scalar can be one"),
        ("a0: " + LAUGHS, 9, "brings in more than 1,048,576 characters by its aliases"),
        ("[" * 250 + "]" * 250, 3, DEEP),
        ("a: &a " + "[" * 150 + "]" * 150 + "\n  b: " + "[" * 60 + "*a" + "]" * 60, 4, DEEP),
        ('a: "b\0c"', 3, UNFIT),
        ('a: "b\x7fc"', 3, UNFIT),
        ("\ufffe: 1", 3, UNFIT),
    ],
)  # fmt: skip
def test_a_broken_interaction_does_not_hide_the_others(text: str, line: int, problem: str) -> None:
    """The first thing that is wrong, at its line; nothing is built and nothing unfolds."""
    whole = f"interactions:\n- first\n- {text}\n- last\n"
    last = whole.count("\n")
    assert read(whole) == [
        Interaction(number=1, line=2, value="first"),
        Interaction(number=2, line=line, problem=problem),
        Interaction(number=3, line=last, value="last"),
    ]


def test_bytes_that_are_no_utf_8_are_told_where_they_stand() -> None:
    """Many entries before and after them are read."""
    whole = b"interactions:\n" + b"- a\n" * 5000 + b'- "\xff"\n' + b"- b\n" * 5000
    found = read(whole)
    assert len(found) == 10_001
    assert [each for each in found if each.problem] == [
        Interaction(number=5001, line=5002, problem=UNFIT)
    ]


@pytest.mark.parametrize(
    ("text", "number", "line", "problem"),
    [
        ("- [a\n- b\n", 2, 5, f"is not YAML: did not find expected ',' or ']'{GONE}"),
        ("- " + "[" * 100_000, 2, 3, f"is nested deeper than 1000 levels{GONE}"),
        ("- " + "- " * 100_000, 2, 3, f"is nested deeper than 1000 levels{GONE}"),
        ("- a: '" + "x" * (3 << 20) + "'", 2, 3,
            f"is longer than the 1,048,576 bytes that are read of one entry{GONE}"),
        ("- a\nb: }\n", 0, 4, f"is not YAML: did not find expected node content{GONE}"),
        ('- a: "\\ud83d"\n', 2, 3, ESCAPE),
        ("".join(f"- &a{each} [{'x' * 999}]\n" for each in range(2000)), 1, 3, ""),
    ],
)  # fmt: skip
def test_what_ends_a_cassette(text: str, number: int, line: int, problem: str) -> None:
    """What came before it is read; the rest is told to be lost."""
    found = read(f"interactions:\n- first\n{text}")
    assert found[0] == Interaction(number=1, line=2, value="first")
    if problem:
        last = found[-1]
        assert (last.line, last.problem) == (line, problem)
        # A libyaml that looks ahead meets the bound of depth before the entry has begun.
        assert last.number in ({0, number} if "nested" in problem else {number})
    else:
        assert found[-1].problem == (
            f"holds on to more than 1,048,576 characters by its anchors{GONE}"
        )
        assert 1000 < len(found) < 1100


def test_a_cassette_without_interactions() -> None:
    """An empty list is none; no list is told, and so is what is wrong behind it."""
    lacking = Interaction(number=0, line=1, problem="has no list of interactions")
    assert read("interactions: []\nversion: 1\n") == []
    assert read("interactions: {a: 1}\n") == [lacking]
    assert read("a: 1\n") == [lacking]
    assert read("") == [lacking]
    assert read("interactions: []\nversion: !!foo 1\n") == [
        Interaction(number=0, line=2, problem="has the tag !!foo, which no cassette may have")
    ]
