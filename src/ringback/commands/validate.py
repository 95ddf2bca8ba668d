"""`ringback validate`: recorded payloads against the description."""

import difflib
import sys
import time
from dataclasses import replace

from ringback.commands.options import ValidateOptions
from ringback.commands.rules import all_rules
from ringback.commands.telling import check_rules, ledger_for, report_specs, tell
from ringback.config import load_settings
from ringback.contract import Contract
from ringback.errors import UsageError
from ringback.finding import Finding
from ringback.laws import Knowledge
from ringback.recordings import Entry, files, parse, read
from ringback.validate import Bare, judge_entry, payload_schema
from ringback.verdict import Counts, Run, conclude
from ringback.wiring import contract


def run(options: ValidateOptions) -> int:
    """Judge every file, tell, and answer the exit code."""
    started = time.monotonic()
    common = options.common
    settings = load_settings(common.config)
    specs = report_specs(common)
    check_rules(common, all_rules(Knowledge()))
    judged = contract(settings, options.reading)
    bare = _bare(options, judged)
    ledger = ledger_for(common)
    findings: list[Finding] = []
    count = 0
    for entry in _entries(options.paths):
        count += 1
        found = judge_entry(entry, judged, bare, expectations=options.expectations)
        findings += [each for each in found if ledger.wants(each.rule)]
    result = Run(
        command="validate",
        verdict=conclude(_grouped(findings), () if count else ("no file was found to judge",)),
        reading=options.reading,
        seconds=time.monotonic() - started,
        counts=Counts(recordings=count),
    )
    return tell(result, specs, common, {})


def _entries(paths: tuple[str, ...]) -> list[Entry]:
    """What the paths hold; `-` is standard input."""
    named = list(files([path for path in paths if path != "-"]))
    found: list[Entry] = []
    if "-" in paths:
        found.append(parse(sys.stdin.buffer.read(), "standard input"))
    return [*found, *map(read, named)]


def _bare(options: ValidateOptions, judged: Contract) -> Bare | None:
    """What bare payloads are judged as; UsageError where the options don't go together."""
    if options.operation is None:
        if options.status is not None or options.request:
            raise UsageError(("--status and --request need --operation ID",))
        return None
    known = [operation.id for operation in judged.operations]
    if options.operation not in known:
        near = difflib.get_close_matches(options.operation, known)
        hint = f"did you mean {near[0]}?" if near else f"described: {', '.join(known)}"
        raise UsageError((f"--operation {options.operation}: no such operation; {hint}",))
    if (options.status is None) == (not options.request):
        raise UsageError(("say either --status N (an answer) or --request, not both, not none",))
    operation = judged.operation(options.operation)
    bare = Bare(operation=operation, status=None if options.request else options.status)
    if payload_schema(bare) is None:
        side = "request body" if options.request else f"answer {options.status}"
        statuses = ", ".join(answer.status for answer in operation.answers)
        text = f"{operation.id} documents no JSON {side} (answers: {statuses})"
        raise UsageError((text,))
    return bare


def _grouped(findings: list[Finding]) -> list[Finding]:
    """One finding a cause and file, with how often it was seen."""
    held: dict[tuple[str, str | None], Finding] = {}
    for finding in findings:
        key = (finding.fingerprint, finding.instance)
        earlier = held.get(key)
        held[key] = replace(earlier, count=earlier.count + 1) if earlier else finding
    return list(held.values())
