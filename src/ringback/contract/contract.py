"""The contract: a description under one reading, ready to judge requests and answers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ringback.contract.admission import Admission, admission
from ringback.contract.body_violations import body_violations
from ringback.contract.explain import Violation
from ringback.contract.operation_matching import OperationMatching
from ringback.contract.parameter_admission import (
    Judged,
    configured,
    judged_header,
    judged_parameters,
)
from ringback.contract.plain_parameters import PlainParameters
from ringback.contract.schemas import Schemas
from ringback.description import Description
from ringback.exchange import Headers, Request
from ringback.operation import Header, MediaType, Operation, Parameter
from ringback.schema.directions import of_side
from ringback.schema.document import SchemaDocument
from ringback.schema.view import View
from ringback.wire.body_content import BodyContent, Content
from ringback.wire.body_reading import read_body
from ringback.wire.media_types import pick


class Contract:
    """Compiled once from a description; everything that judges asks it.

    `requests` and `responses` are the schemas as what travels on either side is held to them,
    `schemas` as they stand, for whoever asks for no side.
    """

    def __init__(self, description: Description, reading: str) -> None:
        self.description = description
        self.reading = reading
        self.schemas = Schemas(description)
        self.requests = self._of_side("request")
        self.responses = self._of_side("response")
        self._left_out = {
            each.operation.id for each in description.left_out if each.operation is not None
        }
        unread = (each.operation for each in description.left_out if each.operation is not None)
        self._matching = OperationMatching([*self.operations, *unread])
        self._plain: dict[str, PlainParameters] = {}
        self._read: tuple[bytes, Headers, MediaType, Content] | None = None

    def _of_side(self, side: str) -> Schemas:
        """The schemas as one side is held to them; the same where all members travel."""
        document = self.directed(side)
        # An answer that is null where the description says so, if in vain, is no mistake.
        nulls = side == "response" and bool(self.description.nullable)
        if document is self.schemas.document and not nulls:
            return self.schemas
        return Schemas(self.description, document, nulls=nulls)

    def directed(self, side: str, *, forbidden: bool = False) -> SchemaDocument:
        """The document of the schemas as a side is held to them.

        Members that do not travel may be anything, or must not be there where that is `forbidden`.
        """
        spots = [each.pointer for each in self.description.spots if each.kind == "schema"]
        return of_side(self.schemas.document, spots, side, forbidden=forbidden)

    def of(self, side: str) -> Schemas:
        """The schemas of a side: of requests, or of responses."""
        return self.requests if side == "request" else self.responses

    def view(self, schema: str) -> View:
        """The schema at a pointer, to look into, with members of both directions."""
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
        found = self._described(request)
        return None if found is None or found.id in self._left_out else found

    def is_left_out(self, request: Request) -> bool:
        """Whether a request is about an operation, but one that nothing can be judged by."""
        found = self._described(request) if self._left_out else None
        return found is not None and found.id in self._left_out

    def _described(self, request: Request) -> Operation | None:
        here = self.operations_at(request.path)
        return next((each for each in here if each.method == request.method.upper()), None)

    def operations_at(self, path: str) -> list[Operation]:
        """The operations of a path, whatever their methods, with those that are left out."""
        return self._matching.at(path)

    def admission(self, request: Request, operation: Operation) -> Admission:
        """Whether the description admits the request, decided on its bytes."""
        plain = self._plain.get(operation.id)
        if plain is None:
            plain = self._plain[operation.id] = PlainParameters(operation, self.requests)
        return admission(request, operation, self.requests, plain)

    def parameters_fine(
        self, request: Request, operation: Operation, parameters: Iterable[Parameter]
    ) -> bool:
        """Whether these parameters of a request give nothing to object to, and no doubt."""
        return judged_parameters(request, operation, parameters, self.requests).fine

    def configured(self, operation: Operation, texts: Mapping[str, str]) -> dict[str, Any]:
        """The values of an operation's parameters that these texts, as they travel, stand for."""
        return {
            each.name: configured(each, texts[each.name], self.requests)
            for each in operation.parameters
            if each.name in texts
        }

    def header(self, header: Header, headers: Headers) -> Judged:
        """What there is to say of a header of an answer."""
        return judged_header(header, headers, self.responses)

    def media_type(self, operation: Operation, status: int, name: str) -> MediaType | None:
        """What the description says of a status in a media type; None where it says nothing.

        `name` is a Content-Type, with its parameters where they are known.
        """
        answer = operation.answer_for(status)
        return pick(answer.media_types, name) if answer else None

    def content(self, media_type: MediaType, headers: Headers, body: bytes) -> Content:
        """What an answer's body of a described media type holds, or why it can't be judged."""
        # Check after check asks this of the same answer.
        read = self._read
        if read is not None and read[0] is body and read[1] is headers and read[2] is media_type:
            return read[3]
        found = read_body(body, headers, media_type, self.responses.view, self.responses.admits)
        self._read = body, headers, media_type, found
        return found

    def violations(self, content: BodyContent) -> list[Violation]:
        """Each objection of the description to what an answer's body holds."""
        return body_violations(content, self.responses)
