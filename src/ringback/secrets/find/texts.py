"""A text of an exchange, rewritten: what is secret in it, at any depth, goes through a hand."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import quote, unquote

from ringback.payload import decode
from ringback.secrets.find import encoded_texts, jsons, pairs, surroundings
from ringback.secrets.find.chance import by_chance, mixed
from ringback.secrets.find.finds import (
    CHANCE,
    CREDENTIAL,
    EMAIL,
    KEY,
    PERSONAL,
    PHONE,
    Find,
    Hand,
    SecretSpot,
)
from ringback.secrets.find.known_tokens import keys
from ringback.secrets.find.personal import emails, phones
from ringback.secrets.find.placeholders import is_placeholder
from ringback.secrets.find.secret_names import (
    is_ordinary_name,
    is_phone_name,
    is_suspect_name,
    label_for,
)
from ringback.secrets.find.spans import Span, replaced
from ringback.secrets.find.whole_secrets import basic, credential, number, why

_DEPTH = 5  # texts within texts: JSON in a string in base64 in a form
# A text without any of these holds nothing that stands out.
_TELLING = re.compile(r"[@=:{\[<]|\+\(?\d|[A-Za-z0-9+/_-]{15}|(?i:bearer|basic|token) ")
# Uuids and dates, the texts of most answers that look like more.
_PLAIN = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d(?:[T ][\d:.]{5,18}(?:Z|[+-]\d\d:\d\d)?)?"
)
_LONGEST_PLAIN = 36
_RUN = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text under way: its spot, the hand, and how many texts it stands in."""

    text: str
    spot: SecretSpot
    hand: Hand
    depth: int

    def find(self, rule: str, kind: str, label: str, span: tuple[int, int]) -> Find:
        """The find for a piece of the text."""
        start, end = span
        text, fits = self.text, self.spot.fits
        return Find(
            rule=rule,
            kind=kind,
            label=label,
            value=text[start:end],
            spot=self.spot,
            fits=fits and (lambda new: fits(text[:start] + new + text[end:])),
        )

    def put(self, rule: str, kind: str, label: str, span: tuple[int, int]) -> Span:
        """The piece of the text as a find, for the hand."""
        return Span(*span, partial(self.hand.put, self.find(rule, kind, label, span)))


def is_telling(text: str, name: str) -> bool:
    """Whether a text could hold a secret at all; most do not, and this is quick to see."""
    if len(text) <= _LONGEST_PLAIN and _PLAIN.fullmatch(text):
        return False
    return (
        _TELLING.search(text) is not None
        or (len(text) >= 7 and is_phone_name(name))
        or (len(text) >= 12 and is_suspect_name(name))
    )


def rewritten(text: str, spot: SecretSpot, hand: Hand, depth: int = 0) -> str:
    """The text with what the hand puts for each secret in it; itself where there is none."""
    here = _Text(text, spot, hand, depth)
    if spot.label is not None:
        return credential(text, spot, hand)
    if depth < _DEPTH:
        nested = _json(here)
        if nested is not None:
            return nested
    return replaced(text, _spans(here))


def _json(here: _Text) -> str | None:
    """A text that is JSON, rewritten as such; None where it is none."""
    bare = here.text.strip()
    if bare[:1] + bare[-1:] not in {"{}", "[]", '""'} or len(bare) < 6:
        return None
    decoded = decode(bare.encode("utf-8", "surrogatepass"))
    if not decoded.parsed or decoded.flaws:
        return None
    spot = replace(here.spot, fits=None, keywords={})
    try:
        inner = leaf(spot, here.hand, here.depth + 1)
        changed = jsons.rewritten(decoded.value, inner, name=spot.name)
    except RecursionError:  # deep within something deep
        return None
    if changed is decoded.value:
        return here.text
    return here.text.replace(bare, jsons.respelt(changed, bare))


def leaf(spot: SecretSpot, hand: Hand, depth: int) -> jsons.Leaf:
    """What rewrites the texts and numbers of JSON that stands in a text."""

    def rewrite(value: Any, name: str, label: str | None, _: jsons.Path | None) -> Any:
        here = replace(spot, name=name, label=label)
        if not isinstance(value, str):
            return number(value, here, hand)
        new = rewritten(value, here, hand, depth)
        return value if new == value else new

    return rewrite


def _spans(here: _Text) -> Iterator[Span]:
    """Everything in a text that is to be replaced."""
    text, spot = here.text, here.spot
    if is_suspect_name(spot.name) and " " not in text and _random(text):
        yield here.put(CREDENTIAL, why(spot), label_for(spot.name), (0, len(text)))
    for pair in pairs.pairs(text):
        yield from _pair(here, pair)
    for span in pairs.schemes(text):
        yield from _scheme(here, span)
    for start, end, kind in keys(text):
        if not is_placeholder(text[start:end]):
            yield here.put(KEY, kind.name, kind.label, (start, end))
    for span in phones(text, named=is_phone_name(spot.name)):
        yield here.put(PERSONAL, PHONE, "phone", span)
    for span in emails(text):
        yield here.put(PERSONAL, EMAIL, "email", span)
    yield from _runs(here)
    for start, end, value in here.hand.known(text):
        found = replace(here.find(KEY, "known secret", "secret", (start, end)), value=value)
        yield Span(start, end, partial(here.hand.put, found))


def spans(text: str, spot: SecretSpot, hand: Hand) -> list[Span]:
    """The pieces of a text that are to be replaced."""
    return list(_spans(_Text(text, spot, hand, _DEPTH)))


def known(value: str, spot: SecretSpot, hand: Hand) -> str:
    """What stands for a value that was found elsewhere."""
    found = Find(rule=KEY, kind="known secret", label="secret", value=value, spot=spot)
    return str(hand.put(found))


def _random(text: str) -> bool:
    return mixed(text) and not is_placeholder(text)


def _pair(here: _Text, pair: pairs.NamedPair) -> Iterator[Span]:
    """A value under a name in the text, spelt as its surroundings ask."""
    raw = here.text[pair.start : pair.end]
    value = unquote(raw) if pair.url else html.unescape(raw) if pair.markup else raw
    if is_placeholder(value) or (pair.suspect and not _random(value)):
        return
    spell = _spelling(pair.url, pair.markup or here.spot.markup)
    spot = replace(here.spot, name=pair.name, label=label_for(pair.name), keywords={})
    text, fits = here.text, spot.fits
    if fits is not None:
        fits = partial(_fits_within, fits, (text[: pair.start], text[pair.end :]), spell)
    spot = replace(spot, fits=fits)
    if pair.number:
        yield Span(pair.start, pair.end, lambda: _bare_number(raw, spot, here.hand))
        return
    yield Span(
        pair.start, pair.end, lambda: _again(value, credential(value, spot, here.hand), raw, spell)
    )


def _again(value: str, new: str, raw: str, spell: Callable[[str], str]) -> str:
    return raw if new == value else spell(new)


def _bare_number(raw: str, spot: SecretSpot, hand: Hand) -> str:
    decoded = decode(raw.encode())
    if not decoded.parsed or not jsons.is_number(decoded.value):
        return raw
    new = number(decoded.value, spot, hand)
    return raw if new is decoded.value else str(new)


def _fits_within(
    outer: Callable[[Any], bool], around: tuple[str, str], spell: Callable[[str], str], new: Any
) -> bool:
    """Whether a text fits once a new value stands between what is around it."""
    before, behind = around
    return outer(before + spell(str(new)) + behind)


def _spelling(url: bool, markup: bool) -> Callable[[str], str]:
    if url:
        return lambda new: quote(new, safe="@:+")
    return html.escape if markup else str


def _scheme(here: _Text, span: tuple[int, int]) -> Iterator[Span]:
    """Credentials behind the word of their scheme."""
    value = here.text[span[0] : span[1]]
    if is_placeholder(value):
        return
    coded = encoded_texts.decoded(value, shortest=4)
    if coded is not None and ":" in coded.text:
        spot = replace(here.spot, fits=None, label="token", name="")
        yield Span(*span, lambda: basic(value, spot, here.hand) or value)
    elif not value.isalpha():
        yield here.put(CREDENTIAL, "credentials", "token", span)


def _runs(here: _Text) -> Iterator[Span]:
    """Long runs of the letters that keys are made of: base64 of a text, or made by chance."""
    text, spot = here.text, here.spot
    quiet = surroundings.quiet(text)
    ordinary = spot.opaque or is_ordinary_name(spot.name)
    for found in _RUN.finditer(text):
        start, end = found.span()
        inside = encoded_texts.decoded(found[0]) if here.depth < _DEPTH else None
        if inside is not None:
            within = replace(spot, fits=None, keywords={})
            new = rewritten(inside.text, within, here.hand, here.depth + 1)
            if new != inside.text:
                yield Span(start, end, partial(inside.encoded, new))
            continue
        if ordinary or any(low < end and start < high for low, high in quiet):
            continue
        run = found[0].rstrip("=")
        if surroundings.is_announced(text, start) or is_placeholder(run):
            continue
        if by_chance(run, whole=len(found[0]) == len(text)):
            yield here.put(KEY, CHANCE, "key", (start, end))
