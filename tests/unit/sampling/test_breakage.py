"""Payloads with one part broken."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ringback.payload import MISSING, at
from ringback.sampling.breakage import broken, paths, replaced

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_each_label_comes_once(value: Any) -> None:
    """A label names a place and a way, and the payload that it comes with is not the same."""
    made = list(broken(value))
    labels = [label for _, label in made]
    assert len(set(labels)) == len(labels)
    assert labels == [label for _, label in broken(value)]


@given(VALUES, VALUES, st.data())
def test_replaced_never_changes_its_input(value: Any, new: Any, data: st.DataObject) -> None:
    """A copy has the new value at the place and the old ones elsewhere; the input stays."""
    before = copy.deepcopy(value)
    path = data.draw(st.sampled_from(list(paths(value))))
    changed = replaced(value, path, new)
    assert value == before
    assert at(changed, path) == new
    assert replaced(changed, path, at(value, path)) == value
    others = [other for other in paths(value) if other[: len(path)] != path[: len(other)]]
    assert all(at(changed, other) == at(value, other) for other in others)


@given(VALUES, st.data())
def test_a_part_can_be_taken_out(value: Any, data: st.DataObject) -> None:
    """`MISSING` takes a member or an item out, and nothing else."""
    inner = [path for path in paths(value) if path]
    if not inner:
        assert replaced(value, (), MISSING) is MISSING
        return
    path = data.draw(st.sampled_from(inner))
    holder = at(replaced(value, path, MISSING), path[:-1])
    old = at(value, path[:-1])
    if isinstance(old, dict):
        assert holder == {name: each for name, each in old.items() if name != path[-1]}
    else:
        assert holder == [each for index, each in enumerate(old) if index != path[-1]]


def test_every_node_has_a_path() -> None:
    """Parents before children, in the order of the payload."""
    assert list(paths({"a": [1, {"b": 2}], "c": {}})) == [
        (), ("a",), ("a", 0), ("a", 1), ("a", 1, "b"), ("c",)
    ]  # fmt: skip


def test_each_part_is_broken_in_each_way() -> None:
    """Wrong types at every place, members left out, texts changed; items of an array count once."""
    made = {label: value for value, label in broken({"a": ["x", "y"], "t": "tag"})}
    assert made["/: null"] is None
    assert made["/a: left out"] == {"t": "tag"}
    assert made["/a: an object"] == {"a": {}, "t": "tag"}
    assert made["/a/*: an integer"] == {"a": [7, "y"], "t": "tag"}
    assert made["/t of tag: upper case"] == {"a": ["x", "y"], "t": "TAG"}
    assert made["/t of tag: cut short"] == {"a": ["x", "y"], "t": "ta"}
    assert [label for label in made if label.startswith("/a/*")].count("/a/*: null") == 1
    wrong = 10  # ways to replace a value
    assert len([label for label in made if label.startswith("/:")]) == wrong
    assert len([label for label in made if label.startswith("/a:")]) == wrong + 1


def test_the_same_place_in_two_kinds_is_told_apart() -> None:
    """A `type` beside the part is in the label: breaking one kind is not breaking another."""
    labels = {label for _, label in broken([{"type": "a", "x": 1}, {"type": "b", "x": 1}])}
    assert {"/* (a): null", "/* (b): null"} <= labels
