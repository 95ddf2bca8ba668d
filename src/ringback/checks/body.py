"""protocol/…: the answer's bytes are what its media type says, read alike by every reader."""

from collections.abc import Iterator

from ringback.checks.delivery import overrun
from ringback.checks.interface import INFRASTRUCTURE, Subject
from ringback.exchange import Response, header_values
from ringback.finding import Finding
from ringback.operation import MediaType
from ringback.payload import FlawKind
from ringback.wire.body_content import BodyContent, Content
from ringback.wire.media_types import is_json

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
_BODILESS = frozenset({204, 205, 304})  # RFC 9110 15.3.5, 15.3.6, 15.4.5


def check(subject: Subject) -> Iterator[Finding]:
    """Each flaw in the bytes of an answer in a documented media type (RFC 8259 for JSON)."""
    response = subject.exchange.response
    if response is None or response.status in INFRASTRUCTURE:
        return
    described = described_body(subject, response)
    if described is None or (described.schema is None and described.item_schema is None):
        return
    schema = described.schema or described.item_schema
    if not response.body:
        yield from _empty(subject, response, described)
        return
    if overrun(response):
        return  # the body is cut where its length says: protocol/overlong tells that
    content = subject.contract.content(described, response.headers, response.body)
    for flaw in content.flaws if isinstance(content, BodyContent) else ():
        yield subject.finding(
            flaw_rule(flaw.kind),
            f"response {response.status}: the body {flaw.text}",
            schema=schema,
            cause=flaw.detail,
        )


def _empty(subject: Subject, response: Response, described: MediaType) -> Iterator[Finding]:
    """No body where one is documented, unless the schema admits what no bytes spell."""
    if subject.exchange.request.method == "HEAD" or response.status in _BODILESS:
        return
    json = _is_json(response)
    if not json:
        content = subject.contract.content(described, response.headers, b"")
        if not isinstance(content, BodyContent):
            return
        if not content.flaws and not subject.contract.violations(content):
            return
    rule = flaw_rule(FlawKind.NOT_JSON if json else FlawKind.MALFORMED)
    text = f"response {response.status}: has no body, and one is documented"
    yield subject.finding(rule, text, schema=described.schema or described.item_schema, cause=EMPTY)


def flaw_rule(kind: FlawKind) -> str:
    """The rule that a flaw in the bytes breaks."""
    return _RULE[kind]


def _is_json(response: Response) -> bool:
    return is_json(next(iter(header_values(response.headers, "content-type")), "application/json"))


def described_body(subject: Subject, response: Response) -> MediaType | None:
    """What the description says of the answer's body, by the media type that it says it is in.

    An answer of another media type is schema/content-type's; an empty one may leave it out.
    """
    value = next(iter(header_values(response.headers, "content-type")), None)
    if value is None and not response.body:
        value = "application/json"
    if value is None:
        return None
    return subject.contract.media_type(subject.operation, response.status, value)


def answer_content(subject: Subject, response: Response) -> Content | None:
    """What the answer's body holds, or why it can't be judged; None where nothing is said of it."""
    described = described_body(subject, response)
    if described is None:
        return None
    return subject.contract.content(described, response.headers, response.body)
