"""An update, the reads around it, and every rule asked of them."""

from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.session import Session
from ringback.campaign.watch import Watch
from ringback.contract import Admitted
from ringback.exchange import Request
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
        opinion: Opinion | None = None,
        credentials: bool = True,
        described: bool = True,
    ) -> Played:
        """Send the update, read what became of it, and ask every check and law."""
        watch, session = self.watch, self.session
        before = watch.state
        exchange = session.send(request, watch.update, credentials=credentials)
        subject = session.subject(
            exchange, watch.update, credentials=credentials, described=described
        )
        findings = session.judged(subject, opinion)
        answer = watch.value(exchange, watch.update)
        read, after = watch.read()
        findings += session.judged(session.subject(read, watch.read_operation))
        repeated = MISSING
        if again and answer is not MISSING:
            second = session.send(request, watch.update)
            findings += session.judged(session.subject(second, watch.update))
            repeated = watch.value(second, watch.update)
        # Not after every update: what reaches a bystander lasts, and is seen at the next look.
        now = watch.read_bystanders() if again and answer is not MISSING else watch.bystanders
        links = isinstance(self._link(request), str) and answer is not MISSING
        episode = Episode(
            operation=watch.update,
            contract=session.contract,
            exchange=exchange,
            given=self._given(request, admitted=isinstance(subject.admission, Admitted)),
            before=before,
            answer=answer,
            answer_as_sent=watch.raw(exchange),
            after=after,
            again=repeated,
            remembered=watch.recall(self._link(request)),
            listed=watch.read_listed() if links else MISSING,
            read=read,
            bystanders=self._bystanders(now),
        )
        laws = self.law_findings(episode)
        findings += laws if credentials else map(_unauthorised, laws)
        twice = again and answer is not MISSING
        self._settle(self._now(answer, after, repeated, twice=twice), now)
        return Played(episode=episode, findings=tuple(findings))

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
        read, after = watch.read()
        bystanders = tuple(
            replace(each, after=value)
            for each in episode.bystanders
            for value in [watch.read_bystanders().get(each.name, MISSING)]
        )
        raw = watch.raw(read)
        return replace(
            episode,
            answer=after,
            answer_as_sent=raw,
            after=after,
            listed=MISSING if episode.listed is MISSING else watch.read_listed(),
            read=read,
            bystanders=bystanders,
        )

    def _now(self, answer: Any, after: Any, repeated: Any, *, twice: bool) -> Any:
        """The resource as it stands: where answers proved true, the last one tells it.

        An answer that was lost tells nothing of what the update did: it is read again.
        """
        if not twice and after is not MISSING:
            return after
        proved = repeated is not MISSING and same(answer, after)
        return repeated if proved else self.watch.read()[1]

    def _settle(self, state: Any, bystanders: dict[str, Any]) -> None:
        """Take the last read as what the next update starts from."""
        self.watch.state = state
        self.watch.bystanders = bystanders
        self.watch.remember(state)

    def _bystanders(self, now: dict[str, Any]) -> tuple[Bystander, ...]:
        earlier = self.watch.bystanders
        return tuple(
            Bystander(name=name, before=earlier.get(name, MISSING), after=value)
            for name, value in now.items()
        )

    def _given(self, request: Request, *, admitted: bool) -> Any:
        """The body in its concrete forms, where the description admits it."""
        schema = body_schema(self.watch.update)
        if not admitted or schema is None or not request.body:
            return MISSING
        decoded = decode(request.body)
        if not decoded.parsed:
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
