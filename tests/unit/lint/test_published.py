"""The rules on descriptions in use: no claim that jsonschema would not confirm."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ringback.description import load
from ringback.finding import Finding, Severity
from ringback.lint import SENSE, lint
from ringback.lint.shared.subject import LintSubject
from tests.unit.lint.confirming import Second

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("RINGBACK_SHARED", ROOT.parent / "shared")) / "published"
OWN = ROOT / "openapi/numbers.yaml"
VENDORS = [SHARED / f"{name}.json" for name in ("2023-07-24", "2023-08-08", "2024-08-27")]


@pytest.mark.parametrize("path", [OWN, *VENDORS], ids=lambda path: path.stem)
def test_each_witness_is_confirmed(path: Path) -> None:
    """A vacuous branch admits what its siblings forbid; an ambiguous payload is in two branches."""
    if not path.is_file():
        pytest.skip(f"the vendor's document is not at {path}")
    subject = LintSubject(load(path))
    second = Second(subject.description.document)
    findings = [each for rule in SENSE for each in rule(subject)]
    witnessed = [each for each in findings if each.witness is not None]
    assert {each.rule for each in witnessed} == {"lint/vacuous-schema", "lint/ambiguous-union"}
    for finding in witnessed:
        assert _shows(subject, second, finding)


def _shows(subject: LintSubject, second: Second, finding: Finding) -> bool:
    """Whether the payload of a finding shows what it says, at one of the unions it speaks of."""
    value: Any = json.loads(str(finding.witness))
    for union in subject.unions:
        places = [branch.place for branch in union.branches]
        admitting = [place for place in places if second.admits(place, value)]
        if finding.rule == "lint/ambiguous-union":
            if union.place == finding.schema:
                return len(admitting) > 1
        elif any(branch.value.home.pointer == finding.schema for branch in union.branches):
            telling = {each.place for each in union.branches if not each.vacuous}
            if admitting and not telling & set(admitting):
                return True
    return False


@pytest.mark.parametrize("path", [OWN, *VENDORS], ids=lambda path: path.stem)
def test_what_is_called_covered_has_no_payload_of_its_own(path: Path) -> None:
    """No example of a covered branch, made by the search itself, is refused by the wide one."""
    if not path.is_file():
        pytest.skip(f"the vendor's document is not at {path}")
    subject = LintSubject(load(path))
    second = Second(subject.description.document)
    covered = [
        (branch.place, other.place)
        for union in subject.unions
        for branch in union.branches
        for other in union.branches
        if branch is not other and subject.comparing.covers(other, branch)
    ]
    values = [
        json.loads(str(each.witness))
        for rule in SENSE
        for each in rule(subject)
        if each.witness is not None
    ]
    assert covered
    for narrow, wide in covered:
        assert not any(
            second.admits(narrow, each) and not second.admits(wide, each) for each in values
        )


def test_the_strict_reading_is_free_of_what_the_published_one_is_blamed_for() -> None:
    """Tags and closed answers mend every union but those that hold the open `Undefined`."""
    strict = lint(OWN, [OWN.parent / "strict.overlay.yaml"], rules=SENSE)
    published = lint(OWN, rules=SENSE)
    assert Counter(each.rule for each in published) == {
        "lint/ambiguous-union": 4,
        "lint/open-answer": 14,
        "lint/unbounded": 12,
        "lint/unreachable-branch": 2,
        "lint/vacuous-schema": 2,
    }
    assert Counter(each.rule for each in strict) == {
        "lint/unbounded": 12,
        "lint/vacuous-schema": 2,
    }
    errors = [each.schema for each in strict if each.severity is Severity.ERROR]
    assert errors == ["/components/schemas/Undefined"]
