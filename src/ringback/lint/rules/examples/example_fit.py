"""Whether a value that the description gives fits the schema beside it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import jsonschema_rs

from ringback.contract.explain import Violation
from ringback.errors import UndecidedError
from ringback.finding import Finding, Severity, steps
from ringback.lint.interface import found
from ringback.lint.shared.place_names import listed
from ringback.lint.shared.subject import LintSubject
from ringback.payload import at
from ringback.schema.directions import is_unsent
from ringback.schema.value_schema import value_schema

_MARKS = ("readOnly", "writeOnly")
_INDEX = re.compile(r"/\d+(?=/|$)")
# What of an objection tells the value, and not what is asked of it.
_VALUE = re.compile(r"^(?:\"(?:[^\"\\]|\\.)*\"|\S+)(?= (?:is no |does not match ))")
_NEEDS = " needs "
_INSTEAD = re.compile(r"(?<=\"), not \S.*$")


class Fitting:
    """Compares the values of one description with its schemas."""

    def __init__(self, subject: LintSubject) -> None:
        self._description = subject.description
        self._schemas = subject.validators
        self._document = subject.document
        self._old = self._description.is_old

    def contradictions(
        self, rule: str, what: str, place: str, value: Any, schema: str
    ) -> Iterator[Finding]:
        """A finding for each thing that the schema refuses in the value at `place`.

        What is wrong in many items of a list is told at the first, and an object that lacks several
        members is one thing.

        A schema that can't be compiled says nothing: lint/invalid or lint/unresolved tell why.
        """
        try:
            violations = self._schemas.violations(schema, value)
        except (UndecidedError, jsonschema_rs.ReferencingError):
            return
        alike: dict[tuple[str, str], list[Violation]] = {}
        there = [each for each in violations if not self._is_one_way(schema, each)]
        for violation in _lacking_as_one(there):
            key = (_INDEX.sub("/*", violation.instance), violation.message)
            alike.setdefault(key, []).append(violation)
        for first, *others in alike.values():
            where = f" at {first.instance}" if first.instance else ""
            more = f" (and at {len(others)} more places)" if others else ""
            more = " (and at one more place)" if len(others) == 1 else more
            text = f"{what} does not fit its schema{where}{more}: {first.message}"
            text += self._hint(schema, value, first)
            pointer = place + first.instance
            # What tools take for valid, and the specification does not, is no error.
            meant = self._schemas.admits_nulls(schema, value)
            severity = Severity.WARNING if meant else Severity.ERROR
            yield found(
                self._description,
                rule,
                pointer,
                text,
                cause=first.cause,
                alike=f"{_unnamed(what)} does not fit its schema: {_unvalued(first.message)}",
                severity=severity,
                count=1 + len(others),
            )

    def _is_one_way(self, schema: str, violation: Violation) -> bool:
        """Whether a member is missed that goes the other way alone.

        A readOnly one need not be in a request, a writeOnly one not in an answer, even where it is
        required (OpenAPI 3.0.3, 4.7.24; 3.1 calls them no part of it). An example of a component
        may be either.
        """
        keyword, _, name = violation.cause.partition(" ")
        if keyword != "required":
            return False
        unsent: tuple[str, ...] = _MARKS
        if "/requestBod" in schema:
            unsent = _MARKS[:1]
        elif "/responses/" in schema:
            unsent = _MARKS[1:]
        owner = violation.schema.rpartition("/required")[0]
        members = value_schema(self._document.schema(owner)).members.get(name, ())
        return any(is_unsent(each, mark) for each in members for mark in unsent)

    def _hint(self, schema: str, value: Any, violation: Violation) -> str:
        """What OpenAPI 3.0 does with a `nullable` that was meant to let a null pass."""
        if at(value, steps(violation.instance)) is not None or not self._old:
            return ""
        written = self._description.written
        place = violation.schema.rpartition("/")[0] if violation.instance else schema
        node = at(written, steps(self._description.origin(place)))
        if isinstance(node, Mapping) and node.get("nullable") is True and "type" not in node:
            return '; "nullable" does nothing here, as no "type" stands beside it'
        return ""


def _unnamed(what: str) -> str:
    """What a value is called, without its own name or number."""
    return "the example" if what.startswith("example ") else what.partition(' "')[0]


def _unvalued(message: str) -> str:
    """An objection without the value that it is about: the same for all that is wrong likewise."""
    return _INSTEAD.sub("", _VALUE.sub("a value", message))


def _lacking_as_one(violations: Iterable[Violation]) -> list[Violation]:
    """The objections, those that an object lacks a member as one for all that it lacks."""
    found: dict[tuple[str, str], list[Violation]] = {}
    for each in violations:
        who, lacks, _ = each.message.partition(_NEEDS)
        missing = lacks and each.cause.startswith("required ")
        found.setdefault((each.instance, who if missing else each.message), []).append(each)
    return [one for same in found.values() for one in _together(same)]


def _together(same: list[Violation]) -> list[Violation]:
    first, *others = same
    who, lacks, _ = first.message.partition(_NEEDS)
    if not others or not lacks:
        return same
    names = [each.message.partition(_NEEDS)[2] for each in same]
    cause = " ".join(["required", *(each.cause.partition(" ")[2] for each in same)])
    return [replace(first, message=f"{who}{_NEEDS}{listed(names)}", cause=cause)]
