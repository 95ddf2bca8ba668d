"""Schemas of answers for tests of laws: the view that a law is given, and the validator's word."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from ringback.schema.view import Admits, View
from tests.unit.contract.making import place, small


def looked(schema: Mapping[str, Any], side: str = "response") -> tuple[View, Admits]:
    """The view of a schema as one side of an exchange is held to it, and what admits values."""
    return _looked(json.dumps(schema), side)


@cache
def _looked(schema: str, side: str) -> tuple[View, Admits]:
    schemas = small({"Thing": json.loads(schema)}).of(side)
    return schemas.view(place("Thing")), schemas.admits


def members(**schemas: Mapping[str, Any]) -> View:
    """The view of an object with these members, as requests are held to it."""
    return looked({"type": "object", "properties": schemas}, "request")[0]
