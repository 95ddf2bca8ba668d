"""Exchanges as a HAR (HTTP Archive 1.2), for the tools of others."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ringback import __version__
from ringback.exchange import Exchange, Headers, Response, header_values
from ringback.recordings.formats.parts.stored_bodies import told_charset


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedExchange:
    """An exchange that was answered, and when it began. `base_url` stands before its URL."""

    exchange: Exchange
    began: datetime
    base_url: str = ""


def har_text(exchanges: Iterable[TimedExchange]) -> str:
    """The text of a HAR file; exchanges without an answer are left out."""
    entries = [
        _entry(each, each.exchange.response)
        for each in exchanges
        if each.exchange.response is not None
    ]
    creator = {"name": "ringback", "version": __version__}
    whole = {"log": {"version": "1.2", "creator": creator, "entries": entries}}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _entry(each: TimedExchange, response: Response) -> dict[str, Any]:
    request = each.exchange.request
    url = each.base_url + request.url
    milliseconds = round(response.seconds * 1000, 3)
    asked = {
        "method": request.method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(request.headers),
        "queryString": [
            {"name": name, "value": value}
            for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True)
        ],
        "headersSize": -1,
        "bodySize": len(request.body or b""),
    }
    if request.body:
        told = _text(request.body, request.headers)
        asked["postData"] = {"mimeType": _type(request.headers), **told}
    answered = {
        "status": response.status,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(response.headers),
        "content": {
            "size": len(response.body),
            "mimeType": _type(response.headers),
            **_text(response.body, response.headers),
        },
        "redirectURL": next(iter(header_values(response.headers, "location")), ""),
        "headersSize": -1,
        "bodySize": -1,
    }
    return {
        "startedDateTime": each.began.isoformat(),
        "time": milliseconds,
        "request": asked,
        "response": answered,
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
    }


def _pairs(headers: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


def _type(headers: Headers) -> str:
    return next(iter(header_values(headers, "content-type")), "")


def _text(body: bytes, headers: Headers) -> dict[str, str]:
    """A body as text, out of its charset, or in base64 where it is none."""
    try:
        return {"text": body.decode(told_charset(headers) or "utf-8")}
    except (LookupError, UnicodeDecodeError):
        return {"text": base64.b64encode(body).decode("ascii"), "encoding": "base64"}
