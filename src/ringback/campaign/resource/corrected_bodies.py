"""Bodies that a create may take after it has refused one: corrected by what the refusal names."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringback.campaign.resource.fitted_bodies import Bodies
from ringback.exchange import Response
from ringback.operation import Operation
from ringback.payload import MISSING, at, decode
from ringback.sampling.breakage import paths
from ringback.sampling.string_candidates import examples_of
from ringback.schema.view import View

_CORRECTIONS = 16
_TELLING = 4_000  # characters of a refusal that are looked at
_QUOTED = re.compile(r"""(?<!\w)['`"“‘]([\w.+/-]{1,40})['`"”’](?![\w:])(?!\s*:)""")
_OFFERED = 6  # values that a refusal may name
_SHORT = 3  # characters of a value that stand in many a sentence by chance


class CorrectedBodies:
    """What to give a create next, one refusal at a time.

    A service may want what no schema says of members that can be left out, and its refusal names
    the member, or the value that it objects to. Such a member is given an example, left out, or put
    in. Where nothing is named, or nothing more is to be done about it, come the simpler bodies.
    """

    def __init__(self, bodies: Bodies, maker: Operation) -> None:
        self._bodies = bodies
        self._maker = maker
        self._done: set[tuple[str, str]] = set()
        self._simpler: list[Any] | None = None
        self._left = _CORRECTIONS

    def after(self, body: Any, response: Response | None) -> Any:
        """The body to try after this one was refused; `MISSING` where there is no other."""
        text = response.body[:_TELLING].decode("utf-8", "replace") if response else ""
        view = self._bodies.view(self._maker)
        if view is not None and isinstance(body, dict) and self._left:
            self._left -= 1
            corrected = self._corrected(view, body, text)
            if corrected is not MISSING:
                return corrected
        if self._simpler is None:
            self._simpler = self._bodies.simpler(self._maker)
        return self._simpler.pop(0) if self._simpler else MISSING

    def _corrected(self, view: View, body: dict[str, Any], text: str) -> Any:
        """The body with one change of a member that the refusal names; `MISSING` without one."""
        if len(body) == 1:
            ((name, inside),) = body.items()
            member = view.properties.get(name)
            if isinstance(inside, dict) and member is not None:  # an envelope around the thing
                within = self._corrected(member, inside, text)
                return MISSING if within is MISSING else {name: within}
        admits = self._bodies.contract.requests.admits
        for name in _named(view, body, text):
            for how, changed in self._changes(view, body, name, text):
                if (name, how) not in self._done and admits(view.pointer, changed):
                    self._done.add((name, how))
                    return changed
        return MISSING

    def _changes(
        self, view: View, body: dict[str, Any], name: str, text: str
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """The body with the member's example in it or a value that is told, without it, or with."""
        member = view.properties[name]
        for number, example in enumerate(examples_of(member.raw)):
            if body.get(name, MISSING) != example:
                yield f"example {number}", {**body, name: example}
        if name in body:
            for told in _offered(view, body, text) if "string" in member.types else ():
                yield f"told {told}", {**body, name: told}
            yield "without", {key: each for key, each in body.items() if key != name}
            return
        for whole in self._bodies.variants(self._maker):
            given = whole.value.get(name, MISSING) if isinstance(whole.value, dict) else MISSING
            if given is not MISSING and given is not None:
                yield "with", {**body, name: given}
                return


def _offered(view: View, body: Mapping[str, Any], text: str) -> list[str]:
    """The texts in quotes that may be meant for a value: no member's name, and not given yet."""
    known = {*view.properties, *(each for each in body.values() if isinstance(each, str))}
    found = [each for sentence in _sentences(text) for each in _QUOTED.findall(sentence)]
    return [each for each in found if each not in known][:_OFFERED]


def _sentences(text: str) -> list[str]:
    """What a refusal says: the texts of its JSON that have several words, else all of it."""
    decoded = decode(text.encode())
    if not decoded.parsed:
        return [text]
    told = (at(decoded.value, path) for path in paths(decoded.value))
    return [each for each in told if isinstance(each, str) and " " in each]


def _named(view: View, body: Mapping[str, Any], text: str) -> list[str]:
    """The members that a refusal names: what stands in quotes first, then words, then values."""
    quoted, bare, by_value = [], [], []
    for name, member in view.properties.items():
        told = body.get(name)
        spelt = re.escape(name)
        if re.search(rf"""["'`“‘/.]{spelt}["'`”’/]""", text):
            quoted.append(name)
        elif re.search(rf"(?<![\w-]){spelt}(?![\w-])", text):
            bare.append(name)
        elif _is_quoted(member, told, text):
            by_value.append(name)
    return [*quoted, *by_value, *bare]


def _is_quoted(member: View, told: Any, text: str) -> bool:
    """Whether a refusal has the value of a member in it, or names a part of that."""
    if isinstance(told, str):
        return len(told) > _SHORT and told in text
    return isinstance(told, dict) and bool(_named(member, told, text))
