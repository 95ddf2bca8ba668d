"""What of a description stored runs have never seen, by the operations that have it."""

import json
from pathlib import Path
from typing import Any

import pytest

from ringback.campaign.session.budget import Budget
from ringback.commands.setup.asking_first import asked_first
from ringback.contract import Contract
from ringback.reports.run_store import RunStore
from tests.unit.changes.describing import loaded


def _read(schema: Any) -> Any:
    content = {"application/json": {"schema": schema}}
    return {"responses": {"200": {"description": "", "content": content}}}


KIND = {"type": "object", "properties": {"kind": {"enum": ["a", "b"]}}}
CONTRACT = Contract(
    loaded(
        {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {
                "/behind": {
                    "get": {"operationId": "behind", **_read({"$ref": "#/components/schemas/Out"})}
                },
                "/own": {"get": {"operationId": "own", **_read(KIND)}},
                "/plain": {"get": {"operationId": "plain", **_read({"type": "string"})}},
            },
            "components": {
                "schemas": {
                    "Kind": KIND,
                    "Out": {
                        "type": "object",
                        "properties": {
                            "in": {"$ref": "#/components/schemas/Kind"},
                            "more": {"$ref": "#/components/schemas/Out"},
                        },
                    },
                }
            },
        }
    ),
    "plain",
)
OWN = "/paths/~1own/get/responses/200/content/application~1json/schema"


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ([], set()),
        (["/components/schemas/Kind/properties/kind/enum/1"], {"behind"}),
        (["/components/schemas/Out/properties/more"], {"behind"}),
        ([f"{OWN}/properties/kind"], {"own"}),
        (["/paths/~1plain/get"], {"plain"}),
        (["/components/schemas/Gone"], set()),
    ],
)
def test_operations_with_gaps_come_first(
    tmp_path: Path, missing: list[str], expected: set[str]
) -> None:
    """Whatever references lead to the choice; of a run without a bound none does."""
    report = {
        "command": "check",
        "target": "near",
        "findings": [],
        "asked": [{"operation": each.id} for each in CONTRACT.operations],
        "coverage": {"response": {"missing": missing}, "request": {"missing": []}},
    }
    store = RunStore(tmp_path)
    store.keep(json.dumps(report), "check")
    operations = tuple(CONTRACT.operations)
    given: dict[str, Any] = {"accepted": (), "patch": None}
    turns = asked_first(store, "near", Budget(seconds=1), CONTRACT, operations, **given)
    assert {name for turn in turns for name in turn.operations} == expected
    assert asked_first(store, "near", Budget(), CONTRACT, operations, **given) == ()
