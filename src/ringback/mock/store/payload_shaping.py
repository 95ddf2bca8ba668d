"""A payload of a schema that says of a thing what is known of it, and makes up the rest."""

from collections.abc import Callable
from typing import Any

from ringback.campaign.resource.thing_keys import is_key
from ringback.contract import Contract
from ringback.finding import steps
from ringback.mock.answering.payload_samples import PayloadSamples
from ringback.payload import MISSING, same
from ringback.sampling.breakage import replaced
from ringback.schema.view import View

_DEPTH = 120
_MENDED = 12  # members of one answer that are taken back one by one
_KEYS = ("id", "uuid", "key", "name", "slug")

Fill = Callable[[str], bool]


def _all(_name: str) -> bool:
    return True


def _none(_name: str) -> bool:
    return False


class PayloadShaping:
    """Puts what is known into the form of an answer."""

    def __init__(self, contract: Contract, samples: PayloadSamples) -> None:
        self._admits = contract.responses.admits
        self._violations = contract.responses.violations
        self._samples = samples

    def shaped(self, view: View, known: Any, fill: Fill = _all) -> Any:
        """The value of a schema with what is known in it; `MISSING` where none can be made.

        Members that nobody gave are made up where they are required, and where `fill` says so of
        their name; that is asked of the members of the value itself alone.
        """
        value = self._shaped(view, known, fill, _DEPTH)
        if value is not MISSING and self._admits(view.pointer, value):
            return value
        return self.mended(view, value)

    def mended(self, view: View, value: Any) -> Any:
        """A value that the schema admits: what it objects to is made up in its place, or left out.

        The whole is made up where nothing else will do.
        """
        sample = self._samples.part(view)
        for _ in range(_MENDED):
            if value is MISSING:
                break
            wrong = self._violations(view.pointer, value)
            if not wrong:
                return value
            changed = value
            for each in wrong:
                path = steps(each.instance)[:1]
                name = path[0] if path else each.cause.partition(" ")[2]
                if not isinstance(changed, dict) or not name:
                    continue
                held = sample.get(name, MISSING) if isinstance(sample, dict) else MISSING
                is_new = name in changed and (held is MISSING or same(changed[name], held))
                changed = replaced(changed, (name,), MISSING if is_new else held)
            if same(changed, value):
                break
            value = changed
        return sample

    def _shaped(self, view: View, known: Any, fill: Fill, depth: int) -> Any:
        made: Any = MISSING
        if known is MISSING or depth < 0:
            pass
        elif view.branches:
            made = self._of_union(view, known, fill, depth)
        elif isinstance(known, dict) and self._is_object(view):
            made = self._object(view, known, fill, depth)
        elif isinstance(known, list) and view.items is not None:
            items = [self._shaped(view.items, each, _none, depth - 1) for each in known]
            made = [each for each in items if each is not MISSING]
        elif self._admits(view.pointer, known):
            made = known
        elif is_key(known) and self._is_object(view):
            made = self._named(view, known)
        return self._samples.part(view) if made is MISSING else made

    @staticmethod
    def _is_object(view: View) -> bool:
        return "object" in view.likely or bool(view.properties)

    def _of_union(self, view: View, known: Any, fill: Fill, depth: int) -> Any:
        """In the branch that fits what is known best, with what stands beside the union."""
        for branch in sorted(view.branches, key=lambda each: self._distance(each, known)):
            value = self._shaped(branch, known, fill, depth - 1)
            if isinstance(value, dict) and view.properties and isinstance(known, dict):
                value = {**self._object(view, known, fill, depth), **value}
            if value is not MISSING and self._admits(view.pointer, value):
                return value
        return self._samples.part(view)

    def _distance(self, branch: View, known: Any) -> tuple[bool, bool, int, bool]:
        """How badly a branch fits: another type, another tag, members that it does not know."""
        kinds = branch.likely
        admitted = self._admits(branch.pointer, known)
        if not isinstance(known, dict):
            return not admitted, bool(kinds) and not self._is_object(branch), 0, branch.vacuous
        if kinds and not self._is_object(branch) and not branch.branches:
            return True, True, len(known), branch.vacuous
        strange = sum(name not in branch.properties for name in known)
        return not _is_tagged(branch, known), False, strange, branch.vacuous

    def _object(self, view: View, known: dict[str, Any], fill: Fill, depth: int) -> dict[str, Any]:
        properties = view.properties
        made: dict[str, Any] = {}
        for name, member in properties.items():
            if name in known:
                value = self._shaped(member, known[name], _none, depth - 1)
            elif fill(name):
                value = self._samples.part(member)
            elif name in view.required:
                value = self._empty(member)
            else:
                continue
            if value is not MISSING:
                made[name] = value
        for part in view.parts:
            if part.branches:
                value = self._of_union(part, known, fill, depth - 1)
                made |= value if isinstance(value, dict) else {}
        made |= self._undescribed(view, known, depth)
        lacking = [name for name in view.required if name not in made]
        sample = self._samples.part(view) if lacking else None
        if isinstance(sample, dict):
            made |= {name: sample[name] for name in lacking if name in sample}
        return made

    def _empty(self, member: View) -> Any:
        """What a member is that nobody gave and that has to be there: its default, else nothing."""
        for value in (*([member.default] if "default" in member.raw else ()), None, [], {}):
            if self._admits(member.pointer, value):
                return value
        return self._samples.part(member)

    def _undescribed(self, view: View, known: dict[str, Any], depth: int) -> dict[str, Any]:
        """The members that have no schema of their own: entries of a map, or what nobody names."""
        described = view.described
        rest = {name: value for name, value in known.items() if name not in described}
        others = view.raw.get("additionalProperties")
        if isinstance(others, dict) and others:
            member = view.child("additionalProperties")
            return {name: self._shaped(member, it, _none, depth - 1) for name, it in rest.items()}
        return {n: value for n, value in rest.items() if not described or n in view.required}

    def _named(self, view: View, key: Any) -> Any:
        """A thing that is known by its key alone."""
        value = self._samples.part(view)
        if isinstance(value, dict):
            for name in _KEYS:
                if name in value and self._admits(view.pointer, {**value, name: key}):
                    return {**value, name: key}
        return value


def _is_tagged(branch: View, known: dict[str, Any]) -> bool:
    """Whether no tag of a branch speaks against a value."""
    for name, member in branch.properties.items():
        tags = member.raw.get("enum") or ([member.raw["const"]] if "const" in member.raw else [])
        if tags and name in known and known[name] not in tags:
            return False
    return True


def place_of_sample(whole: Any, part: Any) -> tuple[str, ...]:
    """Where a part stands in a payload, by what it is; members of members at most."""
    if whole is part:
        return ()
    for name, each in whole.items() if isinstance(whole, dict) else ():
        if each is part:
            return (name,)
        for inner, below in each.items() if isinstance(each, dict) else ():
            if below is part:
                return (name, inner)
    return ()


def view_at(view: View, path: tuple[str, ...]) -> View | None:
    """The schema of the member at a path, in any branch; None where none is described."""
    if not path:
        return view
    for each in (view, *view.branches, *view.parts):
        below = each.properties.get(path[0])
        found = view_at(below, path[1:]) if below is not None else None
        found = found or (view_at(each, path) if each is not view else None)
        if found is not None:
            return found
    return None
