"""A right service of notes, which the pages of docs and some tests ask."""

import json
import re
from typing import Any
from urllib.parse import unquote

TOKEN = "a-token-of-notes"
NOTE = {
    "type": "object",
    "required": ["id", "text"],
    "properties": {"id": {"type": "integer", "readOnly": True}, "text": {"type": "string"}},
    "additionalProperties": False,
}
REFUSALS = {code: {"description": ""} for code in ("401", "404", "422")}


def answer(code: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    """Documented answers, refusals among them."""
    content = {"application/json": {"schema": schema}} if schema else {}
    return {code: {"description": "", "content": content}, **REFUSALS}


def described() -> dict[str, Any]:
    """The description that the service of notes serves."""
    body = {"required": True, "content": {"application/json": {"schema": NOTE}}}
    key = {"name": "note_id", "in": "path", "required": True, "schema": {"type": "integer"}}
    code = {"name": "code", "in": "path", "required": True, "schema": {"type": "string"}}
    told = {"type": "object", "required": ["sky"], "properties": {"sky": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "notes", "version": "1"},
        "security": [{"bearer": []}],
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        "paths": {
            "/notes": {
                "get": {
                    "operationId": "list_notes",
                    "responses": answer("200", {"type": "array", "items": NOTE}),
                },
                "post": {
                    "operationId": "create_note",
                    "requestBody": body,
                    "responses": answer("201", NOTE),
                },
            },
            "/notes/{note_id}": {
                "parameters": [key],
                "get": {"operationId": "get_note", "responses": answer("200", NOTE)},
                "delete": {"operationId": "delete_note", "responses": answer("204")},
            },
            "/forecasts/{code}": {
                "parameters": [code],
                "get": {"operationId": "forecast", "responses": answer("200", told)},
            },
        },
    }


class Notes:
    """A right service of notes."""

    def __init__(self) -> None:
        self.notes: dict[int, str] = {1: "a note of somebody's"}
        self.made = 1

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body = b""
        while True:
            part = await receive()
            body += part.get("body", b"")
            if not part.get("more_body"):
                break
        headers = {key.decode(): text.decode("latin-1") for key, text in scope["headers"]}
        path = unquote(scope["raw_path"].decode().partition("?")[0])
        status, told, allow = self.answer(scope["method"], path, headers, body)
        lines = [(b"content-type", b"application/json")] if told is not None else []
        lines += [(b"allow", allow.encode())] if allow else []
        content = b"" if told is None or scope["method"] == "HEAD" else json.dumps(told).encode()
        await send({"type": "http.response.start", "status": status, "headers": lines})
        await send({"type": "http.response.body", "body": content})

    def answer(  # noqa: PLR0911 -- one line a kind of answer
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, Any, str]:
        """The status, what is told, and the methods of a 405."""
        if path == "/openapi.json":
            return 200, described(), ""
        kinds = {"/notes": "GET, POST", "/forecasts/": "GET", "/notes/": "GET, DELETE"}
        kind = next((each for each in (path, path[: path.rfind("/") + 1]) if each in kinds), "")
        if not kind:
            return 404, None, ""
        if method not in kinds[kind].split(", "):
            return 405, None, kinds[kind]
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, None, ""
        last = path[len(kind) :]
        if kind == "/forecasts/":
            return (200, {"sky": "clear"}, "") if last == "north" else (404, None, "")
        if kind == "/notes":
            return self.collection(method, headers, body)
        return self.one(method, last)

    def collection(self, method: str, headers: dict[str, str], body: bytes) -> tuple[int, Any, str]:
        """All notes, or a new one."""
        if method == "GET":
            return 200, [{"id": key, "text": text} for key, text in self.notes.items()], ""
        try:
            given = json.loads(body.decode("utf-8"), parse_constant=lambda _name: 1 / 0)
        except (ValueError, ZeroDivisionError):
            return 422, None, ""
        is_json = headers.get("content-type", "").startswith("application/json")
        if not is_json or not isinstance(given, dict) or not given.keys() <= {"id", "text"}:
            return 422, None, ""
        if not isinstance(given.get("text"), str):
            return 422, None, ""
        self.made += 1
        self.notes[self.made] = given["text"]
        return 201, {"id": self.made, "text": given["text"]}, ""

    def one(self, method: str, last: str) -> tuple[int, Any, str]:
        """A note, or its end."""
        if not re.fullmatch(r"-?(?:0|[1-9]\d{0,17})", last):
            return 422, None, ""
        if int(last) not in self.notes:
            return 404, None, ""
        if method == "DELETE":
            del self.notes[int(last)]
            return 204, None, ""
        return 200, {"id": int(last), "text": self.notes[int(last)]}, ""
