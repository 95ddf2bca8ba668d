"""Surveys for tests: of small descriptions with one operation, and of the repository's own."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ringback.contract import Contract
from ringback.description import load
from ringback.survey import Survey, SurveyState


def described(
    folder: Path,
    components: Mapping[str, Any],
    *overlays: Path,
    version: str = "3.1.0",
    answers: Iterable[str] = ("200",),
) -> Contract:
    """A description whose one operation answers with the component `Thing`, and asks for it."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation = {
        "operationId": "put_thing",
        "requestBody": {"content": content},
        "responses": {each: {"description": "It.", "content": content} for each in answers},
    }
    document = {
        "openapi": version,
        "info": {"title": "Things", "version": "1"},
        "paths": {"/thing": {"put": operation}},
        "components": {"schemas": components},
    }
    file = folder / "things.json"
    file.write_text(json.dumps(document, indent=1), "utf-8")
    return Contract(load(file, overlays), "published")


def surveyed(contract: Contract, values: Iterable[Any], name: str = "put_thing") -> Survey:
    """A survey of these answers with status 200 to the one operation."""
    survey = Survey(contract)
    operation = contract.operation(name)
    for value in values:
        survey.status(operation, 200)
        survey.answer(
            operation, 200, "application/json", value, sound=passes(contract, value, name)
        )
    return survey


def state_of(contract: Contract, values: Iterable[Any]) -> SurveyState:
    """What such a survey counted."""
    return surveyed(contract, values).state()


def passes(contract: Contract, value: Any, name: str = "put_thing") -> bool:
    """Whether the description admits the value as an answer with status 200."""
    media_type = contract.media_type(contract.operation(name), 200, "application/json")
    assert media_type is not None
    assert media_type.schema is not None
    return contract.responses.admits(media_type.schema, value)
