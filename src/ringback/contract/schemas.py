"""One compiled validator a schema of the description, made when it is first asked for."""

import uuid
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import Any

import jsonschema_rs

from ringback.contract.explain import Violation, explain
from ringback.description import Description
from ringback.errors import DescriptionError, Problem
from ringback.finding import pointer
from ringback.schema.view import View, view

_URI = "urn:ringback:description"


class Schemas:
    """The validators of a description's schemas, by JSON Pointer.

    Formats are asserted. jsonschema-rs decides; `violations` explains what it says. Each raises
    DescriptionError for a schema that is no JSON Schema, with the line of what is wrong in it.
    """

    def __init__(self, description: Description) -> None:
        self._description = description
        self._registry = jsonschema_rs.Registry(resources=[(_URI, description.document)])
        self._strict: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._lenient: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._views: dict[str, View] = {}

    def view(self, schema: str) -> View:
        """The schema at a pointer, to walk."""
        if schema not in self._views:
            self._views[schema] = view(self._description.document, schema)
        return self._views[schema]

    def admits(self, schema: str, value: Any) -> bool:
        """Whether the schema at the pointer admits the value."""
        validator = self._validator(schema)
        try:
            return validator.is_valid(value)
        except ValueError:  # an unpaired surrogate
            return validator.is_valid(_sendable(value))

    def admits_leniently(self, schema: str, value: Any) -> bool:
        """Whether the schema admits the value when uuids may be spelt as common readers take them.

        RFC 4122 knows one spelling; many services read `urn:uuid:`, braces and missing hyphens.
        """
        if schema not in self._lenient:
            formats = {"uuid": is_loose_uuid}
            self._lenient[schema] = self._compile(schema, formats)
        return self._lenient[schema].is_valid(_sendable(value))

    def violations(self, schema: str, value: Any) -> list[Violation]:
        """Each objection of the schema to the value, explained; empty when it admits it."""
        validator = self._validator(schema)
        try:
            errors = list(validator.iter_errors(value))
        except ValueError:  # an unpaired surrogate, or an objection to a number too long to tell
            value = _sendable(value)
            errors = list(validator.iter_errors(value))
        return explain(errors, value, self._description.at) if errors else []

    def uri(self, schema: str) -> str:
        """What a schema of one's own calls the schema at a pointer, in `compiled`."""
        return f"{_URI}#{fragment(schema)}"

    def compiled(self, schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
        """A validator of a schema of one's own, which may refer to those of the description."""
        return jsonschema_rs.Draft202012Validator(
            schema, registry=self._registry, validate_formats=True
        )

    def _validator(self, schema: str) -> jsonschema_rs.Draft202012Validator:
        if schema not in self._strict:
            self._strict[schema] = self._compile(schema, None)
        return self._strict[schema]

    def _compile(
        self, schema: str, formats: dict[str, Any] | None
    ) -> jsonschema_rs.Draft202012Validator:
        try:
            return jsonschema_rs.Draft202012Validator(
                {"$ref": self.uri(schema)},
                registry=self._registry,
                validate_formats=True,
                formats=formats,
            )
        except jsonschema_rs.ValidationError as error:
            here = self._description.place(pointer(error.instance_path))
            text = f"is no JSON Schema: {error.message}"
            raise DescriptionError((Problem(file=here.file, line=here.line, text=text),)) from error


def fragment(schema: str) -> str:
    """The pointer as a URI fragment (RFC 6901 section 6)."""
    return "".join(
        char
        if char.isascii() and (char.isalnum() or char in "/-_.~$:@!'()*+,;=")
        else "".join(f"%{byte:02X}" for byte in char.encode())
        for char in schema
    )


def is_loose_uuid(text: str) -> bool:
    """Whether common readers take the text for a uuid: braces, urn, no hyphens, any case."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _sendable(value: Any) -> Any:
    """The value with every unpaired surrogate as U+FFFD, and numbers of thousands of digits cut.

    No UTF-8 spells such a surrogate, so no validator that speaks UTF-8 can look at it; lengths and
    patterns see one character either way. A number cut to 17 digits keeps its size.
    """
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_sendable(str(key)): _sendable(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_sendable(item) for item in value]
    if isinstance(value, Decimal):
        return Context(prec=17, Emax=MAX_EMAX, Emin=MIN_EMIN).plus(value)
    return value
