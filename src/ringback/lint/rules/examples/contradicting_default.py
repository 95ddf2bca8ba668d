"""lint/contradicting-default: a default that its own schema refuses."""

from collections.abc import Iterator

from ringback.finding import Finding
from ringback.lint.rules.examples.example_fit import Fitting
from ringback.lint.shared.subject import LintSubject

RULE = "lint/contradicting-default"


def check(subject: LintSubject) -> Iterator[Finding]:
    """Every schema with a default that is not a value of it."""
    fitting = Fitting(subject)
    for spot, schema in subject.schemas():
        if isinstance(schema, dict) and "default" in schema:
            place = f"{spot.pointer}/default"
            value = schema["default"]
            yield from fitting.contradictions(RULE, "the default", place, value, spot.pointer)
