"""The reference of the files API: lists, folders, forms, the table, and what no input may do."""

import json
import random
from typing import Any

import pytest

from contracts.files import reference
from contracts.files.reference import BASE, SESSION, create_app
from contracts.files.store import fresh_store
from ringback.exchange import Request
from tests.unit.contracts.files_asking import (
    EMPTY,
    IMAGE,
    JSON,
    NOBODY,
    PREVIEW,
    TEXT,
    Step,
    answered,
    ask,
    deep,
    folder,
    form,
    header,
    made,
    one,
)
from tests.unit.contracts.files_journey import steps

LISTS: list[tuple[str, list[str], int]] = [
    ("", [TEXT, IMAGE, EMPTY], 3),
    ("?page=1&per_page=2", [TEXT, IMAGE], 3),
    ("?page=2.0&per_page=2", [EMPTY], 3),
    ("?page=9", [], 3),
    ("?filter[label]=legal", [TEXT], 1),
    ("?filter[label]=leg", [], 0),
    ("?filter[label]=", [], 0),
    ("?filter[media_type]=image/png", [IMAGE], 1),
    ("?filter%5Bmin_size%5D=18&filter[max_size]=24&per_page=1", [TEXT], 2),
    ("?filter[max_size]=0", [EMPTY], 1),
    ("?other=1&filter[label", [TEXT, IMAGE, EMPTY], 3),
]


@pytest.mark.parametrize(("query", "keys", "total"), LISTS)
def test_lists(query: str, keys: list[str], total: int) -> None:
    """A page of what fits, in the order of creation, and how many fit on all pages."""
    answer = one(ask("GET", f"/documents{query}"))
    assert [each["id"] for each in json.loads(answer.body)] == keys
    assert (answer.status, header(answer, "x-total-count")) == (200, str(total))
    head = one(ask("HEAD", f"/documents{query}"))
    assert (head.headers, head.body) == (answer.headers, b"")


def test_folders() -> None:
    """A tree is answered and read as it was given; what is left out is empty; gone is gone."""
    key = made(1)
    path = f"/folders/{key}"
    given = {"id": NOBODY, "name": "A", "children": [{"name": "B"}, {"name": " b "}, {"name": "B"}]}
    full: list[Any] = [{"name": name, "children": []} for name in ("B", " b ", "B")]
    only = b'{"name":"only"}'
    created, read, replaced, again, deepest, *rest = answered(
        create_app(),
        [
            folder(json.dumps(given).encode(), "application/json; charset=utf-8"),
            ask("GET", path),
            *[ask("PUT", path, only, Content_Type=JSON)] * 2,
            ask("PUT", path, deep(64), Content_Type=JSON),
            *(ask(method, path) for method in ("DELETE", "GET", "DELETE")),
        ],
    )
    assert (created.status, header(created, "location")) == (201, BASE + path)
    assert json.loads(created.body) == {"id": key, "name": "A", "children": full}
    assert (read.status, read.body) == (200, created.body)
    assert json.loads(replaced.body) == {"id": key, "name": "only", "children": []}
    assert (again, deepest.status) == (replaced, 200)
    assert [each.status for each in rest] == [204, 404, 404]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"rating=4&text=a+b%0A%2B&topics=search&topics=search", (4, "a b\n+", ["search"] * 2, 3)),
        (b"rating=5.0&text=%E2%98%85", (5, "★", [], 1)),
        (b"&rating=10e-1&text=+&x", (1, " ", [], 0)),
    ],
)
def test_previews(body: bytes, told: tuple[Any, ...]) -> None:
    """What a feedback says is shown, with what is computed of it."""
    shown = json.loads(one(form(PREVIEW, body)).body)
    rating = shown["rating"]
    assert (rating, shown["text"], shown["topics"], shown["words"]) == told
    assert shown["stars"] == "★" * rating + "☆" * (5 - rating)


@pytest.mark.parametrize(
    ("headers", "media_type", "body"),
    [
        (
            {"X_Columns": "title , size"},
            "text/csv",
            b"title,size\r\nTerms of use,24\r\nLogo,18\r\nEmpty,0\r\n",
        ),
        ({"X_Row_Limit": "1", "X_Columns": "title"}, "text/csv", b"title\r\nTerms of use\r\n"),
        (
            {"X_Row_Limit": "1", "Accept": "text/plain"},
            "text/plain",
            f"id\ttitle\tsize\n{TEXT}\tTerms of use\t24\n".encode(),
        ),
        (
            {"X_Columns": "size", "Accept": "text/*;q=0.1, text/csv;q=0"},
            "text/plain",
            b"size\n24\n18\n0\n",
        ),
        ({"X_Columns": "size", "Accept": ""}, "text/csv", b"size\r\n24\r\n18\r\n0\r\n"),
        (
            {"X_Columns": "size", "Accept": "*/*;q=0.1, text/plain;q=x"},
            "text/plain",
            b"size\n24\n18\n0\n",
        ),
    ],
)
def test_the_catalog(headers: dict[str, str], media_type: str, body: bytes) -> None:
    """The table has the columns, the rows and the form that the headers ask for."""
    answer = one(ask("GET", "/catalog", None, **headers))
    assert (answer.status, answer.body, header(answer, "vary")) == (200, body, "Accept")
    assert header(answer, "content-type") == f"{media_type}; charset=utf-8"


def test_no_input_is_a_crash() -> None:
    """Steps of the journey with bytes of theirs changed are refused or done, never a 500."""
    chance = random.Random(7)  # noqa: S311 - the same in every run
    app, known = create_app(), [step for step in steps() if step.authenticated]
    changed = [_spoilt(chance, chance.choice(known)) for _ in range(1500)]
    assert {each.status for each in answered(app, changed) if each.status >= 500} == set()


def _spoilt(chance: random.Random, step: Step) -> Step:
    """The step with something in its body, its path or a header put out of order."""
    request = step.request
    junk = chance.choice(
        ["\x00", "%", "%ff", "[", "]", "=", ";", '"', "-", ",", "9" * 5000, "é", "="]
    )
    body = bytearray(request.body or b"")
    for _ in range(chance.randint(0, 4)):
        at = chance.randint(0, len(body))
        body[at : at + chance.randint(0, 3)] = junk.encode()
    headers = [
        (n, v + junk if chance.random() < 0.2 and n != "Cookie" else v) for n, v in request.headers
    ]
    url = request.url + chance.choice(["", "", junk, f"?{junk}=1", f"?filter[{junk}]={junk}"])
    safe = tuple((name, value.replace("\x00", "")) for name, value in headers)
    return Step(Request(method=request.method, url=url, headers=safe, body=bytes(body)))


def test_the_default_app_is_one_reference() -> None:
    """`app` answers like a fresh one, and VALUES open it."""
    assert answered(reference.app, [ask("GET", "/catalog")]) == [one(ask("GET", "/catalog"))]
    assert reference.VALUES == {"session": SESSION}
    assert len(fresh_store().documents) == 3
