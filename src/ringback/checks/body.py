"""protocol/…: the answer's bytes are one JSON value that every reader reads alike."""

from collections.abc import Iterator

from ringback.checks.delivery import overrun
from ringback.checks.interface import INFRASTRUCTURE, Subject
from ringback.exchange import Response, media_type_of
from ringback.finding import Finding
from ringback.payload import FlawKind, decode

_RULE = {
    FlawKind.NOT_JSON: "protocol/not-json",
    FlawKind.DUPLICATE_KEY: "protocol/duplicate-key",
    FlawKind.NOT_A_NUMBER: "protocol/not-a-number",
    FlawKind.ENCODING: "protocol/encoding",
    FlawKind.BYTE_ORDER_MARK: "protocol/byte-order-mark",
    FlawKind.TOO_DEEP: "protocol/not-json",  # no reader has to take it (RFC 8259 section 9)
}
RULES = tuple(dict.fromkeys(_RULE.values()))


def check(subject: Subject) -> Iterator[Finding]:
    """Each flaw in the bytes of an answer that is documented as JSON (RFC 8259)."""
    response = subject.exchange.response
    if response is None or response.status in INFRASTRUCTURE:
        return
    schema = json_schema(subject, response)
    if schema is None:
        return
    if not response.body:
        if subject.exchange.request.method != "HEAD":
            text = f"response {response.status}: has no body, and one is documented"
            yield subject.finding("protocol/not-json", text, schema=schema, cause="empty")
        return
    if overrun(response):
        return  # the body is cut where its length says: protocol/overlong tells that
    for flaw in decode(response.body).flaws:
        yield subject.finding(
            flaw_rule(flaw.kind),
            f"response {response.status}: the body {flaw.text}",
            schema=schema,
            cause=flaw.detail,
        )


def flaw_rule(kind: FlawKind) -> str:
    """The rule that a flaw in the bytes breaks."""
    return _RULE[kind]


def json_schema(subject: Subject, response: Response) -> str | None:
    """The schema of the answer, when it is documented as JSON and says that it is JSON.

    An answer of another media type is schema/content-type's; an empty one may leave it out.
    """
    name = media_type_of(response.headers)
    if name is None and not response.body:
        name = "application/json"
    if name is None or not (name == "application/json" or name.endswith("+json")):
        return None
    described = subject.contract.media_type(subject.operation, response.status, name)
    return described.schema if described else None
