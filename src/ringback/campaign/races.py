"""Updates that meet: two of the same members, at the same time, on one resource."""

from dataclasses import replace

from ringback.campaign.episodes import Episodes
from ringback.campaign.player import Player
from ringback.campaign.session import Ask
from ringback.exchange import Exchange
from ringback.finding import Finding
from ringback.generation.case import request_for
from ringback.laws import Concurrent, Episode

RULE = "law/concurrent"
_ROUNDS = 6  # pairs that are sent; a race is not lost every time
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
        accepted = 0
        for _ in range(_ROUNDS):
            episode = self._race()
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

    def _race(self) -> Episode | None:
        """One pair, and the read after it; None where not both were accepted."""
        watch, session = self._episodes.watch, self._session
        bodies = [self._player.sources.plain(watch.update) for _ in range(2)]
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
            given=self._episodes.given(requests[0]),
            rival=self._episodes.given(requests[1]),
            rival_exchange=other,
            after=seen.value,
            read=seen.exchange,
        )

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
