"""Every cause for which one schema refuses what another admits, each with a payload."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.changes.blame import parts_at, value_at
from ringback.changes.relaxing import Relaxed, listed
from ringback.contract.explain import Violation
from ringback.payload import same, show
from ringback.witness import Found, Part, Search, Unknown

_MANY = 60  # causes in one schema; who has more has enough to do
_NAMED = 5  # values of a list that are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One cause: a payload that the producer's schema admits and the consumer's refuses.

    `consumer` is the pointer to the keyword that objects, `producer` the one to what lets the
    payload through; `instance` points into the payload.
    """

    payload: Any
    message: str
    instance: str
    consumer: str
    producer: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The causes; why there may be more, or None; and the consumer with all of them loosened."""

    breaks: tuple[Break, ...]
    unknown: str | None
    relaxed: Relaxed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A payload, and one objection to it."""

    payload: Any
    violation: Violation

    @property
    def value(self) -> Any:
        """What the keyword objects to; a union that a tag is wrong for objects to the object."""
        place = self.violation.instance
        if self.violation.cause.startswith("tag "):
            place = place.rpartition("/")[0]
        return value_at(self.payload, place)


class Breaks:
    """Looks for the causes, one after the other.

    A payload that is found is explained by the validators; then the keyword that objects is
    loosened, and the search goes on for what is refused all the same.
    """

    def __init__(self, search: Search) -> None:
        self._search = search

    def find(self, producer: Part, consumer: Part, relaxed: Relaxed) -> Outcome:
        """The causes that `relaxed`, a copy of the consumer's document, does not admit already."""
        start = relaxed.copied()
        found: dict[tuple[str, str], Break] = {}
        unknown = None
        while len(found) < _MANY:
            now = Part(relaxed.book, consumer.place)
            answer = self._search.find([producer], [now], declared=True)
            if not isinstance(answer, Found):
                unknown = answer.why if isinstance(answer, Unknown) else None
                break
            violations = now.book.violations(now.place, answer.value)
            new = [each for each in violations if _key(each, relaxed) not in found]
            if not new:  # loosening its keyword was not enough
                if not any(relaxed.open(each.schema.rpartition("/")[0]) for each in violations):
                    break
                continue
            seen = _Seen(payload=answer.value, violation=new[0])
            parts = parts_at(producer, seen.payload, seen.violation.instance)
            key = _key(seen.violation, relaxed)
            relaxed.admit(seen.violation, seen.value, parts)
            found[key] = self._told(producer, consumer, seen, parts, start)
        return Outcome(breaks=tuple(found.values()), unknown=unknown, relaxed=relaxed)

    def _told(
        self,
        producer: Part,
        consumer: Part,
        seen: _Seen,
        parts: Sequence[Part],
        start: Relaxed,
    ) -> Break:
        """The cause with a payload that shows nothing else, where there is one."""
        alone = start.copied()
        original = replace(seen.violation, schema=alone.original(seen.violation.schema))
        alone.admit(original, seen.value, parts)
        answer = self._search.find(
            [producer],
            [Part(start.book, consumer.place)],
            declared=True,
            loose=[Part(alone.book, consumer.place)],
        )
        if isinstance(answer, Found):
            told = start.book.violations(consumer.place, answer.value)
            if [each.cause for each in told] == [original.cause]:
                seen = _Seen(payload=answer.value, violation=told[0])
                parts = parts_at(producer, seen.payload, seen.violation.instance)
        return _break(producer, seen, parts, start)


def _key(violation: Violation, relaxed: Relaxed) -> tuple[str, str]:
    return relaxed.original(violation.schema), violation.cause


def _break(producer: Part, seen: _Seen, parts: Sequence[Part], relaxed: Relaxed) -> Break:
    violation = seen.violation
    consumer = relaxed.original(violation.schema)
    return Break(
        payload=seen.payload,
        message=violation.message + _others(seen, parts, relaxed),
        instance=violation.instance,
        consumer=consumer,
        producer=_place(parts, violation, consumer) or producer.bare().place,
        cause=violation.cause,
    )


def _place(parts: Sequence[Part], violation: Violation, consumer: str) -> str:
    """Where the producer's description says what the consumer objects to."""
    word, _, name = violation.cause.partition(" ")
    owner, _, keyword = consumer.rpartition("/")
    knowing = next(
        (each for each in parts if name and name in each.raw.get("properties", {})), None
    )
    if knowing is not None and word != "required":
        return knowing.below("properties", name).place
    near = [knowing] if knowing else sorted(parts, key=lambda each: each.place != owner)
    # The schema at the consumer's own place is, most of the time, the one that was changed.
    if near and near[0].place == owner and keyword not in near[0].raw:
        return owner
    told = next((each.below(keyword).place for each in near if keyword in each.raw), "")
    return told or (near[-1].place if near else "")


def _others(seen: _Seen, parts: Sequence[Part], relaxed: Relaxed) -> str:
    """The other values that a list has lost, behind the sentence on the first."""
    place, _, keyword = seen.violation.schema.rpartition("/")
    given = listed(parts) or []
    if keyword not in {"enum", "const"} or len(given) < 2:
        return ""
    admits = Part(relaxed.book, place).admits
    lost = [show(each) for each in given if not same(each, seen.value) and not admits(each)]
    if not lost:
        return ""
    more = f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else ""
    return f"; nor may it be {', '.join(lost[:_NAMED])}{more}"
