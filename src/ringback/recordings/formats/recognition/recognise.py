"""What a file holds, told by its content: the name only helps where the content leaves it open."""

import re
from collections.abc import Iterator
from enum import Enum, auto

from ringback.payload import decode
from ringback.recordings.formats.recognition.access_logs import access_log

_SPACE = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"
_STRING = rb'"(?:[^"\\]|\\.)*+"'
_NAMED_LINES = re.compile(r"\.(ndjson|jsonl)(\.(gz|zst))?$", re.IGNORECASE)
_YAML = re.compile(rb"^([\"']?)(http_)?interactions\1[ \t]*:", re.MULTILINE)
_YAML_LIST = re.compile(rb"^-[ \t]*\r?\n?[ \t]+request:[ \t]*\r?\n", re.MULTILINE)  # PHP-VCR
_YAML_FLOW = re.compile(rb"\{\s*((http_)?interactions|version)\s*:")
_FLOWS = re.compile(rb"[1-9]\d{0,11}:\d{1,9}:[a-z_]{2,40}[,;]")  # mitmproxy's: a member of a flow
_TOKEN = re.compile(rb"(" + _STRING + rb")|[\[\]{}:,\"]|[^\s\[\]{}:,\"]+", re.DOTALL)
_VERSIONED = re.compile(rb'^\{\s*"version"\s*:|"version"\s*:\s*1\s*\}\s*$')
# What tells a form as soon as it is met: names joined by slashes, nothing for an item of an array.
_TELLING = {
    # What a HAR's log may hold (HAR 1.2, log)
    **{f"log/{name}": "HAR" for name in ("version", "creator", "browser", "pages", "entries")},
    **{f"interactions//request/{name}": "CASSETTE_JSON" for name in ("uri", "headers")},
    "interactions//request/path": "PACT",
    "messages//contents": "PACT",
    "mappings//request": "WIREMOCK_LIST",
    "requests//responseDefinition": "WIREMOCK_LIST",
    "info/_postman_id": "POSTMAN",
    "collection/info": "POSTMAN",
    "collection/item": "POSTMAN",
    "run/executions": "POSTMAN",
    "results//test/filename": "BRUNO",
    "/results//test": "BRUNO",
    "/results//request": "BRUNO",
    "snapshot/startedDateTime": "TRACE",
    "Initialize/schemathesis_version": "SCHEMATHESIS",
}
_INTERACTION = tuple(f"interactions//{name}" for name in ("request", "response", "recorded_at"))
_OF_PACTS = ("interactions/[", "messages/[")
_OF_STUBS = {
    *("uuid", "persistent", "scenarioName", "requiredScenarioState", "newScenarioState"),
    *("priority", "insertionIndex", "postServeActions", "serveEventListeners"),
    *(f"request/{name}" for name in ("urlPath", "urlPattern", "urlPathPattern", "urlPathTemplate")),
    *(f"request/{name}" for name in ("queryParameters", "bodyPatterns", "pathParameters")),
    *(f"response/{name}" for name in ("jsonBody", "base64Body", "bodyFileName", "proxyBaseUrl")),
    *(f"response/{name}" for name in ("fixedDelayMilliseconds", "delayDistribution", "fault")),
    *(f"response/{name}" for name in ("transformers", "statusMessage")),
}
_LOOKED_AT = 8  # lines, where the first is broken
_SEEN = 1 << 16  # bytes of one object that are looked through
_DEEP = 200  # levels, as deep as JSON is read


class Form(Enum):
    """The forms that recordings come in."""

    RECORDING = auto()  # one exchange, ringback's own
    HAR = auto()  # HAR 1.2
    CASSETTE_JSON = auto()  # VCR.py, betamax, VCR of Ruby
    CASSETTE_YAML = auto()  # the same, VCR of R, PHP-VCR, Schemathesis
    PHP_VCR_JSON = auto()
    NOCK = auto()  # what it recorded as objects
    WIREMOCK = auto()  # one stub mapping
    WIREMOCK_LIST = auto()  # several, or the journal
    PACT = auto()  # versions 1 to 4
    POSTMAN = auto()  # a collection with saved examples, a run of Newman
    BRUNO = auto()  # the results of a run
    SCHEMATHESIS = auto()  # its events, one a line
    TRACE = auto()  # Playwright's, what went over the network of it
    MITMPROXY = auto()  # its flows
    ACCESS_LOG = auto()  # lines that are not read without a mapping
    LINES = auto()  # one JSON value a line
    ARRAY = auto()  # a JSON array of exchanges or payloads
    PAYLOAD = auto()  # anything else


def recognise(head: bytes, name: str, *, mapped: bool) -> Form:
    """The form of a file that begins with `head`: its first kilobytes, or all of it.

    With a mapping everything is lines. `name` is looked at for one line alone, which is NDJSON
    if the name ends so.
    """
    if mapped:
        return Form.LINES
    text = head.removeprefix(_BOM).lstrip(_SPACE)
    if not text:
        return Form.LINES if _NAMED_LINES.search(name) else Form.PAYLOAD
    if _FLOWS.match(text):
        return Form.MITMPROXY
    lines = [line for line in text.split(b"\n", 64) if line.strip(_SPACE)]
    if len(lines) > 1 and all(_whole(line) for line in lines[:2]):
        return _of_lines(lines[0])
    form = _of_object(text) if text.startswith(b"{") else _of_text(text)
    several = form in {Form.RECORDING, Form.ARRAY, Form.PAYLOAD} and _in_lines(lines, name)
    return Form.LINES if several else form


def _of_lines(line: bytes) -> Form:
    """The form of lines that begin with this one."""
    value = decode(line.strip(_SPACE)).value
    if access_log(value) is not None:
        return Form.ACCESS_LOG
    if isinstance(value, dict) and value.get("type") == "resource-snapshot":
        return Form.TRACE
    if isinstance(value, dict) and isinstance(value.get("Initialize"), dict):
        return Form.SCHEMATHESIS if "schemathesis_version" in value["Initialize"] else Form.LINES
    return Form.LINES


def _of_text(text: bytes) -> Form:
    """What begins as no object: an array, or YAML."""
    if text.startswith(b"["):
        return _of_array(text)
    yaml = _YAML.search(text) or _YAML_LIST.search(text)
    return Form.CASSETTE_YAML if yaml else Form.PAYLOAD


def _of_array(text: bytes) -> Form:
    """What the first items of an array say."""
    seen = set[str]()
    for name in _names(text[:_SEEN]):
        if name in _TELLING:
            return Form[_TELLING[name]]
        seen.add(name)
    if {"/scope", "/method", "/path"} <= seen:
        return Form.NOCK
    # PHP-VCR has an index behind each call, and a status in parts; ours has a number there.
    if "/request/url" in seen and {"/response/status/code", "/response/curl_info"} & seen:
        return Form.PHP_VCR_JSON
    return Form.ARRAY


def _in_lines(lines: list[bytes], name: str) -> bool:
    """Whether it is NDJSON all the same: by its name, or one whose first line is broken."""
    first = lines[0].strip(_SPACE)
    if _NAMED_LINES.search(name):
        return first not in {b"{", b"["}  # which begin one document over many lines
    objects = [line for line in lines[1:_LOOKED_AT] if line.lstrip(_SPACE).startswith(b"{")]
    return first.startswith(b"{") and sum(map(_whole, objects)) > 1


def _whole(line: bytes) -> bool:
    """Whether the line is one JSON value."""
    return decode(line.strip(_SPACE)).parsed


def _of_object(text: bytes) -> Form:
    """What the members of an object say, as far as they can be seen."""
    if _YAML_FLOW.match(text):
        return Form.CASSETTE_YAML
    seen = set[str]()
    for name in _names(text[:_SEEN]):
        if name in _TELLING:
            return Form[_TELLING[name]]
        seen.add(name)
    return _of_members(seen, versioned=_VERSIONED.search(text) is not None)


def _of_members(seen: set[str], *, versioned: bool) -> Form:
    """What many names say together; the first that holds."""
    called = {"request", "response"}
    says = (
        (Form.PACT, {"consumer/name", "provider/name"} & seen and {*_OF_PACTS} & seen),
        (Form.CASSETTE_JSON, any(name.startswith(_INTERACTION) for name in seen)),
        (Form.CASSETTE_JSON, "http_interactions/[" in seen),
        (Form.CASSETTE_JSON, versioned and "interactions/[" in seen),
        (Form.POSTMAN, {"info/schema", "item/["} <= seen),
        (Form.BRUNO, {"results/[", "summary/totalRequests"} <= seen),
        (Form.WIREMOCK_LIST, {"requests//request", "requests//response"} <= seen),
        (Form.WIREMOCK, called <= seen and _OF_STUBS & seen),
        (Form.RECORDING, called & seen),
    )
    return next((form for form, said in says if said), Form.PAYLOAD)


def _names(text: bytes) -> Iterator[str]:
    """The names of members, each behind those of what it stands in, joined by slashes."""
    for path, name in _members(text):
        yield "/".join(part.strip(b'"').decode("utf-8", "replace") for part in (*path, name))


def _members(text: bytes) -> Iterator[tuple[tuple[bytes, ...], bytes]]:
    """Each member's name, and `[` for each array, behind the names of what it stands in."""
    path: list[bytes] = []
    name = b""
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark == b"{":
            path.append(name)
        elif mark == b"[":
            path.append(name)
            yield tuple(path[1:]), mark
        elif mark in b"}]":
            path.pop()
        elif token[1] and text[token.end() : token.end() + 64].lstrip(_SPACE).startswith(b":"):
            name = mark
            yield tuple(path[1:]), name
            continue
        if mark == b'"' or not 0 < len(path) < _DEEP:  # it breaks off, ends, or is no such thing
            return
        name = name if mark == b":" else b""
