"""Tags that a union's branches have, and that the description does not hold them to."""

import re
from dataclasses import dataclass
from typing import Any

from ringback.finding import pointer, steps
from ringback.lint.fix.edit import Edit
from ringback.lint.rules.unions.tags import listed_values, required
from ringback.lint.shared.place_names import called
from ringback.lint.shared.subject import LintSubject
from ringback.lint.shared.unions import Union, UnionBranch
from ringback.payload import same, show
from ringback.schema.applying import may_apply

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tag:
    """What a branch is told by: the member, its value, and what says so."""

    branch: UnionBranch
    member: str
    value: Any
    source: str


def tagging(subject: LintSubject) -> list[Edit]:
    """Each branch's tag as a constant, and required where only answers have the branch.

    A branch that two unions would tag differently is left alone, with both unions.
    """
    found = [tags for union in subject.unions if (tags := _tags(subject, union))]
    meant: dict[str, list[_Tag]] = {}
    for tag in (tag for tags in found for tag in tags):
        meant.setdefault(tag.branch.value.home.pointer, []).append(tag)
    torn = {home for home, tags in meant.items() if not _agree(tags)}
    edits: dict[str, Edit] = {}
    for tags in found:
        if not torn & {tag.branch.value.home.pointer for tag in tags}:
            cause = tags[0].branch.place.rpartition("/")[0]
            for tag in tags:
                edit = _edit(subject, tag, cause)
                if edit is not None:
                    edits.setdefault(tag.branch.value.home.pointer, edit)
    return list(edits.values())


def _agree(tags: list[_Tag]) -> bool:
    first = tags[0]
    return all(tag.member == first.member and same(tag.value, first.value) for tag in tags)


def _tags(subject: LintSubject, union: Union) -> list[_Tag]:
    """The tag of each object branch, by the first member that tells them all apart."""
    branches = [
        each
        for each in union.branches
        if each.value.may_be_object and not each.vacuous and each.value.members
    ]
    if len(branches) < 2 or not _is_reached(subject, branches):
        return []
    for name in branches[0].value.members:
        if not all(name in each.value.members for each in branches):
            continue
        for source, values_of in (("default", _said), ("name", _named)):
            told = [values_of(each, name) for each in branches]
            if all(each is not None for each in told) and _distinct(told):
                return [
                    _Tag(branch=branch, member=name, value=value, source=source)
                    for branch, value in zip(branches, told, strict=True)
                ]
    return []


def _is_reached(subject: LintSubject, branches: list[UnionBranch]) -> bool:
    """Whether any payload can hold what the branches are for."""
    homes = {branch.value.home.pointer for branch in branches}
    return bool(homes & (subject.answered_homes | subject.sent_homes))


def _distinct(told: list[Any]) -> bool:
    return not any(same(one, other) for at, one in enumerate(told) for other in told[:at])


def _said(branch: UnionBranch, name: str) -> str | int | None:
    """The tag by the schema's own word: a constant, an enum of one, or the default."""
    schemas = branch.value.members[name]
    members = listed_values(schemas)
    if members is not None and len(members) == 1:
        return _scalar(members[0])
    for schema in (it for each in schemas for it in may_apply(each, unions=False)):
        if "default" in schema.keywords:
            return _scalar(schema.keywords["default"])
    return None


def _named(branch: UnionBranch, name: str) -> str | int | None:
    """The one member of the enum all of whose words stand in the component's name."""
    parts = steps(branch.value.home.pointer)
    if parts[:2] != ["components", "schemas"] or len(parts) != 3:
        return None
    words = set(_words(parts[2]))
    members = listed_values(branch.value.members[name]) or []
    fit = [each for each in members if isinstance(each, str) and set(_words(each)) <= words]
    return fit[0] if len(fit) == 1 and _words(fit[0]) else None


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _scalar(value: Any) -> str | int | None:
    return value if isinstance(value, str | int) and not isinstance(value, bool) else None


def _edit(subject: LintSubject, tag: _Tag, cause: str) -> Edit | None:
    """The tag as the description could have it; None where it has it already."""
    home, value = tag.branch.value.home.pointer, tag.branch.value
    members = listed_values(value.members[tag.member])
    update: dict[str, Any] = {}
    if home in subject.answered_homes and home not in subject.sent_homes:
        update |= {} if tag.member in required(value) else {"required": [tag.member]}
    removed: tuple[str, ...] = ()
    if members is None or len(members) > 1:
        said, removed = _constant(subject, tag)
        update["properties"] = {tag.member: said}
    why = f"The tag {show(tag.member)} of {called(subject.description, home)} is {show(tag.value)}"
    by = "by its default" if tag.source == "default" else "by its name"
    if not update:
        return None
    return Edit(place=home, update=update, why=f"{why}, {by}.", cause=cause, removed=removed)


def _constant(subject: LintSubject, tag: _Tag) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The member's schema with the one value, and what has to go for it.

    OpenAPI 3.0 has no `const`, and overlooks what stands beside a reference.
    """
    if not subject.description.is_old:
        return {"const": tag.value}, ()
    place = tag.branch.value.home.pointer + pointer(["properties", tag.member])
    member = tag.branch.value.home.named("properties").get(tag.member)
    raw = member.keywords if member else {}
    if "$ref" in raw:
        return {"allOf": [{"$ref": raw["$ref"]}], "enum": [tag.value]}, (f"{place}/$ref",)
    if "enum" in raw:
        return {"enum": [tag.value]}, (f"{place}/enum",)
    return {"enum": [tag.value]}, ()
