"""What is wrong with a payload, told at the leaf, in the words of the branch that was meant.

jsonschema-rs says that no branch of a union holds; which branch the sender meant is decided
here: by the tag where the branches have one, else by the branch with the fewest objections.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from ringback.finding import pointer
from ringback.payload import MISSING, at, show

Resolve = Callable[[str], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One objection of the description to a payload.

    `instance` points into the payload, `schema` to the keyword in the description that objects,
    `cause` is that keyword, with the member's name where the objection is about a member.
    """

    message: str
    instance: str
    schema: str
    cause: str


@dataclass(frozen=True, slots=True)
class _Scope:
    """What the sentences need to know: the payload, the description, and whose words to use."""

    payload: Any
    resolve: Resolve
    subject: str = ""


def explain(
    errors: Sequence[jsonschema_rs.ValidationError], payload: Any, resolve: Resolve
) -> list[Violation]:
    """One violation a leaf, in the payload's order, none twice."""
    scope = _Scope(payload, resolve)
    found: dict[tuple[str, str, str], Violation] = {}
    for error in errors:
        for violation in _explain(error, scope):
            found.setdefault((violation.instance, violation.schema, violation.cause), violation)
    return list(found.values())


def _explain(error: jsonschema_rs.ValidationError, scope: _Scope) -> Iterator[Violation]:
    kind = error.kind
    kinds = jsonschema_rs.ValidationErrorKind
    if isinstance(kind, kinds.AnyOf | kinds.OneOfNotValid):
        yield from _union(error, kind.context, scope)
        return
    if isinstance(kind, kinds.OneOfMultipleValid):
        yield _violation(error, "fits more than one alternative, and must fit just one")
        return
    yield _violation(error, _sentence(error, scope), _cause(error))


def _union(
    error: jsonschema_rs.ValidationError,
    context: Sequence[Sequence[jsonschema_rs.ValidationError]],
    scope: _Scope,
) -> Iterator[Violation]:
    """Tell the errors of the branch that was meant."""
    value = at(scope.payload, error.instance_path)
    here = pointer(error.schema_path)
    branches = [
        _Branch(errors=list(errors), schema=_deref(scope.resolve, f"{here}/{index}"))
        for index, errors in enumerate(context)
    ]
    fitting = [branch for branch in branches if not branch.of_other_type(error.instance_path)]
    if not fitting:
        kinds = list(dict.fromkeys(name for branch in branches for name in branch.types))
        if kinds:
            text = f"must be {_or(_article(name) for name in kinds)}, not {_kind(value)}"
            yield _violation(error, text, "type")
            return
        fitting = branches
    tag = _tag(fitting, value)
    if tag is not None:
        meant = [branch for branch in fitting if value.get(tag) in branch.tags(tag)]
        if not meant:
            yield _untagged(error, tag, fitting, value)
            return
        fitting = meant
        scope = _Scope(scope.payload, scope.resolve, _article(str(value[tag])))
    closest = min(fitting, key=_Branch.distance)
    for inner in closest.errors:
        yield from _explain(inner, scope)


@dataclass(frozen=True, slots=True)
class _Branch:
    """One branch of a union, with its objections."""

    errors: list[jsonschema_rs.ValidationError]
    schema: Mapping[str, Any]

    def of_other_type(self, place: Sequence[str | int]) -> bool:
        """Whether the value as a whole is of a JSON type that this branch is not about."""
        return any(
            error.kind.name == "type" and list(error.instance_path) == list(place)
            for error in self.errors
        )

    @property
    def types(self) -> list[str]:
        """The JSON types that the branch is about."""
        named = self.schema.get("type", [])
        return [named] if isinstance(named, str) else list(named)

    def tags(self, name: str) -> list[Any]:
        """The values of member `name` that mean this branch: a const, a lone enum, or its default."""
        member = self.schema.get("properties", {}).get(name, {})
        if not isinstance(member, Mapping):
            return []
        if "const" in member:
            return [member["const"]]
        if len(member.get("enum", ())) == 1:
            return list(member["enum"])
        return [member["default"]] if "default" in member else []

    def distance(self) -> tuple[int, int]:
        """Fewer objections are closer; at a tie the branch with more members described is meant."""
        return len(self.errors), -len(self.schema.get("properties", {}))


def _tag(branches: Sequence[_Branch], value: Any) -> str | None:
    """The member that tells the branches apart, if every one of two or more names a tag for it."""
    if not isinstance(value, Mapping) or len(branches) < 2:
        return None
    names = branches[0].schema.get("properties", {})
    for name in names:
        tags = [branch.tags(name) for branch in branches]
        flat = [str(tag) for each in tags for tag in each]
        if all(tags) and len(set(flat)) == len(flat):
            return str(name)
    return None


def _untagged(
    error: jsonschema_rs.ValidationError,
    tag: str,
    branches: Sequence[_Branch],
    value: Mapping[str, Any],
) -> Violation:
    """The tag itself is absent, or names no branch."""
    allowed = _or(show(known) for branch in branches for known in branch.tags(tag))
    schema = pointer(error.schema_path)
    place = pointer(error.instance_path)
    if tag not in value:
        text = f"needs {show(tag)}, one of {allowed}"
        return Violation(message=text, instance=place, schema=schema, cause=f"required {tag}")
    text = f"must be {allowed}, not {show(value[tag])}"
    return Violation(
        message=text, instance=place + pointer([tag]), schema=schema, cause=f"tag {tag}"
    )


def _deref(resolve: Resolve, place: str) -> Mapping[str, Any]:
    """The schema at a place as a mapping; `resolve` follows its `$ref`."""
    schema = resolve(place)
    return schema if isinstance(schema, Mapping) else {}


def _violation(error: jsonschema_rs.ValidationError, text: str, cause: str = "") -> Violation:
    return Violation(
        message=text,
        instance=pointer(error.instance_path),
        schema=pointer(error.schema_path),
        cause=cause or error.kind.name,
    )


def _cause(error: jsonschema_rs.ValidationError) -> str:
    """The keyword, with the member where one schema place can fail for several members."""
    match error.kind:
        case jsonschema_rs.ValidationErrorKind.Required(property=name):
            return f"required {name}"
        case _:
            return error.kind.name


def _sentence(error: jsonschema_rs.ValidationError, scope: _Scope) -> str:
    """One sentence about one failing keyword."""
    kinds = jsonschema_rs.ValidationErrorKind
    value = at(scope.payload, error.instance_path)
    subject = scope.subject or _component(error) or "the object"
    match error.kind:
        case kinds.Required(property=name):
            return f"{subject} needs {show(name)}"
        case kinds.AdditionalProperties(unexpected=names) | kinds.UnevaluatedProperties(
            unexpected=names
        ):
            return f"{subject} has no {_or(show(name) for name in names)} here"
        case kinds.Type(types=types):
            return f"must be {_or(_article(name) for name in types)}, not {_kind(value)}"
        case kinds.Enum(options=options):
            return f"must be {_or(show(option) for option in options)}, not {show(value)}"
        case kinds.Constant(expected_value=expected):
            return f"must be {show(expected)}, not {show(value)}"
        case kinds.Format(format=name):
            return f"{show(value)} is no {name}"
        case _:
            return _rest(error, value)


def _rest(error: jsonschema_rs.ValidationError, value: Any) -> str:
    """The bounds and patterns, whose own wording is a sentence about the value already."""
    keyword = error.kind.name
    names = {
        "minLength": "is shorter than",
        "maxLength": "is longer than",
        "minItems": "has fewer items than",
        "maxItems": "has more items than",
        "minProperties": "has fewer members than",
        "maxProperties": "has more members than",
        "minimum": "is below",
        "maximum": "is above",
        "exclusiveMinimum": "is not above",
        "exclusiveMaximum": "is not below",
        "multipleOf": "is no multiple of",
        "pattern": "does not match the pattern",
    }
    if keyword in names:
        return f"{show(value)} {names[keyword]} {show(error.kind.value)}"
    return f"{show(value)} breaks the keyword {keyword}"


def _component(error: jsonschema_rs.ValidationError) -> str:
    """The name of the component that the failing keyword stands in, where it stands in one."""
    path = list(error.schema_path)
    if len(path) >= 3 and path[:2] == ["components", "schemas"]:
        return str(path[2])
    return ""


def _kind(value: Any) -> str:
    """The JSON type of a value, with its article; null has none."""
    if value is MISSING:
        return "nothing"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list):
        return "an array"
    return "an integer" if isinstance(value, int) else "a number"


def _article(word: str) -> str:
    """The word behind its indefinite article; null goes without."""
    if word == "null":
        return word
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"


def _or(words: Any) -> str:
    """`a`, `a or b`, `a, b or c`."""
    listed = [str(word) for word in words]
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} or {listed[-1]}"
