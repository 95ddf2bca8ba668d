"""A schema that becomes one alternative of a union, and one that is left of it."""

from typing import Any

import pytest

from ringback.changes import Kind, compare
from ringback.changes.inclusion import payloads
from tests.unit.changes.describing import REQUEST, RESPONSE, described, loaded

_TEXT, _NULL = {"type": "string"}, {"type": "null"}
_USER: dict[str, Any] = {
    "type": "object",
    "required": ["a", "b", "c"],
    "properties": {"a": _TEXT, "b": _TEXT, "c": _TEXT},
}
_FIRM = {"type": "object", "required": ["x"], "properties": {"x": _TEXT}}
_TOWN = {"type": "object", "required": ["z"], "properties": {"z": _TEXT}}
_PARTS = {
    "User": _USER,
    "Firm": _FIRM,
    "Town": _TOWN,
    "Maybe": {**_USER, "type": ["object", "null"]},
    "Other": {**_USER, "properties": {**_USER["properties"], "a": {"type": ["string", "null"]}}},
}


def _named(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _owned(*names: str, **more: Any) -> dict[str, Any]:
    options: list[Any] = [_named(each) for each in names]
    owner = {"anyOf": [*options, *more.values()]} if len(names) + len(more) > 1 else options[0]
    return {"type": "object", "properties": {"o": owner}}


_CAME = "the answer 200 may hold at /o now what the older description rules out"
_WENT = "the request is refused now where it was valid at /o"


@pytest.mark.parametrize(
    ("base", "head", "told"),
    [
        (_owned("User"), _owned("User", "Firm"),
         [f'{_CAME} (the alternative Firm came): User needs "a"']),
        (_owned("Maybe"), _owned("User", "Firm", none=_NULL),
         [f'{_CAME} (the alternative Firm came): Maybe needs "a"']),
        (_owned("User"), _owned("User", "Firm", "Town"),
         [f'{_CAME} (the alternative Firm came): User needs "a"',
          f'{_CAME} (the alternative Town came): User needs "b"']),
        (_owned("User"), _owned("User", firm=_FIRM),
         [f'{_CAME} (an alternative came): User needs "a"']),
        (_owned("User"), _owned("User", none=_NULL),
         [f"{_CAME} (an alternative came): must be an object, not null"]),
        (_owned("User"), _owned("Firm"),
         [f'{_CAME}: User needs "{name}"' for name in "abc"]),
    ],
)  # fmt: skip
def test_an_alternative_that_came_is_told_once(base: Any, head: Any, told: list[str]) -> None:
    """However many members of the schema that stood there alone are missing in it."""
    older, newer = (described(each, RESPONSE, _PARTS, "3.1.0") for each in (base, head))
    found = compare(loaded(older), loaded(newer))
    assert [each.message for each in found if each.kind is Kind.BREAKS] == told


def test_an_alternative_that_went_is_told_once() -> None:
    """A request that had a choice: the name of what can't be sent any more."""
    older, newer = (
        described(each, REQUEST, _PARTS, "3.1.0")
        for each in (_owned("User", "Firm"), _owned("User"))
    )
    found = compare(loaded(older), loaded(newer))
    assert [each.message for each in found if each.kind is Kind.BREAKS] == [
        f'{_WENT}: User needs "a"; the alternative Firm went'
    ]


def test_an_alternative_beside_one_that_changed() -> None:
    """The change of the old one is told by itself, and the new one once."""
    changed = {**_PARTS, "User": _PARTS["Other"]}
    older = described(_owned("User"), RESPONSE, _PARTS, "3.1.0")
    newer = described(_owned("User", "Firm"), RESPONSE, changed, "3.1.0")
    found = compare(loaded(older), loaded(newer))
    assert sorted(each.message for each in found if each.kind is Kind.BREAKS) == [
        f'{_CAME} (the alternative Firm came): User needs "a"',
        f"{_CAME.replace('/o', '/o/a')}: must be a string, not null",
    ]


def test_an_all_of_itself_in_a_union_is_unknown() -> None:
    """Nobody can say what such a schema admits: that is told, with no traceback."""
    parts = {"A": {"allOf": [{"$ref": "#/components/schemas/A"}, {"type": "object"}]}}
    older, newer = (
        described({"anyOf": [_named("A"), each]}, REQUEST, parts, "3.1.0")
        for each in (_FIRM, _TOWN)
    )
    [found] = compare(loaded(older), loaded(newer), rules=(payloads.changes,))
    assert (found.kind, found.rule) == (Kind.UNKNOWN, "change/request-unknown")
