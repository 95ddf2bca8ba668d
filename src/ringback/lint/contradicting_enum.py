"""lint/contradicting-enum: a value of an enum or const that the schema's other keywords refuse."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from ringback.contract.schemas import Schemas
from ringback.finding import Finding, steps
from ringback.lint.interface import found, warned
from ringback.lint.naming import listed
from ringback.lint.subject import Subject
from ringback.payload import at, same, show

RULE = "lint/contradicting-enum"


def check(subject: Subject) -> Iterator[Finding]:
    """The members that can never be, once a keyword that refuses them; and those given twice."""
    for spot, node in subject.schemas():
        if not isinstance(node, dict):
            continue
        for keyword in ("enum", "const"):
            yield from _refused(subject, spot.pointer, keyword, refused(subject, node, keyword))
        yield from _twice(subject, spot.pointer, _members(node, "enum"))


def refuses_all(subject: Subject, node: Any) -> bool:
    """Whether no member of a schema's enum or const can ever be: `check` says so of each."""
    return isinstance(node, Mapping) and any(
        len(refused(subject, node, keyword)) == len(_members(node, keyword)) > 0
        for keyword in ("enum", "const")
    )


def refused(subject: Subject, node: Mapping[str, Any], keyword: str) -> dict[int, str]:
    """The members of an enum, or the const, by index, that another keyword refuses: which one."""
    members = _members(node, keyword)
    if not members:
        return {}
    rest = {name: value for name, value in node.items() if name != keyword}
    try:
        validator = subject.validators.compiled(_absolute(rest, subject.validators))
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError):
        return {}
    found_: dict[int, str] = {}
    for index, value in enumerate(members):
        error = next(validator.iter_errors(value), None)
        if error is not None:
            found_[index] = error.kind.name
    return found_


def _refused(
    subject: Subject, place: str, keyword: str, by: Mapping[int, str]
) -> Iterator[Finding]:
    """One finding for the members that one keyword refuses."""
    members = _members(at(subject.description.document, steps(place)), keyword)
    for name in dict.fromkeys(by.values()):
        which = [index for index, each in by.items() if each == name]
        values = listed([show(members[index]) for index in which])
        pointer = f"{place}/enum/{which[0]}" if keyword == "enum" else f"{place}/const"
        subject_, they, them = f"the {keyword} value {values} is", "it", "it"
        if len(which) > 1:
            subject_, they, them = f"the enum values {values} are", "they", "them"
        text = (
            f'{subject_} refused by the "{name}" of the same schema, so {they} can never be: take '
            f"{them} out, or mend the other"
        )
        yield found(subject.description, RULE, pointer, text, cause="refused")


def _twice(subject: Subject, place: str, members: list[Any]) -> Iterator[Finding]:
    """A warning for the members that stand in the enum already: they do no harm."""
    again = [
        index
        for index, value in enumerate(members)
        if any(same(value, other) for other in members[:index])
    ]
    if again:
        values = listed([show(members[index]) for index in again])
        text = f"the enum has {values} more than once: take the others out"
        yield warned(subject.description, RULE, f"{place}/enum/{again[0]}", text, cause="twice")


def _members(node: Any, keyword: str) -> list[Any]:
    """What an enum or a const lists."""
    if keyword not in node:
        return []
    listed_ = [node[keyword]] if keyword == "const" else node[keyword]
    return listed_ if isinstance(listed_, list) else []


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
