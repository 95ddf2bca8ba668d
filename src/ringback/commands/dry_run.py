"""`ringback check --dry-run`: what would be sent and written; nothing leaves."""

from collections import Counter
from collections.abc import Iterator

from ringback.campaign.credentials import barred
from ringback.campaign.names import Names
from ringback.campaign.outcome import Outcome
from ringback.campaign.resource.graph import graph_of
from ringback.campaign.resource.model import Graph, Resource, Role
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
        explored = subject.aim.target.stateful and not subject.knowledge.undoes
        if report is not None:
            lines += replaying.planned(report, settings)
        else:
            lines += _resources(subject) if explored else _operations(subject)
        lines += _bounds(options)
    lines += [f"would write {each.path} ({each.format})" for each in subject.specs if each.path]
    return "\n".join(lines) + "\n"


def _resources(subject: Asked) -> Iterator[str]:
    """One line a resource: what is known of it, and whether its things would be written."""
    graph = graph_of(subject.contract, subject.settings.resources)
    wanted = {each.id for each in subject.plan.operations}
    for resource in graph.resources.values():
        roles = [f"{role} {each.id}" for role, each in resource.roles() if each.id in wanted]
        if roles:
            yield f"{resource.name} (by {resource.inferred}): {', '.join(roles)}"
            yield f"  would {_written(subject, graph, resource)}"
    yield from graph.notes
    others = [
        each.id
        for each in subject.plan.operations
        if graph.role(each)[1] is None and each.safe and barred(each) is None
    ]
    if others:
        yield f"would read {', '.join(others)}"
    for operation in subject.plan.operations:
        role, owner = graph.role(operation)
        why = barred(operation)
        if why is None and owner is None and not operation.safe and role is not Role.SAFE:
            why = "nothing would take back what it does"
        if why is not None:
            yield f"would leave out {operation.id} ({operation.method} {operation.path}): {why}"
    yield "would delete in the end whatever it made, and put back what it changed"


def _written(subject: Asked, graph: Graph, resource: Resource) -> str:
    """What becomes of a resource's things, in words that follow `would`."""
    if resource.singleton:
        written = resource.update or resource.replace
        return "write it if it can be put back, and put it back" if written else "read it"
    above = graph.ancestors(resource)
    goes = resource.delete or any(each.delete and each.maker for each in above)
    if resource.maker is None:
        return "read things that are there, and write none"
    unknown = _unknown(subject, graph, resource.maker)
    if unknown and (goes or resource.irreversible):
        return f"make none: no value is configured for {unknown}, and a write takes no made-up one"
    if goes or resource.irreversible:
        return "make things, and write those alone"
    return f"make none: nothing described deletes what {resource.maker.id} makes"


def _unknown(subject: Asked, graph: Graph, maker: Operation) -> str:
    """The parameter of a create's path that nothing gives a value: it may name anybody's."""
    values = subject.aim.values if subject.aim else {}
    keys = {each.place for each in graph.slots(maker)}
    for each in maker.parameters:
        if each.where == "path" and each.name not in keys and each.name not in values:
            raw = subject.contract.requests.view(each.schema).raw if each.schema else {}
            if not {"enum", "const", "default"} & raw.keys():
                return each.name
    return ""


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
