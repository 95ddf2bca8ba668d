"""One live target, many threads."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from ringback.exchange import Lost, LostReason, Outcome, Request, Response
from ringback.targets.interface import Limits
from ringback.targets.live import LiveTarget
from tests.unit.targets.serving import Peer, RawServer, answer

THREADS = 8


def named(asked: bytes) -> str:
    """What the request's path says, after the slash."""
    return asked.split(b" ", 2)[1].decode().lstrip("/")


def test_a_timeout_hits_its_own_request_alone() -> None:
    """Of 200 requests from 8 threads, those and only those that hang or go on are told so."""
    kinds = ["plain"] * 200
    kinds[7::40], kinds[13::25] = ["hang"] * 5, ["more"] * 8

    def play(peer: Peer) -> None:
        while peer.asked:
            name = named(peer.asked)
            if name.startswith("hang"):
                peer.wait(0.9)
                return
            # In one piece: what comes later is seen before the connection is used again, or never.
            more = b"!" if name.startswith("more") else b""
            peer.write(answer("200 OK", name.encode()) + more)
            peer.next()

    names = [f"{kind}-{index}" for index, kind in enumerate(kinds)]
    with RawServer(play) as server:
        target = LiveTarget("live", server.url, Limits(timeout=0.5))
        with ThreadPoolExecutor(THREADS) as pool:
            outcomes = list(
                pool.map(lambda name: target.send(Request(method="GET", url=f"/{name}")), names)
            )
        target.close()
    for name, outcome in zip(names, outcomes, strict=True):
        if name.startswith("hang"):
            assert isinstance(outcome, Lost), name
            assert outcome.reason is LostReason.TIMEOUT
        else:
            assert isinstance(outcome, Response), (name, outcome)
            assert outcome.body == name.encode()
            assert not name.startswith("plain") or outcome.excess == b""


def test_threads_share_no_connection_and_waste_none() -> None:
    """At most as many connections are opened as requests are under way at once."""
    together = threading.Barrier(THREADS, timeout=10)

    def play(peer: Peer) -> None:
        while peer.asked:
            if b"/together" in peer.asked:
                together.wait()
            peer.write(answer("200 OK", b"{}"))
            peer.next()

    def many(target: LiveTarget) -> Counter[type[Outcome]]:
        sent = [target.send(Request(method="GET", url="/together"))]
        sent += [target.send(Request(method="GET", url="/alone")) for _ in range(20)]
        return Counter(type(each) for each in sent)

    with RawServer(play) as server:
        target = LiveTarget("live", server.url, Limits(timeout=10))
        with ThreadPoolExecutor(THREADS) as pool:
            counts = list(pool.map(many, [target] * THREADS))
        for _ in range(20):
            target.send(Request(method="GET", url="/alone"))
        target.close()
    assert counts == [Counter({Response: 21})] * THREADS
    assert len(server.asked) == THREADS


def test_each_request_has_a_time_of_its_own() -> None:
    """Answers that take most of the time come whole one after the other, on one connection."""

    def play(peer: Peer) -> None:
        while peer.asked:
            peer.wait(0.35)
            peer.write(answer("200 OK", b"{}"))
            peer.next()

    with RawServer(play) as server:
        target = LiveTarget("live", server.url, Limits(timeout=0.5))
        outcomes = [target.send(Request(method="GET", url="/")) for _ in range(3)]
        target.close()
    assert [type(each) for each in outcomes] == [Response] * 3
    assert len(server.asked) == 1
