"""Redirects: the answer where they are described, followed within their origin elsewhere."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from ringback.exchange import Exchange, Lost, LostReason, Request, Response
from ringback.exercise import Patience, exercise_all, followed
from ringback.operation import Answer, Operation
from ringback.targets.interface import Limits
from ringback.targets.live import LiveTarget
from tests.unit.targets.serving import Peer, RawServer, Script, answer, saying

ASK = Request(method="GET", url="/thing", headers=(("Authorization", "Bearer secret"),))
DONE = answer("200 OK", b"[]")
ENDLESS = Lost(reason=LostReason.MALFORMED, detail="redirected 5 times and more")
_PATIENCE = Patience(sleep=lambda _seconds: None)


def operation(*statuses: str) -> Operation:
    """An operation that describes these statuses."""
    answers = tuple(
        Answer(status=status, media_types=(), headers=(), links=(), pointer="")
        for status in statuses
    )
    return Operation(id="go", method="GET", path="/thing", answers=answers)


def routing(paths: dict[str, bytes]) -> Script:
    """A script that answers by the path that is asked for."""

    def play(peer: Peer) -> None:
        path = peer.asked.split(b" ")[1].decode()
        peer.write(paths.get(path, DONE))

    return play


def came_of(url: str, *requests: Request, statuses: tuple[str, ...] = ("200",)) -> list[Exchange]:
    """The exchanges that come of these requests, without how long they took."""
    asked = operation(*statuses)
    described: Callable[[int], bool] = lambda status: asked.answer_for(status) is not None  # noqa: E731 -- one of the tests' own words
    target = LiveTarget("live", url, Limits(timeout=5.0))
    try:
        first = exercise_all(target, requests, _PATIENCE)
        found = followed(target, first, [described] * len(requests), _PATIENCE)
    finally:
        target.close()
    return [
        replace(each, outcome=replace(each.outcome, seconds=0.0))
        if isinstance(each.outcome, Response)
        else each
        for each in found
    ]


def paths(server: RawServer) -> list[str]:
    """What was asked for, in order."""
    return [" ".join(head.decode("latin-1").split(" ")[:2]) for head in server.asked]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temp", "308 Perm"])
@pytest.mark.parametrize(
    ("location", "there"),
    [
        ("/other?x=1", "/other?x=1"),
        ("other", "/other"),
        ("caf\xc3\xa9", "/caf%C3%A9"),
        ("\xff", "/%FF"),
        ("/a%2Fb%20c", "/a%2Fb%20c"),
    ],
)
def test_within_an_origin_a_redirect_is_followed(status: str, location: str, there: str) -> None:
    """The credentials go along, bytes are asked for as they came, the answer is the last one."""
    raw = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nLocation: {location}\r\n\r\n"
    with RawServer(routing({"/thing": raw.encode("latin-1")})) as server:
        found = came_of(server.url, ASK)
    last = Response(status=200, headers=(("Content-Length", "2"),), body=b"[]")
    assert found == [Exchange(request=ASK, outcome=last)]
    assert paths(server) == ["GET /thing", f"GET {there}"]
    assert all(b"Authorization: Bearer secret" in head for head in server.asked)


@pytest.mark.parametrize("statuses", [("302",), ("200", "3XX"), ("200", "default")])
def test_a_described_redirect_is_the_answer(statuses: tuple[str, ...]) -> None:
    """A code, a range or the default that stands for a redirect: nobody goes on from there."""
    with RawServer(saying(answer("302 Found", b"", "Location: /other"))) as server:
        [exchange] = came_of(server.url, ASK, statuses=statuses)
    headers = (("Content-Length", "0"), ("Location", "/other"))
    assert exchange.outcome == Response(status=302, headers=headers)
    assert paths(server) == ["GET /thing"]


def test_another_status_that_is_described_is_not_enough() -> None:
    """Where a 304 is described, a 302 is still followed; a 302 on the way is the answer."""
    routes = {
        "/thing": answer("307 Temp", b"", "Location: /b"),
        "/b": answer("302 Found", b"", "Location: /c"),
    }
    with RawServer(routing(routes)) as server:
        [exchange] = came_of(server.url, ASK, statuses=("200", "302", "304"))
    assert exchange.response is not None
    assert exchange.response.status == 302
    assert paths(server) == ["GET /thing", "GET /b"]


@pytest.mark.parametrize(
    "location", ["https://127.0.0.1/", "http://[", "http://127.0.0.1:99999/", "//user@host/", ""]
)
def test_a_redirect_that_leads_nowhere_is_an_answer(location: str) -> None:
    """What can't be followed within the origin is handed back as it came."""
    with RawServer(saying(answer("302 Found", b"", f"Location: {location}"))) as server:
        [exchange] = came_of(server.url, ASK)
    headers = (("Content-Length", "0"), ("Location", location))
    assert exchange.outcome == Response(status=302, headers=headers)
    assert len(server.asked) == 1


def test_a_redirect_to_another_host_gets_no_token() -> None:
    """A redirect elsewhere is an answer like any other; nothing at all is sent there."""
    with RawServer(saying(DONE)) as thief:
        script = saying(answer("307 Temp", b"", f"Location: {thief.url}/steal"))
        with RawServer(script) as server:
            [exchange] = came_of(server.url, ASK)
    assert exchange.response is not None
    assert exchange.response.status == 307
    assert thief.asked == []


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other"])
def test_an_update_is_not_redirected_by_a_guess(status: str) -> None:
    """Clients differ on the method after these, so an update that meets one is answered by it."""
    with RawServer(saying(answer(status, b"", "Location: /other"))) as server:
        [exchange] = came_of(server.url, Request(method="POST", url="/thing", body=b"{}"))
    headers = (("Content-Length", "0"), ("Location", "/other"))
    assert exchange.outcome == Response(status=int(status[:3]), headers=headers)
    assert len(server.asked) == 1


def test_an_update_is_sent_again_by_a_308() -> None:
    """308 keeps the method and the body."""
    with RawServer(routing({"/thing": answer("308 P", b"", "Location: /b")})) as server:
        came_of(server.url, Request(method="POST", url="/thing", body=b'{"a":1}'))
    assert server.asked[1].startswith(b"POST /b HTTP/1.1\r\n")
    assert server.asked[1].endswith(b'{"a":1}')


def test_endless_redirects_end() -> None:
    """A circle of redirects is left after a few rounds; what was asked beside it is not."""
    routes = {"/round": answer("302 Found", b"", "Location: /round")}
    with RawServer(routing(routes)) as server:
        around, beside = came_of(server.url, replace(ASK, url="/round"), ASK)
    assert around == Exchange(request=replace(ASK, url="/round"), outcome=ENDLESS)
    assert beside.response is not None
    assert beside.response.status == 200
    assert sorted(paths(server)) == ["GET /round"] * 5 + ["GET /thing"]


def test_a_redirect_keeps_no_cookie() -> None:
    """What a redirect sets is not brought to where it leads."""
    script = routing({"/thing": answer("307 T", b"", "Set-Cookie: s=1", "Location: /b")})
    with RawServer(script) as server:
        came_of(server.url, ASK.with_header("Cookie", "theme=dark"))
    found = [re.findall(rb"(?i)\r\ncookie: ([^\r]*)", head) for head in server.asked]
    assert found == [[b"theme=dark"], [b"theme=dark"]]
