"""What schemas say beside what validators assert: contents, open lists, formats, life's end."""

from typing import Any

import pytest

from ringback.changes import Kind, compare
from tests.unit.changes.describing import QUERY, REQUEST, RESPONSE, described, loaded

_TEXT = {"type": "string"}
_JSON = {"type": "string", "contentMediaType": "application/json"}
_OBJECT, _NEEDS = {"type": "object"}, {"type": "object", "required": ["a"]}
_B, _C, _FINE = Kind.BREAKS, Kind.CAREFUL, Kind.COMPATIBLE

# Older and newer schema; rule; its kind sent and answered, None where it is not told.
ROWS: list[tuple[Any, Any, str, Kind | None, Kind | None]] = [
    ({**_TEXT, "contentEncoding": "base64"}, {**_TEXT, "contentEncoding": "base16"},
     "content-changed", _B, _B),
    (_TEXT, {**_TEXT, "contentEncoding": "base64"}, "content-changed", _B, _B),
    ({**_TEXT, "contentEncoding": "base64"}, _TEXT, "content-changed", _B, _B),
    (_JSON, {**_TEXT, "contentMediaType": "application/xml"}, "content-changed", _B, _B),
    (_TEXT, _JSON, "content-changed", _B, _FINE),
    (_JSON, _TEXT, "content-changed", _FINE, _B),
    ({**_JSON, "contentSchema": _OBJECT}, {**_JSON, "contentSchema": _NEEDS},
     "content-changed", _B, None),
    ({**_JSON, "contentSchema": _NEEDS}, {**_JSON, "contentSchema": _OBJECT},
     "content-changed", None, _B),
    (_JSON, {**_JSON, "contentSchema": _OBJECT}, "content-changed", _B, None),
    ({**_JSON, "contentSchema": _OBJECT}, _JSON, "content-changed", None, _B),
    ({**_TEXT, "x-extensible-enum": ["a", "b"]}, {**_TEXT, "x-extensible-enum": ["a"]},
     "extensible-enum-changed", _B, _FINE),
    ({**_TEXT, "x-extensible-enum": ["a"]}, {**_TEXT, "x-extensible-enum": ["a", "b"]},
     "extensible-enum-changed", _FINE, _FINE),
    (_TEXT, {**_TEXT, "x-extensible-enum": ["a"]}, "extensible-enum-changed", _C, _FINE),
    (_TEXT, {**_TEXT, "format": "phone"}, "format-changed", _C, _FINE),
    ({**_TEXT, "format": "phone"}, _TEXT, "format-changed", _FINE, _C),
    ({**_TEXT, "format": "phone"}, {**_TEXT, "format": "e164"}, "format-changed", _C, _C),
    ({**_TEXT, "format": "int32"}, {**_TEXT, "format": "int64"}, "format-changed", _C, _C),
]  # fmt: skip


@pytest.mark.parametrize(("older", "newer", "rule", "sent", "answered"), ROWS)
@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("side", [REQUEST, RESPONSE])
def test_what_is_said_beside_the_type_is_compared(
    older: Any, newer: Any, rule: str, sent: Kind | None, answered: Kind | None,
    *, inside: bool, side: str,
) -> None:  # fmt: skip
    """At the top and inside, each with the weight that it has for who reads the value."""
    if inside:
        older, newer = ({"type": "object", "properties": {"m": it}} for it in (older, newer))
    base, head = (loaded(described(it, side)) for it in (older, newer))
    found = [each for each in compare(base, head) if each.rule == f"change/{side}-{rule}"]
    expected = sent if side == REQUEST else answered
    assert [each.kind for each in found] == ([] if expected is None else [expected])
    assert all(each.instance == ("/m" if inside else "") for each in found)


def test_parameters_have_contents_too() -> None:
    """A query parameter whose text is encoded otherwise is read otherwise."""
    schemas = ({**_TEXT, "contentEncoding": each} for each in ("base64", "base32"))
    base, head = (loaded(described(each, QUERY)) for each in schemas)
    (found,) = compare(base, head)
    assert (found.kind, found.rule) == (Kind.BREAKS, "change/request-content-changed")


@pytest.mark.parametrize(("side", "word"), [(REQUEST, "minimum"), (RESPONSE, "minimum")])
def test_the_range_of_a_format_is_one_cause(side: str, word: str) -> None:
    """Its two ends are told once."""
    wide, narrow = ({"type": "integer", "format": each} for each in ("int64", "int32"))
    couple = (wide, narrow) if side == REQUEST else (narrow, wide)
    base, head = (loaded(described(each, side)) for each in couple)
    broken = [each for each in compare(base, head) if each.kind is Kind.BREAKS]
    assert [each.cause for each in broken] == [word]


@pytest.mark.parametrize(
    ("side", "rules"),
    [
        (
            REQUEST,
            (
                "request-content-changed",
                "request-extensible-enum-changed",
                "request-format-changed",
            ),
        ),
        (
            RESPONSE,
            (
                "response-content-changed",
                "response-extensible-enum-changed",
                "response-format-changed",
            ),
        ),
    ],
)
def test_each_annotation_has_a_rule_of_its_side(side: str, rules: tuple[str, ...]) -> None:
    """Content, open lists and formats are told apart, by who gives the value."""
    older = {
        "type": "string",
        "contentEncoding": "base64",
        "x-extensible-enum": ["a"],
        "format": "phone",
    }
    newer = {
        "type": "string",
        "contentEncoding": "base32",
        "x-extensible-enum": ["a", "b"],
        "format": "fax",
    }
    base, head = (loaded(described(each, side)) for each in (older, newer))
    found = compare(base, head)
    told = sorted(each.rule for each in found if "changed" in each.rule)
    assert told == [f"change/{each}" for each in rules]


@pytest.mark.parametrize("side", [REQUEST, RESPONSE])
@pytest.mark.parametrize("back", [False, True])
def test_base64_of_two_editions_is_the_same(side: str, *, back: bool) -> None:
    """`format: byte` of 3.0 is `contentEncoding: base64` of 3.1."""
    old = loaded(described({"type": "string", "format": "byte"}, side, version="3.0.3"))
    new = loaded(described({"type": "string", "contentEncoding": "base64"}, side))
    found = compare(new, old) if back else compare(old, new)
    assert [each for each in found if each.finding is not None] == []
