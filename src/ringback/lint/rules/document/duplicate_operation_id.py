"""lint/duplicate-operation-id: an operationId that two operations have (OpenAPI 3.1, 4.8.10)."""

from collections.abc import Iterator

from ringback.finding import Finding
from ringback.lint.interface import found
from ringback.lint.shared.subject import LintSubject

RULE = "lint/duplicate-operation-id"


def check(subject: LintSubject) -> Iterator[Finding]:
    """Each operation after the first that has the id; all of them go by method and path then."""
    description = subject.description
    first: dict[str, str] = {}
    for operation in description.described:
        place = f"{operation.pointer}/operationId"
        name = description.at(operation.pointer).get("operationId")
        if not isinstance(name, str):
            continue
        if name in first:
            where = description.place(first[name])
            text = f"the operationId {name} is taken already, in line {where.line} of {where.file}"
            yield found(description, RULE, place, text, cause=name)
        first.setdefault(name, place)
