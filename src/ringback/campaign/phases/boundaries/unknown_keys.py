"""Keys that the account does not have, in parameters and in bodies: as if nothing was there.

What another account owns is named by the configuration (`foreign`), what nobody has as well
(`unknown`), or is made up. Both are answered alike, and change nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ringback.campaign.access.credentials import is_open
from ringback.campaign.known.identifiers import Identifier
from ringback.campaign.phases.answers import find, state_of
from ringback.campaign.phases.boundaries.key_scenario import KeyScenario, takes
from ringback.campaign.phases.boundaries.near_keys import Near, Unasked
from ringback.campaign.phases.setup.existing_things import at_home
from ringback.campaign.phases.updates.on_thing import writable
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import (
    InOrder,
    Play,
    Reply,
    Stage,
)
from ringback.exchange import Exchange, Response
from ringback.laws import updating
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.payload import decode, same

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
            if not takes(stage, operation, name):
                continue
            if stage.names.foreign(name) is not None:
                yield ForeignKeys(operation=operation, resource=resource, role=role, name=name)
            yield UnknownKeys(operation=operation, resource=resource, role=role, name=name)
            if name.parameter and operation.safe:
                yield Near(operation=operation, resource=resource, role=role, name=name)
        if not is_open(operation):
            yield Unasked(operation=operation, resource=resource, role=role, values=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownKeys(KeyScenario):
    """A key that nothing has, beside parts that could be stored all the same."""

    name: Identifier

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
class ForeignKeys(KeyScenario):
    """A thing of another account: answered as one that does not exist."""

    name: Identifier

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


def _headers(response: Response) -> frozenset[str]:
    """The names of the headers that the service itself sends, in lower case."""
    names = {name.lower() for name, _ in response.headers}
    return frozenset(name for name in names if not name.startswith(_OF_THE_WAY))


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
