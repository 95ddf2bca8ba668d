"""What changes nothing: reads, lists and searches, with each parameter in each form, and broken."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import find, given_by, view_of
from ringback.campaign.phases.bounds import TO_REFUSE, bounded
from ringback.campaign.phases.reads.parameter_cases import parameter_cases
from ringback.campaign.resource.list_answers import is_paging
from ringback.campaign.resource.model import Role
from ringback.campaign.resource.reference_members import singular, spellings, words
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import (
    Indivisible,
    InOrder,
    Play,
    Presence,
    Reply,
    Stage,
    Step,
)
from ringback.exchange import Request
from ringback.finding import Finding
from ringback.generation.case import Case, request_for
from ringback.generation.designed_cases import accepting_cases, broken_frames
from ringback.laws import creating
from ringback.laws.differences import differences
from ringback.laws.likeness import Breach
from ringback.operation import Operation, Parameter
from ringback.payload import MISSING, same
from ringback.sampling.result import Made

_TOGETHER = 16
_BETWEEN = 6  # other requests, behind each of which the first one is asked again


def reading_scenarios(stage: Stage, operations: Sequence[Operation]) -> Iterator[Scenario]:
    """The cases of each operation that changes nothing, a few to a scenario."""
    for operation in operations:
        role, _ = stage.graph.role(operation)
        if operation.method == "TRACE" or not (operation.safe or role is Role.SAFE):
            continue
        with stage.crashes.contained(f"{operation.id}: cases by design"):
            steps = _steps(stage, operation)
            size = 1  # the plain one is asked before others are made
            while part := tuple(itertools.islice(steps, size)):
                yield Reads(operation=operation, steps=part)
                size = _TOGETHER


def computing_scenarios(stage: Stage, operations: Sequence[Operation]) -> Iterator[Scenario]:
    """What is computed of a body, and stored nowhere: it is told again as it was given."""
    for operation in operations:
        role, _ = stage.graph.role(operation)
        if role is Role.SAFE and stage.bodies.view(operation) is not None:
            yield Computed(operation=operation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed(Indivisible):
    """A search or a preview, asked with each body, and at last with the first once more."""

    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """The barest body twice, then each; members that came back once come back always.

        The barest answers as it did, whatever was asked before it.
        """
        stage = scene.stage
        steps = []
        for sample in bounded(stage, self.operation, stage.bodies.variants(self.operation)):
            fitted = stage.bodies.fitted(self.operation, sample.value, stage.known(), fresh=False)
            step = scene.step(self.operation, stage.known(), fitted.value)
            if step is not None and not fitted.lacking:
                steps.append(step)
        if not steps:
            return
        bare = min(steps, key=lambda each: len(each.request.body or b""))
        one, other = yield [bare, bare]
        replies: list[Reply] = []
        for start in range(0, len(steps), _TOGETHER):
            replies += yield steps[start : start + _TOGETHER]
        self._echoed(scene, replies)
        between = sorted(steps, key=lambda each: len(each.request.body or b""))
        behind = yield InOrder(
            each for step in between[:: max(1, len(between) // _BETWEEN)] for each in (step, bare)
        )
        for last in behind[1::2]:
            if not (one.succeeded and last.succeeded and same(one.value, other.value)):
                continue
            for each in differences(one.value, last.value):
                text = f"the same request answers otherwise after others at {each.place or '/'}"
                breach = Breach(rule="law/idempotence", message=text)
                find(scene, [breach], self.operation, one.exchange, last.exchange)
                return

    def _echoed(self, scene: Scene, replies: Sequence[Reply]) -> None:
        """Members that the answer has of the request, where some answer tells them as given."""
        found: dict[str, list[tuple[Reply, Breach | None]]] = {}
        for reply in replies:
            given, told = given_by(scene, reply), reply.value
            if not isinstance(given, dict) or not isinstance(told, dict):
                continue
            view = view_of(scene, reply)
            admits = scene.stage.forms.responses.admits
            for name in sorted(given.keys() & told.keys()):
                if is_paging(name):
                    continue  # a limit may be cut to what a service allows
                alone = {name: given[name]}
                broken = next(creating.echoed(alone, told, view, admits, "in the answer"), None)
                found.setdefault(name, []).append((reply, broken))
        for pairs in found.values():
            wrong = [(reply, breach) for reply, breach in pairs if breach is not None]
            if wrong and len(wrong) < len(pairs):
                reply, breach = wrong[0]
                find(scene, [breach], self.operation, reply.exchange)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """Requests that change nothing: each is judged by its own answer alone."""

    operation: Operation
    steps: tuple[Step, ...]
    lock: str = ""

    def narrowed(self, finding: Finding) -> Scenario:
        """The one whose exchange shows the finding."""
        if not finding.exchanges:
            return self
        shown = finding.exchanges[0].request
        fitting = [each for each in self.steps if _is_of(each.request, shown)]
        if not fitting:
            return self
        best = max(fitting, key=lambda each: (len(each.request.url), len(each.request.headers)))
        return replace(self, steps=(best,))

    def play(self, _scene: Scene) -> Play:
        """Send them."""
        yield self.steps


def _is_of(request: Request, sent: Request) -> bool:
    """Whether what was sent is this request with credentials put on it."""
    asked, sent_headers = request.url, set(sent.headers)
    url_fits = sent.url == asked or sent.url.startswith((f"{asked}?", f"{asked}&"))
    return url_fits and sent.body == request.body and sent_headers >= set(request.headers)


def _steps(stage: Stage, operation: Operation) -> Iterator[Step]:
    """Every request of an operation that is asked by design."""
    scene = Scene(stage)
    address = stage.known(operation)
    if operation.id in stage.barred:
        return
    bound = stage.binder.parameters(operation, address, free=True)
    if not isinstance(bound, dict):
        stage.cannot(operation, bound.why)
        return
    own = stage.standing.get("", {})
    keyed = {
        each.place
        for each in stage.graph.slots(operation)
        if each.resource in own and own[each.resource] == address.get(each.resource)
    }
    owned = all(
        each.place in keyed for each in stage.graph.slots(operation) if each.where == "path"
    )
    presence = (
        Presence.THERE if owned and not _told_by_values(stage, operation) else Presence.UNKNOWN
    )

    def step(case: Case, known: Presence = presence) -> Step:
        return Step(request=case.request, operation=operation, address=address, presence=known)

    made = stage.bodies.plain(operation)
    body = made.value if isinstance(made, Made) else MISSING
    plain = Case(
        operation=operation,
        request=request_for(operation, bound, body),
        label="plain",
        origin="design",
    )
    yield step(plain)
    within = _within(stage, operation, address)
    if within:
        request = request_for(operation, {**bound, **within}, body)
        yield step(replace(plain, request=request, label="within"), Presence.UNKNOWN)
    yield from (step(each) for each in accepting_cases(operation, plain))
    for sample in bounded(stage, operation, stage.bodies.variants(operation)):
        fitted = stage.bodies.fitted(operation, sample.value, address, fresh=False)
        if not fitted.lacking:
            request = request_for(operation, bound, fitted.value)
            yield step(replace(plain, request=request, label=sample.label), Presence.UNKNOWN)
    for sample in bounded(stage, operation, stage.bodies.broken(operation), what=TO_REFUSE):
        yield step(replace(plain, request=request_for(operation, bound, sample.value)))
    yield from (step(each, Presence.UNKNOWN) for each in broken_frames(operation, bound, body))
    for each in parameter_cases(stage, operation, bound, plain, body):
        yield replace(step(each), address={})  # it may be another key that the path has now
    gone = _gone(scene, operation, address)
    if gone is not None:
        yield gone


def _within(stage: Stage, operation: Operation, address: dict[str, Any]) -> dict[str, Any]:
    """The keys of known things for parameters that name one, and that may be left out.

    A service may ask for one of them all the same: tasks of a `project`.
    """
    found: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.where != "query" or parameter.required or parameter.schema is None:
            continue
        for resource in stage.graph.resources.values():
            named = {*spellings(resource), words(singular(resource.name))}
            key = address.get(resource.name, MISSING)
            if resource.singleton or key is MISSING or words(parameter.name) not in named:
                continue
            if stage.contract.requests.admits(parameter.schema, key):
                found.setdefault(parameter.name, key)
    return found


def _told_by_values(stage: Stage, operation: Operation) -> bool:
    """Whether a required parameter has a value that was made up: it may name what isn't there."""
    slots = {each.place for each in stage.graph.slots(operation)}
    return any(
        (each.required or each.where == "path")
        and each.name not in slots
        and not _is_closed(stage, each)
        for each in operation.parameters
    )


def _is_closed(stage: Stage, parameter: Parameter) -> bool:
    """Whether a parameter's values are all named by the description."""
    view = stage.contract.requests.view(parameter.schema) if parameter.schema else None
    return view is not None and ("enum" in view.raw or view.types == ("boolean",))


def _gone(scene: Scene, operation: Operation, address: dict[str, Any]) -> Step | None:
    """The read of a key that nothing has."""
    stage = scene.stage
    last = [each for each in stage.graph.slots(operation) if each.where == "path"][-1:]
    if not last or last[0].resource not in address:
        return None
    parameter = next(each for each in operation.parameters if each.name == last[0].place)
    key = stage.bodies.distinct_key(parameter)
    if key is MISSING:
        return None
    elsewhere = {**address, last[0].resource: key}
    step = scene.step(operation, elsewhere, _body(stage, operation), presence=Presence.GONE)
    return replace(step, address={last[0].resource: key}) if step else None


def _body(stage: Stage, operation: Operation) -> Any:
    made = stage.bodies.plain(operation)
    return made.value if isinstance(made, Made) else MISSING
