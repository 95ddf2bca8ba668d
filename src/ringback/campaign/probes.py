"""Requests that must be turned away: no credentials, another account's things, other methods."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from ringback.campaign.credentials import is_open, unsupported
from ringback.campaign.looks import Look
from ringback.campaign.names import select
from ringback.campaign.player import Player
from ringback.campaign.session import Ask
from ringback.campaign.spoiling import spoilt
from ringback.checks.method import RULES as _METHOD_RULES
from ringback.exchange import Exchange, Request, Response
from ringback.finding import Finding, steps
from ringback.generation.case import Case, body_schema, request_for
from ringback.generation.walk import other_methods
from ringback.laws import Name
from ringback.operation import Operation
from ringback.payload import decode, encode
from ringback.sampling.breakage import replaced

METHOD = _METHOD_RULES[0]

# What gateways and caches on the way add to one answer and not to the next.
_OF_THE_WAY = (
    *("age", "alt-svc", "cache-", "cf-", "connection", "content-", "date", "etag", "expires"),
    *("fly-", "keep-alive", "last-modified", "nel", "ratelimit", "report-to", "retry-after"),
    *("server", "set-cookie", "timing", "trace", "transfer-encoding", "vary", "via", "x-amz"),
    *("x-b3", "x-cache", "x-correlation", "x-envoy", "x-rate", "x-request", "x-response"),
    *("x-runtime", "x-served", "x-timer", "x-trace", "x-vercel"),
)


class Probes:
    """Asks for what must be refused, and looks whether anything changed all the same."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self._session = player.session

    def credentials(self, operation: Operation, request: Request) -> None:
        """Send a request that is right in all else with every kind of wrong credentials.

        Then one that is wrong in itself, and one that names what isn't there, without any: who
        is not known learns nothing of what the service thinks of a request.
        """
        session = self._session
        if not session.ledger.wants("auth/required") or is_open(operation):
            return
        for scheme in (scheme for each in operation.security for scheme in each):
            why = unsupported(scheme)
            if why:
                self._player.outcome.skip(f"auth/required by {scheme.key}", why)
        values = session.account.values
        candidates = [each for _, each in spoilt(request, operation, values)]
        for other in self._wrong_in_itself(operation, request):
            candidates += [each for _, each in spoilt(other, operation, values)][:3]
        player = self._player
        player.looks.take(
            [Look(operation=operation, request=each, credentials=False) for each in candidates]
        )
        if player.watches(operation):
            cases = [_case(operation, each) for each in candidates]
            player.unchanged(cases, credentials=False)

    def _wrong_in_itself(self, operation: Operation, request: Request) -> Iterator[Request]:
        """The request with no parameters, with an unreadable body, naming what nobody has."""
        if any(parameter.required for parameter in operation.parameters):
            yield replace(request, url=request.url.partition("?")[0])
        if request.body:
            yield replace(request, body=b"{")
        for name in self._session.names.names:
            if _names(operation, name):
                yield _naming(operation, name, request, name.stranger)

    def methods(self, operation: Operation) -> None:
        """Ask the path for methods that it does not have."""
        looks = [
            Look(operation=operation, request=each.request, described=False)
            for each in other_methods(self._session.contract, operation)
        ]
        self._player.looks.take(looks)
        if self._player.updates is not None and self._session.ledger.wants(METHOD):
            self._player.updates.untouched(looks, METHOD)

    def foreign(self, operation: Operation, request: Request, rule: str = "") -> None:
        """Name another account's things, and compare with naming what nobody has.

        With a `rule`, only the kind of thing that it guards.
        """
        pairs = [*self._pairs(operation, request, rule)]
        asks = [Ask(request=each, operation=operation) for _, *both in pairs for each in both]
        exchanges = [*self._session.send_all(asks)]
        answers = zip(exchanges[::2], exchanges[1::2], strict=True)
        for (name, theirs, nobody), (one, other) in zip(pairs, answers, strict=True):
            probe = partial(self._compared, operation, name, nobody)
            found = self._of_pair(operation, name, one, other)
            if any(each.rule == name.rule for each in found):
                found = [*probe(theirs)]  # is it more than what varies from answer to answer?
            # As it is: made smaller, the request would name nothing of anybody's.
            self._player.trial.exchange(found, theirs, probe, small=False)
        if self._player.watches(operation):
            cases = [_case(operation, ask.request) for ask in asks]
            self._player.unchanged(cases)

    def _pairs(
        self, operation: Operation, request: Request, rule: str = ""
    ) -> Iterator[tuple[Name, Request, Request]]:
        """For each kind of name: the request for another account's, and for nobody's."""
        session = self._session
        for name in session.names.names:
            if rule and name.rule != rule:
                continue
            if not session.ledger.wants(name.rule) or not _names(operation, name):
                continue
            theirs = session.names.foreign(name)
            if theirs is None:
                why = f"RINGBACK_{name.foreign.upper()} is not set"
                self._player.outcome.skip(name.rule, why)
                continue
            ours = self._named(operation, name, request, name.stranger)
            pairs = zip(self._named(operation, name, request, theirs), ours, strict=True)
            yield from ((name, *pair) for pair in dict.fromkeys(pairs))

    def _named(
        self, operation: Operation, name: Name, request: Request, text: str
    ) -> Iterator[Request]:
        """The requests that name a thing: alone, in other letters, and beside what is ours.

        What is looked up only for the first of several, or where nothing else is given, is not
        looked up as it ought to be.
        """
        alone = _naming(operation, name, request, text)
        yield alone
        others = [each for each in self._session.names.names if each.place and each is not name]
        known = [(each, self._session.names.own(each)) for each in others]
        bodies = [each.body(own[0]) for each, own in known if own]
        if name.parameter:
            writes = body_schema(operation) is not None
            yield from (replace(alone, body=encode(body)) for body in bodies if writes)
            return
        yield _naming(operation, name, request, text.upper())
        whole = decode(request.body or b"").value
        paths = [path for path, _ in select(whole, steps(name.place))]
        values = [replaced(whole, path, text) for path in (*paths[:1], *paths[-1:])]
        values += [merged(body, name.body(text)) for body in bodies]
        own = self._session.names.own(name)[:1]
        values += [merged(name.body(each), name.body(text)) for each in own if "*" in name.place]
        yield from (replace(request, body=encode(value)) for value in values)

    def _compared(
        self, operation: Operation, name: Name, nobody: Request, theirs: Request
    ) -> Sequence[Finding]:
        """The two once more."""
        # One after the other: what a service counts is the same for all that meet.
        one, other, again = (
            self._session.send(each, operation) for each in (theirs, nobody, nobody)
        )
        found = self._of_pair(operation, name, one, other)
        # What differs between two answers to the same request gives nothing away.
        varies = {each.cause for each in self._told_apart(operation, name, other, again)}
        return [each for each in found if each.rule != name.rule or each.cause not in varies]

    def _of_pair(
        self, operation: Operation, name: Name, one: Exchange, other: Exchange
    ) -> list[Finding]:
        """What the checks say of both answers, and whether they are told apart."""
        session = self._session
        found = session.judged(session.subject(one, operation))
        # What another account owns is a stranger; it has a rule of its own.
        found = [each for each in found if each.rule != "request/unknown-accepted"]
        found += session.judged(session.subject(other, operation))
        return [*found, *self._told_apart(operation, name, one, other)]

    def _told_apart(
        self, operation: Operation, name: Name, theirs: Exchange, nobody: Exchange
    ) -> list[Finding]:
        """The finding where the two are not answered alike."""
        one, other = theirs.response, nobody.response
        if one is None or other is None or one.status >= 500 or other.status >= 500:
            return []
        if one.succeeded:
            text = (
                f"another account's {name.what} is answered with {one.status}, as if it were ours"
            )
            cause = "accepted"
        elif one.status != other.status:
            text = (
                f"another account's {name.what} is answered with {one.status}, "
                f"one that does not exist with {other.status}: the difference gives it away"
            )
            cause = "status"
        elif _headers(one) != _headers(other):
            text = (
                f"another account's {name.what} and one that does not exist are refused with "
                f"other headers ({', '.join(sorted(_headers(one) ^ _headers(other)))}): "
                "the difference gives it away"
            )
            cause = "headers"
        elif _without_names(theirs, name) != _without_names(nobody, name):
            text = (
                f"another account's {name.what} and one that does not exist are refused "
                f"in different words: the difference gives it away"
            )
            cause = "words"
        else:
            return []
        return [
            Finding(
                rule=name.rule,
                message=text,
                operation=operation.id,
                cause=cause,
                exchanges=(theirs, nobody),
            )
        ]


def _case(operation: Operation, request: Request) -> Case:
    return Case(operation=operation, request=request, label="probe", origin="probe")


def _names(operation: Operation, name: Name) -> bool:
    """Whether requests of the operation can name a thing of this kind."""
    if name.parameter:
        return any(parameter.name == name.parameter for parameter in operation.parameters)
    return body_schema(operation) is not None and not operation.safe


def _naming(operation: Operation, name: Name, request: Request, text: str) -> Request:
    """The request with this name in its place, and nothing else that could be refused."""
    if name.parameter:
        made = request_for(operation, {name.parameter: text})
        return replace(made, headers=request.headers, body=request.body)
    return replace(request_for(operation, {}, name.body(text)), url=request.url)


def _headers(response: Response) -> frozenset[str]:
    """The names of the headers that the service itself sends, in lower case."""
    names = {name.lower() for name, _ in response.headers}
    return frozenset(name for name in names if not name.startswith(_OF_THE_WAY))


def merged(one: Any, other: Any) -> Any:
    """Two bodies in one: the members of both, the items of both; else the second alone."""
    if isinstance(one, dict) and isinstance(other, dict):
        both = {name: merged(one[name], other[name]) for name in one.keys() & other.keys()}
        return {**one, **other, **both}
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *other]
    return other


def _without_names(exchange: Exchange, name: Name) -> object:
    """The answer's body with the name that was asked for blanked out."""
    response, request = exchange.response, exchange.request
    body = response.body if response else b""
    asked = [text.encode() for text in request.query_values(name.parameter)]
    asked += [text.encode() for text in _texts(decode(request.body or b"").value)]
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
