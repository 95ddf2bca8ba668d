"""What could not be judged is told by `validate` and by `check`, and is never green by itself."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.driving import ringback
from tests.unit.targets.serving import RawServer, answer, saying

Capture = pytest.CaptureFixture[str]
JSON, XML = "application/json", "application/xml"
TWICE = 'the query parameter "shelf" is given more than once'
BOOK = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}
RULE = "coverage/not-judged"


def _content(*names: str) -> dict[str, Any]:
    return {name: {"schema": BOOK} for name in names}


DESCRIPTION = {
    "openapi": "3.1.0",
    "info": {"title": "Books", "version": "1"},
    "servers": [{"url": "https://books.test"}],
    "paths": {
        "/books": {
            "get": {
                "operationId": "read_book",
                "parameters": [{"name": "shelf", "in": "query", "schema": {"type": "integer"}}],
                "responses": {
                    "200": {"description": "a book", "content": _content(JSON, XML)},
                    "204": {"description": "none"},
                    "304": {"description": "the same"},
                    "404": {"description": "no such book"},
                    "429": {"description": "not now", "content": _content(JSON)},
                },
            },
            "put": {
                "operationId": "keep_book",
                "requestBody": {"content": _content(JSON)},
                "responses": {"200": {"description": "kept", "content": _content(JSON)}},
            },
        }
    },
}
Told = tuple[str, list[tuple[str, str, int]], list[str]]
NOT_STORED = ("the body of read_book 200", "it was not stored")


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A folder with a description of books, and a configuration for recordings in `stored`."""
    (tmp_path / "books.json").write_text(json.dumps(DESCRIPTION))
    (tmp_path / "stored").mkdir()
    (tmp_path / "ringback.toml").write_text(
        '[contract]\ndescription = "books.json"\nrecordings = ["stored"]\n'
        "[contract.readings]\nstrict = []\n"
    )
    return tmp_path


def line(status: int, body: Any = None, *, kind: str = JSON, **request: Any) -> str:
    """A recording in our own form; of an answer without a type where there is none."""
    headers = {"Content-Type": kind} if kind else {"X-Kept": "1"}
    response = {"status": status, "headers": headers, "body": body}
    asked = {"method": "GET", "url": "https://books.test/books", **request}
    return json.dumps({"request": asked, "response": response}) + "\n"


def entry(status: int = 200, *, sent: Any = None, **content: Any) -> dict[str, Any]:
    """An entry of a HAR whose answer is JSON, stored as far as `content` says."""
    asked: dict[str, Any] = {
        "method": "PUT" if sent else "GET",
        "url": "https://books.test/books?shelf=1",
    }
    if sent:
        asked["postData"] = {"mimeType": JSON, "text": json.dumps(sent)}
    headers = [{"name": "content-type", "value": JSON}]
    return {
        "request": asked,
        "response": {
            "status": status,
            "headers": headers,
            "bodySize": content.pop("bodySize", -1),
            "content": {"mimeType": JSON, **content},
        },
    }


def har(*entries: dict[str, Any]) -> str:
    """A HAR of these."""
    creator = {"name": "WebInspector", "version": "537.36"}
    return json.dumps({"log": {"version": "1.2", "creator": creator, "entries": entries}})


def told(capsys: Capture, *arguments: object) -> Told:
    """Verdict, what was not judged, and the rules of errors; the exit code is the verdict's."""
    ended = ringback(capsys, *map(str, arguments), "--report", "json", "-q")
    report = json.loads(ended.out)
    assert ended.code == {"kept": 0, "broken": 1, "inconclusive": 3}[report["verdict"]]
    left = [(each["what"], each["why"], each["count"]) for each in report["not_judged"]]
    errors = [each["rule"] for each in report["findings"] if each["severity"] == "error"]
    return report["verdict"], left, errors


WHOLE = entry(size=14, text='{"title": "a"}')
CASES: list[Any] = [
    ("a body that was not stored", "har", har(entry(size=812)), "inconclusive",
        [(*NOT_STORED, 1)], []),
    ("one of several", "har", har(WHOLE, entry(size=812), entry(size=9), WHOLE), "inconclusive",
        [(*NOT_STORED, 2)], []),
    ("an answer whose request was judged", "har", har(entry(size=812, sent={"title": "a"})), "kept",
        [("the body of keep_book 200", "it was not stored", 1)], []),
    ("the same with a wrong request", "har", har(entry(size=812, sent={"title": 1})), "broken",
        [("the body of keep_book 200", "it was not stored", 1)], ["schema/request"]),
    ("whole ones", "har", har(WHOLE, WHOLE), "kept", [], []),
    ("a 204 without a body", "har", har(entry(204, size=0)), "kept", [], []),
    ("a 304, and what a browser had", "har",
        har(entry(304, size=14, text='{"title": "a"}', bodySize=0)), "kept", [], []),
    ("a media type without a judge", "ndjson", line(200, "<a/>", kind=XML) * 3 + line(204, kind=""),
        "inconclusive", [("the body of read_book 200", f"{XML} is not judged", 3)], []),
    ("what is not described", "ndjson", line(404, {"why": "gone"}) * 2, "kept",
        [("the body of read_book 404", "the description says nothing of it", 2)], []),
    ("a doubtful request", "ndjson",
        line(200, {"title": "a"}, url="https://books.test/books?shelf=1&shelf=2"), "kept",
        [("the request of read_book", TWICE, 1)], []),
    ("a documented 429", "ndjson", line(429, {"title": "later"}), "kept", [], []),
    ("a documented 429 that is wrong", "ndjson", line(429, {}), "broken", [], ["schema/response"]),
    ("a 503 beside others", "ndjson", line(503) + line(204, kind=""), "kept",
        [("the answer 503 of read_book",
            "what stands before a service may give it to any request", 1)], []),
    ("a 503 alone", "ndjson", line(503), "inconclusive",
        [("the answer 503 of read_book",
            "what stands before a service may give it to any request", 1)], []),
    ("a 204 with a body", "ndjson", line(204, {"title": "a"}), "broken",
        [], ["protocol/body-not-allowed"]),
    ("a 304 with a body", "ndjson", line(304, {"title": "a"}), "broken",
        [], ["protocol/body-not-allowed"]),
    ("a 204 that names a media type", "ndjson", line(204), "kept", [], []),
    ("no body where one is described", "ndjson", line(200), "broken", [], ["protocol/not-json"]),
    ("a HAR that is cut off", "har", har(WHOLE, WHOLE)[:-40], "broken",
        [], ["recording/unreadable"]),
    ("a log that is cut off", "ndjson", line(200, {"title": "a"}) * 2 + line(204)[:-9], "broken",
        [], ["recording/unreadable"]),
    ("a body that is cut off", "har", har(entry(size=14, text='{"title": ')), "broken",
        [], ["protocol/not-json"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [pytest.param(form, text, tuple(case), id=name) for name, form, text, *case in CASES],
)
def test_recordings(capsys: Capture, books: Path, form: str, text: str, expected: Told) -> None:
    """`validate` and `check` tell the same; --strict-judged makes an error of each."""
    verdict, left, errors = expected
    file = books / f"stored/some.{form}"
    file.write_text(text)
    config = ("--config", books / "ringback.toml")
    assert told(capsys, "validate", file, *config) == expected
    assert told(capsys, "check", "--no-target", *config) == expected
    for command in (("validate", file), ("check", "--no-target")):
        found = told(capsys, *command, *config, "--strict-judged")
        assert found[1:] == (left, [*[RULE] * len(left), *errors])
        assert found[0] == ("broken" if left or errors else verdict)


def test_files_of_one_recording(capsys: Capture, books: Path) -> None:
    """They are judged one by one in `check`, and told alike."""
    config = ("--config", books / "ringback.toml")
    source = {"provenance": {"source": "live", "date": "2026-11-28"}}
    for name, status, body, kind in (("a", 204, None, ""), ("b", 200, "<a/>", XML)):
        whole = json.loads(line(status, body, kind=kind)) | source
        (books / f"stored/{name}.json").write_text(json.dumps(whole))
    found = told(capsys, "check", "--no-target", *config)
    reason = ("the body of read_book 200", f"{XML} is not judged", 1)
    assert found == ("inconclusive", [reason], [])
    assert told(capsys, "validate", books / "stored", *config) == found


def test_payloads_that_are_cut_off(capsys: Capture, books: Path) -> None:
    """A bare payload that is no JSON is told by that alone: what it lacks is no second finding."""
    file = books / "payloads.ndjson"
    file.write_text('{"title": "a"}\n{"title": "b"}\n{"tit')
    bare = ("--operation", "read_book", "--status", "200", "--config", books / "ringback.toml")
    assert told(capsys, "validate", file, *bare) == ("broken", [], ["protocol/not-json"])


def test_why_it_is_no_proof(capsys: Capture, books: Path) -> None:
    """The verdict says of how many recordings nothing could be judged, and why; the rule goes."""
    file = books / "some.har"
    file.write_text(har(entry(size=812), entry(size=9), WHOLE))
    config = ("--config", str(books / "ringback.toml"))
    said = ringback(capsys, "validate", str(file), *config).said
    assert "not judged:\n  the body of read_book 200 ×2: it was not stored\n" in said
    assert (
        "inconclusive: nothing could be judged of 2 recordings: "
        "the body of read_book 200: it was not stored; 0 exchanges"
    ) in said
    strictly = ringback(capsys, "validate", str(file), *config, "--strict-judged", "--ignore", RULE)
    assert strictly.code == 3


def test_several_processes_tell_the_same(capsys: Capture, books: Path) -> None:
    """However the recordings are cut into pieces of work."""
    file = books / "some.ndjson"
    kinds = [
        line(200, {"title": "a"}),
        line(200, "<a/>", kind=XML),
        line(404, {"no": 1}),
        line(503),
    ]
    file.write_text("".join(kinds) * 200)
    config = ("--config", books / "ringback.toml")
    alone = told(capsys, "validate", file, *config, "--workers", "1")
    assert [count for _, _, count in alone[1]] == [200, 200, 200]
    assert told(capsys, "validate", file, *config, "--workers", "2", "--block", "9000") == alone


def test_answers_of_a_target(capsys: Capture, books: Path) -> None:
    """What no check can judge of them is told; the run is green by what it could judge."""
    script = saying(answer("200 OK", b"<book/>", f"Content-Type: {XML}"))
    arguments = ("--operation", "read_book", "--config", books / "ringback.toml")
    with RawServer(script) as server:
        _, left, _ = told(capsys, "check", "--target", server.url, *arguments)
        ((what, why, count),) = left
        assert (what, why) == ("the body of read_book 200", f"{XML} is not judged")
        assert count > 1
        strict = told(capsys, "check", "--target", server.url, *arguments, "--strict-judged")
        assert RULE in strict[2]
