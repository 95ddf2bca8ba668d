"""The body of a request or an answer, rewritten in the way its media type is read."""

import codecs
import gzip
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from ringback.exchange import Headers, media_type_of
from ringback.finding import pointer
from ringback.operation import Operation
from ringback.payload import decode, encode
from ringback.schema.document import Schema
from ringback.secrets.find.embedded import jsons, texts
from ringback.secrets.find.embedded.spans import Span, replaced
from ringback.secrets.find.finds import Fits, Hand, Path, SecretSpot
from ringback.secrets.find.names.secret_names import label_for, nested
from ringback.secrets.find.values import whole_secrets
from ringback.secrets.find.values.described_secrets import (
    DescribedPlace,
    is_secret,
    keywords,
    member,
)
from ringback.secrets.find.values.telling import is_telling
from ringback.secrets.replace import csv_bodies, heads, line_bodies, multipart
from ringback.secrets.replace.found_secrets import UnhidableError

_UNPACKED = 64 * 1024 * 1024  # bytes of a gzip body that is looked into
_TEXTUAL = re.compile(r"text/|.*(?:json|xml|javascript|form-urlencoded|yaml)")
_WAYS = (
    (re.compile(r"text/event-stream|.*(?:ndjson|jsonl|json-seq|jsonlines)"), line_bodies.rewritten),
    (re.compile(r".*(?:csv|tab-separated)"), csv_bodies.rewritten),
)


class BodyRewriter:
    """Rewrites bodies by what the description says of them."""

    def __init__(self, described: DescribedPlace, operation: Operation | None, hand: Hand) -> None:
        self._described = described
        self._operation = operation
        self._hand = hand

    def rewritten(self, body: bytes, headers: Headers, side: str, status: int | None) -> bytes:
        """The body with what the hand puts for each secret in it; itself where there is none."""
        name = media_type_of(headers) or ""
        base = SecretSpot(side=side, place=f"{side} body")
        if body.startswith(b"\x1f\x8b"):
            return self._packed(body, headers, side, status)
        if name.startswith("multipart/"):
            return multipart.rewritten(body, headers, base, self._part, self._hand.rules)
        for form, way in _WAYS:
            if form.match(name):
                return _as_text(body, partial(way, spot=base, hand=self._hand)) or body
        return self._described_body(body, base, status, name)

    def _described_body(
        self, body: bytes, base: SecretSpot, status: int | None, name: str
    ) -> bytes:
        """A form or JSON by its schema; anything else as text."""
        schema = self._described.body(self._operation, status, name)
        if name == "application/x-www-form-urlencoded":
            return self._form(body, base, schema)
        if not name or "json" in name or body.lstrip()[:1] in {b"{", b"[", b'"'}:
            decoded = decode(body)
            if decoded.parsed and not decoded.flaws:
                new = self._json(decoded.value, base, schema)
                return body if new is decoded.value else encode(new)
        return self._text(body, base, name)

    def _part(self, body: bytes, headers: Headers, spot: SecretSpot) -> bytes:
        """One part of a multipart body; `spot` has its field's name."""
        name = media_type_of(headers) or ""
        if spot.label is None and name and not name.startswith("text/plain"):
            return self.rewritten(body, headers, spot.side, None)
        return self._text(body, spot, name or "text/plain")

    def _packed(self, body: bytes, headers: Headers, side: str, status: int | None) -> bytes:
        try:
            inside = zlib.decompressobj(31).decompress(body, _UNPACKED)
        except zlib.error:
            return self._binary(body)
        if inside.startswith(b"\x1f\x8b"):
            return body
        new = self.rewritten(inside, headers, side, status)
        return body if new == inside else gzip.compress(new, mtime=0)

    def _form(self, body: bytes, base: SecretSpot, schema: Schema | None) -> bytes:
        """A form's fields, each by its own schema where it has one."""

        def spot_of(name: str) -> SecretSpot:
            label = self._hand.rules.label(name)
            field = member(schema, name) if schema else None
            place = f"{base.place} field {name}" if name else base.place
            own, within = nested(name)
            spot = replace(base, place=place, name=own, label=label, within=within)
            if field is None:
                return spot
            if is_secret(field):
                spot = replace(spot, label=label_for(name))
            fits = heads.reads(self._described, field)
            return replace(spot, fits=fits, keywords=keywords([field]))

        return _as_text(body, lambda text: heads.pairs(text, spot_of, self._hand)) or body

    def _json(self, value: Any, base: SecretSpot, schema: Schema | None) -> Any:
        """A JSON body; its schema, where it admits the body, admits what stands in its stead."""
        marks = self._described.marks(schema, value)

        def leaf(inner: Any, name: str, label: str | None, path: Path | None) -> Any:
            within, rules = jsons.within(path), self._hand.rules
            telling = not isinstance(inner, str) or is_telling(inner, name, within, rules)
            if label is None and not telling and not self._hand.known(inner):
                return inner
            spot = self._spot(base, schema, value, (name, label, path))
            if not isinstance(inner, str):
                return whole_secrets.number(inner, spot, self._hand)
            new = texts.rewritten(inner, spot, self._hand)
            return inner if new == inner else new

        new = jsons.rewritten(value, leaf, self._hand.rules, marks=marks)
        if schema is not None and new is not value:
            passes = self._described.passes
            if passes(schema, value, base.side) and not passes(schema, new, base.side):
                raise UnhidableError(place=base.place, kind="several values together")
        return new

    def _spot(
        self,
        base: SecretSpot,
        schema: Schema | None,
        value: Any,
        here: tuple[str, str | None, Path | None],
    ) -> SecretSpot:
        name, label, path = here
        if path is None:
            return replace(base, name=name)
        at = pointer(path)
        spot = SecretSpot(
            side=base.side,
            place=f"{base.place} {at}".rstrip(),
            instance=at,
            name=name,
            label=label,
            within=jsons.within(path),
        )
        if schema is None:
            return spot
        held = self._described.at(schema, value, path)
        return replace(spot, fits=_all(self._described, held), keywords=keywords(held))

    def _text(self, body: bytes, base: SecretSpot, name: str) -> bytes:
        """Any other body that is text; of one that is none, what was found elsewhere."""
        markup = "html" in name or "xml" in name or body.lstrip()[:1] == b"<"
        spot = replace(base, markup=markup)
        strict = not _TEXTUAL.match(name)
        new = _as_text(body, lambda text: texts.rewritten(text, spot, self._hand), strict=strict)
        return self._binary(body) if new is None else new

    def _binary(self, body: bytes) -> bytes:
        text = body.decode("utf-8", "surrogateescape")
        spot = SecretSpot(side="response", place="body", opaque=True)
        spans = [
            Span(start, end, lambda value=value: texts.known(value, spot, self._hand))  # type: ignore[misc]  # no type for it
            for start, end, value in self._hand.known(text)
        ]
        new = replaced(text, spans)
        return body if new == text else new.encode("utf-8", "surrogateescape")


def _all(described: DescribedPlace, schemas: list[Schema]) -> Fits:
    return lambda value: all(described.fits(each, value) for each in schemas)


def _as_text(body: bytes, rewrite: Callable[[str], str], *, strict: bool = False) -> bytes | None:
    """A body rewritten as text, in its encoding; None where it is no text and that is asked."""
    coding = "utf-8"
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        coding = "utf-16"
    try:
        text = body.decode(coding)
    except UnicodeDecodeError:
        if strict:
            return None
        coding, text = "utf-8", body.decode("utf-8", "surrogateescape")
    new = rewrite(text)
    return body if new == text else new.encode(coding, "surrogateescape")
