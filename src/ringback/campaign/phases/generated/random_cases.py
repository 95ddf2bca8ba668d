"""What nobody thought of: Schemathesis' cases, on things of the run's own."""

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from ringback.campaign.phases.reads.reads import Reads
from ringback.campaign.phases.setup.existing_things import at_home
from ringback.campaign.resource.list_answers import is_cursor, paging_of
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.reference_members import words
from ringback.campaign.resource.thing import Address
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Play, Presence, Stage, Step
from ringback.contract import Admitted
from ringback.contract.operation_matching import path_texts
from ringback.exchange import Request, header_values
from ringback.finding import Finding
from ringback.generation.case import Case
from ringback.operation import Operation
from ringback.payload import MISSING, decode, encode

_TOGETHER = 8
MOST = 24  # cases of one operation, spread over all that were made
_QUIET = 16  # scenarios in a row that show nothing new: what comes behind them is not sent
_DELETES = 2  # each needs a thing of its own
_NO_HOST = re.compile(rb'"https?:(//)?(?![A-Za-z0-9\[/])')
_AS_MADE = 4  # of the reads, one in so many keeps the key that was made up


News = Callable[[Operation], int]
"""How much an operation has shown so far."""

Mine = Callable[[Iterable[Scenario]], Iterator[Scenario]]
"""Those scenarios that this run plays: a shard leaves some to others."""


def surprising_scenarios(
    stage: Stage, cases: Sequence[Case], news: News | None = None, mine: Mine = iter
) -> Iterator[Scenario]:
    """The cases of each operation, a few to a scenario, as far as they are `mine`.

    With `news` all of them, as long as what it counts grows; else as many as a run plays by
    default.
    """
    by_operation: dict[str, list[Case]] = {}
    for case in map(_without_idle_type, cases):
        by_operation.setdefault(case.operation.id, []).append(case)
    for every in by_operation.values():
        operation = every[0].operation
        if news is None:
            yield from mine(_scenarios(stage, operation, _chosen(every)))
        else:
            told = partial(news, operation)
            yield from _while_new(stage, mine(_scenarios(stage, operation, every)), told)


def _while_new(
    stage: Stage, scenarios: Iterator[Scenario], told: Callable[[], int]
) -> Iterator[Scenario]:
    """The scenarios, until a row of them has shown nothing new."""
    known, quiet = told(), 0
    for scenario in scenarios:
        yield scenario
        now = told()
        known, quiet = (now, 0) if now > known else (known, quiet + 1)
        if quiet >= _QUIET:
            stage.leave_out(
                scenario.operation,
                f"random cases: the last {_QUIET * _TOGETHER} showed nothing new",
            )
            return


def _scenarios(stage: Stage, operation: Operation, cases: list[Case]) -> Iterator[Scenario]:
    """The cases of one operation, a few to a scenario."""
    role, resource = stage.graph.role(operation)
    if operation.safe or role is Role.SAFE:
        steps = [
            _read(stage, case, index) for index, case in enumerate(cases) if not _guesses(case)
        ]
        for start in range(0, len(steps), _TOGETHER):
            yield Reads(operation=operation, steps=tuple(steps[start : start + _TOGETHER]))
        return
    if resource is None or resource.singleton or resource.name not in stage.standing.get("", {}):
        return
    most, size = (cases[:_DELETES], 1) if role is Role.DELETE else (cases, _TOGETHER)
    for start in range(0, len(most), size):
        yield Surprise(
            operation=operation,
            resource=resource,
            role=role,
            cases=tuple(most[start : start + size]),
        )


def _without_idle_type(case: Case) -> Case:
    """The case without a media type where it has no body: it would be that of nothing."""
    if case.request.body or not header_values(case.request.headers, "content-type"):
        return case
    return replace(case, request=case.request.with_header("Content-Type", None))


def _chosen(every: list[Case]) -> list[Case]:
    """As many as are sent: all that were drawn, and of the others some, spread over them."""
    if len(every) <= MOST:
        return every
    drawn = [each for each in every if each.origin == "random"][:MOST]
    others, room = [each for each in every if each.origin != "random"], MOST - len(drawn)
    return [others[index * len(others) // room] for index in range(room)] + drawn


def _read(stage: Stage, case: Case, index: int) -> Step:
    """A read of what is known; one in a few of what was made up."""
    address = stage.known(case.operation)
    request, bound = _bound(stage, case, address)
    if index % _AS_MADE == _AS_MADE - 1 or not bound:
        return Step(request=case.request, operation=case.operation)
    return Step(request=request, operation=case.operation, presence=Presence.UNKNOWN)


def _guesses(case: Case) -> bool:
    """Whether a case makes up a cursor, which only an answer can tell."""
    cursor = paging_of(case.operation).cursor
    body = decode(case.request.body or b"").value
    if isinstance(body, dict) and any(is_cursor(name) for name in body):
        return True
    return cursor is not None and bool(case.request.query_values(cursor.name))


def _bound(stage: Stage, case: Case, address: Address) -> tuple[Request, bool]:
    """The request with the keys of an address in its path; whether all of them are known."""
    texts = path_texts(case.operation, case.request)
    path, known = case.operation.path, True
    slots = {each.place: each for each in stage.graph.slots(case.operation) if each.where == "path"}
    for name, text in texts.items():
        slot = slots.get(name)
        if slot is not None and slot.resource in address:
            text = quote(str(address[slot.resource]), safe="")  # noqa: PLW2901 -- the own key
        elif slot is not None:
            known = False
        path = path.replace(f"{{{name}}}", text)
    if "{" in path and not texts:
        return case.request, False
    query, told = _bound_query(stage, case, address)
    return replace(case.request, url=path + (f"?{query}" if query else "")), known and told


def _bound_query(stage: Stage, case: Case, address: Address) -> tuple[str, bool]:
    """The query with the keys of an address in it; whether all that it names are known."""
    slots = [each for each in stage.graph.slots(case.operation) if each.where == "query"]
    wanted = {each.place: address.get(each.resource, MISSING) for each in slots}
    query = urlsplit(case.request.url).query
    pairs = parse_qsl(query, keep_blank_values=True)
    named = [name for name, _ in pairs if name in wanted]
    if not named:
        return query, True
    known = [
        (name, text if wanted.get(name, MISSING) is MISSING else wanted[name])
        for name, text in pairs
    ]
    return urlencode(known, quote_via=quote), MISSING not in [wanted[name] for name in named]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surprise:
    """Some cases on one thing, or of one create; what was made of them is deleted."""

    operation: Operation
    resource: Resource
    role: Role
    cases: tuple[Case, ...]

    @property
    def lock(self) -> str:
        """What there is one of alone is taken turns at."""
        return self.resource.name if self.resource.alone else ""

    def narrowed(self, finding: Finding) -> Scenario:
        """The one whose exchange shows the finding."""
        if not finding.exchanges or len(self.cases) == 1:
            return self
        sent = finding.exchanges[0].request
        for each in self.cases:
            if each.request.body == sent.body and each.request.method == sent.method:
                return replace(self, cases=(each,))
        return self

    def play(self, scene: Scene) -> Play:
        """Send them together, and take away what they made."""
        made = self.role is Role.CREATE or (self.resource.upserts and self.role is Role.REPLACE)
        thing = None if made else (yield from at_home(scene, self.resource))
        if thing is None and not made:
            return
        address = scene.around(thing) if thing else scene.address(self.resource)
        if made and self.resource.upserts:
            address = {**address, **scene.new_key(self.resource)}
            if not (yield from scene.absent(self.resource, address, "")):
                return
        steps = [step for case in self.cases if (step := self._step(scene, case, address))]
        replies = yield steps
        yield from scene.dispose(thing, *[each.thing for each in replies if each.succeeded])

    def _step(self, scene: Scene, case: Case, address: Address) -> Step | None:
        """The case on the thing; None where it would name what is not the run's own."""
        stage = scene.stage
        request, bound = _bound(stage, case, address)
        if not bound or _NO_HOST.search(request.body or b""):
            return None  # whether a URL may lack its host services differ
        request = _with_own_key(self.operation, request)
        decoded = decode(request.body or b"")
        names = any(each.where == "body" for each in stage.graph.slots(self.operation))
        made = self.role is Role.CREATE  # of two that are sent together each has its own name
        keyed = self.role in {Role.UPDATE, Role.REPLACE}
        if (names or made or keyed) and decoded.parsed:
            fitted = stage.bodies.fitted(self.operation, decoded.value, address, fresh=made)
            if fitted.lacking:
                return None
            request = replace(request, body=encode(fitted.value))
        elif names and request.body:
            return None
        certain = isinstance(stage.admission(request, self.operation), Admitted)
        presence = Presence.THERE if certain else Presence.UNKNOWN
        return Step(request=request, operation=self.operation, address=address, presence=presence)


def _with_own_key(operation: Operation, request: Request) -> Request:
    """The request with an idempotency key that none has had: a used one stands for its request."""
    for each in operation.parameters:
        if each.where == "header" and "idempotency" in words(each.name):
            (key,) = header_values(request.headers, each.name)[:1] or [""]
            if key:  # as long as it was: its length may be what is asked
                own = str(uuid.uuid4()) + key[len(str(uuid.uuid4())) :]
                request = request.with_header(each.name, own)
    return request
