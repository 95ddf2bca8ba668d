"""Credentials of every scheme, against services that look at them well, badly, or not at all."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.acceptance.driving import Ended, ringback, served

Capture = pytest.CaptureFixture[str]
TOKEN = "S3cret-Token-1"
PAIR = "me:S3cret-Word-1"
KEY = "K3y-of-the-test"
BODY = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a service sees of one request's credentials; None where there is nothing."""

    headers: Mapping[str, str]
    query: Mapping[str, str]
    cookies: Mapping[str, str]

    @property
    def authorization(self) -> str:
        """The Authorization header, empty where there is none."""
        return self.headers.get("authorization", "")

    @property
    def bearer(self) -> str | None:
        """The token behind the scheme's name, which may be in any case (RFC 9110 11.1)."""
        name, _, token = self.authorization.partition(" ")
        return token if name.lower() == "bearer" else None

    @property
    def basic(self) -> str | None:
        """The name and password, decoded."""
        name, _, text = self.authorization.partition(" ")
        if name.lower() != "basic":
            return None
        try:
            return base64.b64decode(text, validate=True).decode()
        except ValueError:
            return None


Accepts = Callable[[Asked], bool]
SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "Bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "key"},
    "oauth": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "https://api.test/token", "scopes": {}}},
    },
    "openid": {"type": "openIdConnect", "openIdConnectUrl": "https://api.test/openid"},
    "mutual": {"type": "mutualTLS"},
    "digest": {"type": "http", "scheme": "digest"},
}
RIGHT: dict[str, Accepts] = {
    "bearer": lambda asked: asked.bearer == TOKEN,
    "oauth": lambda asked: asked.bearer == TOKEN,
    "openid": lambda asked: asked.bearer == TOKEN,
    "basic": lambda asked: asked.basic == PAIR,
    "header": lambda asked: asked.headers.get("x-key") == TOKEN,
    "query": lambda asked: asked.query.get("key") == TOKEN,
    "cookie": lambda asked: asked.cookies.get("key") == TOKEN,
}


class Service:
    """Answers a GET of each path with a thing, where the path's rule accepts the credentials."""

    def __init__(self, rules: Mapping[str, Accepts]) -> None:
        self.rules = rules
        self.count = 0

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        """Look at the credentials, then at the path and the method."""
        if scope["type"] != "http":
            return
        self.count += 1
        headers = {name.decode(): text.decode() for name, text in scope["headers"]}
        pairs = [
            each.split("=", 1) for each in headers.get("cookie", "").split("; ") if "=" in each
        ]
        asked = Asked(
            headers=headers,
            query=dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True)),
            cookies=dict(pairs),
        )
        rule = self.rules.get(scope["path"])
        if rule is None:
            status = 404
        elif scope["method"] != "GET":
            status = 405
        else:
            status = 200 if rule(asked) else 401
        start = {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", b"application/json"), (b"allow", b"GET")],
        }
        await send(start)
        await send({"type": "http.response.body", "body": self.body(asked, status)})

    def body(self, _asked: Asked, status: int) -> bytes:
        """The answer."""
        return json.dumps({"id": "one"} if status == 200 else {"detail": "no"}).encode()


def configured(
    folder: Path,
    security: Mapping[str, Any],
    values: str = "token = { secret = true }",
    general: Any = None,
) -> Path:
    """A configuration of an API with a path for each entry, secured so."""
    answers = {
        str(status): {"description": "x", "content": {"application/json": {"schema": schema}}}
        for status, schema in [(200, BODY), (401, {}), (405, {})]
    }
    paths = {
        path: {
            "get": {
                "operationId": path.strip("/"),
                "responses": answers,
                **({} if each is None else {"security": each}),
            }
        }
        for path, each in security.items()
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "things", "version": "1"},
        "paths": paths,
        "components": {"securitySchemes": SCHEMES},
        **({} if general is None else {"security": general}),
    }
    (folder / "api.json").write_text(json.dumps(document), "utf-8")
    file = folder / "ringback.toml"
    file.write_text(f'[contract]\ndescription = "api.json"\n[values]\n{values}\n', "utf-8")
    return file


def judged(capsys: Capture, config: Path, service: Service, *more: str) -> Ended:
    """How a check of the served service ended."""
    with served(service) as url:
        return ringback(capsys, "check", "--config", str(config), "--target", url, *more)


def rules(ended: Ended) -> set[str]:
    """The rule ids of the findings in a text report."""
    return set(re.findall(r"^([a-z]+/[a-z-]+|flaky)  ", ended.said, re.MULTILINE))


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment holds the token, and nothing for the schemes by name."""
    monkeypatch.setenv("RINGBACK_TOKEN", TOKEN)
    for name in SCHEMES:
        monkeypatch.delenv(f"RINGBACK_{name.upper()}", raising=False)


@pytest.mark.parametrize("scheme", RIGHT)
def test_a_service_that_looks_well_is_kept(
    capsys: Capture, tmp_path: Path, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Right credentials arrive in their place, and no kind of wrong ones raises an alarm."""
    if scheme == "basic":
        monkeypatch.setenv("RINGBACK_TOKEN", PAIR)
    config = configured(tmp_path, {"/things": [{scheme: []}]})
    ended = judged(capsys, config, Service({"/things": RIGHT[scheme]}))
    assert rules(ended) == set()
    assert "\nkept: " in ended.said
    assert ended.code == 0


def _word(asked: Asked) -> str:
    """The last word of the Authorization header."""
    return asked.authorization.rpartition(" ")[2]


def _password(asked: Asked) -> str:
    return (asked.basic or "").partition(":")[2]


BEARER_FAULTS: dict[str, Accepts] = {
    "looks at nothing": lambda _asked: True,
    "any header": lambda asked: "authorization" in asked.headers,
    "an empty header": lambda asked: asked.headers.get("authorization") in {"", f"Bearer {TOKEN}"},
    "any token": lambda asked: bool(asked.bearer),
    "several words": lambda asked: asked.bearer == TOKEN or " " in (asked.bearer or ""),
    "any scheme": lambda asked: _word(asked) == TOKEN,
    "no scheme": lambda asked: asked.authorization in {TOKEN, f"Bearer {TOKEN}"},
    "as a name": lambda asked: TOKEN in {asked.bearer, (asked.basic or "").partition(":")[0]},
    "the scheme alone": lambda asked: asked.authorization in {"Bearer", f"Bearer {TOKEN}"},
    "what begins so": lambda asked: (asked.bearer or "").startswith(TOKEN),
    "cut short": lambda asked: (asked.bearer or "")[:8] == TOKEN[:8],
    "any case": lambda asked: (asked.bearer or "").lower() == TOKEN.lower(),
}
BASIC_FAULTS: dict[str, Accepts] = {
    "looks at nothing": lambda _asked: True,
    "any pair": lambda asked: bool(asked.basic),
    "any password": lambda asked: (asked.basic or "").startswith("me:"),
    "what is no base64": lambda asked: asked.basic == PAIR or "%" in asked.authorization,
    "the password in any case": lambda asked: (
        _password(asked).lower() == PAIR.partition(":")[2].lower()
    ),
    "the password's beginning": lambda asked: (asked.basic or "").startswith(PAIR),
    "half the password": lambda asked: (asked.basic or "")[:8] == PAIR[:8],
    "without base64": lambda asked: PAIR in {asked.basic, _word(asked)},
    "as a bearer token": lambda asked: PAIR in {asked.basic, asked.bearer},
}


def _key_faults(given: Callable[[Asked], str | None]) -> dict[str, Accepts]:
    """Services that look badly at a key that stands in this place."""
    return {
        "looks at nothing": lambda _asked: True,
        "none at all": lambda asked: given(asked) in {None, TOKEN},
        "an empty key": lambda asked: given(asked) in {"", TOKEN},
        "any key": lambda asked: bool(given(asked)),
        "what begins so": lambda asked: (given(asked) or "").startswith(TOKEN),
        "cut short": lambda asked: (given(asked) or "")[:8] == TOKEN[:8],
        "any case": lambda asked: (given(asked) or "").lower() == TOKEN.lower(),
        "as a bearer token": lambda asked: TOKEN in {given(asked), asked.bearer},
    }


FAULTS = {
    "bearer": BEARER_FAULTS,
    "oauth": {key: BEARER_FAULTS[key] for key in ("any token", "what begins so")},
    "openid": {key: BEARER_FAULTS[key] for key in ("any token", "as a name")},
    "basic": BASIC_FAULTS,
    "header": _key_faults(lambda asked: asked.headers.get("x-key")),
    "query": _key_faults(lambda asked: asked.query.get("key")),
    "cookie": _key_faults(lambda asked: asked.cookies.get("key")),
}


@pytest.mark.parametrize(
    ("scheme", "fault"), [(scheme, name) for scheme, each in FAULTS.items() for name in each]
)
def test_a_service_that_looks_badly_is_flagged(
    capsys: Capture, tmp_path: Path, scheme: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each kind of wrong credentials that is taken is told, by one rule, and no secret with it."""
    secret = PAIR if scheme == "basic" else TOKEN
    monkeypatch.setenv("RINGBACK_TOKEN", secret)
    config = configured(tmp_path, {"/things": [{scheme: []}]})
    ended = judged(capsys, config, Service({"/things": FAULTS[scheme][fault]}))
    assert rules(ended) == {"auth/required"}
    assert "without valid credentials the answer must be 401 or 403, not 200" in ended.said
    assert ended.code == 1
    for spelling in (secret, secret[3:-1], secret.swapcase()):
        assert spelling not in ended.said


HABITS: dict[str, tuple[str, Accepts]] = {
    "the scheme's name in any case": ("bearer", RIGHT["bearer"]),
    "the user's name in any case": (
        "basic",
        lambda asked: (
            (asked.basic or "").partition(":")[0].lower() == "me"
            and _password(asked) == PAIR.partition(":")[2]
        ),
    ),
    "spaces around a key": (
        "header",
        lambda asked: asked.headers.get("x-key", "").strip() == TOKEN,
    ),
    "spaces behind the scheme": ("bearer", lambda asked: (asked.bearer or "").strip() == TOKEN),
}


@pytest.mark.parametrize("habit", HABITS)
def test_what_right_services_differ_on_is_no_fault(
    capsys: Capture, tmp_path: Path, habit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A habit that the standards allow raises no alarm."""
    scheme, accepts = HABITS[habit]
    monkeypatch.setenv("RINGBACK_TOKEN", PAIR if scheme == "basic" else TOKEN)
    config = configured(tmp_path, {"/things": [{scheme: []}]})
    ended = judged(capsys, config, Service({"/things": accepts}))
    assert rules(ended) == set()
    assert ended.code == 0


NAMED = 'bearer = { secret = true }\nheader = { variable = "KEY", secret = true }'


def _keyed(asked: Asked) -> bool:
    return asked.headers.get("x-key") == KEY


EITHER: dict[str, Accepts] = {
    "right": lambda asked: RIGHT["bearer"](asked) or _keyed(asked),
    "any key": lambda asked: RIGHT["bearer"](asked) or bool(asked.headers.get("x-key")),
    "any token": lambda asked: bool(asked.bearer) or _keyed(asked),
}
BOTH: dict[str, Accepts] = {
    "right": lambda asked: RIGHT["bearer"](asked) and _keyed(asked),
    "the key alone": _keyed,
    "the token alone": RIGHT["bearer"],
    "any key": lambda asked: RIGHT["bearer"](asked) and bool(asked.headers.get("x-key")),
}


@pytest.mark.parametrize(
    ("security", "accepts", "right"),
    [
        *(
            pytest.param(
                [{"bearer": []}, {"header": []}], each, name == "right", id=f"either-{name}"
            )
            for name, each in EITHER.items()
        ),
        *(
            pytest.param([{"bearer": [], "header": []}], each, name == "right", id=f"both-{name}")
            for name, each in BOTH.items()
        ),
    ],
)
def test_several_schemes_are_each_looked_at(
    capsys: Capture,
    tmp_path: Path,
    security: Any,
    accepts: Accepts,
    right: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One scheme that is looked at badly is seen beside another that is looked at well."""
    monkeypatch.setenv("RINGBACK_BEARER", TOKEN)
    monkeypatch.setenv("KEY", KEY)
    config = configured(tmp_path, {"/things": security}, NAMED)
    ended = judged(capsys, config, Service({"/things": accepts}))
    assert rules(ended) == (set() if right else {"auth/required"})
    assert ended.code == (0 if right else 1)
    assert TOKEN not in ended.said
    assert KEY not in ended.said


def test_what_an_operation_says_comes_before_what_the_description_says(
    capsys: Capture, tmp_path: Path
) -> None:
    """An open operation, one with its own scheme, an optional one, and one under the general."""
    security: dict[str, Any] = {
        "/open": [],
        "/own": [{"query": []}],
        "/optional": [{}, {"bearer": []}],
        "/general": None,
    }
    config = configured(tmp_path, security, general=[{"bearer": []}])
    service = Service(
        {
            "/open": lambda asked: not asked.authorization,
            "/own": RIGHT["query"],
            "/optional": lambda _asked: True,
            "/general": RIGHT["bearer"],
        }
    )
    ended = judged(capsys, config, service)
    assert rules(ended) == set()
    assert ended.code == 0
    service.rules = {**service.rules, "/general": RIGHT["query"]}
    ended = judged(capsys, config, service)
    assert "request/refused-valid  general" in ended.said
    assert ended.code == 1


@pytest.mark.parametrize("scheme", RIGHT)
def test_credentials_that_no_operation_takes_judge_nothing(
    capsys: Capture, tmp_path: Path, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token that is out of date says nothing about the service."""
    monkeypatch.setenv("RINGBACK_TOKEN", "me:out-of-date")
    config = configured(tmp_path, {"/things": [{scheme: []}], "/others": [{scheme: []}]})
    service = Service({"/things": RIGHT[scheme], "/others": RIGHT[scheme]})
    ended = judged(capsys, config, service)
    assert rules(ended) == set()
    assert "\ninconclusive: the target refuses the credentials (401 " in ended.said
    assert (ended.code, service.count) == (3, 2)
    assert "out-of-date" not in ended.said


@pytest.mark.parametrize("scheme", ["mutual", "digest"])
def test_a_scheme_that_ringback_cannot_use_is_skipped_by_name(
    capsys: Capture, tmp_path: Path, scheme: str
) -> None:
    """The operation is not asked at all; beside a scheme of another kind only this one is left."""
    kind = {"mutual": "mutualTLS", "digest": "http digest"}[scheme]
    why = f"the security scheme {scheme} ({kind}) is none that ringback can use"
    config = configured(tmp_path, {"/things": [{scheme: []}]})
    service = Service({"/things": RIGHT["bearer"]})
    ended = judged(capsys, config, service)
    assert f"every rule on things: {why}" in ended.said
    assert "\ninconclusive: things was not exercised" in ended.said
    assert (ended.code, service.count) == (3, 0)
    config = configured(tmp_path, {"/things": [{scheme: []}, {"bearer": []}]})
    ended = judged(capsys, config, service)
    assert f"auth/required by {scheme}: {why}" in ended.said
    assert ended.code == 0


@pytest.mark.parametrize("scheme", ["bearer", "basic", "header", "query", "cookie", "oauth"])
def test_the_mocked_target_takes_every_scheme(capsys: Capture, tmp_path: Path, scheme: str) -> None:
    """Without a service, credentials are judged as the description has them."""
    config = configured(tmp_path, {"/things": [{scheme: []}]}, f"{scheme} = {{ secret = true }}")
    ended = ringback(capsys, "check", "--config", str(config), "--target", "mocked")
    assert ended.code == 0
