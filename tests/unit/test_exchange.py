"""Requests, answers and their headers."""

import pytest

from ringback.exchange import (
    Exchange,
    Lost,
    LostReason,
    Request,
    Response,
    header_values,
    headers_from,
    media_type_of,
)

HEADERS = (("X-A", "1"), ("x-a", "2"), ("Content-Type", "Text/HTML; charset=x"))


def test_headers_are_found_without_case() -> None:
    """All of them, in order."""
    assert header_values(HEADERS, "x-A") == ["1", "2"]
    assert header_values(HEADERS, "x-b") == []
    assert headers_from([("a", "b")]) == (("a", "b"),)


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (HEADERS, "text/html"),
        ((("content-type", " application/JSON "),), "application/json"),
        ((("content-type", ""),), ""),
        ((), None),
    ],
)
def test_the_media_type(headers: tuple[tuple[str, str], ...], name: str | None) -> None:
    """Lower case and without parameters; None where there is no header."""
    assert media_type_of(headers) == name


@pytest.mark.parametrize(
    ("url", "path", "query"),
    [
        ("/a?b=c", "/a", [("b", "c")]),
        ("https://h.example:8/a/b?x=1&x=2&y=", "/a/b", [("x", "1"), ("x", "2"), ("y", "")]),
        ("https://h.example", "/", []),
        ("/a%20b%C3%A9?q=%2B1+2", "/a b\u00e9", [("q", "+1 2")]),
        ("/a%2Fb/c%3Fd", "/a%2Fb/c?d", []),
        ("/a?b&c=d=e#f", "/a", [("b", ""), ("c", "d=e")]),
    ],
)
def test_the_parts_of_a_url(url: str, path: str, query: list[tuple[str, str]]) -> None:
    """Percent-encoding undone, but for a slash within a segment; a raw plus is a space."""
    request = Request(method="GET", url=url)
    assert (request.path, request.query) == (path, query)


def test_the_values_of_a_parameter() -> None:
    """Every one, by its exact name."""
    request = Request(method="GET", url="/?a=1&A=2&a=3")
    assert request.query_values("a") == ["1", "3"]


def test_a_header_is_replaced_added_or_taken_out() -> None:
    """Whatever the case of its name; the rest stays as it was."""
    request = Request(method="PUT", url="/", headers=HEADERS, body=b"x")
    assert request.with_header("X-a", "3").headers == (HEADERS[2], ("X-a", "3"))
    assert request.with_header("x-A", None).headers == (HEADERS[2],)
    assert request.with_header("new", "1").headers == (*HEADERS, ("new", "1"))
    assert request.with_header("x-b", None) == request


@pytest.mark.parametrize(
    ("status", "succeeded", "refused"),
    [
        (199, False, False),
        (200, True, False),
        (299, True, False),
        (300, False, False),
        (400, False, True),
        (499, False, True),
        (500, False, False),
    ],
)
def test_what_a_status_says(status: int, succeeded: bool, refused: bool) -> None:
    """2xx took it, 4xx says that the request was at fault."""
    response = Response(status=status)
    assert (response.succeeded, response.refused) == (succeeded, refused)


def test_an_exchange_has_an_answer_or_none() -> None:
    """What was lost is no answer."""
    request, response = Request(method="GET", url="/"), Response(status=200)
    lost = Lost(reason=LostReason.CLOSED, detail="why")
    assert Exchange(request=request, outcome=response).response is response
    assert Exchange(request=request, outcome=lost).response is None
