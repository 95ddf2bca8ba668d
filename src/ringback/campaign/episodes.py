"""An update, the reads around it, and every rule asked of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.session import Ask, Session
from ringback.campaign.watch import Seen, Watch
from ringback.contract import Admitted
from ringback.exchange import Exchange, Request
from ringback.finding import Finding, steps
from ringback.generation.case import body_schema
from ringback.laws import COMMON_LAWS, Bystander, Episode, Law
from ringback.payload import MISSING, at, decode, same
from ringback.sampling.breakage import replaced
from ringback.schema.directions import unsent_places
from ringback.schema.given import LEFT_OUT, given


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How an update is played: `again` sends it a second time, `around` reads the bystanders too.

    Without `read` an answer that tells the state is believed; who plays so reads later on, or
    sends a read in front of the next update: `trailing` does so in front of this one.
    """

    again: bool = False
    read: bool = True
    around: bool = False
    trailing: bool = False


_PLAIN = Manner()


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of one update: the episode, and the findings of the checks and of the laws.

    `behind` is a read that was sent right in front of it. `late` tells that the read after it
    came behind what was sent next, and so showed nothing of it.
    """

    episode: Episode
    findings: tuple[Finding, ...]
    behind: Seen | None = None
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _After:
    """What was read after an update, and the answer to the same update once more."""

    seen: Seen | None
    repeated: Any
    findings: tuple[Finding, ...]
    late: bool


class Episodes:
    """Plays updates on the watched resource."""

    def __init__(self, session: Session, watch: Watch) -> None:
        self.session = session
        self.watch = watch
        listed = session.knowledge.listed
        self.laws: tuple[Law, ...] = (
            *COMMON_LAWS,
            *session.knowledge.laws,
            *([listed] if listed else []),
        )

    def play(
        self,
        request: Request,
        manner: Manner = _PLAIN,
        *,
        credentials: bool = True,
    ) -> Played:
        """Send the update, read what became of it, and ask every check and law."""
        watch, session = self.watch, self.session
        before = watch.state
        ask = Ask(request=request, operation=watch.update, credentials=credentials)
        asks = watch.asks() if manner.trailing else {}
        together = [*asks.values(), ask]
        *ahead, exchange = session.in_turn(together) if asks else session.send_all(together)
        subject = session.subject(exchange, watch.update, credentials=credentials)
        findings = session.judged(subject)
        answer = watch.value(exchange, watch.update)
        links = isinstance(self._link(request), str) and answer is not MISSING
        twice = manner.again and answer is not MISSING
        read = manner.read or not self._tells(exchange, answer)
        manner = replace(manner, read=read, again=twice)
        after = self._after(ask, answer, manner, links=links)
        seen = after.seen
        episode = Episode(
            operation=watch.update,
            contract=session.contract,
            exchange=exchange,
            given=self.given(request) if isinstance(subject.admission, Admitted) else MISSING,
            before=before,
            answer=answer,
            after=seen.value if seen else MISSING,
            again=after.repeated,
            remembered=watch.recall(self._link(request)),
            listing=seen.listing if seen else MISSING,
            listed_by=seen.listed_by if seen else None,
            read=seen.exchange if seen else None,
            bystanders=self._bystanders(seen.bystanders if seen else watch.bystanders),
        )
        laws = self.law_findings(episode)
        findings += [*after.findings, *(laws if credentials else map(_unauthorised, laws))]
        behind = watch.seen(asks, ahead) if asks else None
        self._settle(episode, twice=twice)
        return Played(episode=episode, findings=tuple(findings), behind=behind, late=after.late)

    def _after(self, ask: Ask, answer: Any, manner: Manner, *, links: bool) -> "_After":
        """The reads after an update, and the update once more.

        A far target gets both in one go: a read that comes late then tells nothing.
        """
        watch, session = self.watch, self.session
        twice, wide = manner.again, manner.again or manner.around
        asks = watch.asks(bystanders=wide, listed=links or twice) if manner.read else {}
        second, seen = None, None
        if asks and twice and session.is_far:
            *looked, second = session.in_turn([*asks.values(), ask])
        else:
            looked = [*session.send_all([*asks.values()])]
            second = session.send(ask.request, ask.operation) if twice else None
        findings: list[Finding] = []
        if looked:
            seen = watch.seen(asks, looked)
            for each, exchange in zip(asks.values(), looked, strict=True):
                findings += session.judged(session.subject(exchange, each.operation))
        if second is not None:
            findings += session.judged(session.subject(second, watch.update))
        late = bool(seen and twice and session.is_far and not same(seen.value, answer))
        return _After(
            seen=None if late else seen,
            repeated=MISSING if second is None else watch.value(second, watch.update),
            findings=tuple(findings),
            late=late,
        )

    def _tells(self, exchange: Exchange, answer: Any) -> bool:
        """Whether an answer says how the resource stands: as it shows it, or as it was before."""
        response = exchange.response
        return answer is not MISSING or (response is not None and response.refused)

    def law_findings(self, episode: Episode) -> list[Finding]:
        """What the laws that this run wants say of an episode."""
        found: list[Finding] = []
        for law in self.laws:
            if self.session.ledger.wants(law.rule):
                with self.session.crashes.contained(f"{episode.operation.id}: {law.rule}"):
                    found += law.judge(episode)
        return found

    def second_look(self, episode: Episode) -> Episode:
        """The episode as a read made now shows it: what lasts can be seen again."""
        watch = self.watch
        seen = watch.look(bystanders=True, listed=episode.listing is not MISSING)
        return replace(
            episode,
            answer=seen.value,
            after=seen.value,
            listing=seen.listing,
            listed_by=seen.listed_by,
            read=seen.exchange,
            bystanders=tuple(
                replace(each, after=seen.bystanders.get(each.name, MISSING))
                for each in episode.bystanders
            ),
        )

    def _settle(self, episode: Episode, *, twice: bool) -> None:
        """Take the last that was told as what the next update starts from.

        An answer that was lost tells nothing of what the update did: it is read again.
        """
        watch = self.watch
        watch.bystanders = {each.name: each.after for each in episode.bystanders}
        proved = episode.again is not MISSING and same(episode.answer, episode.after)
        if episode.read is None and not twice:
            watch.state = episode.before if episode.answer is MISSING else episode.answer
        elif not twice and episode.after is not MISSING:
            watch.state = episode.after
        else:
            watch.state = episode.again if proved else watch.read()[1]
        watch.remember(watch.state)

    def _bystanders(self, now: Mapping[str, Any]) -> tuple[Bystander, ...]:
        earlier = self.watch.bystanders
        return tuple(
            Bystander(name=name, before=earlier.get(name, MISSING), after=value)
            for name, value in now.items()
        )

    def given(self, request: Request) -> Any:
        """The body of an admitted request in its concrete forms.

        What is write-only in it is no answer's to show, so that nothing is asked about it.
        """
        schema = body_schema(self.watch.update)
        decoded = decode(request.body or b"")
        if schema is None or not request.body or not decoded.parsed:
            return MISSING
        forms = self.session.forms.requests
        told = given(forms.view(schema), decoded.value, forms.admits)
        if told is LEFT_OUT:
            return MISSING
        if self.session.forms.responses.document.unsent:
            for place in unsent_places(forms.document.schema(schema), told, "writeOnly"):
                told = replaced(told, tuple(steps(place)), MISSING)
        return told

    def _link(self, request: Request) -> Any:
        """What the body puts at the linkable place."""
        place = self.session.knowledge.linkable
        if not place or not request.body:
            return MISSING
        return at(decode(request.body).value, steps(place))


def _unauthorised(finding: Finding) -> Finding:
    """A law's finding about an update that nobody was known to have sent.

    That such an update changes nothing is part of what valid credentials are for.
    """
    if finding.rule != "law/refused":
        return finding
    text = f"without valid credentials {finding.message}"
    return replace(finding, rule="auth/required", message=text, cause="changed")
