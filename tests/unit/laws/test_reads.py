"""The laws that compare reads around an update: identity, read back, idempotence, refused."""

from typing import Any

import pytest

from ringback.laws import (
    Bystander,
    Episode,
    Idempotence,
    Identity,
    Isolation,
    Listed,
    ReadBack,
    Refused,
)
from ringback.payload import MISSING
from tests.unit.laws.telling import episode, told

IDENTITY = Identity(members=("/id", "/owner/id"))
THING = {"id": 1, "owner": {"id": 2}, "a": "x"}


@pytest.mark.parametrize(
    "judged",
    [
        episode(before=THING, answer={**THING, "a": "y"}, after=THING),
        episode(before=THING, answer={"id": 1.0}, after=MISSING),
        episode(before=MISSING, answer={"id": 7}),
        episode(before={}, answer={"id": 7}),
        episode(before=THING, answer={"id": 7}, status=422),
        episode(before=THING),
    ],
)
def test_identity_keeps(judged: Episode) -> None:
    """The named members are as before; others may change."""
    assert told(IDENTITY, judged) == []


@pytest.mark.parametrize(
    ("answer", "after"),
    [({**THING, "id": 7}, THING), (THING, {**THING, "id": 7}), ({"id": 7}, {"id": 8})],
)
def test_identity_flags(answer: Any, after: Any) -> None:
    """Once a member, whether the answer or the read shows it first."""
    text = "/id must not change by an update: was 1, is 7"
    assert told(IDENTITY, episode(before=THING, answer=answer, after=after)) == [(text, "/id")]


def test_identity_flags_each_member() -> None:
    """Every member that changed is told."""
    judged = episode(before=THING, answer={"id": True, "owner": {"id": None}})
    assert told(IDENTITY, judged) == [
        ("/id must not change by an update: was 1, is true", "/id"),
        ("/owner/id must not change by an update: was 2, is null", "/owner/id"),
    ]


@pytest.mark.parametrize(
    "judged",
    [
        episode(answer=THING, after={**THING, "id": 1.0}),
        episode(answer=THING),
        episode(after=THING),
        episode(answer=THING, after={}, status=404),
        episode(answer=THING, read=500),
        episode(answer={"a": {"b": 1, "c": 2}}, after={"a": {"c": 2, "b": 1}}, read=200),
    ],
)
def test_read_back_keeps(judged: Episode) -> None:
    """The read tells what the update answered, members in any order."""
    assert told(ReadBack(), judged) == []


@pytest.mark.parametrize(
    ("answer", "after", "expected"),
    [
        ({"a": 1}, {"a": 2}, [("1", "/a", "2", "/a")]),
        ({"a": 1}, {}, [("1", "/a", "nothing", "/a")]),
        ({}, {"a/b": 1}, [("nothing", "/a~1b", "1", "/a~1b")]),
        ({"a": [1, 2]}, {"a": [2, 1]}, [("1", "/a/0", "2", "/a/0"), ("2", "/a/1", "1", "/a/1")]),
        ({"a": [1]}, {"a": [1, 1]}, [("[1]", "/a", "[1, 1]", "/a")]),
        ([], {}, [("[]", "/", "{}", "")]),
        (10**30, float(10**30), [(str(10**30), "/", "1e+30", "")]),
        ({"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 2}}}, [("1", "/a/b/c", "2", "/a/b")]),
    ],
)
def test_read_back_flags(
    answer: Any, after: Any, expected: list[tuple[str, str, str, str]]
) -> None:
    """Each place where they differ; its instance is the member that it lies in."""
    text = "the update answered {} at {}, and a read after it {}"
    assert told(ReadBack(), episode(answer=answer, after=after)) == [
        (text.format(one, place, other), instance) for one, place, other, instance in expected
    ]


@pytest.mark.parametrize("status", [404, 401, 422])
def test_read_back_flags_a_read_that_is_refused(status: int) -> None:
    """What was just updated can be read."""
    text = f"the update was accepted, and a read after it answers {status}"
    assert told(ReadBack(), episode(answer=THING, read=status)) == [(text, "")]


LISTED = Listed(operation="list", key="id", members={"/part": "/part/id", "/a": "/a"})
ONE: dict[str, Any] = {"id": "one", "part": {"id": 1}, "a": 2}
AROUND = Bystander(name="other", before=MISSING, after={"id": "two", "part": {"id": 3}, "a": 4})
ROWS: list[Any] = [{"id": "one", "part": 1, "a": 2.0}, {"id": "two", "part": 3, "a": 4}]
MORE = [{"id": str(number)} for number in range(20)]


@pytest.mark.parametrize(
    "judged",
    [
        episode(answer=ONE, listing=ROWS, bystanders=(AROUND,)),
        episode(answer=ONE, listing=[{"id": "one", "a": 2}, "x", None]),
        episode(answer=ONE, listing=MORE, bystanders=(AROUND,)),  # a page of a long list
        episode(answer=ONE),
        episode(answer=ONE, listing={"id": "one"}),  # schema/response
        episode(answer={"id": "one", "a": 1}, listing=ROWS),
        episode(answer=ONE, listing=[], status=422),
        episode(
            answer=ONE,
            listing=ROWS,
            bystanders=(Bystander(name="two", before={}, after={"id": "two", "a": 9}),),
        ),
    ],
)
def test_listed_keeps(judged: Episode) -> None:
    """What both tell, both tell alike, of the thing and of those around it."""
    assert told(LISTED, judged) == []


@pytest.mark.parametrize(
    ("listing", "found"),
    [
        (
            [{"id": "one", "part": 2, "a": None}, ROWS[1]],
            [
                ("the update answered 1 at /part/id, and the list after it 2 at /part", "/part/id"),
                ("the update answered 2 at /a, and the list after it null at /a", "/a"),
            ],
        ),
        (
            [ROWS[0], {"id": "two", "part": 1}],
            [("other reads 3 at /part/id, and the list after it 1 at /part", "/part/id")],
        ),
        (
            [ROWS[1]],
            [('the update answered "one", and the list after it has that not at all', "")],
        ),
        ([*ROWS, ROWS[1]], [('other reads "two", and the list after it has that 2 times', "")]),
    ],
)
def test_listed_flags(listing: Any, found: Any) -> None:
    """Each member that the list tells otherwise; a thing that it lacks, or has twice."""
    judged = episode(answer=ONE, listing=listing, bystanders=(AROUND,))
    assert told(LISTED, judged) == found


IDEMPOTENCE = Idempotence(anew=("/parts/*/id", "/part/id"))


@pytest.mark.parametrize(
    ("answer", "again"),
    [
        (THING, {**THING, "id": 1.0}),
        ({"parts": [{"id": 1}], "part": {"id": 1}}, {"parts": [{"id": 2}], "part": {"id": 2}}),
        ({"part": {}}, {"part": {"id": 2}}),
        (THING, MISSING),
        (MISSING, THING),
    ],
)
def test_idempotence_keeps(answer: Any, again: Any) -> None:
    """The same answer, but for ids that are made anew."""
    assert told(IDEMPOTENCE, episode(answer=answer, again=again)) == []
    assert told(IDEMPOTENCE, episode(answer=1, again=2, status=422)) == []


@pytest.mark.parametrize(
    ("answer", "again", "expected"),
    [
        ({"a": 1}, {"a": 2}, ("/a", "was 1, is 2", "/a")),
        ({"parts": [1]}, {"parts": [1, 1]}, ("/parts", "was [1], is [1, 1]", "/parts")),
        ({"id": 1}, {"id": 2}, ("/id", "was 1, is 2", "/id")),
        (
            {"parts": [{"id": 1, "x": {"id": 1}}]},
            {"parts": [{"id": 2, "x": {"id": 2}}]},
            ("/parts/0/x/id", "was 1, is 2", "/parts/0"),
        ),
        (1, True, ("/", "was 1, is true", "")),
    ],
)
def test_idempotence_flags(answer: Any, again: Any, expected: tuple[str, str, str]) -> None:
    """Every other difference."""
    place, change, instance = expected
    text = f"the same update answered differently the second time at {place}: {change}"
    assert told(IDEMPOTENCE, episode(answer=answer, again=again)) == [(text, instance)]


@pytest.mark.parametrize(
    "judged",
    [
        episode(status=422, before=THING, after={**THING, "id": 1.0}),
        episode(status=422, before=THING),
        episode(status=422, after=THING),
        episode(status=200, before=THING, after={}),
        episode(status=500, before=THING, after={}),
    ],
)
def test_refused_keeps(judged: Episode) -> None:
    """Nothing changed; or it was not refused; or it is not known."""
    assert told(Refused(), judged) == []


@pytest.mark.parametrize(
    ("after", "change"),
    [
        ({**THING, "a": "y"}, '/a changed: was "x", is "y"'),
        ({}, "/id changed: was 1, is nothing"),
        (None, '/ changed: was {"id": 1, "owner": {"id": 2}, "a": "x"}, is null'),
    ],
)
def test_refused_flags(after: Any, change: str) -> None:
    """One finding for a refused update, at the first place that changed."""
    judged = episode(status=422, before=THING, after=after)
    text = f"the update was refused (422), and yet {change}"
    assert told(Refused(), judged) == [(text, "")]


ISOLATION = Isolation(shared="/part/id")


def standing_by(before: Any, after: Any) -> tuple[Bystander, ...]:
    """One other resource."""
    return (Bystander(name="second", before=before, after=after),)


OURS = {"part": {"id": 1}}
THEIRS = {"part": {"id": 2}, "a": "x"}


@pytest.mark.parametrize(
    ("answer", "bystanders"),
    [
        (OURS, ()),
        (OURS, standing_by(THEIRS, THEIRS)),
        (OURS, standing_by(MISSING, THEIRS)),
        (OURS, standing_by(THEIRS, MISSING)),
        (OURS, standing_by({**OURS, "a": 1}, {**OURS, "a": 2})),
        (THEIRS, standing_by(THEIRS, {**THEIRS, "a": "y"})),
    ],
)
def test_isolation_keeps(answer: Any, bystanders: tuple[Bystander, ...]) -> None:
    """Unchanged, not known, or sharing the part that was edited, before or by the update."""
    judged = episode(before=OURS, answer=answer, bystanders=bystanders)
    assert told(ISOLATION, judged) == []


@pytest.mark.parametrize("status", [200, 422, 500])
def test_isolation_flags(status: int) -> None:
    """Whatever the update was answered, another resource is as it was."""
    bystanders = standing_by(THEIRS, {"part": {"id": 1}, "a": "y"})
    judged = episode(status=status, before=OURS, answer=OURS, bystanders=bystanders)
    text = "updating one changed another (second) at /part/id: was 2, is 1"
    assert told(ISOLATION, judged) == [(text, "")]
