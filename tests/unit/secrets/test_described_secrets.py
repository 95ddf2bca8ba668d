"""What the description says of secrets: which values are, and what may stand in their stead."""

import json
from dataclasses import replace
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.exchange import Exchange, Request, Response
from ringback.operation import Scheme
from ringback.payload import decode
from ringback.recordings import Recording, files, read
from ringback.secrets.leaks import found
from ringback.secrets.replace.found_secrets import UnhidableError
from ringback.secrets.replace.scrubber import Scrubber
from ringback.validate import judge_entry
from tests.unit.contract.making import ROOT, UUID, numbers, small

FIRST_UUID = "00000000-0000-4000-8000-000000000001"
RESPONSE = {"description": "ok"}
RECORDINGS = list(files([str(ROOT / "contracts/numbers/recordings")]))


def contract(schema: Any) -> Contract:
    """One operation that takes the schema and answers with it."""
    content = {"application/json": {"schema": schema}}
    operation = {
        "operationId": "put",
        "parameters": [
            {"name": "thing", "in": "path", "required": True, "schema": {"type": "string"}}
        ],
        "requestBody": {"content": content},
        "responses": {"200": {"description": "ok", "content": content}},
    }
    return small({}, {"/things/{thing}": {"put": operation}})


def exchange(body: Any, url: str = "/things/1", *headers: tuple[str, str]) -> Exchange:
    """A request with this body, and the same for an answer."""
    kind = ("Content-Type", "application/json")
    content = json.dumps(body).encode()
    return Exchange(
        request=Request(method="PUT", url=url, headers=(kind, *headers), body=content),
        outcome=Response(status=200, headers=(kind,), body=content),
    )


def scrubbed(schema: Any, body: Any) -> Any:
    """The body after scrubbing; the schema admits it, and nothing is told of it."""
    judged = contract(schema)
    operation = judged.operations[0]
    clean = Scrubber(contract=judged).scrubbed(exchange(body), operation)
    assert list(found(clean, judged, operation)) == []
    assert clean.request.body is not None
    assert clean.response is not None
    assert clean.request.body == clean.response.body
    value = decode(clean.request.body).value
    media_type = operation.body.media_types[0] if operation.body else None
    assert media_type is not None
    assert media_type.schema is not None
    assert judged.schemas.admits(media_type.schema, value)
    return value


def text(**keywords: Any) -> dict[str, Any]:
    """The schema of an object with one secret text."""
    return {"type": "object", "properties": {"token": {"type": "string", **keywords}}}


@pytest.mark.parametrize(
    ("keywords", "value", "put"),
    [
        ({}, "s3cr3t-value", "<token>"),
        ({"minLength": 12}, "s3cr3t-value", "<token----->"),
        ({"maxLength": 12}, "s3cr3t-value", "<token>"),
        ({"maxLength": 5}, "s3cr3", "xxxxx"),
        ({"minLength": 100}, "s3" * 60, "x" * 100),
        ({"pattern": "^[a-z0-9]{12}$"}, "s3cr3tvalue9", "x0xx0xxxxxx0"),
        ({"pattern": "^[0-9a-f]{32}$"}, "0123456789abcdef" * 2, ("0" * 10 + "a" * 6) * 2),
        ({"pattern": "^sk_[A-Z]{4}[0-9]{4}$"}, "sk_ABCD1234", "sk_XXXX0000"),
        ({"pattern": "^sk_live_[a-z]{4}[0-9]{4}$"}, "sk_live_abcd1234", "sk_live_xxxx0000"),
        ({"pattern": "^[a-z-]+$"}, "hunter-of-two", "xxxxxx-xx-xxx"),
        ({"pattern": "^[1-9]{4}$", "maxLength": 4}, "7351", None),
        ({"format": "uuid"}, UUID, FIRST_UUID),
        ({"format": "date"}, "2001-02-03", "1970-01-01"),
        ({"format": "date-time"}, "2001-02-03T04:05:06Z", "1970-01-01T00:00:00Z"),
        ({"format": "email"}, "joe@corp.io", "token@example.com"),
        ({"format": "uri"}, "https://corp.io/x", "https://example.com/token"),
        ({"format": "hostname"}, "host.corp.io", "redacted-1.example.com"),
        ({"format": "ipv4"}, "10.1.2.3", "192.0.2.1"),
        ({"format": "ipv6"}, "fd00::17", "2001:db8::1"),
        ({"enum": ["first", "second"]}, "first", "first"),
        ({"const": "first"}, "first", "first"),
    ],
)  # fmt: skip
def test_a_placeholder_satisfies_the_schema(
    keywords: dict[str, Any], value: str, put: str | None
) -> None:
    """The plainest that does; where none does the exchange is refused; an enum's is no secret."""
    if put is None:
        with pytest.raises(UnhidableError, match="request body /token holds a secret"):
            scrubbed(text(**keywords), {"token": value})
    else:
        assert scrubbed(text(**keywords), {"token": value}) == {"token": put}


@pytest.mark.parametrize(
    ("keywords", "value", "put"),
    [
        ({"type": "integer"}, 123456, 1),
        ({"type": "integer", "minimum": 1000, "maximum": 9999}, 7351, 1001),
        ({"type": "integer", "minimum": 1000, "multipleOf": 10}, 7350, 1010),
        ({"type": "number"}, 1234.25, 1.5),
        ({"type": "boolean"}, True, True),
        ({"type": "integer"}, 42, 42),
    ],
)
def test_a_number_becomes_one_of_its_type(keywords: dict[str, Any], value: Any, put: Any) -> None:
    """As small as the schema admits; what has two digits hides nothing."""
    schema = {"type": "object", "properties": {"pin": keywords}}
    assert scrubbed(schema, {"pin": value}) == {"pin": put}


@pytest.mark.parametrize("mark", [{"format": "password"}, {"writeOnly": True}])
def test_what_the_description_calls_secret_is(mark: dict[str, Any]) -> None:
    """In a member, an item, an allOf, any other member, and the branch that a value takes."""
    marked = {"type": "string", **mark}
    branch = {
        "type": "object",
        "required": ["kind", "word"],
        "properties": {"kind": {"const": "b"}, "word": marked},
    }
    schema = {
        "type": "object",
        "properties": {
            "plain": {"type": "string"},
            "word": marked,
            "words": {"type": "array", "items": marked},
            "both": {"allOf": [{"type": "string"}, marked]},
            "more": {"type": "object", "additionalProperties": marked},
            "one": {"anyOf": [{"type": "object", "required": ["a"]}, branch]},
        },
    }
    body = {
        "plain": "left",
        "word": "alpha one",
        "words": ["beta two", "alpha one"],
        "both": "gamma three",
        "more": {"x": "delta four"},
        "one": {"kind": "b", "word": "epsilon five"},
    }
    assert scrubbed(schema, body) == {
        "plain": "left",
        "word": "<word>",
        "words": ["<words>", "<word>"],
        "both": "<both>",
        "more": {"x": "<x>"},
        "one": {"kind": "b", "word": "<word-2>"},
    }


@pytest.mark.parametrize(
    "marked",
    [
        {"type": "string", "writeOnly": True},
        {"type": "string", "format": "password", "readOnly": True},
        {"anyOf": [{"type": "string", "format": "password"}, {"type": "null"}]},
        {"allOf": [{"allOf": [{"type": "string", "writeOnly": True}]}]},
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        lambda word: {"properties": {"word": word}},
        lambda word: {"allOf": [{"required": ["word"]}, {"properties": {"word": word}}]},
        lambda word: {"patternProperties": {"^w": word}},
        lambda word: {"if": {"required": ["word"]}, "then": {"properties": {"word": word}}},
        lambda word: {"dependentSchemas": {"word": {"properties": {"word": word}}}},
        lambda word: {"anyOf": [{"type": "null"}], "oneOf": [{"properties": {"word": word}}]},
        lambda word: {
            "anyOf": [{"type": "object"}, {"required": ["kind"], "properties": {"word": word}}]
        },
    ],
)
def test_a_secret_is_one_in_both_directions(around: Any, marked: dict[str, Any]) -> None:
    """Wherever the schema says so, in requests and answers, and where no branch tells better."""
    judged = contract(around(marked))
    real = exchange({"word": "open sesame"})
    clean = Scrubber(contract=judged).scrubbed(real, judged.operations[0])
    assert clean.response is not None
    assert [decode(each).value for each in (clean.request.body or b"", clean.response.body)] == [
        {"word": "<word>"}
    ] * 2


def test_a_value_stands_for_itself_at_places_of_different_schemas() -> None:
    """The strictest place decides, so that the placeholder is the same at both."""
    schema = {
        "type": "object",
        "properties": {
            "token": {"type": "string"},
            "api_key": {"type": "string", "format": "uuid"},
        },
    }
    body = {"token": UUID, "api_key": UUID}
    assert scrubbed(schema, body) == {"token": FIRST_UUID, "api_key": FIRST_UUID}


def test_parameters_and_schemes_are_described_too() -> None:
    """A parameter of `format: password`, and what a security scheme takes its key from."""
    schema = {"type": "string", "format": "password"}
    parameter = {"name": "w", "in": "query", "schema": schema}
    judged = small(
        {}, {"/things": {"get": {"parameters": [parameter], "responses": {"200": RESPONSE}}}}
    )
    schemes = tuple(
        (Scheme(key=where, kind="apiKey", name=name, where=where),)
        for name, where in (("X-Mark", "header"), ("mark", "query"))
    )
    operation = replace(judged.operations[0], security=schemes)
    real = exchange({}, "/things?w=open%20sesame&x=open%20door&mark=ab12", ("x-mark", "cd34"))
    clean = Scrubber(contract=judged).scrubbed(real, operation)
    assert clean.request.url == "/things?w=%3Cw%3E&x=open%20door&mark=%3Cmark%3E"
    assert clean.request.headers[1:] == (("x-mark", "<mark-2>"),)


@pytest.mark.parametrize("file", RECORDINGS, ids=lambda it: f"{it.parent.name}-{it.stem}")
def test_a_recording_is_judged_as_before(file: Any) -> None:
    """Scrubbed by the description, each recording of the repository keeps its findings: none."""
    judged = numbers("strict")
    recording = read(file)
    assert isinstance(recording, Recording)
    operation = judged.operation_for(recording.exchange.request)
    clean = Scrubber(contract=judged).scrubbed(recording.exchange, operation)
    assert list(judge_entry(replace(recording, exchange=clean), judged)) == list(
        judge_entry(recording, judged)
    )
    assert list(found(clean, judged, operation)) == []


@pytest.mark.parametrize("file", RECORDINGS, ids=lambda it: f"{it.parent.name}-{it.stem}")
def test_a_recording_with_secrets_is_judged_as_before(file: Any) -> None:
    """Real numbers and a real key in the place of reserved ones are taken out, and it is kept."""
    judged = numbers("strict")
    recording = read(file)
    assert isinstance(recording, Recording)
    secrets = {
        "15550100": "14155552",
        "not-a-real-key": "q8Zk3vQ9xPqLkdIw",
        "<token>": "q7Zk3vQ9xPqLkdIw",
    }
    real = recording.exchange
    for old, new in secrets.items():
        real = _with(real, old, new)
    operation = judged.operation_for(real.request)
    clean = Scrubber(contract=judged).scrubbed(real, operation)
    assert list(judge_entry(replace(recording, exchange=clean), judged)) == list(
        judge_entry(recording, judged)
    )
    assert not any(new in repr(clean) for new in secrets.values())


def _with(real: Exchange, old: str, new: str) -> Exchange:
    """The exchange with one text for another, wherever it stands."""
    request, response = real.request, real.response
    assert response is not None
    body = request.body
    return Exchange(
        request=replace(
            request,
            url=request.url.replace(old, new),
            headers=tuple((name, value.replace(old, new)) for name, value in request.headers),
            body=body and body.replace(old.encode(), new.encode()),
        ),
        outcome=replace(response, body=response.body.replace(old.encode(), new.encode())),
    )
