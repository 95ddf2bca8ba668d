"""Every cause for which one schema refuses what another admits, each with a payload."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ringback.changes.changed_schemas.relaxing import NOTHING, Relaxed, listed
from ringback.changes.inclusion.accusing import Accusing, near
from ringback.changes.inclusion.preparing import Prepared
from ringback.contract.explain import Violation, violations
from ringback.finding import steps
from ringback.payload import at, same, show
from ringback.schema.applying import applied_at
from ringback.schema.document import Schema, SchemaDocument
from ringback.witness import Alike, Found, Search, Unknown, admits

_MANY = 60  # causes in one schema; who has more has enough to do
_NAMED = 5  # values of a list that are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One cause: a payload that the producer's schema admits and the consumer's refuses.

    `consumer` is the pointer to the keyword that objects, `producer` the one to what lets the
    payload through; `instance` points into the payload. `others` are
    more values that are turned away for the same cause. `alternative` is what only the producer
    has, where that is all there is to it. `letter` is what the letter says of the payload, where
    that is another thing than what is meant.
    """

    payload: Any
    message: str
    instance: str
    consumer: str
    producer: str
    cause: str
    others: tuple[str, ...] = ()
    alternative: str = ""
    letter: str = ""

    @property
    def sentence(self) -> str:
        """What the keyword objects to, and the other values that it turns away as well."""
        if not self.others:
            return self.message
        more = f" and {len(self.others) - _NAMED} more" if len(self.others) > _NAMED else ""
        return f"{self.message}; nor may it be {', '.join(self.others[:_NAMED])}{more}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakOutcome:
    """The causes, and why there may be more, or None."""

    breaks: tuple[Break, ...]
    unknown: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A payload, and one objection to it."""

    payload: Any
    violation: Violation

    @property
    def value(self) -> Any:
        """What the keyword objects to; a union that a tag is wrong for objects to the object."""
        return at(self.payload, steps(near(self.violation)))


class Breaks:
    """Looks for the causes, one after the other.

    A payload that is found is explained; then the keyword that objects is loosened, and the
    search goes on for what is refused all the same.
    """

    def __init__(self, search: Search, alike: Alike) -> None:
        self._search = search
        self._alike = alike

    def find(self, pair: Prepared) -> BreakOutcome:
        """The causes that the pair's `relaxed` document does not admit already; it is loosened."""
        accusing = Accusing(
            producer=pair.producer,
            consumer=pair.loosened,
            alike=self._alike,
            search=self._search,
        )
        start = pair.relaxed.copied()
        hunt = _Hunt(search=self._search, accusing=accusing, start=start, relaxed=pair.relaxed)
        unknown = hunt.run()
        return BreakOutcome(breaks=tuple(hunt.found.values()), unknown=unknown)


@dataclass(slots=True, kw_only=True)
class _Hunt:
    """The causes of one producer and one consumer, as far as they have been found."""

    search: Search
    accusing: Accusing
    start: Relaxed
    relaxed: Relaxed
    found: dict[tuple[str, str], Break] = field(default_factory=dict)
    blind: bool = False

    def run(self) -> str | None:
        """Find them all; answers why there may be more, or None."""
        producer, place = self.accusing.producer, self.accusing.consumer.pointer
        for _ in range(_MANY):
            now = self.relaxed.schemas.schema(place)
            answer = self.search.find([producer], [now], declared=True)
            if not isinstance(answer, Found):
                return self._left(answer.why if isinstance(answer, Unknown) else None)
            causes = self.accusing.causes(answer.value)
            new = [each for each in causes if _key(each) not in self.found]
            if new:
                self._take(_Seen(payload=answer.value, violation=new[0]), alone=len(causes) == 1)
            elif not self._again(answer.value, causes, now):
                break
        return self._left(None)

    def _left(self, why: str | None) -> str | None:
        """Why there may be more; what was refused without a keyword to blame is never safe."""
        return why or ("a payload is refused, and no keyword is to blame" if self.blind else None)

    def _take(self, seen: _Seen, *, alone: bool) -> None:
        """A cause that is new: kept with a payload that shows it alone, and loosened."""
        told = self._break(seen if alone else self._plainest(seen))
        arrival = self.accusing.arrival(seen.payload, near(seen.violation))
        if arrival is None:
            self.relaxed.admit(seen.violation, seen.value, self._parts(seen))
        else:
            told = replace(told, alternative=arrival.name)
            self.relaxed.beside(arrival.consumer, arrival.branch)
        self.found[_key(seen.violation)] = told

    def _again(self, payload: Any, causes: Sequence[Violation], now: Schema) -> bool:
        """Another value that is refused for a known cause; False where nothing helps any more."""
        for each in causes:
            seen = _Seen(payload=payload, violation=each)
            self._others(seen)
            self.relaxed.admit(each, seen.value, self._parts(seen))
        if self.relaxed.schemas.schema(now.pointer).admits(payload):
            return True
        self.blind = not self.found
        left = violations(self.relaxed.schemas, now.pointer, payload)
        return any(self.relaxed.open(each.schema.rpartition("/")[0]) for each in left)

    def _others(self, seen: _Seen) -> None:
        """Add the value to the sentence on the first one."""
        known = self.found[_key(seen.violation)]
        _, told, value = seen.violation.message.rpartition(", not ")
        if told and value not in known.others and not known.message.endswith(f", not {value}"):
            others = (*known.others, value)
            self.found[_key(seen.violation)] = replace(known, others=others)

    def _parts(self, seen: _Seen) -> list[Schema]:
        return self._applied(seen.payload, near(seen.violation))

    def _applied(self, payload: Any, instance: str) -> list[Schema]:
        return applied_at(self.accusing.producer, payload, steps(instance), admits)

    def _plainest(self, seen: _Seen) -> _Seen:
        """A payload that shows nothing but the cause, where there is one; else the one at hand."""
        alone = self.start.copied()
        alone.admit(seen.violation, seen.value, self._parts(seen))
        consumer = self.accusing.consumer
        answer = self.search.find(
            [self.accusing.producer],
            [consumer],
            declared=True,
            loose=[alone.schemas.schema(consumer.pointer)],
        )
        if isinstance(answer, Found):
            causes = self.accusing.causes(answer.value)
            if [_key(each) for each in causes] == [_key(seen.violation)]:
                return _Seen(payload=answer.value, violation=causes[0])
        return seen

    def _break(self, seen: _Seen) -> Break:
        violation = seen.violation
        parts = self._applied(seen.payload, violation.instance)
        return Break(
            payload=seen.payload,
            message=violation.message,
            instance=violation.instance,
            consumer=violation.schema,
            producer=_place(parts, violation, violation.schema)
            or self._holder(seen.payload, violation.instance),
            cause=violation.cause,
            others=_lost(seen, parts, self.accusing.consumer.document),
        )

    def _holder(self, payload: Any, instance: str) -> str:
        """The schema of the nearest object or array around a value of which nothing is said."""
        while instance:
            instance = instance.rpartition("/")[0]
            parts = self._applied(payload, instance)
            if parts:
                return parts[-1].pointer
        return self.accusing.producer.bare().pointer


def _key(violation: Violation) -> tuple[str, str]:
    return violation.schema, violation.cause


def _place(parts: Sequence[Schema], violation: Violation, consumer: str) -> str:
    """Where the producer's description says what the consumer objects to."""
    word, _, name = violation.cause.partition(" ")
    owner, _, keyword = consumer.rpartition("/")
    if word == NOTHING:
        return parts[0].pointer if parts else ""
    knowing = next(
        (each for each in parts if name and name in each.raw.get("properties", {})), None
    )
    if knowing is not None and word != "required":
        return knowing.below("properties", name).pointer
    near = [knowing] if knowing else sorted(parts, key=lambda each: each.pointer != owner)
    # The schema at the consumer's own place is, most of the time, the one that was changed.
    if near and near[0].pointer == owner and keyword not in near[0].raw:
        return owner
    told = next((each.below(keyword).pointer for each in near if keyword in each.raw), "")
    return told or (near[-1].pointer if near else "")


def _lost(seen: _Seen, parts: Sequence[Schema], consumer: SchemaDocument) -> tuple[str, ...]:
    """The other values that a list has lost."""
    place, _, keyword = seen.violation.schema.rpartition("/")
    given = listed(parts) or []
    if keyword not in {"enum", "const"} or len(given) < 2:
        return ()
    left = consumer.schema(place)
    lost = (it for it in given if not same(it, seen.value) and not left.admits(it))
    return tuple(map(show, lost))
