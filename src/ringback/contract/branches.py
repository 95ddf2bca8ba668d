"""The branches of a union beside a payload: which of them the sender meant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from ringback.finding import steps
from ringback.payload import same
from ringback.schema.document import Schema, SchemaDocument

_Kinds = jsonschema_rs.ValidationErrorKind
_Errors = Sequence[jsonschema_rs.ValidationError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One branch of a union, with its objections. `name` is that of the component it refers to."""

    errors: list[jsonschema_rs.ValidationError]
    members: Mapping[str, list[Mapping[str, Any]]]
    name: str = ""
    tagged: tuple[str, ...] = ()

    def wrong_types(self, place: Sequence[str | int]) -> list[str]:
        """The JSON types that the branch is about, where the value is of none of them."""
        return _wrong_types(self.errors, list(place))

    def closed_to(self, place: Sequence[str | int]) -> bool:
        """Whether the branch is `false`, which nothing fits."""
        return any(_is_at(e, place) and isinstance(e.kind, _Kinds.FalseSchema) for e in self.errors)

    def choices(self, place: Sequence[str | int]) -> list[Any] | None:
        """The values that the branch admits, where that is its one objection; else None."""
        found: list[Any] = []
        for error in self.errors:
            match error.kind:
                case _Kinds.Enum(options=options) if _is_at(error, place):
                    found += options
                case _Kinds.Constant(expected_value=value) if _is_at(error, place):
                    found.append(value)
                case _:
                    return None
        return found

    def lacks(self, place: Sequence[str | int]) -> str | None:
        """The member that the value lacks, where that is the branch's one objection; else None."""
        match self.errors:
            case [error] if _is_at(error, place) and isinstance(error.kind, _Kinds.Required):
                return str(error.kind.property)
            case _:
                return None

    def requires(self, tag: str, place: Sequence[str | int]) -> bool:
        """Whether the branch objects that the tag is absent."""
        return any(
            _is_at(e, place) and isinstance(e.kind, _Kinds.Required) and e.kind.property == tag
            for e in self.errors
        )

    def objects_to(self, place: Sequence[str | int]) -> bool:
        """Whether the branch objects to what stands at the place."""
        return any(_is_at(error, place) for error in self.errors)

    def tags(self, member: str) -> list[Any]:
        """The values of a member that mean this branch.

        A const or a lone enum, a name in the discriminator, or what the member is by default. The
        first decides where a discriminator without a mapping goes by other names.
        """
        found = self.members.get(member, ())
        for each in found:
            if "const" in each:
                return [each["const"]]
            if len(each.get("enum", ())) == 1:
                return list(each["enum"])
        if self.tagged:
            return list(self.tagged)
        return next(([each["default"]] for each in found if "default" in each), [])

    def distance(self, value: Any) -> tuple[int, int, int]:
        """How far the value is from the branch.

        Fewer objections are closer; at a tie the branch that knows more of the value's members,
        then the one that describes more.
        """
        given = value.keys() if isinstance(value, Mapping) else ()
        known = sum(name in self.members for name in given)
        return len(self.errors), -known, -len(self.members)


def branches_of(union: str, context: Sequence[_Errors], document: SchemaDocument) -> list[Branch]:
    """The branches of the union at a place of the document, in order."""
    parent, _, keyword = union.rpartition("/")
    owner = document.resolved(parent)
    branches = owner.listed(keyword) if owner else []
    if owner is None or len(branches) != len(context):  # the validator misnames the place
        return [Branch(errors=list(errors), members={}) for errors in context]
    discriminator = _mapping(owner.keywords.get("discriminator"))
    found = []
    for branch, errors in zip(branches, context, strict=True):
        reference = str(branch.keywords.get("$ref", ""))
        found.append(
            Branch(
                errors=list(errors),
                members=_members(branch),
                name=steps(reference)[-1] if "/" in reference else "",
                tagged=tuple(_mapped(discriminator, reference)),
            )
        )
    return found


def tag_of(branches: Sequence[Branch], discriminator: Any, value: Any) -> str | None:
    """The member that tells the branches apart, if every one of two or more names a tag for it."""
    if not isinstance(value, Mapping) or len(branches) < 2:
        return None
    declared = _mapping(discriminator).get("propertyName")
    names = [declared] if isinstance(declared, str) else list(branches[0].members)
    for name in names:
        tags = [branch.tags(name) for branch in branches]
        flat = [tag for each in tags for tag in each]
        apart = not any(same(one, other) for i, one in enumerate(flat) for other in flat[:i])
        if all(tags) and apart:
            return str(name)
    return None


def _members(branch: Schema) -> dict[str, list[Mapping[str, Any]]]:
    """The members of a branch, each with what is said of it, there and where it refers to."""
    return {
        name: [part.keywords for schema in schemas for part in schema.in_place]
        for name, schemas in branch.members.items()
    }


def _mapped(discriminator: Mapping[str, Any], reference: str) -> Iterator[str]:
    """The tags that a discriminator gives a branch (OpenAPI 3.1, 4.8.25)."""
    if "propertyName" not in discriminator or "/" not in reference:
        return
    name = steps(reference)[-1]
    mapping = _mapping(discriminator.get("mapping"))
    own = [str(tag) for tag, target in mapping.items() if target in (reference, name)]
    yield from own or [name]


def _wrong_types(errors: _Errors, place: list[str | int]) -> list[str]:
    found: list[str] = []
    for error in errors:
        if not _is_at(error, place):
            continue
        match error.kind:
            case _Kinds.Type(types=types):
                found += types
            case _Kinds.AnyOf(context=context) | _Kinds.OneOfNotValid(context=context):
                inner = [_wrong_types(each, place) for each in context]
                if all(inner):
                    found += [name for each in inner for name in each]
    return list(dict.fromkeys(found))


def _is_at(error: jsonschema_rs.ValidationError, place: Sequence[str | int]) -> bool:
    return list(error.instance_path) == list(place)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
