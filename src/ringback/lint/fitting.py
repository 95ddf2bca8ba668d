"""Whether a value that the description gives fits the schema beside it."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from ringback.errors import DescriptionError
from ringback.finding import Finding
from ringback.lint.interface import found
from ringback.lint.subject import Subject


class Fitting:
    """Compares the values of one description with its schemas."""

    def __init__(self, subject: Subject) -> None:
        self._description = subject.description
        self._schemas = subject.validators

    def contradictions(
        self, rule: str, what: str, place: str, value: Any, schema: str
    ) -> Iterator[Finding]:
        """A finding for each leaf of the value at `place` that the schema refuses.

        A schema that can't be compiled says nothing: lint/invalid or lint/unresolved tell why.
        """
        try:
            violations = self._schemas.violations(schema, value)
        except (DescriptionError, jsonschema_rs.ReferencingError):
            return
        for violation in violations:
            pointer = place + violation.instance
            where = f" at {violation.instance}" if violation.instance else ""
            text = f"{what} does not fit its schema{where}: {violation.message}"
            yield found(self._description, rule, pointer, text, cause=violation.cause)
