"""The rules over one description, one file each, in the order in which they are told."""

import json
from collections.abc import Container, Sequence
from pathlib import Path

from ringback.description import Description, load
from ringback.description.reading.sources import Location
from ringback.finding import Finding
from ringback.lint.cascades import without_cascades
from ringback.lint.interface import LintRule
from ringback.lint.repeated import told_once
from ringback.lint.rules.document import (
    byte_order_mark,
    duplicate_operation_id,
    invalid,
    missing_answer,
    path_parameters,
    unresolved,
    unused_component,
    yaml_trap,
)
from ringback.lint.rules.examples import (
    contradicting_default,
    contradicting_example,
    no_example,
    secret_in_example,
)
from ringback.lint.rules.schemas import (
    contradicting_enum,
    open_answer,
    required_undefined,
    unbounded,
    unsatisfiable,
    untyped,
)
from ringback.lint.rules.unions import (
    ambiguous_union,
    unreachable_branch,
    vacuous_schema,
)
from ringback.lint.shared.subject import LintSubject

# Whether a description is valid: what must be so before anything can be held against it.
VALIDITY: tuple[LintRule, ...] = (
    invalid.check,
    path_parameters.check,
    unresolved.check,
    duplicate_operation_id.check,
    contradicting_example.check,
    contradicting_default.check,
    yaml_trap.check,
    byte_order_mark.check,
)
# Whether it says anything, and says it once.
SENSE: tuple[LintRule, ...] = (
    vacuous_schema.check,
    ambiguous_union.check,
    unreachable_branch.check,
    unsatisfiable.check,
    required_undefined.check,
    contradicting_enum.check,
    secret_in_example.check,
    open_answer.check,
    missing_answer.check,
    untyped.check,
    no_example.check,
    unbounded.check,
    unused_component.check,
)
RULES: tuple[LintRule, ...] = (*VALIDITY, *SENSE)
# What nearly every description breaks nearly everywhere: asked of one that is to be strict.
FLOODS: dict[str, LintRule] = {
    open_answer.RULE: open_answer.check,
    missing_answer.RULE: missing_answer.check,
    unbounded.RULE: unbounded.check,
}
# What is asked of the description as it was written: nothing of it follows from anything else.
_WRITTEN = frozenset(VALIDITY[:4])
LINT_RULES: tuple[str, ...] = (
    invalid.RULE,
    unresolved.RULE,
    duplicate_operation_id.RULE,
    contradicting_example.RULE,
    contradicting_default.RULE,
    yaml_trap.RULE,
    byte_order_mark.RULE,
    vacuous_schema.RULE,
    ambiguous_union.RULE,
    unreachable_branch.RULE,
    unsatisfiable.RULE,
    required_undefined.RULE,
    contradicting_enum.RULE,
    secret_in_example.RULE,
    open_answer.RULE,
    missing_answer.RULE,
    untyped.RULE,
    no_example.RULE,
    unbounded.RULE,
    unused_component.RULE,
)


class Linting:
    """Lints descriptions, one after the other; what says the same as one before is asked once.

    So are the readings of a description whose overlays change nothing of it.
    """

    def __init__(self) -> None:
        self._known: list[tuple[LintSubject, dict[LintRule, list[Finding]]]] = []

    def __call__(
        self,
        source: Path | Location,
        overlays: Sequence[Path | str] = (),
        *,
        rules: Sequence[LintRule] = RULES,
        allow_remote: bool = False,
        told: Container[str] = (),
    ) -> tuple[Finding, ...]:
        """What these rules find in the description of a file, overlays applied, by file and line.

        Where something is wrong, that alone is told of it, and not what follows from it. What is
        wrong in the same way at many places is one finding, and one again where `told` has its
        fingerprint. A description that can't be read at all raises a DescriptionError, as `load`
        does.
        """
        subject, known = self._subject(load(source, overlays, allow_remote=allow_remote))
        found: list[Finding] = []
        for rule in rules:
            if rule not in known:
                here = rule(subject)
                if rule not in _WRITTEN:
                    here = without_cascades(here, subject.description)
                known[rule] = list(here)
            found += told_once(known[rule], told)
        return tuple(found)

    def _subject(
        self, description: Description
    ) -> tuple[LintSubject, dict[LintRule, list[Finding]]]:
        """The subject of a description, and what is known of it."""
        for subject, known in self._known:
            if _says_the_same(subject.description, description):
                return subject, known
        self._known.append((LintSubject(description), {}))
        return self._known[-1]


def _says_the_same(one: Description, other: Description) -> bool:
    """Whether two descriptions of one file are the same text; 1 and true are equal to Python."""
    alike = one.file == other.file and one.written == other.written
    return alike and json.dumps(one.written) == json.dumps(other.written)


def lint(
    source: Path | Location,
    overlays: Sequence[Path | str] = (),
    *,
    rules: Sequence[LintRule] = RULES,
    allow_remote: bool = False,
    told: Container[str] = (),
) -> tuple[Finding, ...]:
    """What these rules find in one description, as `Linting` does."""
    return Linting()(source, overlays, rules=rules, allow_remote=allow_remote, told=told)


__all__ = [
    "FLOODS",
    "LINT_RULES",
    "RULES",
    "SENSE",
    "VALIDITY",
    "LintRule",
    "LintSubject",
    "Linting",
    "lint",
]
