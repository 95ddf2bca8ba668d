"""A service that a description of Swagger 2.0 describes, judged end to end."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.acceptance.driving import ringback, served

DESCRIPTION = """\
swagger: "2.0"
info: {title: Notes, version: "1"}
basePath: /v1
consumes: [application/json]
produces: [application/json]
securityDefinitions:
  key: {type: apiKey, in: header, name: X-Key}
security: [{key: []}]
parameters:
  Id: {name: id, in: path, required: true, type: integer, minimum: 1, maximum: 1000000}
responses:
  Missing: {description: there is none, schema: {$ref: "#/definitions/Problem"}}
  Wrong: {description: it is wrong, schema: {$ref: "#/definitions/Problem"}}
  Stranger: {description: who are you?, schema: {$ref: "#/definitions/Problem"}}
paths:
  /notes:
    get:
      operationId: listNotes
      parameters:
        - {name: colours, in: query, type: array, collectionFormat: pipes,
           items: {type: string, enum: [red, green]}}
      responses:
        200:
          description: all of them
          headers: {X-Total: {type: integer, minimum: 0}}
          schema: {type: array, items: {$ref: "#/definitions/Note"}}
        400: {$ref: "#/responses/Wrong"}
        401: {$ref: "#/responses/Stranger"}
    post:
      operationId: makeNote
      parameters:
        - {name: note, in: body, required: true, schema: {$ref: "#/definitions/NewNote"}}
      responses:
        201: {description: it is made, schema: {$ref: "#/definitions/Note"}}
        400: {$ref: "#/responses/Wrong"}
        401: {$ref: "#/responses/Stranger"}
  /notes/{id}:
    parameters: [{$ref: "#/parameters/Id"}]
    get:
      operationId: readNote
      responses:
        200: {description: it, schema: {$ref: "#/definitions/Note"}}
        400: {$ref: "#/responses/Wrong"}
        401: {$ref: "#/responses/Stranger"}
        404: {$ref: "#/responses/Missing"}
    delete:
      operationId: dropNote
      responses:
        204: {description: it is gone}
        400: {$ref: "#/responses/Wrong"}
        401: {$ref: "#/responses/Stranger"}
        404: {$ref: "#/responses/Missing"}
  /broken:
    get:
      operationId: broken
      parameters: [{$ref: "#/parameters/None"}]
      responses: {200: {description: never}}
definitions:
  NewNote:
    type: object
    required: [text]
    additionalProperties: false
    properties:
      text: {type: string, minLength: 1, maxLength: 20, pattern: "^[\\\\w-.]+$"}
      colour: {type: string, enum: [red, green]}
  Note:
    type: object
    required: [id, text, stars]
    properties:
      id: {type: integer}
      text: {type: string}
      colour: {type: string, x-nullable: true}
      stars: {type: integer, maximum: 5, exclusiveMaximum: true}
  Problem:
    type: object
    required: [why]
    properties: {why: {type: string}}
"""
KEY = "let-me-in"


class Notes:
    """Keeps notes in memory; `stars` is what each has of them."""

    def __init__(self, stars: int) -> None:
        self.stars = stars
        self.notes: dict[int, dict[str, Any]] = {}
        self.made = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body = b""
        more = True
        while more:
            event = await receive()
            body, more = body + event.get("body", b""), event.get("more_body", False)
        status, told, lines = self.answer(scope, body)
        content = b"" if told is None else json.dumps(told).encode()
        headers = [*lines, *([(b"content-type", b"application/json")] if content else [])]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def answer(self, scope: Any, body: bytes) -> tuple[int, Any, list[tuple[bytes, bytes]]]:
        """The status, the value of the body, and more headers."""
        path, method = scope["path"], scope["method"]
        headers = {name.decode().lower(): text.decode("latin-1") for name, text in scope["headers"]}
        one = re.fullmatch(r"/v1/notes/([^/]+)", path)
        if path != "/v1/notes" and one is None:
            return 404, {"why": "no such path"}, []
        allowed = ("GET", "DELETE") if one else ("GET", "POST")
        if method not in allowed:
            return 405, {"why": "no such method"}, [(b"allow", ", ".join(allowed).encode())]
        if headers.get("x-key") != KEY:
            return 401, {"why": "who are you?"}, [(b"www-authenticate", b"Key")]
        if one is not None:
            return self.of_one(one[1], method)
        return self.made_of(headers, body) if method == "POST" else self.listed(scope)

    def of_one(self, text: str, method: str) -> tuple[int, Any, list[tuple[bytes, bytes]]]:
        """What is asked of one note."""
        if not re.fullmatch(r"[1-9][0-9]{0,5}|1000000", text):
            return 400, {"why": "no id"}, []
        if int(text) not in self.notes:
            return 404, {"why": "no such note"}, []
        return (204, self.notes.pop(int(text)) and None, []) if method == "DELETE" else (
            200, self.notes[int(text)], [],
        )  # fmt: skip

    def listed(self, scope: Any) -> tuple[int, Any, list[tuple[bytes, bytes]]]:
        """All notes, or those of some colours."""
        given = parse_qs(scope["query_string"].decode(), keep_blank_values=True).get("colours")
        wanted = given[0].split("|") if given else []
        if not set(wanted) <= {"red", "green"}:
            return 400, {"why": "no such colour"}, []
        found = [it for it in self.notes.values() if not given or it["colour"] in wanted]
        return 200, found, [(b"x-total", str(len(found)).encode())]

    def made_of(
        self, headers: dict[str, str], body: bytes
    ) -> tuple[int, Any, list[tuple[bytes, bytes]]]:
        """A new note, if all is well with it."""
        if not headers.get("content-type", "").startswith("application/json"):
            return 400, {"why": "not JSON"}, []
        try:
            given = json.loads(body)
        except ValueError:
            return 400, {"why": "not JSON"}, []
        text = given.get("text") if isinstance(given, dict) else None
        fine = isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_.-]{1,20}", text)
        if not fine or not given.keys() <= {"text", "colour"}:
            return 400, {"why": "wrong"}, []
        if "colour" in given and given["colour"] not in ("red", "green"):
            return 400, {"why": "no such colour"}, []
        self.made += 1
        note = {"id": self.made, "colour": None, "stars": self.stars, **given}
        self.notes[self.made] = note
        return 201, note, []


@pytest.fixture
def described(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The description in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THE_KEY", KEY)
    path = tmp_path / "notes.yaml"
    path.write_text(DESCRIPTION, encoding="utf-8")
    return path


def test_a_right_service_of_2_0_is_kept_but_for_its_description(
    described: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong in the file is told at its line, and the rest is played and right."""
    service = Notes(stars=4)
    with served(service) as url:
        ended = ringback(
            capsys, "check", "--target", f"{url}/v1", "--description", described.name,
            "--token-from-env", "THE_KEY", "--seed", "1", "--max-requests", "600",
        )  # fmt: skip
    line = DESCRIPTION.split('$ref: "#/parameters/None"', maxsplit=1)[0].count("\n") + 1
    assert "lint/unresolved  broken  (schema /paths/~1broken/get/parameters/0/$ref)  " in ended.said
    assert f"notes.yaml:{line}" in ended.said, ended.said[-2500:]
    assert "broken: left out: the reference #/parameters/None leads nowhere" in ended.said
    assert "1 error" in ended.said, ended.said
    assert service.made > 3
    assert service.notes == {}


def test_a_wrong_answer_is_told_at_the_place_in_the_file(
    described: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Five stars are too many: `maximum` and `exclusiveMaximum` of the definition say so."""
    with served(Notes(stars=5)) as url:
        ended = ringback(
            capsys, "check", "--target", f"{url}/v1", "--description", described.name,
            "--token-from-env", "THE_KEY", "--operation", "makeNote", "--operation", "readNote",
            "--operation", "dropNote", "--select", "schema/response", "--max-requests", "200",
        )  # fmt: skip
    assert ended.code == 1, ended.said
    line = DESCRIPTION.split("stars: {type: integer", maxsplit=1)[0].count("\n") + 1
    place = "/definitions/Note/properties/stars/exclusiveMaximum"
    assert re.search(rf"\(schema {place}\)  \S*notes.yaml:{line}\b", ended.said), ended.said


def test_an_operation_that_is_left_out_says_why(
    described: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever asks for it by name gets the reason and the line."""
    ended = ringback(
        capsys, "check", "--no-target", "--description", described.name, "--operation", "broken"
    )
    assert ended.code == 2
    assert "broken is left out: the reference #/parameters/None leads nowhere (" in ended.said
