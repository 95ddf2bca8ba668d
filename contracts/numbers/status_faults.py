"""Faults around an answer's JSON: its status, its headers, its bytes."""

from dataclasses import replace
from typing import Any

from contracts.numbers.planting import answering, on_bytes, on_status
from contracts.planting import Answer, AppMaker, planted


def _detail(status: int, detail: Any) -> AppMaker:
    """Give the refusals of one status another `detail`."""
    return on_status(status, lambda answer: answer.with_value({"detail": detail}))


def _status(before: int, after: int) -> AppMaker:
    """Give one status for another."""
    return on_status(before, lambda answer: replace(answer, status=after))


def _flat(answer: Answer) -> Answer:
    """Name the place of each mistake in one text."""
    problems = answer.value()["detail"]
    for problem in problems:
        problem["loc"] = ".".join(str(step) for step in problem["loc"])
    return answer.with_value({"detail": problems})


STATUS = planted(
    "status",
    ("created-instead-of-ok", "schema/status", _status(200, 201)),
    (
        "accepted-without-a-body",
        "schema/status",
        on_status(200, lambda a: replace(a, status=202, body=b"")),
    ),
    ("no-content-with-a-body", "protocol/body-not-allowed", _status(200, 204)),
    ("bad-request-for-invalid", "schema/status", _status(422, 400)),
    ("conflict-for-unknown", "schema/status", _status(404, 409)),
    ("gone-for-unknown", "schema/status", _status(404, 410)),
    ("unavailable-for-invalid", "protocol/server-error", _status(422, 500)),
    ("unauthorized-as-400", "auth/required", _status(401, 400)),
    (
        "text-plain",
        "schema/content-type",
        on_status(200, lambda a: a.with_header("content-type", "text/plain")),
    ),
    (
        "no-content-type",
        "schema/content-type",
        on_status(200, lambda a: a.with_header("content-type", None)),
    ),
    (
        "unknown-as-html",
        "schema/content-type",
        on_status(
            404, lambda a: replace(a, body=b"<h1>404</h1>").with_header("content-type", "text/html")
        ),
    ),
    ("invalid-detail-a-string", "schema/response", _detail(422, "invalid")),
    ("invalid-place-a-string", "schema/response", on_status(422, _flat)),
    (
        "invalid-detail-without-type",
        "schema/response",
        _detail(422, [{"loc": ["body"], "msg": ""}]),
    ),
    ("unknown-without-detail", "schema/response", on_status(404, lambda a: a.with_value({}))),
    ("unknown-detail-an-object", "schema/response", _detail(404, {"error": "unknown"})),
    ("unauthorized-detail-null", "schema/response", _detail(401, None)),
    (
        "not-allowed-without-allow",
        "protocol/allow",
        on_status(405, lambda a: a.with_header("allow", None)),
    ),
    (
        "not-allowed-allow-empty",
        "protocol/allow",
        on_status(405, lambda a: a.with_header("allow", "OPTIONS")),
    ),
    ("not-allowed-without-detail", "schema/response", on_status(405, lambda a: a.with_value({}))),
)


def _not_a_number(answer: Answer) -> Answer:
    """Spell a default as Python's reader would: NaN."""
    return replace(answer, body=answer.body.replace(b'"rate":15', b'"rate":NaN'))


def _escape(body: bytes) -> bytes:
    """Cut each emoji in two, as a service that counts in UTF-16 does."""
    return body.replace("\U0001f600".encode(), b"\\ud83d")


PROTOCOL = planted(
    "protocol",
    ("empty-body", "protocol/not-json", on_bytes(lambda _body: b"")),
    ("cut-off", "protocol/not-json", on_bytes(lambda body: body[:-1])),
    ("two-values", "protocol/not-json", on_bytes(lambda body: body + b"{}")),
    ("trailing-comma", "protocol/not-json", on_bytes(lambda body: body[:-1] + b"," + body[-1:])),
    (
        "a-name-twice",
        "protocol/duplicate-key",
        on_bytes(lambda body: body.replace(b'"active":true', b'"active":false,"active":true')),
    ),
    (
        "a-nested-name-twice",
        "protocol/duplicate-key",
        on_bytes(lambda body: body.replace(b'"config":{}', b'"config":{},"config":{}')),
    ),
    ("not-a-number", "protocol/not-a-number", on_status(200, _not_a_number)),
    (
        "infinite",
        "protocol/not-a-number",
        on_bytes(lambda body: body.replace(b'"stability":0.25', b'"stability":Infinity')),
    ),
    ("byte-order-mark", "protocol/byte-order-mark", on_bytes(lambda body: b"\xef\xbb\xbf" + body)),
    ("utf-16", "protocol/encoding", on_bytes(lambda body: body.decode().encode("utf-16"))),
    (
        "latin-1",
        "protocol/encoding",
        on_bytes(lambda body: body.decode().encode("latin-1", "replace")),
    ),
    ("unpaired-surrogate", "protocol/encoding", on_bytes(_escape)),
    (
        "invalid-told-in-two-values",
        "protocol/not-json",
        on_status(422, lambda a: replace(a, body=a.body + b"\n{}")),
    ),
    (
        "unknown-told-in-text",
        "protocol/not-json",
        on_status(404, lambda a: replace(a, body=b"not found")),
    ),
    (
        "crash-on-list",
        "protocol/server-error",
        answering(
            lambda a: (
                replace(a, status=500, body=b"Internal Server Error").with_header(
                    "content-type", "text/plain"
                )
                if a.path == "/v1/numbers/list" and a.status == 200
                else a
            )
        ),
    ),
)
