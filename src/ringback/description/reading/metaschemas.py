"""The meta-schemas of JSON Schema, which a schema may refer to: no network is needed for them."""

import importlib
import json
from dataclasses import dataclass
from typing import Any

from ringback.description.reading.sources import UnreachableError

_HOST = "//json-schema.org/"


@dataclass(frozen=True, slots=True)
class Metaschema:
    """One meta-schema, as a file that stands at its own URI."""

    uri: str

    def __str__(self) -> str:
        """The URI."""
        return self.uri

    def data(self) -> bytes:
        """The meta-schema as JSON."""
        return json.dumps(_registry().contents(self.uri)).encode()

    def neighbour(self, path: str) -> "Metaschema":
        """Never: what it refers to is found by its URI."""
        raise UnreachableError(
            f"names {path} beside the meta-schema {self.uri}, which is not there"
        )


def metaschema(uri: str) -> Metaschema | None:
    """The meta-schema of this URI; None for any other one."""
    return Metaschema(uri) if _HOST in uri and uri in _registry() else None


def _registry() -> Any:
    """All of them; imported when one is asked for, because hardly any description does."""
    return importlib.import_module("jsonschema_specifications").REGISTRY
