"""protocol/…: the answer's bytes are what its media type says, read alike by every reader."""

from collections.abc import Iterator

from ringback.checks.delivery import overrun, unsaid
from ringback.checks.interface import Subject
from ringback.exchange import Response, header_values
from ringback.finding import Finding
from ringback.operation import Answer, MediaType
from ringback.payload import FlawKind
from ringback.wire.body_content import BodyContent, Content
from ringback.wire.media_types import is_json, pick

_RULE = {
    FlawKind.NOT_JSON: "protocol/not-json",
    FlawKind.DUPLICATE_KEY: "protocol/duplicate-key",
    FlawKind.NOT_A_NUMBER: "protocol/not-a-number",
    FlawKind.ENCODING: "protocol/encoding",
    FlawKind.BYTE_ORDER_MARK: "protocol/byte-order-mark",
    FlawKind.TOO_DEEP: "protocol/not-json",  # no reader has to take it (RFC 8259 section 9)
    FlawKind.MALFORMED: "protocol/malformed-body",
}
RULES = tuple(dict.fromkeys(_RULE.values()))
EMPTY = "empty"
"""The cause of a finding about a body that is not there."""
_JSON = "application/json"


def check(subject: Subject) -> Iterator[Finding]:
    """Each flaw in the bytes of an answer in a documented media type (RFC 8259 for JSON)."""
    response = subject.exchange.response
    if response is None or unsaid(subject, response):
        return
    if not response.body:
        yield from _empty(subject, response)
        return
    described = described_body(subject, response)
    if described is None or not described.has_schema or overrun(response):
        return  # a body may be cut where its length says: protocol/overlong tells that
    content = subject.contract.content(described, response.headers, response.body)
    schema = described.schema or described.item_schema
    for flaw in content.flaws if isinstance(content, BodyContent) else ():
        yield subject.finding(
            flaw_rule(flaw.kind),
            f"response {response.status}: the body {flaw.text}",
            schema=schema,
            cause=flaw.detail,
        )


def _empty(subject: Subject, response: Response) -> Iterator[Finding]:
    """No body where one is documented, unless the schema admits what no bytes spell."""
    answer = subject.operation.answer_for(response.status)
    value = next(iter(header_values(response.headers, "content-type")), None)
    described = owed(answer, value) if answer else None
    if described is None:
        return
    json = is_json(value or _JSON) or is_json(described.name)
    if not json:
        content = subject.contract.content(described, response.headers, b"")
        if not isinstance(content, BodyContent):
            return
        if not content.flaws and not subject.contract.violations(content):
            return
    rule = flaw_rule(FlawKind.NOT_JSON if json else FlawKind.MALFORMED)
    text = f"response {response.status}: has no body, and one is documented"
    yield subject.finding(rule, text, schema=described.schema or described.item_schema, cause=EMPTY)


def owed(answer: Answer, value: str | None) -> MediaType | None:
    """The representation that an answer without a body lacks; None where it need not be there.

    `value` is its Content-Type. Where that names what is not documented, each documented media type
    has to be JSON.
    """
    found = pick(answer.media_types, value or _JSON)
    if found is None and value is not None:
        json = [each for each in answer.media_types if is_json(each.name)]
        found = json[0] if json and len(json) == len(answer.media_types) else None
    return found if found is not None and found.has_schema else None


def flaw_rule(kind: FlawKind) -> str:
    """The rule that a flaw in the bytes breaks."""
    return _RULE[kind]


def _is_json(response: Response) -> bool:
    return is_json(next(iter(header_values(response.headers, "content-type")), "application/json"))


def described_body(subject: Subject, response: Response) -> MediaType | None:
    """What the description says of the answer's body, by the media type that it says it is in.

    An answer of another media type is schema/content-type's.
    """
    value = next(iter(header_values(response.headers, "content-type")), None)
    if value is None:
        return None
    return subject.contract.media_type(subject.operation, response.status, value)


def answer_content(subject: Subject, response: Response) -> Content | None:
    """What the answer's body holds, or why it can't be judged; None where nothing is said of it."""
    described = described_body(subject, response)
    if described is None:
        return None
    return subject.contract.content(described, response.headers, response.body)
