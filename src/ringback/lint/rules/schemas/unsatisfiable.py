"""lint/unsatisfiable: a schema that no value can satisfy."""

from collections.abc import Iterator

from ringback.finding import Finding
from ringback.lint.interface import found
from ringback.lint.rules.schemas.contradicting_enum import refuses_all
from ringback.lint.shared.place_names import called
from ringback.lint.shared.subject import LintSubject
from ringback.lint.shared.union_branches import covered
from ringback.schema.document import Schema
from ringback.schema.keywords import is_annotation
from ringback.schema.value_schema import home, value_schema

RULE = "lint/unsatisfiable"
_PLAIN = frozenset({"type", "format"})  # alone, they always leave a value; most schemas are such


def check(subject: LintSubject) -> Iterator[Finding]:
    """The innermost schemas that are proved to admit nothing, one of those that need each other.

    `false` and `not: {}` say so on purpose. Where a branch that another one covers, or the values
    of an enum are the reason, the rules on those say it.
    """
    empty = [
        each
        for each in dict.fromkeys(value.home for value in subject.every)
        if _is_meant(each) and subject.comparing.is_empty(each)
    ]
    needed = {each: _reached(each, frozenset(empty)) for each in empty}
    told: set[Schema] = set()
    for schema in empty:
        round_ = {each for each in needed[schema] if schema in needed[each]}
        inner = needed[schema] - round_ - {schema}
        if inner or told & round_ or _is_told_elsewhere(subject, schema):
            continue
        told.add(schema)
        text = (
            f"{called(subject.description, schema.pointer)} admits no value at all: "
            "its keywords exclude each other, or it holds itself without an end"
        )
        yield found(subject.description, RULE, schema.pointer, text)


def _is_meant(schema: Schema) -> bool:
    """Whether a schema is there to admit something, and could fail to."""
    if schema.keywords.get("not") in ({}, True):
        return False
    return not all(is_annotation(name) for name in schema.keywords if name not in _PLAIN)


def _is_told_elsewhere(subject: LintSubject, schema: Schema) -> bool:
    """Whether it is empty for what lint/unreachable-branch or lint/contradicting-enum tell."""
    doubled = any(
        union.holder == schema and union.keyword == "oneOf" and covered(union, subject.comparing)
        for union in subject.unions
    )
    return doubled or refuses_all(schema)


def _reached(schema: Schema, empty: frozenset[Schema]) -> frozenset[Schema]:
    """The empty schemas within one, at any depth; itself where it comes back to itself."""
    seen: set[Schema] = set()
    pending = [schema]
    while pending:
        for each in _below(pending.pop()):
            if each in empty and each not in seen:
                seen.add(each)
                pending.append(each)
    return frozenset(seen)


def _below(schema: Schema) -> Iterator[Schema]:
    """The schemas right below one: what it refers to, its parts, and those of its values."""
    yield from (each.home for each in value_schema(schema).below())
    yield from map(home, schema.joined)
