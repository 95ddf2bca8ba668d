"""The report for code scanning: SARIF 2.1.0, one result a finding (OASIS Standard, errata 01)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ringback import __version__
from ringback.reports.interface import details, findings_of, standing, whys
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.verdict import Inconclusive, Run, name_of

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"  # what readers take for the top folder of the repository
_OF_A_PATH = "/"
_OF_A_URL = ":/?#[]@!$&'()*+,;=%"
_LIST = "\n\n"  # between lines: a line break alone is none in Markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class SarifReport:
    """One log with one run, in ASCII; a run without a judgement is an unsuccessful invocation."""

    def render(self, run: Run, scribe: Scribe) -> str:
        """The log, indented."""
        found = findings_of(run, scribe)
        # Section 3.27.23: where one result says that it is suppressed or not, all of them do.
        is_held = any(each.accepted is not None for each in found)
        rules = list(dict.fromkeys(each.rule for each in found))
        driver = {
            "name": "ringback",
            "version": __version__,
            "rules": [{"id": rule} for rule in rules],
        }
        told = {
            "tool": {"driver": driver},
            "automationDetails": {"id": f"ringback/{scribe.place(run.command)}/"},
            "invocations": [_invocation(run, scribe)],
            "columnKind": "unicodeCodePoints",
            "results": [
                {
                    **_result(each, rules.index(each.rule), run, scribe),
                    **({"suppressions": _suppressions(each)} if is_held else {}),
                }
                for each in found
            ],
            "properties": {"verdict": name_of(run.verdict)},
        }
        log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [told]}
        return json.dumps(log, indent=2, allow_nan=False) + "\n"


def _invocation(run: Run, scribe: Scribe) -> dict[str, Any]:
    """Whether the run could judge, and why not."""
    if not isinstance(run.verdict, Inconclusive):
        return {"executionSuccessful": True}
    reasons = whys(run, scribe) or ["nothing could be judged"]
    notes = [{"level": "error", "message": {"text": why}} for why in reasons]
    return {"executionSuccessful": False, "toolExecutionNotifications": notes}


def _result(found: ShownFinding, index: int, run: Run, scribe: Scribe) -> dict[str, Any]:
    """One finding; its fingerprint is how the next run's is known to be the same."""
    return {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": found.severity,
        "message": {"text": _LIST.join([found.message, *details(found), *_command(found)])},
        "locations": list(_locations(found, run, scribe)),
        **_related(found, scribe),
        "occurrenceCount": max(1, found.count),
        "partialFingerprints": {"ringback/v1": found.fingerprint},
        "properties": {
            "operation": found.operation,
            "instance": found.instance,
            "schema": found.schema,
            "reproduce": found.reproduce,
        },
    }


def _suppressions(found: ShownFinding) -> list[dict[str, Any]]:
    """What the baseline says of a finding that it holds: who looks at alerts sees it as closed."""
    said = found.accepted
    if said is None:
        return []
    who = ", ".join(filter(None, (said.owner, said.expires and f"until {said.expires}")))
    why = f"{said.reason} ({who})" if who else said.reason
    return [{"kind": "external", "status": "accepted", "justification": why}]


def _command(found: ShownFinding) -> Iterator[str]:
    """The line that shows it."""
    if found.reproduce is not None:
        yield found.reproduce


def _locations(found: ShownFinding, run: Run, scribe: Scribe) -> Iterator[dict[str, Any]]:
    """The place in a file, and the operation; nothing where neither is known."""
    file, line = standing(found, run, scribe)
    location: dict[str, Any] = {} if file is None else {"physicalLocation": _physical(file, line)}
    if found.operation:
        location["logicalLocations"] = [{"name": found.operation, "kind": "function"}]
    if location:
        yield location


def _related(found: ShownFinding, scribe: Scribe) -> dict[str, Any]:
    """The place in the other of two descriptions, where there is one."""
    other = found.counterpart
    if other is None:
        return {}
    physical = _physical(scribe.from_top(other.file), other.line)
    location = {"physicalLocation": physical, "message": {"text": "the other description"}}
    return {"relatedLocations": [location]}


def _physical(file: str, line: int | None) -> dict[str, Any]:
    """A file as a URI, and the line where one is known."""
    if "://" in file:
        artifact = {"uri": quote(file, safe=_OF_A_URL)}
    elif file.startswith("/"):
        artifact = {"uri": f"file://{quote(file, safe=_OF_A_PATH)}"}
    else:
        artifact = {"uri": quote(file, safe=_OF_A_PATH), "uriBaseId": _ROOT}
    region = {"region": {"startLine": line}} if line is not None and line > 0 else {}
    return {"artifactLocation": artifact, **region}
