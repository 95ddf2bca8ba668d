"""What clients and proxies write of their calls, as their makers document it."""

import gzip
import json
from typing import Any
from urllib.parse import urlsplit

from tests.unit.recordings.neighbours_parts import JSON, URL, dumped, texts


def _of_postman(raw: bool) -> dict[str, Any]:
    split = urlsplit(URL)
    url: dict[str, Any] = {
        "protocol": "https",
        "path": split.path.strip("/").split("/"),
        "host": split.netloc.split("."),
        "query": [{"key": "phone_number", "value": "+15550100001"}],
        "variable": [],
    }
    if raw:
        url["raw"] = f"{{{{baseUrl}}}}{split.path}?{split.query}"
    return {"method": "GET", "header": [{"key": "Accept", "value": "*/*"}], "url": url}


def postman(*bodies: Any) -> bytes:
    """Postman, v2.1: a folder with a request with two saved examples."""
    asked = _of_postman(raw=True)
    saved = [
        {
            "name": "read",
            "originalRequest": asked,
            "status": "OK",
            "code": 200,
            "_postman_previewlanguage": "json",
            "header": [{"key": "Content-Type", "value": JSON}],
            "cookie": [],
            "body": text,
        }
        for text in texts(*bodies)
    ]
    return dumped(
        {
            "info": {
                "_postman_id": "1",
                "name": "numbers",
                "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
            },
            "item": [
                {"name": "numbers", "item": [{"name": "read", "request": asked, "response": saved}]}
            ],
            "variable": [{"key": "baseUrl", "value": "https://api.vocode.dev"}],
        }
    )


def newman(*bodies: Any) -> bytes:
    """Newman's JSON report: answers are Buffers."""
    asked = _of_postman(raw=False)
    return dumped(
        {
            "collection": {
                "_": {"postman_id": "1"},
                "item": [{"id": "a", "name": "read", "request": asked, "response": []}],
                "info": {"name": "numbers"},
            },
            "environment": {"id": "2", "values": []},
            "run": {
                "stats": {"requests": {"total": 2}},
                "executions": [
                    {
                        "cursor": {"position": 0},
                        "item": {"id": "a"},
                        "request": asked,
                        "response": {
                            "id": "3",
                            "status": "OK",
                            "code": 200,
                            "header": [{"key": "Content-Type", "value": JSON}],
                            "stream": {"type": "Buffer", "data": list(text.encode())},
                            "responseTime": 10,
                            "responseSize": len(text),
                        },
                    }
                    for text in texts(*bodies)
                ],
                "failures": [],
            },
        }
    )


def bruno(*bodies: Any) -> bytes:
    """Bruno's JSON report: a list of iterations."""
    return dumped(
        [
            {
                "iterationIndex": 0,
                "summary": {"totalRequests": 2, "passedRequests": 2},
                "results": [
                    {
                        "test": {"filename": "read.bru"},
                        "request": {"method": "GET", "url": URL, "headers": {"accept": "*/*"}},
                        "response": {
                            "status": 200,
                            "statusText": "OK",
                            "headers": {"content-type": JSON},
                            "data": each,
                            "responseTime": 12,
                        },
                        "error": None,
                        "assertionResults": [],
                        "testResults": [],
                    }
                    for each in bodies
                ],
            }
        ]
    )


def bruno_old(*bodies: Any) -> bytes:
    """The same of a version without iterations."""
    return dumped(json.loads(bruno(*bodies))[0])


def tnet(value: Any) -> bytes:
    """A value as a tnetstring, as mitmproxy writes it."""
    match value:
        case None:
            return b"0:~"
        case bool():
            data, mark = str(value).lower().encode(), b"!"
        case int():
            data, mark = str(value).encode(), b"#"
        case float():
            data, mark = repr(value).encode(), b"^"
        case bytes():
            data, mark = value, b","
        case str():
            data, mark = value.encode(), b";"
        case dict():
            data = b"".join(tnet(name) + tnet(each) for name, each in value.items())
            mark = b"}"
        case _:
            data, mark = b"".join(map(tnet, value)), b"]"
    return b"%d:%s%s" % (len(data), data, mark)


def flow(body: bytes | None, **more: Any) -> dict[str, Any]:
    """A flow of mitmproxy's, version 21 of the format."""
    split = urlsplit(URL)
    asked = {
        "path": f"{split.path}?{split.query}".encode(),
        "authority": b"",
        "scheme": b"https",
        "method": b"GET",
        "port": 443,
        "host": split.netloc,
        "timestamp_start": 1793527200.5,
        "trailers": None,
        "content": b"",
        "headers": [[b"Accept", b"*/*"]],
        "http_version": b"HTTP/1.1",
    }
    answered = {
        "reason": b"OK",
        "status_code": 200,
        "timestamp_start": 1793527201.5,
        "trailers": None,
        "content": body,
        "headers": [[b"Content-Type", JSON.encode()], [b"Content-Encoding", b"gzip"]],
        "http_version": b"HTTP/1.1",
    }
    whole = {
        "websocket": None,
        "response": answered,
        "request": asked,
        "error": None,
        "id": "1",
        "type": "http",
        "version": 21,
    }
    return {**whole, **more}


def mitmproxy(*bodies: Any) -> bytes:
    """Mitmproxy's flows: bodies as they came."""
    return b"".join(tnet(flow(gzip.compress(text.encode()))) for text in texts(*bodies))


def har_entry(content: dict[str, Any]) -> dict[str, Any]:
    """An entry of a HAR with this content."""
    return {
        "startedDateTime": "2026-11-01T10:00:00.000Z",
        "request": {"method": "GET", "url": URL, "headers": []},
        "response": {"status": 200, "headers": [], "content": {"mimeType": JSON, **content}},
    }
