"""Files: what was given as bytes, and is told as bytes."""

from ringback.contract import Contract
from ringback.exchange import Request, Response, header_values
from ringback.mock.answering.described_answers import DescribedAnswers
from ringback.mock.store.write_effects import names_tag, tag_of
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.wire.media_types import is_json


class FileAnswers:
    """Hands out what requests gave as bytes."""

    def __init__(self, contract: Contract, answers: DescribedAnswers) -> None:
        self._contract = contract
        self._answers = answers

    def answer(
        self, request: Request, operation: Operation, status: int, given: Request
    ) -> Response:
        """What was given as bytes, in the media type in which it was given."""
        tag = tag_of(given.body or b"")
        if operation.answer_for(304) is not None and names_tag(request, "if-none-match", tag):
            return self._answers.of(operation, 304, MISSING, {"etag": tag})
        body = b"" if operation.method == "HEAD" else given.body or b""
        headers = dict(self._answers.headers(operation, status))
        headers |= (
            {"content-length": str(len(given.body or b""))} if headers.get("content-length") else {}
        )
        kind = next(iter(header_values(given.headers, "content-type")), "")
        described = self._answers.media_type(operation, status)
        if kind and self._contract.media_type(operation, status, kind) is not None:
            headers["content-type"] = kind
        elif described is not None and "*" not in described.name:
            headers["content-type"] = described.name
        if "etag" in headers:
            headers["etag"] = tag
        return Response(status=status, headers=tuple(headers.items()), body=body)


def tells_json(operation: Operation, status: int) -> bool:
    """Whether an answer may be JSON: then it tells members, and no file."""
    answer = operation.answer_for(status)
    return answer is not None and any(is_json(each.name) for each in answer.media_types)
