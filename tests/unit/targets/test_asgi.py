"""A service in this process shows what it would show behind a server."""

import asyncio
import gzip
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from ringback.exchange import Lost, LostReason, Outcome, Request, Response
from ringback.targets.asgi import App, AsgiTarget
from ringback.targets.interface import Limits

Send = Callable[[dict[str, Any]], Awaitable[None]]
ASK = Request(method="POST", url="/a%2Fb?x=%2B1&x=+", headers=(("X-One", "é"),), body=b"{}")
QUICK = Limits(timeout=0.2, size=1024)


def sent(app: App, request: Request = ASK) -> Outcome:
    """What came of a request, without how long it took."""
    target = AsgiTarget("app", app, QUICK)
    try:
        outcome = target.send(request)
    finally:
        target.close()
    if isinstance(outcome, Response):
        return Response(status=outcome.status, headers=outcome.headers, body=outcome.body)
    return outcome


def answering(status: Any, headers: Any, *bodies: bytes, more: bool = False) -> App:
    """An app that answers so; with `more`, it never sends the last part."""

    async def app(_scope: Any, _receive: Any, send: Send) -> None:
        """Answer as the test needs it."""
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for body in bodies:
            await send({"type": "http.response.body", "body": body, "more_body": True})
        if not more:
            await send({"type": "http.response.body"})

    return app


async def raising(_scope: Any, _receive: Any, _send: Send) -> None:
    """Raise before anything is sent."""
    raise RuntimeError("broken")


async def calling_off(_scope: Any, _receive: Any, _send: Send) -> None:
    """Raise what looks as if the request had been called off."""
    raise asyncio.CancelledError


async def silent(_scope: Any, _receive: Any, _send: Send) -> None:
    """Answer nothing at all."""


async def raising_late(_scope: Any, _receive: Any, send: Send) -> None:
    """Raise after a part of the answer."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})
    raise RuntimeError("broken")


async def raising_after(_scope: Any, _receive: Any, send: Send) -> None:
    """Raise after the whole answer."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})
    raise RuntimeError("broken")


async def hanging(_scope: Any, _receive: Any, _send: Send) -> None:
    """Never answer."""
    await asyncio.sleep(60)


async def leaving(_scope: Any, _receive: Any, _send: Send) -> None:
    """End the process."""
    sys.exit(0)


async def hanging_late(_scope: Any, _receive: Any, send: Send) -> None:
    """Begin an answer, and never end it."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await asyncio.sleep(60)


TEXT = (("content-type", "text/plain; charset=utf-8"),)
FAILED = Response(status=500, headers=TEXT, body=b"Internal Server Error")
CUT = Lost(reason=LostReason.TRUNCATED, detail="the connection closed inside the answer")
LATE = Lost(reason=LostReason.TIMEOUT, detail="the answer was not whole after 0.2 s")
ZIPPED = gzip.compress(b"[]", mtime=0)
ZIP = [(b"content-encoding", b"gzip")]


@pytest.mark.parametrize(
    ("app", "expected"),
    [
        (
            answering(200, [(b"x-a", b"1"), (b"x-a", b"\xe9")], b"{", b"}"),
            Response(status=200, headers=(("x-a", "1"), ("x-a", "é")), body=b"{}"),
        ),
        (
            answering(200, ZIP, ZIPPED),
            Response(status=200, headers=(("content-encoding", "gzip"),), body=b"[]"),
        ),
        (raising, FAILED),
        (calling_off, FAILED),
        (silent, FAILED),
        (answering("200", []), FAILED),
        (answering(200, [("x", "text")]), FAILED),
        (raising_late, CUT),
        (answering(200, [], b"{", more=True), CUT),
        (raising_after, Response(status=200, body=b"{}")),
        (hanging, LATE),
        (hanging_late, LATE),
        (
            leaving,
            Lost(
                reason=LostReason.CLOSED,
                detail="the app ended its process without an answer",
            ),
        ),
        (
            answering(200, [], b" " * 2000),
            Lost(reason=LostReason.TOO_LARGE, detail="the answer passes 1024 bytes", status=200),
        ),
        (
            answering(200, ZIP, gzip.compress(b" " * 2000)),
            Lost(reason=LostReason.TOO_LARGE, detail="the answer passes 1024 bytes", status=200),
        ),
        (
            answering(302, [(b"location", b"/again")]),
            Response(status=302, headers=(("location", "/again"),)),
        ),
        (
            answering(307, [(b"location", b"http://[")]),
            Response(status=307, headers=(("location", "http://["),)),
        ),
        (
            answering(200, [(b"x-name", b"\xff"), (b"set-cookie", b"a=\xe9"), (b"x-name", b"")]),
            Response(
                status=200, headers=(("x-name", "\xff"), ("set-cookie", "a=\xe9"), ("x-name", ""))
            ),
        ),
    ],
)
def test_what_an_app_does_is_the_outcome(app: App, expected: Outcome) -> None:
    """An app in the process shows what it would show behind a server."""
    assert sent(app) == expected


def test_the_app_gets_the_request_as_it_is() -> None:
    """Method, path, query, headers and body arrive byte for byte."""
    seen: dict[str, Any] = {}

    async def app(scope: Any, receive: Any, send: Send) -> None:
        """Answer as the test needs it."""
        seen.update(scope, body=(await receive())["body"])
        await answering(200, [])(scope, receive, send)

    sent(app)
    assert (seen["method"], seen["raw_path"], seen["query_string"], seen["body"]) == (
        "POST",
        b"/a%2Fb",
        b"x=%2B1&x=+",
        b"{}",
    )
    assert (b"x-one", b"\xe9") in seen["headers"]


def test_a_header_that_cannot_be_sent_never_reaches_the_app() -> None:
    """An app in the process is spared what no client can put on the wire."""
    outcome = sent(answering(200, []), Request(method="GET", url="/", headers=(("A", "b\nc"),)))
    assert outcome == Lost(
        reason=LostReason.UNSENDABLE,
        detail="can't be sent (the header A holds what no header can)",
    )


def test_a_target_goes_on_after_a_late_answer() -> None:
    """A request that was given up on leaves the app fit for the next one."""
    times = iter([60.0, 0.0])

    async def app(scope: Any, receive: Any, send: Send) -> None:
        """Answer as the test needs it."""
        await asyncio.sleep(next(times))
        await answering(200, [], b"[]")(scope, receive, send)

    target = AsgiTarget("app", app, QUICK)
    outcomes = [target.send(ASK), target.send(ASK)]
    target.close()
    assert outcomes[0] == LATE
    assert isinstance(outcomes[1], Response)
    assert outcomes[1].body == b"[]"


def test_no_cookie_is_kept() -> None:
    """A request carries the cookies that it names, whatever answers before it had set."""
    seen: list[list[bytes]] = []

    async def app(scope: Any, receive: Any, send: Send) -> None:
        """Answer as the test needs it."""
        seen.append([value for name, value in scope["headers"] if name == b"cookie"])
        await answering(200, [(b"set-cookie", b"SESSION=open; Path=/")])(scope, receive, send)

    target = AsgiTarget("app", app, QUICK)
    for ask in (ASK, ASK, ASK.with_header("Cookie", "theme=dark")):
        target.send(ask)
    target.close()
    assert seen == [[], [], [b"theme=dark"]]


def test_what_the_client_raises_is_about_one_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure of the client's own is no word about the app, and ends nothing else."""

    def failing(*_given: object) -> None:
        raise RecursionError("too deep")

    target = AsgiTarget("app", answering(200, []), QUICK)
    with monkeypatch.context() as patch:
        patch.setattr("ringback.targets.asgi.answered", failing)
        first = target.send(ASK)
    second = target.send(ASK)
    target.close()
    assert first == Lost(reason=LostReason.FAILED, detail="RecursionError: too deep")
    assert isinstance(second, Response)
