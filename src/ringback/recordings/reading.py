"""From files to recordings: each file is read by what it holds, and none stops the others."""

import importlib.resources
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs

from ringback.contract.explain import explain
from ringback.errors import UsageError
from ringback.exchange import Exchange, Headers, Request, Response, headers_from, media_type_of
from ringback.finding import steps
from ringback.payload import decode, encode
from ringback.recordings.lines import line_of
from ringback.recordings.recording import Expected, Payload, Provenance, Recording, Unreadable

Entry = Recording | Payload | Unreadable

_LINE = re.compile(r"at line (\d+)")


def files(paths: Iterable[str]) -> Iterator[Path]:
    """Every file that the paths name, folders searched for `.json`, each once.

    Raises UsageError for what isn't there.
    """
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        raise UsageError(tuple(f"{path}: no such file or folder" for path in missing))
    found: dict[Path, None] = {}
    for path in paths:
        here = Path(path)
        if here.is_dir():
            inside = sorted(each for each in here.rglob("*.json") if each.is_file())
            found.update(dict.fromkeys(inside))
        else:
            found[here] = None
    yield from found


def read(file: Path) -> Entry:
    """What a file holds; a problem is a value, so that the next file is read all the same."""
    try:
        content = file.read_bytes()
    except OSError as error:
        text = f"can't be read ({error.strerror})"
        return Unreadable(file=str(file), rule="recording/unreadable", problem=text)
    return parse(content, str(file))


def parse(content: bytes, name: str) -> Entry:
    """What these bytes hold: a recording when they look like one, else a bare payload."""
    decoded = decode(content)
    if not decoded.parsed:
        problem = decoded.flaws[-1].text
        found = _LINE.search(problem)
        line = int(found[1]) if found else None
        return Unreadable(file=name, rule="recording/unreadable", problem=problem, line=line)
    value = decoded.value
    if not isinstance(value, dict) or not {"request", "response"} & value.keys():
        return Payload(file=name, body=content)
    if decoded.flaws:
        text = decoded.flaws[0].text
        return Unreadable(file=name, rule="recording/invalid", problem=text)
    wrong = _wrong(value)
    if wrong is not None:
        text, place = wrong
        return Unreadable(
            file=name,
            rule="recording/invalid",
            problem=f"is no recording: {text}",
            line=line_of(name, place),
            instance=place,
        )
    return _recording(value, name)


def _wrong(value: dict[str, Any]) -> tuple[str, str] | None:
    """The first thing that makes it no recording, and its place."""
    bare = _plain(value)
    violations = explain(list(_validator().iter_errors(bare)), bare, _at)
    if violations:
        return violations[0].message, violations[0].instance
    try:
        urlsplit(value["request"]["url"])
    except ValueError as error:
        return f"{value['request']['url']} is no URL ({error})", "/request/url"
    return None


@cache
def _schema() -> dict[str, Any]:
    text = importlib.resources.files("ringback.recordings").joinpath("recording.schema.json")
    schema: dict[str, Any] = json.loads(text.read_text("utf-8"))
    return schema


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(_schema(), validate_formats=True)


def _at(place: str) -> Any:
    """What stands at a place of the recordings' schema, its reference followed."""
    node: Any = _schema()
    for step in steps(place):
        node = node[int(step)] if isinstance(node, list) else node.get(step, {})
    target = node.get("$ref") if isinstance(node, dict) else None
    return _at(target[1:]) if isinstance(target, str) else node


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """The recording without its bodies: they may hold anything, the schema asks nothing of them."""
    return {
        name: {key: inner for key, inner in part.items() if key != "body"}
        if name in {"request", "response"} and isinstance(part, dict)
        else part
        for name, part in value.items()
    }


def _recording(value: dict[str, Any], name: str) -> Recording:
    asked, answered = value["request"], value["response"]
    request_headers = _headers(asked.get("headers", {}))
    response_headers = _headers(answered.get("headers", {}))
    request = Request(
        method=asked["method"].upper(),
        url=asked["url"],
        headers=_typed(request_headers, asked.get("body")),
        body=_body(asked.get("body"), request_headers),
    )
    response = Response(
        status=answered["status"],
        headers=_typed(response_headers, answered.get("body")),
        body=_body(answered.get("body"), response_headers) or b"",
    )
    return Recording(
        file=name,
        exchange=Exchange(request=request, outcome=response),
        provenance=Provenance(**value["provenance"]) if "provenance" in value else None,
        expect=tuple(Expected(**each) for each in value.get("expect", ())),
        with_headers=bool(response_headers),
    )


def _headers(value: dict[str, str] | list[list[str]]) -> Headers:
    pairs = value.items() if isinstance(value, dict) else [(name, text) for name, text in value]
    return headers_from(pairs)


def _typed(headers: Headers, body: Any) -> Headers:
    """The headers; a body whose type was not kept is taken for JSON, as it stands as JSON here."""
    if body is None or media_type_of(headers) is not None:
        return headers
    return (*headers, ("Content-Type", "application/json"))


def _body(value: Any, headers: Headers) -> bytes | None:
    """The bytes of a body: JSON written anew, other media types as their text."""
    if value is None:
        return None
    name = media_type_of(headers) or "application/json"
    if isinstance(value, str) and "json" not in name:
        return value.encode("utf-8", "surrogatepass")
    return encode(value)
