"""The members of the JSON report, from the JSON Schema that the reports are validated against."""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any


def report_schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    text = files("ringback.reports").joinpath("schema/report.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def report_tables() -> str:
    """A table of the report's members, then one of each object that several members are made of."""
    schema = report_schema()
    parts = ["## The report", "", *_table(schema)]
    for name, definition in schema["$defs"].items():
        parts += ["", f"## {name}", ""]
        if "description" in definition:
            parts += [_inert(definition["description"]), ""]
        parts += _table(definition) if "properties" in definition else [_kind(definition)]
    return "\n".join(parts)


def _table(schema: Mapping[str, Any]) -> Iterator[str]:
    yield from ("| member | holds | |", "| --- | --- | --- |")
    yield from _rows(schema, "")


def _rows(schema: Mapping[str, Any], before: str) -> Iterator[str]:
    """A row a member; those of an object that is described in place stand below it."""
    for name, member in schema.get("properties", {}).items():
        optional = "" if name in schema.get("required", ()) else "; not always there"
        told = _inert(member.get("description", ""))
        yield f"| `{before}{name}` | {_kind(member)}{optional} | {told} |"
        inner = member.get("items", member)
        yield from _rows(inner, f"{before}{name}{'[]' if 'items' in member else ''}.")


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value is, in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in schema:
        return f"`{json.dumps(schema['const'], ensure_ascii=False)}`"
    if "enum" in schema:
        return " or ".join(f"`{json.dumps(each)}`" for each in schema["enum"])
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return " or ".join(map(_kind, schema[keyword]))
    if "items" in schema:
        return f"array of {_kind(schema['items'])}"
    names = schema.get("type", "anything")
    return " or ".join(names) if isinstance(names, list) else str(names)


def _inert(text: str) -> str:
    return text.replace("|", r"\|").replace("<", "&lt;").replace("*", r"\*")
