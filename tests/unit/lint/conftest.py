"""A description that can be spoilt."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringback.finding import Finding
from ringback.lint import SENSE, VALIDITY, lint

Spoil = Callable[[dict[str, Any]], object]


def base(version: str) -> dict[str, Any]:
    """A small description that is right."""
    answer = {"schema": {"$ref": "#/components/schemas/A"}}
    get = {
        "operationId": "read",
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        ],
        "responses": {"200": {"description": "d", "content": {"application/json": answer}}},
    }
    schema = {"type": "object", "properties": {"p": {"type": "integer"}, "n": {"type": "string"}}}
    return {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {"/a/{id}": {"get": get}},
        "components": {"schemas": {"A": schema}},
    }


@pytest.fixture
def linted(tmp_path: Path) -> Callable[[str, Spoil], tuple[list[str], tuple[Finding, ...]]]:
    """The findings on the description once spoilt, and the lines of its file."""

    def run(version: str, spoil: Spoil) -> tuple[list[str], tuple[Finding, ...]]:
        content = base(version)
        spoil(content)
        path = tmp_path / "d.json"
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")
        return path.read_text(encoding="utf-8").splitlines(), lint(path, rules=VALIDITY)

    return run


def clean(version: str) -> dict[str, Any]:
    """A small description in which there is nothing to be said, not even by way of warning."""
    document = base(version)
    document["components"]["schemas"]["A"] |= {
        "properties": {
            "p": {"type": "integer", "example": 1},
            "n": {"type": "string", "maxLength": 9},
        },
        "additionalProperties": False,
    }
    responses = document["paths"]["/a/{id}"]["get"]["responses"]
    responses["404"] = {"description": "none"}
    return document


@pytest.fixture
def sensed(tmp_path: Path) -> Callable[[str, Spoil], tuple[Finding, ...]]:
    """The findings of the rules beyond validity on the clean description once spoilt."""

    def run(version: str, spoil: Spoil) -> tuple[Finding, ...]:
        content = clean(version)
        spoil(content)
        path = tmp_path / "d.json"
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")
        assert lint(path, rules=VALIDITY) == ()
        return lint(path, rules=SENSE)

    return run
