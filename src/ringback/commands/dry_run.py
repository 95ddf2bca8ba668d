"""`ringback check --dry-run`: what would be sent and written; nothing leaves."""

from collections import Counter
from collections.abc import Iterator

from ringback.campaign.credentials import barred
from ringback.campaign.names import Names
from ringback.campaign.outcome import Outcome
from ringback.campaign.sources import Sources
from ringback.campaign.spoiling import spoilt
from ringback.commands import replaying
from ringback.commands.asking import Asked
from ringback.commands.options import CheckOptions
from ringback.crashes import Crashes
from ringback.generation.walk import other_methods
from ringback.operation import Operation

_SOURCES = {
    "walk": "by design",
    "broken": "broken by design",
    "coverage": "Schemathesis coverage",
    "random": "Schemathesis random",
    "strange": "naming a stranger",
    "method": "other methods",
    "credentials": "wrong credentials",
}


def told(options: CheckOptions, subject: Asked) -> str:
    """The text that a dry run prints."""
    plan = subject.plan
    lines = [f"dry run: nothing is sent, {options.reading} reading, seed {plan.seed}"]
    if subject.against is not None:
        lines.append(f"would compare the description with {subject.against.name}")
    if subject.aim is None:
        lines.append("no target: the description and the recordings alone would be judged")
    else:
        lines.append(f"target {subject.aim.target.name}")
        report, settings = subject.report, subject.settings
        lines += _operations(subject) if report is None else replaying.planned(report, settings)
        lines += _bounds(options)
    lines += [f"would write {each.path} ({each.format})" for each in subject.specs if each.path]
    return "\n".join(lines) + "\n"


def _operations(subject: Asked) -> Iterator[str]:
    """One line an operation: how many cases, and where they come from."""
    aimed, plan = subject.aim, subject.plan
    values = aimed.values if aimed else {}
    names = Names(subject.knowledge.names, values, plan.seed)
    outcome, crashes = Outcome(), Crashes()
    sources = Sources(subject.contract, subject.forms, names, plan, outcome, crashes=crashes)
    updates = False
    for operation in sorted(plan.operations, key=lambda each: not each.safe):
        updates = updates or not operation.safe
        where = f"{operation.method} {operation.path}"
        missing = [
            each.name for each in operation.parameters if each.required and each.name not in values
        ]
        why = barred(operation)
        if missing and not why:
            why = f"no value is configured for {', '.join(missing)}"
        if why:
            yield f"would leave out {operation.id} ({where}): {why}"
            continue
        counts = _counts(subject, sources, operation)
        parts = ", ".join(
            f"{count} {_SOURCES.get(name, name)}" for name, count in counts.items() if count
        )
        yield f"would send {counts.total()} cases to {operation.id} ({where}): {parts}"
    yield from (f"would leave out {each.rule}: {each.why}" for each in outcome.skipped)
    if updates and aimed and aimed.target.stateful:
        yield "would read around each update, and put back at the end what was changed"
    for each in crashes.entries:
        yield f"could not be made: {each.what} ({each.why})"


def _counts(subject: Asked, sources: Sources, operation: Operation) -> Counter[str]:
    """How many cases of an operation come from each source."""
    values = subject.aim.values if subject.aim else {}
    given = subject.contract.configured(operation, values)
    counts = Counter(case.origin for case in sources.cases(operation, given))
    counts["method"] = sum(1 for _ in other_methods(subject.contract, operation))
    plain = sources.plain_case(operation, given)
    if plain is not None:
        counts["credentials"] = sum(1 for _ in spoilt(plain.request, operation, values))
    return counts


def _bounds(options: CheckOptions) -> Iterator[str]:
    if options.max_requests is not None:
        yield f"would stop after {options.max_requests} requests"
    if options.max_time is not None:
        yield f"would stop after {options.max_time:g} s"
    if options.rate is not None:
        yield f"would send {options.rate:g} requests a second at most"
    if options.min_coverage is not None:
        yield f"would fail below {options.min_coverage:g} % of either side's coverage"
