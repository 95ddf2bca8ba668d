"""Bodies in the place of one that was refused: what the refusal names is given in another way."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ringback.campaign.resource.designed_bodies import DesignedBodies
from ringback.operation import Operation
from ringback.payload import MISSING, same
from ringback.sampling.result import Made
from ringback.schema.view import View

_FORMS = 6  # of a member that is refused
_MENDS = 6  # bodies that are made by what refusals name
_HINTS = 3  # of these, spelt as what the member's name says
_FITTING = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$|^https?://\S+$")
_NAMING = frozenset({"field", "fields", "param", "parameter", "pointer", "path", "property", "loc"})
_ECHO = frozenset({"input", "ctx", "data", "body", "request", "payload", "value", "received"})


class MendedBodies:
    """Goes from a body that was refused to the next, by what refusals name; then from small to big.

    A member that is named is left out where it may be, and else given in another of its forms; one
    that is missing is given.
    """

    def __init__(self, bodies: DesignedBodies, operation: Operation) -> None:
        self._bodies = bodies
        self._operation = operation
        self._view = bodies.view(operation)
        self._mends = _MENDS
        self._plain: Any = MISSING
        self._forms: dict[str, list[Any]] = {}
        self._simpler: list[Any] | None = None

    def after(self, tried: Any, answer: Any) -> Any:
        """The body to try after one was refused with an answer; `MISSING` where there is no other.

        `tried` is `MISSING` for the one with every member.
        """
        if self._plain is MISSING and self._view is not None:
            made = self._bodies.plain(self._operation)
            self._plain = made.value if isinstance(made, Made) else MISSING
        if self._mends:
            mended = self._mended(self._plain if tried is MISSING else tried, answer)
            self._mends = self._mends - 1 if mended is not MISSING else 0
            if mended is not MISSING:
                return mended
        if self._simpler is None:
            self._simpler = self._bodies.simpler(self._operation)
        return self._simpler.pop(0) if self._simpler else MISSING

    def _mended(self, body: Any, answer: Any) -> Any:
        """The body with other forms of what the answer names; `MISSING` where it names nothing."""
        view = self._view
        if view is not None and view.items is not None and isinstance(body, list) and body:
            mended = self._changed(view.items, body[0], answer)  # of many one is enough
            return mended if mended is MISSING else [mended]
        return self._changed(view, body, answer)

    def _changed(self, view: View | None, body: Any, answer: Any) -> Any:
        """An object with other forms of its members that an answer names; `MISSING` for none."""
        if view is None or not isinstance(body, dict):
            return MISSING
        admits = self._bodies.contract.requests.admits
        changed = body
        for name in blamed(answer, view.properties):
            for each in self._other_forms(name, body.get(name, MISSING)):
                whole = {**changed, name: each}
                if each is MISSING:
                    del whole[name]
                if admits(view.pointer, whole):
                    changed = whole
                    break
        return MISSING if changed is body else changed

    def _other_forms(self, name: str, given: Any) -> Iterator[Any]:
        """The forms of a member that were not tried yet, each handed out once.

        What is spelt as the name says comes first, then none at all.
        """
        if name not in self._forms:
            found: list[Any] = []
            wholes = [self._plain, *(e.value for e in self._bodies.variants(self._operation))]
            for whole in wholes:
                one = whole[0] if isinstance(whole, list) and whole else whole
                value = one.get(name, MISSING) if isinstance(one, dict) else MISSING
                if value is not MISSING and not any(same(value, each) for each in found):
                    found.append(value)
            fitting = [each for each in found if isinstance(each, str) and _FITTING.search(each)]
            others = [each for each in found if each not in fitting]
            forms = [*fitting[:_HINTS], MISSING, *others[:_FORMS]]
            self._forms[name] = [
                each
                for each in forms
                if (each is MISSING) is not (given is MISSING)
                or (each is not MISSING and not same(each, given))
            ]
        forms = self._forms[name]
        while forms:
            yield forms.pop(0)


def blamed(answer: Any, known: Iterable[str]) -> list[str]:
    """The members that a refusal names: in the paths that it tells, else by their names."""
    names = list(known)
    for told in (_paths(answer), _keys(answer)):
        found = set(told)
        if fitting := [name for name in names if name in found]:
            return fitting
    return []


def _paths(answer: Any) -> Iterator[str]:
    """The steps of places that an answer tells: `["body", "name"]`, or `/name` as a `pointer`."""
    for holder in _objects(answer):
        for name, value in holder.items():
            if name.lower() not in _NAMING:
                continue
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, str):
                    yield from (part for part in each.replace(".", "/").split("/") if part)


def _keys(answer: Any) -> Iterator[str]:
    """The names of members whose values say something: `{"email": ["is no address"]}`."""
    for holder in _objects(answer):
        for name, value in holder.items():
            if isinstance(value, list | dict) or (isinstance(value, str) and holder is not answer):
                yield name


def _objects(answer: Any) -> Iterator[dict[str, Any]]:
    """The objects in an answer, but for what it was sent."""
    if isinstance(answer, list):
        for each in answer:
            yield from _objects(each)
    elif isinstance(answer, dict):
        yield answer
        for name, each in answer.items():
            if name.lower() not in _ECHO:
                yield from _objects(each)
