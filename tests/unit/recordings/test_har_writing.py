"""A HAR that is written reads back as the exchanges that it was made of."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ringback.exchange import Exchange, Lost, LostReason, Request, Response
from ringback.recordings import Recording, entries, sources
from ringback.recordings.formats.har_writing import TimedExchange, har_text

_WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
_JSON = (("Content-Type", "application/json"),)


def _timed(request: Request, response: Response) -> TimedExchange:
    exchange = Exchange(request=request, outcome=response)
    return TimedExchange(exchange=exchange, began=_WHEN, base_url="https://items.example")


@pytest.mark.parametrize(
    ("request_", "response"),
    [
        (Request(method="GET", url="/items?a=%2F&b="), Response(status=204)),
        (
            Request(method="POST", url="/items", headers=_JSON, body=b'{"a": "\xc3\xa9"}'),
            Response(status=201, headers=(*_JSON, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))),
        ),
        (
            Request(method="GET", url="/items/1"),
            Response(
                status=200,
                headers=(("Content-Type", "image/png"), ("Location", "/x")),
                body=b"\x89PNG\xff\x00",
            ),
        ),
        (
            Request(method="GET", url="/text"),
            Response(
                status=200, headers=(("Content-Type", "text/plain; charset=latin-1"),), body=b"\xe9"
            ),
        ),
    ],
    ids=["no bodies", "JSON and repeated headers", "bytes", "another charset"],
)
def test_what_is_written_reads_back(tmp_path: Path, request_: Request, response: Response) -> None:
    """URL, headers in their order, and the very bytes of bodies; the day is kept."""
    (tmp_path / "a.har").write_text(har_text([_timed(request_, response)]), "utf-8")
    [source] = sources([str(tmp_path / "a.har")])
    [entry] = entries(source)
    assert isinstance(entry, Recording)
    kept = entry.exchange
    assert kept.request == Request(
        method=request_.method,
        url=f"https://items.example{request_.url}",
        headers=request_.headers,
        body=request_.body,
    )
    assert kept.outcome == response
    assert (entry.date, entry.with_body, entry.with_request_body) == ("2026-01-02", True, True)


def test_what_was_not_answered_is_left_out() -> None:
    """A HAR has no form for a connection that broke."""
    lost = Exchange(
        request=Request(method="GET", url="/"), outcome=Lost(reason=LostReason.CLOSED, detail="")
    )
    text = har_text([TimedExchange(exchange=lost, began=_WHEN)])
    assert json.loads(text)["log"]["entries"] == []
