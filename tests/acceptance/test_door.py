"""A service nobody prepared anything for: its URL, and credentials, are enough."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contracts.shop.reference import TOKEN, app
from tests.acceptance.driving import ROOT, ringback, served

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch
SECRET = "S3cret-Word-of-the-test"
PAIR = f"me:{SECRET}"
BASIC = "Basic " + base64.b64encode(PAIR.encode()).decode()
ITEM = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}},
    "additionalProperties": False,
}
REFUSAL = {"description": "who are you?"}


def described(security: Any = None, server: str = "") -> dict[str, Any]:
    """A description of two reads that take no parameters."""
    schemes = {
        "basic": {"type": "http", "scheme": "basic"},
        "bearer": {"type": "http", "scheme": "bearer"},
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    }
    read = {
        "responses": {
            "200": {"description": "it", "content": {"application/json": {"schema": ITEM}}},
            "401": REFUSAL,
        },
        "security": [{security: []}] if security else [],
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": server}] if server else [],
        "paths": {
            f"/{name}": {"get": {"operationId": f"get_{name}", **read}} for name in ("one", "two")
        },
        "components": {"securitySchemes": schemes},
    }


class Service:
    """Serves its description at one place, and two reads to whoever shows what it wants."""

    def __init__(
        self,
        description: dict[str, Any],
        place: str = "/openapi.json",
        wants: Callable[[dict[str, str]], bool] = lambda _headers: True,
        base: str = "",
    ) -> None:
        self.description = description
        self.place = place
        self.wants = wants
        self.base = base
        self.pages: dict[str, str] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.redirect = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        await receive()
        path = scope["path"]
        headers = {key.decode(): text.decode("latin-1") for key, text in scope["headers"]}
        self.seen.append((path, headers))
        status, kind, body, more = self.answer(path, scope["method"], headers)
        lines = [(b"content-type", kind.encode()), *more]
        await send({"type": "http.response.start", "status": status, "headers": lines})
        await send({"type": "http.response.body", "body": body})

    def answer(  # noqa: PLR0911 -- one line a kind of answer
        self, path: str, method: str, headers: dict[str, str]
    ) -> tuple[int, str, bytes, list[tuple[bytes, bytes]]]:
        """The status, the media type, the body, and further headers."""
        if path == self.place:
            return 200, "application/json", json.dumps(self.description).encode(), []
        if path in self.pages:
            return 200, "text/html", self.pages[path].encode(), []
        if self.redirect:
            return 302, "text/plain", b"", [(b"location", self.redirect.encode())]
        if path not in {f"{self.base}/one", f"{self.base}/two"}:
            return 404, "application/json", b'{"detail": "Not Found"}', []
        if method not in {"GET", "HEAD"}:
            return 405, "text/plain", b"", [(b"allow", b"GET, HEAD")]
        if not self.wants(headers):
            return 401, "text/plain", b"", [(b"www-authenticate", b"Basic")]
        return 200, "application/json", b'{"name": "a"}', []


@pytest.fixture(autouse=True)
def empty(tmp_path: Path, monkeypatch: Patch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "place",
    ["/openapi.json", "/swagger.json", "/v3/api-docs", "/api/openapi.json", "/api/schema/"],
)
def test_usual_places_are_looked_at(place: str, capsys: Capture) -> None:
    """Where frameworks serve their description, it is found and told, and the verdict is kept."""
    with served(Service(described(), place)) as url:
        ended = ringback(capsys, "check", "--target", url)
    assert ended.code == 0, ended.said
    assert f"description found at {url}{place}" in ended.out


@pytest.mark.parametrize(
    "page",
    [
        "<script>SwaggerUIBundle({url: '/odd/api.json', dom_id: '#ui'})</script>",
        '<redoc spec-url="odd/api.json"></redoc>',
    ],
)
def test_a_page_of_documentation_leads_to_it(page: str, capsys: Capture) -> None:
    """A description at an odd place is found by the link of the page that shows it."""
    service = Service(described(), "/odd/api.json")
    service.pages["/docs"] = page
    with served(service) as url:
        ended = ringback(capsys, "check", "--target", url)
    assert ended.code == 0, ended.said
    assert f"description found at {url}/odd/api.json" in ended.out


def test_no_description_is_said_in_a_sentence(capsys: Capture) -> None:
    """Without a description anywhere, the option that names one is told, and the exit code is 2."""
    service = Service(described(), "/nowhere-usual")
    service.pages["/docs"] = "<a href='http://api.test/openapi.json'>elsewhere</a>"
    with served(service) as url:
        ended = ringback(capsys, "check", "--target", url)
    assert ended.code == 2
    assert "has no description at the usual places" in ended.err
    assert ended.err.strip().endswith("name it with --description FILE|URL")


def test_a_whole_service_is_played_with_its_url_and_a_token(
    empty: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    """The shop is exercised, put back and judged with no file at all; its token is in no report."""
    description = (ROOT / "openapi/shop.yaml").read_bytes()

    async def shop(scope: Any, receive: Any, send: Any) -> None:
        """The shop, with its description beside it."""
        if scope["type"] == "http" and scope["path"] == "/openapi.yaml":
            kind = [(b"content-type", b"application/yaml")]
            await send({"type": "http.response.start", "status": 200, "headers": kind})
            await send({"type": "http.response.body", "body": description})
        else:
            await app(scope, receive, send)

    monkeypatch.setenv("SHOP", TOKEN)
    with served(shop) as url:
        ended = ringback(
            capsys, "check", "--target", url, "--token-from-env", "SHOP", "--max-requests", "300",
            "--operation", "create_customer", "--operation", "get_customer",
            "--operation", "delete_customer", "--report", "json=r.json",
        )  # fmt: skip
    assert "restored: what the run wrote was read again, and is as before" in ended.out
    assert "error" not in ended.out
    assert TOKEN not in ended.said + (empty / "r.json").read_text("utf-8")


GIVEN = [
    ("basic", ("--auth", PAIR), {"authorization": BASIC}),
    ("basic", ("-H", f"Authorization: {BASIC}"), {"authorization": BASIC}),
    ("bearer", ("--header", f"Authorization: Bearer {SECRET}"),
     {"authorization": f"Bearer {SECRET}"}),
    ("bearer", ("--token-from-env", "MINE"), {"authorization": f"Bearer {SECRET}"}),
    ("key", ("--token-from-env", "MINE"), {"x-key": SECRET}),
    ("key", ("-H", f"X-Key: {SECRET}"), {"x-key": SECRET}),
    ("", ("--auth", PAIR), {"authorization": BASIC}),
    ("", ("--token-from-env", "MINE"), {"authorization": f"Bearer {SECRET}"}),
    ("", ("-H", f"X-Key: {SECRET}"), {"x-key": SECRET}),
    ("", ("-H", f"X-Tenant: {SECRET}"), {"x-tenant": SECRET}),
    ("basic", ("--auth", PAIR, "-H", f"X-Tenant: {SECRET}"),
     {"authorization": BASIC, "x-tenant": SECRET}),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "options", "headers"), GIVEN)
def test_credentials_of_the_command_line(
    scheme: str,
    options: tuple[str, ...],
    headers: dict[str, str],
    empty: Path,
    capsys: Capture,
    monkeypatch: Patch,
) -> None:
    """They open a service, as the description's schemes or without any, and are told nowhere."""

    def wanted(given: dict[str, str]) -> bool:
        return all(given.get(name) == text for name, text in headers.items())

    monkeypatch.setenv("MINE", SECRET)
    service = Service(described(scheme), wants=wanted)
    service.description["paths"]["/two"]["get"]["responses"].pop("401")  # so that there is a report
    with served(service) as url:
        ended = ringback(
            capsys, "check", "--target", url, *options, "--report", "json=r.json",
            "--report", "junit=r.xml", "--report", "markdown=r.md",
        )  # fmt: skip
    told = ended.said + "".join(
        each.read_text("utf-8") for each in empty.rglob("*") if each.is_file()
    )
    assert "get_one (GET /one): " in ended.out
    assert "2xx" in ended.out
    assert ended.code in {0, 1}
    assert "auth/" not in ended.out.replace("auth/bad-status", "")
    for secret in (SECRET, BASIC.removeprefix("Basic ")):
        assert secret not in told


def test_requests_without_credentials_have_none(capsys: Capture) -> None:
    """A service that lets everybody in is found, though the command line gave it credentials."""
    with served(Service(described("basic"))) as url:
        ended = ringback(capsys, "check", "--target", url, "--auth", PAIR)
    assert ended.code == 1
    assert "auth/" in ended.out


def test_hosts_that_nobody_listed(empty: Path, capsys: Capture) -> None:
    """Another host needs one line in the configuration, and the sentence has it."""
    ended = ringback(capsys, "check", "--target", "http://api.test")
    assert ended.code == 2
    assert 'add hosts = ["api.test"] to ringback.toml' in ended.err
    (empty / "ringback.toml").write_text('hosts = ["api.test.invalid"]\n', "utf-8")
    ended = ringback(capsys, "check", "--target", "http://api.test.invalid")
    assert ended.code == 3
    assert "can't be reached" in ended.err


def test_a_description_is_not_fetched_elsewhere(capsys: Capture) -> None:
    """The description stands on the target's host, or in a file."""
    ended = ringback(
        capsys, "check", "--target", "http://127.0.0.1:9", "--description", "http://api.test/o.json"
    )
    assert ended.code == 2
    assert "is fetched from the target's host 127.0.0.1 alone; save it" in ended.err


@pytest.mark.parametrize("as_url", [True, False])
def test_description_of_the_command_line_wins(as_url: bool, empty: Path, capsys: Capture) -> None:
    """Beside a configuration of another API, the description that is named is judged, and told."""
    (empty / "openapi").mkdir()
    (empty / "ringback.toml").write_bytes((ROOT / "ringback.toml").read_bytes())
    (empty / "mine.json").write_text(json.dumps(described()), "utf-8")
    with served(Service(described())) as url:
        named = f"{url}/openapi.json" if as_url else "mine.json"
        ended = ringback(capsys, "check", "--target", url, "--description", named)
    assert ended.code == 0, ended.said
    assert f"description {named}, as --description says; that of ringback.toml, " in ended.out


def test_lint_diff_and_validate_read_urls(empty: Path, capsys: Capture) -> None:
    """A URL, of a description or of a service alone, is a description wherever one is named."""
    narrower = described()
    narrower["paths"].pop("/two")
    entry = {
        "request": {"method": "GET", "url": "http://127.0.0.1/one"},
        "response": {"status": 200, "body": {"name": 1}},
    }
    (empty / "log.ndjson").write_text(json.dumps(entry) + "\n", "utf-8")
    with served(Service(described())) as url, served(Service(narrower)) as less:
        linted = ringback(capsys, "lint", url)
        compared = ringback(capsys, "diff", f"{url}/openapi.json", less)
        judged = ringback(capsys, "validate", "log.ndjson", "--description", f"{url}/openapi.json")
    assert linted.code == 0, linted.said
    assert f"{url}/openapi.json" in linted.out
    assert compared.code == 1, compared.said
    assert "change/operation-removed" in compared.out
    assert judged.code == 1, judged.said
    assert "schema/response" in judged.out
    assert ringback(capsys, "lint", "http://api.test/o.json").code == 2


def test_a_base_path_that_the_target_lacks_is_said_once(capsys: Capture) -> None:
    """All is 404 and the server ends in a path: one sentence with the target to try, exit 3."""
    service = Service(described(server="/api/v1"), base="/api/v1")
    with served(service) as url:
        ended = ringback(capsys, "check", "--target", url)
        again = ringback(
            capsys, "check", "--target", f"{url}/api/v1", "--description", f"{url}/openapi.json"
        )
    assert ended.code == 3
    assert "the description's server ends in /api/v1" in ended.out
    assert f"try --target {url}/api/v1" in ended.out
    assert "error" not in ended.out
    assert again.code == 0, again.said


def test_a_target_that_redirects_everything_is_said_once(capsys: Capture) -> None:
    """Where each request is sent on elsewhere, the other place is what to try."""
    service = Service(described())
    service.redirect = "https://api.test/login"
    with served(service) as url:
        ended = ringback(capsys, "check", "--target", url)
    assert ended.code == 3
    told = "the target redirects every first request to https://api.test; give that as --target"
    assert told in ended.out
    assert "error" not in ended.out


@pytest.mark.parametrize(
    ("scheme", "options", "told"),
    [
        ("basic", (), "none were given for basic; --token-from-env NAME, --auth USER:PASSWORD"),
        ("basic", ("--auth", PAIR), "are they right, and not run out?"),
        ("", (), "which the description does not; --token-from-env NAME"),
    ],
)
def test_credentials_that_are_refused_are_said_once(
    scheme: str, options: tuple[str, ...], told: str, capsys: Capture
) -> None:
    """Whether none were given, or wrong ones, or nobody described any, is told with what to try."""
    with served(Service(described(scheme), wants=lambda _headers: False)) as url:
        ended = ringback(capsys, "check", "--target", url, *options)
    assert ended.code == 3
    assert "(401 to the first requests)" in ended.out
    assert told in ended.out
    assert "error" not in ended.out


def test_init_writes_what_an_api_needs_and_judges_it(empty: Path, capsys: Capture) -> None:
    """From a URL to files and a verdict; a second time nothing is written over."""
    description = described("basic")
    description["paths"]["/things/{thing_id}"] = {
        "get": {
            "operationId": "get_thing",
            "parameters": [
                {"name": "thing_id", "in": "path", "required": True, "example": "t-1",
                 "schema": {"type": "string"}}
            ],
            "responses": {"404": {"description": "there is none"}},
        }
    }  # fmt: skip
    (empty / "tox.ini").write_text("mine", "utf-8")
    with served(
        Service(description, wants=lambda given: given.get("authorization") == BASIC)
    ) as url:
        ended = ringback(capsys, "init", url, "--auth", PAIR, "--max-requests", "60")
        written = {each: each.read_bytes() for each in empty.rglob("*") if each.is_file()}
        again = ringback(capsys, "init", url, "--auth", PAIR)
    assert "wrote openapi.json, " in ended.out
    assert "\ntox.ini is there already and stays as it is\n" in ended.out
    assert "ringback check, target local, reading strict" in ended.out
    names = {each.relative_to(empty).as_posix() for each in written}
    assert names >= {"openapi.json", "ringback.toml", ".github/workflows/ringback.yml", "tox.ini"}
    assert (empty / "recordings").is_dir()
    assert (empty / "tox.ini").read_text("utf-8") == "mine"
    assert SECRET.encode() not in b"".join(written.values())
    assert f'url = "{url}"' in (empty / "ringback.toml").read_text("utf-8")
    assert '# thing_id = "t-1"' in (empty / "ringback.toml").read_text("utf-8")
    assert again.code == 0
    assert "wrote" not in again.out
    assert {each: each.read_bytes() for each in written} == written


def test_what_init_inferred_holds_when_it_is_kept(empty: Path, capsys: Capture) -> None:
    """Each commented line of the configuration may be uncommented as it is."""
    (empty / "shop.yaml").write_bytes((ROOT / "openapi/shop.yaml").read_bytes())
    ended = ringback(capsys, "init", "shop.yaml")
    assert ended.code == 0, ended.said
    assert "no check: no target is known" in ended.out
    file = empty / "ringback.toml"
    lines = file.read_text("utf-8").splitlines()
    kept = [
        line.removeprefix("# ") if " = " in line or line.startswith("# [") else line
        for line in lines
    ]
    file.write_text("\n".join(kept), "utf-8")
    planned = ringback(capsys, "check", "--target", "local", "--dry-run")
    assert planned.code == 0, planned.said
    assert "customers (by the configuration): create create_customer" in planned.out
    assert ringback(capsys, "lint").code == 0


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("schema/respnse", "schema/response"),
        ("shcema/response", "schema/response"),
        ("law/echoo", "law/echo"),
        ("protocl", "protocol"),
    ],
)
def test_a_typo_in_a_rule_has_a_suggestion(
    given: str, meant: str, empty: Path, capsys: Capture
) -> None:
    """What was meant is named, for a rule and for an area."""
    (empty / "d.json").write_text(json.dumps(described()), "utf-8")
    ended = ringback(capsys, "lint", "d.json", "--select", given)
    assert ended.code == 2
    assert f"--select {given}: no such rule; did you mean {meant}" in ended.err
