"""What jsonschema, the second validator, says of the schemas of a description."""

from typing import Any
from urllib.parse import quote

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

_URI = "urn:test:description"


class Second:
    """Judges payloads by a document's schemas, formats asserted."""

    def __init__(self, document: dict[str, Any]) -> None:
        resource = DRAFT202012.create_resource(document)
        self._registry: Registry[Any] = Registry().with_resource(_URI, resource)

    def admits(self, place: str, value: Any) -> bool:
        """Whether the schema at the pointer admits the value."""
        validator = Draft202012Validator(
            {"$ref": f"{_URI}#{quote(place)}"},
            registry=self._registry,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        return bool(validator.is_valid(value))
