"""From one recorded exchange to what in it the description rules out or does not name."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ringback.contract import Contract
from ringback.contract.explain import Violation
from ringback.exchange import Exchange, Headers, Request, Response, media_type_of
from ringback.finding import steps
from ringback.operation import Operation
from ringback.payload import MISSING, at, decode
from ringback.survey.counts.drifts import Drift, DriftKind, Drifts, scalar
from ringback.survey.counts.inferred import FIELD, Inferred, Room
from ringback.survey.counts.usual_headers import is_usual
from ringback.wire.media_types import is_json

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(\.\d{1,10})?")
_KEY = re.compile(r"(?!v\d+$)[^/]*\d[^/]*|[^/]{24,}")  # a step of a path that is no plain word
_NAMED = re.compile(r"[A-Za-z_][A-Za-z0-9_.\[\]$-]{0,60}")  # what a parameter may be called


class Drifting:
    """Looks at exchanges of one contract for what goes beyond it, and counts that."""

    def __init__(self, contract: Contract, room: Room) -> None:
        self._contract = contract
        self._room = room
        self.drifts = Drifts()

    def parameters(self, operation: Operation, request: Request) -> None:
        """Query parameters and headers of a request that nobody describes."""
        known = {(each.where, each.name.lower()) for each in operation.parameters}
        if ("querystring", "") in {(where, "") for where, _ in known}:
            return  # the whole query is one parameter
        keys = {scheme.name.lower() for group in operation.security for scheme in group}
        for name, text in parse_qsl(urlsplit(request.url).query, keep_blank_values=True):
            plain = name.partition("[")[0].lower()
            described = {("query", name.lower()), ("query", plain)} & known
            if not described and plain not in keys and _NAMED.fullmatch(name):
                drift = Drift(kind=DriftKind.QUERY, operation=operation.id, name=name)
                self.drifts.see(drift, self._inferred(_typed(text)))
        for name, text in _unusual(request.headers):
            if ("header", name) not in known and name not in keys:
                drift = Drift(kind=DriftKind.HEADER, operation=operation.id, name=name)
                self.drifts.see(drift, self._inferred(_typed(text)))

    def answer(self, operation: Operation, response: Response) -> None:
        """A status, a media type, or values that the description has not."""
        answer = operation.answer_for(response.status)
        name = media_type_of(response.headers) or ""
        if answer is None:
            if operation.answers:
                drift = Drift(
                    kind=DriftKind.STATUS,
                    operation=operation.id,
                    place=str(response.status),
                    name=name,
                )
                self.drifts.see(drift, self._body(name, response.body))
            return
        media_type = self._contract.media_type(operation, response.status, name)
        if media_type is None and response.body and name and answer.media_types:
            drift = Drift(
                kind=DriftKind.MEDIA_TYPE, operation=operation.id, place=answer.status, name=name
            )
            self.drifts.see(drift, self._body(name, response.body))
        if media_type is not None and media_type.schema is not None and is_json(name):
            decoded = decode(response.body)
            if decoded.parsed:
                schemas = self._contract.responses
                found = schemas.violations(media_type.schema, decoded.value)
                self._values(operation, found, decoded.value)

    def headers(self, operation: Operation, status: int, headers: Headers) -> None:
        """Headers of an answer that its description has not."""
        answer = operation.answer_for(status)
        if answer is None:
            return
        described = {each.name.lower() for each in answer.headers}
        for name, text in _unusual(headers):
            if name not in described:
                drift = Drift(
                    kind=DriftKind.ANSWER_HEADER,
                    operation=operation.id,
                    place=answer.status,
                    name=name,
                )
                self.drifts.see(drift, self._inferred(_typed(text)))

    def asked(self, operation: Operation, schema: str, value: Any) -> None:
        """What a request's body holds that the description rules out."""
        found = self._contract.requests.violations(schema, value)
        self._values(operation, found, value)

    def unknown(self, exchange: Exchange) -> None:
        """An exchange that no operation describes, under a template of its path."""
        request, response = exchange.request, exchange.response
        if response is None or response.status in {404, 405} or response.status >= 500:
            return  # nobody says that there is such an operation
        operation = f"{request.method} {self._template(request.path)}"
        name = media_type_of(response.headers) or ""
        place = str(response.status)
        drift = Drift(kind=DriftKind.OPERATION, operation=operation, place=place, name=name)
        self.drifts.see(drift, self._body(name, response.body))
        asked = media_type_of(request.headers) or ""
        if request.body and is_json(asked):
            drift = Drift(
                kind=DriftKind.OPERATION, operation=operation, place="request", name=asked
            )
            self.drifts.see(drift, self._body(asked, request.body))

    def _values(self, operation: Operation, found: list[Violation], value: Any) -> None:
        for each in found:
            here = at(value, tuple(steps(each.instance)))
            schema, _, keyword = each.schema.rpartition("/")
            if here is MISSING or each.parameter or not each.decided or not scalar(here):
                continue
            if here is None and keyword in {"type", "anyOf", "oneOf", "nullable", "enum"}:
                drift = Drift(kind=DriftKind.NULL, operation=operation.id, place=schema)
            elif keyword == "enum":
                drift = Drift(kind=DriftKind.ENUM, operation=operation.id, place=schema)
                self.drifts.see(drift, self._inferred(here), frozenset({here}))
                continue
            elif keyword == "format":
                drift = Drift(kind=DriftKind.FORMAT, operation=operation.id, place=schema)
            else:
                continue
            self.drifts.see(drift, self._inferred(here))

    def _template(self, path: str) -> str:
        """The path below a server, keys in it named: that of a described path, where one fits."""
        known = self._contract.operations_at(path)
        if known:
            return known[0].path
        bases = {
            urlsplit(server).path.rstrip("/")
            for each in self._contract.operations
            for server in each.servers
        }
        for base in sorted(bases, key=len, reverse=True):
            if base and path.startswith(f"{base}/"):
                path = path.removeprefix(base)
                break
        return "/".join(_templated(path.split("/")))

    def _body(self, name: str, body: bytes | None) -> Inferred | None:
        """What the JSON of a body tells; None where it is none."""
        decoded = decode(body or b"")
        if not body or not is_json(name) or not decoded.parsed:
            return None
        return self._inferred(decoded.value)

    def _inferred(self, value: Any) -> Inferred:
        found = Inferred()
        found.see(value, self._room, FIELD)
        return found


def _templated(parts: list[str]) -> Iterator[str]:
    """The steps of a path, each that looks like a key under the name of what stands before it."""
    names: set[str] = set()
    before = "item"
    for part in parts:
        if not _KEY.fullmatch(part):
            before = part or before
            yield part
            continue
        stem = re.sub(r"\W", "_", before.removesuffix("s") or before)
        name = f"{stem}_id"
        while name in names:
            name += "_"
        names.add(name)
        yield f"{{{name}}}"


def _unusual(headers: Headers) -> Iterator[tuple[str, str]]:
    """The headers that say something of this API, in lower case."""
    for name, text in headers:
        if not is_usual(name) and _NAMED.fullmatch(name):
            yield name.lower(), text


def _typed(text: str) -> Any:
    """What a text of a query or a header stands for: a number, a boolean, or itself."""
    if text in {"true", "false"}:
        return text == "true"
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    return text
