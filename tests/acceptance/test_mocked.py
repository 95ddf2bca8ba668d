"""A mock of a description keeps it, whatever valid description that is."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.driving import ROOT, ringback

Capture = pytest.CaptureFixture[str]
THING = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "size": {"type": "integer"}},
    "additionalProperties": False,
}
GIVEN_AND_TOLD = {
    "type": "object",
    "required": ["id", "password"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "password": {"type": "string", "writeOnly": True},
    },
    "additionalProperties": False,
}
UPLOAD = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}, "note": {"type": "string"}},
}
KEY = {"name": "key", "in": "path", "required": True}


def content(schema: Any, *names: str) -> dict[str, Any]:
    """A schema under media types, JSON where none is named."""
    return {name: {"schema": schema} for name in names or ("application/json",)}


def answers(**more: Any) -> dict[str, Any]:
    """Documented answers: by default a thing with 200."""
    told = more or {"200": content(THING)}
    return {
        status.lstrip("_"): {"description": "", "content": it} if it else {"description": ""}
        for status, it in told.items()
    }


def asking(schema: Any, *names: str) -> dict[str, Any]:
    """A required body."""
    return {"required": True, "content": content(schema, *names)}


def parameter(name: str, where: str, schema: Any, **more: Any) -> dict[str, Any]:
    """A parameter."""
    required = {"required": True} if where == "path" else {}
    return {"name": name, "in": where, "schema": schema, **required, **more}


SCHEMES: dict[str, Any] = {
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "oauth2": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "https://api.test/t", "scopes": {}}},
    },
    "oidc": {"type": "openIdConnect", "openIdConnectUrl": "https://api.test/o"},
    "digest": {"type": "http", "scheme": "digest"},
    "certificate": {"type": "mutualTLS"},
}
PARAMETERS = [
    parameter("X-Level", "header", {"type": "integer", "minimum": 3}, required=True),
    parameter("of", "query", {"type": "array", "items": {"type": "integer"}}, required=True),
    parameter("f", "query", THING, style="deepObject", explode=True),
    parameter("c", "cookie", {"type": "string"}),
    {"name": "j", "in": "query", "content": content(THING)},
]
LOCATION = {"Location": {"required": True, "schema": {"type": "string"}}}
CODE = {"type": "string", "pattern": r"^[a-z]{2}-\d{4}$"}
EVERY = ("application/json", "application/xml", "text/csv")
PATHS: dict[str, dict[str, Any]] = {
    "credentials": {
        **{
            f"/{name}": {
                "get": {"responses": answers(), "security": [{name: []}]},
                "post": {
                    "responses": answers(_200=content(THING), _401={}, _400={}),
                    "security": [{name: []}],
                    "requestBody": asking(THING),
                },
            }
            for name in SCHEMES
        },
        "/both": {"get": {"responses": answers(), "security": [{"bearer": [], "header": []}]}},
        "/either": {"get": {"responses": answers(), "security": [{"bearer": []}, {"query": []}]}},
        "/maybe": {"get": {"responses": answers(), "security": [{"bearer": []}, {}]}},
    },
    "resources": {
        "/things": {
            "get": {"responses": answers(_200=content({"type": "array", "items": THING}))},
            "post": {
                "requestBody": asking(THING),
                "responses": {
                    "201": {"description": "", "headers": LOCATION, "content": content(THING)}
                },
            },
        },
        "/things/{key}": {
            "parameters": [parameter("key", "path", {"type": "integer"})],
            "get": {"responses": answers()},
            "put": {"requestBody": asking(THING), "responses": answers()},
            "patch": {
                "requestBody": {"content": content(THING, "application/merge-patch+json")},
                "responses": answers(),
            },
            "delete": {"responses": answers(_204={})},
        },
        "/things/{key}/cancel": {
            "post": {
                "parameters": [parameter("key", "path", {"type": "integer"})],
                "responses": answers(_204={}),
            }
        },
        "/codes/{key}": {
            "get": {"parameters": [parameter("key", "path", CODE)], "responses": answers()}
        },
    },
    "bodies": {
        "/accounts": {
            "post": {
                "requestBody": asking(GIVEN_AND_TOLD),
                "responses": answers(_201=content(GIVEN_AND_TOLD)),
            }
        },
        "/files": {
            "post": {
                "requestBody": asking(UPLOAD, "multipart/form-data"),
                "responses": answers(),
            },
            "put": {
                "requestBody": asking({}, "application/octet-stream"),
                "responses": answers(_204={}),
            },
        },
        "/forms": {
            "post": {
                "requestBody": asking(
                    THING, "application/json", "application/x-www-form-urlencoded"
                ),
                "responses": answers(_200=content({"type": "string"}, "text/plain")),
            }
        },
        "/unions": {
            "post": {
                "requestBody": asking({"oneOf": [{"type": "string"}, THING]}),
                "responses": answers(_200=content({"oneOf": [THING, {"type": "null"}]})),
            }
        },
        "/texts": {
            "post": {
                "requestBody": asking({"type": "string"}, "text/plain"),
                "responses": answers(),
            }
        },
        "/anything": {
            "post": {
                "requestBody": {"content": content({"type": "object"}, "*/*")},
                "responses": answers(_200=content({"type": "object"}, "*/*")),
            }
        },
    },
    "answers": {
        "/parameters": {"get": {"parameters": PARAMETERS, "responses": answers()}},
        "/several": {"get": {"responses": answers(_200=content({"type": "string"}, *EVERY))}},
        "/default": {"get": {"responses": answers(default=content(THING))}},
        "/ranges": {
            "post": {
                "requestBody": asking(THING),
                "responses": answers(_2XX=content(THING), _4XX=content({"type": "object"})),
            }
        },
        "/elsewhere": {
            "get": {
                "responses": {"302": {"description": "", "headers": {"Location": {"schema": CODE}}}}
            }
        },
        "/never": {"get": {"responses": answers(_404={})}},
        "/open": {"get": {}},
        "/head": {
            "head": {"responses": answers(_200={}, _404=content(THING))},
            "options": {"responses": answers(_204={})},
            "trace": {"responses": answers(_200={})},
        },
        "/lines": {"get": {"responses": answers(_200=content(THING, "application/x-ndjson"))}},
        "/events": {"get": {"responses": answers(_200=content(THING, "text/event-stream"))}},
    },
}


@pytest.mark.parametrize("kind", PATHS)
def test_a_mock_keeps_any_description(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Credentials, refusals, keys, bodies and answers of every kind, with nothing configured."""
    monkeypatch.chdir(tmp_path)
    description = {
        "openapi": "3.1.0",
        "info": {"title": kind, "version": "1"},
        "paths": PATHS[kind],
        "components": {"securitySchemes": SCHEMES},
    }
    Path("d.json").write_text(json.dumps(description), "utf-8")
    ended = ringback(capsys, "check", "--target", "mocked", "--description", "d.json")
    assert ended.code == 0, ended.said
    assert "untouched: the run wrote nothing that is kept" in ended.out
    assert ": nothing\n" not in ended.out


@pytest.mark.parametrize(
    ("file", "operations"),
    [
        ("openapi/files.yaml", ("uploadDocument", "replaceContent", "headContent")),
        ("openapi/shop.yaml", ("put_photo", "cancel_order", "head_tag", "delete_customer")),
        ("openapi/numbers.yaml", ("list_numbers", "get_number")),
    ],
)
def test_a_mock_keeps_the_descriptions_of_this_repository(
    file: str,
    operations: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    """They are kept without their configurations."""
    monkeypatch.chdir(tmp_path)
    chosen = [text for each in operations for text in ("--operation", each)]
    ended = ringback(
        capsys, "check", "--target", "mocked", "--description", str(ROOT / file), *chosen
    )
    assert ended.code == 0, ended.said
