"""lint/contradicting-enum: a value of an enum or const that the schema's other keywords refuse."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from ringback.finding import Finding, pointer, steps
from ringback.lint.interface import found, warned
from ringback.lint.shared.place_names import listed
from ringback.lint.shared.subject import LintSubject
from ringback.payload import at, same, show
from ringback.schema.document import Schema

RULE = "lint/contradicting-enum"


def check(subject: LintSubject) -> Iterator[Finding]:
    """The members that can never be, once a keyword that refuses them; and those given twice."""
    for spot, node in subject.schemas():
        if not isinstance(node, dict) or ("enum" not in node and "const" not in node):
            continue
        for keyword in ("enum", "const"):
            by = refused(subject.document.schema(spot.pointer), keyword)
            yield from _refused(subject, spot.pointer, keyword, by)
        yield from _twice(subject, spot.pointer, _members(node, "enum"))


def refuses_all(schema: Schema) -> bool:
    """Whether no member of a schema's enum or const can ever be: `check` says so of each."""
    return any(
        len(refused(schema, keyword)) == len(_members(schema.keywords, keyword)) > 0
        for keyword in ("enum", "const")
    )


def refused(schema: Schema, keyword: str) -> dict[int, str]:
    """The members of an enum, or the const, by index, that another keyword refuses: which one."""
    found_: dict[int, str] = {}
    for index, value in enumerate(_members(schema.keywords, keyword)):
        try:
            errors, _ = schema.document.validators.errors(schema.pointer, value)
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError):
            return {}
        own = f"{schema.pointer}/{keyword}"
        others = [each for each in errors if pointer(each.schema_path) != own]
        if others:
            found_[index] = others[0].kind.name
    return found_


def _refused(
    subject: LintSubject, place: str, keyword: str, by: Mapping[int, str]
) -> Iterator[Finding]:
    """One finding for the members that one keyword refuses."""
    members = _members(at(subject.description.document, steps(place)), keyword)
    for name in dict.fromkeys(by.values()):
        which = [index for index, each in by.items() if each == name]
        values = listed([show(members[index]) for index in which])
        where = f"{place}/enum/{which[0]}" if keyword == "enum" else f"{place}/const"
        subject_, they, them = f"the {keyword} value {values} is", "it", "it"
        if len(which) > 1:
            subject_, they, them = f"the enum values {values} are", "they", "them"
        text = (
            f'{subject_} refused by the "{name}" of the same schema, so {they} can never be: take '
            f"{them} out, or mend the other"
        )
        yield found(subject.description, RULE, where, text, cause="refused")


def _twice(subject: LintSubject, place: str, members: list[Any]) -> Iterator[Finding]:
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
