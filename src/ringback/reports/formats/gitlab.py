"""The report for GitLab's merge requests: Code Quality, a list of issues as GitLab reads it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from ringback.finding import Severity
from ringback.reports.interface import findings_of, standing, whys
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.verdict import Inconclusive, Run

_SEVERITIES = {Severity.ERROR.value: "major", Severity.WARNING.value: "minor"}
_SOMEWHERE = "ringback.toml"  # an issue without a path is none
_NO_VERDICT = "verdict/inconclusive"


@dataclass(frozen=True, slots=True, kw_only=True)
class GitlabReport:
    """An issue a finding, and one a reason where nothing was judged; a green run has none.

    GitLab knows no issue that is closed: what the baseline holds is none.
    """

    def render(self, run: Run, scribe: Scribe) -> str:
        """The list, in ASCII, no two issues with one fingerprint: GitLab would keep one of them."""
        issues = [
            _finding(found, run, scribe)
            for found in findings_of(run, scribe)
            if found.accepted is None
        ]
        if isinstance(run.verdict, Inconclusive):
            issues += [
                _issue(why, _NO_VERDICT, _hash(why), "blocker", (scribe.from_top(_SOMEWHERE), None))
                for why in whys(run, scribe) or ["nothing could be judged"]
            ]
        told: dict[str, dict[str, Any]] = {}
        for each in issues:
            told.setdefault(each["fingerprint"], each)
        return json.dumps(list(told.values()), indent=2) + "\n"


def _finding(found: ShownFinding, run: Run, scribe: Scribe) -> dict[str, Any]:
    """One finding at its place."""
    file, line = standing(found, run, scribe)
    where = f" ({found.operation})" if found.operation else ""
    return _issue(
        f"{found.message}{where}",
        found.rule,
        found.fingerprint,
        _SEVERITIES[found.severity],
        (file or scribe.from_top(_SOMEWHERE), line),
    )


def _issue(
    description: str, rule: str, fingerprint: str, severity: str, place: tuple[str, int | None]
) -> dict[str, Any]:
    """The members that GitLab asks for; a line has to be one."""
    path, line = place
    begin = line if line is not None and line > 0 else 1
    return {
        "description": description,
        "check_name": rule,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": begin}},
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
