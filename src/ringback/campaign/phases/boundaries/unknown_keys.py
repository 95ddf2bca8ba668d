"""Keys that the account does not have, in parameters and in bodies: as if nothing was there.

What another account owns is named by the configuration (`foreign`), what nobody has as well
(`unknown`), or is made up. Both are answered alike, and change nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.access.credentials import is_open
from ringback.campaign.access.invalid_credentials import spoilt
from ringback.campaign.known.identifiers import Name
from ringback.campaign.phases.answers import find, state_of, told, volatile
from ringback.campaign.phases.setup.existing_things import at_home
from ringback.campaign.phases.updates.updates import writable
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.nested_parts import nested, places_in
from ringback.campaign.resource.world import Thing
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
from ringback.exchange import Exchange, Response
from ringback.finding import steps
from ringback.laws import updating
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.payload import MISSING, decode, same
from ringback.sampling.breakage import replaced
from ringback.sampling.result import Made

# Headers that servers and what stands before them add, whatever is asked.
_OF_THE_WAY = (
    *("age", "alt-svc", "cache-", "cf-", "connection", "content-", "date", "etag", "expires"),
    *("fly-", "keep-alive", "last-modified", "nel", "ratelimit", "report-to", "retry-after"),
    *("server", "set-cookie", "timing", "trace", "transfer-encoding", "vary", "via", "x-amz"),
    *("x-b3", "x-cache", "x-correlation", "x-envoy", "x-rate", "x-request", "x-response"),
    *("x-runtime", "x-served", "x-timer", "x-trace", "x-vercel"),
)


def naming_scenarios(
    stage: Stage, operations: Sequence[Operation], values: Mapping[str, str]
) -> Iterator[Scenario]:
    """For each operation and each kind of key in its requests: another account's, nobody's."""
    for operation in operations:
        role, resource = stage.graph.role(operation)
        if resource is None or not resource.own:
            continue
        if not operation.safe and not writable(stage, resource, operation):
            continue
        for name in stage.names.names:
            if not _takes(stage, operation, name):
                continue
            if stage.names.foreign(name) is not None:
                yield Foreign(operation=operation, resource=resource, role=role, name=name)
            yield Unknown(operation=operation, resource=resource, role=role, name=name)
            if name.parameter and operation.safe:
                yield Near(operation=operation, resource=resource, role=role, name=name)
        if not is_open(operation):
            yield Unasked(operation=operation, resource=resource, role=role, values=values)


def _takes(stage: Stage, operation: Operation, name: Name) -> bool:
    """Whether requests of an operation can name a thing of this kind."""
    if name.parameter:
        return any(each.name == name.parameter for each in operation.parameters)
    return any(
        each.where == "body" and each.place == name.place for each in stage.graph.slots(operation)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Naming(Indivisible):
    """What these scenarios have in common."""

    operation: Operation
    resource: Resource
    role: Role

    @property
    def lock(self) -> str:
        """What is written is the one thing that the run has."""
        return self.resource.name

    def plain(self, scene: Scene, thing: Thing) -> Step | None:
        """The operation as it should be asked, on the run's own thing."""
        address, body = scene.around(thing), MISSING
        if scene.stage.bodies.view(self.operation) is not None:
            made = scene.stage.bodies.plain(self.operation)
            if not isinstance(made, Made):
                return None
            body = scene.stage.bodies.fitted(self.operation, made.value, address, fresh=False).value
        return scene.step(self.operation, address, body)

    def requests(self, scene: Scene, thing: Thing, name: Name, text: str) -> Iterator[Step]:
        """The requests that name a thing: alone, in other letters, and beside what is ours.

        What is looked up only for the first of several, or where nothing else is given, is not
        looked up as it ought to be.
        """
        plain = self.plain(scene, thing)
        address = scene.around(thing)
        if plain is None:
            return
        if name.parameter:
            yield replace(plain, request=_with_parameter(scene, self.operation, name, text, plain))
            return
        whole = decode(plain.request.body or b"").value
        own = scene.stage.names.own(name)[:1]
        bodies = [nested(name.place, text), nested(name.place, text.upper())]
        paths = [path for path, _ in places_in(whole, steps(name.place))]
        bodies += [replaced(whole, path, text) for path in (*paths[:1], *paths[-1:])]
        others = [each for each in scene.stage.names.names if each.place and each is not name]
        known = [(each, scene.stage.names.own(each)) for each in others]
        beside = [nested(each.place, keys[0]) for each, keys in known if keys]
        bodies += [_merged(each, nested(name.place, text)) for each in beside]
        if "*" in name.place:
            bodies += [_merged(nested(name.place, each), nested(name.place, text)) for each in own]
        seen: list[Any] = []
        for body in bodies:
            if body not in seen:
                seen.append(body)
                step = scene.step(self.operation, address, body)
                if step is not None:
                    yield step

    def unchanged(self, scene: Scene, thing: Thing, before: Any, rule: str) -> Play:
        """What the requests named was refused, and nothing has changed."""
        read = scene.reading(thing) if not self.operation.safe else None
        if read is None:
            return
        (seen,) = yield [read]
        after = told(scene, seen, self.resource)[0] if seen.succeeded else None
        mutable = volatile(scene, self.resource)
        why = "a request was refused for what it named, and yet"
        found = updating.unchanged(before, after, 404, mutable, rule, why=why)
        find(scene, found, self.operation, seen.exchange)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(_Naming):
    """A key that nothing has, beside parts that could be stored all the same."""

    name: Name

    def play(self, scene: Scene) -> Play:
        """Name it, each way by itself, and look behind each."""
        thing = yield from at_home(scene, self.resource)
        key = scene.stage.names.unknown(self.name)
        if thing is None or not key:
            return
        if self.name.parameter and not self.operation.safe and not self.name.unknown:
            return  # a made-up key could be somebody's
        steps = list(self.requests(scene, thing, self.name, key))
        before = state_of(scene, scene.now(thing), self.resource)
        replies = yield steps
        read = scene.reading(thing)
        if self.operation.safe or read is None:
            return
        yield [read]
        if same(before, state_of(scene, scene.now(thing), self.resource)):
            return
        for number in range(len(steps)) if all(each.refused for each in replies) else ():
            # Made anew: what the last one stored must not hide that this one stores it too.
            step = list(self.requests(scene, thing, self.name, key))[number]
            before = state_of(scene, scene.now(thing), self.resource)
            (reply,) = yield [step]
            if reply.refused:
                yield from self.unchanged(scene, thing, before, updating.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign(_Naming):
    """A thing of another account: answered as one that does not exist."""

    name: Name

    def play(self, scene: Scene) -> Play:
        """Name it, and what nobody has, in the same ways; hold the answers against each other."""
        names = scene.stage.names
        thing = yield from at_home(scene, self.resource)
        theirs, nobody = names.foreign(self.name), names.unknown(self.name)
        if thing is None or theirs is None or not nobody:
            return
        before = state_of(scene, scene.now(thing), self.resource)
        # They name things by their keys alone: none of them edits what another one names.
        theirs_ = list(self.requests(scene, thing, self.name, theirs))
        nobodys = list(self.requests(scene, thing, self.name, nobody))
        pairs = [step for pair in zip(theirs_, nobodys, strict=False) for step in pair]
        replies = yield InOrder([replace(each, judged=False) for each in pairs])
        for one, other in zip(replies[::2], replies[1::2], strict=True):
            yield from self._compared(scene, one, other)
        if any(each.succeeded for each in replies) and not self.operation.safe:
            # Nothing more is written while another account's thing stands there.
            thing = yield from at_home(scene, self.resource)
            if thing is None:
                return
        if not any(each.succeeded for each in replies):
            yield from self.unchanged(scene, thing, before, updating.REFUSED)

    def _compared(self, scene: Scene, one: Reply, other: Reply) -> Play:
        """A finding where two are answered differently, and in more than answers vary anyway."""
        found = self._difference(one, other)
        if found is None:
            return
        # What differs between two answers to the same request gives nothing away.
        again = yield InOrder([other.step, other.step])
        varies = self._difference(*again)
        if varies is None or varies.cause != found.cause:
            find(scene, [found], self.operation, one.exchange, other.exchange)

    def _difference(self, theirs: Reply, nobody: Reply) -> Breach | None:
        one, other = theirs.response, nobody.response
        if one is None or other is None or one.status >= 500 or other.status >= 500:
            return None
        what = f"another account's {self.name.what}"
        if one.succeeded:
            text = f"{what} is answered with {one.status}, as if it were ours"
            cause = "accepted"
        elif one.status != other.status:
            text = (
                f"{what} is answered with {one.status}, one that does not exist with {other.status}"
            )
            cause = "status"
        elif _headers(one) != _headers(other):
            more = ", ".join(sorted(_headers(one) ^ _headers(other)))
            text = f"{what} and one that does not exist are refused with other headers ({more})"
            cause = "headers"
        elif _without_names(theirs.exchange) != _without_names(nobody.exchange):
            text = f"{what} and one that does not exist are refused in different words"
            cause = "words"
        else:
            return None
        if cause != "accepted":
            text += ": the difference gives it away"
        return Breach(rule=self.name.rule, message=text, cause=cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(_Naming):
    """What a careless reader takes for a key: each thing's own, and texts that nearly are one."""

    name: Name

    def play(self, scene: Scene) -> Play:
        """Read under each key; sent raw, a `+` in a query arrives as a space: another key."""
        own = scene.stage.names.own(self.name)
        if not own:
            return
        address, steps_ = {}, []
        for key in (*own, *_near(own[0])):
            address = {self.resource.name: key}
            step = scene.step(self.operation, address)
            if step is not None:
                steps_.append(step)
        raw = [
            replace(each, request=replace(each.request, url=each.request.url.replace("%2B", "+")))
            for each in steps_[:1]
            if "%2B" in each.request.url
        ]
        yield [*steps_, *(replace(each, address={}) for each in raw)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked(_Naming):
    """A request that is wrong in itself, without credentials.

    Who is not known learns nothing of what the service thinks of a request.
    """

    values: Mapping[str, str]

    def play(self, scene: Scene) -> Play:
        """Without parameters, with an unreadable body, naming what nobody has."""
        thing = yield from at_home(scene, self.resource)
        plain = self.plain(scene, thing) if thing is not None else None
        if thing is None or plain is None:
            return
        before = state_of(scene, scene.now(thing), self.resource)
        wrong = [*self._wrong(scene, thing, plain)]
        yield [
            replace(step, request=each, credentials=False, presence=Presence.UNKNOWN)
            for step in wrong
            for _, each in [*spoilt(step.request, self.operation, self.values)][:3]
        ]
        yield from self.unchanged(scene, thing, before, "auth/required")

    def _wrong(self, scene: Scene, thing: Thing, plain: Step) -> Iterator[Step]:
        request = plain.request
        if any(parameter.required for parameter in self.operation.parameters):
            yield replace(plain, request=replace(request, url=request.url.partition("?")[0]))
        if request.body:
            yield replace(plain, request=replace(request, body=b"{"))
        for name in scene.stage.names.names:
            key = scene.stage.names.unknown(name)
            made_up = name.parameter and not name.unknown
            if made_up and not self.operation.safe:
                continue  # it could be somebody's
            if key and _takes(scene.stage, self.operation, name):
                yield from list(self.requests(scene, thing, name, key))[:1]


def _with_parameter(scene: Scene, operation: Operation, name: Name, text: str, plain: Step) -> Any:
    made = scene.step(operation, plain.address, parameters={name.parameter: text})
    return replace(plain.request, url=made.request.url) if made is not None else plain.request


def _near(key: str) -> Iterator[str]:
    """A key cut, prolonged, with a wildcard, with a space for its first sign, or without end."""
    yield from (key[:-1], f"{key}0", f" {key[1:]}", f"{key[:-1]}%", f"{key[:-1]}*", key * 40)


def _headers(response: Response) -> frozenset[str]:
    """The names of the headers that the service itself sends, in lower case."""
    names = {name.lower() for name, _ in response.headers}
    return frozenset(name for name in names if not name.startswith(_OF_THE_WAY))


def _merged(one: Any, other: Any) -> Any:
    """Two bodies in one: the members of both, the items of both; else the second alone."""
    if isinstance(one, dict) and isinstance(other, dict):
        both = {name: _merged(one[name], other[name]) for name in one.keys() & other.keys()}
        return {**one, **other, **both}
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *other]
    return other


def _without_names(exchange: Exchange) -> object:
    """The answer's body with what was asked for blanked out."""
    response, request = exchange.response, exchange.request
    body = response.body if response else b""
    texts = [text for _, text in request.query]
    texts += _texts(decode(request.body or b"").value)
    asked = [text.encode("utf-8", "replace") for text in texts]  # a text may hold half a character
    for text in sorted(asked, key=len, reverse=True):
        body = body.replace(text, b"*") if text else body
    decoded = decode(body)
    return decoded.value if decoded.parsed else body


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for member in value.values() for text in _texts(member)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []
