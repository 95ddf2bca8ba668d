"""Which things are there: those that were made, and those that no operation makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ringback.campaign.resource.model import Resource
from ringback.mock.answering.described_answers import success_status
from ringback.mock.store.answer_forms import AnswerForms
from ringback.mock.store.kept_things import KeptThing, KeptThings
from ringback.mock.store.made_keys import typed_key
from ringback.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingThings:
    """What of the things that no operation makes is there from the beginning.

    Those with a `known` key, and one of each resource that a list shows. Others are found as soon
    as somebody asks for them, if they are `found`.
    """

    known: frozenset[str] = frozenset()
    found: bool = True


class ThingsThere:
    """Finds things, and begins to keep what was there from the beginning when it is asked for."""

    def __init__(self, things: KeptThings, forms: AnswerForms, starting: StartingThings) -> None:
        self._things = things
        self._forms = forms
        self._starting = starting

    def find(self, resource: Resource, address: Mapping[str, Any]) -> KeptThing | None:
        """The thing at an address: made, known from the beginning, or one that nobody can make."""
        found = self._things.find(resource, address)
        if found is not None or resource.alias:
            return found
        if resource.singleton:
            if resource.delete is not None and resource.replace is not None:
                return None  # it is there once it was put there
            return self._things.add(resource, KeptThing(address=self.typed(resource, address)))
        key = address.get(resource.name)
        makable = resource.maker is not None and str(key) not in self._starting.known
        if key is None or makable:
            return None
        if self._starting.found or str(key) in self._starting.known or key == listed_key(resource):
            return self._things.add(resource, KeptThing(address=self.typed(resource, address)))
        return None

    def listed(
        self, operation: Operation, resource: Resource, address: dict[str, Any]
    ) -> list[KeptThing]:
        """The things of a list; of those that nobody can make there is one at least."""
        things = self._things.of(resource, address)
        if resource.maker is not None or not resource.key or things:
            return things
        form = self._forms.of(operation, success_status(operation), resource, listed=True)
        key = form.key_sample if self._starting.found else listed_key(resource)
        return [self._things.add(resource, KeptThing(address={**address, resource.name: key}))]

    def typed(self, resource: Resource, address: Mapping[str, Any]) -> dict[str, Any]:
        """An address whose own key is as answers have it."""
        operation = resource.read or resource.update or resource.replace or resource.list
        if operation is None or resource.singleton or resource.name not in address:
            return dict(address)
        form = self._forms.of(
            operation, success_status(operation), resource, listed=operation is resource.list
        )
        return {**address, resource.name: typed_key(address[resource.name], form.key_sample)}


def listed_key(resource: Resource) -> str:
    """The key of the one thing that stands in a list of what nobody can make."""
    return f"listed-{resource.name}"
