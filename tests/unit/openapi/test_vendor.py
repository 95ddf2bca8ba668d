"""Our description against the vendor's, where that is at hand."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ringback.description import Description, load
from ringback.operation import Operation
from tests.unit.openapi.payloads import nearly

SHARED = Path(os.environ.get("RINGBACK_SHARED", Path(__file__).parents[4] / "shared"))
VENDOR = SHARED / "published/2023-07-24.json"
pytestmark = pytest.mark.skipif(
    not VENDOR.is_file(), reason=f"the vendor's document is not at {VENDOR}"
)

Pair = tuple[jsonschema_rs.Draft202012Validator, jsonschema_rs.Draft202012Validator]
# Each payload that both describe: the operation, which part of it, and what generates for it.
PARTS = [
    ("update_number", "body", "UpdateNumberRequest"),
    ("update_number", "200", "PhoneNumber"),
    ("update_number", "422", "HTTPValidationError"),
    ("get_number", "200", "PhoneNumber"),
    ("get_number", "422", "HTTPValidationError"),
    ("list_numbers", "200", "NormalizedPhoneNumber"),
]
# Ours, made of one component that the vendor shares between request and answer.
SPLIT = {
    "TransferCallConfigUpdateParams": "TransferCallConfig",
    "EmptyActionConfigUpdateParams": "EmptyActionConfig",
}


@pytest.fixture(scope="module")
def vendor() -> Description:
    """The vendor's own document."""
    return load(VENDOR)


def _schema(operation: Operation, part: str) -> str:
    if part == "body":
        assert operation.body is not None
        [media_type] = operation.body.media_types
    else:
        answer = operation.answer_for(int(part))
        assert answer is not None
        [media_type] = answer.media_types
    assert media_type.schema is not None
    return media_type.schema


def _compiled(description: Description, schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"urn:x#{schema}"},
        registry=jsonschema_rs.Registry(resources=[("urn:x", description.document)]),
        validate_formats=True,
    )


@pytest.fixture(scope="module")
def pairs(numbers: Description, vendor: Description) -> Callable[[str, str], Pair]:
    """The validators of the same part in both descriptions, ours first."""
    made: dict[tuple[str, str], Pair] = {}

    def pair(name: str, part: str) -> Pair:
        if (name, part) not in made:
            ours, theirs = (
                _compiled(each, _schema(each.operation(name), part)) for each in (numbers, vendor)
            )
            made[name, part] = (ours, theirs)
        return made[name, part]

    return pair


@pytest.mark.parametrize(("name", "part", "component"), PARTS)
@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_ours_and_the_vendor_s_admit_the_same_payloads(
    data: st.DataObject,
    name: str,
    part: str,
    component: str,
    pairs: Callable[[str, str], Pair],
) -> None:
    """Operation by operation, each description admits what the other admits."""
    payload = data.draw(nearly(component))
    if name == "list_numbers" and data.draw(st.integers(0, 7)):
        payload = [payload]
    ours, theirs = pairs(name, part)
    assert ours.is_valid(payload) is theirs.is_valid(payload)


@pytest.mark.parametrize("name", ["update_number", "get_number", "list_numbers"])
def test_ours_and_the_vendor_s_operations_are_the_same(
    name: str, numbers: Description, vendor: Description
) -> None:
    """Method, path, parameters, body, security and servers; the vendor's read ends in a slash."""

    def told(operation: Operation) -> Any:
        return (
            operation.method,
            operation.path.rstrip("/"),
            [(each.name, each.where, each.required) for each in operation.parameters],
            operation.body and (operation.body.required, operation.body.media_types[0].name),
            operation.security,
            operation.servers,
            operation.tags,
        )

    ours, theirs = numbers.operation(name), vendor.operation(name)
    assert told(ours) == told(theirs)
    assert {each.status for each in theirs.answers} <= {each.status for each in ours.answers}


def _bare(schema: Any) -> Any:
    """A schema without its prose, and with the vendor's way of giving a reference a default."""
    if isinstance(schema, list):
        return [_bare(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        name: {key: _bare(value) for key, value in inner.items()}
        if name == "properties"
        else _bare(inner)
        for name, inner in schema.items()
        if name not in {"title", "description"}
    }
    target = str(kept.get("$ref", "")).rsplit("/", 1)[-1]
    if target in SPLIT:
        kept["$ref"] = f"#/components/schemas/{SPLIT[target]}"
    if "$ref" in kept and len(kept) > 1:
        kept["allOf"] = [{"$ref": kept.pop("$ref")}]
    return kept


def test_ours_and_the_vendor_s_components_are_the_same(
    numbers: Description, vendor: Description
) -> None:
    """Names, types, required members, defaults, enumerations, formats and unions, one by one."""
    ours = {
        name: _bare(schema)
        for name, schema in numbers.document["components"]["schemas"].items()
        if name != "Error"
    }
    theirs = {
        name: _bare(vendor.document["components"]["schemas"][SPLIT.get(name, name)])
        for name in ours
    }
    assert ours == theirs


def test_no_prose_of_the_vendor_is_ours(numbers: Description, vendor: Description) -> None:
    """Every description, summary and title in the document was written here."""

    def prose(node: Any) -> set[str]:
        if isinstance(node, list):
            return {text for item in node for text in prose(item)}
        if not isinstance(node, dict):
            return set()
        here = {node[name] for name in ("title", "description", "summary") if name in node}
        return {text for text in here if isinstance(text, str)} | {
            text for value in node.values() for text in prose(value)
        }

    assert prose(numbers.document) & prose(vendor.document) == set()
