"""Entity tags: what changes is told by them, and conditions go by the one of now."""

from typing import Any

import pytest

from ringback.laws import entity_tags


@pytest.mark.parametrize(
    ("before", "after", "tags", "rules"),
    [
        ({"a": 1}, {"a": 2}, ('"1"', '"2"'), []),
        ({"a": 1}, {"a": 1}, ('"1"', '"1"'), []),
        ({"a": 1}, {"a": 2}, ('W/"1"', 'W/"1"'), []),  # a weak one may stay
        ({"a": 1}, {"a": 2}, ("", ""), []),
        ({"a": 1}, {"a": 1}, ('"1"', '"2"'), []),  # another law's
        ({"a": 1}, {"a": 2}, ('"1"', '"1"'), ["law/etag"]),
    ],
)
def test_a_tag_changes_with_what_is_told(
    before: Any, after: Any, tags: tuple[str, str], rules: list[str]
) -> None:
    """A strong tag that stays while another thing is told is wrong."""
    assert [each.rule for each in entity_tags.changed(before, after, tags, "a new part")] == rules


@pytest.mark.parametrize(("status", "found"), [(200, 0), (409, 0), (422, 0), (412, 1)])
def test_the_tag_of_now_holds(status: int, found: int) -> None:
    """A refusal for another reason is no word on the condition."""
    assert len([*entity_tags.refused(status, '"1"')]) == found


@pytest.mark.parametrize(("status", "found"), [(412, 0), (404, 0), (204, 1)])
def test_a_stale_tag_does_not_hold(status: int, found: int) -> None:
    """What is refused in any way is not taken."""
    assert len([*entity_tags.stale_taken(status)]) == found
