"""What is wrong with a payload, told at the leaf, in the words of the branch that was meant.

jsonschema-rs says that no branch of a union holds; which branch the sender meant is decided
here: by the tag where the branches have one, else by the branch with the fewest objections.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import jsonschema_rs

from ringback.contract.branches import Branch, branches_of, tag_of
from ringback.contract.sentences import (
    article,
    component,
    either,
    has_no,
    kind_of,
    must_be,
    sentence,
)
from ringback.errors import UndecidedError
from ringback.finding import pointer
from ringback.payload import at, same, show
from ringback.schema.document import SchemaDocument

_Kinds = jsonschema_rs.ValidationErrorKind
_APART = 20  # undocumented members of one object that are told apart; data for names has any number


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One objection of the description to a payload.

    `instance` points into the payload, `schema` to the keyword in the description that objects,
    `cause` is that keyword, with the member's name where the objection is about a member.
    `parameter` is the name of the parameter that `instance` points into; empty for a body.
    `decided` is False where the validator gave up: then nobody knows whether it objects.
    """

    message: str
    instance: str
    schema: str
    cause: str
    parameter: str = ""
    decided: bool = True

    @property
    def place(self) -> str:
        """Where in the body it is, for a sentence; a parameter's place is in its message."""
        return "" if self.parameter else self.instance


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """What the sentences need to know: the payload, the description, and whose words to use."""

    payload: Any
    document: SchemaDocument
    subject: str = ""


def explain(
    errors: Sequence[jsonschema_rs.ValidationError], payload: Any, document: SchemaDocument
) -> list[Violation]:
    """One violation a leaf, in the payload's order, none twice.

    `document` is the one that the errors' schema paths lead into.
    """
    scope = _Scope(payload=payload, document=document)
    found = (
        replace(violation, decided=not _gave_up(error))
        for error in errors
        for violation in _explain(error, scope)
    )
    return list(dict.fromkeys(found))


def violations(document: SchemaDocument, place: str, value: Any) -> list[Violation]:
    """Each objection of the schema at a pointer to the value, explained."""
    errors, value = document.validators.errors(place, value)
    return explain(errors, value, document) if errors else []


def decided(violations: Iterable[Violation]) -> Iterator[Violation]:
    """Those that the validator is sure of. Raises UndecidedError behind them for the others."""
    unsure = ""
    for each in violations:
        if each.decided:
            yield each
        else:
            unsure = unsure or f"{each.instance or '/'}: {each.message}"
    if unsure:
        raise UndecidedError(unsure)


def _gave_up(error: jsonschema_rs.ValidationError) -> bool:
    """Whether a regular expression took too many steps, here or in a branch that might hold."""
    match error.kind:
        case _Kinds.BacktrackLimitExceeded():
            return True
        case _Kinds.AnyOf(context=context) | _Kinds.OneOfNotValid(context=context):
            return any(_gave_up(inner) for branch in context for inner in branch)
        case _Kinds.PropertyNames(error=inner):
            return _gave_up(inner)
        case _:
            return False


def _explain(error: jsonschema_rs.ValidationError, scope: _Scope) -> Iterator[Violation]:
    match error.kind:
        case _Kinds.AnyOf(context=context) | _Kinds.OneOfNotValid(context=context):
            yield from _union(error, context, scope)
        case _Kinds.OneOfMultipleValid(context=context):
            yield _violation(error, _several(error, context, scope))
        case _Kinds.Required(property=name):
            yield _violation(error, _sentence(error, scope), f"required {name}")
        case (
            _Kinds.AdditionalProperties(unexpected=names)
            | _Kinds.UnevaluatedProperties(unexpected=names)
        ) if len(names) <= _APART:
            for name in names:
                text = has_no([name], scope.subject or component(error.schema_path))
                yield _violation(error, text, f"{error.kind.name} {name}")
        case _:
            yield _violation(error, _sentence(error, scope))


def _union(
    error: jsonschema_rs.ValidationError,
    context: Sequence[Sequence[jsonschema_rs.ValidationError]],
    scope: _Scope,
) -> Iterator[Violation]:
    """Tell the errors of the branch that was meant."""
    place = list(error.instance_path)
    value = at(scope.payload, place)
    branches = branches_of(pointer(error.schema_path), context, scope.document)
    possible = [branch for branch in branches if not branch.closed_to(place)] or branches
    fitting = [branch for branch in possible if not branch.wrong_types(place)]
    if not fitting:
        names = [name for branch in possible for name in branch.wrong_types(place)]
        kinds = map(article, dict.fromkeys(names))
        yield _violation(error, must_be(kinds, kind_of(value)), "type")
        return
    tag = tag_of(fitting, _beside(error, scope)("discriminator"), value)
    told = _together(error, fitting, value) if tag is None else _tag(error, tag, fitting, value)
    if told is not None:
        yield told
        return
    if tag is not None and tag in value:
        meant = [branch for branch in fitting if _named(branch, tag, value)]
        if meant:
            fitting = meant
            word = value[tag] if isinstance(value[tag], str) else ""
            scope = replace(scope, subject=article(word) if word else scope.subject)
    closest = min(fitting, key=lambda branch: branch.distance(value))
    for inner in closest.errors:
        yield from _explain(inner, scope)


def _tag(
    error: jsonschema_rs.ValidationError,
    tag: str,
    branches: Sequence[Branch],
    value: Mapping[str, Any],
) -> Violation | None:
    """The tag itself is what is wrong: it is absent where it must be there, or names no branch."""
    place = [*error.instance_path]
    allowed = [show(known) for branch in branches for known in branch.tags(tag)]
    if tag not in value:
        if not all(branch.requires(tag, place) for branch in branches):
            return None  # some branch does without it: the closest one tells
        text = f"needs {show(tag)}, one of {either(allowed)}"
        return _violation(error, text, f"required {tag}")
    known = any(_named(branch, tag, value) for branch in branches)
    declared = any(branch.tagged for branch in branches)
    refused = all(branch.objects_to([*place, tag]) for branch in branches)
    if known or not (declared or refused):
        return None
    told = _violation(error, must_be(allowed, show(value[tag])), f"tag {tag}")
    return replace(told, instance=told.instance + pointer([tag]))


def _named(branch: Branch, tag: str, value: Mapping[str, Any]) -> bool:
    return any(same(value[tag], known) for known in branch.tags(tag))


def _together(
    error: jsonschema_rs.ValidationError, branches: Sequence[Branch], value: Any
) -> Violation | None:
    """One sentence for all branches, where none of them is closer than the others."""
    place = list(error.instance_path)
    choices = [branch.choices(place) for branch in branches]
    if len(branches) > 1 and all(choices):
        options = [show(option) for each in choices for option in each or ()]
        return _violation(error, must_be(dict.fromkeys(options), show(value)), "enum")
    lacking = [branch.lacks(place) for branch in branches]
    known = {branch.distance(value)[:2] for branch in branches}
    if len(branches) > 1 and all(lacking) and len(known) == 1:
        names = dict.fromkeys(show(name) for name in lacking)
        return _violation(error, f"needs {either(names)}", "required")
    return None


def _several(
    error: jsonschema_rs.ValidationError,
    context: Sequence[Sequence[jsonschema_rs.ValidationError]],
    scope: _Scope,
) -> str:
    """A value that more branches of a oneOf admit than the one."""
    branches = branches_of(pointer(error.schema_path), context, scope.document)
    fitting = [
        branch.name or f"alternative {index}"
        for index, branch in enumerate(branches, 1)
        if not branch.errors
    ]
    names = f"{', '.join(fitting[:-1])} and {fitting[-1]}"
    return f"fits {names}, and must fit just one"


def _beside(error: jsonschema_rs.ValidationError, scope: _Scope) -> Callable[[str], Any]:
    """What the description says in another member beside the keyword that fails."""
    parent = scope.document.resolved(pointer(list(error.schema_path)[:-1]))
    return lambda member: None if parent is None else parent.keywords.get(member)


def _sentence(error: jsonschema_rs.ValidationError, scope: _Scope) -> str:
    value = at(scope.payload, error.instance_path)
    return sentence(error, value, scope.subject, _beside(error, scope))


def _violation(error: jsonschema_rs.ValidationError, text: str, cause: str = "") -> Violation:
    return Violation(
        message=text,
        instance=pointer(error.instance_path),
        schema=pointer(error.schema_path),
        cause=cause or error.kind.name,
    )
