"""Answers in their documented form: status, media type, payload and headers."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ringback.contract import Contract
from ringback.exchange import Headers, Request, Response, header_values
from ringback.mock.answering.payload_samples import PayloadSamples, UnmadeAnswerError
from ringback.mock.answering.refusal_texts import MESSAGES, reason_of, said
from ringback.operation import Answer, Header, MediaType, Operation
from ringback.payload import MISSING, encode
from ringback.sampling.result import Made
from ringback.wire.body_writing import UnwritableError, writable, write_body
from ringback.wire.media_types import essence_of, pick
from ringback.wire.parameter_writing import write_parameter
from ringback.wire.styles import UndefinedFormError

BODYLESS = frozenset({204, 205, 304})
"""Statuses of answers without a body (RFC 9110 15.3.5, 15.3.6, 15.4.5)."""

_REMEMBERED = 2_000  # answers that differ by their payload
_UNPROCESSABLE = frozenset({400, 422})
_OF_OTHER_THINGS = frozenset({401, 403, 407, 429})


class DescribedAnswers:
    """Makes answers that a description admits. What has been made once is kept.

    `whole` ones have every described member, whichever is asked for.
    """

    def __init__(self, contract: Contract, samples: PayloadSamples, *, whole: bool = False) -> None:
        self._contract = contract
        self._whole = whole
        self.samples = samples
        self._ranked: dict[tuple[str, int, str], Response] = {}
        self._kept: dict[tuple[str, int, str], Response] = {}
        self._headers: dict[tuple[str, str], Mapping[str, str]] = {}

    def success(self, operation: Operation, request: Request, turn: int) -> Response:
        """An answer that nothing but the description is known of: the payload of this number."""
        status, accept = success_status(operation), accepted(request)
        media_type = self.media_type(operation, status, accept)
        if self._whole or media_type is None or media_type.schema is None:
            return self.sampled(operation, status, accept)
        key = (operation.id, turn, accept)
        found = self._ranked.get(key)
        if found is None:
            value = self.samples.ranked(media_type.schema, turn)
            found = self.of(operation, status, value, accept=accept)
            if len(self._ranked) < _REMEMBERED:
                self._ranked[key] = found
        return found

    def sampled(self, operation: Operation, status: int, accept: str = "") -> Response:
        """The answer of this status with every described member and header."""
        key = (operation.id, status, accept)
        found = self._kept.get(key)
        if found is None:
            media_type = self.media_type(operation, status, accept)
            value: Any = MISSING
            if media_type is not None:
                schema = media_type.schema
                value = self.samples.plain(schema) if schema else ""
            found = self._kept[key] = self.of(operation, status, value, accept=accept)
        return found

    def of(
        self,
        operation: Operation,
        status: int,
        value: Any,
        headers: Mapping[str, str] | None = None,
        accept: str = "",
    ) -> Response:
        """The answer with this value in its body; none where that is `MISSING`."""
        sent = {**self.headers(operation, status), **(headers or {})}
        media_type = self.media_type(operation, status, accept)
        body = b""
        if media_type is not None and value is not MISSING and operation.method != "HEAD":
            try:
                body, sent["content-type"] = write_body(value, media_type)
            except UnwritableError:
                body, sent["content-type"] = encode(value), media_type.name
        return Response(status=status, headers=tuple(sent.items()), body=body)

    def media_type(self, operation: Operation, status: int, accept: str = "") -> MediaType | None:
        """The representation that is answered: what is asked for, else what is best written."""
        answer = operation.answer_for(status)
        entries = answer.media_types if answer else ()
        if status in BODYLESS or not entries:
            return None
        asked = _asked(entries, accept) if accept not in {"", "*/*"} else None
        return asked or writable(entries) or entries[0]

    def refusal(
        self,
        operation: Operation | None,
        statuses: Sequence[int],
        sentence: str,
        headers: Headers = (),
    ) -> Response:
        """The first of these statuses that is documented, with what is wrong where it has a place.

        Where none is, another documented refusal; where there is none at all, the first status,
        with a problem of its own (RFC 9457).
        """
        more = dict(headers)
        status = documented(operation, statuses) if operation is not None else statuses[0]
        answer = operation.answer_for(status) if operation is not None else None
        if operation is None or answer is None:
            body = {"title": reason_of(status), "status": status, "detail": sentence}
            told = (*headers, ("content-type", "application/problem+json"))
            is_head = operation is not None and operation.method == "HEAD"
            return Response(status=status, headers=told, body=b"" if is_head else encode(body))
        media_type = self.media_type(operation, status)
        if media_type is None or media_type.schema is None:
            return self.of(operation, status, MISSING, more)
        try:
            value = self.samples.plain(media_type.schema)
        except UnmadeAnswerError:
            return self.of(operation, status, MISSING, more)
        value = self._saying(value, media_type.schema, sentence, status)
        return self.of(operation, status, value, more)

    def _saying(self, value: Any, schema: str, sentence: str, status: int) -> Any:
        """The payload of a refusal with what is to be said in it, where it has members for it."""
        told = said(value, sentence, status)
        if self._contract.responses.admits(schema, told):
            return told
        for name in MESSAGES if isinstance(value, dict) else ():
            told = {**value, name: sentence}
            if name in value and self._contract.responses.admits(schema, told):
                return told
        return value

    def headers(self, operation: Operation, status: int) -> Mapping[str, str]:
        """The documented headers of an answer, in the form in which they are described."""
        answer = operation.answer_for(status)
        key = (operation.id, answer.status if answer else "")
        found = self._headers.get(key)
        if found is None:
            found = self._headers[key] = dict(self._written(operation, answer))
        return found

    def _written(self, operation: Operation, answer: Answer | None) -> list[tuple[str, str]]:
        named: list[tuple[str, str]] = []
        challenge = _challenge(operation)
        for each in answer.headers if answer else ():
            made = self.samples.made(each.schema) if each.schema else Made(value="")
            if each.name.lower() == "www-authenticate" and challenge:
                right = not each.schema or self._contract.responses.admits(each.schema, challenge)
                made = Made(value=challenge) if right else made
            if isinstance(made, Made) and each.name.lower() != "content-type":
                named.append((each.name.lower(), _text_of(each, made.value)))
        return named


def _challenge(operation: Operation) -> str:
    """What asks for an operation's credentials (RFC 9110 11.6.1); empty where HTTP has no word."""
    schemes = [each for alternative in operation.security for each in alternative]
    named = {each.http_scheme for each in schemes if each.kind == "http"}
    oauth = any(each.kind in {"oauth2", "openIdConnect"} for each in schemes)
    if "bearer" in named or oauth:
        return "Bearer"
    return 'Basic realm="mock"' if "basic" in named else ""


def accepted(request: Request) -> str:
    """What a request's Accept says; empty for anything."""
    return ", ".join(header_values(request.headers, "accept"))


def _asked(entries: Sequence[MediaType], accept: str) -> MediaType | None:
    """The first described representation of those that are asked for, by their order of weight."""
    weighed: list[tuple[float, str]] = []
    for part in accept.split(","):
        name, _, rest = part.partition(";")
        weight = rest.partition("q=")[2].partition(";")[0].strip()
        try:
            weighed.append((-float(weight or 1), name.strip().lower()))
        except ValueError:
            weighed.append((-1.0, name.strip().lower()))
    for rank, wanted in sorted(weighed, key=lambda each: each[0]):
        if not rank or wanted == "*/*":
            continue
        exact = next((each for each in entries if essence_of(each.name) == wanted), None)
        found = exact or (pick(entries, wanted) if "*" not in wanted else None)
        if found is not None:
            return found
    return None


def success_status(operation: Operation) -> int:
    """The status of a success: the first documented one, else the first of any kind."""
    return _success(tuple(each.status for each in operation.answers))


@lru_cache(maxsize=4_096)
def _success(statuses: tuple[str, ...]) -> int:
    codes = sorted(
        (each for each in statuses if each != "default"),
        key=lambda code: (code[0] != "2", code[0] != "3"),
    )
    is_open = "default" in statuses
    if not codes or (is_open and not codes[0].startswith("2")):
        return 200
    return int(codes[0].replace("X", "0"))


def documented(operation: Operation, statuses: Sequence[int]) -> int:
    """The first of these that is documented, else the first.

    Of what is wrong with a request's content any refusal may tell that is documented, but for those
    that are about credentials, or how often somebody asks.
    """
    exact = [int(each.status) for each in operation.answers if each.status.isdecimal()]
    named = [each for each in statuses if each in exact]
    others: Iterable[int] = ()
    if set(statuses) >= _UNPROCESSABLE:
        others = (each for each in exact if 400 <= each < 500 and each not in _OF_OTHER_THINGS)
    candidates = (*named, *statuses, *others)
    fitting = (each for each in candidates if operation.answer_for(each) is not None)
    return next(fitting, statuses[0])


def _text_of(header: Header, value: Any) -> str:
    """A header's value; what has no form of its own (an empty list, null) is empty."""
    try:
        return write_parameter(header.as_parameter(), value)
    except UndefinedFormError:
        return ""
