"""No service at all: answers made from the description and the recordings, through respx.

The router is respx's own, asked without a client: nothing is patched. It shows that
description and recordings fit each other, and it can't drift from either.
"""

import base64
import time
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import httpx
import respx

from ringback.contract import Contract, Refused
from ringback.exchange import Outcome, Request, Response, header_values
from ringback.operation import Answer, Header, Operation, Scheme
from ringback.payload import encode
from ringback.recordings import Recording
from ringback.sampling.result import Made, Unmade
from ringback.sampling.sampler import Sampler
from ringback.targets.interface import Limits
from ringback.targets.mocked_messages import (
    as_httpx,
    as_request,
    as_sent,
    is_same_request,
    path_pattern,
)
from ringback.targets.wire import latin, lost, raw_headers
from ringback.wire.body_writing import UnwritableError, writable, write_body
from ringback.wire.parameter_writing import write_parameter
from ringback.wire.styles import UndefinedFormError
from ringback.witness.search.instances import Instances

_HTTP_SCHEMES = frozenset({"", "basic", "bearer"})
_BODYLESS = frozenset({204, 205, 304})  # RFC 9110 15.3.5, 15.3.6, 15.4.5
_NIL = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"


class UnmatchedError(Exception):
    """There is no answer for a request."""


class _UnmadeError(Exception):
    """No answer can be made of the description."""


class MockedTarget:
    """Answers a request from the recording that matches it, else with a payload made for it.

    With a `token`, that one alone is valid; without, any credentials are; `own` holds the tokens of
    security schemes that have one of their own, by the scheme's name. A request that the
    description refuses gets a documented refusal; without credentials, 401 or
    403; with a method that isn't described, 405. A request that fits no path is `UNMATCHED`:
    that is a mistake in asking, never the service's.
    """

    name = "mocked"
    base_url: str | None = None
    stateful = False
    width = 1  # it works in this process, and waits for nobody

    def __init__(
        self,
        contract: Contract,
        recordings: Sequence[Recording] = (),
        token: str | None = None,
        own: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._contract = contract
        self._token = token
        self._own = own
        self._recordings = [
            (each, contract.operation_for(each.exchange.request)) for each in recordings
        ]
        search = Instances(contract.responses.document)
        self._sampler = Sampler(
            admits=contract.responses.admits, uuid=lambda _path: _NIL, search=search
        )
        self._samples: dict[str, Made | Unmade] = {}
        self.router = self._routes()

    def _routes(self) -> respx.Router:
        """A route for each operation, named by its id, and one for other methods on its path."""
        router = respx.Router(assert_all_called=False)
        # A path without templates is meant before one that has them (OpenAPI 3.1, 4.8.8.2).
        operations = sorted(self._contract.operations, key=lambda each: each.path.count("{"))
        for operation in operations:
            pattern = path_pattern(operation.path)
            router.route(method=operation.method, path__regex=pattern, name=operation.id).mock(
                side_effect=lambda request, operation=operation, **_parts: self._answer(
                    request, operation
                )
            )
        last = {path_pattern(each.path): each for each in operations}
        for pattern, operation in last.items():
            router.route(path__regex=pattern).mock(
                side_effect=lambda request, operation=operation, **_parts: self._other_method(
                    request, operation
                )
            )
        return router

    def send(self, request: Request) -> Outcome:
        """Ask the router."""
        started = time.perf_counter()
        try:
            came = self._routed(as_sent(request))
        except MemoryError:
            raise
        # Whatever is raised is about this one request: none of it may end the run.
        except Exception as error:  # noqa: BLE001 -- told as what it is, see `lost`
            return lost(error, Limits())
        # httpx has undone the codings of what it was told to answer.
        headers = [pair for pair in came.headers.raw if pair[0].lower() != b"content-encoding"]
        return Response(
            status=came.status_code,
            headers=latin(headers),
            body=came.content,
            seconds=time.perf_counter() - started,
        )

    def _routed(self, sent: httpx.Request) -> httpx.Response:
        """The router's answer. Raises UnmatchedError without one."""
        try:
            return self.router.handler(sent)
        except respx.models.AllMockedAssertionError:
            asked = as_request(sent)
            raise UnmatchedError(f"nothing is mocked for {asked.method} {asked.path}") from None
        except _UnmadeError as error:
            raise UnmatchedError(f"nothing is mocked: {error}") from None

    def send_all(self, requests: Sequence[Request], apart: float = 0.0) -> list[Outcome]:
        """Answer one after the other, whatever is asked for."""
        del apart
        return [self.send(request) for request in requests]

    def start(self, job: Callable[[], Outcome]) -> Callable[[], Outcome]:
        """Do it at once."""
        outcome = job()
        return lambda: outcome

    def close(self) -> None:
        """Nothing is held."""

    def _answer(self, sent: httpx.Request, operation: Operation) -> httpx.Response:
        request = as_request(sent)
        if not self._authorised(request, operation):
            return self._documented(operation, (401, 403))
        recorded = self._recorded(request, operation)
        if recorded is not None:
            return recorded
        if isinstance(self._contract.admission(request, operation), Refused):
            return self._documented(operation, (422, 400))
        accept = next(iter(header_values(request.headers, "accept")), "")
        return self._made(operation, success_status(operation), accept=accept)

    def _recorded(self, request: Request, operation: Operation) -> httpx.Response | None:
        """The answer of the recording with the same query and the same body, by value."""
        for recording, its_operation in self._recordings:
            if its_operation is None or its_operation.id != operation.id or recording.expect:
                continue
            kept = recording.exchange
            if not is_same_request(request, kept.request) or kept.response is None:
                continue
            if kept.response.status not in {401, 403}:
                return as_httpx(kept.response)
        return None

    def _authorised(self, request: Request, operation: Operation) -> bool:
        """Whether one alternative of the operation's security is met by the request."""
        if not operation.security:
            return True
        return any(
            all(self._meets(request, scheme) for scheme in alternative)
            for alternative in operation.security
        )

    def _meets(self, request: Request, scheme: Scheme) -> bool:
        if scheme.kind == "mutualTLS" or scheme.http_scheme not in _HTTP_SCHEMES:
            return True  # what is none of a request's texts, or hangs on an earlier answer
        if scheme.kind == "apiKey" and scheme.where == "query":
            values = request.query_values(scheme.name)
        elif scheme.kind == "apiKey" and scheme.where == "cookie":
            cookies = "; ".join(header_values(request.headers, "cookie")).split("; ")
            pairs = [cookie.partition("=") for cookie in cookies]
            values = [value for name, _, value in pairs if name == scheme.name]
        else:
            values = header_values(request.headers, scheme.name or "authorization")
        if scheme.kind != "apiKey":
            name = scheme.http_scheme or "bearer"
            values = [
                rest
                for first, _, rest in (value.partition(" ") for value in values)
                if first.lower() == name
            ]
        token = self._own.get(scheme.key, self._token)
        if token is None:
            return any(values)
        if scheme.http_scheme == "basic":
            token = base64.b64encode(token.encode()).decode()
        return token in values

    def _documented(self, operation: Operation, statuses: tuple[int, ...]) -> httpx.Response:
        """The first of these that is documented, else any refusal that is."""
        exact = [int(each.status) for each in operation.answers if each.status.isdecimal()]
        named = [each for each in statuses if each in exact]
        candidates = (*named, *statuses, *(status for status in exact if 400 <= status < 500))
        fitting = (each for each in candidates if operation.answer_for(each) is not None)
        return self._made(operation, next(fitting, statuses[0]))

    def _made(
        self,
        operation: Operation,
        status: int,
        headers: Mapping[str, str] | None = None,
        accept: str = "",
    ) -> httpx.Response:
        """An answer of the documented form, with every described member and header."""
        answer = operation.answer_for(status)
        sent = {**self._headers(answer), **(headers or {})}
        entries = answer.media_types if answer else ()
        asked = next((each for each in entries if each.name == accept), None)
        media_type = asked or writable(entries) or next(iter(entries), None)
        if media_type is None or operation.method == "HEAD" or status in _BODYLESS:
            return httpx.Response(status, headers=raw_headers(sent.items()))
        value = self._sampled(media_type.schema)
        try:
            content, sent["content-type"] = write_body(value, media_type)
        except UnwritableError:
            content, sent["content-type"] = encode(value), media_type.name
        return httpx.Response(status, headers=raw_headers(sent.items()), content=content)

    def _headers(self, answer: Answer | None) -> dict[str, str]:
        """The documented headers of an answer, in the form in which they are described."""
        named = answer.headers if answer else ()
        return {each.name.lower(): _written(each, self._sampled(each.schema)) for each in named}

    def _sampled(self, schema: str | None) -> Any:
        if schema is None:
            return ""
        if schema not in self._samples:
            self._samples[schema] = self._sampler.plain(self._contract.responses.view(schema))
        made = self._samples[schema]
        if isinstance(made, Unmade):
            raise _UnmadeError(str(made))
        return made.value

    def _other_method(self, sent: httpx.Request, operation: Operation) -> httpx.Response:
        here = self._contract.operations_at(as_request(sent).path)
        allow = ", ".join(sorted({each.method for each in here}))
        return self._made(operation, 405, {"allow": allow})


def success_status(operation: Operation) -> int:
    """The status of a success: the first documented one, else the first of any kind."""
    codes = sorted(
        (each.status for each in operation.answers if each.status != "default"),
        key=lambda code: (code[0] != "2", code[0] != "3"),
    )
    is_open = any(each.status == "default" for each in operation.answers)
    if not codes or (is_open and not codes[0].startswith("2")):
        return 200
    return int(codes[0].replace("X", "0"))


def _written(header: Header, value: Any) -> str:
    """A header's value; what has no form of its own (an empty list, null) is empty."""
    try:
        return write_parameter(header.as_parameter(), value)
    except UndefinedFormError:
        return ""
