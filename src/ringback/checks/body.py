"""protocol/…: the answer's bytes are one JSON value that every reader reads alike."""

from collections.abc import Iterator

from ringback.checks.delivery import overrun, unsaid
from ringback.checks.interface import Subject
from ringback.contract.admission import is_json, pick
from ringback.exchange import Response, media_type_of
from ringback.finding import Finding
from ringback.operation import Answer
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
_JSON = "application/json"


def check(subject: Subject) -> Iterator[Finding]:
    """Each flaw in the bytes of an answer that is documented as JSON (RFC 8259)."""
    response = subject.exchange.response
    if response is None or unsaid(subject, response):
        return
    if not response.body:
        yield from _empty(subject, response)
        return
    schema = json_schema(subject, response)
    if schema is None or overrun(response):
        return  # the body is cut where its length says: protocol/overlong tells that
    for flaw in decode(response.body).flaws:
        yield subject.finding(
            flaw_rule(flaw.kind),
            f"response {response.status}: the body {flaw.text}",
            schema=schema,
            cause=flaw.detail,
        )


def _empty(subject: Subject, response: Response) -> Iterator[Finding]:
    """No body where one is documented."""
    answer = subject.operation.answer_for(response.status)
    schema = owed(answer, media_type_of(response.headers)) if answer else None
    if schema is not None:
        text = f"response {response.status}: has no body, and one is documented"
        yield subject.finding("protocol/not-json", text, schema=schema, cause="empty")


def owed(answer: Answer, name: str | None) -> str | None:
    """The schema of the JSON that an answer without a body lacks; None where it need not be there.

    Where its Content-Type names what is not documented, each documented media type has to be JSON.
    """
    media_type = pick(answer.media_types, name or _JSON)
    if media_type is not None:
        return media_type.schema if is_json(name or _JSON) else None
    schemas = [each.schema for each in answer.media_types if is_json(each.name)] if name else []
    return schemas[0] if schemas and len(schemas) == len(answer.media_types) else None


def flaw_rule(kind: FlawKind) -> str:
    """The rule that a flaw in the bytes breaks."""
    return _RULE[kind]


def json_schema(subject: Subject, response: Response) -> str | None:
    """The schema of the answer, when it is documented as JSON and says that it is JSON.

    An answer of another media type is schema/content-type's.
    """
    name = media_type_of(response.headers)
    if name is None or not is_json(name):
        return None
    described = subject.contract.media_type(subject.operation, response.status, name)
    return described.schema if described else None
