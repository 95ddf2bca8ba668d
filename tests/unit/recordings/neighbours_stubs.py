"""Stubs and expectations of tools that answer for a service, as their makers document them."""

import gzip
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.unit.recordings.neighbours_parts import JSON, URL, coded, dumped, texts


def nock(*bodies: Any) -> bytes:
    """nock: JSON in place, and content-encoded pieces in hexadecimal."""
    one, other = bodies
    packed = gzip.compress(json.dumps(other).encode()).hex()
    scope, path = URL.partition("/v1")[0], "/v1" + URL.partition("/v1")[2]
    call = {"scope": f"{scope}:443", "method": "GET", "path": path, "body": "", "status": 200}
    return dumped(
        [
            {
                **call,
                "response": one,
                "rawHeaders": ["Content-Type", JSON],
                "responseIsBinary": False,
            },
            {
                **call,
                "response": [packed[:40], packed[40:]],
                "rawHeaders": ["Content-Type", JSON, "Content-Encoding", "gzip"],
                "responseIsBinary": False,
            },
        ]
    )


def _stubs(*bodies: Any) -> list[dict[str, Any]]:
    one, other = bodies
    split = urlsplit(URL)
    number = parse_qs(split.query)["phone_number"][0]
    return [
        {
            "id": "8c5db8b0-2db4-4ad7-a99f-38c9b00da3f7",
            "request": {
                "urlPath": split.path,
                "method": "GET",
                "queryParameters": {"phone_number": {"equalTo": number}},
            },
            "response": {"status": 200, "jsonBody": one, "headers": {"Content-Type": JSON}},
        },
        {
            "request": {"url": f"{split.path}?{split.query}", "method": "GET"},
            "response": {
                "status": 200,
                "base64Body": coded(other),
                "headers": {"Content-Type": JSON},
            },
        },
    ]


def wiremock(*bodies: Any) -> bytes:
    """WireMock: several mappings in one file."""
    return dumped({"mappings": _stubs(*bodies), "meta": {"total": 2}})


def wiremock_one(*bodies: Any) -> bytes:
    """WireMock: a mapping by itself, of the second body."""
    return dumped({**_stubs(*bodies)[1], "persistent": True})


def wiremock_journal(*bodies: Any) -> bytes:
    """WireMock: what was asked of it (`/__admin/requests`)."""
    return dumped(
        {
            "requests": [
                {
                    "id": "45760a03-eebb-4387-ad0d-bb89b5d3d662",
                    "request": {
                        "url": "/v1/numbers",
                        "absoluteUrl": URL,
                        "method": "GET",
                        "headers": {"Accept": "*/*"},
                        "body": "",
                        "loggedDateString": "2026-11-01T08:02:22Z",
                    },
                    "responseDefinition": {"status": 200},
                    "response": {"status": 200, "headers": {"Content-Type": JSON}, "body": text},
                }
                for text in texts(*bodies)
            ]
        }
    )


def _pact(version: str, *interactions: dict[str, Any]) -> bytes:
    return dumped(
        {
            "consumer": {"name": "web"},
            "provider": {"name": "numbers"},
            "interactions": interactions,
            "metadata": {"pactSpecification": {"version": version}},
        }
    )


def pact_2(*bodies: Any) -> bytes:
    """Pact, version 2: the query is a text, rules stand beside the example."""
    split = urlsplit(URL)
    rules = {"$.body.id": {"match": "type"}}
    return _pact(
        "2.0.0",
        *(
            {
                "description": "a read",
                "providerState": "there is one",
                "request": {"method": "get", "path": split.path, "query": split.query},
                "response": {
                    "status": 200,
                    "headers": {"Content-Type": JSON},
                    "body": each,
                    "matchingRules": rules,
                },
            }
            for each in bodies
        ),
    )


def pact_3(*bodies: Any) -> bytes:
    """Version 3: the query is an object of lists."""
    split = urlsplit(URL)
    rules = {"body": {"$.id": {"matchers": [{"match": "type"}], "combine": "AND"}}}
    return _pact(
        "3.0.0",
        *(
            {
                "description": "a read",
                "providerStates": [{"name": "there is one"}],
                "request": {"method": "GET", "path": split.path, "query": parse_qs(split.query)},
                "response": {
                    "status": 200,
                    "headers": {"Content-Type": JSON},
                    "body": each,
                    "matchingRules": rules,
                },
            }
            for each in bodies
        ),
    )


def pact_4(*bodies: Any) -> bytes:
    """Version 4: types of interactions, lists of a header's values, bodies with their coding."""
    split = urlsplit(URL)
    one, other = bodies
    contents = (
        {"content": one, "contentType": JSON, "encoded": False},
        {"content": coded(other), "contentType": JSON, "encoded": "base64"},
    )
    return _pact(
        "4.0",
        *(
            {
                "type": "Synchronous/HTTP",
                "key": f"k{number}",
                "description": "a read",
                "pending": False,
                "request": {"method": "GET", "path": split.path, "query": parse_qs(split.query)},
                "response": {"status": 200, "headers": {"Content-Type": [JSON]}, "body": each},
            }
            for number, each in enumerate(contents)
        ),
    )
