"""lint/contradicting-example: an example that the schema it is for refuses."""

from collections.abc import Iterator

from ringback.finding import Finding
from ringback.lint.rules.examples.example_fit import Fitting
from ringback.lint.rules.examples.examples import examples
from ringback.lint.shared.subject import LintSubject

RULE = "lint/contradicting-example"


def check(subject: LintSubject) -> Iterator[Finding]:
    """The examples of media types, parameters, headers and schemas."""
    fitting = Fitting(subject)
    told: set[tuple[str, str]] = set()  # an example that many share is told once a complaint
    for example in examples(subject.description):
        for finding in fitting.contradictions(
            RULE, example.what, example.place, example.value, example.schema
        ):
            if (str(finding.schema), finding.message) not in told:
                told.add((str(finding.schema), finding.message))
                yield finding
