"""What it takes to see a finding again: the writes before its exchanges, and keys they told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from ringback.campaign.resource.model import Graph, InputSlot, Role
from ringback.campaign.resource.thing import Thing, ThingId, thing_id
from ringback.campaign.resource.world import World
from ringback.campaign.scheduler.scene import Scenario
from ringback.campaign.scheduler.stage import Reply
from ringback.exchange import Exchange, header_values
from ringback.finding import Capture, Finding, Use, pointer
from ringback.payload import at, decode
from ringback.sampling.breakage import paths

_MOST = 8  # exchanges before those that show a finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A finding that was confirmed, and the scenario that shows it by itself."""

    scenario: Scenario
    finding: Finding


@dataclass(slots=True, kw_only=True)
class Evidence:
    """Completes findings of one playing, whose `replies` came in this order.

    `makers` are the replies that made things, of earlier playings as well.
    """

    world: World
    makers: dict[ThingId, Reply]
    replies: Sequence[Reply]

    def completed(self, finding: Finding) -> Finding:
        """The finding with what came before it; as it is where that is not known."""
        shown = [self._reply_of(each) for each in finding.exchanges]
        if not shown or any(each is None for each in shown):
            return finding
        known = [each for each in shown if each is not None]
        before = self._before(known)
        before = self._with_tags(before, known)
        told = [*before, *known]
        at_once = range(len(before), len(before) + finding.together)
        able = [at for at in range(len(told)) if len(at_once) < 2 or at not in at_once]
        return replace(
            finding,
            before=tuple(each.exchange for each in before),
            captures=(*self._captures(told, able), *_tags(told, able)),
        )

    def _reply_of(self, exchange: Exchange) -> Reply | None:
        return next((each for each in self.replies if each.exchange is exchange), None)

    def _before(self, shown: Sequence[Reply]) -> list[Reply]:
        """The writes that the shown exchanges rest on: of the things that they name, in order."""
        needed: dict[ThingId, None] = {}
        pending = list(shown)
        while pending:
            for thing in self._named(pending.pop()):
                name = thing_id(thing.resource, thing.keys)
                if name not in needed:
                    needed[name] = None
                    pending += [self.makers[name]] if name in self.makers else []
        first = min(
            (at for at, each in enumerate(self.replies) if any(each is one for one in shown)),
            default=0,
        )
        earlier = [
            each
            for each in self.replies[:first]
            if each.succeeded
            and not each.step.operation.safe
            and each.thing is not None
            and thing_id(each.thing.resource, each.thing.keys) in needed
        ]
        makers = [self.makers[each] for each in needed if each in self.makers]
        makers = [one for one in makers if not any(one is other for other in (*earlier, *shown))]
        makers.sort(key=lambda each: each.thing.number if each.thing else 0)
        most = 1 if any(not name[1] for name in needed) else max(1, _MOST - len(makers))
        return [*makers, *earlier[-most:]]  # a singleton stands as the last write left it

    def _named(self, reply: Reply) -> Iterator[Thing]:
        """The things that a request names by their keys."""
        graph = self.world.graph
        for slot in graph.slots(reply.step.operation):
            thing = self._thing(slot, reply)
            if thing is not None and any(True for _ in _places(slot, reply, str(thing.key))):
                yield thing
        resource = graph.role(reply.step.operation)[1]
        if resource is not None and resource.singleton and reply.thing is not None:
            yield reply.thing

    def _thing(self, slot: InputSlot, reply: Reply) -> Thing | None:
        """The thing that a slot of a request takes the key of."""
        graph = self.world.graph
        resource = graph.resources[slot.resource]
        line = {resource.name, *(each.name for each in graph.ancestors(resource))}
        return self.world.thing(
            slot.resource, {n: key for n, key in reply.step.address.items() if n in line}
        )

    def _with_tags(self, before: Sequence[Reply], shown: Sequence[Reply]) -> list[Reply]:
        """With the answers that told the tags of their conditions, where nothing of it does."""
        found = [*before]
        for tag in dict.fromkeys(tag for each in shown if (tag := _condition(each))):
            if any(tag == _tag(each) for each in (*found, *shown)):
                continue
            tellers = [each for each in self.replies if _tag(each) == tag]
            found += tellers[-1:] if tellers and tellers[-1].step.operation.safe else []
        return found

    def _captures(self, told: Sequence[Reply], able: Sequence[int]) -> Iterator[Capture]:
        """Each key that one of these made, with its uses in those after it."""
        for number in able:
            reply, thing = told[number], told[number].thing
            if thing is None or not _is_made_by(self.world.graph, reply):
                continue
            key = str(thing.key)
            place = _told_at(reply.exchange, key)
            uses = tuple(
                use
                for later, each in enumerate(told[number + 1 :], number + 1)
                for use in self._uses(thing, each, later)
            )
            if place is not None and uses and quote(key, safe="") == key:
                yield Capture(exchange=number, place=place, value=key, uses=uses)

    def _uses(self, thing: Thing, reply: Reply, number: int) -> Iterator[Use]:
        for slot in self.world.graph.slots(reply.step.operation):
            if slot.resource == thing.resource and self._is_of(slot, reply, thing):
                for place in _places(slot, reply, str(thing.key)):
                    yield Use(exchange=number, where=slot.where, place=place)

    def _is_of(self, slot: InputSlot, reply: Reply, thing: Thing) -> bool:
        found = self._thing(slot, reply)
        return found is not None and found.keys == thing.keys


def _condition(reply: Reply) -> str:
    """The tag that a request asks for; empty without one."""
    return next(iter(header_values(reply.exchange.request.headers, "if-match")), "")


def _tag(reply: Reply) -> str:
    """The tag that an answer tells; empty without one."""
    return next(iter(header_values(reply.response.headers, "etag")), "") if reply.response else ""


def _tags(told: Sequence[Reply], able: Sequence[int]) -> Iterator[Capture]:
    """Each tag that the requests after it ask for: of several answers that tell it, the last."""
    uses: dict[int, list[Use]] = {}
    for later, reply in enumerate(told):
        tag = _condition(reply)
        tellers = [at for at in able if at < later and tag and _tag(told[at]) == tag]
        if tellers:
            use = Use(exchange=later, where="header", place="If-Match")
            uses.setdefault(tellers[-1], []).append(use)
    for number, found in uses.items():
        yield Capture(
            exchange=number, place="header.etag", value=_tag(told[number]), uses=tuple(found)
        )


def _is_made_by(graph: Graph, reply: Reply) -> bool:
    """Whether a thing's key is told by this reply: a create's, not a PUT's under a chosen one."""
    return reply.succeeded and graph.role(reply.step.operation)[0] is Role.CREATE


def _told_at(exchange: Exchange, key: str) -> str | None:
    """Where an answer tells a key: in its body, else in a header; None where it does not."""
    response = exchange.response
    if response is None:
        return None
    body = decode(response.body).value if response.body else None
    found = [path for path in paths(body) if _text(at(body, path)) == key]
    if found:
        return pointer(min(found, key=len))
    located = header_values(response.headers, "location")
    ends = bool(located) and located[0].rstrip("/").rpartition("/")[2] == key
    return "header.location" if ends else None


def _places(slot: InputSlot, reply: Reply, key: str) -> Iterator[str]:
    """Where a request holds a key in a slot, as `Use.place` has it."""
    request, operation = reply.exchange.request, reply.step.operation
    match slot.where:
        case "path":
            template = operation.path.split("/")
            segments = request.path.split("/")
            if len(template) == len(segments):
                for number, (told, each) in enumerate(zip(template, segments, strict=True)):
                    if told == f"{{{slot.place}}}" and each == key:
                        yield str(number)
        case "query":
            if any(name == slot.place and value == key for name, value in request.query):
                yield slot.place
        case "body":
            decoded = decode(request.body or b"")
            wanted = slot.place.split("/")
            for path in paths(decoded.value) if decoded.parsed else ():
                if _fits(wanted, pointer(path)) and _text(at(decoded.value, path)) == key:
                    yield pointer(path)
        case _:
            return


def _fits(wanted: Sequence[str], place: str) -> bool:
    """Whether a pointer fits one in which `*` is any item."""
    steps = place.split("/")
    return len(steps) == len(wanted) and all(
        one in {"*", step} for one, step in zip(wanted, steps, strict=True)
    )


def _text(value: Any) -> str | None:
    """A key as it stands in a path; None for what is none."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
