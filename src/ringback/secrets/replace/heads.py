"""The URL and the headers of an exchange, rewritten."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import quote, unquote, unquote_plus

from ringback.contract.operation_matching import path_values
from ringback.exchange import Headers, Request
from ringback.operation import Operation
from ringback.payload import decode
from ringback.schema.document import Schema
from ringback.secrets.find.embedded import texts
from ringback.secrets.find.finds import Fits, Hand, SecretSpot
from ringback.secrets.find.forms.known_tokens import keys, path_keys
from ringback.secrets.find.names.personal_names import personal_kind
from ringback.secrets.find.names.secret_names import label_for, nested, words
from ringback.secrets.find.secret_kinds import BANK, BIRTH, CARD, NATIONAL, PHONE
from ringback.secrets.find.values import whole_secrets
from ringback.secrets.find.values.described_secrets import DescribedPlace, is_secret, keywords
from ringback.secrets.find.values.sibling_members import called

_URL = re.compile(
    r"([a-z][a-z0-9+.-]*://)?([^/?#]*)([^?#]*)(?:\?([^#]*))?(.*)", re.IGNORECASE | re.DOTALL
)
_COOKIES = frozenset({"cookie", "set-cookie"})
# Cookies that say how a page is shown, and not to whom.
_SETTINGS = frozenset(
    ("theme", "lang", "language", "locale", "currency", "timezone", "tz", "consent", "mode",
     "scheme", "units", "country", "region", "banner", "layout", "density")
)  # fmt: skip
_SETTING = re.compile(r"[A-Za-z]{1,16}(?:[-_/][A-Za-z]{2,16})?|\d{1,3}")
_TEMPLATE = re.compile(r"\{([^{}]+)\}")
_ODD = "surrogateescape"  # bytes that are no UTF-8 stay as they are (PEP 383)
_KEPT = "!$'()*,:@/?-._~"  # beside letters and digits, what a query may hold as it is
_NUMBERS = frozenset({CARD, BANK, NATIONAL, PHONE, BIRTH})  # that a path has behind their names
_KEPT_IN_PATH = _KEPT + "+"


class Heads:
    """Rewrites URLs and headers by what the description says of their parts."""

    def __init__(self, described: DescribedPlace, operation: Operation | None, hand: Hand) -> None:
        self._described = described
        self._operation = operation
        self._hand = hand

    def url(self, request: Request) -> str:
        """The URL: what stands before its host, the segments of its path, its query."""
        found = _URL.fullmatch(request.url)
        if found is None or (found[1] is None and found[2]):
            return self._text(request.url, "request URL")
        scheme, host, path, query, fragment = found.groups()
        host = self._host(host) if scheme else host
        path = self._path(path, request, host if scheme else "")
        if query is not None:
            query = "?" + pairs(query, self._asked, self._hand)
        if fragment:
            fragment = "#" + pairs(fragment[1:], self._fragment, self._hand)
        return f"{scheme or ''}{host}{path}{query or ''}{fragment}"

    def headers(self, headers: Headers, side: str) -> Headers:
        """Each header's value; the names stay."""
        return tuple((name, self._header(name, value, side)) for name, value in headers)

    def spot(self, name: str, place: str, side: str, where: str) -> SecretSpot:
        """The spot of a parameter, as the description has it."""
        label = label_for(name) if self._is_key(where, name) else self._hand.rules.label(name)
        own, within = nested(name)
        schema = self._described.parameter_schema(
            self._described.parameter(self._operation, where, name)
        )
        if schema is None:
            return SecretSpot(side=side, place=place, name=own, label=label, within=within)
        if is_secret(schema):
            label = label_for(name)
        fits = reads(self._described, schema)
        told = keywords([schema])
        return SecretSpot(side=side, place=place, name=name, label=label, fits=fits, keywords=told)

    def _is_key(self, where: str, name: str) -> bool:
        """Whether a security scheme takes its key from there."""
        groups = self._operation.security if self._operation else ()
        return any(
            scheme.kind == "apiKey"
            and scheme.where == where
            and scheme.name.lower() == name.lower()
            for group in groups
            for scheme in group
        )

    def _text(self, text: str, place: str, **more: bool) -> str:
        spot = SecretSpot(side="request", place=place, **more)  # type: ignore[arg-type]  # switches of a spot alone
        return texts.rewritten(text, spot, self._hand)

    def _host(self, host: str) -> str:
        userinfo, at, rest = host.rpartition("@")
        if not at:
            return host
        user, colon, password = userinfo.partition(":")
        base = SecretSpot(side="request", place="request URL userinfo")
        if colon:
            secret = replace(base, label="password", name="password")
            password = _spelt(
                password, lambda text: whole_secrets.credential(text, secret, self._hand)
            )
        named = replace(base, label="user") if colon and not unquote(password).strip() else base
        user = _spelt(user, lambda text: texts.rewritten(text, named, self._hand))
        return f"{user}{colon}{password}@{rest}"

    def _path(self, path: str, request: Request, host: str) -> str:
        names = self._names(request)
        parts = path.split("/")
        secret, start = _keys_in(host, path), 0
        for at, part in enumerate(parts):
            end = start + len(part)
            held = next((label for low, high, label in secret if low < end and start < high), None)
            start = end + 1
            if not part:
                continue
            value = unquote(part)
            spot = self._segment(value, names, parts[at - 1] if at > 1 else host)
            if held is not None and spot.label is None:
                spot = replace(spot, label=held)
            rewrite = partial(texts.rewritten, spot=replace(spot, opaque=True), hand=self._hand)
            parts[at] = _spelt(part, rewrite, safe=_KEPT_IN_PATH)
        return "/".join(parts)

    def _segment(self, value: str, names: dict[str, str], before: str) -> SecretSpot:
        """The spot of a segment: by its parameter, else by a segment that names a person's data."""
        name = names.get(value, "")
        spot = self.spot(name, "request path", "request", "path")
        if not personal_kind(name) and personal_kind(before) in _NUMBERS:
            return replace(spot, name=before)
        return spot

    def _names(self, request: Request) -> dict[str, str]:
        """The names of the path's parameters, by their values."""
        if self._operation is None or "{" not in self._operation.path:
            return {}
        found = path_values(self._operation, request)
        return {value: name for name, value in found.items()}

    def _asked(self, name: str) -> SecretSpot:
        return self.spot(name, f"request query {name}".rstrip(), "request", "query")

    def _fragment(self, name: str) -> SecretSpot:
        return self.spot(name, "request URL fragment", "request", "fragment")

    def _header(self, name: str, value: str, side: str) -> str:
        lower = name.lower()
        place = f"{side} header {name}"
        if lower in _COOKIES:
            return self._cookies(value, place, side, one=lower == "set-cookie")
        spot = (
            self.spot(name, place, side, "header")
            if side == "request"
            else self._answered(name, place)
        )
        if lower in {"referer", "location", "content-location", "origin"}:
            spot = replace(spot, opaque=True)
        return texts.rewritten(value, spot, self._hand)

    def _answered(self, name: str, place: str) -> SecretSpot:
        label = self._hand.rules.label(name)
        return SecretSpot(side="response", place=place, name=name, label=label)

    def _cookies(self, text: str, place: str, side: str, *, one: bool) -> str:
        """The cookies with their names and attributes kept (RFC 6265 section 4)."""
        parts = text.split(";")
        done = [
            part if one and at else self._cookie(part, place, side) for at, part in enumerate(parts)
        ]
        return ";".join(done)

    def _cookie(self, part: str, place: str, side: str) -> str:
        name, equals, value = part.partition("=")
        setting = not _SETTINGS.isdisjoint(words(name)[-1:]) and _SETTING.fullmatch(value.strip())
        if setting or self._hand.rules.keeps(name.strip()):
            return part
        spot = self.spot(name.strip(), place, side, "cookie")
        spot = replace(spot, label=label_for(name.strip()))
        if not equals:
            return texts.rewritten(part, replace(spot, name="", label=None), self._hand)
        bare = value.strip().strip('"')
        new = _spelt(bare, lambda text: whole_secrets.credential(text, spot, self._hand), safe="<>")
        return part if new == bare else f"{name}={value.replace(bare, new)}"


def _keys_in(host: str, path: str) -> list[tuple[int, int, str]]:
    """Where keys stand in a path that only the whole address tells, each with its label."""
    whole, shift = f"//{host}{path}", len(host) + 2
    found = [(start, end, kind.label) for start, end, kind in keys(whole)]
    found += [(start, end, "key") for start, end in path_keys(whole)]
    return [(start - shift, end - shift, label) for start, end, label in found if end > shift]


def pairs(text: str, spot_of: Callable[[str], SecretSpot], hand: Hand) -> str:
    """Names and values of a query or a form, rewritten; each spelt as it was unless it changed."""
    parts = re.split(r"([&;])", text)
    told = dict(map(_named, parts[::2]))
    names = called(told, "", hand.rules)

    def of(name: str) -> SecretSpot:
        spot, own = spot_of(name), names.get(name)
        if own is None:
            return spot
        return replace(spot, name=own, label=spot.label or hand.rules.label(own))

    return "".join(_pair(part, of, hand) for part in parts)


def _named(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return unquote_plus(name), unquote_plus(value, errors=_ODD)


def _pair(part: str, spot_of: Callable[[str], SecretSpot], hand: Hand) -> str:
    """One name with its value; a `+` before digits is taken for that of a phone number."""
    raw_name, equals, raw = part.partition("=")
    name = unquote_plus(raw_name) if equals else ""
    spot = spot_of(name)
    named = replace(spot, name="", label=None, fits=None)
    key = _spelt(raw_name, lambda text: texts.rewritten(text, named, hand)) if raw_name else ""
    if not raw:
        return key + equals
    old = unquote(raw, errors=_ODD) if re.match(r"\+\d", raw) else unquote_plus(raw, errors=_ODD)
    new = texts.rewritten(old, spot, hand)
    told = raw if new == old else quote(new.encode("utf-8", _ODD), safe=_KEPT)
    return f"{key}={told}"


def _spelt(raw: str, rewrite: Callable[[str], str], safe: str = _KEPT) -> str:
    """A percent-encoded text, rewritten; as it was where nothing changed."""
    old = unquote(raw, errors=_ODD)
    new = rewrite(old)
    return raw if new == old else quote(new.encode("utf-8", _ODD), safe=safe)


def reads(described: DescribedPlace, schema: Schema) -> Fits:
    """Whether a parameter's schema admits a text, read as itself or as the scalar it spells."""

    def fits(text: str) -> bool:
        if described.fits(schema, text) or described.fits(schema, [text]):
            return True
        decoded = decode(text.encode("utf-8", "replace"))
        return decoded.parsed and described.fits(schema, decoded.value)

    return fits
