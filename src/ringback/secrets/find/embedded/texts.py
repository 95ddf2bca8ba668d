"""A text of an exchange, rewritten: what is secret in it, at any depth, goes through a hand."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import quote, unquote

from ringback.payload import decode
from ringback.secrets.find.embedded import jsons, pairs, surroundings
from ringback.secrets.find.embedded.spans import Span, replaced
from ringback.secrets.find.finds import Find, Hand, Path, SecretSpot
from ringback.secrets.find.forms import encoded_texts
from ringback.secrets.find.forms.chance import by_chance, mixed
from ringback.secrets.find.forms.known_tokens import PATH_KEY, keys, path_keys
from ringback.secrets.find.forms.seed_phrases import is_seed_phrase, spoken_codes, spoken_phrases
from ringback.secrets.find.names.house_rules import HouseRules
from ringback.secrets.find.names.personal_names import personal_kind
from ringback.secrets.find.names.secret_names import (
    is_ordinary_name,
    is_plain_word,
    is_suspect_name,
    label_for,
)
from ringback.secrets.find.secret_kinds import (
    ADDRESS,
    CHANCE,
    CREDENTIAL,
    KEY,
    NAME,
    PERSONAL,
    PHONE,
)
from ringback.secrets.find.stand_ins.placeholders import is_placeholder
from ringback.secrets.find.values.personal_values import LABELS, by_form, named_kind
from ringback.secrets.find.values.whole_secrets import basic, credential, listed, number, why

_DEPTH = 5  # texts within texts: JSON in a string in base64 in a form
_LONGEST_LINE = 6  # words of a person's data on a line of prose
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


def rewritten(text: str, spot: SecretSpot, hand: Hand, depth: int = 0) -> str:
    """The text with what the hand puts for each secret in it; itself where there is none."""
    here = _Text(text, spot, hand, depth)
    if hand.rules.keeps(spot.name):
        return text
    if spot.label is not None and not is_plain_word(text, spot.name, spot.within):
        return credential(text, spot, hand)
    if listed(text, spot):
        return text
    kind = named_kind(text, spot)
    if kind is not None:
        return replaced(text, [_named(here, kind, (0, len(text)))])
    if depth < _DEPTH:
        nested = _json(here)
        if nested is not None:
            return nested
    return replaced(text, _spans(here))


def _named(here: _Text, kind: str, span: tuple[int, int]) -> Span:
    """A value that is personal by its name, without the spaces around it."""
    start, end = span
    bare = here.text[start:end].strip()
    start = here.text.index(bare, start)
    label = label_for(here.spot.name) if kind in {NAME, ADDRESS} else LABELS[kind]
    return here.put(PERSONAL, kind, label, (start, start + len(bare)))


def _json(here: _Text) -> str | None:
    """A text that is JSON, rewritten as such; None where it is none."""
    bare = here.text.strip()
    if bare[:1] + bare[-1:] not in {"{}", "[]", '""'} or len(bare) < 6:
        return None
    decoded = decode(bare.encode("utf-8", "surrogatepass"))
    if not decoded.parsed or decoded.flaws:
        return None
    spot = replace(here.spot, fits=None, keywords={}, within="")
    try:
        inner = leaf(spot, here.hand, here.depth + 1)
        changed = jsons.rewritten(decoded.value, inner, here.hand.rules, name=spot.name)
    except RecursionError:  # deep within something deep
        return None
    if changed is decoded.value:
        return here.text
    return here.text.replace(bare, jsons.respelt(changed, bare))


def leaf(spot: SecretSpot, hand: Hand, depth: int) -> jsons.Leaf:
    """What rewrites the texts and numbers of JSON that stands in a text."""

    def rewrite(value: Any, name: str, label: str | None, path: Path | None) -> Any:
        here = replace(spot, name=name, label=label, within=jsons.within(path))
        if not isinstance(value, str):
            return number(value, here, hand)
        new = rewritten(value, here, hand, depth)
        return value if new == value else new

    return rewrite


def _spans(here: _Text) -> Iterator[Span]:
    """Everything in a text that is to be replaced."""
    yield from _secret(here)
    for named, span in by_form(here.text, here.spot):
        yield here.put(PERSONAL, named, LABELS[named], span)
    yield from _runs(here)
    for start, end, value in here.hand.known(here.text):
        found = replace(here.find(KEY, "known secret", "secret", (start, end)), value=value)
        yield Span(start, end, partial(here.hand.put, found))


def _secret(here: _Text) -> Iterator[Span]:
    """What is secret by a name, by its form, or by a pattern of the house."""
    text, spot, rules = here.text, here.spot, here.hand.rules
    if is_suspect_name(spot.name) and " " not in text and _random(text):
        yield here.put(CREDENTIAL, why(spot), label_for(spot.name), (0, len(text)))
    for pair in pairs.pairs(text, rules):
        yield from _pair(here, pair)
    for span in pairs.schemes(text):
        yield from _scheme(here, span)
    for rule, kind, label, span in _by_look(text, rules):
        if not is_placeholder(text[slice(*span)]):
            yield here.put(rule, kind, label, span)


def _by_look(text: str, rules: HouseRules) -> Iterator[tuple[str, str, str, tuple[int, int]]]:
    """Where credentials and keys stand: rule, kind, label and span of each."""
    if is_seed_phrase(text):
        yield CREDENTIAL, "seed phrase", "seed-phrase", (0, len(text))
    for span in spoken_phrases(text):
        yield CREDENTIAL, "seed phrase", "seed-phrase", span
    for span in rules.spans(text):
        yield CREDENTIAL, "text that a pattern names", "secret", span
    for span in spoken_codes(text):
        yield CREDENTIAL, "code in a message", "code", span
    for start, end, kind in keys(text):
        yield KEY, kind.name, kind.label, (start, end)
    for span in path_keys(text):
        yield KEY, PATH_KEY.name, PATH_KEY.label, span


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
    label = label_for(pair.name)
    spot = replace(here.spot, name=pair.name, label=label, keywords={}, within=pair.within)
    if is_plain_word(value, pair.name):
        return
    if pair.personal:
        spot = replace(spot, label=None)
        if pair.told and not _is_told(value, named_kind(value, spot)):
            return
    text, fits = here.text, spot.fits
    if fits is not None:
        fits = partial(_fits_within, fits, (text[: pair.start], text[pair.end :]), spell)
    spot = replace(spot, fits=fits)
    if pair.number:
        yield Span(pair.start, pair.end, lambda: _bare_number(raw, spot, here.hand))
    elif not pair.personal:
        put = partial(credential, value, spot, here.hand)
        yield Span(pair.start, pair.end, lambda: _again(value, put(), raw, spell))
    elif named_kind(value, spot) or personal_kind(pair.name) == PHONE:
        write = partial(rewritten, value, spot, here.hand, _DEPTH)
        yield Span(pair.start, pair.end, lambda: _again(value, write(), raw, spell))


def _is_told(value: str, kind: str | None) -> bool:
    """Whether what a line has behind a name is short enough to be its value, and no sentence."""
    words = value.split()
    capital = kind not in {NAME, ADDRESS} or any(
        char.isupper() or char.isdigit() for char in words[0][:1]
    )
    return len(words) <= _LONGEST_LINE and capital


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
