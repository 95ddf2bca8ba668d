"""Bodies of requests: in each form, broken in each part, naming only what is the run's own."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ringback.campaign.resource.bodies.body_parts import (
    has_blank,
    has_texts,
    outside,
    schema_below,
    with_strange_members,
)
from ringback.campaign.resource.bodies.deep_bodies import maps, nested
from ringback.campaign.resource.bodies.ignored import ignored_bodies
from ringback.campaign.resource.list_answers import is_cursor
from ringback.campaign.resource.model import Graph
from ringback.config import own_values
from ringback.contract import Contract
from ringback.generation.case import body_media_type, written_schema
from ringback.generation.designed_cases import examples_beside, siblings_of
from ringback.laws.likeness import is_default
from ringback.operation import MediaType, Operation
from ringback.payload import MISSING, at, decode
from ringback.sampling.breakage import Path, broken, paths, replaced
from ringback.sampling.ordered_values import in_order
from ringback.sampling.result import Made, Unmade
from ringback.sampling.sampler import Sample, Sampler
from ringback.schema.view import Admits, View
from ringback.wire.media_types import BodyKind, kind_of

_OTHERS = 8  # bodies that are tried where the one with every member is refused
_MANY = 2_000  # broken bodies, beyond which those of one label are alike
_AHEAD = 2922  # days from one leap day to one that has not come yet


@dataclass(slots=True)
class DesignedBodies:
    """Makes the bodies of a contract's requests; `number` counts those that had to differ.

    `mark` stands in the names that they give, `marks` are those that it has been before. Their
    dates are `days` later than they were made; where they are `apart`, each body has days of its
    own, as what must not overlap has; of `alike` schemas two bodies were taken for one. `unmade`
    are by operation the optional members that nothing could make; `accepted` has the bodies of
    operations that refused the one with every member, and took these. `values` are configured.
    """

    contract: Contract
    graph: Graph
    sampler: Sampler
    mark: str
    number: int = 0
    marks: list[str] = field(default_factory=list)
    unmade: dict[str, list[Unmade]] = field(default_factory=dict)
    days: int = 0
    apart: bool = False
    alike: set[str] = field(default_factory=set)
    accepted: dict[str, Any] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    _variants: dict[str, list[Sample]] = field(default_factory=dict)
    _siblings: dict[str, list[str]] | None = None

    def renew(self) -> None:
        """Give names another mark: those of the first are taken, as by what a run made earlier.

        Nobody can tell such names beforehand, so that from here on two runs differ in them.
        """
        self.marks.append(self.mark)
        self.mark = f"rb{secrets.token_hex(3)}"

    def move_dates(self) -> None:
        """Give dates that have not come yet, or again those that have passed."""
        self.days = 0 if self.days else _AHEAD

    def bears_mark(self, value: Any) -> bool:
        """Whether something has a name in it that the run gave."""
        text = repr(value)
        return any(each in text for each in (self.mark, *self.marks))

    def view(self, operation: Operation) -> View | None:
        """The schema of the body as it is written; None for an operation without one."""
        schema = self._written(operation)
        return self.contract.requests.view(schema) if schema is not None else None

    def _written(self, operation: Operation) -> str | None:
        """Where the schema of the body stands in the contract that bodies are made by."""
        same = (each for each in self.contract.operations if each.id == operation.id)
        return written_schema(next(same, operation))

    def plain(self, operation: Operation) -> Made | Unmade:
        """A body with every described member."""
        schema = self._written(operation)
        if schema is None:
            return Unmade(place="", why="the description has no schema of a body for it")
        given = examples_beside(self.contract, schema)
        view = self.contract.requests.view(schema)
        made = self.sampler.plain(view, given=given)
        if isinstance(made, Made):
            value = self._configured(operation, view, self._in_order(view, made.value))
            made = replace(made, value=value)
        if not isinstance(made, Made) or operation.id not in self.graph.safe:
            return made
        return replace(made, value=self._without_cursor(view, made.value))

    def _configured(self, operation: Operation, view: View, value: Any) -> Any:
        """The body with the values that the configuration has for its members.

        What is broken in a member, and what leaves it out, stays so.
        """
        admits = self.contract.requests.admits
        for name, text in own_values(operation.id, self.values).items():
            member = view.properties.get(name)
            given = value.get(name, MISSING) if isinstance(value, dict) else MISSING
            if member is None or given is MISSING or not admits(member.pointer, given):
                continue
            told = decode(text.encode())
            for each in (text, told.value) if told.parsed else (text,):
                if admits(member.pointer, each):
                    value = {**value, name: each}
                    break
        return value

    def _in_order(self, view: View, value: Any) -> Any:
        """The body with nothing that ends before it begins."""
        ordered = in_order(value, [*view.properties])
        same_value = ordered == value or not self.contract.requests.admits(view.pointer, ordered)
        return value if same_value else ordered

    def _without_cursor(self, view: View, value: Any) -> Any:
        """The body of a search without a cursor, which only an answer can tell."""
        if not isinstance(value, dict):
            return value
        bare = {name: each for name, each in value.items() if not is_cursor(name)}
        return bare if self.contract.requests.admits(view.pointer, bare) else value

    def variants(self, operation: Operation) -> list[Sample]:
        """Each part of a body in each of its forms; made once."""
        schema = self._written(operation)
        if schema is None:
            return []
        if operation.id not in self._variants:
            given = examples_beside(self.contract, schema)
            view = self.contract.requests.view(schema)
            found: dict[str, Sample] = {}
            with self.sampler.steady(operation.id):
                for each in self.sampler.variants(view, given=given):
                    found.setdefault(repr(each.value), each)
            samples = [
                *found.values(),
                *nested(self.contract, view, [each.value for each in found.values()]),
            ]
            samples += maps(self.contract, self.sampler, view, samples)
            self.unmade[operation.id] = self.sampler.take_left_out()
            samples = [replace(e, value=self._in_order(view, e.value)) for e in samples]
            if operation.id in self.graph.safe:
                bare = [replace(e, value=self._without_cursor(view, e.value)) for e in samples]
                samples = list({repr(each.value): each for each in bare}.values())
            if self._is_form(operation):
                # Many readers of forms pass over a member without a text (urllib's parse_qs does).
                samples = [each for each in samples if not has_blank(each.value)] or samples[:1]
            self._variants[operation.id] = samples
        return self._variants[operation.id]

    def simpler(self, operation: Operation) -> list[Any]:
        """A few bodies in the order of their length: the barest, and some up to the longest."""
        found = sorted((each.value for each in self.variants(operation)), key=_length)
        return found[:: max(1, -(-len(found) // _OTHERS))]

    def with_number(self, operation: Operation, value: Any, number: int) -> Any:
        """The body with this number in each place that takes it."""
        view = self.view(operation)
        for path in paths(value) if view else ():
            old = at(value, path)
            if view is None or not isinstance(old, int | float) or isinstance(old, bool):
                continue
            changed = replaced(value, path, number)
            if self.contract.requests.admits(view.pointer, changed):
                value = changed
        return value

    def telling(self, operation: Operation, value: dict[str, Any]) -> dict[str, Any]:
        """The body with a value in each member that is neither empty nor its default."""
        view = self.view(operation)
        for name, member in view.properties.items() if view else ():
            for each in self.variants(operation):
                told = each.value.get(name) if isinstance(each.value, dict) else None
                if not (told or told is False) or is_default(member, told):
                    continue
                if told is False and "default" not in member.raw:
                    continue  # what is not set is false as well
                changed = {**value, name: told}
                if view is not None and self.contract.requests.admits(view.pointer, changed):
                    value = changed
                    break
        return value

    def _is_form(self, operation: Operation) -> bool:
        media_type = body_media_type(operation)
        forms = {BodyKind.FORM, BodyKind.MULTIPART}
        return media_type is not None and kind_of(media_type.name) in forms

    def broken(self, operation: Operation) -> list[Sample]:
        """Each part of a body broken in each way that the description refuses; once each."""
        schema = self._written(operation)
        if schema is None:
            return []
        if self._siblings is None:
            self._siblings = siblings_of(self.contract.description.document)
        with self.sampler.steady(operation.id):
            return list(self._broken(operation, schema, self._siblings).values())

    def _broken(
        self, operation: Operation, schema: str, siblings: Mapping[str, list[str]]
    ) -> dict[str, Sample]:
        found: dict[str, Sample] = {}
        for whole in self._wholes(operation):
            for value, label in broken(whole, siblings, found):
                if self._is_form(operation) and not has_texts(self.view(operation), value):
                    continue  # whatever stands in a form for a text is read as one
                if label not in found and not self.contract.requests.admits(schema, value):
                    found[label] = Sample(value=value, label=label)
        for value, label in self._beyond(operation):
            if not self.contract.requests.admits(schema, value):
                found.setdefault(label, Sample(value=value, label=label))
        return found

    def ignored(self, operation: Operation, forms: Admits) -> list[Sample]:
        """Admitted bodies with parts that `forms` has no concrete form for."""
        view = self.view(operation)
        if view is None:
            return []
        return list(ignored_bodies(view, forms, self._broken_wholes(operation)))

    def _broken_wholes(self, operation: Operation) -> Iterator[tuple[Any, Any, str]]:
        """Each whole body, broken in each part; once many were, no part in a way that it was."""
        if self._siblings is None:
            self._siblings = siblings_of(self.contract.description.document)
        seen: set[str] = set()
        count = 0
        for whole in self._wholes(operation):
            known = seen if count >= _MANY else ()
            for value, label in broken(whole, self._siblings, known):
                seen.add(label)
                count += 1
                yield whole, value, label

    def _wholes(self, operation: Operation) -> Iterator[Any]:
        """The bodies that are broken part by part: with every member, and none of them empty."""
        for sample in self.variants(operation):
            if sample.label.endswith("every member") or "kind" in sample.label:
                yield sample.value
        made = self.plain(operation)
        if isinstance(made, Made) and isinstance(made.value, dict):
            yield self.telling(operation, made.value)

    def _beyond(self, operation: Operation) -> list[tuple[Any, str]]:
        """Numbers, texts and arrays just outside of their bounds."""
        made, view = self.plain(operation), self.view(operation)
        if view is None or not isinstance(made, Made):
            return []
        wholes = [made.value]
        if isinstance(made.value, dict):  # what is empty by default is given something
            wholes.append(self.telling(operation, made.value))
        found = []
        for body, path in [(each, path) for each in wholes for path in paths(each)]:
            member = schema_below(view, path, body, self.contract)
            for value, label in outside(member.raw if member else {}, at(body, path)):
                if self._is_form(operation) and label in {"too short", "too long"}:
                    continue  # many readers of forms pass over a blank, and cut what is too long
                whole = replaced(body, path, value)
                if not self.contract.requests.admits(view.pointer, whole):
                    here = "/" + "/".join("*" if isinstance(s, int) else s for s in path)
                    found.append((whole, f"{here}: {label}"))
        return [*found, *with_strange_members(made.value)]

    def outside(self, view: View, value: Any) -> list[tuple[Any, str]]:
        """Values just outside of the bounds of a schema."""
        return outside(view.raw, value)

    def _is_key(self, view: View, path: Path, value: Any) -> bool:
        """Whether what stands at a place could be a key: what is broken there is to stay so."""
        admits = self.contract.requests.admits
        if admits(view.pointer, value):
            return True
        member = schema_below(view, path, value, self.contract)
        if member is not None:
            return admits(member.pointer, at(value, path))
        without = replaced(value, path, MISSING)
        return not admits(view.pointer, without)  # something else is broken as well

    def media_types(self, operation: Operation) -> list[MediaType]:
        """The media types of the body beside the one that bodies are written in."""
        first = body_media_type(operation)
        described = operation.body.media_types if operation.body else ()
        return [each for each in described if first is not None and each.name != first.name]


def _length(value: Any) -> int:
    return len(repr(value))
