"""lint/vacuous-schema: a branch that admits what the branches beside it forbid."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ringback.finding import Finding, Severity
from ringback.lint.interface import found
from ringback.lint.shared.place_names import called, listed
from ringback.lint.shared.subject import LintSubject
from ringback.lint.shared.union_branches import admits
from ringback.lint.shared.unions import Union, UnionBranch
from ringback.payload import encode
from ringback.witness import Found

RULE = "lint/vacuous-schema"
_ODD: tuple[Any, ...] = ([[]], {"x-nonsense": True}, "nonsense", -0.5, True, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cause:
    """A vacuous schema, beside objects or beside others only; and the unions that it spoils."""

    place: str
    objects: bool
    unions: list[str] = field(default_factory=list)
    witnesses: list[str] = field(default_factory=list)


def check(subject: LintSubject) -> Iterator[Finding]:
    """Each vacuous schema once for all unions that it stands in: beside objects, beside others."""
    causes: dict[tuple[str, bool], _Cause] = {}
    for union in subject.unions:
        for branch in union.branches:
            siblings = [each for each in union.branches if not each.vacuous and not each.is_null]
            if not branch.vacuous or not siblings or _is_map(branch, siblings):
                continue
            witness = _witness(subject, union, branch, siblings)
            if witness is None:
                continue
            home, holder = branch.value.home.pointer, union.holder.pointer
            place = holder if home.startswith(union.place) else home
            objects = any(each.value.may_be_object for each in siblings)
            cause = causes.setdefault((place, objects), _Cause(place=place, objects=objects))
            cause.unions.append(holder)
            cause.witnesses.append(witness)
    for cause in causes.values():
        yield _told(subject, cause)


def _is_map(branch: UnionBranch, siblings: list[UnionBranch]) -> bool:
    """Whether it is for objects of any members on purpose, beside no other object.

    Where there are `properties`, and none in them, a list of the members was meant.
    """
    beside_objects = any(each.value.may_be_object for each in siblings)
    return branch.value.types == {"object"} and not (
        beside_objects or branch.value.said("properties")
    )


def _told(subject: LintSubject, cause: _Cause) -> Finding:
    """The finding for one cause."""
    name = called(subject.description, cause.place)
    places = list(dict.fromkeys(cause.unions))
    where = listed([called(subject.description, each) for each in places])
    spoilt = "object" if cause.objects else "object, where none is meant,"
    if places == [cause.place]:
        text = f"a branch of {name} says nothing, so that any {spoilt} passes"
    else:
        text = f"{name} says nothing, so that any {spoilt} passes beside it in {where}"
    told = ": close it with additionalProperties: false, describe it, or take it out of the union"
    return found(
        subject.description,
        RULE,
        cause.place,
        text + told,
        cause="objects" if cause.objects else "others",
        severity=Severity.ERROR if cause.objects else Severity.WARNING,
        witness=min(cause.witnesses, key=len),
    )


def _witness(
    subject: LintSubject, union: Union, branch: UnionBranch, siblings: list[UnionBranch]
) -> str | None:
    """A payload that only the vacuous branch lets pass; None where none is known."""
    inside = [branch.schema, *subject.around(union)]
    outside = [each.schema for each in siblings]
    for value in _nonsense(siblings):
        if all(admits(each, value) for each in inside) and not any(
            admits(each, value) for each in outside
        ):
            return encode(value).decode()
    match subject.comparing.find(inside, outside, declared=False):
        case Found(value=value):
            return encode(value).decode()
        case _:
            return None


def _nonsense(siblings: list[UnionBranch]) -> Iterator[dict[str, Any]]:
    """Objects that nobody means: a member of no sense, and each member in a wrong form."""
    yield {"x-nonsense": True}
    wrong: dict[str, Any] = {}
    for branch in siblings:
        for name, schemas in branch.value.members.items():
            odd = [value for value in _ODD if not all(admits(each, value) for each in schemas)]
            if odd:
                yield {name: odd[0]}
                wrong.setdefault(name, odd[0])
    yield wrong
