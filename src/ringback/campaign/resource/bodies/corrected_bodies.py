"""Bodies that a create may take after it has refused one: corrected by what the refusal names."""

import re
from collections.abc import Iterator
from typing import Any

from ringback.campaign.resource.bodies.designed_bodies import DesignedBodies
from ringback.campaign.resource.bodies.refusal_names import named, offered
from ringback.exchange import Response
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.sampling.scalars.string_candidates import examples_of
from ringback.schema.view import View

_CORRECTIONS = 16
_FORMS = 6  # of a member that can't be left out
_HINTS = 3  # of these, spelt as what the member's name says
_FITTING = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$|^https?://\S+$")


class CorrectedBodies:
    """What to give a create next, one refusal at a time.

    A service may want what no schema says, and its refusal names the member, or the value that it
    objects to. Such a member is given an example, what the refusal offers, left out, or put in.
    Where nothing is named, or nothing more is to be done about it, come the simpler bodies.
    """

    def __init__(self, bodies: DesignedBodies, maker: Operation) -> None:
        self._bodies = bodies
        self._maker = maker
        self._done: set[tuple[str, str, frozenset[str]]] = set()
        self._simpler: list[Any] | None = None
        self._left = _CORRECTIONS

    def after(self, body: Any, response: Response | None) -> Any:
        """The body to try after this one was refused; `MISSING` where there is no other."""
        view, refusal = self._bodies.view(self._maker), response.body if response else b""
        if view is not None and self._left:
            self._left -= 1
            corrected = self._corrected(view, body, refusal)
            if corrected is not MISSING:
                return corrected
        if self._simpler is None:
            self._simpler = self._bodies.simpler(self._maker)
        return self._simpler.pop(0) if self._simpler else MISSING

    def _corrected(self, view: View, body: Any, refusal: bytes) -> Any:
        """The body with changes of members that the refusal names; `MISSING` without one."""
        if isinstance(body, list) and body and view.items is not None:  # of many one is enough
            within = self._corrected(view.items, body[0], refusal)
            return MISSING if within is MISSING else [within]
        if not isinstance(body, dict):
            return MISSING
        if len(body) == 1:
            ((name, inside),) = body.items()
            member = view.properties.get(name)
            if isinstance(inside, dict) and member is not None:  # an envelope around the thing
                within = self._corrected(member, inside, refusal)
                return MISSING if within is MISSING else {name: within}
        names, are_places = named(view, body, refusal)
        corrected = body
        for name in names:
            changed = self._changed(view, corrected, name, refusal)
            if changed is not MISSING and not are_places:
                return changed  # words may mean another one
            corrected = corrected if changed is MISSING else changed
        return MISSING if corrected is body else corrected

    def _changed(self, view: View, body: dict[str, Any], name: str, refusal: bytes) -> Any:
        """The body with the first change of a member that was not made yet, and is admitted."""
        others = frozenset(body) - {name}  # beside others, the same change may do
        for how, changed in self._changes(view, body, name, refusal):
            admitted = self._bodies.contract.requests.admits(view.pointer, changed)
            if (name, how, others) not in self._done and admitted:
                self._done.add((name, how, others))
                return changed
        return MISSING

    def _changes(
        self, view: View, body: dict[str, Any], name: str, refusal: bytes
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """The body with an example, what is offered, without the member, or with other forms."""
        member, given = view.properties[name], body.get(name, MISSING)
        forms = self._forms(name)
        fitting = [each for each in forms if isinstance(each, str) and _FITTING.search(each)]
        wanted = [*examples_of(member.raw), *fitting[:_HINTS]]
        if given is not MISSING and "string" in member.types:
            wanted += offered(view, body, refusal)
        for each in wanted:
            if each != given:
                yield f"with {each!r}", {**body, name: each}
        if given is not MISSING:
            yield "without", {key: each for key, each in body.items() if key != name}
        for number, each in enumerate(forms[:_FORMS]):
            if each != given and each not in wanted:
                yield f"form {number}", {**body, name: each}

    def _forms(self, name: str) -> list[Any]:
        """The values that the designed bodies have for a member."""
        found: list[Any] = []
        for sample in self._bodies.variants(self._maker):
            whole = sample.value
            one = whole[0] if isinstance(whole, list) and whole else whole
            value = one.get(name) if isinstance(one, dict) else None
            if value is not None and value not in found:
                found.append(value)
        return found
