"""Which credentials an operation takes, and where they go."""

import pytest

from ringback.campaign.access.credentials import authenticated, barred, is_open, used, value_for
from ringback.exchange import Request
from ringback.operation import Operation, Scheme

BEARER = Scheme(key="bearer", kind="http", http_scheme="bearer")
BASIC = Scheme(key="basic", kind="http", http_scheme="basic")
OAUTH = Scheme(key="oauth", kind="oauth2")
OPENID = Scheme(key="openid", kind="openIdConnect")
HEADER = Scheme(key="header", kind="apiKey", name="X-Key", where="header")
QUERY = Scheme(key="query", kind="apiKey", name="key", where="query")
COOKIE = Scheme(key="cookie", kind="apiKey", name="key", where="cookie")
DIGEST = Scheme(key="digest", kind="http", http_scheme="digest")
MUTUAL = Scheme(key="mutual", kind="mutualTLS")
TOKEN = {"token": "s3cret"}


def operation(*alternatives: tuple[Scheme, ...]) -> Operation:
    """An operation with these alternatives."""
    return Operation(id="read", method="GET", path="/", security=alternatives)


def request(url: str = "/?a=1", *headers: tuple[str, str]) -> Request:
    """A request without credentials, unless the test gives some."""
    return Request(method="GET", url=url, headers=headers)


@pytest.mark.parametrize(
    ("scheme", "url", "headers"),
    [
        (BEARER, "/?a=1", (("Authorization", "Bearer s3cret"),)),
        (OAUTH, "/?a=1", (("Authorization", "Bearer s3cret"),)),
        (OPENID, "/?a=1", (("Authorization", "Bearer s3cret"),)),
        (BASIC, "/?a=1", (("Authorization", "Basic czNjcmV0"),)),
        (HEADER, "/?a=1", (("X-Key", "s3cret"),)),
        (COOKIE, "/?a=1", (("Cookie", "key=s3cret"),)),
        (QUERY, "/?a=1&key=s3cret", ()),
    ],
    ids=lambda value: value.key if isinstance(value, Scheme) else None,
)
def test_credentials_go_where_the_scheme_says(
    scheme: Scheme, url: str, headers: tuple[tuple[str, str], ...]
) -> None:
    """Each scheme has its place and its spelling."""
    sent = authenticated(request(), operation((scheme,)), TOKEN)
    assert (sent.url, sent.headers) == (url, headers)


@pytest.mark.parametrize("alternatives", [(), ((), (BEARER,)), ((BEARER,), ())])
def test_an_open_operation_gets_none(alternatives: tuple[tuple[Scheme, ...], ...]) -> None:
    """Where nothing is asked for, nothing is sent; an empty alternative makes it optional."""
    free = operation(*alternatives)
    assert is_open(free)
    assert authenticated(request(), free, TOKEN) == request()


def test_what_stands_in_the_place_already_is_replaced() -> None:
    """A generated key does not travel beside the right one, and nothing else is touched."""
    sent = authenticated(request("/?key=x&&a=%20&k%65y=y"), operation((QUERY,)), TOKEN)
    assert sent.url == "/?&a=%20&key=s3cret"
    sent = authenticated(request("/", ("Cookie", "a=1; key=x")), operation((COOKIE,)), TOKEN)
    assert sent.headers == (("Cookie", "a=1; key=s3cret"),)
    sent = authenticated(request("/", ("x-key", "x")), operation((HEADER,)), TOKEN)
    assert sent.headers == (("X-Key", "s3cret"),)


def test_a_value_of_the_schemes_name_comes_before_the_token() -> None:
    """Several schemes take values of their own, and share the token where they have none."""
    values = {"token": "t", "header": "h"}
    assert (value_for(HEADER, values), value_for(BEARER, values)) == ("h", "t")
    sent = authenticated(request("/"), operation((HEADER, BEARER)), values)
    assert sent.headers == (("X-Key", "h"), ("Authorization", "Bearer t"))


@pytest.mark.parametrize(
    ("alternatives", "values", "chosen"),
    [
        (((BEARER,), (HEADER,)), {"token": "t"}, (BEARER,)),
        (((BEARER,), (HEADER,)), {"token": "t", "header": "h"}, (HEADER,)),
        (((BASIC,), (BEARER,)), {"token": "t"}, (BEARER,)),
        (((BASIC,), (BEARER,)), {"token": "user:t"}, (BASIC,)),
        (((MUTUAL,), (BEARER,)), {"token": "t"}, (BEARER,)),
        (((BEARER, DIGEST), (QUERY,)), {"token": "t"}, (QUERY,)),
        (((HEADER, QUERY), (COOKIE,)), {"header": "h", "cookie": "c"}, (COOKIE,)),
    ],
)
def test_the_alternative_that_the_values_fit_is_used(
    alternatives: tuple[tuple[Scheme, ...], ...],
    values: dict[str, str],
    chosen: tuple[Scheme, ...],
) -> None:
    """Values named as the schemes come first, then the first alternative that the token fits."""
    assert used(operation(*alternatives), values) == chosen


@pytest.mark.parametrize(
    ("alternatives", "why"),
    [
        (((BEARER,),), None),
        ((), None),
        (((MUTUAL,), ()), None),
        (((MUTUAL,), (BEARER,)), None),
        (((MUTUAL,),), "the security scheme mutual (mutualTLS) is none that ringback can use"),
        (
            ((BEARER, DIGEST),),
            "the security scheme digest (http digest) is none that ringback can use",
        ),
        (
            ((BEARER, BASIC),),
            "the security schemes bearer and basic want one place for two credentials",
        ),
    ],
)
def test_what_ringback_cannot_give_is_told(
    alternatives: tuple[tuple[Scheme, ...], ...], why: str | None
) -> None:
    """An operation is barred only where no alternative can be met by a request."""
    assert barred(operation(*alternatives)) == why
