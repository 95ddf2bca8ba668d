"""What scenarios are made of: steps, replies, and the stage that all of them share."""

from collections import Counter, deque
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from ringback.campaign.access.write_permission import WritePermission
from ringback.campaign.known.identifiers import Identifiers
from ringback.campaign.resource.binding import Binder
from ringback.campaign.resource.bodies.fitted_bodies import Bodies
from ringback.campaign.resource.model import Graph, OutputSlot, Part, Resource
from ringback.campaign.resource.observed import Observed
from ringback.campaign.resource.thing import Address, Thing
from ringback.campaign.resource.thing_keys import is_key, members, told_at
from ringback.campaign.resource.world import World
from ringback.contract import Admission, Contract, Unclear
from ringback.crashes import Crashes
from ringback.exchange import Exchange, Request, Response
from ringback.finding import Finding
from ringback.laws import Knowledge
from ringback.operation import Operation
from ringback.payload import MISSING, decode

_HOPELESS = 24  # bodies that a create refuses, before it is left alone


class Presence(StrEnum):
    """What is known of the thing that a request is about, before it is sent."""

    THERE = "there"  # it exists, and is the account's own
    GONE = "gone"  # a read said so, or nothing ever had this key
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A request to send: what it is about, in whose name, and what is known beforehand.

    `vacant` tells that a read just before found nothing under the key: what a PUT makes there is
    the run's own.
    """

    request: Request
    operation: Operation
    address: Address = field(default_factory=dict)
    presence: Presence = Presence.UNKNOWN
    credentials: bool = True
    account: str = ""
    described: bool = True
    vacant: bool = False
    judged: bool = True


class AtOnce(list[Step]):
    """Steps that are to meet: they leave at the same time, whatever is under way."""


class InOrder(list[Step]):
    """Steps that arrive one behind the other, none of which is made of an answer to another.

    From a target that is near each waits for the one before it. To one that is far they leave a
    moment apart, and arrive in their order nearly always: what shows is looked at again, each step
    behind the answer to the last, before it is told.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came of a step; `thing` is what it created, or is about, as it is known now."""

    step: Step
    exchange: Exchange
    thing: Thing | None = None

    @property
    def response(self) -> Response | None:
        """The answer, if there was one."""
        return self.exchange.response

    @property
    def status(self) -> int:
        """The answer's status; 0 where none came."""
        return self.response.status if self.response else 0

    @property
    def succeeded(self) -> bool:
        """Whether it was answered with 2xx."""
        return self.response is not None and self.response.succeeded

    @property
    def refused(self) -> bool:
        """Whether it was answered with 4xx."""
        return self.response is not None and self.response.refused

    @property
    def value(self) -> Any:
        """The JSON of a success; `MISSING` where there is none."""
        if self.response is None or not self.response.succeeded or not self.response.body:
            return MISSING
        decoded = decode(self.response.body)
        return decoded.value if decoded.parsed else MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A standing thing as it was made, and when, in seconds of a clock that only goes on."""

    thing: Thing
    state: Any
    since: float


Play = Generator[Sequence[Step], Sequence[Reply], None]
"""A scenario under way: it yields what is to be sent together, and is given the replies."""


class Indivisible:
    """A scenario without parts: what it finds is confirmed by all of it."""

    __slots__ = ()

    @property
    def ahead(self) -> bool:
        """Whether it sends steps `InOrder`, so that what shows once may come of their order."""
        return False

    def narrowed(self, _finding: Finding) -> Self:
        """It has no parts."""
        return self


@dataclass(slots=True, kw_only=True)
class Stage:
    """What all scenarios of a run share; the scheduler alone changes `world`.

    `knowledge` is the API's own module. `origin` is the target's URL; `barred` says of
    operations why no credentials can be given to them, `permission` what may be written at all.
    `standing` are the keys of things that stand all the while, by
    account: parents of what is made, and what references name. `volatile` are the members of a
    resource that change by themselves. `unplayable` holds why an operation could not be played,
    `left_out` what of it the bound left out. `before` are the entries of lists before anything was
    written, `found` keys of what stood in them. `parents` are keys of what the run can't make and
    writes nothing to, and in which it makes things of its own. `unwritable` are singletons that
    can't be put back, `others_first` tells how those of the other account stood first,
    `own_members` which members of them each account has for itself.
    `keyed_by` names the member of a resource's representations that has shown to be its key.
    `spare` are keys that things of another resource lend, by account and the resource that borrows.
    `bystanders` are things of the account that are read and never written, `touched` parts that
    were edited where they stood for a while: the thing that they stood in, and how they were first.
    `observed` is what was seen of each resource, `holding` the actions behind which a thing could
    not be deleted any more. `stood` are the standing things as they were made, by resource.
    `uncertain` are resources of which a create has failed, or got no answer: what it made, if it
    did, nobody has told; `refusals` counts the creates that were refused, by operation, and
    `accepting` are those of which one was not. Of a `stateless` target nothing can be changed, so
    that any key may be written. One that `keeps_nothing` has shown so in the run itself.
    """

    graph: Graph
    contract: Contract
    forms: Contract
    binder: Binder
    bodies: Bodies
    world: World
    crashes: Crashes
    names: Identifiers
    knowledge: Knowledge = field(default_factory=Knowledge)
    origin: str = ""
    permission: WritePermission = field(default_factory=WritePermission)
    barred: Mapping[str, str] = field(default_factory=dict)
    stateless: bool = False
    keeps_nothing: bool = False
    standing: dict[str, dict[str, Any]] = field(default_factory=dict)
    volatile: dict[str, set[str]] = field(default_factory=dict)
    unplayable: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    before: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)
    parents: dict[str, Any] = field(default_factory=dict)
    unwritable: set[str] = field(default_factory=set)
    others_first: dict[str, Any] = field(default_factory=dict)
    own_members: dict[str, set[str]] = field(default_factory=dict)
    uncertain: set[str] = field(default_factory=set)
    refusals: Counter[str] = field(default_factory=Counter)
    accepting: set[str] = field(default_factory=set)
    holding: set[str] = field(default_factory=set)
    stood: dict[str, Stood] = field(default_factory=dict)
    keyed_by: dict[str, str] = field(default_factory=dict)
    spare: dict[tuple[str, str], deque[dict[str, Any]]] = field(default_factory=dict)
    bystanders: dict[str, list[Thing]] = field(default_factory=dict)
    touched: dict[tuple[str, str, str], tuple[Thing, Part, Any]] = field(default_factory=dict)
    observed: Observed = field(default_factory=Observed)

    def known(self, operation: Operation | None = None) -> dict[str, Any]:
        """The keys that reads may name: those of the run's own things, else of what was found.

        What stands in a thing that was found is not looked for in one of the run's own; where an
        `operation` needs it, it is looked for where it was found.
        """
        own, found = self.standing.get("", {}), self.found
        above = {name: self.graph.ancestors(self.resource(name)) for name in found}
        kept = {
            name: key
            for name, key in found.items()
            if not any(each.name in own for each in above[name])
        }
        needed = {
            each.resource
            for each in (self.graph.slots(operation) if operation else ())
            if each.where == "path"
        }
        own_way = needed <= own.keys() | self.parents.keys()
        theirs = {} if own_way or not needed <= found.keys() else found
        return {**kept, **own, **{name: theirs[name] for name in needed if name in theirs}}

    def playable(self, resource: Resource) -> bool:
        """Whether what is made of a resource can be taken away, by itself or with its parent."""
        maker = resource.maker
        if maker is None or resource.name in self.observed.dropped:
            return False
        if resource.delete is not None or resource.irreversible:
            return True
        above = self.graph.ancestors(resource)
        if any(each.delete is not None and each.maker is not None for each in above):
            return True
        self.cannot(maker, f"nothing described deletes what {maker.method} {maker.path} makes")
        return False

    def key_of(self, entry: Any, resource: Resource) -> Any:
        """The key that an entry of a list tells, or names as one that lends it; `MISSING`."""
        if not isinstance(entry, dict):
            return entry
        resource = self.resource(resource.borrows) if resource.borrows else resource
        if resource.name in self.keyed_by:
            return entry.get(self.keyed_by[resource.name], MISSING)
        return next((key for _, key in members(entry, resource)), MISSING)

    def singleton(self, resource: Resource) -> Thing | None:
        """The singleton that the run may write: the account's, or that of the standing parent."""
        standing = self.standing.get("", {})
        above = [each.name for each in self.graph.ancestors(resource)]
        if not all(name in standing for name in above):
            return None
        return self.world.thing(resource.name, {name: standing[name] for name in above})

    def resource(self, name: str) -> Resource:
        """The resource of this name."""
        return self.graph.resources[name]

    def admission(self, request: Request, operation: Operation) -> Admission:
        """The description's word on a request; unclear where no validator can say."""
        with self.crashes.contained(f"{operation.id}: whether a request is admitted"):
            return self.contract.admission(request, operation)
        return Unclear(why="no validator could say")

    def learn(self, operation: Operation, exchange: Exchange) -> None:
        """Take note of keys that an exchange tells by its links: reads may name them.

        Those of resources that the run makes things of are left aside: what it made goes again.
        """
        for slot in self.graph.given_by(operation):
            resource = self.resource(slot.resource)
            if resource.maker is None and resource.parent is None:
                key = told_at(slot, operation, exchange)
                if is_key(key):
                    self.found.setdefault(resource.name, key)

    def link(self, slot: OutputSlot) -> None:
        """Take note of where a create tells the key of what it makes, as a link would."""
        self.graph = replace(self.graph, outputs=(*self.graph.outputs, slot))

    def permits(self, step: Step) -> bool:
        """Whether a step may be sent; a note of what is not, by its operation's name."""
        operation, method = step.operation, step.request.method
        if self.permission.admits(method, operation):
            return True
        if self.permission.refusal(operation) and step.described:
            self.cannot(operation, self.permission.refusal(operation))
        else:
            self.leave_out(operation, f"{method}, as nothing is written: {self.permission.why}")
        return False

    def leave_out(self, operation: Operation, what: str) -> None:
        """Note what of an operation is not played, once."""
        told = self.left_out.setdefault(operation.id, [])
        if what not in told:
            told.append(what)

    def is_hopeless(self, maker: Operation) -> bool:
        """Whether a create has refused so many bodies, and taken none, that no more are tried."""
        if maker.id in self.accepting or self.refusals[maker.id] < _HOPELESS:
            return False
        self.leave_out(maker, f"more bodies: of {_HOPELESS} and more it has accepted none")
        return True

    def cannot(self, operation: Operation, why: str) -> None:
        """Note why an operation can't be played; the first reason counts."""
        self.unplayable.setdefault(operation.id, why)
