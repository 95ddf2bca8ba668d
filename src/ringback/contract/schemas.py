"""The validators of a description's schemas, and their objections explained."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any

import jsonschema_rs

from ringback.contract.explain import Violation, violations
from ringback.description import Description
from ringback.errors import Problem, UndecidedError
from ringback.finding import pointer, steps
from ringback.payload import at, show
from ringback.schema.document import SchemaDocument
from ringback.schema.nulls import AdmittingNull, holds_null
from ringback.schema.validators.formats import WHOLE
from ringback.schema.view import View, view

_BOUNDS = frozenset({"minimum", "maximum", "multipleOf"})  # what a number's format is made of


class Schemas:
    """The schemas of a description, by JSON Pointer, as one side of an exchange is held to them.

    Formats are asserted. jsonschema-rs decides; `violations` explains what it says. Each raises
    UndecidedError for a schema that is no JSON Schema after all, with the line of what is wrong.
    """

    def __init__(
        self,
        description: Description,
        document: SchemaDocument | None = None,
        *,
        nulls: bool = False,
    ) -> None:
        """`document` is the description's own, if it is of one side alone.

        `nulls` tells to admit null wherever a schema calls itself nullable.
        """
        self._description = description
        self._nulls = nulls
        self.document = document or SchemaDocument(description.document)

    @cached_property
    def _nullable(self) -> AdmittingNull | None:
        """The schemas with null in every place that is called nullable to no effect."""
        places = self._description.nullable
        return AdmittingNull(self.document, places) if places else None

    def view(self, schema: str) -> View:
        """The schema at a pointer, to look into."""
        return view(self.document, schema)

    def admits(self, schema: str, value: Any) -> bool:
        """Whether the schema at the pointer admits the value."""
        try:  # no context manager: this is asked by the hundred thousand
            found = self.document.admits(schema, value)
            return found or (self._nulls and self.admits_nulls(schema, value))
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
            raise self._no_schema(error) from error

    def admits_leniently(self, schema: str, value: Any) -> bool:
        """Whether the schema admits the value when uuids may be spelt as common readers take them.

        RFC 4122 knows one spelling; many services read `urn:uuid:`, braces and missing hyphens.
        """
        with self.described():
            return self.document.validators.admits_leniently(schema, value, {"uuid": is_loose_uuid})

    def admits_nulls(self, schema: str, value: Any) -> bool:
        """Whether the schema admits the value once all that is called nullable may be null."""
        if self._nullable is None or not holds_null(value):
            return False
        with self.described():
            return self._nullable.admits(schema, value)

    def violations(self, schema: str, value: Any) -> list[Violation]:
        """Each objection of the schema to the value, explained; empty when it admits it."""
        if self._nulls and self.admits_nulls(schema, value):
            return []
        with self.described():
            found = violations(self.document, schema, value)
        if self._nulls and self._nullable is not None:
            # What else is wrong is told; of a null it can't be told which one is meant.
            found = [it for it in found if at(value, steps(it.instance)) is not None] or found
        return [self._as_described(each, value) for each in found]

    def is_weak(self, schema: str) -> bool:
        """Whether what the schema admits may be wrong all the same: a part of it was left out."""
        return self._description.is_weak(schema)

    def uri(self, schema: str) -> str:
        """What a schema of one's own calls the schema at a pointer, in `compiled`."""
        return self.document.validators.uri(schema)

    def compiled(self, schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
        """A validator of a schema of one's own, which may refer to those of the description."""
        with self.described():
            return self.document.validators.compiled(schema)

    def _as_described(self, violation: Violation, value: Any) -> Violation:
        """The objection at a place that the description has: a bound may be that of a format."""
        told = replace(violation, schema=self._description.original(violation.schema))
        owner, _, keyword = told.schema.rpartition("/")
        owner_written = steps(self._description.origin(owner))
        written = at(self._description.written, owner_written) if keyword in _BOUNDS else None
        if not isinstance(written, Mapping) or "format" not in written or keyword in written:
            return told
        name = written["format"]
        what = "a whole number" if keyword == "multipleOf" else f"within the range of {name}"
        if name not in WHOLE and keyword == "multipleOf":
            return told
        here = at(value, steps(told.instance))
        text = f"{show(here)} is no {name}: it is not {what}"
        return replace(told, schema=f"{owner}/format", message=text, cause="format")

    @contextmanager
    def described(self) -> Iterator[None]:
        """For compiling schemas: what is none is the description's mistake, at its line."""
        try:
            yield
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
            raise self._no_schema(error) from error

    def _no_schema(self, error: Exception) -> UndecidedError:
        here = self._description.place(pointer(getattr(error, "instance_path", ())))
        text = f"is no JSON Schema: {getattr(error, 'message', error)}"
        return UndecidedError(str(Problem(file=here.file, line=here.line, text=text)))


def is_loose_uuid(text: str) -> bool:
    """Whether common readers take the text for a uuid: braces, urn, no hyphens, any case."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
