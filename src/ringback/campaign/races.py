"""Updates that meet: two of the same members, at the same time, on one resource."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ringback.campaign.episodes import Episodes
from ringback.campaign.looks import Look
from ringback.campaign.player import Player
from ringback.campaign.session import Ask
from ringback.campaign.spoiling import spoilt
from ringback.exchange import Exchange
from ringback.finding import Finding, steps
from ringback.generation.case import request_for
from ringback.laws import Concurrent, Episode
from ringback.payload import MISSING, at
from ringback.sampling.breakage import replaced

RULE = "law/concurrent"
_ROUNDS = 6  # pairs that are sent; a race is not lost every time
_READS = 2  # of each resource, at the same time
_NOT_THEN = frozenset({"request/refused-valid", "schema/status"})  # 409 is a fair answer to a race


class Races:
    """Sends pairs of updates at the same time, and looks what is left of them."""

    def __init__(self, player: Player, episodes: Episodes) -> None:
        self._player = player
        self._session = player.session
        self._episodes = episodes

    def run(self) -> None:
        """Race until one shows a mixture; a mixture that a second read shows too is confirmed.

        A race can't be had again at will, so a lasting change is enough.
        """
        laws = [each for each in self._session.knowledge.laws if isinstance(each, Concurrent)]
        if not laws or not self._session.ledger.wants(RULE):
            return
        self._mix_up()
        accepted = 0
        for turn in range(_ROUNDS):
            bodies = self._bodies(apart=turn % 3 == 2)
            if bodies is None:
                return  # the skip is noted where bodies are made
            episode = self._race(bodies)
            if episode is None:
                continue
            accepted += 1
            found = [finding for law in laws for finding in law.judge(episode)]
            if found:
                self._confirm(found, laws, episode)
                break
        if not accepted:
            why = "the service never accepted two updates at the same time"
            self._player.outcome.skip(RULE, why)

    def _mix_up(self) -> None:
        """Reads of different resources, and by nobody, at the same time: each gets its own answer.

        Who keeps what a request is about in a place that all requests share mixes them up.
        """
        watch, session = self._episodes.watch, self._session
        operation = watch.read_operation
        read = request_for(operation, watch.parameters)
        spoilt_reads = [each for _, each in spoilt(read, operation, session.account.values)][:2]
        together = [
            *(Look(operation=operation, request=each) for each in (read, *watch.reads_around())),
            *(Look(operation=operation, request=each, credentials=False) for each in spoilt_reads),
        ]
        if len(together) > 1:
            self._player.looks.meet(together * _READS)

    def _bodies(self, *, apart: bool) -> list[Any] | None:
        """Two bodies of the same members, or, `apart`, of some and the rest; None without any."""
        bodies = [self._player.sources.plain(self._episodes.watch.update) for _ in range(2)]
        if MISSING in bodies:
            return None
        return [*self._halves(*bodies)] if apart else bodies

    def _race(self, bodies: list[Any]) -> Episode | None:
        """One pair, and the read after it; None where not both were accepted."""
        watch, session = self._episodes.watch, self._session
        before = watch.state
        requests = [request_for(watch.update, watch.parameters, body) for body in bodies]
        asks = [Ask(request=each, operation=watch.update) for each in requests]
        one, other = session.at_once(asks)
        self._judge(one)
        self._judge(other)
        seen = watch.look()
        watch.state = seen.value
        watch.remember(watch.state)
        if not all(each.response and each.response.succeeded for each in (one, other)):
            return None
        return Episode(
            operation=watch.update,
            contract=session.contract,
            exchange=one,
            before=before,
            given=self._episodes.given(requests[0]),
            rival=self._episodes.given(requests[1]),
            rival_exchange=other,
            after=seen.value,
            read=seen.exchange,
        )

    def _halves(self, one: Any, other: Any) -> Iterator[Any]:
        """The one without every second member of its edit, and the other without the rest."""
        path = tuple(steps(self._session.knowledge.linkable))
        for first, body in enumerate((one, other)):
            edit = at(body, path)
            names = list(edit)[first::2] if isinstance(edit, dict) and len(edit) > 1 else None
            part = edit if names is None else {name: edit[name] for name in names}
            yield replaced(body, path, part)

    def _judge(self, exchange: Exchange) -> None:
        """What is wrong with an answer in itself; seen in two races, it is confirmed."""
        session = self._session
        subject = session.subject(exchange, self._episodes.watch.update)
        for finding in session.judged(subject):
            if finding.rule in _NOT_THEN or session.ledger.known(finding):
                continue
            text = f"while another update was under way: {finding.message}"
            session.ledger.doubt(replace(finding, message=text))

    def _confirm(self, found: list[Finding], laws: list[Concurrent], episode: Episode) -> None:
        """Hold what a second read shows as well."""
        watch = self._episodes.watch
        seen = watch.look()
        later = replace(episode, after=seen.value, read=seen.exchange)
        lasting = {each.fingerprint for law in laws for each in law.judge(later)}
        for finding in found:
            if finding.fingerprint in lasting:
                self._session.ledger.hold(finding)
            else:
                self._session.ledger.doubt(finding)
