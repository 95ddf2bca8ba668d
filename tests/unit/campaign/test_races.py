"""Requests that meet: what is mixed up, lost or crashes then, and what a right service may do."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.numbers.planting import agent_of
from contracts.numbers.reference import create_app
from contracts.numbers.service import Service
from contracts.numbers.store import Store, fresh_store
from ringback.campaign.ledger import Ledger
from ringback.verdict import RestoreState, Skipped

UPDATE = ("update_number",)
NEVER_TWO = Skipped(
    rule="law/concurrent", why="the service never accepted two updates at the same time"
)


async def pause(turns: int = 3) -> None:
    """Let the others have their turn, so many times."""
    for _ in range(turns):
        await asyncio.sleep(0)


def copy_of(store: Store) -> Store:
    """A store of its own; what it holds is never changed, only replaced."""
    numbers, agents, parts = dict(store.numbers), dict(store.agents), dict(store.parts)
    return replace(store, numbers=numbers, agents=agents, parts=parts)


class Open:
    """The reference behind a door at which every request waits, so that those that meet do."""

    def __init__(self) -> None:
        """Nobody has come yet."""
        self.service = Service(fresh_store())
        self.app: ASGIApp = create_app(self.service)
        self.updates = 0  # under way
        self.most = 0  # updates that met

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the updates that are under way."""
        updates = scope["method"] == "POST"
        self.updates += updates
        self.most = max(self.most, self.updates)
        try:
            await self.answer(scope, receive, send)
        finally:
            self.updates -= updates

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, and pass on."""
        await pause()
        await self.app(scope, receive, send)


class FieldByField(Open):
    """Stores an edit one member after the other; who comes first takes longer for each."""

    async def would_accept(self, scope: Scope, body: bytes) -> bool:
        """What is refused is refused as a whole, by a copy that nobody sees."""
        copied = create_app(Service(copy_of(self.service.store)))
        return bool((await answered(copied, scope, body))[0]["status"] == 200)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is no edit that would be accepted."""
        body = await body_of(receive)
        edit = agent_of(value_of(body)) or {}
        several = scope["method"] == "POST" and len(edit) > 1
        if several and await self.would_accept(scope, body):
            turns = 1 if self.updates > 1 else 30
            for name in edit:
                part = {"inbound_agent": {name: edit[name]}}
                told = await answered(self.app, scope, json.dumps(part).encode())
                await pause(turns)
        else:
            told = await answered(self.app, scope, body)
        for each in told:
            await send(each)


class WritesTheWhole(Open):
    """Reads everything, waits, and writes everything: what another wrote meanwhile is lost."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Change a copy, and put it in the place of what is there by then."""
        if scope["method"] != "POST":
            await super().answer(scope, receive, send)
            return
        body = await body_of(receive)
        mine = Service(copy_of(self.service.store))
        told = await answered(create_app(mine), scope, body)
        await pause()
        store = self.service.store
        store.parts.update(mine.store.parts)
        store.agents, store.numbers = mine.store.agents, mine.store.numbers
        store.made = max(store.made, mine.store.made)
        for each in told:
            await send(each)


class CrashesWhereTwoMeet(Open):
    """Fails with 500 where another update is under way."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raise what nobody catches."""
        await pause()
        if self.updates > 1:
            raise RuntimeError(self.updates)
        await self.app(scope, receive, send)


class RefusesWhereTwoMeet(Open):
    """Answers 409 to the update that comes while another one is under way."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The first of them is served."""
        if scope["method"] != "POST" or self.updates == 1:
            await super().answer(scope, receive, send)
            return
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 409, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"detail": "Conflict"}'})


class MixesUpNumbers(Open):
    """Keeps whose number is read where all requests find it."""

    query = b""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read what was asked for last."""
        if scope["method"] == "GET":
            self.query = scope["query_string"]
            await pause()
            scope = {**scope, "query_string": self.query}
        await self.app(scope, receive, send)


class MixesUpWhoAsks(Open):
    """Keeps who asks where all requests find it."""

    known: frozenset[bytes] = frozenset()
    under_way = 0

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve everybody as who came with credentials that are good for something."""
        self.under_way += 1
        headers = [pair for pair in scope["headers"] if pair[0] != b"authorization"]
        if len(headers) == len(scope["headers"]):
            await pause()
            scope = {**scope, "headers": [*headers, *((b"authorization", x) for x in self.known)]}
        elif b"reference-token" in dict(scope["headers"])[b"authorization"]:
            self.known = frozenset({dict(scope["headers"])[b"authorization"]})
        await super().answer(scope, receive, send)
        self.under_way -= 1
        self.known = self.known if self.under_way else frozenset()


async def body_of(receive: Receive) -> bytes:
    """The whole body of a request."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def answered(app: ASGIApp, scope: Scope, body: bytes) -> list[Message]:
    """The answer of an app to a request with this body."""
    told: list[Message] = []

    async def receive() -> Message:
        """All of it at once."""
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        """Take note."""
        told.append(message)

    headers = [pair for pair in scope["headers"] if pair[0] != b"content-length"]
    await app({**scope, "headers": headers}, receive, send)
    return told


def value_of(body: bytes) -> Any:
    """The JSON of a body; None where it is none."""
    try:
        return json.loads(body)
    except ValueError:
        return None


def told(outcome: Any) -> list[tuple[str, str, str | None]]:
    """The rule, the weight and the place of each finding."""
    return [(each.rule, str(each.severity), each.instance) for each in outcome.findings]


def sent(finding: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """The method of each exchange of a finding, and what it edits."""
    exchanges = [each.request for each in finding.exchanges]
    return [(each.method, agent_of(value_of(each.body or b"")) or {}) for each in exchanges]


def test_a_mixture_of_two_edits_is_found(campaign: Any) -> None:
    """Of two edits of the same members that meet, one is left whole; both and the read show it."""
    app = FieldByField()
    outcome, _ = campaign(app, operations=UPDATE)
    assert app.most == 2
    assert told(outcome) == [("law/concurrent", "error", "/inbound_agent")]
    (found,) = outcome.findings
    (one, other, read) = sent(found)
    assert found.together == 2
    assert one[1].keys() == other[1].keys()
    assert [one[0], other[0], read[0]] == ["POST", "POST", "GET"]
    assert found.message.startswith("two updates at the same time left a mixture: /inbound_agent/")
    assert outcome.restored.state is RestoreState.RESTORED


def test_an_edit_that_is_lost_to_another_is_found(campaign: Any) -> None:
    """Of two edits of different members that meet, both are left; each member lost is named."""
    outcome, _ = campaign(WritesTheWhole(), operations=UPDATE)
    assert {(rule, weight) for rule, weight, _ in told(outcome)} == {("law/concurrent", "error")}
    (one, other, _) = sent(outcome.findings[0])
    assert not one[1].keys() & other[1].keys()
    lost = {f"/inbound_agent/{name}" for name in one[1]}
    assert {place for _, _, place in told(outcome)} == lost
    assert all(each.together == 2 for each in outcome.findings)
    assert outcome.restored.state is RestoreState.RESTORED


def test_a_crash_where_two_updates_meet_is_found(campaign: Any) -> None:
    """A 500 that only a meeting shows says so; that nothing was ever accepted is told as well."""
    outcome, _ = campaign(CrashesWhereTwoMeet(), operations=UPDATE)
    (found,) = outcome.findings
    assert (found.rule, str(found.severity)) == ("protocol/server-error", "error")
    assert found.message == "while another update was under way: the service failed with 500"
    assert outcome.skipped == [NEVER_TWO]


@pytest.mark.parametrize(
    ("make", "rule"),
    [(MixesUpNumbers, "law/asked"), (MixesUpWhoAsks, "auth/required")],
)
def test_reads_that_are_mixed_up_are_found(
    campaign: Any, make: Callable[[], Open], rule: str
) -> None:
    """Who asks, and for what, is each request's own; alone none of them shows it."""
    outcome, _ = campaign(make(), operations=UPDATE)
    errors = [each for each in outcome.findings if str(each.severity) == "error"]
    assert rule in {each.rule for each in errors}
    assert all(each.message.startswith("with other requests under way: ") for each in errors)
    assert outcome.restored.state is RestoreState.RESTORED


def test_a_conflict_is_a_fair_answer_to_a_race(campaign: Any) -> None:
    """409 for one of two that meet is no finding, and what could not be judged is named."""
    app = RefusesWhereTwoMeet()
    outcome, _ = campaign(app, operations=UPDATE)
    assert app.most == 2
    assert outcome.findings == []
    assert outcome.doubts == []
    assert outcome.skipped == [NEVER_TWO]


def test_where_the_law_is_ignored_no_two_updates_meet(campaign: Any) -> None:
    """`--ignore law/concurrent` is for services that must not be raced: none is."""
    app = FieldByField()
    ledger = Ledger(ignore=("law/concurrent",))
    outcome, _ = campaign(app, operations=UPDATE, ledger=ledger)
    assert app.most == 1
    assert outcome.findings == []
    assert outcome.skipped == []


@pytest.mark.parametrize("seed", [0, 1])
def test_a_right_service_is_kept_where_requests_meet(campaign: Any, seed: int) -> None:
    """The reference stores each edit whole, whoever waits beside it."""
    app = Open()
    outcome, _ = campaign(app, seed=seed)
    assert app.most == 2
    assert outcome.findings == []
    assert outcome.doubts == []
    assert outcome.skipped == []
    assert app.service.store.agents == fresh_store().agents
    assert outcome.restored.state is RestoreState.RESTORED
