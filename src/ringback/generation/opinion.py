"""A second opinion on an answer: Schemathesis' own checks, as far as they can be trusted alone.

Whether a request ought to be refused is not asked here: that is decided by our validators on the
bytes that were sent, which names of the account may have been put into.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import httpx
import schemathesis
from schemathesis import checks
from schemathesis.errors import FailureGroup

from ringback.exchange import Request, Response
from ringback.generation.case import Objection, Opinion
from ringback.targets.wire import raw_headers

_CHECKS: Mapping[str, Any] = {
    "protocol/server-error": checks.not_a_server_error,
    "schema/status": checks.status_code_conformance,
    "schema/content-type": checks.content_type_conformance,
    "schema/headers": checks.response_headers_conformance,
    "schema/response": checks.response_schema_conformance,
}


def opinion_of(case: schemathesis.Case[Any]) -> Opinion:
    """What Schemathesis says of an answer to a case that it made.

    Where one of its checks fails itself, the others are heard before that is raised.
    """

    def opinion(request: Request, response: Response) -> Iterator[Objection]:
        answer = _as_httpx(request, response)
        failed: Exception | None = None
        for rule, check in _CHECKS.items():
            try:
                case.validate_response(answer, checks=[check])
            except FailureGroup as group:
                yield from (
                    Objection(rule=rule, message=_first_line(each)) for each in group.exceptions
                )
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is raised below
                failed = failed or error
        if failed is not None:
            raise failed

    return opinion


def _as_httpx(request: Request, response: Response) -> httpx.Response:
    """The answer as a client would have it; already decoded, so no encoding is named."""
    headers = [
        (name, value)
        for name, value in response.headers
        if name.lower() not in {"content-encoding", "content-length", "transfer-encoding"}
    ]
    url = f"http://localhost{request.url}" if request.url.startswith("/") else request.url
    answer = httpx.Response(
        response.status,
        headers=raw_headers(headers),
        content=response.body,
        request=httpx.Request(request.method, url, content=request.body),
    )
    answer.elapsed = timedelta(seconds=response.seconds)
    return answer


def _first_line(failure: BaseException) -> str:
    return next(iter(str(failure).splitlines()), type(failure).__name__)
