"""What of an exchange no check can judge: named and counted, so that nothing is green unjudged."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ringback.checks.body import answer_content
from ringback.checks.delivery import bodiless
from ringback.checks.interface import Subject, infrastructure
from ringback.contract import Admission, Admitted
from ringback.exchange import Headers, Response, header_values
from ringback.operation import MediaType, Operation
from ringback.verdict import NotJudged
from ringback.wire.body_content import UnjudgedBody
from ringback.wire.media_types import pick

_APART = 200  # that are told apart: a reason may name what a hostile log made up
_NAMED = 3  # that a sentence names
_OTHERS = ("others", "more than are told apart")

Named = tuple[str, str]
"""What could not be judged, and why, in words that hold nothing of a payload."""

_NOT_STORED = "it was not stored"
_NO_TYPE = "its media type was not stored"
_UNDESCRIBED = "the description says nothing of it"
_FROM_BEFORE = "what stands before a service may give it to any request"


def doubts_about(admission: Admission) -> tuple[str, ...]:
    """What of a request right servers read differently, so that nobody can say whether it's right.

    What it is surely wrong in is told all the same.
    """
    return () if isinstance(admission, Admitted) else admission.doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class UnjudgedPart:
    """A body as far as it is known: its Content-Type, whether there is any, whether it was stored.

    `typed` tells whether the headers were stored that would bear its Content-Type, `why` what keeps
    a stored one from being judged.
    """

    content_type: str | None = None
    there: bool = False
    stored: bool = True
    typed: bool = True
    why: str = ""

    @classmethod
    def of(cls, headers: Headers, body: bytes | None) -> "UnjudgedPart":
        """The body of a message that was stored whole."""
        name = next(iter(header_values(headers, "content-type")), None)
        return cls(content_type=name, there=bool(body))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What of one exchange could not be judged.

    `blank` tells that it carried what the description speaks of, and none of that could be judged.
    `about` is False where it says nothing about the contract at all: what stands before the service
    answered.
    """

    entries: tuple[Named, ...] = ()
    blank: bool = False
    about: bool = True


NO_GAPS = Gaps()


def answer_part(subject: Subject, response: Response) -> UnjudgedPart:
    """The body of an answer that was stored whole, with why it can't be judged, if it can't be."""
    content = answer_content(subject, response) if response.body else None
    why = content.why if isinstance(content, UnjudgedBody) else ""
    return replace(UnjudgedPart.of(response.headers, response.body), why=why)


def answer_gaps(subject: Subject) -> Gaps:
    """What of a target's answer could not be judged; nothing where its method is not described."""
    response, operation = subject.exchange.response, subject.operation
    if response is None or not subject.described:
        return NO_GAPS
    part = answer_part(subject, response)
    return replace(gaps(operation, response.status, None, part), blank=False)


def gaps(
    operation: Operation,
    status: int,
    asked: UnjudgedPart | None,
    answered: UnjudgedPart,
    doubts: Sequence[str] = (),
) -> Gaps:
    """What of an exchange could not be judged; `asked` is None where the request is not judged.

    A request that was refused is not: it may well be wrong. Status and parameters are looked at as
    well, but alone they don't make an exchange judged whose bodies could not be.
    """
    if 400 <= status < 500:
        asked, doubts = None, ()
    sent = _Word() if asked is None else _request(operation, asked)
    before = infrastructure(operation, status)
    came = _Word() if before else _answer(operation, status, answered)
    told = {
        f"the answer {status} of {operation.id}": [_FROM_BEFORE] if before else [],
        f"the body of {operation.id} {status}": [came.why],
        f"the request body of {operation.id}": [sent.why],
        f"the request of {operation.id}": doubts,
    }
    judged = came.judged or (sent.judged and not doubts)
    return Gaps(
        entries=tuple((what, why) for what, whys in told.items() for why in whys if why),
        blank=not judged and not before and (came.missed or sent.missed),
        about=not before or judged,
    )


@dataclass(frozen=True, slots=True)
class _Word:
    """Whether a body was judged, or why it was not; neither where there is nothing to judge.

    `missed` tells that the description speaks of it.
    """

    judged: bool = False
    why: str = ""
    missed: bool = False


_JUDGED = _Word(judged=True)


def _answer(operation: Operation, status: int, body: UnjudgedPart) -> _Word:
    answer = operation.answer_for(status)
    if answer is None or bodiless(operation.method, status):
        return _Word()  # all that there is to say of it is said by other checks
    return _body(answer.media_types, body)


def _request(operation: Operation, body: UnjudgedPart) -> _Word:
    described = operation.body.media_types if operation.body else ()
    if described and body.stored and not body.there:
        return _Word()  # it is required, and missed, or it need not be there
    return _body(described, body)


def _body(described: tuple[MediaType, ...], body: UnjudgedPart) -> _Word:
    """The word on a body that the description has these media types for."""
    if not described:
        return _Word(why=_UNDESCRIBED if body.there else "")
    if not body.stored:
        return _Word(why=_NOT_STORED, missed=True)
    if not body.there:
        return _JUDGED
    media_type = pick(described, body.content_type) if body.content_type else None
    if media_type is None:  # a finding tells that, where the headers are known
        return _JUDGED if body.typed else _Word(why=_NO_TYPE, missed=True)
    if body.why and media_type.has_schema:
        return _Word(why=body.why, missed=True)
    return _JUDGED


@dataclass(slots=True, kw_only=True)
class Unjudged:
    """What of many exchanges could not be judged; parts add up in any order.

    `blank` counts the recordings of which nothing could be judged, by the first reason.
    """

    met: Counter[Named] = field(default_factory=Counter)
    blank: Counter[Named] = field(default_factory=Counter)

    def add(self, found: Gaps, count: int = 1) -> None:
        """Take in what so many exchanges have in common."""
        for entry in found.entries:
            _count(self.met, entry, count)
        if found.blank:
            _count(self.blank, found.entries[0], count)

    def merge(self, other: "Unjudged") -> None:
        """Take in another part."""
        for mine, others in ((self.met, other.met), (self.blank, other.blank)):
            for entry, count in others.items():
                _count(mine, entry, count)

    @property
    def entries(self) -> tuple[NotJudged, ...]:
        """All of it, by name."""
        return tuple(
            NotJudged(what=what, why=why, count=count)
            for (what, why), count in sorted(self.met.items())
        )

    @property
    def doubts(self) -> list[str]:
        """Why a run with these is no proof: a sentence where nothing of a recording was judged."""
        return [" ".join(self._doubt())] if self.blank else []

    def _doubt(self) -> Iterator[str]:
        total, names = self.blank.total(), sorted(self.blank)
        yield f"nothing could be judged of {total:,} recording{'s' if total > 1 else ''}:"
        first = "; ".join(f"{what}: {why}" for what, why in names[:_NAMED])
        yield f"{first}; and {len(names) - _NAMED} more" if len(names) > _NAMED else first


def _count(into: Counter[Named], entry: Named, count: int) -> None:
    """Count an entry; past a bound the last ones by name are told together, in whatever order."""
    into[entry] += count
    if len(into) - (_OTHERS in into) > _APART:
        into[_OTHERS] += into.pop(max(each for each in into if each != _OTHERS))
