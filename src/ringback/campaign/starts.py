"""The states that stored requests are played from: as found, and others that a finding may need."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ringback.campaign.player import Player
from ringback.campaign.restore import put_back, rewind
from ringback.campaign.session import Session
from ringback.campaign.watch import Watch
from ringback.contract import Refused
from ringback.exchange import Request
from ringback.generation.case import request_for
from ringback.payload import MISSING, decode, same


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A state to play from.

    `links` tells that only updates which link something are for it, `twice` that requests are to
    be sent once more from where they have led.
    """

    reach: Callable[[], object]
    links: bool = field(default=False)
    twice: bool = field(default=False)


def starts(player: Player) -> Iterator[Start]:
    """As found; with every part; with other kinds; elsewhere linked; as answered; after a refusal.

    A report does not hold the state that its requests were sent in, and a law needs what it can
    break: a part that can be wiped, a kind that can change, a link that can be moved, an answer
    that was believed, a refusal that was not forgotten.
    """
    episodes = player.episodes
    if episodes is None or episodes.watch.state is MISSING:
        yield Start(reach=lambda: None, twice=True)
        return
    session, watch = player.session, episodes.watch
    found = watch.state
    yield Start(reach=lambda: _home(session, watch, found), twice=True)
    _home(session, watch, found)
    player.enrich()
    rich = watch.state
    if rich is not MISSING and not same(rich, found):
        yield Start(reach=lambda: _home(session, watch, rich))
    other = _other_kinds(player, watch, found)
    if other is not None:
        yield Start(reach=_after(player, watch, found, other))
    link = _other_link(player, watch.linked(found))
    if link is not None:
        request = request_for(watch.update, watch.parameters, link)
        yield Start(reach=_after(player, watch, found, request), links=True)
    plain = player.sources.plain_case(watch.update, watch.parameters)
    if plain is not None:
        yield Start(reach=_after(player, watch, found, plain.request, believed=True))
    refused = _refused(player, watch)
    if refused is not None:
        yield Start(reach=_after(player, watch, found, refused))


def _home(session: Session, watch: Watch, state: Any) -> None:
    """Bring the resource to a state, other things that were edited on the way first."""
    for name in watch.touched:
        put_back(session, watch, name)
    watch.touched.clear()
    rewind(session, watch, state)


def _after(
    player: Player, watch: Watch, found: Any, request: Request, *, believed: bool = False
) -> Callable[[], None]:
    """What brings about the state behind an update: as it is read, or as its answer has it."""

    def reach() -> None:
        _home(player.session, watch, found)
        answer = watch.value(player.session.send(request, watch.update), watch.update)
        watch.state = answer if believed and answer is not MISSING else watch.read()[1]
        watch.remember(watch.state)

    return reach


def _other_kinds(player: Player, watch: Watch, found: Any) -> Request | None:
    """Of the updates by design, the one that says the most of what the state has no place for."""
    cases = player.sources.designed(watch.update, watch.parameters)
    told = [each for each in cases if each.origin == "walk" and "not described" not in each.label]
    counted = [(_new(decode(each.request.body or b"").value, found), each) for each in told]
    count, best = max(counted, key=lambda each: each[0], default=(0, None))
    return best.request if best is not None and count else None


def _refused(player: Player, watch: Watch) -> Request | None:
    """An update by design that is to be refused for what its JSON says."""
    contract = player.session.contract
    for case in player.sources.designed(watch.update, watch.parameters):
        readable = isinstance(decode(case.request.body or b"").value, dict)
        if readable and isinstance(contract.admission(case.request, watch.update), Refused):
            return case.request
    return None


def _new(body: Any, state: Any) -> int:
    """How many objects of a body have members that the state's have not: they are other kinds."""
    if isinstance(body, dict) and isinstance(state, dict):
        inside = sum(_new(value, state.get(key)) for key, value in body.items())
        return inside + bool(body.keys() - state.keys())
    if isinstance(body, list) and isinstance(state, list):
        return sum(_new(one, other) for one, other in zip(body, state, strict=False))
    return 0


def _other_link(player: Player, home: Any) -> Any:
    """The body that links another thing of the account's own; None where there is none."""
    session = player.session
    for name in session.names.names:
        if name.place and name.place == session.knowledge.linkable:
            others = [each for each in session.names.own(name) if each != home]
            return name.body(others[0]) if others else None
    return None
