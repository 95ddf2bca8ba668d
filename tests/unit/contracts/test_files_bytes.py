"""The bytes of the files API's documents: uploads, ranges, and conditions."""

import json

import pytest

from contracts.files.reference import BASE, create_app
from tests.unit.contracts.files_asking import (
    BODY,
    BYTES,
    CONTENT,
    FILE,
    FORM,
    ODD,
    PREVIEW,
    TAG,
    TEXT,
    TITLE,
    answered,
    ask,
    document,
    form,
    header,
    made,
    one,
    part,
    put,
    upload,
)

RANGES: list[tuple[str, int, bytes, str | None]] = [
    ("bytes=0-3", 206, b"Be k", "bytes 0-3/24"),
    ("BYTES=0-0", 206, b"B", "bytes 0-0/24"),
    ("bytes=20-", 206, b"me.\r\n"[1:], "bytes 20-23/24"),
    ("bytes=22-999", 206, b"\r\n", "bytes 22-23/24"),
    ("bytes=-2", 206, b"\r\n", "bytes 22-23/24"),
    ("bytes=-" + "9" * 5000, 206, BODY, "bytes 0-23/24"),
    ("bytes=00000-000003", 206, b"Be k", "bytes 0-3/24"),
    ("bytes=0-" + "9" * 5000, 206, BODY, "bytes 0-23/24"),
    *(
        (each, 200, BODY, None)
        for each in ("bytes=3-1", "bytes=", "bytes=-", "bytes 0-3", "lines=0-3")
    ),
    *((each, 200, BODY, None) for each in ("bytes=0-1,4-5", "bytes=a-b", "bytes=0 - 3", "")),
]


@pytest.mark.parametrize(("wanted", "status", "body", "told"), RANGES)
def test_ranges(wanted: str, status: int, body: bytes, told: str | None) -> None:
    """One range is sent, and what is no such range is passed over (RFC 9110 14.2)."""
    answer = one(ask("GET", CONTENT, Range=wanted))
    assert (answer.status, answer.body, header(answer, "content-range")) == (status, body, told)
    assert (header(answer, "etag"), header(answer, "accept-ranges")) == (TAG, "bytes")
    head = one(ask("HEAD", CONTENT, Range=wanted))
    assert (head.status, head.body, header(head, "content-length")) == (200, b"", "24")


CONDITIONAL: list[tuple[str, dict[str, str], int]] = [
    ("GET", {"If_None_Match": TAG}, 304),
    ("GET", {"If_None_Match": f'"a,b" , W/{TAG}'}, 304),
    ("HEAD", {"If_None_Match": "*"}, 304),
    ("GET", {"If_None_Match": '"other"'}, 200),
    ("GET", {"If_None_Match": TAG[1:-1]}, 200),
    ("GET", {"If_Match": f'"other", {TAG}'}, 200),
    ("GET", {"If_Match": "*", "If_None_Match": TAG}, 304),
    ("GET", {"If_None_Match": TAG, "Range": "bytes=0-3"}, 304),
    ("GET", {"If_Range": TAG, "Range": "bytes=0-3"}, 206),
    ("GET", {"If_Range": f"W/{TAG}", "Range": "bytes=0-3"}, 200),
    ("GET", {"If_Range": "Wed, 01 May 2024 08:00:01 GMT", "Range": "bytes=0-3"}, 200),
    ("GET", {"If_Range": '"other"', "Range": "bytes=99-"}, 200),
    ("PUT", {"If_Match": TAG, "Content_Type": BYTES}, 204),
    ("PUT", {"If_Match": "*", "Content_Type": "image/png; x=1"}, 204),
    ("PUT", {"If_None_Match": '"other"'}, 204),
]


@pytest.mark.parametrize(("method", "headers", "status"), CONDITIONAL)
def test_conditions(method: str, headers: dict[str, str], status: int) -> None:
    """Conditions are looked at in the order of RFC 9110 13.2.2; a 304 has the tag and no body."""
    answer = one(ask(method, CONTENT, b"new" if method == "PUT" else None, **headers))
    assert answer.status == status
    assert (header(answer, "etag") == TAG) is (method != "PUT")
    if status == 304:
        assert (answer.body, header(answer, "content-length")) == (b"", None)


def test_conditions_where_there_is_no_tag() -> None:
    """What has no tag fits none, and what is there fits the star (RFC 9110 13.1.1 and 13.1.2)."""
    path = f"/documents/{TEXT}"
    assert one(ask("DELETE", path, If_Match='"any"')).status == 412
    assert one(ask("DELETE", path, If_Match="*")).status == 204
    assert (
        one(ask("POST", PREVIEW, b"rating=1&text=x", Content_Type=FORM, If_Match="*")).status == 412
    )
    same = one(ask("GET", "/catalog", If_None_Match="*"))
    assert (same.status, header(same, "vary"), header(same, "etag")) == (304, "Accept", None)


def test_a_document_from_its_upload_to_its_end() -> None:
    """Bytes come back as they went in; what is said of them follows them; gone is gone."""
    key = made(1)
    path = f"/documents/{key}"
    created, read, content, updated, replaced, renewed, empty, gone, *rest = answered(
        create_app(),
        [
            document(" é & ☺ ", ODD, BYTES, "b", "A,c", "b"),
            ask("GET", path.upper().replace("/DOCUMENTS", "/documents")),
            ask("GET", f"{path}/content"),
            form(path, b"title=new%2B+&labels=z&labels=a&id=1", "PUT"),
            put(b"\x89PNG", f"{path}/content", Content_Type="image/png"),
            ask("GET", path),
            put(None, f"{path}/content"),
            ask("DELETE", path),
            *(ask(m, path + end) for m in ("GET", "HEAD") for end in ("", "/content")),
            ask("DELETE", path),
        ],
    )
    told = json.loads(created.body)
    assert created.status == 201
    assert header(created, "location") == BASE + path
    assert (told["title"], told["labels"], told["size"]) == (" é & ☺ ", ["b", "A,c", "b"], len(ODD))
    assert json.loads(read.body) == told
    assert (content.body, header(content, "content-type")) == (ODD, BYTES)
    changed = {**told, "title": "new+ ", "labels": ["z", "a"]}
    assert (updated.status, json.loads(updated.body)) == (200, changed)
    assert (replaced.status, replaced.body, header(replaced, "content-length")) == (204, b"", None)
    now = json.loads(renewed.body)
    assert (now["size"], now["media_type"], now["created_at"]) == (
        4,
        "image/png",
        told["created_at"],
    )
    assert (empty.status, gone.status, gone.body) == (204, 204, b"")
    assert header(empty, "etag") != header(replaced, "etag")
    assert [each.status for each in rest] == [404] * 5


@pytest.mark.parametrize(
    "body",
    [
        b"preamble\r\n--b\r\n" + TITLE[5:] + FILE + b"--b-- \r\nepilogue",
        TITLE.replace(b"--b\r\n", b"--b \t\r\n") + FILE + b"--b--",
        TITLE.replace(b'"title"', b"title") + FILE.replace(b'"f"', b'"a\\"; name=\\"x"') + b"--b--",
        TITLE.replace(b"form-data; name", b"Form-Data;\r\n\tNAME") + FILE + b"--b--",
        part("title", b"t", "text/plain; charset=ISO-8859-1") + FILE + b"--b--",
        TITLE + FILE + part("other", b"\xff", "a/b") + b"--b--",
    ],
)
def test_forms_in_other_spellings(body: bytes) -> None:
    """What RFC 2046 and RFC 7578 let a client write is read alike."""
    answer = one(
        ask("POST", "/documents", body, Content_Type='Multipart/Form-Data; ; Boundary="b" ;')
    )
    told = json.loads(answer.body)
    assert (answer.status, told["title"], told["size"], told["media_type"]) == (201, "t", 1, BYTES)


def test_parts_that_end_behind_their_headers_are_empty() -> None:
    """A part need not have an empty line where it has nothing else (RFC 2046 5.1.1)."""
    bare = b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
    told = json.loads(one(upload(TITLE, bare)).body)
    assert (told.get("size"), told.get("media_type")) == (0, "text/plain")
