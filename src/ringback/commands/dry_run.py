"""`ringback check --dry-run`: what would be sent and written; nothing leaves."""

from collections.abc import Iterator

from ringback.campaign.access.credentials import barred
from ringback.campaign.resource.graph import graph_of
from ringback.campaign.resource.model import Graph, Resource, Role
from ringback.commands import replaying
from ringback.commands.arguments import CheckOptions
from ringback.commands.check_setup import Asked
from ringback.commands.skipped_parts import left_out, placed
from ringback.operation import Operation


def told(options: CheckOptions, subject: Asked) -> str:
    """The text that a dry run prints."""
    plan = subject.plan
    lines = [f"dry run: nothing is sent, {options.reading} reading, seed {plan.seed}"]
    if subject.note:
        lines.append(subject.note)
    if subject.against is not None:
        lines.append(f"would compare the description with {subject.against.name}")
    if subject.aim is None:
        lines.append("no target: the description and the recordings alone would be judged")
    else:
        lines.append(f"target {subject.aim.target.name}")
        report = subject.report
        if report is not None:
            lines += replaying.planned(report)
        else:
            lines += _resources(subject)
        lines += _bounds(options)
    for each in placed(left_out(subject.contract.description), subject.settings.root):
        lines.append(f"{each.rule}: {each.why}")
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
    if resource.own:
        return "change the thing that the configuration gives it, and put it back"
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
                return str(each.name)
    return ""


def _bounds(options: CheckOptions) -> Iterator[str]:
    if options.max_requests is not None:
        yield f"would stop after {options.max_requests} requests"
    if options.max_time is not None:
        yield f"would stop after {options.max_time:g} s"
    if options.rate is not None:
        yield f"would send {options.rate:g} requests a second at most"
    if options.min_coverage is not None:
        yield f"would fail below {options.min_coverage:g} % of either side's coverage"
