"""Where the description says less than the recordings show: warnings, each with its share."""

from collections.abc import Iterator

from ringback.contract import Contract
from ringback.coverage.choices import never, where
from ringback.finding import Finding, Severity
from ringback.schema.view import View
from ringback.survey.counts.drifts import Drift, DriftKind, SeenDrift
from ringback.survey.counts.state import Chain, Fields, SeenMember, SurveySide, SurveyState
from ringback.survey.places.described_members import closers, namer
from ringback.survey.suggestions.saying import kinds, quoted, share

ALWAYS_PRESENT = "recording/always-present"
ALWAYS_NULL = "recording/always-null"
ALWAYS_EMPTY = "recording/always-empty"
UNDOCUMENTED = "recording/undocumented-field"
PARAMETER = "recording/undocumented-parameter"
HEADER = "recording/undocumented-header"
RULES = (ALWAYS_PRESENT, ALWAYS_NULL, ALWAYS_EMPTY, UNDOCUMENTED, PARAMETER, HEADER)

# One object in a thousand that lacks the member is not seen in fewer than a thousand.
_OBJECTS = 1_000
_PAYLOADS = {SurveySide.REQUEST: "requests", SurveySide.RESPONSE: "answers"}
_VALUES = 100  # from so many on, values that are all null or empty are no chance


def underdescribed(state: SurveyState, contract: Contract) -> Iterator[Finding]:
    """The findings of a survey, in the order of the description's places.

    What a request leaves out or in is up to the client: of requests, only undocumented members
    are told. Those of a closed object are told by its schema already, as an error.
    """
    found: list[Finding] = []
    for (side, owner, name), member in state.members.items():
        if side is SurveySide.RESPONSE:
            found += _member(contract, owner, name, member)
    for (side, chain), fields in state.fields.items():
        found += _undocumented(contract, side, chain, fields)
    for drift, seen in state.drifts.items():
        found += _unnamed(contract, drift, seen, state.exchanges.get(drift.operation, 0))
    yield from sorted(found, key=lambda each: (each.schema or "", each.rule, each.cause))


def _member(contract: Contract, owner: str, name: str, member: SeenMember) -> Iterator[Finding]:
    """What the answers show of one described member."""
    view = contract.responses.view(owner)
    place = where(view, name)
    told = quoted(name)
    needed = name in view.required
    if not needed and member.objects >= _OBJECTS and member.count * 1000 > member.objects * 999:
        text = (
            f"{told} is optional, but stands in "
            f"{share(member.count, member.objects, 'the objects of the recorded answers')}: "
            "if it is always there, describe it as required"
        )
        yield _finding(contract, ALWAYS_PRESENT, text, place, member.operations)
    if member.count < _VALUES:
        return
    schema = view.properties[name]
    if not member.some and _may_be_more(schema):
        text = (
            f"{told} is null in each of the {member.count:,} recorded answers' objects that have "
            "it: the description says that it may be more"
        )
        yield _finding(contract, ALWAYS_NULL, text, place, member.operations)
    elif member.some and not member.full and _may_be_full(schema):
        text = (
            f"{told} is empty in each of the {member.count:,} recorded answers' objects that have "
            "it: the description says that it may be more"
        )
        yield _finding(contract, ALWAYS_EMPTY, text, place, member.operations)


def _undocumented(
    contract: Contract, side: SurveySide, chain: Chain, fields: Fields
) -> Iterator[Finding]:
    """The members of an open object that the description does not know."""
    schemas = [contract.schemas.document.schema(place) for place in chain]
    if any(True for each in schemas for _ in closers(each)):
        return
    schema = namer(schemas)
    at = f" at {fields.place or '/'}" if fields.place is not None else ""
    objects = f"the objects of the recorded {_PAYLOADS[side]}{at}"
    for name, found in sorted(fields.found.members.items()):
        text = (
            f"{quoted(name)} is not described, but stands in "
            f"{share(found.count, fields.objects, objects)}, as {kinds(found)}"
        )
        yield _finding(contract, UNDOCUMENTED, text, schema, fields.operations, cause=name)
    rest = fields.found.rest
    if rest is not None:
        text = (
            f"{objects} have members of any name that are not described "
            f"({rest.count:,} in {fields.objects:,} objects), each {kinds(rest)}"
        )
        yield _finding(contract, UNDOCUMENTED, text, schema, fields.operations, cause="*")


def _unnamed(contract: Contract, drift: Drift, seen: SeenDrift, whole: int) -> Iterator[Finding]:
    """A parameter of requests, or a header of answers, that nobody describes."""
    if drift.kind not in _UNNAMED:
        return
    rule, what = _UNNAMED[drift.kind]
    operation = contract.operation(drift.operation)
    answer = next((each for each in operation.answers if each.status == drift.place), None)
    stands = f"stands in {share(seen.count, max(whole, seen.count), 'the recorded requests')}"
    if answer is not None:
        stands = f"stands in {seen.count:,} of its recorded answers ({drift.place})"
    text = f"the {what} {quoted(drift.name)} is not described, but {stands}, as {kinds(seen.found)}"
    place = answer.pointer if answer is not None else operation.pointer
    names = frozenset({drift.operation})
    yield _finding(contract, rule, text, place, names, cause=f"{drift.kind} {drift.name}")


_UNNAMED = {
    DriftKind.QUERY: (PARAMETER, "query parameter"),
    DriftKind.HEADER: (PARAMETER, "header"),
    DriftKind.ANSWER_HEADER: (HEADER, "header"),
}


def _may_be_more(schema: View) -> bool:
    """Whether a schema has room for more than null."""
    settled = "const" in schema.raw or schema.raw.get("enum") == [None]
    return not (never(schema) or settled or schema.types == ("null",))


def _may_be_full(schema: View) -> bool:
    """Whether a schema has room for more than what is empty."""
    raw = schema.raw
    if "const" in raw or "enum" in raw or raw.get("maxLength") == 0 or raw.get("maxItems") == 0:
        return False
    # An object whose members are listed, and are none, is said to be empty.
    listed = raw.get("properties") == {} and not raw.get("additionalProperties")
    return not listed


def _finding(
    contract: Contract,
    rule: str,
    text: str,
    schema: str,
    operations: frozenset[str],
    *,
    cause: str = "",
) -> Finding:
    """A warning at its place in the description; of one operation, where there is but one."""
    place = contract.description.place(schema)
    return Finding(
        rule=rule,
        message=text,
        severity=Severity.WARNING,
        operation=next(iter(operations)) if len(operations) == 1 else None,
        schema=contract.description.origin(schema),
        anchor=contract.description.anchor(contract.description.origin(schema)),
        file=place.file,
        line=place.line,
        cause=cause,
    )
