"""Answers that are chosen: another status, an example by name, members with these values."""

import difflib
from typing import Any

from ringback.contract import Contract
from ringback.errors import UsageError
from ringback.exchange import Request, Response
from ringback.mock.answering.chosen import Chosen
from ringback.mock.answering.chosen_members import ChosenMembers
from ringback.mock.answering.described_answers import DescribedAnswers, accepted, success_status
from ringback.mock.answering.payload_samples import UnmadeAnswerError, named_examples
from ringback.mock.answering.request_mistakes import named_operation
from ringback.operation import MediaType, Operation
from ringback.payload import decode
from ringback.wire.media_types import is_json


class AnswerChoices:
    """Makes what is chosen; raises UsageError for what is not described, with what there is."""

    def __init__(self, contract: Contract, answers: DescribedAnswers) -> None:
        self._contract = contract
        self._answers = answers
        self._members: dict[str, ChosenMembers] = {}

    def check(self, operation: Operation, chosen: Chosen) -> None:
        """Look whether a choice can be made at all, without a request."""
        if chosen.failure is not None:
            return
        status = self._status(operation, chosen)
        if chosen.example:
            self._example(operation, status, chosen.example)
        if chosen.members:
            media_type = self._described(operation, status)
            try:
                value = self._answers.samples.plain(media_type.schema or "")
            except UnmadeAnswerError:
                return
            self._chooser(operation, status, media_type).put(value, chosen.members)

    def replaces(self, operation: Operation, chosen: Chosen) -> bool:
        """Whether nothing of the usual answer stays."""
        return bool(chosen.example) or chosen.status not in {None, success_status(operation)}

    def made(self, request: Request, operation: Operation, chosen: Chosen) -> Response:
        """The answer that comes in the place of the usual one."""
        status = self._status(operation, chosen)
        accept = accepted(request)
        if chosen.example:
            value = self._example(operation, status, chosen.example)
            response = self._answers.of(operation, status, value, accept=accept)
        else:
            response = self._answers.sampled(operation, status, accept)
        return self.changed(operation, response, chosen)

    def changed(self, operation: Operation, response: Response, chosen: Chosen) -> Response:
        """The answer with the members and headers that are chosen."""
        headers = dict(response.headers) | {name.lower(): text for name, text in chosen.headers}
        body = response.body
        if chosen.members:
            media_type = self._described(operation, response.status)
            chooser = self._chooser(operation, response.status, media_type)
            value: Any = chooser.put(decode(body).value, chosen.members)
            made = self._answers.of(operation, response.status, value)
            body, headers["content-type"] = made.body, dict(made.headers)["content-type"]
        return Response(status=response.status, headers=tuple(headers.items()), body=body)

    def _status(self, operation: Operation, chosen: Chosen) -> int:
        """The status that is chosen, which is a documented one."""
        if chosen.status is None:
            return success_status(operation)
        if operation.answer_for(chosen.status) is None:
            known = ", ".join(each.status for each in operation.answers)
            text = f"{named_operation(operation)} documents no {chosen.status}: it has {known}"
            raise UsageError((text,))
        return chosen.status

    def _described(self, operation: Operation, status: int) -> MediaType:
        media_type = self._answers.media_type(operation, status)
        if media_type is None or media_type.schema is None or not is_json(media_type.name):
            what = f"the {status} of {named_operation(operation)}"
            raise UsageError((f"{what} has no members: it is described by no schema in JSON",))
        return media_type

    def _chooser(self, operation: Operation, status: int, media_type: MediaType) -> ChosenMembers:
        schema = media_type.schema or ""
        if schema not in self._members:
            what = f"the {status} of {operation.id}"
            samples = self._answers.samples
            self._members[schema] = ChosenMembers(self._contract, samples, schema, what)
        return self._members[schema]

    def _example(self, operation: Operation, status: int, name: str) -> Any:
        """The example of a name; one that contradicts its schema is not answered."""
        media_type = self._answers.media_type(operation, status)
        known = named_examples(self._contract, media_type) if media_type else {}
        what = f"the {status} of {named_operation(operation)}"
        if name not in known or media_type is None:
            near = difflib.get_close_matches(name, known, 1)
            there = f"it has {', '.join(known)}" if known else "it has none with a name"
            hint = f"did you mean {near[0]}?" if near else there
            raise UsageError((f"{what} has no example {name}: {hint}",))
        wrong = self._contract.responses.violations(media_type.schema or "", known[name])
        if wrong:
            place = wrong[0].instance or "/"
            text = f"{what}: the example {name} contradicts its schema at {place}"
            raise UsageError((f"{text}: {wrong[0].message}",))
        return known[name]
