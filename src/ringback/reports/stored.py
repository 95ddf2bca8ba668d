"""The JSON report of an earlier run, read back: what was found, where, and how to see it again."""

import importlib.resources
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from ringback.errors import UsageError
from ringback.finding import Acceptance, Counterpart, Finding, Severity
from ringback.payload import decode
from ringback.reports.evidence.reproducing import CapturedKey
from ringback.reports.evidence.shown_payloads import ShownPayload
from ringback.reports.formats.json_report import FORMAT
from ringback.reports.scribe import ShownFinding
from ringback.verdict import RunScope


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """What a report says of its run, as far as it can be asked again."""

    file: str
    command: str
    target: str | None
    reading: str | None
    findings: tuple[ShownFinding, ...]
    verdict: str
    scope: RunScope | None = None


def stored(path: Path) -> StoredReport:
    """What the report at this path found; UsageError, in one sentence, for what is none."""
    value = whole_report(path)
    return StoredReport(
        file=str(path),
        command=value["command"],
        target=value["target"],
        reading=value["reading"],
        findings=tuple(map(shown_finding, value["findings"])),
        verdict=value["verdict"],
        scope=stored_scope(value["scope"]) if "scope" in value else None,
    )


def whole_report(path: Path) -> dict[str, Any]:
    """The report at this path as it stands; UsageError, in one sentence, for what is none."""
    try:
        decoded = decode(path.read_bytes())
    except OSError as error:
        raise UsageError((f"{path}: can't be read ({error.strerror})",)) from error
    if not decoded.parsed:
        raise UsageError((f"{path}: is not JSON ({decoded.flaws[-1].text})",))
    value = decoded.value
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        text = f'{path}: is no report of ringback: its "format" is not "{FORMAT}"'
        raise UsageError((text,))
    wrong = next(_validator().iter_errors(value), None)
    if wrong is not None:
        place = "".join(f"/{step}" for step in wrong.instance_path) or "/"
        raise UsageError((f"{path}: is no whole report of ringback: {place}: {wrong.message}",))
    return value


def shown_finding(found: dict[str, Any]) -> ShownFinding:
    """A finding as it was shown: of a witness its text, of lists what does not change."""
    members = dict(found)
    if "witness" in members:
        members["witness"] = json.dumps(members["witness"])
    if "counterpart" in members:
        members["counterpart"] = Counterpart(**members["counterpart"])
    for name in {"accepted", "lapsed"} & members.keys():
        members[name] = Acceptance(**members[name])
    if "payload" in members:
        members["payload"] = _payload(members["payload"])
    if "captures" in members:
        members["captures"] = tuple(CapturedKey(**each) for each in members["captures"])
    for name in {"operations", "places", "requests", "variables"} & members.keys():
        members[name] = tuple(members[name])
    return ShownFinding(**members)


def _payload(told: dict[str, Any]) -> ShownPayload:
    """A finding's payload, its values as JSON text."""
    members: dict[str, Any] = {"status": None, **told}
    for name in {"value", "given"} & told.keys():
        members[name] = json.dumps(told[name])
    return ShownPayload(**members)


def stored_scope(told: dict[str, Any]) -> RunScope:
    """What the run asked; its lists as they are kept."""
    lists = {name: tuple(each) for name, each in told.items() if isinstance(each, list)}
    return RunScope(**{**told, **lists})


def as_finding(shown: ShownFinding, cause: str = "") -> Finding:
    """What was shown as a finding again; its cause is in its fingerprint alone, if anywhere."""
    return Finding(
        rule=shown.rule,
        message=shown.message,
        severity=Severity(shown.severity),
        operation=shown.operation,
        instance=shown.instance,
        schema=shown.schema,
        file=shown.file,
        line=shown.line,
        cause=cause,
        count=shown.count,
        operations=shown.operations,
        accepted=shown.accepted,
        lapsed=shown.lapsed,
    )


def name_of(shown: ShownFinding) -> str:
    """Rule and place, as one line tells them."""
    where = shown.file if shown.line is None else f"{shown.file}:{shown.line}"
    place = shown.instance if shown.instance is not None else shown.schema
    parts = (shown.rule, shown.operation, where if place is None else place or "/")
    return " ".join(part for part in parts if part)


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    text = importlib.resources.files("ringback.reports").joinpath("schema/report.schema.json")
    return jsonschema_rs.Draft202012Validator(json.loads(text.read_text("utf-8")))
