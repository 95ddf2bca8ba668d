"""Recorded payloads against the contract: the same checks as for a live answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from ringback.checks import RECORDING_CHECKS, Subject
from ringback.checks.body import flaw_rule
from ringback.checks.unjudged import NO_GAPS, Gaps, UnjudgedPart, answer_part, doubts_about, gaps
from ringback.contract import Contract, Refused, Unclear, decided
from ringback.errors import UndecidedError
from ringback.finding import Finding, Severity
from ringback.operation import Operation
from ringback.payload import decode
from ringback.recordings import Aside, Entry, Payload, Recording, Unreadable, line_in
from ringback.validate.unstored_parts import A_PATTERN, is_unstored

RECORDING_RULES = (
    "recording/unreadable",
    "recording/invalid",
    "recording/no-operation",
    "recording/other-host",
    "recording/no-exchange",
    "recording/provenance",
    "recording/expectation",
)
_PATTERN = Unclear(why=A_PATTERN, doubts=(A_PATTERN,))
_GAVE_UP = "the validator gave up on a regular expression"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """What a bare payload is to be judged as: the answer of a status, or the request if None."""

    operation: Operation
    status: int | None


def judge_entry(
    entry: Entry, contract: Contract, bare: Bare | None = None, *, expectations: bool = True
) -> Iterator[Finding]:
    """The findings of one file; known ones are left out, and missed when they are gone."""
    match entry:
        case Aside():
            return
        case Unreadable():
            yield unreadable(entry)
        case Payload():
            yield from _payload(entry, contract, bare)
        case Recording():
            yield from judge_recording(entry, contract, expectations=expectations)[0]
        case _:
            assert_never(entry)


def judge_recording(
    recording: Recording, contract: Contract, *, expectations: bool = True
) -> tuple[list[Finding], Gaps]:
    """The findings of one recording, and what of it could not be judged."""
    told: list[Finding] = []
    if recording.provenance is None and not recording.entry:
        told.append(
            Finding(
                rule="recording/provenance",
                severity=Severity.WARNING,
                message=f"{recording.file} does not say where it comes from (provenance)",
                file=recording.file,
            )
        )
    if contract.is_left_out(recording.exchange.request):
        return told, NO_GAPS  # what it is expected to break nobody can say
    found, left = _recording(recording, contract)
    told += _unexpected(recording, found, contract.reading) if expectations else found
    return told, left


def unreadable(entry: Unreadable) -> Finding:
    """The finding about what can't be read."""
    return Finding(
        rule=entry.rule,
        message=f"{_named(entry)} {entry.problem}",
        file=entry.file,
        line=entry.line,
        instance=entry.instance,
    )


def _named(entry: Unreadable | Payload) -> str:
    """What a sentence calls an entry; the line of a log is told beside the sentence."""
    place = "" if entry.entry.startswith("line ") else entry.entry
    return " ".join(part for part in (entry.file, place) if part)


def _recording(recording: Recording, contract: Contract) -> tuple[Sequence[Finding], Gaps]:
    """The checks' findings, placed in the recording's file, and what they could not judge."""
    request = recording.exchange.request
    operation = contract.operation_for(request)
    if operation is None:
        unknown = Finding(
            rule="recording/no-operation",
            message=f"{request.method} {request.path} is no operation of the description",
            file=recording.file,
        )
        return [unknown], NO_GAPS
    subject = Subject(
        exchange=recording.exchange,
        operation=operation,
        contract=contract,
        admission=contract.admission(request, operation) if recording.with_request else _PATTERN,
        strangers=None,
    )
    asked = subject.admission.violations if isinstance(subject.admission, Refused) else ()
    written = contract.description.origin
    in_parameters = {
        (each.instance, written(each.schema), each.cause) for each in asked if each.parameter
    }
    found: list[Finding] = []
    why = ""
    for check in RECORDING_CHECKS:
        # Each by itself: what one check can't decide, others may well be sure of.
        try:
            for finding in check(subject):
                if not is_unstored(recording, finding, operation):
                    in_body = (finding.instance, finding.schema, finding.cause) not in in_parameters
                    found.append(_placed(finding, recording, in_body=in_body))
        except UndecidedError:
            why = _GAVE_UP
    left = _gaps(recording, subject, why)
    return found, replace(left, blank=False, about=True) if found else left


def _placed(finding: Finding, recording: Recording, *, in_body: bool) -> Finding:
    """The finding at its place in the recording's file; of one without a file, as it is."""
    if not recording.file:
        return finding  # it goes by, and is its own evidence
    line = _line(recording, finding, in_body=in_body)
    return replace(finding, file=recording.file, line=line, exchanges=())


def _gaps(recording: Recording, subject: Subject, why: str) -> Gaps:
    """What of a recording could not be judged; `why` tells what failed at its answer."""
    request, response = subject.exchange.request, subject.exchange.response
    if response is None:
        return NO_GAPS
    asked = replace(
        UnjudgedPart.of(request.headers, request.body), stored=recording.with_request_body
    )
    came = replace(answer_part(subject, response), stored=recording.with_body)
    came = replace(came, typed=recording.with_headers, why=why or came.why)
    doubts = doubts_about(subject.admission)
    return gaps(subject.operation, response.status, asked, came, doubts)


def _line(recording: Recording, finding: Finding, *, in_body: bool) -> int | None:
    """The line of a finding: that of its value, or of the entry where the file holds several."""
    if recording.entry:
        return recording.line
    side = "request" if finding.rule == "schema/request" else "response"
    place = f"/body{finding.instance}" if finding.instance and in_body else ""
    return None if recording.text is None else line_in(recording.text, f"/{side}{place}")


def _unexpected(recording: Recording, found: Iterable[Finding], reading: str) -> Iterator[Finding]:
    """What was found and not expected, then what was expected and not found."""
    left = [each for each in recording.expect if each.reading in (None, reading)]
    for finding in found:
        fitting = next(
            (
                each
                for each in left
                if each.rule == finding.rule and each.instance in (None, finding.instance)
            ),
            None,
        )
        if fitting is None:
            yield finding
        else:
            left.remove(fitting)
    for each in left:
        yield Finding(
            rule="recording/expectation",
            message=f"expects {each.rule} at {each.instance or 'any place'}, and it is gone",
            file=recording.file,
            instance=each.instance,
            cause=each.rule,
        )


def _payload(payload: Payload, contract: Contract, bare: Bare | None) -> Iterator[Finding]:
    """A payload alone, against the schema that the command line names."""
    if bare is None:
        yield Finding(
            rule="recording/invalid",
            message=f"{_named(payload)} holds no exchange; for a bare payload say --operation ID "
            "with --status N or --request",
            file=payload.file,
            line=payload.line,
        )
        return
    schema = payload_schema(bare)
    decoded = decode(payload.body)
    side = "request" if bare.status is None else f"response {bare.status}"
    rule = "schema/request" if bare.status is None else "schema/response"
    schemas = contract.requests if bare.status is None else contract.responses
    for flaw in decoded.flaws:
        yield Finding(
            rule=flaw_rule(flaw.kind) if bare.status else rule,
            message=f"{side}: the body {flaw.text}",
            operation=bare.operation.id,
            schema=schema and contract.description.origin(schema),
            file=payload.file,
            line=payload.line,
            cause=flaw.detail,
        )
    if schema is None or not decoded.parsed:
        return  # where there is no value, the flaw says it all
    for violation in decided(schemas.violations(schema, decoded.value)):
        yield Finding(
            rule=rule,
            message=f"{side} {violation.instance or '/'}: {violation.message}",
            operation=bare.operation.id,
            instance=violation.instance,
            schema=contract.description.origin(violation.schema),
            anchor=contract.description.anchor(contract.description.origin(violation.schema)),
            file=payload.file,
            line=payload.line or line_in(payload.body, violation.instance),
            cause=violation.cause,
        )


def payload_schema(bare: Bare) -> str | None:
    """The JSON schema that a bare payload is judged by; None where the description has none."""
    if bare.status is None:
        entries = bare.operation.body.media_types if bare.operation.body else ()
    else:
        answer = bare.operation.answer_for(bare.status)
        entries = answer.media_types if answer else ()
    return next((each.schema for each in entries if "json" in each.name), None)
