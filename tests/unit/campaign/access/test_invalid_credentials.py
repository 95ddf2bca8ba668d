"""Wrong credentials: every way of being wrong is wrong, and none is unclear."""

import base64

import pytest

from ringback.campaign.access.credentials import authenticated
from ringback.campaign.access.invalid_credentials import hidden_with, spoilt
from ringback.exchange import header_values
from ringback.operation import Scheme
from tests.unit.campaign.access.test_credentials import (
    BASIC,
    BEARER,
    COOKIE,
    DIGEST,
    HEADER,
    OAUTH,
    OPENID,
    QUERY,
    TOKEN,
    operation,
    request,
)

ALL = [BEARER, OAUTH, OPENID, BASIC, HEADER, QUERY, COOKIE]


def labelled(*alternatives: tuple[Scheme, ...], **values: str) -> dict[str, str]:
    """What each kind of wrong credentials says, by its label: the URL, then the header's text."""
    found = {}
    for label, each in spoilt(request("/"), operation(*alternatives), values):
        texts = [f"{name}: {text}" for name, text in each.headers]
        found[label] = " | ".join([*([each.url] if each.url != "/" else []), *texts])
    return found


@pytest.mark.parametrize("scheme", ALL, ids=lambda scheme: scheme.key)
def test_no_spoilt_request_carries_the_right_credentials(scheme: Scheme) -> None:
    """Every way of being wrong is wrong, and no two are the same."""
    right = authenticated(request(), operation((scheme,)), TOKEN)
    wrong = [each for _, each in spoilt(request(), operation((scheme,)), TOKEN)]
    assert right not in wrong
    assert len(set(wrong)) == len(wrong) >= 7
    assert wrong[0] == request()


def test_every_kind_for_a_bearer_token() -> None:
    """The header is absent, empty, malformed, of another scheme, or holds nearly the token."""
    assert labelled((BEARER,), token="s3cret") == {
        "no credentials": "",
        "empty credentials": "Authorization: ",
        "a wrong token": "Authorization: Bearer ringback-no-such-token",
        "a token of several words": "Authorization: Bearer ringback no such token",
        "the token null": "Authorization: Bearer null",
        "the token undefined": "Authorization: Bearer undefined",
        "the token and more": "Authorization: Bearer s3cretx",
        "a long token": f"Authorization: Bearer {'x' * 2000}",
        "the token cut short": "Authorization: Bearer s3cre",
        "the token in another case": "Authorization: Bearer S3CRET",
        "the scheme alone": "Authorization: Bearer",
        "the token without a scheme": "Authorization: s3cret",
        "another scheme": "Authorization: Basic czNjcmV0Og==",
        "another scheme, unencoded": "Authorization: Basic s3cret",
        "an unknown scheme": "Authorization: Token s3cret",
    }


@pytest.mark.parametrize(
    ("scheme", "spelling"),
    [(HEADER, "X-Key: {}"), (QUERY, "/?key={}"), (COOKIE, "Cookie: key={}")],
    ids=["header", "query", "cookie"],
)
def test_every_kind_for_a_key(scheme: Scheme, spelling: str) -> None:
    """The same in a key's place, wherever that is."""
    assert labelled((scheme,), token="s3cret") == {
        "no credentials": "",
        "empty credentials": spelling.format(""),
        "a wrong token": spelling.format("ringback-no-such-token"),
        "the token and more": spelling.format("s3cretx"),
        "the token cut short": spelling.format("s3cre"),
        "the token in another case": spelling.format("S3CRET"),
        "the key under another name": spelling.replace("ey", "ey2").format("s3cret"),
        "another scheme": "Authorization: Bearer s3cret",
    }


@pytest.mark.parametrize(
    ("token", "nearly"),
    [
        (
            "me:s3cret",
            ["me:ringback-no-such-token", "me:s3cretx", "me:s3cre", "me:S3CRET"],
        ),
        ("me:2468", ["me:ringback-no-such-token", "me:2468x", "me:246"]),
        ("s3cret:", ["s3cretx:", "s3cre:", "S3CRET:"]),
    ],
)
def test_basic_credentials_are_wrong_in_their_secret_part(token: str, nearly: list[str]) -> None:
    """A name may be read in any case, and beside a key for a name no password may be read."""
    texts = []
    for _, each in spoilt(request("/"), operation((BASIC,)), {"token": token}):
        for text in header_values(each.headers, "authorization"):
            scheme, _, rest = text.partition(" ")
            if scheme == "Basic" and rest not in {"", "%%%"}:
                texts.append(base64.b64decode(rest).decode())
    assert texts == ["ringback:ringback-no-such-token", *nearly]


@pytest.mark.parametrize(
    ("token", "absent"),
    [
        ("3f2504e0-4f89-41d3-9a0c-0305e82c3301", {"the token in another case"}),
        ("1234", {"the token in another case"}),
        ("x", {"the token cut short"}),
    ],
)
def test_what_may_be_right_is_left_out(token: str, absent: set[str]) -> None:
    """A token that may be read as a number has no case, and one character can't be cut."""
    kinds = set(labelled((HEADER,), token="s3cret")) - set(labelled((HEADER,), token=token))
    assert kinds == absent


def test_padding_is_no_part_of_a_token() -> None:
    """What stands behind base64's end, or only ends it, may be passed over by right readers."""
    told = labelled((HEADER,), token="czNjcmV0Og==")
    assert told["the token cut short"] == "X-Key: czNjcmV0O"
    assert told["the token and more"] == "X-Key: xczNjcmV0Og=="


def test_each_alternative_is_spoilt_in_its_place() -> None:
    """All kinds are tried in both places, and what one of them may rightly take in neither."""
    told = labelled((BEARER,), (HEADER,), bearer="b3arer", header="h3ader")
    assert told["the token cut short (bearer)"] == "Authorization: Bearer b3are"
    assert told["the token cut short (header)"] == "X-Key: h3ade"
    assert "another scheme (header)" not in told
    told = labelled((BEARER,), (BASIC,), bearer="b3arer", basic="me:s3cret")
    assert not [label for label in told if label.startswith("another scheme")]


def test_of_two_together_each_is_spoilt_beside_the_other() -> None:
    """One right key of two opens nothing."""
    told = labelled((HEADER, QUERY), header="h3ader", query="qu3ry")
    assert told["no credentials"] == ""
    assert told["no header"] == "/?key=qu3ry"
    assert told["no query"] == "X-Key: h3ader"
    assert told["a wrong token (header)"] == "/?key=qu3ry | X-Key: ringback-no-such-token"
    assert told["the token and more (query)"] == "/?key=qu3ryx | X-Key: h3ader"


def test_one_of_two_that_is_enough_alone_is_not_called_wrong() -> None:
    """Where one key is an alternative by itself, leaving out the other one is right."""
    told = labelled((HEADER, QUERY), (HEADER,), header="h3ader", query="qu3ry")
    assert "no query" not in told
    assert not [text for text in told.values() if text.endswith("X-Key: h3ader")]


def test_without_a_value_the_plain_kinds_are_left() -> None:
    """Nothing can be nearly right where nothing is known to be right."""
    assert list(labelled((HEADER,))) == ["no credentials", "empty credentials", "a wrong token"]


def test_what_ringback_cannot_give_is_not_spoilt() -> None:
    """A scheme that needs a handshake has no place for a wrong text."""
    assert set(labelled((DIGEST,), (HEADER,), token="s3cret")) >= {"a wrong token (header)"}
    assert not [label for label in labelled((DIGEST,), (HEADER,)) if "digest" in label]


def test_reports_hide_what_nearly_tells_a_token() -> None:
    """Tokens that came and went and what was made of one; short texts would hide others."""
    assert hidden_with({"T": "s3cret-token"}, {"an-old-token": "T"}) == {
        "s3cret-toke": "T_CUT_SHORT",
        "S3CRET-TOKEN": "T_IN_ANOTHER_CASE",
        "an-old-toke": "T_CUT_SHORT",
        "AN-OLD-TOKEN": "T_IN_ANOTHER_CASE",
        "an-old-token": "T",
    }
    assert hidden_with({"T": "s3cret"}, {}) == {}
