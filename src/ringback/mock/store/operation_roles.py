"""What operations do to things that paths alone do not tell."""

from collections.abc import Iterable, Iterator

from ringback.campaign.resource.model import Graph, Resource, Role
from ringback.campaign.resource.paths import template_of
from ringback.contract import Contract
from ringback.mock.answering.described_answers import DescribedAnswers, success_status
from ringback.operation import Operation
from ringback.schema.view import View


class AnsweredSchemas:
    """The schemas of the things that operations answer with, by their pointers."""

    def __init__(self, contract: Contract, answers: DescribedAnswers) -> None:
        self._contract = contract
        self._answers = answers
        self._entries: dict[str, frozenset[str]] = {}

    def entries(self, operation: Operation) -> frozenset[str]:
        """Those of the objects in a list: the answer is one, or a member of it is."""
        found = self._entries.get(operation.id)
        if found is None:
            view = self._view(operation)
            lists = [view, *view.properties.values()] if view is not None else []
            items = [each.items for each in lists if each.items is not None]
            found = frozenset(each.pointer for each in items if each.properties)
            self._entries[operation.id] = found
        return found

    def whole(self, operation: Operation) -> frozenset[str]:
        """That of the answer itself."""
        view = self._view(operation)
        return frozenset({view.pointer}) if view is not None else frozenset()

    def _view(self, operation: Operation) -> View | None:
        media_type = self._answers.media_type(operation, success_status(operation))
        schema = media_type.schema if media_type is not None else None
        return self._contract.responses.view(schema) if schema else None


def named_by_bodies(
    operations: Iterable[Operation], graph: Graph
) -> Iterator[tuple[str, tuple[Role, Resource]]]:
    """The operations that change the thing whose key stands in their body: `PUT /pets`."""
    roles = {"PUT": Role.REPLACE, "PATCH": Role.UPDATE}
    at = {each.path.removesuffix("/{}"): each for each in graph.resources.values() if each.key}
    for operation in operations:
        resource = at.get(template_of(operation))
        is_free = graph.role(operation)[0] is Role.OTHER
        if operation.method in roles and resource is not None and is_free:
            yield operation.id, (roles[operation.method], resource)
