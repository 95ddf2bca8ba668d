"""Which keyword is to blame where a payload is refused: the one that changed, if one did.

Validators name the branch of a union that comes closest. Between two descriptions more is known:
which branch was meant, and which ones say what they said before.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from ringback.changes.changed_schemas.relaxing import NOTHING
from ringback.contract.explain import Violation, explain
from ringback.finding import pointer, steps
from ringback.payload import at
from ringback.schema.applying import applied_at, may_apply_at
from ringback.schema.document import Schema
from ringback.schema.keywords import UNIONS
from ringback.witness import Alike, Nothing, Search, admits, described

_Kinds = jsonschema_rs.ValidationErrorKind
_UNION = "anyOf"  # the cause where a branch went, and none of those that are left is to blame


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An alternative of the producer beside one that stands for all that the consumer describes."""

    branch: Schema
    consumer: Schema

    @property
    def name(self) -> str:
        """What the alternative is called, as a sentence takes it."""
        *path, last = steps(self.branch.pointer)
        return f"the alternative {last}" if path == ["components", "schemas"] else "an alternative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accusing:
    """Finds the causes for which `consumer` refuses payloads that `producer` admits.

    What only a new alternative lets through is one cause.
    """

    producer: Schema
    consumer: Schema
    alike: Alike
    search: Search

    def causes(self, payload: object) -> list[Violation]:
        """Each objection to the payload, at what changed."""
        errors, payload = self.consumer.document.validators.errors(self.consumer.pointer, payload)
        found = [each for error in errors for each in self._of(error, payload)]
        return list(dict.fromkeys(found))

    def _of(self, error: jsonschema_rs.ValidationError, payload: object) -> Iterator[Violation]:
        match error.kind:
            case _Kinds.AnyOf(context=context) | _Kinds.OneOfNotValid(context=context):
                meant = self._counterpart(error, payload)
                if meant is None:
                    yield from self._closest(error, payload)
                    return
                for inner in context[meant]:
                    yield from self._of(inner, payload)
            case _:
                yield from explain([error], payload, self.consumer.document)

    def _counterpart(self, error: jsonschema_rs.ValidationError, payload: object) -> int | None:
        """The branch at the place of one that admits the value, if it is that one, changed."""
        instance = pointer(error.instance_path)
        path = steps(instance)
        value = at(payload, path)
        admitting = {
            part.pointer
            for part in applied_at(self.producer, payload, path, admits)
            if _declares(part, value)
        }
        for index, branch in enumerate(self._branches(error)):
            if branch.pointer in admitting and not self._unchanged(branch, instance):
                return index
        return None

    def _closest(
        self, error: jsonschema_rs.ValidationError, payload: object
    ) -> Iterator[Violation]:
        """What the closest branch objects to, or the union where that one did not change."""
        told = explain([error], payload, self.consumer.document)
        union = pointer(error.schema_path)
        changed = [each for each in told if not self._innocent(each)]
        if changed or not told:
            yield from changed
            return
        yield Violation(
            message=f"fits no alternative that is left: {told[0].message}",
            instance=pointer(error.instance_path),
            schema=union,
            cause=_UNION,
        )

    def _innocent(self, violation: Violation) -> bool:
        """Whether the schema that objects said the same before."""
        owner, _, keyword = violation.schema.rpartition("/")
        if violation.cause == NOTHING or keyword in UNIONS:
            return False
        return self._unchanged(self.consumer.document.schema(owner), violation.instance)

    def _unchanged(self, schema: Schema, instance: str) -> bool:
        return any(
            self.alike(each, schema) for each in may_apply_at(self.producer, steps(instance))
        )

    def _branches(self, error: jsonschema_rs.ValidationError) -> Sequence[Schema]:
        *path, keyword = error.schema_path
        union = self.consumer.document.schema(pointer(path))
        return [each.bare() for each in union.listed(str(keyword))]

    def arrival(self, payload: Any, instance: str) -> Arrival | None:
        """The alternative that lets the payload's part at the pointer through, or what it is in.

        The outermost one. None where the consumer has alternatives there itself, or none that it
        describes is left.
        """
        path = steps(instance)
        for depth in range(len(path) + 1):
            here = path[:depth]
            known = may_apply_at(self.consumer, here)
            if any(each.keywords.keys() & set(UNIONS) for each in known):
                continue
            for branch, siblings in self._chosen(payload, here):
                fitting = (each for each in known if self._is_described(siblings, each))
                found = next(fitting, None)
                if found is not None:
                    return Arrival(branch=branch, consumer=found)
        return None

    def _chosen(self, payload: Any, here: list[str]) -> Iterator[tuple[Schema, list[Schema]]]:
        """The branch of each union that admits what stands there, and those that don't."""
        value = at(payload, here)
        for part in applied_at(self.producer, payload, here, admits):
            for keyword in UNIONS:
                branches = [each.bare() for each in part.listed(keyword)]
                meant = [each for each in branches if each.admits(value)]
                others = [each for each in branches if each not in meant]
                if meant and others:
                    yield meant[0], others

    def _is_described(self, siblings: list[Schema], consumer: Schema) -> bool:
        """Whether another branch, null aside, is described already, or is the same one changed."""
        return any(
            not each.admits(None)
            and (
                each.pointer == consumer.pointer
                or isinstance(self.search.find([each], [consumer], declared=True), Nothing)
            )
            for each in siblings
        )


def _declares(part: Schema, value: object) -> bool:
    """Whether a schema knows the members of an object: an open one takes any, and means none."""
    if not isinstance(value, Mapping):
        return True
    known = described(part, branches=True)
    return known.all or bool(known.patterns) or value.keys() <= known.names


def near(violation: Violation) -> str:
    """The pointer to the value that a keyword objects to: of a tag the object that it is in."""
    if violation.cause.startswith("tag "):
        return pointer(steps(violation.instance)[:-1])
    return violation.instance
