"""What was deleted is gone: what breaks that, and what does not."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ringback.laws import deleting
from ringback.laws.likeness import Breach

LAWS: dict[str, tuple[Callable[[int], Iterator[Breach]], str, str]] = {
    "read": (
        lambda status: deleting.unreadable(status, "pets 7"),
        "pets 7 was deleted, and a read still finds it ({})",
        "readable",
    ),
    "write": (
        lambda status: deleting.unwritable(status, "PATCH", "pets 7"),
        "pets 7 was deleted, and PATCH on it is answered with {}",
        "written by PATCH",
    ),
    "child": (
        lambda status: deleting.childless(status, "toys 3", "pets 7"),
        "pets 7 was deleted, and toys 3 that stood in it can still be read ({})",
        "children",
    ),
}


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("status", [0, 199, 301, 304, 400, 404, 409, 410, 500])
def test_what_is_no_success_finds_nothing(name: str, status: int) -> None:
    """Refusals of any kind, redirects and failures do not show what was deleted."""
    judge, _, _ = LAWS[name]
    assert list(judge(status)) == []


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_a_success_finds_what_was_deleted(name: str, status: int) -> None:
    """A read, a write or a child that is answered with success breaks the law."""
    judge, text, cause = LAWS[name]
    expected = Breach(rule="law/deleted", message=text.format(status), cause=cause)
    assert list(judge(status)) == [expected]


@pytest.mark.parametrize("entries", [[{"id": 7}], [{"id": 7}, {"id": 7}]])
def test_what_was_deleted_is_listed(entries: list[Any]) -> None:
    """However often it stands in the list, it is one breach."""
    text = "pets 7 was deleted, and still stands in the list"
    assert list(deleting.unlisted(entries, "pets 7")) == [
        Breach(rule="law/listed", message=text, cause="deleted")
    ]


def test_what_was_deleted_is_not_listed() -> None:
    """Without an entry there is nothing to say."""
    assert list(deleting.unlisted([], "pets 7")) == []


@pytest.mark.parametrize(("key", "other"), [(7, 8), ("a", "A"), (None, "")])
def test_another_thing_has_another_key(key: Any, other: Any) -> None:
    """A key that was never given is a new one."""
    assert list(deleting.key_again(key, other, promised=True)) == []


@pytest.mark.parametrize(("key", "other", "shown"), [(7, 7, "7"), (7, "7", "7"), ("a", "a", '"a"')])
def test_a_key_is_given_again(key: Any, other: Any, shown: str) -> None:
    """Keys are compared as they stand in a path."""
    text = f"the key {shown} was deleted, and the next thing that was made has it again"
    assert list(deleting.key_again(key, other, promised=True)) == [
        Breach(rule="law/deleted", message=text, cause="key")
    ]
