"""schema/headers and protocol/allow: the headers that an answer must carry."""

from collections.abc import Iterator

from ringback.checks.interface import Subject, infrastructure
from ringback.exchange import header_values
from ringback.finding import Finding

RULES = ("schema/headers", "protocol/allow")


def check(subject: Subject) -> Iterator[Finding]:
    """Documented headers, and the Allow that a 405 owes (RFC 9110 15.5.6)."""
    response = subject.exchange.response
    if response is None or infrastructure(subject.operation, response.status):
        return
    answer = subject.operation.answer_for(response.status)
    for header in answer.headers if answer else ():
        if response.status == 405 and header.name.lower() == "allow":
            continue  # told below, by what HTTP itself asks
        if not header_values(response.headers, header.name):
            if header.required:
                text = f"response {response.status}: lacks the header {header.name}"
                schema = answer.pointer if answer else None
                yield subject.finding("schema/headers", text, schema=schema, cause=header.name)
            continue
        for violation in subject.contract.header(header, response.headers).violations:
            yield subject.finding(
                "schema/headers",
                f"response {response.status}: {violation.message}",
                schema=violation.schema,
                cause=f"{header.name} {violation.cause}",
            )
    if response.status == 405:
        yield from _allow(subject, header_values(response.headers, "allow"))


def _allow(subject: Subject, values: list[str]) -> Iterator[Finding]:
    """A 405 names the methods that there are, and not the one that it refuses."""
    request = subject.exchange.request
    if not values:
        text = "response 405: lacks the header Allow"
        yield subject.finding("protocol/allow", text, cause="absent")
        return
    methods = {part.strip().upper() for value in values for part in value.split(",")}
    if request.method.upper() in methods:
        text = f"response 405: Allow names {request.method}, the very method it refuses"
        yield subject.finding("protocol/allow", text, cause="refused method named")
        return
    described = {each.method for each in subject.contract.operations_at(request.path)}
    missing = sorted(described - methods)
    if missing and not subject.described:
        text = f"response 405: Allow does not name {', '.join(missing)}"
        yield subject.finding("protocol/allow", text, cause="described method missing")
