"""Answers out of recordings: those whose request is the same, and whose answer is valid."""

from collections import defaultdict
from collections.abc import Iterable

from ringback.contract import Contract
from ringback.contract.operation_matching import path_values
from ringback.exchange import Request, Response
from ringback.mock.answering.answer_flaws import flaw_of
from ringback.operation import Operation
from ringback.payload import decode, same
from ringback.recordings import Recording

_CREDENTIALS = frozenset({401, 403})


class RecordedAnswers:
    """Recordings by operation. One that contradicts the contract is left out, with a note."""

    def __init__(self, contract: Contract, recordings: Iterable[Recording]) -> None:
        self.notes: list[str] = []
        self._kept: defaultdict[str, list[tuple[Request, Response]]] = defaultdict(list)
        for recording in recordings:
            self._add(contract, recording)

    def _add(self, contract: Contract, recording: Recording) -> None:
        request, response = recording.exchange.request, recording.exchange.response
        operation = contract.operation_for(request)
        if operation is None or response is None or recording.expect:
            return
        if response.status in _CREDENTIALS:
            return  # whose credentials are valid is the mock's to say
        flaw = flaw_of(contract, operation, request, response)
        if flaw:
            self.notes.append(f"{recording.file} is not answered with: {flaw}")
            return
        self._kept[operation.id].append((request, response))

    def answer(self, request: Request, operation: Operation) -> Response | None:
        """The answer to the same query and the same body, by value; None where there is none."""
        asked = path_values(operation, request)
        for kept, response in self._kept.get(operation.id, ()):
            if path_values(operation, kept) == asked and is_same_request(request, kept):
                return _without_framing(response)
        return None


def is_same_request(one: Request, other: Request) -> bool:
    """Whether two requests of one path ask for the same, in whatever order and spelling."""
    return sorted(one.query) == sorted(other.query) and _same_body(one.body, other.body)


def _same_body(one: bytes | None, other: bytes | None) -> bool:
    if not one or not other:
        return not one and not other
    left, right = decode(one), decode(other)
    if not left.parsed or not right.parsed:
        return one == other
    return same(left.value, right.value)


_OF_TRANSPORT = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def _without_framing(response: Response) -> Response:
    """A recorded answer; its body is kept without the codings that it travelled in."""
    kept = tuple(pair for pair in response.headers if pair[0].lower() not in _OF_TRANSPORT)
    return Response(status=response.status, headers=kept, body=response.body)
