"""Recordings, right and wrong in many ways, for who must judge them all alike."""

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ringback.contract import Contract
from tests.unit.contract.making import ROOT, small

RECORDINGS = ROOT / "contracts" / "numbers" / "recordings"
_OTHERS: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, "", "text", "+15550100001", [], [1], {}, {"x": 1},
    "3c90c3cc-0d44-4b50-8888-8dd25736052a", 200, 404, 405, 422, 503, "application/json",
    "text/html",
)  # fmt: skip


@cache
def stored() -> tuple[dict[str, Any], ...]:
    """The repository's recordings, without what they are known to break."""
    return tuple(
        {key: value for key, value in json.loads(file.read_text()).items() if key != "expect"}
        for file in sorted(RECORDINGS.rglob("*.json"))
    )


def mutated(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Recordings with one or two parts changed, left out, or put in; seeded."""
    rnd = random.Random(seed)  # noqa: S311 -- for tests
    for _ in range(count):
        value = json.loads(json.dumps(rnd.choice(stored())))
        for _ in range(rnd.choice((0, 1, 1, 1, 2))):
            _change(value, rnd)
        yield value


def _change(value: Any, rnd: random.Random) -> None:
    """Change one part somewhere below."""
    while True:
        if isinstance(value, dict) and value:
            key: Any = rnd.choice(list(value))
        elif isinstance(value, list) and value:
            key = rnd.randrange(len(value))
        else:
            return
        below = value[key]
        if isinstance(below, dict | list) and below and rnd.random() < 0.8:
            value = below
            continue
        kind = rnd.random()
        if kind < 0.3 and isinstance(value, dict):
            del value[key]
        elif kind < 0.4 and isinstance(value, dict):
            value[rnd.choice(("x-new", "body", "headers", "Allow"))] = rnd.choice(_OTHERS)
        else:
            value[key] = rnd.choice(_OTHERS)
        return


def things() -> Contract:
    """A description with what the repository's own has not: headers, paths, ranges, media types."""
    return small(
        {
            "Thing": {
                "type": "object",
                "required": ["id"],
                "additionalProperties": False,
                "properties": {"id": {"type": "integer"}, "size": {"multipleOf": 3}},
            }
        },
        {
            "/things/{id}": {
                "get": {
                    "operationId": "read",
                    "parameters": [
                        {
                            "name": "id",
                            "in": "path",
                            "required": True,
                            "schema": {"type": "integer", "maximum": 99},
                        },
                        {"name": "X-Tenant", "in": "header", "required": True, "schema": {}},
                        {"name": "X-Loose", "in": "header"},
                        {"name": "page", "in": "query", "schema": {"type": "integer"}},
                        {"name": "tags", "in": "query", "schema": {"type": "array"}},
                    ],
                    "responses": {
                        "200": {
                            "description": "ok",
                            "headers": {
                                "X-Left": {"required": True, "schema": {"type": "integer"}},
                                "X-Kind": {"schema": {"enum": ["a", "b"]}},
                            },
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": "#/components/schemas/Thing"}
                                },
                                "text/csv": {},
                            },
                        },
                        "204": {"description": "nothing"},
                        "4XX": {
                            "description": "no",
                            "content": {"application/problem+json": {"schema": {"type": "object"}}},
                        },
                    },
                },
                "put": {
                    "operationId": "write",
                    "requestBody": {
                        "required": True,
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}},
                            "text/plain": {"schema": {"type": "string"}},
                        },
                    },
                    "responses": {"default": {"description": "any"}},
                },
            }
        },
    )


def of_things(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Recordings of these, put together at random from parts that are right and wrong."""
    rnd = random.Random(seed)  # noqa: S311 -- for tests
    pick = rnd.choice
    for _ in range(count):
        request: dict[str, Any] = {
            "method": pick(("GET", "GET", "get", "PUT", "PUT", "DELETE")),
            "url": pick(("", "https://h.example", "http://["))
            + pick(("/things/5", "/things/100", "/things/x", "/things/5/", "/other", "/things/%35"))
            + pick(("", "", "?page=1", "?page=x", "?page=1&page=2", "?tags[]=a", "?a=%5B&page=%31"))
            + pick(("", "", "", "#part")),
        }
        response: dict[str, Any] = {"status": pick((200, 200, 200, 204, 404, 405, 429, 500, 503))}
        types = (
            "application/json",
            "application/json; charset=utf-8",
            "text/plain",
            "text/csv",
            "application/problem+json",
            "APPLICATION/JSON",
            "application/json;charset=utf-16",
        )
        bodies: tuple[Any, ...] = (
            {"id": 1}, {"id": 1, "size": 6}, {"id": 1, "size": 7}, {"id": 1, "size": 3 * 10**30},
            {"id": 1, "size": 3 * 10**30 + 1}, {"id": "x"}, {"id": 1, "more": 0}, "text", "", None,
            [], 5,
        )  # fmt: skip
        for side in (request, response):
            headers = {}
            if rnd.random() < 0.7:
                headers[pick(("Content-Type", "content-type", "CONTENT-TYPE"))] = pick(types)
            if rnd.random() < 0.6:
                headers[pick(("X-Tenant", "x-tenant"))] = "t"
            if rnd.random() < 0.1:
                headers["x-loose"] = "l"
            if rnd.random() < 0.6:
                headers["x-left"] = pick(("1", "none"))
            if rnd.random() < 0.3:
                headers["X-Kind"] = pick(("a", "c"))
            if rnd.random() < 0.8:
                pairs = [list(each) for each in headers.items()]
                side["headers"] = headers if rnd.random() < 0.7 else pairs
            if rnd.random() < 0.8:
                side["body"] = pick(bodies)
        yield {"request": request, "response": response}


def numbered(folder: Path, values: Iterator[dict[str, Any]], style: int = 0) -> Path:
    """A log of these, one a line."""
    file = folder / "log.ndjson"
    marks = (",", ":") if style else (", ", ": ")
    file.write_text("".join(json.dumps(each, separators=marks) + "\n" for each in values))
    return file
