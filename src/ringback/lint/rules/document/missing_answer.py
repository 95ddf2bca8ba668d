"""lint/missing-answer: a status that an operation is bound to answer some day, and leaves out."""

from collections.abc import Iterator

from ringback.finding import Finding
from ringback.lint.interface import warned
from ringback.lint.shared.subject import LintSubject
from ringback.operation import Operation
from ringback.schema.document import Schema, SchemaDocument
from ringback.schema.value_schema import value_schema

RULE = "lint/missing-answer"
_PLAIN = frozenset({"type"})  # a text that may be anything


def check(subject: LintSubject) -> Iterator[Finding]:
    """One finding for each answer that an operation misses; one for all that miss the same."""
    for operation in subject.description.operations:
        limited = _covers(operation, 429)
        noted = "" if limited else "; 429 is not there either, should it limit calls"
        for missing in _missing(subject.document, operation):
            text = f"{operation.id} documents no {missing}: add it{noted}"
            alike = f"operations document no {missing}: add it"
            cause = missing.partition(" (")[0]
            yield warned(
                subject.description, RULE, operation.pointer, text, cause=cause, alike=alike
            )


def _missing(document: SchemaDocument, operation: Operation) -> Iterator[str]:
    """What it answers without saying so, each with why."""
    guarded = bool(operation.security) and all(operation.security)
    if guarded and not _covers(operation, 401, 403):
        yield "401 or 403 (it needs credentials)"
    named = any(each.where == "path" for each in operation.parameters)
    if named and not _covers(operation, 404):
        yield "404 (its path names a thing)"
    if _can_be_refused(document, operation) and not _covers(operation, 400, 422):
        yield "400 or 422 (its request can be wrong)"


def _covers(operation: Operation, *statuses: int) -> bool:
    """Whether one of the statuses is documented, by itself, by its range or by the default."""
    return any(operation.answer_for(status) for status in statuses)


def _can_be_refused(document: SchemaDocument, operation: Operation) -> bool:
    """Whether a request can be other than described: any body can, and most parameters."""
    if operation.body is not None:
        return True
    return any(
        (each.required and each.where != "path") or _restricts(document.schema(each.schema))
        for each in operation.parameters
        if each.schema is not None
    )


def _restricts(schema: Schema) -> bool:
    """Whether a schema admits some texts only; a parameter's value is text."""
    value = value_schema(schema)
    return bool(value.keywords) and not (value.keywords <= _PLAIN and value.types == {"string"})
