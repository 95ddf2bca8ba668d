"""The rules over one description, one file each, in the order in which they are told."""

from collections.abc import Sequence
from pathlib import Path

from ringback.description import survey
from ringback.finding import Finding
from ringback.lint import (
    contradicting_default,
    contradicting_example,
    duplicate_operation_id,
    invalid,
    path_parameters,
    unresolved,
    yaml_trap,
)
from ringback.lint.interface import Rule

RULES: tuple[Rule, ...] = (
    invalid.check,
    path_parameters.check,
    unresolved.check,
    duplicate_operation_id.check,
    contradicting_example.check,
    contradicting_default.check,
    yaml_trap.check,
)
LINT_RULES: tuple[str, ...] = (
    invalid.RULE,
    unresolved.RULE,
    duplicate_operation_id.RULE,
    contradicting_example.RULE,
    contradicting_default.RULE,
    yaml_trap.RULE,
)


def lint(
    source: Path | str, overlays: Sequence[Path | str] = (), *, allow_remote: bool = False
) -> tuple[Finding, ...]:
    """What is wrong with the description in a file, overlays applied; each with file and line.

    A description that can't be read at all raises a DescriptionError, as `load` does.
    """
    description = survey(source, overlays, allow_remote=allow_remote)
    return tuple(finding for rule in RULES for finding in rule(description))


__all__ = ["LINT_RULES", "RULES", "Rule", "lint"]
