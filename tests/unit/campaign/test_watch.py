"""What a watch remembers of the things that were linked, and what it lets go of."""

from typing import cast

import pytest

from contracts.numbers.laws import KNOWLEDGE
from ringback.campaign.session import Session
from ringback.campaign.watch import Watch, Watched
from ringback.finding import steps
from ringback.payload import MISSING
from ringback.sampling.breakage import replaced


class _Session:
    knowledge = KNOWLEDGE


@pytest.fixture
def watch() -> Watch:
    """A watch that sends nothing."""
    subject = Watched.__new__(Watched)
    for name in ("update", "read", "parameters"):
        object.__setattr__(subject, name, None)
    return Watch(cast(Session, _Session()), subject)


def _linking(name: str) -> object:
    path = steps(KNOWLEDGE.linkable)
    return replaced({path[0]: {}}, tuple(path), {"id": name})


def test_a_service_with_ever_new_ids_is_not_remembered_whole(watch: Watch) -> None:
    """Of a thousand things linked one after the other, the last are known, and only those."""
    for number in range(1_000):
        watch.remember(_linking(f"thing-{number}"))
    assert len(watch.first) <= 100
    assert len(watch.remembered) <= 100
    assert watch.recall("thing-999") == {"id": "thing-999"}
    assert watch.recall("thing-0") is MISSING


def test_what_was_edited_is_never_let_go_of(watch: Watch) -> None:
    """A thing that has to be put back is known however many came after it."""
    watch.state = _linking("edited")
    watch.remember(watch.state)
    watch.touch()
    for number in range(1_000):
        watch.remember(_linking(f"thing-{number}"))
    assert watch.first["edited"] == _linking("edited")
