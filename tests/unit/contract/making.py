"""Contracts for tests: the repository's own in both readings, and small ones made by hand."""

import json
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ringback.contract import Contract
from ringback.description import load

ROOT = Path(__file__).parents[3]
UUID = "3c90c3cc-0d44-4b50-8888-8dd25736052a"


@cache
def numbers(reading: str) -> Contract:
    """The contract of openapi/numbers.yaml under the published or the strict reading."""
    overlays = [ROOT / "openapi/strict.overlay.yaml"] if reading == "strict" else []
    return Contract(load(ROOT / "openapi/numbers.yaml", overlays), reading)


def small(
    components: Mapping[str, Any] | None = None, paths: Mapping[str, Any] | None = None
) -> Contract:
    """The contract of a description with these schemas and paths, one line a value."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": paths or {},
        "components": {"schemas": components or {}},
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "things.json")
        file.write_text(json.dumps(document, indent=1), "utf-8")
        return Contract(load(file), "published")


def place(name: str) -> str:
    """The pointer of a component's schema."""
    return f"/components/schemas/{name}"


def told(contract: Contract, name: str, value: Any) -> list[tuple[str, str, str]]:
    """Message, instance and schema of each violation, the schema from the component's name on."""
    return [
        (each.message, each.instance, each.schema.removeprefix("/components/schemas/"))
        for each in contract.schemas.violations(place(name), value)
    ]


def agent(**changes: Any) -> dict[str, Any]:
    """A valid agent of an answer, with members changed, or left out where they are `...`."""
    whole = {
        "id": UUID,
        "user_id": UUID,
        "prompt": "p",
        "actions": [],
        "voice": {"id": UUID, "user_id": UUID, "type": "voice_rime", "speaker": "s"},
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not ...}


def number(**changes: Any) -> dict[str, Any]:
    """A valid number of an answer, with members changed, or left out where they are `...`."""
    whole = {
        "id": UUID,
        "user_id": UUID,
        "inbound_agent": agent(),
        "number": "+15550100001",
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not ...}


def part(**members: Any) -> dict[str, Any]:
    """An action, voice or webhook of an answer, with its ids."""
    return {"id": UUID, "user_id": UUID, **members}
