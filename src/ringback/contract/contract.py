"""The contract: a description under one reading, ready to judge requests and answers."""

from collections.abc import Iterable, Sequence

from ringback.contract.admission import Admission, admission, parameters_fine
from ringback.contract.body_violations import body_violations
from ringback.contract.explain import Violation
from ringback.contract.matching import Matching
from ringback.contract.schemas import Schemas
from ringback.description import Description
from ringback.exchange import Headers, Request
from ringback.operation import MediaType, Operation, Parameter
from ringback.schema.view import View
from ringback.wire.body_content import BodyContent, Content
from ringback.wire.body_reading import read_body
from ringback.wire.media_types import pick


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
        return parameters_fine(request, operation, parameters, self.schemas)

    def media_type(self, operation: Operation, status: int, name: str) -> MediaType | None:
        """What the description says of a status in a media type; None where it says nothing.

        `name` is a Content-Type, with its parameters where they are known.
        """
        answer = operation.answer_for(status)
        return pick(answer.media_types, name) if answer else None

    def content(self, media_type: MediaType, headers: Headers, body: bytes) -> Content:
        """What a body of a described media type holds, or why it can't be judged."""
        return read_body(body, headers, media_type, self.schemas.view, self.schemas.admits)

    def violations(self, content: BodyContent) -> list[Violation]:
        """Each objection of the description to what a body holds."""
        return body_violations(content, self.schemas)
