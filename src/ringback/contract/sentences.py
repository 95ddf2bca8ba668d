"""One sentence about one failing keyword, in plain words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import jsonschema_rs

from ringback.payload import MISSING, show

_Kinds = jsonschema_rs.ValidationErrorKind
# Steps of a schema place that stay with the same value: below them it is still the same object.
_SAME_VALUE = frozenset({"allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas"})
_CHOICES = 12  # more are counted, not listed
# What a keyword with a bound says of a value, and what it counts in.
_BOUNDS = {
    "minLength": ("is shorter than", "character"),
    "maxLength": ("is longer than", "character"),
    "minItems": ("has fewer than", "item"),
    "maxItems": ("has more than", "item"),
    "minProperties": ("has fewer than", "member"),
    "maxProperties": ("has more than", "member"),
    "minimum": ("is below", ""),
    "maximum": ("is above", ""),
    "exclusiveMinimum": ("is not above", ""),
    "exclusiveMaximum": ("is not below", ""),
    "multipleOf": ("is no multiple of", ""),
}


def sentence(
    error: jsonschema_rs.ValidationError, value: Any, subject: str, at: Callable[[str], Any]
) -> str:
    """What the keyword asks of the value; `at` answers what a member beside the keyword says."""
    subject = subject or component(error.schema_path)
    return (
        _of_objects(error.kind, subject)
        or _of_choices(error.kind, value)
        or _of_bounds(error.kind, value)
        or _of_arrays(error.kind, value, at)
        or _of_others(error, value)
    )


def _of_objects(kind: jsonschema_rs.ValidationErrorKind, subject: str) -> str:
    match kind:
        case _Kinds.Required(property=name):
            return f"{subject} needs {show(name)}"
        case _Kinds.AdditionalProperties(unexpected=names):
            return has_no(names, subject)
        case _Kinds.UnevaluatedProperties(unexpected=names):
            return has_no(names, subject)
        case _:
            return ""


def has_no(names: Iterable[str], subject: str) -> str:
    """What is said of members that are not described."""
    return f"{subject} has no {either(map(show, names))} here"


def _of_choices(kind: jsonschema_rs.ValidationErrorKind, value: Any) -> str:
    match kind:
        case _Kinds.Type(types=types):
            return must_be(map(article, types), kind_of(value))
        case _Kinds.Enum(options=options):
            return must_be(map(show, options), show(value))
        case _Kinds.Constant(expected_value=expected):
            return must_be([show(expected)], show(value))
        case _Kinds.FalseSchema():
            return "must not be given"
        case _Kinds.Not(schema=schema):
            return _ruled_out(schema, value)
        case _:
            return ""


def _of_bounds(kind: jsonschema_rs.ValidationErrorKind, value: Any) -> str:
    if kind.name not in _BOUNDS:
        return ""
    words, unit = _BOUNDS[kind.name]
    bound = kind.value
    return f"{show(value)} {words} {_counted(bound, unit) if unit else show(bound)}"


def _of_arrays(
    kind: jsonschema_rs.ValidationErrorKind, value: Any, at: Callable[[str], Any]
) -> str:
    match kind:
        case _Kinds.UniqueItems():
            return f"{show(value)} holds an item more than once"
        case _Kinds.UnevaluatedItems():
            return f"{show(value)} holds more items than are described"
        case _Kinds.AdditionalItems():
            return f"{show(value)} holds more items than are described"
        case _Kinds.Contains():
            few, many = at("minContains"), at("maxContains")
            asked = f"at least {few if isinstance(few, int) else 1}"
            if isinstance(many, int):
                asked += f" and at most {many}"
            return f"{show(value)} must hold {asked} of the items that are asked for"
        case _:
            return ""


def _of_others(error: jsonschema_rs.ValidationError, value: Any) -> str:
    match error.kind:
        case _Kinds.Format(format=name):
            return f"{show(value)} is no {name}"
        case _Kinds.Pattern(pattern=pattern):
            return f"{show(value)} does not match the pattern {show(pattern)}"
        case _Kinds.PropertyNames(error=inner):
            told = sentence(inner, inner.instance, "", lambda _member: None)
            if not told.startswith(show(inner.instance)):
                return f"the member name {show(inner.instance)} {told}"
            return f"the member name {told}"
        case _Kinds.BacktrackLimitExceeded():
            return f"{show(value)} could not be held against the pattern: it takes too many steps"
        case _:
            return f"{show(value)} breaks the keyword {error.kind.name}"


def _ruled_out(schema: Any, value: Any) -> str:
    """What `not` rules out, where that is easily said."""
    match schema:
        case {"const": only}:
            return f"must not be {show(only)}"
        case {"enum": [*options]}:
            return f"must not be {either(map(show, options))}"
        case {"type": str(name)}:
            return f"must not be {article(name)}"
        case {"required": [str(name)]}:
            return f"must not have {show(name)}"
        case _:
            return f"{show(value)} is of a form that is ruled out"


def _counted(bound: Any, unit: str) -> str:
    return f"{show(bound)} {unit}{'' if bound == 1 else 's'}"


def component(path: Iterable[str | int]) -> str:
    """The name of the component whose object fails; "the object" for one inside a component."""
    steps = list(path)
    if len(steps) < 4 or steps[:2] != ["components", "schemas"]:
        return "the object"
    between = steps[3:-1]
    same = all(
        step in _SAME_VALUE or isinstance(step, int) or between[index - 1] == "dependentSchemas"
        for index, step in enumerate(between)
    )
    return str(steps[2]) if same else "the object"


def must_be(options: Iterable[str], what: str) -> str:
    """`must be …, not …`."""
    return f"must be {either(options)}, not {what}"


def kind_of(value: Any) -> str:
    """The JSON type of a value, with its article; null has none."""
    if value is MISSING:
        return "nothing"
    if value is None:
        return "null"
    kinds = (
        (bool, "a boolean"),
        (str, "a string"),
        (Mapping, "an object"),
        (list, "an array"),
        (int, "an integer"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "a number")


def article(word: str) -> str:
    """The word behind its indefinite article; null goes without."""
    if word == "null":
        return word
    sounds_like_you = word[:3].lower() in {"uni", "use", "usa", "uui", "uri", "url"}
    vowel = word[:1].lower() in set("aeiou") and not sounds_like_you
    return f"{'an' if vowel else 'a'} {word}"


def either(words: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`; a long list is cut and counted."""
    listed = list(words)
    if len(listed) > _CHOICES:
        listed = [*listed[: _CHOICES - 4], f"{len(listed) - _CHOICES + 4} others"]
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} or {listed[-1]}"
