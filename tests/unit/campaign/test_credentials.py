"""Credentials by the described scheme, right and spoilt."""

import pytest

from ringback.campaign.credentials import authenticated, scheme_of, spoilt
from ringback.exchange import Request
from ringback.operation import Operation, Scheme

_BEARER = Scheme(key="b", kind="http", http_scheme="bearer")
_BASIC = Scheme(key="b", kind="http", http_scheme="basic")
_HEADER = Scheme(key="k", kind="apiKey", name="X-Key", where="header")
_QUERY = Scheme(key="k", kind="apiKey", name="key", where="query")
_COOKIE = Scheme(key="k", kind="apiKey", name="key", where="cookie")


def _operation(*schemes: Scheme) -> Operation:
    return Operation(id="read", method="GET", path="/", security=tuple((each,) for each in schemes))


def _request() -> Request:
    return Request(method="GET", url="/?a=1")


@pytest.mark.parametrize(
    ("scheme", "url", "headers"),
    [
        (_BEARER, "/?a=1", (("Authorization", "Bearer s3cret"),)),
        (_BASIC, "/?a=1", (("Authorization", "Basic czNjcmV0"),)),
        (_HEADER, "/?a=1", (("X-Key", "s3cret"),)),
        (_COOKIE, "/?a=1", (("Cookie", "key=s3cret"),)),
        (_QUERY, "/?a=1&key=s3cret", ()),
    ],
    ids=["bearer", "basic", "header", "cookie", "query"],
)
def test_credentials_go_where_the_scheme_says(
    scheme: Scheme, url: str, headers: tuple[tuple[str, str], ...]
) -> None:
    """Each scheme has its place and its spelling."""
    sent = authenticated(_request(), _operation(scheme), "s3cret")
    assert (sent.url, sent.headers) == (url, headers)


def test_an_open_operation_gets_none() -> None:
    """Where nothing is asked for, nothing is sent; an empty alternative makes it optional."""
    free = Operation(id="read", method="GET", path="/", security=((), (_BEARER,)))
    assert scheme_of(free) is None
    assert authenticated(_request(), free, "s3cret") == _request()
    assert list(spoilt(_request(), free, "s3cret")) == []


@pytest.mark.parametrize("scheme", [_BEARER, _BASIC, _HEADER, _QUERY, _COOKIE])
def test_no_spoilt_request_carries_the_right_credentials(scheme: Scheme) -> None:
    """Every way of being wrong is wrong, and no two are the same."""
    operation = _operation(scheme)
    right = authenticated(_request(), operation, "s3cret")
    wrong = [each for _, each in spoilt(_request(), operation, "s3cret")]
    assert right not in wrong
    assert len({(each.url, each.headers) for each in wrong}) >= len(wrong) - 1
    assert len(wrong) >= 5
