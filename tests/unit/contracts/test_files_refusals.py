"""What the reference of the files API refuses, and how."""

import json

import pytest

from contracts.files.reference import LARGEST_BODY, SESSION, create_app
from ringback.exchange import Request
from tests.unit.contracts.files_asking import (
    BYTES,
    CONTENT,
    EMPTY,
    FILE,
    FORM,
    JSON,
    MULTIPART,
    NOBODY,
    PREVIEW,
    TAG,
    TEXT,
    TITLE,
    Step,
    answered,
    ask,
    deep,
    document,
    folder,
    form,
    header,
    one,
    part,
    put,
    stranger,
    upload,
)

CODES = {
    400: "malformed",
    401: "unauthorized",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    412: "precondition_failed",
    413: "too_large",
    415: "unsupported_media_type",
    416: "range_not_satisfiable",
    422: "invalid",
}
REFUSED: list[tuple[int, Step]] = [
    (422, ask("GET", "/documents?page=0")),
    (422, ask("GET", "/documents?page=1000001")),
    (422, ask("GET", "/documents?page=1&page=1")),
    (422, ask("GET", "/documents?per_page=51")),
    (422, ask("GET", "/documents?per_page=1e99999999999")),
    (422, ask("GET", "/documents?filter[min_size]=-1")),
    (422, ask("GET", "/documents?filter[max_size]=few")),
    (422, ask("GET", "/documents?filter[colour]=red")),
    (422, ask("GET", "/documents?filter[label]=a&filter[label]=b")),
    (422, ask("GET", "/documents?filter=a")),
    (405, ask("PUT", "/documents")),
    (400, ask("POST", "/documents", TITLE + FILE, Content_Type=MULTIPART)),
    (400, ask("POST", "/documents", b"--c--", Content_Type=MULTIPART)),
    (400, ask("POST", "/documents", b"--b--", Content_Type="multipart/form-data")),
    (400, ask("POST", "/documents", b"--b--", Content_Type=f'{MULTIPART}"')),
    (400, upload(TITLE.replace(b"form-data", b"inline"), FILE)),
    (400, upload(TITLE, FILE.replace(b"Content-Type", b"Content Type"))),
    (400, upload(b"--b\r\nContent-Type: text/plain\r\n\r\nno name\r\n")),
    (400, upload(b'--b\r\nContent-Disposition: form-data; name="title"\r\n')),
    (400, upload(b"--b\r\nno header\r\n\r\nx\r\n")),
    (400, upload(part("title", b"\xff"), FILE)),
    (413, ask("POST", "/documents", b"x" * (LARGEST_BODY + 1), Content_Type=MULTIPART)),
    (413, ask("POST", "/documents", b"", Content_Type=MULTIPART, Content_Length="9" * 5000)),
    (415, ask("POST", "/documents", b"title=t", Content_Type=FORM)),
    (415, ask("POST", "/documents", b"title=t")),
    (415, upload(part("title", b"t", JSON), FILE)),
    (415, upload(part("title", b"t", "text/plain; charset=rot13"), FILE)),
    (415, upload(TITLE, part("file", b"x", "text/html"))),
    (
        415,
        upload(TITLE, FILE.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n")),
    ),
    (422, ask("POST", "/documents", b"--b--\r\n", Content_Type=MULTIPART)),
    (422, upload(FILE)),
    (422, upload(TITLE)),
    (422, upload(TITLE, TITLE, FILE)),
    (422, upload(TITLE, FILE, FILE)),
    (422, upload(part("title", b""), FILE)),
    (422, upload(part("title", "é".encode() * 201), FILE)),
    (422, upload(TITLE, part("labels", b""), FILE)),
    (422, upload(TITLE, part("labels", b"x" * 41), FILE)),
    (404, ask("GET", f"/documents/{NOBODY}")),
    (422, ask("GET", "/documents/no-uuid")),
    (404, ask("GET", f"/documents/{TEXT}%0A")),
    (404, ask("GET", "/documents%0A")),
    (404, ask("GET", f"/documents/{TEXT}/")),
    (405, ask("PATCH", f"/documents/{TEXT}")),
    (404, form(f"/documents/{NOBODY}", b"title=t", "PUT")),
    (400, form(f"/documents/{TEXT}", b"title=%C3", "PUT")),
    (415, ask("PUT", f"/documents/{TEXT}", b"{}", Content_Type=JSON)),
    (422, form(f"/documents/{TEXT}", b"", "PUT")),
    (422, form(f"/documents/{TEXT}", b"title=" + b"x" * 201, "PUT")),
    (422, form(f"/documents/{TEXT}", b"title=t" + b"&labels=l" * 21, "PUT")),
    (404, ask("DELETE", f"/documents/{NOBODY}")),
    (404, ask("GET", f"/documents/{NOBODY}/content")),
    (412, ask("GET", CONTENT, If_Match='"other"')),
    (412, ask("GET", CONTENT, If_Match=f"W/{TAG}")),
    (416, ask("GET", CONTENT, Range="bytes=24-")),
    (416, ask("GET", CONTENT, Range="bytes=-0")),
    (416, ask("GET", CONTENT, Range="Bytes= 99-100 ,")),
    (416, ask("GET", CONTENT, Range="bytes=" + "9" * 5000 + "-")),
    (416, ask("GET", f"/documents/{EMPTY}/content", Range="bytes=0-")),
    (405, ask("DELETE", CONTENT)),
    (404, put(b"x", f"/documents/{NOBODY}/content", Content_Type=BYTES)),
    (412, put(b"x", Content_Type=BYTES, If_Match='"other"')),
    (412, put(b"x", Content_Type=BYTES, If_None_Match="*")),
    (412, put(b"x", Content_Type=BYTES, If_None_Match=f'"a,b", {TAG}')),
    (413, put(b"x" * (LARGEST_BODY + 1), Content_Type=BYTES)),
    (415, put(b"x", Content_Type="text/plain")),
    (415, put(b"x", Content_Type=BYTES, Content_Encoding="gzip")),
    (400, put(b"x", Content_Type=BYTES, Content_Range="bytes 0-0/24")),
    (400, folder(b"")),
    (400, folder(b'{"name":"a","name":"b"}')),
    (400, folder(b'{"name":"\\ud800"}')),
    (413, folder(deep(65))),
    (413, folder(deep(20_000))),
    (415, folder(b'{"name":"n"}', "text/plain")),
    (422, folder(b"null")),
    (422, folder(b'{"children":[]}')),
    (422, folder(b'{"name":""}')),
    (422, folder(b'{"name":"a/b"}')),
    (422, folder(b'{"name":"n","children":{}}')),
    (422, folder(b'{"name":"n","children":[{"name":1}]}')),
    (422, folder(b'{"name":"n","children":[' + b",".join([b'{"name":"n"}'] * 51) + b"]}")),
    (404, ask("GET", f"/folders/{NOBODY}")),
    (404, ask("PUT", f"/folders/{NOBODY}", b'{"name":"n"}', Content_Type=JSON)),
    (404, ask("DELETE", f"/folders/{NOBODY}")),
    (405, ask("GET", "/folders")),
    (400, form(PREVIEW, b"rating=1&text=%ff")),
    (400, form(PREVIEW, b"\xff")),
    (415, ask("POST", PREVIEW, b"{}", Content_Type=JSON)),
    *(
        (422, form(PREVIEW, b"text=x&rating=" + each))
        for each in (b"0", b"6", b"1.5", b"", b"x", b"+3")
    ),
    (422, form(PREVIEW, b"rating=1&rating=1&text=x")),
    (422, form(PREVIEW, b"rating=1&text=")),
    (422, form(PREVIEW, b"rating=1&text=x&topics=none")),
    (405, ask("GET", PREVIEW)),
    (406, ask("GET", "/catalog", Accept="text/html, text/csv;q=0, text/plain;q=0.0")),
    (422, ask("GET", "/catalog", X_Columns="id,")),
    (422, ask("GET", "/catalog", X_Row_Limit="501")),
    (404, Step(Request(method="GET", url="/documents"))),
    (404, ask("GET", "")),
    *(
        (401, stranger(ask("GET", "/documents"), cookie))
        for cookie in (None, "session", "session=")
    ),
    (401, stranger(ask("GET", "/documents"), f'session="{SESSION}"')),
    (401, stranger(ask("GET", "/documents"), f"session={SESSION}; session=x")),
    (401, stranger(document("t", b"x"))),
]


@pytest.mark.parametrize(("status", "step"), REFUSED)
def test_refusals(status: int, step: Step) -> None:
    """A refusal has its status, the one form of errors, and the headers that HTTP asks for."""
    app = create_app()
    before, answer, after = answered(
        app, [ask("GET", "/documents"), step, ask("GET", "/documents")]
    )
    assert (answer.status, json.loads(answer.body)["error"]["code"]) == (status, CODES[status])
    assert set(json.loads(answer.body)["error"]) == {"code", "message"}
    assert header(answer, "content-type") == "application/json"
    assert (header(answer, "www-authenticate") is not None) is (status == 401)
    assert (header(answer, "allow") is not None) is (status == 405)
    assert (header(answer, "content-range") is not None) is (status == 416)
    assert before == after


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/documents", {"GET", "HEAD", "POST"}),
        (f"/documents/{TEXT}", {"GET", "HEAD", "PUT", "DELETE"}),
        (CONTENT, {"GET", "HEAD", "PUT"}),
        ("/folders", {"POST"}),
        (f"/folders/{NOBODY}", {"GET", "HEAD", "PUT", "DELETE"}),
        (PREVIEW, {"POST"}),
        ("/catalog", {"GET", "HEAD"}),
    ],
)
def test_other_methods_are_told_which_there_are(path: str, allow: set[str]) -> None:
    """A 405 names every method of the path, session or not (RFC 9110 15.5.6)."""
    for step in (ask("TRACE", path), stranger(ask("OPTIONS", path)), ask("BREW", path)):
        answer = one(step)
        assert (answer.status, set((header(answer, "allow") or "").split(", "))) == (405, allow)
