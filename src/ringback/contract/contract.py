"""The contract: a description under one reading, ready to judge requests and answers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ringback.contract.admission import Admission, admission, pick
from ringback.contract.matching import Matching
from ringback.contract.parameters import Judged, configured, judged_header, judged_parameters
from ringback.contract.schemas import Schemas
from ringback.description import Description
from ringback.exchange import Headers, Request
from ringback.operation import Header, MediaType, Operation, Parameter
from ringback.schema.view import View


class Contract:
    """Compiled once from a description; everything that judges asks it."""

    def __init__(self, description: Description, reading: str) -> None:
        self.description = description
        self.reading = reading
        self.schemas = Schemas(description)
        self._matching = Matching(self.operations)

    def view(self, schema: str) -> View:
        """The schema at a pointer, to walk."""
        return self.schemas.view(schema)

    @property
    def operations(self) -> Sequence[Operation]:
        """Every operation of the description."""
        return self.description.operations

    def operation(self, operation_id: str) -> Operation:
        """The operation of this id; KeyError when the description has none."""
        return next(each for each in self.operations if each.id == operation_id)

    def operation_for(self, request: Request) -> Operation | None:
        """The operation that a request is about, by its method and path."""
        here = self.operations_at(request.path)
        return next((each for each in here if each.method == request.method.upper()), None)

    def operations_at(self, path: str) -> list[Operation]:
        """The operations of a path, whatever their methods."""
        return self._matching.at(path)

    def admission(self, request: Request, operation: Operation) -> Admission:
        """Whether the description admits the request, decided on its bytes."""
        return admission(request, operation, self.schemas)

    def parameters_fine(
        self, request: Request, operation: Operation, parameters: Iterable[Parameter]
    ) -> bool:
        """Whether these parameters of a request give nothing to object to, and no doubt."""
        return judged_parameters(request, operation, parameters, self.schemas).fine

    def configured(self, operation: Operation, texts: Mapping[str, str]) -> dict[str, Any]:
        """The values of an operation's parameters that these texts, as they travel, stand for."""
        return {
            each.name: configured(each, texts[each.name], self.schemas)
            for each in operation.parameters
            if each.name in texts
        }

    def header(self, header: Header, headers: Headers) -> Judged:
        """What there is to say of a header of an answer."""
        return judged_header(header, headers, self.schemas)

    def media_type(self, operation: Operation, status: int, name: str) -> MediaType | None:
        """What the description says of a status in a media type; None where it says nothing."""
        answer = operation.answer_for(status)
        return pick(answer.media_types, name) if answer else None
