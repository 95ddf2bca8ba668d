"""The JSON Schema project's own test suite, judged through descriptions that hold its schemas.

Each schema stands once as a component with an `$id`, and once as a file that the description refers
to. Skipped where the suite is not at hand.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.description import load
from tests.unit.contract.making import ROOT

SUITE = ROOT.parent / "shared/suites/json-schema"
SCHEMA = "/paths/~1x/get/responses/200/content/application~1json/schema"

# Where OpenAPI and this project rule otherwise than the suite, with the reason.
ELSEWHERE = {
    "format.json": "formats are asserted",
    "optional/format/format-assertion.json": "formats are asserted",
    "vocabulary.json": "the dialect of a description's schemas is OpenAPI's, whatever they say",
    "optional/cross-draft.json": "the dialect of a description's schemas is OpenAPI's",
    "optional/zeroTerminatedFloats.json": "1.0 is an integer, as in every later JSON Schema",
    "optional/format/hostname.json: hostname with consecutive hyphens (RFC1123)": "RFC 5891",
}

# The keywords of a Schema Object of OpenAPI 3.0.4 (4.7.24), references aside.
OF_30 = frozenset(
    {
        "title", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
        "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems",
        "maxProperties", "minProperties", "required", "enum", "type", "allOf", "oneOf", "anyOf",
        "not", "items", "properties", "additionalProperties", "description", "format", "default",
        "$ref", "definitions", "$schema",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One schema of the suite with its tests."""

    name: str
    schema: Any
    tests: tuple[tuple[str, Any, bool], ...]


def groups(draft: str) -> Iterator[Group]:
    """The schemas of a draft with the tests that are not ruled otherwise."""
    folder = SUITE / draft
    for file in sorted(folder.rglob("*.json")):
        of = file.relative_to(folder).as_posix()
        for group in json.loads(file.read_text("utf-8")) if of not in ELSEWHERE else ():
            tests = tuple(
                (test["description"], test["data"], test["valid"])
                for test in group["tests"]
                if f"{of}: {test['description']}" not in ELSEWHERE
            )
            yield Group(name=f"{of}: {group['description']}", schema=group["schema"], tests=tests)


def admitted_by_30(schema: Any) -> bool:
    """Whether a schema of draft 4 is one of OpenAPI 3.0 as well."""
    if isinstance(schema, list):
        return all(map(admitted_by_30, schema))
    if not isinstance(schema, dict):
        return True
    if not schema.keys() <= OF_30 or not isinstance(schema.get("type", ""), str):
        return False
    if schema.get("type") == "null" or isinstance(schema.get("items"), list):
        return False
    below = [schema[name] for name in ("allOf", "anyOf", "oneOf", "not", "items") if name in schema]
    for keyword in ("properties", "definitions"):
        below += schema.get(keyword, {}).values()
    return all(map(admitted_by_30, [*below, schema.get("additionalProperties")]))


def within_document(schema: Any) -> Any:
    """The schema with references from the document's root, its enumerations left alone."""
    if isinstance(schema, list):
        return [within_document(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    moved = {key: schema[key] if key == "enum" else within_document(schema[key]) for key in schema}
    target = moved.get("$ref")
    if isinstance(target, str) and target.startswith("#"):
        moved["$ref"] = f"#/components/schemas/S{target[1:]}"
    return moved


def described(folder: Path, group: Group, version: str, *, inline: bool) -> Contract:
    """The contract of a description with an answer of the schema."""
    used: dict[str, str] = {"$ref": "schema.json"}
    components: dict[str, Any] = {}
    if inline:
        schema = group.schema
        if version.startswith("3.0"):  # which has no $id: its references are the document's
            schema = within_document(schema)
        elif isinstance(schema, dict):
            schema = {"$id": "http://suite.test/root.json", **schema}
        used, components = {"$ref": "#/components/schemas/S"}, {"schemas": {"S": schema}}
    else:
        (folder / "schema.json").write_text(json.dumps(group.schema), "utf-8")
    answer = {"description": "", "content": {"application/json": {"schema": used}}}
    document = {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {"/x": {"get": {"responses": {"200": answer}}}},
        "components": components,
    }
    (folder / "description.json").write_text(json.dumps(document), "utf-8")
    return Contract(load(folder / "description.json"), "strict")


def disagreements(folder: Path, group: Group, version: str, *, inline: bool) -> Iterator[str]:
    """Where the contract says otherwise than the suite, or refuses what it should know."""
    contract = described(folder, group, version, inline=inline)
    if contract.description.flaws:
        if not refers_elsewhere(group.schema):
            yield f"{group.name}: refused: {contract.description.flaws}"
        return
    for what, data, valid in group.tests:
        objections = contract.responses.violations(SCHEMA, data)
        if contract.responses.admits(SCHEMA, data) is not valid or bool(objections) is valid:
            yield f"{group.name}: {what}: ought to be {'valid' if valid else 'invalid'}"
        for each in objections:
            contract.description.place(each.schema)


def refers_elsewhere(schema: Any) -> bool:
    """Whether the schema refers to one of the suite's documents that stand on a server."""
    names = "|".join(re.escape(file.name) for file in (SUITE / "remotes").rglob("*.json"))
    references = re.findall(r'"\$(?:dynamicR|r)ef": "([^"]*)"', json.dumps(schema))
    return any(re.search(rf"(^|/)({names})(#|$)", each) for each in references)


@pytest.mark.parametrize("inline", [True, False], ids=["component", "file"])
@pytest.mark.parametrize(
    ("draft", "version", "least"), [("draft2020-12", "3.1.0", 2_000), ("draft4", "3.0.3", 500)]
)
def test_the_suite_is_agreed_with(
    tmp_path: Path, draft: str, version: str, least: int, *, inline: bool
) -> None:
    """No test is judged otherwise, none is refused but for documents elsewhere, none crashes."""
    if not SUITE.is_dir():
        pytest.skip(f"the JSON Schema test suite is not at {SUITE}")
    chosen = [group for group in groups(draft) if draft != "draft4" or admitted_by_30(group.schema)]
    assert sum(len(group.tests) for group in chosen) > least
    found = [
        told for group in chosen for told in disagreements(tmp_path, group, version, inline=inline)
    ]
    assert found == []
