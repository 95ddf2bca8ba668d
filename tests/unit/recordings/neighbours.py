"""A small file of each format that other tools write, as their makers' documentation has it.

Each holds two reads of one resource, answered with the two bodies that it is made of.
"""

import base64
import gzip
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

URL = "https://api.vocode.dev/v1/numbers?phone_number=%2B15550100001"
JSON = "application/json"
Make = Callable[[Any, Any], bytes]


def texts(*bodies: Any) -> list[str]:
    """The bodies as their services wrote them."""
    return [json.dumps(each) for each in bodies]


def coded(body: Any) -> str:
    """A body in base64."""
    return base64.b64encode(json.dumps(body).encode()).decode()


def dumped(value: Any) -> bytes:
    """A file of JSON, an item a line or more."""
    return json.dumps(value, indent=1).encode()


def betamax(*bodies: Any) -> bytes:
    """Betamax for Python: a text, and base64 where bytes were to be preserved."""
    one, other = bodies
    stored = (
        {"encoding": "utf-8", "string": json.dumps(one)},
        {"encoding": None, "base64_string": coded(other)},
    )
    return dumped({
        "http_interactions": [
            {
                "request": {"body": {"encoding": "utf-8", "string": ""}, "headers": {"Accept": ["*/*"]}, "method": "GET", "uri": URL},
                "response": {"body": each, "headers": {"Content-Type": [JSON]}, "status": {"code": 200, "message": "OK"}, "url": URL},
                "recorded_at": "2026-11-01T12:00:00",
            }
            for each in stored
        ],
        "recorded_with": "betamax/0.9.0",
    })  # fmt: skip


def ruby_vcr(*bodies: Any) -> bytes:
    """VCR for Ruby: the second body is preserved byte for byte."""
    one, other = bodies
    quoted = json.dumps(json.dumps(one))
    lines = ["---", "http_interactions:"]
    for body in (f"string: {quoted}", f"base64_string: |\n        {coded(other)}"):
        lines += [
            *("- request:", "    method: get", f"    uri: {URL}", "    body:"),
            *("      encoding: US-ASCII", "      string: ''", "    headers:"),
            *("      Accept:", '      - "*/*"', "  response:", "    status:"),
            *("      code: 200", "      message: OK", "    headers:", "      Content-Type:"),
            *(f"      - {JSON}", "    body:", "      encoding: UTF-8", f"      {body}"),
            *("    http_version: '1.1'", "  recorded_at: Sun, 01 Nov 2026 04:58:44 GMT"),
        ]
    return "\n".join([*lines, "recorded_with: VCR 6.2.0", ""]).encode()


def ruby_binary(*bodies: Any) -> bytes:
    """The same where Ruby's YAML itself chose binary data."""
    found = ruby_vcr(*bodies).decode()
    return found.replace("base64_string: |\n", "string: !binary |-\n").encode()


def php_vcr_yaml(*bodies: Any) -> bytes:
    """PHP-VCR: a list without a name."""
    lines = []
    for index, text in enumerate(texts(*bodies)):
        lines += [
            *("-", "    request:", "        method: GET", f"        url: '{URL}'", "        headers:"),
            *("            Host: api.vocode.dev", "    response:", "        status:"),
            *("            http_version: '1.1'", "            code: '200'", "            message: OK"),
            *("        headers:", f"            Content-Type: {JSON}", f"        body: {json.dumps(text)}"),
            *("        curl_info:", f"            url: '{URL}'", f"    index: {index}"),
        ]  # fmt: skip
    return "\n".join([*lines, ""]).encode()


def php_vcr_json(*bodies: Any) -> bytes:
    """The same as JSON."""
    return dumped([
        {
            "request": {"method": "GET", "url": URL, "headers": {"Host": "api.vocode.dev"}},
            "response": {"status": {"http_version": "1.1", "code": "200", "message": "OK"}, "headers": {"Content-Type": JSON}, "body": text},
            "index": index,
        }
        for index, text in enumerate(texts(*bodies))
    ])  # fmt: skip


def nock(*bodies: Any) -> bytes:
    """nock: JSON in place, and content-encoded pieces in hexadecimal."""
    one, other = bodies
    packed = gzip.compress(json.dumps(other).encode()).hex()
    scope, path = URL.partition("/v1")[0], "/v1" + URL.partition("/v1")[2]
    call = {"scope": f"{scope}:443", "method": "GET", "path": path, "body": "", "status": 200}
    return dumped([
        {**call, "response": one, "rawHeaders": ["Content-Type", JSON], "responseIsBinary": False},
        {**call, "response": [packed[:40], packed[40:]], "rawHeaders": ["Content-Type", JSON, "Content-Encoding", "gzip"], "responseIsBinary": False},
    ])  # fmt: skip


def _stubs(*bodies: Any) -> list[dict[str, Any]]:
    one, other = bodies
    split = urlsplit(URL)
    number = parse_qs(split.query)["phone_number"][0]
    return [
        {
            "id": "8c5db8b0-2db4-4ad7-a99f-38c9b00da3f7",
            "request": {"urlPath": split.path, "method": "GET", "queryParameters": {"phone_number": {"equalTo": number}}},
            "response": {"status": 200, "jsonBody": one, "headers": {"Content-Type": JSON}},
        },
        {
            "request": {"url": f"{split.path}?{split.query}", "method": "GET"},
            "response": {"status": 200, "base64Body": coded(other), "headers": {"Content-Type": JSON}},
        },
    ]  # fmt: skip


def wiremock(*bodies: Any) -> bytes:
    """WireMock: several mappings in one file."""
    return dumped({"mappings": _stubs(*bodies), "meta": {"total": 2}})


def wiremock_one(*bodies: Any) -> bytes:
    """WireMock: a mapping by itself, of the second body."""
    return dumped({**_stubs(*bodies)[1], "persistent": True})


def wiremock_journal(*bodies: Any) -> bytes:
    """WireMock: what was asked of it (`/__admin/requests`)."""
    return dumped({
        "requests": [
            {
                "id": "45760a03-eebb-4387-ad0d-bb89b5d3d662",
                "request": {"url": "/v1/numbers", "absoluteUrl": URL, "method": "GET", "headers": {"Accept": "*/*"}, "body": "", "loggedDateString": "2026-11-01T08:02:22Z"},
                "responseDefinition": {"status": 200},
                "response": {"status": 200, "headers": {"Content-Type": JSON}, "body": text},
            }
            for text in texts(*bodies)
        ]
    })  # fmt: skip


def _pact(version: str, *interactions: dict[str, Any]) -> bytes:
    return dumped({
        "consumer": {"name": "web"},
        "provider": {"name": "numbers"},
        "interactions": interactions,
        "metadata": {"pactSpecification": {"version": version}},
    })  # fmt: skip


def pact_2(*bodies: Any) -> bytes:
    """Pact, version 2: the query is a text, rules stand beside the example."""
    split = urlsplit(URL)
    rules = {"$.body.id": {"match": "type"}}
    return _pact("2.0.0", *(
        {
            "description": "a read", "providerState": "there is one",
            "request": {"method": "get", "path": split.path, "query": split.query},
            "response": {"status": 200, "headers": {"Content-Type": JSON}, "body": each, "matchingRules": rules},
        }
        for each in bodies
    ))  # fmt: skip


def pact_3(*bodies: Any) -> bytes:
    """Version 3: the query is an object of lists."""
    split = urlsplit(URL)
    rules = {"body": {"$.id": {"matchers": [{"match": "type"}], "combine": "AND"}}}
    return _pact("3.0.0", *(
        {
            "description": "a read", "providerStates": [{"name": "there is one"}],
            "request": {"method": "GET", "path": split.path, "query": parse_qs(split.query)},
            "response": {"status": 200, "headers": {"Content-Type": JSON}, "body": each, "matchingRules": rules},
        }
        for each in bodies
    ))  # fmt: skip


def pact_4(*bodies: Any) -> bytes:
    """Version 4: types of interactions, lists of a header's values, bodies with their coding."""
    split = urlsplit(URL)
    one, other = bodies
    contents = (
        {"content": one, "contentType": JSON, "encoded": False},
        {"content": coded(other), "contentType": JSON, "encoded": "base64"},
    )
    return _pact("4.0", *(
        {
            "type": "Synchronous/HTTP", "key": f"k{number}", "description": "a read", "pending": False,
            "request": {"method": "GET", "path": split.path, "query": parse_qs(split.query)},
            "response": {"status": 200, "headers": {"Content-Type": [JSON]}, "body": each},
        }
        for number, each in enumerate(contents)
    ))  # fmt: skip


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
        {"name": "read", "originalRequest": asked, "status": "OK", "code": 200, "_postman_previewlanguage": "json", "header": [{"key": "Content-Type", "value": JSON}], "cookie": [], "body": text}
        for text in texts(*bodies)
    ]  # fmt: skip
    return dumped({
        "info": {"_postman_id": "1", "name": "numbers", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": "numbers", "item": [{"name": "read", "request": asked, "response": saved}]}],
        "variable": [{"key": "baseUrl", "value": "https://api.vocode.dev"}],
    })  # fmt: skip


def newman(*bodies: Any) -> bytes:
    """Newman's JSON report: answers are Buffers."""
    asked = _of_postman(raw=False)
    return dumped({
        "collection": {"_": {"postman_id": "1"}, "item": [{"id": "a", "name": "read", "request": asked, "response": []}], "info": {"name": "numbers"}},
        "environment": {"id": "2", "values": []},
        "run": {
            "stats": {"requests": {"total": 2}},
            "executions": [
                {
                    "cursor": {"position": 0}, "item": {"id": "a"}, "request": asked,
                    "response": {"id": "3", "status": "OK", "code": 200, "header": [{"key": "Content-Type", "value": JSON}], "stream": {"type": "Buffer", "data": list(text.encode())}, "responseTime": 10, "responseSize": len(text)},
                }
                for text in texts(*bodies)
            ],
            "failures": [],
        },
    })  # fmt: skip


def bruno(*bodies: Any) -> bytes:
    """Bruno's JSON report: a list of iterations."""
    return dumped([{
        "iterationIndex": 0,
        "summary": {"totalRequests": 2, "passedRequests": 2},
        "results": [
            {
                "test": {"filename": "read.bru"},
                "request": {"method": "GET", "url": URL, "headers": {"accept": "*/*"}},
                "response": {"status": 200, "statusText": "OK", "headers": {"content-type": JSON}, "data": each, "responseTime": 12},
                "error": None, "assertionResults": [], "testResults": [],
            }
            for each in bodies
        ],
    }])  # fmt: skip


def bruno_old(*bodies: Any) -> bytes:
    """The same of a version without iterations."""
    return dumped(json.loads(bruno(*bodies))[0])


def schemathesis(*bodies: Any) -> bytes:
    """Schemathesis' cassette in YAML, with bytes preserved."""
    lines = [
        "command: 'st run'",
        "recorded_with: 'Schemathesis 4.32.5'",
        "seed: 1",
        "http_interactions:",
    ]
    for each in bodies:
        lines += [
            *("- id: 'a'", "  status: 'SUCCESS'", "  generation:", "    time: 0.1", "    mode: positive"),
            *("  recorded_at: '2026-11-01T10:00:00+00:00'", "  checks:", "    - name: 'x'", "      status: 'SUCCESS'"),
            *("      message: ~", "  request:", f"    uri: '{URL}'", "    method: 'GET'", "    headers:"),
            *('      "Accept":', '      - "*/*"', "  response:", "    status:", "      code: '200'", '      message: "OK"'),
            *("    elapsed: '0.1'", "    headers:", '      "Content-Type":', f'      - "{JSON}"', "", "    body:"),
            *("      encoding: 'utf-8'", f"      base64_string: '{coded(each)}'", "    http_version: '1.1'"),
        ]  # fmt: skip
    return "\n".join(lines).encode()


def schemathesis_ndjson(*bodies: Any) -> bytes:
    """Schemathesis' events, one a line: a scenario has any number of exchanges."""
    recorded = {
        f"c{number}": {
            "request": {"method": "GET", "uri": URL, "headers": {}},
            "response": {"status_code": 200, "headers": {"content-type": [JSON]}, "content": {"$base64": coded(each)}, "elapsed": 0.1},
            "timestamp": 1.5,
        }
        for number, each in enumerate(bodies)
    }  # fmt: skip
    events = [
        {"Initialize": {"command": "st run", "schemathesis_version": "4.32.5", "seed": 1}},
        {"EngineStarted": {"id": "1"}},
        {"ScenarioFinished": {"id": "2", "recorder": {"label": "GET /", "interactions": recorded}}},
        {"EngineFinished": {"running_time": 1.0}},
    ]
    return "".join(json.dumps(each) + "\n" for each in events).encode()


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
        "path": f"{split.path}?{split.query}".encode(), "authority": b"", "scheme": b"https", "method": b"GET",
        "port": 443, "host": split.netloc, "timestamp_start": 1793527200.5, "trailers": None, "content": b"",
        "headers": [[b"Accept", b"*/*"]], "http_version": b"HTTP/1.1",
    }  # fmt: skip
    answered = {
        "reason": b"OK", "status_code": 200, "timestamp_start": 1793527201.5, "trailers": None, "content": body,
        "headers": [[b"Content-Type", JSON.encode()], [b"Content-Encoding", b"gzip"]], "http_version": b"HTTP/1.1",
    }  # fmt: skip
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


FILES: dict[str, tuple[Make, str]] = {
    "betamax": (betamax, "entry 2"),
    "vcr-ruby": (ruby_vcr, "entry 2"),
    "vcr-ruby-binary": (ruby_binary, "entry 2"),
    "php-vcr-yaml": (php_vcr_yaml, "entry 2"),
    "php-vcr-json": (php_vcr_json, "entry 2"),
    "nock": (nock, "entry 2"),
    "wiremock": (wiremock, "entry 2"),
    "wiremock-one": (wiremock_one, ""),
    "wiremock-journal": (wiremock_journal, "entry 2"),
    "pact-2": (pact_2, "entry 2"),
    "pact-3": (pact_3, "entry 2"),
    "pact-4": (pact_4, "entry 2"),
    "postman": (postman, "/item/0/item/0/response/1"),
    "newman": (newman, "/run/executions/1"),
    "bruno": (bruno, "/0/results/1"),
    "bruno-old": (bruno_old, "/results/1"),
    "schemathesis": (schemathesis, "entry 2"),
    "schemathesis-ndjson": (schemathesis_ndjson, "interaction 2 of line 3"),
    "mitmproxy": (mitmproxy, "entry 2"),
}
"""By name: what makes the file, and what its last entry is called."""
