"""Validators for the fast path: many values at a time, of one schema or of whole recordings."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from ringback.contract import Contract
from ringback.recordings import recording_schema
from ringback.validate.fast.plans import JudgingPlan
from ringback.validate.fast.spelling import NAME, Row, rounding_matters

_KEPT = 1_000  # validators; a description has as many as it has schemas in use, and no more


@dataclass(frozen=True, slots=True)
class Settling:
    """A validator of rows; `numbers` tells whether it needs every number's own value."""

    validator: jsonschema_rs.Draft202012Validator
    numbers: bool

    def admits(self, rows: Sequence[Row]) -> bool:
        """Whether each of the rows holds one value, and one that is admitted."""
        return self.validator.is_valid(rows)


class Compiled:
    """The validators of a contract, each made when it is first needed."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        # What a check would object to, or doubt, is not settled here: it must not be there.
        self._sides = {
            side: contract.directed(side, forbidden=True) for side in ("request", "response")
        }
        self._settlings: dict[tuple[str | None, ...], Settling] = {}

    def payload(self, schema: str, side: str) -> Settling:
        """For rows of payloads of one schema, of requests or of responses."""
        key = (side, schema)
        found = self._settlings.get(key)
        if found is None:
            found = self._settling(key, {"$ref": self._sides[side].validators.uri(schema)})
        return found

    def recording(self, plan: JudgingPlan) -> Settling:
        """For rows of recordings in our own form whose bodies a plan settles."""
        key = ("recording", plan.asked, plan.answered)
        found = self._settlings.get(key)
        return self._settling(key, self._form(plan)) if found is None else found

    def _form(self, plan: JudgingPlan) -> dict[str, Any]:
        """The schema of recordings whose bodies are those of a plan."""
        form = {**deepcopy(recording_schema()), "$id": "urn:ringback:recording"}
        for side, schema in (("request", plan.asked), ("response", plan.answered)):
            if schema:
                body = {"$ref": self._sides[side].validators.uri(schema)}
                form["properties"][side]["properties"]["body"] = body
        return form

    def _settling(self, key: tuple[str | None, ...], schema: dict[str, Any]) -> Settling:
        if len(self._settlings) >= _KEPT:
            self._settlings.clear()
        row = {"type": "object", "maxProperties": 1, "properties": {NAME: schema}}
        document = self._contract.description.document
        pointers = [each for each in key if each and each.startswith("/")]
        numbers = any(rounding_matters(document, {"$ref": f"#{each}"}) for each in pointers)
        rows = {"type": "array", "items": row}
        with self._contract.schemas.described():
            validator = self._sides["request"].validators.compiled(
                rows, beside=self._sides["response"].validators
            )
        found = self._settlings[key] = Settling(validator=validator, numbers=numbers)
        return found
