"""The gate on a network that delays, drops, doubles and reorders: the reference keeps its word."""

import itertools
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from contracts.numbers.reference import create_app
from tests.acceptance.driving import Ended, ringback, served
from tests.acceptance.meddling import Delay, Meddling, Plan, Proxy, Seen, nothing
from tests.unit.targets.serving import Peer, RawServer, answer

Capture = pytest.CaptureFixture[str]
RESTORED = "\nrestored: what the run wrote was read again, and is as before\n"
FEW = ("--max-requests", "120")

pytestmark = pytest.mark.usefixtures("values")


def judged(capsys: Capture, proxy: Proxy, *arguments: str) -> Ended:
    """How a check through a proxy ended."""
    return ringback(capsys, "check", "--target", proxy.url, "--timeout", "5", *arguments)


def rules(ended: Ended) -> list[str]:
    """The rule ids of the findings in a text report, and how often each is told."""
    return sorted(re.findall(r"^([a-z]+/[a-z-]+|flaky)  ", ended.said, re.MULTILINE))


def at(places: Mapping[int, Meddling]) -> Plan:
    """A plan that meddles with single requests, by how many came before them."""
    return lambda seen: places.get(seen.index, Meddling.NONE)


def every(count: int, meddling: Meddling) -> Plan:
    """A plan that meddles with one of so many updates."""
    updates = 0

    def plan(seen: Seen) -> Meddling:
        nonlocal updates
        updates += seen.method == "POST"
        return meddling if seen.method == "POST" and updates % count == 4 else Meddling.NONE

    return plan


def always(method: str, path: str, meddling: Meddling) -> Plan:
    """A plan that meddles with every request of one operation."""
    return lambda seen: meddling if (seen.method, seen.path) == (method, path) else Meddling.NONE


@pytest.mark.parametrize(
    ("delay", "reorder"),
    [
        pytest.param(Delay(seconds=0.01), False, id="the same for each"),
        pytest.param(Delay(jitter=0.02, seed=1), False, id="jitter"),
        pytest.param(Delay(jitter=0.005, seed=2), True, id="jitter and another order"),
    ],
)
def test_delays_keep_the_verdict(capsys: Capture, delay: Delay, reorder: Any) -> None:
    """A slow network between is no fault of the service's, unless a time was set."""
    with served(create_app()) as url, Proxy(url, delay=delay, reorder=reorder) as proxy:
        ended = judged(capsys, proxy, *FEW)
    assert rules(ended) == []
    assert RESTORED in ended.said
    assert ended.code == 0


def test_delays_beyond_the_time_that_was_set(capsys: Capture) -> None:
    """With --max-response-time each operation that takes longer is told, and nothing else."""
    delay = Delay(seconds=0.01)
    with served(create_app()) as url, Proxy(url, delay=delay) as proxy:
        ended = judged(capsys, proxy, *FEW, "--max-response-time", "0.005")
    assert rules(ended) == ["protocol/slow"] * 3
    assert RESTORED in ended.said
    assert ended.code == 1


def test_updates_that_arrive_twice(capsys: Capture) -> None:
    """An update is idempotent but for ids that it makes up, so doubled ones keep the verdict."""
    plan = always("POST", "/v1/numbers/update", Meddling.TWICE)
    with served(create_app()) as url, Proxy(url, plan) as proxy:
        ended = judged(capsys, proxy, "--max-requests", "300")
    assert proxy.met(Meddling.TWICE) > 50
    assert rules(ended) == []
    assert RESTORED in ended.said
    assert ended.code == 0


@pytest.mark.parametrize(
    "places",
    [
        pytest.param({0: Meddling.BEFORE, 1: Meddling.AFTER}, id="the first reads"),
        pytest.param({58: Meddling.AFTER, 59: Meddling.AFTER}, id="an update and what follows"),
        pytest.param({70: Meddling.INSIDE, 95: Meddling.INSIDE}, id="one operation's, far apart"),
        pytest.param({20: Meddling.BEFORE, 119: Meddling.AFTER}, id="as the budget ends"),
        pytest.param({120: Meddling.BEFORE, 122: Meddling.AFTER}, id="while it is put back"),
    ],
)
def test_a_connection_lost_once_or_twice(capsys: Capture, places: Mapping[int, Meddling]) -> None:
    """What a network may lose is a warning at most; the run goes on, and puts everything back."""
    with served(create_app()) as url, Proxy(url, at(places)) as proxy:
        ended = judged(capsys, proxy, *FEW)
    assert proxy.met(Meddling.NONE) + 2 == len(proxy.dealt)
    assert set(rules(ended)) <= {"flaky"}
    assert RESTORED in ended.said
    assert ended.code == 0


@pytest.mark.parametrize("meddling", [Meddling.BEFORE, Meddling.AFTER, Meddling.INSIDE])
def test_an_answer_that_is_lost_again_when_asked_again(capsys: Capture, meddling: Meddling) -> None:
    """Even the second look may meet a mishap: two losses of one request are no error yet."""
    lost: list[bytes] = []

    def plan(seen: Seen) -> Meddling:
        # The second look is made anew: its texts are numbered otherwise, its keys are those of now.
        body = re.sub(
            rb"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+", b"", seen.raw.rpartition(b"\r\n\r\n")[2]
        )
        if seen.method != "POST" or seen.index < 62 or len(lost) == 2 or {*lost} - {body}:
            return Meddling.NONE
        lost.append(body)
        return meddling

    with served(create_app()) as url, Proxy(url, plan) as proxy:
        ended = judged(capsys, proxy, *FEW)
    assert 1 <= proxy.met(meddling) <= 2  # where the second look is another request, one
    assert set(rules(ended)) <= {"flaky"}
    assert RESTORED in ended.said
    assert ended.code == 0


def test_losses_that_do_not_show_again_are_counted(capsys: Capture) -> None:
    """The same loss seen apart, again and again, stays one warning that tells how often."""
    posts = itertools.count()

    def plan(seen: Seen) -> Meddling:
        update = seen.method == "POST" and next(posts) in {30, 45, 60, 75}
        return Meddling.BEFORE if update else Meddling.NONE

    with served(create_app()) as url, Proxy(url, plan) as proxy:
        ended = judged(capsys, proxy, "--operation", "update_number", "--max-requests", "160")
    times = [int(each) for each in re.findall(r"seen (\d) times, and not again", ended.said)]
    assert proxy.met(Meddling.BEFORE) == 4
    assert set(rules(ended)) == {"flaky"}
    assert max(times) > 1
    assert ended.code == 0


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(every(5, Meddling.AFTER), id="one of five"),
        pytest.param(every(7, Meddling.AFTER), id="one of seven"),
    ],
)
def test_an_update_whose_answer_was_lost(capsys: Capture, plan: Plan) -> None:
    """Whether it was applied is read before anything is concluded: no law is broken by a loss."""
    with served(create_app()) as url, Proxy(url, plan) as proxy:
        ended = judged(capsys, proxy, "--select", "law", "--max-requests", "400")
    assert proxy.met(Meddling.NONE) < len(proxy.dealt) - 5
    assert rules(ended) == []
    assert RESTORED in ended.said
    assert ended.code == 0


@pytest.mark.parametrize(
    ("operation", "plan", "rule"),
    [
        pytest.param(
            "list_numbers",
            always("GET", "/v1/numbers/list", Meddling.INSIDE),
            "protocol/truncated",
            id="a read, in the middle",
        ),
        pytest.param(
            "update_number",
            always("POST", "/v1/numbers/update", Meddling.INSIDE),
            "protocol/truncated",
            id="an update, in the middle",
        ),
        pytest.param(
            "update_number",
            always("POST", "/v1/numbers/update", Meddling.AFTER),
            "protocol/closed",
            id="an update, before its answer",
        ),
    ],
)
def test_an_operation_whose_answer_is_always_lost(
    capsys: Capture, operation: str, plan: Plan, rule: str
) -> None:
    """What is lost each time is an error, told once, and nothing else is concluded from it."""
    with served(create_app()) as url, Proxy(url, plan) as proxy:
        ended = judged(capsys, proxy, *FEW)
    assert rules(ended) == [rule]
    assert f"\n{rule}  {operation}" in ended.said
    assert RESTORED in ended.said
    assert ended.code == 1


@pytest.mark.parametrize(
    ("meddling", "code", "told"),
    [
        (Meddling.SILENCE, 3, "\ninconclusive: the target does not answer ("),
        (Meddling.BEFORE, 1, "\nprotocol/closed  update_number"),
    ],
)
def test_a_service_that_is_gone_for_good(
    capsys: Capture, meddling: Meddling, code: int, told: str
) -> None:
    """One that falls silent in the middle is told so once, and that it was not put back."""

    def plan(seen: Seen) -> Meddling:
        return meddling if seen.index >= 100 else Meddling.NONE

    with served(create_app()) as url, Proxy(url, plan) as proxy:
        # One at a time, so that it is the same request that meets the silence first.
        arguments = ("--timeout", "0.5", "--max-requests", "200", "--concurrency", "1")
        ended = judged(capsys, proxy, *arguments)
    assert ended.said.count(told) == 1
    assert "\nnot restored: the target is not as the run found it\n" in ended.said
    assert "could not be read" in ended.said
    assert ended.code == code


def test_a_service_whose_answers_go_on(capsys: Capture) -> None:
    """A Content-Length that counts characters is told as such, and spoils no other answer."""

    def play(peer: Peer) -> None:
        while peer.asked:
            peer.write(answer("200 OK", b"[]", "Content-Type: application/json", length=1))
            peer.next()

    with RawServer(play) as server:
        arguments = ["--operation", "list_numbers", "--select", "protocol", "--max-requests", "9"]
        arguments += ["--ignore", "protocol/method", "--ignore", "protocol/allow"]
        ended = ringback(capsys, "check", "--target", server.url, *arguments)
    text = "response 200: the answer goes on for 1 byte and more past its Content-Length of 1"
    assert set(rules(ended)) == {"protocol/overlong"}
    assert text in ended.said
    assert ended.code == 1


def test_the_proxy_passes_everything_on() -> None:
    """Without a plan, what comes through is what the service says."""
    with served(create_app()) as url, Proxy(url) as proxy:
        here, there = (httpx.get(f"{each}/v1/numbers") for each in (url, proxy.url))
    assert (here.status_code, here.content) == (there.status_code, there.content)
    assert [meddling for _, meddling in proxy.dealt] == [nothing(proxy.dealt[0][0])]


def test_the_proxy_reorders_what_comes_together() -> None:
    """Requests that are under way at once reach the service in another order than they came."""
    arrived: list[bytes] = []

    def play(peer: Peer) -> None:
        arrived.append(peer.asked)
        peer.write(answer("200 OK", b"{}"))

    with RawServer(play) as server, Proxy(server.url, reorder=True) as proxy:
        with ThreadPoolExecutor(6) as pool:
            urls = [f"{proxy.url}/{index}" for index in range(6)] * 3
            statuses = {each.status_code for each in pool.map(httpx.get, urls)}
        came = [seen.raw for seen, _ in proxy.dealt]
    assert statuses == {200}
    assert sorted(arrived) == sorted(came)
    assert arrived != came
