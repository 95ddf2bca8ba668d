"""The rules over one description, one file each, in the order in which they are told."""

from collections.abc import Container, Sequence
from pathlib import Path

from ringback.description import load
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


def lint(
    source: Path | Location,
    overlays: Sequence[Path | str] = (),
    *,
    rules: Sequence[LintRule] = RULES,
    allow_remote: bool = False,
    told: Container[str] = (),
) -> tuple[Finding, ...]:
    """What these rules find in the description of a file, overlays applied, with file and line.

    Where something is wrong, that alone is told of it, and not what follows from it. What is wrong
    in the same way at many places is one finding, and one again where `told` has its fingerprint.
    A description that can't be read at all raises a DescriptionError, as `load` does.
    """
    description = load(source, overlays, allow_remote=allow_remote)
    subject = LintSubject(description)
    found: list[Finding] = []
    for rule in rules:
        here = rule(subject)
        here = here if rule in _WRITTEN else without_cascades(here, description)
        found += told_once(here, told)
    return tuple(found)


__all__ = ["FLOODS", "LINT_RULES", "RULES", "SENSE", "VALIDITY", "LintRule", "LintSubject", "lint"]
