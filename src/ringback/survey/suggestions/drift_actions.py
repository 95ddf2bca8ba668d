"""Actions of an overlay for what recordings show beyond the description, each with its share."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringback.contract import Contract
from ringback.description.bundled_files import BUNDLED
from ringback.finding import steps
from ringback.operation import Operation
from ringback.payload import MISSING, at
from ringback.survey.counts.drifts import Drift, DriftKind, Scalar, SeenDrift, sorted_drifts
from ringback.survey.counts.state import SurveyState
from ringback.survey.suggestions.drafting import drafted
from ringback.survey.suggestions.overlay_text import path
from ringback.survey.suggestions.saying import kinds, quoted, share
from ringback.wire.media_types import is_json

Action = tuple[list[str], Mapping[str, Any]]
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_. :/-]{0,39}")  # what a member of an enum may look like
_DIGITS = re.compile(r"\d{5}")  # no word has so many: it is a key, a number, a date
_KEYS = re.compile(r"\{([^{}]+)\}")
_ASKED = "request"
_LARGE = 10_000  # a number of a choice is smaller


class DriftActions:
    """Makes the actions of one contract; `notes` tell what no overlay is proposed for, and why."""

    def __init__(self, state: SurveyState, contract: Contract) -> None:
        self._state = state
        self._contract = contract
        self._described = contract.description
        self.notes: list[str] = []

    def actions(self) -> Iterator[Action]:
        """All of them, in the order of the kinds; those of one place as one."""
        found = list(sorted_drifts(self._state.drifts))
        yield from self._of_values([each for each in found if each[0].kind is DriftKind.NULL])
        yield from self._enums([each for each in found if each[0].kind is DriftKind.ENUM])
        yield from self._formats([each for each in found if each[0].kind is DriftKind.FORMAT])
        for drift, seen in found:
            operation = self._operations.get(drift.operation)
            if operation is None:
                continue
            if drift.kind in {DriftKind.QUERY, DriftKind.HEADER}:
                yield self._parameter(operation, drift, seen)
            elif drift.kind is DriftKind.ANSWER_HEADER:
                yield self._answer_header(operation, drift, seen)
            elif drift.kind is DriftKind.MEDIA_TYPE:
                yield self._media_type(operation, drift, seen)
        yield from self._statuses([each for each in found if each[0].kind is DriftKind.STATUS])
        unknown = [each for each in found if each[0].kind is DriftKind.OPERATION]
        yield from self._unknown(unknown)

    @property
    def _operations(self) -> Mapping[str, Operation]:
        return {each.id: each for each in self._contract.operations}

    def _target(self, place: str) -> str:
        """The JSONPath of a place in the description as it is written."""
        return path(self._described.origin(place), self._described.written)

    def _written(self, place: str) -> Any:
        """What stands at a place of the description as it is written; MISSING for nothing."""
        return at(self._described.written, tuple(steps(self._described.origin(place))))

    def _is_elsewhere(self, place: str, told: str) -> bool:
        """Whether a place is in another file, which is noted."""
        if steps(place)[:1] != [BUNDLED]:
            return False
        file = self._described.place(place).file
        what = f"it is described in {file}, which an overlay of the description can't change"
        self.notes.append(f"Not proposed: {told}: {what}")
        return True

    def _by_place(
        self, found: list[tuple[Drift, SeenDrift]], what: str
    ) -> Iterator[tuple[str, SeenDrift, str]]:
        """What is to be changed at each place, once: several operations may share a schema."""
        places: dict[str, SeenDrift] = {}
        for drift, seen in found:
            known = places.get(drift.place)
            places[drift.place] = seen if known is None else known.merge(seen)
        for place, seen in places.items():
            told = f"{what} at {self._described.origin(place)}"
            if not self._is_elsewhere(place, told):
                yield place, seen, told

    def _of_values(self, found: list[tuple[Drift, SeenDrift]]) -> Iterator[Action]:
        """Null, where the description has a type without it."""
        for place, seen, told in self._by_place(found, "null"):
            schema = self._written(place)
            update = self._nullable(schema)
            if update is None:
                why = "neither a type nor a union says there what it may be"
                self.notes.append(f"Not proposed: {told}: {why}")
                continue
            comment = f"{told}: {_times(seen.count)}."
            yield [comment], {"target": self._target(place), "update": update}
            if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
                target = self._target(f"{place}/enum")
                yield [comment], {"target": target, "update": [None]}

    def _nullable(self, schema: Any) -> dict[str, Any] | None:
        """What makes a schema admit null, in the dialect of its description."""
        if not isinstance(schema, dict) or "const" in schema:
            return None
        if self._described.is_old:
            return {"nullable": True} if isinstance(schema.get("type"), str) else None
        kind = schema.get("type")
        if isinstance(kind, str):
            return {"type": [kind, "null"]}
        if isinstance(kind, list):
            return {"type": ["null"]}
        for union in ("anyOf", "oneOf"):
            if isinstance(schema.get(union), list):
                return {union: [{"type": "null"}]}
        return {} if isinstance(schema.get("enum"), list) else None

    def _enums(self, found: list[tuple[Drift, SeenDrift]]) -> Iterator[Action]:
        """Members that an enum lacks: words and numbers, and nothing that looks like data."""
        for place, seen, told in self._by_place(found, "members of the enum"):
            listed = isinstance(self._written(f"{place}/enum"), list)
            if seen.texts is None or not listed or not all(map(_is_member, seen.texts)):
                self.notes.append(f"Not proposed: {told}: they look like data, not like a choice")
                continue
            members = sorted(seen.texts, key=lambda each: (str(type(each)), str(each)))
            comment = f"{told}: {_times(seen.count)}."
            target = self._target(f"{place}/enum")
            yield [comment], {"target": target, "update": [_plain(each) for each in members]}

    def _formats(self, found: list[tuple[Drift, SeenDrift]]) -> Iterator[Action]:
        """A format that values don't have: it goes, or makes room for the one that they have."""
        for place, seen, told in self._by_place(found, "another format"):
            if self._written(f"{place}/format") is MISSING:
                continue
            comment = f"{told}: {_times(seen.count)}."
            yield [comment], {"target": self._target(f"{place}/format"), "remove": True}

    def _parameter(self, operation: Operation, drift: Drift, seen: SeenDrift) -> Action:
        """A query parameter or a header that requests have."""
        where = "query" if drift.kind is DriftKind.QUERY else "header"
        schema = drafted(seen.found, old=self._described.is_old)
        parameter = {"name": drift.name, "in": where, "schema": schema}
        told = f"{where} parameter {quoted(drift.name)} of {operation.id}: "
        told += f"{self._share(operation, seen)}, {kinds(seen.found)}."
        update = {"parameters": [parameter]}
        return [told], {"target": self._target(operation.pointer), "update": update}

    def _answer_header(self, operation: Operation, drift: Drift, seen: SeenDrift) -> Action:
        """A header that answers have."""
        answer = next(each for each in operation.answers if each.status == drift.place)
        schema = drafted(seen.found, old=self._described.is_old)
        told = f"header {quoted(drift.name)} of {operation.id} {drift.place}: "
        told += f"{_times(seen.count)}, {kinds(seen.found)}."
        update = {"headers": {drift.name: {"schema": schema}}}
        return [told], {"target": self._target(answer.pointer), "update": update}

    def _media_type(self, operation: Operation, drift: Drift, seen: SeenDrift) -> Action:
        """A media type that answers of a described status have."""
        answer = next(each for each in operation.answers if each.status == drift.place)
        told = f"{drift.name} of {operation.id} {drift.place}: {_times(seen.count)}."
        update = {"content": self._content({drift.name: seen})}
        return [told], {"target": self._target(answer.pointer), "update": update}

    def _statuses(self, found: list[tuple[Drift, SeenDrift]]) -> Iterator[Action]:
        """Statuses that nobody describes, each with what it brought."""
        grouped: dict[tuple[str, str], dict[str, SeenDrift]] = {}
        for drift, seen in found:
            grouped.setdefault((drift.operation, drift.place), {})[drift.name] = seen
        for (name, status), bodies in grouped.items():
            operation = self._operations[name]
            count = sum(each.count for each in bodies.values())
            told = f"status {status} of {name}: {self._share(operation, SeenDrift(count=count))}."
            update = {status: self._answered(bodies)}
            target = self._target(f"{operation.pointer}/responses")
            yield [told], {"target": target, "update": update}

    def _unknown(self, found: list[tuple[Drift, SeenDrift]]) -> Iterator[Action]:
        """Operations that nobody describes."""
        grouped: dict[str, dict[str, dict[str, SeenDrift]]] = {}
        for drift, seen in found:
            statuses = grouped.setdefault(drift.operation, {})
            statuses.setdefault(drift.place, {})[drift.name] = seen
        known = {each.path: each.pointer for each in self._contract.operations}
        for name, statuses in grouped.items():
            method, _, template = name.partition(" ")
            asked = statuses.pop(_ASKED, {})
            count = sum(each.count for of in statuses.values() for each in of.values())
            operation: dict[str, Any] = {
                "parameters": [
                    {"name": key, "in": "path", "required": True, "schema": {"type": "string"}}
                    for key in _KEYS.findall(template)
                ],
                "responses": {each: self._answered(of) for each, of in sorted(statuses.items())},
            }
            if not operation["parameters"]:
                del operation["parameters"]
            if asked:
                operation["requestBody"] = {"content": self._content(asked)}
            if method.lower() not in _METHODS:
                self.notes.append(f"Not proposed: {name}: OpenAPI has no such method")
                continue
            told = f"{name}: {_times(count)}, and no operation of the description."
            update = {method.lower(): operation}
            if template in known:
                target = self._target(known[template].rpartition("/")[0])
                yield [told], {"target": target, "update": update}
            else:
                yield [told], {"target": "$.paths", "update": {template: update}}

    def _answered(self, bodies: Mapping[str, SeenDrift]) -> dict[str, Any]:
        """A Response Object of what was recorded."""
        content = self._content(bodies)
        return {"description": "Recorded.", **({"content": content} if content else {})}

    def _content(self, bodies: Mapping[str, SeenDrift]) -> dict[str, Any]:
        """Media types with the schemas that their bodies tell."""
        return {name: self._media(name, seen) for name, seen in bodies.items() if name}

    def _media(self, name: str, seen: SeenDrift) -> dict[str, Any]:
        if not is_json(name) or not seen.found.count:
            return {}
        return {"schema": drafted(seen.found, old=self._described.is_old)}

    def _share(self, operation: Operation, seen: SeenDrift) -> str:
        whole = max(self._state.exchanges.get(operation.id, 0), seen.count)
        return f"in {share(seen.count, whole, 'the exchanges')}"


_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


def _times(count: int) -> str:
    return f"{count:,} {'time' if count == 1 else 'times'}"


def _is_member(value: Scalar) -> bool:
    """Whether a value is a choice, by its look: a word, a number of few digits, null."""
    if isinstance(value, str):
        return bool(_WORD.fullmatch(value)) and not _DIGITS.search(value)
    return value is None or isinstance(value, bool) or -_LARGE < value < _LARGE


def _plain(value: Scalar) -> Any:
    """The value as YAML writes it."""
    if isinstance(value, str | bool) or value is None:
        return value
    return int(value) if value == int(value) else float(value)
