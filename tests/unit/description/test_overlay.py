"""Overlays: update, remove, and targets that match nothing."""

from pathlib import Path
from typing import Any

import pytest

from ringback.description.overlay import apply_overlays
from ringback.description.reading.json_reader import read_json
from ringback.description.reading.tree import Node, Parsed, plain
from ringback.description.reading.yaml_reader import read_yaml
from ringback.errors import DescriptionError

HEAD = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n"
BASE = '{"a": {"b": 1, "c": [1, 2]}, "l": [{"n": "x", "v": 1}, {"n": "y"}, {"n": "x"}], "s": "t"}'
# actions -> what becomes of BASE's members
MERGED: list[tuple[str, dict[str, Any]]] = [
    ("- {target: $.a, update: {d: 2}}", {"a": {"b": 1, "c": [1, 2], "d": 2}}),
    ("- {target: $.a, update: {b: {x: 1}}}", {"a": {"b": {"x": 1}, "c": [1, 2]}}),
    ("- {target: $, update: {a: {c: [3]}}}", {"a": {"b": 1, "c": [1, 2, 3]}}),
    ("- {target: $.a.c, update: 3}", {"a": {"b": 1, "c": [1, 2, 3]}}),
    ("- {target: $.a.c, update: [3, 4]}", {"a": {"b": 1, "c": [1, 2, 3, 4]}}),
    ("- {target: $.a.c, update: {x: 1}}", {"a": {"b": 1, "c": [1, 2, {"x": 1}]}}),
    ("- {target: $.a, update: {b: null}}", {"a": {"b": None, "c": [1, 2]}}),
    ("- {target: $.a.b, remove: true}", {"a": {"c": [1, 2]}}),
    ("- {target: '$.a.c[0]', remove: true}", {"a": {"b": 1, "c": [2]}}),
    ("- {target: \"$.l[?@.n == 'x']\", remove: true}", {"l": [{"n": "y"}]}),
    ("- {target: '$.l[*]', update: {v: 9}}",
     {"l": [{"n": "x", "v": 9}, {"n": "y", "v": 9}, {"n": "x", "v": 9}]}),
    ("- {target: $.a, update: {d: 1}, remove: true}", {"a": None}),
    ("- {target: $.a, update: {d: {}}}\n- {target: $.a.d, update: {e: 1}}",
     {"a": {"b": 1, "c": [1, 2], "d": {"e": 1}}}),
    ("- {target: '$..n', remove: true}", {"l": [{"v": 1}, {}, {}]}),
]  # fmt: skip
REFUSED = [
    ("- {target: $.zz, update: {}}", "o:4: the target $.zz matches nothing in the description"),
    ("- {target: $.a, update: {}}\n- target: $.x.y\n  remove: true",
     "o:5: the target $.x.y matches nothing in the description"),
    ("- {target: $.s, update: {}}",
     "o:4: the target $.s is neither an object nor an array, so nothing merges"),
    ("- {target: $, remove: true}",
     "o:4: the target $ is the whole description, which can't be removed"),
    ("- {update: {}}", 'o:4: an action needs "target", a JSONPath'),
    ("- {target: $.a}", 'o:4: an action needs "update", or "remove: true"'),
    ("- {target: $.a, remove: 1}", 'o:4: "remove" must be true or false'),
    ("- {target: $.a, updat: {}, remove: true}", 'o:4: an action has no member "updat"'),
    ("- x", "o:4: an action must be an object"),
]  # fmt: skip


def _applied(actions: str) -> Node:
    overlay = read_yaml(HEAD + actions, "o")
    return apply_overlays(read_json(BASE, "d"), [overlay])


@pytest.mark.parametrize(("actions", "changes"), MERGED, ids=range(len(MERGED)))
def test_actions_change_what_they_target(actions: str, changes: dict[str, Any]) -> None:
    """Objects merge member by member, arrays are appended to, all else is replaced or removed."""
    expected = {**plain(read_json(BASE, "d")), **changes}
    expected = {name: value for name, value in expected.items() if value is not None}
    assert plain(_applied(actions)) == expected


@pytest.mark.parametrize(("actions", "told"), REFUSED, ids=range(len(REFUSED)))
def test_an_action_that_can_not_be_applied_is_refused(actions: str, told: str) -> None:
    """The sentence has the overlay's file, the action's line, and the target."""
    with pytest.raises(DescriptionError) as caught:
        _applied(actions)
    assert told in str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("actions: []", 'is not an overlay: it has no "overlay: 1.0.0"'),
        ("[]", 'is not an overlay: it has no "overlay: 1.0.0"'),
        ("overlay: 1.0", '"overlay" must be the string "1.0.0", not 1.0'),
        ("overlay: 2.0.0", '"overlay" must be the string "1.0.0", not \'2.0.0\''),
        ("overlay: 1.0.0", 'an overlay needs "info" with a title and a version'),
        ("overlay: 1.0.0", 'an overlay needs "actions", an array of at least one'),
        ("overlay: 1.0.0\nactions: {}", 'an overlay needs "actions", an array of at least one'),
        ("overlay: 1.0.0\naction: []", 'an overlay has no member "action"'),
    ],
)
def test_what_is_no_overlay_is_refused(text: str, told: str) -> None:
    """Each mistake in its form is told."""
    with pytest.raises(DescriptionError) as caught:
        apply_overlays(read_json(BASE, "d"), [read_yaml(text, "o")])
    assert told in [problem.text for problem in caught.value.problems]


def test_a_target_that_is_no_jsonpath_is_refused() -> None:
    """The sentence names the target and its line."""
    with pytest.raises(DescriptionError, match=r"^o:4: the target \$\.a\[ is no JSONPath: "):
        _applied("- {target: '$.a[', update: {}}")


def test_what_an_overlay_brings_in_has_its_place() -> None:
    """A member of the overlay has its file and line, one of the description keeps its own."""
    root = _applied("- target: $.a\n  update:\n    d: 1\n    c: [3]\n")
    assert isinstance(root.value, dict)
    members = root.value["a"].value
    assert isinstance(members, dict)
    items = members["c"].value
    assert isinstance(items, tuple)
    placed = [members["b"], members["d"], items[0], items[2]]
    assert [(node.file, node.line) for node in placed] == [("d", 1), ("o", 6), ("d", 1), ("o", 7)]


def test_overlays_apply_in_their_order() -> None:
    """A later overlay sees what an earlier one did."""
    first = read_yaml(HEAD + "- {target: $.a, update: {d: 1}}", "o1")
    second = read_yaml(HEAD + "- {target: $.a.d, remove: true}", "o2")

    def both(overlays: list[Parsed]) -> Any:
        return plain(apply_overlays(read_json(BASE, "d"), overlays))

    assert both([first, second]) == plain(read_json(BASE, "d"))
    with pytest.raises(DescriptionError, match=r"^o2:4: the target \$\.a\.d matches nothing"):
        both([second, first])


def test_mistakes_of_several_actions_are_told_together() -> None:
    """Nobody has to mend one target to hear of the next."""
    with pytest.raises(DescriptionError) as caught:
        _applied("- {target: $.x, update: {}}\n- {target: $.y, remove: true}")
    assert [problem.line for problem in caught.value.problems] == [4, 5]


def test_the_path_of_an_overlay_is_as_it_was_given(tmp_path: Path) -> None:
    """An overlay is told by the name that the caller gave it."""
    overlay = read_yaml(HEAD + "- {target: $.x, update: {}}", str(tmp_path / "o.yaml"))
    with pytest.raises(DescriptionError) as caught:
        apply_overlays(read_json(BASE, "d"), [overlay])
    assert caught.value.problems[0].file == str(tmp_path / "o.yaml")
