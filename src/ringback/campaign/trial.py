"""From a suspicion to a finding: looked at again, confirmed or doubted, and made small."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from ringback.campaign.episodes import Episodes, Manner, Played
from ringback.campaign.restore import rewind
from ringback.campaign.session import Halt, Session
from ringback.campaign.shrink import fresh, smallest
from ringback.checks.delivery import LOSSES
from ringback.exchange import Request
from ringback.finding import Finding
from ringback.laws import Episode
from ringback.payload import MISSING

_LOOKS = 4  # how often a request is sent again before what it showed once is called flaky
_LOSSES = 2  # of these looks that must lose an answer again to confirm that it is lost
_SILENCE = "protocol/timeout"
_SMALL = 4  # findings of one rule whose request is made small

Probe = Callable[[Request], Sequence[Finding]]


class Trial:
    """Brings suspicions before the ledger; of each rule, the first `small` are made small."""

    def __init__(self, session: Session, episodes: Episodes | None, *, small: int = _SMALL) -> None:
        self._session = session
        self._episodes = episodes
        self._small = small
        self._minimised: Counter[str] = Counter()

    def exchange(
        self, findings: Sequence[Finding], request: Request, probe: Probe, *, small: bool = True
    ) -> None:
        """Try findings about one exchange that changed nothing: ask again.

        Where not `small`, the request is told as it is.
        """
        for finding in findings:
            if not self._session.ledger.known(finding):
                self._ask_again(finding, request, probe, small=small)

    def played(self, played: Played, request: Request, probe: Probe | None = None) -> None:
        """Try findings about an update: by a second read, then by playing it again."""
        episodes = self._episodes
        if episodes is None:
            return
        before = played.episode.before

        def replay(candidate: Request) -> Sequence[Finding]:
            if before is not MISSING:
                rewind(self._session, episodes.watch, before)
            return episodes.play(candidate, Manner(again=_needs_again(played))).findings

        for finding in played.findings:
            if self._session.ledger.known(finding):
                continue
            if self._lasts(finding, played.episode):
                self._session.ledger.hold(finding)
                self._minimise(finding, request, probe or replay)
            else:
                self._ask_again(finding, request, probe or replay)

    def _lasts(self, finding: Finding, episode: Episode) -> bool:
        """Whether a read made now still shows what the finding says."""
        if self._episodes is None or not finding.rule.startswith("law/"):
            return False
        if finding.rule == "law/idempotence":
            return False
        later = self._episodes.second_look(episode)
        if finding.rule == "law/read-back":
            later = _with_answer_of(later, episode)
        shown = self._episodes.law_findings(later)
        return any(each.fingerprint == finding.fingerprint for each in shown)

    def _ask_again(
        self, finding: Finding, request: Request, probe: Probe, *, small: bool = True
    ) -> None:
        """Send it again, then with fresh values, then a few times more.

        A lost answer must be lost twice more: one of these may meet the network's next mishap.
        """
        other = (fresh(request, "~") or request) if small else request
        candidates = [request, other, *[request] * (_LOOKS - 2)]
        lost = finding.rule in LOSSES
        enough = _LOSSES if lost else 1
        shown = (each for each in candidates if _shows(probe(each), finding))
        try:
            with self._second_look():
                confirmed = len(list(islice(shown, enough))) == enough
        except Halt as halt:
            silent = finding.rule == _SILENCE  # that nothing answers at all is told by the halt
            if halt.doubt and finding.rule.startswith("protocol/") and not silent:
                self._session.ledger.hold(finding)  # nothing answers since: that lasts
            else:  # the end of the budget says nothing
                self._session.ledger.doubt(finding)
            raise
        if not confirmed:
            self._session.ledger.doubt(finding)
            return
        self._session.ledger.hold(finding)
        if small:
            self._minimise(finding, request, probe)

    @contextmanager
    def _second_look(self) -> Iterator[None]:
        """What is sent inside confirms a finding: the budget gives a little for that."""
        self._session.second_looks = True
        try:
            yield
        finally:
            self._session.second_looks = False

    def _minimise(self, finding: Finding, request: Request, probe: Probe) -> None:
        """Put the smallest failing request found in the place of the first."""
        self._minimised[finding.rule] += 1
        if self._minimised[finding.rule] > self._small:
            return  # a service broken in many places is told by the first few
        shown: list[Finding] = []

        def fails(candidate: Request) -> bool:
            again = [each for each in probe(candidate) if each.fingerprint == finding.fingerprint]
            shown[:] = again or shown
            return bool(again)

        if smallest(request, fails) is not request and shown:
            best = shown[0]
            self._session.ledger.lighten(finding, best.exchanges, best.message)


def _needs_again(played: Played) -> bool:
    return any(finding.rule == "law/idempotence" for finding in played.findings)


def _shows(findings: Sequence[Finding], finding: Finding) -> bool:
    return any(each.fingerprint == finding.fingerprint for each in findings)


def _with_answer_of(later: Episode, episode: Episode) -> Episode:
    """The later read beside the answer that was given then."""
    return replace(later, answer=episode.answer)
