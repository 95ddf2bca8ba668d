"""`ringback check --dry-run`: what would be sent and written; nothing leaves."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ringback.campaign.access.credentials import TOKEN
from ringback.campaign.known.identifiers import Identifiers, names_of
from ringback.campaign.phases.generated.random_cases import MOST
from ringback.campaign.resource.graph import graph_of
from ringback.campaign.resource.model import Graph, Resource, Role
from ringback.campaign.run.campaign import Campaign
from ringback.campaign.run.outcome import Outcome
from ringback.campaign.run.rehearsal import Planning, Rehearsal, SentRequest
from ringback.campaign.scheduler.stage import Stage
from ringback.campaign.session.budget import Budget
from ringback.commands.arguments import CheckOptions
from ringback.commands.common.skipped_parts import left_out, placed
from ringback.commands.setup import replaying
from ringback.commands.setup.check_setup import Asked
from ringback.config import Writes
from ringback.ledger import Ledger
from ringback.mock.api_mock import ApiMock
from ringback.mock.in_process.mocked_target import MockedTarget
from ringback.mock.store.things_there import StartingThings
from ringback.operation import SAFE_METHODS, Operation
from ringback.targets.interface import Target
from ringback.wiring import Aim

_FIRST = 7_101  # what the keys of imagined things count from: no configured one is like that


def told(options: CheckOptions, subject: Asked) -> str:
    """The text that a dry run prints."""
    lines = [f"dry run: nothing is sent, {options.reading} reading, seed {subject.plan.seed}"]
    if subject.note:
        lines.append(subject.note)
    if subject.against is not None:
        lines.append(f"would compare the description with {subject.against.name}")
    if subject.aim is None:
        lines.append("no target: the description and the recordings alone would be judged")
    else:
        lines.append(f"target {subject.aim.target.name}")
        lines += subject.aim.notes
        report = subject.report
        if report is not None:
            lines += replaying.planned(report)
        else:
            lines += _planned(options, subject, subject.aim)
        lines += _bounds(options, subject.budget)
    for each in placed(left_out(subject.contract.description), subject.settings.root):
        lines.append(f"{each.rule}: {each.why}")
    lines += [f"would write {each.path} ({each.format})" for each in subject.specs if each.path]
    return "\n".join(lines) + "\n"


def _planned(options: CheckOptions, subject: Asked, aim: Aim) -> Iterator[str]:
    """A whole run on an imagined service, told: what is sent, what is put back, what is not."""
    graph = graph_of(subject.contract, subject.settings.resources)
    values = {TOKEN: "a token", **aim.values}
    target: Target = aim.target
    if target.stateful:
        accounts = (values, *aim.accounts.values())
        target = _imagined(subject, graph, target, accounts, aim)
    session = Planning(
        target=target,
        contract=subject.contract,
        forms=subject.forms,
        knowledge=subject.knowledge,
        values=values,
        accounts=aim.accounts,
        resources=subject.settings.resources,
        names=Identifiers(names_of(subject.settings.resources), values, subject.plan.seed),
        ledger=Ledger(select=options.common.select, ignore=options.common.ignore),
        headers=aim.headers,
        permission=aim.permission,
        budget=Budget(requests=subject.budget.requests),
        width=options.concurrency or 0,
    )
    campaign = Campaign(
        session, replace(subject.plan, random_cases=0, deep=False), scheduler=Rehearsal
    )
    outcome = campaign.run()
    yield from _sent(session.planned, subject, campaign.stage)
    for resource in graph.resources.values():
        yield from _resource(session.planned, subject, campaign.stage, resource)
    yield from graph.notes
    yield from _left_out(outcome)
    if aim.permission.writes is Writes.NONE:
        yield "would write nothing"
    else:
        yield "would delete in the end whatever it made, and put back what it changed"


def _imagined(
    subject: Asked,
    graph: Graph,
    target: Target,
    accounts: Sequence[Mapping[str, str]],
    aim: Aim,
) -> Target:
    """A mock in the place of the target: it keeps things, as the description has it."""
    known = frozenset(aim.values.values())
    mock = ApiMock(
        subject.contract,
        graph=graph,
        accounts=accounts,
        starting=StartingThings(known=known, found=False),
        first=_FIRST,
    )
    return MockedTarget(mock, name=target.name, base_url=target.base_url, stateful=True)


def _sent(planned: Counter[SentRequest], subject: Asked, stage: Stage) -> Iterator[str]:
    """The requests of each phase, and of each operation."""
    phases: Counter[str] = Counter()
    for sent, count in planned.items():
        phases[sent.phase or "first looks"] += count
    yield f"would send about {planned.total()} requests, if the target answers as described:"
    yield "  " + ", ".join(f"{phase} {count}" for phase, count in phases.items())
    for operation in subject.plan.operations:
        mine = {sent: n for sent, n in planned.items() if sent.operation == operation.id}
        count = sum(n for sent, n in mine.items() if sent.described)
        if not count:
            continue
        yield f"  {operation.id} ({operation.method} {operation.path}): {count}, " + (
            "writes" if _writes(stage, operation) else "reads"
        )
        others = [sent.method for sent in mine if not sent.described]
        if others:
            yield f"    and {', '.join(others)} there, which nobody described"
    deep = "as long as they show something new" if subject.plan.deep else f"at most {MOST}"
    yield f"  and random cases of each, {deep}"


def _writes(stage: Stage, operation: Operation) -> bool:
    """Whether an operation may change something."""
    return operation.method not in SAFE_METHODS and stage.graph.role(operation)[0] is not Role.SAFE


def _resource(
    planned: Counter[SentRequest], subject: Asked, stage: Stage, resource: Resource
) -> Iterator[str]:
    """What is known of a resource, whether its things are written, and how they are put back."""
    wanted = {each.id for each in subject.plan.operations}
    roles = [f"{role} {each.id}" for role, each in resource.roles() if each.id in wanted]
    if roles:
        sent = {each.operation for each in planned if each.described}
        written = any(e.id in sent and _writes(stage, e) for _, e in resource.roles())
        yield f"{resource.name} (by {resource.inferred}): {', '.join(roles)}"
        yield f"  would {_put_back(stage, resource) if written else _unwritten(stage, resource)}"


def _put_back(stage: Stage, resource: Resource) -> str:
    """What becomes of things that are written, in words that follow `would`."""
    above = stage.graph.ancestors(resource)
    ends = next((each.delete for each in (resource, *above) if each.delete is not None), None)
    end = f"{ends.id} takes each away" if ends else "they stay, as the configuration allows"
    if resource.maker is not None and not resource.alone:
        return f"make things, and write those alone; {end}"
    if any(each.maker is not None for each in above):
        return f"write it in what the run makes; {end}"
    what = "it" if resource.singleton else "the thing that the configuration gives it"
    ways = [each.id for each in (resource.replace, resource.update) if each is not None]
    return f"write {what}, and put it back by {' or '.join(ways)}"


def _unwritten(stage: Stage, resource: Resource) -> str:
    """Why no thing is written, in words that follow `would`."""
    if stage.permission.writes is Writes.NONE:
        return f"write none: {stage.permission.why}"
    why = next(
        (stage.unplayable[e.id] for _, e in resource.roles() if e.id in stage.unplayable), ""
    )
    return f"write none: {why}" if why else "read what is there, and write none"


def _left_out(outcome: Outcome) -> Iterator[str]:
    """What of the run would not be judged, and why."""
    rules: dict[str, list[str]] = {}
    for each in outcome.skipped:
        rules.setdefault(each.why, []).append(each.rule.removeprefix("every rule on "))
    for why, names in rules.items():
        yield f"would leave out {', '.join(names)}: {why}"
    for doubt in outcome.doubts:
        yield f"would be in doubt: {doubt}"


def _bounds(options: CheckOptions, budget: Budget) -> Iterator[str]:
    if budget.requests is not None:
        yield f"would stop after {budget.requests} requests"
    if budget.seconds is not None:
        yield f"would stop after {budget.seconds:g} s"
    if budget.rate is not None:
        yield f"would send {budget.rate:g} requests a second at most"
    if options.min_coverage is not None:
        yield f"would fail below {options.min_coverage:g} % of either side's coverage"
    if options.min_patch_coverage is not None:
        percent = options.min_patch_coverage
        yield f"would fail below {percent:g} % of the coverage of what changed"
