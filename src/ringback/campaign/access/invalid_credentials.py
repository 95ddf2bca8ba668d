"""Requests whose credentials are wrong, in every way, in the places that the description names.

What right services may differ on is left out: a scheme's name in another case (RFC 9110 11.1),
spaces around a token, the account's name in another case.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ringback.campaign.access.credentials import (
    Values,
    carrying,
    encoded,
    in_authorization,
    is_basic,
    is_open,
    proper,
    signed,
    unsupported,
    usable,
    used,
    value_for,
)
from ringback.exchange import Request
from ringback.operation import Operation, Scheme

_NOBODY = "ringback-no-such-token"
_SEVERAL_WORDS = "ringback no such token"
_MANY = 2_000  # characters of a long token: less than what the way to a service refuses
_NO_VALUES = ("null", "undefined")  # what a client sends that has none, and does not know it
_LONG = 8  # characters; of a shorter value, what is left of it is too common a text to be hidden

# Services may read such a token as a number: then its case says nothing.
_HEXADECIMAL = re.compile(r"[0-9a-fA-F-]+")

Labelled = tuple[str, Request]


def spoilt(request: Request, operation: Operation, values: Values) -> Iterator[Labelled]:
    """The request with no valid credentials, in each way, with a label.

    Each scheme of each alternative is spoilt in turn; those that it needs beside it stay right.
    The token itself is part of some: a service must not find it under another scheme, cut short,
    prolonged, or in another case.
    """
    if is_open(operation):
        return
    bare = request
    for scheme in (scheme for each in operation.security for scheme in each):
        if not unsupported(scheme):
            bare = carrying(bare, scheme, None)
    right = {_key(signed(bare, each, values)) for each in usable(operation)} - {_key(bare)}
    seen = {_key(bare)}
    yield "no credentials", bare
    for label, candidate in _each(bare, operation, values):
        if _key(candidate) not in right | seen:
            seen.add(_key(candidate))
            yield label, candidate


def _each(bare: Request, operation: Operation, values: Values) -> Iterator[Labelled]:
    """Each scheme in turn, the alternative that the run uses before the others."""
    first = used(operation, values)
    others = [each for each in usable(operation) if each != first]
    for alternative in [first, *others]:
        for scheme in alternative:
            beside = [each for each in alternative if each != scheme]
            if any(set(each) <= set(beside) for each in operation.security):
                continue  # what is left right is enough by itself
            held = signed(bare, beside, values)
            if beside:
                yield f"no {scheme.key}", held
            ways = list(_ways(held, scheme, operation, values))
            several = len(alternative) > 1 or len(operation.security) > 1
            yield from ((f"{text} ({scheme.key})" if several else text, it) for text, it in ways)


def _ways(
    request: Request, scheme: Scheme, operation: Operation, values: Values
) -> Iterator[Labelled]:
    """Every wrong text in the scheme's place."""
    yield "empty credentials", carrying(request, scheme, "")
    token = value_for(scheme, values)
    for label, text in _wrong_tokens(scheme, token):
        yield label, carrying(request, scheme, proper(scheme, text))
    if scheme.kind == "apiKey":
        if token:
            renamed = replace(scheme, name=f"{scheme.name}2")
            yield "the key under another name", carrying(request, renamed, token)
        yield from _elsewhere(request, operation, token)
        return
    name = "Basic" if is_basic(scheme) else "Bearer"
    yield "the scheme alone", carrying(request, scheme, name)
    if name == "Basic":
        yield "credentials that are no base64", carrying(request, scheme, "Basic %%%")
    if not token:
        return
    yield "the token without a scheme", carrying(request, scheme, token)
    other = "Bearer" if name == "Basic" else "Basic"
    if other not in _described(operation):
        text = token if name == "Basic" else encoded(f"{token}:")
        yield "another scheme", carrying(request, scheme, f"{other} {text}")
        if text != token:
            yield "another scheme, unencoded", carrying(request, scheme, f"{other} {token}")
    yield "an unknown scheme", carrying(request, scheme, f"Token {token}")


def _elsewhere(request: Request, operation: Operation, token: str) -> Iterator[Labelled]:
    """A key where nobody asks for one, unless the description has other credentials there."""
    if token and not any(in_authorization(each) for some in operation.security for each in some):
        yield "another scheme", request.with_header("Authorization", f"Bearer {token}")


def _described(operation: Operation) -> set[str]:
    """The schemes of the Authorization header that one alternative or another asks for."""
    return {
        "Basic" if is_basic(scheme) else "Bearer"
        for alternative in operation.security
        for scheme in alternative
        if in_authorization(scheme)
    }


def _wrong_tokens(scheme: Scheme, token: str) -> Iterator[tuple[str, str]]:
    """Texts that are not the account's token, most of them nearly so."""
    basic = is_basic(scheme)
    yield "a wrong token", f"ringback:{_NOBODY}" if basic else _NOBODY
    if scheme.kind != "apiKey" and not basic:
        yield "a token of several words", _SEVERAL_WORDS
        yield from ((f"the token {text}", text) for text in _NO_VALUES)
    user, _, password = token.partition(":")
    if basic and password:
        yield "a wrong password", f"{user}:{_NOBODY}"
    if token:
        yield "the token and more", _changed(token, _longer, basic=basic)
        if scheme.kind != "apiKey" and not basic:
            yield "a long token", "x" * _MANY
        yield from near_misses(token, basic=basic)


def near_misses(token: str, *, basic: bool) -> Iterator[tuple[str, str]]:
    """The token cut short, and in another case: texts that tell nearly all of it."""
    for label, change in (
        ("the token cut short", _shorter),
        ("the token in another case", _swapped),
    ):
        text = _changed(token, change, basic=basic)
        if text not in {token, ""}:
            yield label, text


def hidden_with(secrets: Mapping[str, str], retired: Mapping[str, str]) -> dict[str, str]:
    """What reports must hide besides the secrets of a run, and the variable for each.

    These are the tokens that came and went, and what nearly tells one: that has a variable of
    its own, so that no request looks as if it had been sent with the right one.
    """
    near = {
        text: f"{variable}_{label.removeprefix('the token ').replace(' ', '_').upper()}"
        for variable, token in [
            *secrets.items(),
            *((variable, token) for token, variable in retired.items()),
        ]
        for basic in (False, True)
        for label, text in near_misses(token, basic=basic)
        if len(text) >= _LONG
    }
    return {**near, **retired}


def _changed(token: str, change: Callable[[str], str], *, basic: bool) -> str:
    """The token with its secret part changed: the password, or a name that has none.

    Some services take a name in any case, and read no password beside a key for a name.
    """
    user, colon, password = token.partition(":")
    if not basic or not colon:
        return change(token)
    return f"{user}:{change(password)}" if password else f"{change(user)}:"


def _longer(text: str) -> str:
    """More than the text, and not behind padding, where base64 is over for some readers."""
    return f"x{text}" if text.endswith("=") else f"{text}x"


def _shorter(text: str) -> str:
    """Less than the text: padding alone says nothing."""
    return text.rstrip("=")[:-1]


def _swapped(text: str) -> str:
    """The text in another case; as it is where its case may say nothing."""
    return text if _HEXADECIMAL.fullmatch(text) else text.swapcase()


def _key(request: Request) -> tuple[object, ...]:
    """What makes two requests with other credentials the same."""
    return request.url, request.headers
