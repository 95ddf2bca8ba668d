"""Where an operation's answers hold the thing, or the entries: worked out once, on a sample."""

import re
from dataclasses import dataclass
from itertools import chain
from typing import Any

from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import words
from ringback.campaign.resource.thing_keys import is_key, members
from ringback.contract import Contract
from ringback.mock.answering.described_answers import DescribedAnswers
from ringback.mock.store.given_bodies import thing_in
from ringback.mock.store.list_envelope import list_places
from ringback.mock.store.payload_shaping import place_of_sample, view_at
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.schema.view import View

_WORD = re.compile(r"[^0-9A-Za-z]+|(?<=[a-z0-9])(?=[A-Z])")
_NAMES_OF_USERS = frozenset({"username", "login"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """An answer with a payload: the `whole` schema, and `part`, that of the thing at `path` in it.

    Of a list, `path` leads to the entries, `part` is one entry's schema, and the thing stands at
    `within` in an entry, by the schema `thing`. `sample` is a payload of the whole, `key` the name
    of the member that tells the thing's key, with a key as it may be.
    """

    status: int
    whole: View | None = None
    sample: Any = MISSING
    path: tuple[str, ...] = ()
    part: View | None = None
    within: tuple[str, ...] = ()
    thing: View | None = None
    key: str = ""
    key_sample: Any = MISSING
    is_list: bool = False


class AnswerForms:
    """The forms of answers, by operation and status."""

    def __init__(self, contract: Contract, answers: DescribedAnswers) -> None:
        self._contract = contract
        self._answers = answers
        self._known: dict[tuple[str, int, str, bool], AnswerForm] = {}

    def of(
        self, operation: Operation, status: int, resource: Resource, *, listed: bool = False
    ) -> AnswerForm:
        """The form of the answer of this status about a resource's thing, or all of them."""
        key = (operation.id, status, resource.name, listed)
        if key not in self._known:
            self._known[key] = self._found(operation, status, resource, listed=listed)
        return self._known[key]

    def _found(
        self, operation: Operation, status: int, resource: Resource, *, listed: bool
    ) -> AnswerForm:
        media_type = self._answers.media_type(operation, status)
        if media_type is None or media_type.schema is None:
            return AnswerForm(status=status)
        whole = self._contract.responses.view(media_type.schema)
        sample = self._answers.samples.plain(media_type.schema)
        if listed or (isinstance(sample, list) and sample):
            return self._of_list(status, resource, whole, sample)
        thing = thing_in(sample, resource)
        path = place_of_sample(sample, thing)
        part = view_at(whole, path)
        if part is None:
            thing, path, part = sample, (), whole
        name, value = _key_in(thing, resource)
        return AnswerForm(
            status=status,
            whole=whole,
            sample=sample,
            path=path,
            part=part,
            thing=part,
            key=name,
            key_sample=value,
        )

    def _of_list(self, status: int, resource: Resource, whole: View, sample: Any) -> AnswerForm:
        path = list_places(sample)
        here = view_at(whole, path) if path is not None else None
        part = items_of(here) if here is not None else None
        if path is None or part is None:
            return AnswerForm(status=status, whole=whole, sample=sample)
        entry = self._answers.samples.part(part)
        held = thing_in(entry, resource)
        within = place_of_sample(entry, held)
        thing = view_at(part, within)
        if thing is None:
            held, within, thing = entry, (), part
        name, value = _key_in(held, resource)
        return AnswerForm(
            status=status,
            whole=whole,
            sample=sample,
            path=path,
            part=part,
            within=within,
            thing=thing,
            key=name,
            key_sample=value,
            is_list=True,
        )


def items_of(view: View) -> View | None:
    """The schema of the items of a list, in any branch of its schema."""
    if view.items is not None:
        return view.items
    return next(
        (found for each in (*view.branches, *view.parts) if (found := items_of(each))), None
    )


def _key_in(thing: Any, resource: Resource) -> tuple[str, Any]:
    """The member that tells the key of a thing, by its name, and the key.

    It is called as the key is, or as the last word of it (`team_slug` is a team's `slug`), before
    it is any of the usual ones.
    """
    if not isinstance(thing, dict):
        return "", MISSING
    told = [(name, value) for name, value in thing.items() if is_key(value)]
    key, last = words(resource.key), words(_WORD.split(resource.key)[-1])
    exact = [each for each in told if words(each[0]) == key]
    by_word = [each for each in told if words(each[0]) == last]
    login = [each for each in told if key in _NAMES_OF_USERS and words(each[0]) in _NAMES_OF_USERS]
    ending = [each for each in told if words(each[0]) and key.endswith(words(each[0]))]
    ranked = chain(exact, by_word, login, members(thing, resource), ending)
    return next(ranked, ("", MISSING))
