"""lint/contradicting-enum: a value of an enum or const that the schema's other keywords refuse."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from ringback.contract.schemas import Schemas
from ringback.finding import Finding
from ringback.lint.interface import found
from ringback.lint.subject import Subject
from ringback.payload import same, show

RULE = "lint/contradicting-enum"


def check(subject: Subject) -> Iterator[Finding]:
    """Each member that can never be, and each that stands there twice."""
    schemas = Schemas(subject.description)
    for spot, node in subject.schemas():
        if not isinstance(node, dict):
            continue
        listed = node.get("enum")
        given = [(f"enum/{at}", each) for at, each in enumerate(_list(listed))]
        given += [("const", node["const"])] if "const" in node else []
        if given:
            yield from _refused(subject, schemas, spot.pointer, node)
            yield from _twice(subject, spot.pointer, _list(listed))


def _refused(
    subject: Subject, schemas: Schemas, place: str, node: dict[str, Any]
) -> Iterator[Finding]:
    """The members that the rest of the schema does not admit."""
    rest = {name: value for name, value in node.items() if name != "enum"}
    judges = [("enum", rest, node.get("enum"))]
    if "const" in node:
        other = {name: value for name, value in node.items() if name != "const"}
        judges.append(("const", other, [node["const"]]))
    for keyword, schema, members in judges:
        try:
            validator = schemas.compiled(_absolute(schema, schemas))
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError):
            return
        for index, value in enumerate(_list(members)):
            if not validator.is_valid(value):
                pointer = f"{place}/enum/{index}" if keyword == "enum" else f"{place}/const"
                error = next(iter(validator.iter_errors(value)))
                text = (
                    f"the {keyword} value {show(value)} is refused by the {error.kind.name!r} of "
                    "the same schema, so it can never be: take it out, or mend the other"
                )
                text = text.replace("'", '"')
                yield found(subject.description, RULE, pointer, text, cause="refused")


def _twice(subject: Subject, place: str, members: list[Any]) -> Iterator[Finding]:
    """The members that stand in the enum already."""
    for index, value in enumerate(members):
        if any(same(value, other) for other in members[:index]):
            text = f"the enum has {show(value)} twice: take one out"
            yield found(subject.description, RULE, f"{place}/enum/{index}", text, cause="twice")


def _absolute(node: Any, schemas: Schemas) -> Any:
    """The schema with its references as seen from elsewhere."""
    if isinstance(node, Mapping):
        return {
            name: schemas.uri("") + value[1:]
            if name == "$ref" and isinstance(value, str) and value.startswith("#")
            else _absolute(value, schemas)
            for name, value in node.items()
        }
    return [_absolute(item, schemas) for item in node] if isinstance(node, list) else node


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
