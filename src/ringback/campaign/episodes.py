"""An update, the reads around it, and every rule asked of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.session import Session
from ringback.campaign.watch import Watch
from ringback.contract import Admitted
from ringback.exchange import Exchange, Request
from ringback.finding import Finding, steps
from ringback.generation.case import Opinion, body_schema
from ringback.laws import COMMON_LAWS, Bystander, Episode, Law
from ringback.payload import MISSING, at, decode, same
from ringback.schema.given import LEFT_OUT, given


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of one update: the episode, and the findings of the checks and of the laws."""

    episode: Episode
    findings: tuple[Finding, ...]


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
        *,
        again: bool = False,
        read: bool = True,
        around: bool = False,
        opinion: Opinion | None = None,
        credentials: bool = True,
    ) -> Played:
        """Send the update, read what became of it, and ask every check and law.

        Without `read` an answer that tells the state is believed; who plays so reads later on.
        `around` reads the bystanders too, `again` sends the update a second time.
        """
        watch, session = self.watch, self.session
        before = watch.state
        exchange = session.send(request, watch.update, credentials=credentials)
        subject = session.subject(exchange, watch.update, credentials=credentials)
        findings = session.judged(subject, opinion)
        answer = watch.value(exchange, watch.update)
        links = isinstance(self._link(request), str) and answer is not MISSING
        wide = again and answer is not MISSING
        seen = None
        if read or not self._tells(exchange, answer):
            # Not all after every update: what reaches a bystander lasts, and is seen later on.
            seen = watch.look(bystanders=wide or around, listed=links)
            findings += session.judged(session.subject(seen.exchange, watch.read_operation))
        repeated = MISSING
        if wide:
            second = session.send(request, watch.update)
            findings += session.judged(session.subject(second, watch.update))
            repeated = watch.value(second, watch.update)
        episode = Episode(
            operation=watch.update,
            contract=session.contract,
            exchange=exchange,
            given=self.given(request) if isinstance(subject.admission, Admitted) else MISSING,
            before=before,
            answer=answer,
            after=seen.value if seen else MISSING,
            again=repeated,
            remembered=watch.recall(self._link(request)),
            listing=seen.listing if seen else MISSING,
            read=seen.exchange if seen else None,
            bystanders=self._bystanders(seen.bystanders if seen else watch.bystanders),
        )
        laws = self.law_findings(episode)
        findings += laws if credentials else map(_unauthorised, laws)
        self._settle(episode, twice=wide)
        return Played(episode=episode, findings=tuple(findings))

    def _tells(self, exchange: Exchange, answer: Any) -> bool:
        """Whether an answer says how the resource stands: as it shows it, or as it was before."""
        response = exchange.response
        return answer is not MISSING or (response is not None and response.refused)

    def law_findings(self, episode: Episode) -> list[Finding]:
        """What the laws that this run wants say of an episode."""
        return [
            finding
            for law in self.laws
            if self.session.ledger.wants(law.rule)
            for finding in law.judge(episode)
        ]

    def second_look(self, episode: Episode) -> Episode:
        """The episode as a read made now shows it: what lasts can be seen again."""
        watch = self.watch
        seen = watch.look(bystanders=True, listed=episode.listing is not MISSING)
        return replace(
            episode,
            answer=seen.value,
            after=seen.value,
            listing=seen.listing,
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
        if episode.read is None:
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
        """The body of an admitted request in its concrete forms."""
        schema = body_schema(self.watch.update)
        decoded = decode(request.body or b"")
        if schema is None or not request.body or not decoded.parsed:
            return MISSING
        forms = self.session.forms
        told = given(forms.view(schema), decoded.value, forms.schemas.admits)
        return MISSING if told is LEFT_OUT else told

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
