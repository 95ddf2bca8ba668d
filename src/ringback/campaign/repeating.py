"""The requests of one stored finding played again, from one state, by the rules of any run."""

from collections.abc import Sequence
from dataclasses import dataclass

from ringback.campaign.episodes import Manner
from ringback.campaign.grouping import as_one
from ringback.campaign.guard import Guard
from ringback.campaign.ledger import FLAKY, as_flaky
from ringback.campaign.lines import Lines, Step, Take, UnplayableError
from ringback.campaign.looks import Look
from ringback.campaign.player import Player
from ringback.campaign.probes import Probes
from ringback.campaign.races import RULE as RACE
from ringback.campaign.races import Races
from ringback.campaign.starts import Start
from ringback.exchange import Request
from ringback.finding import Finding
from ringback.laws import Name
from ringback.payload import MISSING
from ringback.reports.curl_reading import Draft
from ringback.reports.scribe import Shown

_WITHOUT_SUCCESS = {"law/refused", "law/asked"}  # what can be asked of an update that is refused


@dataclass(slots=True, kw_only=True)
class Script:
    """A finding with its requests; `reached` once they could show it, `why` for as long as not."""

    finding: Shown
    drafts: tuple[Draft, ...]
    reached: bool = False
    why: str = "no state was reached to play it from"


class Repeating:
    """Plays scripts on a player's stage."""

    def __init__(self, player: Player, lines: Lines) -> None:
        self._player = player
        self._lines = lines
        self._probes = Probes(player)
        self._guard = Guard(player)

    def shows(self, finding: Shown) -> bool:
        """Whether the run has found it, in any of the ways in which a report tells it."""
        held = [each for each in self._player.session.ledger.findings() if each.rule != FLAKY]
        ways = [way for each in held for way in (each, as_one(each), as_flaky(each))]
        return finding.fingerprint in {each.fingerprint for each in ways}

    def play(self, script: Script, start: Start) -> None:
        """Play a script from a state, with each of the credentials that its line may mean."""
        start.reach()
        try:
            self._play(script, start)
        except UnplayableError as error:
            script.why = error.why

    def _play(self, script: Script, start: Start) -> None:
        if script.finding.rule == RACE:
            self._race(script)
            return
        names = self._player.session.names.names
        takes = self._takes(script, start)
        name = next((each for each in names if each.rule == script.finding.rule), None)
        if name is not None and takes:
            if not self._compare(script, name, takes[0][-1]):
                return
            start.reach()
        if start.twice:  # some services fail only at what they have seen before
            takes += [(*take, *take) for take in takes if any(map(self._is_update, take))]
        for index, take in enumerate(takes):
            if self.shows(script.finding):
                return
            if index:
                start.reach()
            self._take(script, take, start)

    def _race(self, script: Script) -> None:
        """Updates that meet are sent as in any run: their race can't be had again at will."""
        episodes = self._player.episodes
        if episodes is not None:
            Races(self._player, episodes).run()
            script.reached = True

    def _takes(self, script: Script, start: Start) -> list[Take]:
        """What is to be sent; nothing where the state is not one for it."""
        episodes = self._player.episodes
        state = episodes.watch.state if episodes else MISSING
        takes = self._lines.takes(script.finding, script.drafts, state)
        if start.links and not all(map(self._guard.only_links, takes)):
            return []  # an edit would be one of the other thing, which is only ever linked
        for take in takes:
            self._guard.check(take)
        return takes

    def _take(self, script: Script, take: Take, start: Start) -> None:
        """Send the steps, and note whether what they were sent for could be asked."""
        session, rule = self._player.session, script.finding.rule
        busy, accepted = session.busy, True
        for index, step in enumerate(take):
            if self._is_update(step):
                accepted = self._update(take, index, start)
            else:
                look = Look(
                    operation=step.operation,
                    request=step.request,
                    credentials=step.credentials,
                    described=step.described,
                )
                self._player.looks.take([look])
        if session.busy > busy or session.silent:
            script.why = "the target did not answer all of its requests"
        elif self._needs_success(rule, take) and not accepted:
            script.why = "its update is not accepted, so that the law could not be asked"
        else:
            script.reached = True

    def _needs_success(self, rule: str, take: Take) -> bool:
        """Whether a refusal leaves a rule unasked; for what is not the account's it is right."""
        names = self._player.session.names
        apart = {text for each in names.names for text in (each.stranger, names.foreign(each))}
        if any(names.strangers(step.request) & apart for step in take):
            return False
        return rule.startswith("law/") and rule not in _WITHOUT_SUCCESS

    def _update(self, take: Take, index: int, start: Start) -> bool:
        """Play one update of a take, the last one twice; answers whether it was accepted."""
        step, episodes = take[index], self._player.episodes
        if episodes is None:
            return False
        # What is sent the second time has the account's credentials, whatever the first time had.
        again = step.credentials and not any(map(self._is_update, take[index + 1 :]))

        def probe(candidate: Request) -> Sequence[Finding]:
            start.reach()
            for earlier in take[:index]:
                self._send(earlier)
            self._guard.enter(step)
            return episodes.play(
                candidate, Manner(again=again), credentials=step.credentials
            ).findings

        self._guard.enter(step)
        played = episodes.play(step.request, Manner(again=again), credentials=step.credentials)
        self._player.trial.played(played, step.request, probe)
        return played.episode.accepted

    def _send(self, step: Step) -> None:
        """Send what comes before the step that is looked at."""
        episodes = self._player.episodes
        if episodes is not None and self._is_update(step):
            self._guard.enter(step)
            episodes.play(step.request, credentials=step.credentials)
        else:
            self._player.session.send(step.request, step.operation, credentials=step.credentials)

    def _compare(self, script: Script, name: Name, step: Step) -> bool:
        """Name another account's thing as the probes do; False where none is known."""
        if self._player.session.names.foreign(name) is None:
            script.why = f"RINGBACK_{name.foreign.upper()} is not set"
            return False
        self._probes.foreign(step.operation, step.request, name.rule)
        return True

    def _is_update(self, step: Step) -> bool:
        """Whether a step changes the watched resource, or would if it were let."""
        return step.described and self._player.watches(step.operation)
