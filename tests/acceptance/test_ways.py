"""The way to a target is gone by everything: the search for a description, the run, and `curl`."""

import json
import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.driving import Ended, ringback, served
from tests.acceptance.notes_service import TOKEN, Notes
from tests.unit.targets.authority import Authority
from tests.unit.targets.serving import RawServer, relaying
from tests.unit.targets.test_http2 import serving

Capture = pytest.CaptureFixture[str]
CONNECTED = b"HTTP/1.1 200 Connection established\r\n\r\n"
SETTINGS = """
[values]
token = {{ variable = "NOTES_TOKEN", secret = true }}
code = "north"
[targets.staging]
url = "{url}"
verify = "authority/ca.pem"
{lines}
"""


class Wrong(Notes):
    """Tells the sky as a number."""

    def answer(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, Any, str]:
        """As it is, but for what is wrong."""
        status, told, allow = super().answer(method, path, headers, body)
        return status, ({"sky": 7} if isinstance(told, dict) and "sky" in told else told), allow


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """Certificates in a folder beside the configuration, which is where we are."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NOTES_TOKEN", TOKEN)
    (tmp_path / "authority").mkdir()
    return Authority(tmp_path / "authority")


@pytest.fixture
def way(authority: Authority) -> Iterator[tuple[str, RawServer]]:
    """The URL of a wrong service that wants a client's certificate, and a proxy on the way."""
    tls = {
        "ssl_certfile": str(authority.served),
        "ssl_ca_certs": str(authority.bundle),
        "ssl_cert_reqs": ssl.CERT_REQUIRED,
    }
    with (
        served(Wrong(), **tls) as url,
        RawServer(relaying(CONNECTED, int(url.rpartition(":")[2]))) as proxy,
    ):
        own = 'certificate = ["authority/own.pem", "authority/own.key"]'
        lines = f'{own}\nproxy = "{proxy.url}"'
        Path("ringback.toml").write_text(SETTINGS.format(url=url, lines=lines), "utf-8")
        yield url, proxy


def checked(capsys: Capture, *more: str) -> Ended:
    """A check of one read, with a JSON report."""
    options = ("--target", "staging", "--operation", "forecast", "--report", "json=report.json")
    return ringback(capsys, "check", *options, "--report", "text", *more)


def test_a_description_is_found_by_the_way_of_the_target(
    capsys: Capture, way: tuple[str, RawServer]
) -> None:
    """With its authority, the client's certificate, through the proxy; and so it is linted."""
    url, proxy = way
    ended = checked(capsys)
    assert f"description found at {url}/openapi.json" in ended.out
    assert "\nschema/response  " in ended.out
    count = len(proxy.asked)
    assert ringback(capsys, "lint", f"{url}/openapi.json", "--quiet").code == 0
    assert len(proxy.asked) > count
    assert {each.split()[0] for each in proxy.asked} == {b"CONNECT"}


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_what_reproduces_a_finding_goes_the_same_way(
    capsys: Capture, way: tuple[str, RawServer]
) -> None:
    """The line of a report, as it stands, is answered with what the finding says."""
    checked(capsys)
    report = json.loads(Path("report.json").read_text("utf-8"))
    line = next(e["reproduce"] for e in report["findings"] if e["rule"] == "schema/response")
    _, proxy = way
    count = len(proxy.asked)
    variables = {"TOKEN": TOKEN, **os.environ}
    done = subprocess.run(  # noqa: S602 -- it is there to be pasted into a shell
        line, shell=True, env=variables, capture_output=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout.endswith(b'{"sky": 7}')) == (0, True)
    assert len(proxy.asked) == count + 1
    for option in ("--proxy", "--cacert authority/ca.pem", "--cert authority/own.pem", "--key "):
        assert f" {option}" in line


def test_a_service_that_wants_http2_is_checked_over_it(
    capsys: Capture, authority: Authority
) -> None:
    """With `http2 = true` of its target; what is wrong there is found, and reproduced so."""
    tls = {"certfile": str(authority.served), "keyfile": str(authority.served)}
    with serving(Wrong(), ["h2"], **tls) as port:
        text = SETTINGS.format(url=f"https://127.0.0.1:{port}", lines="http2 = true")
        Path("ringback.toml").write_text(text, "utf-8")
        Path("openapi.json").write_text(json.dumps(Notes().answer("", "/openapi.json", {}, b"")[1]))
        ended = checked(capsys, "--description", "openapi.json")
    report = json.loads(Path("report.json").read_text("utf-8"))
    assert ended.code == 1
    assert [each["rule"] for each in report["findings"]] == ["schema/response"]
    assert " --http2 " in report["findings"][0]["reproduce"]


@pytest.mark.parametrize("command", ["lint", "diff"])
def test_a_description_behind_a_private_name_is_not_fetched(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    """A listed host whose name leads to a private address is refused before a packet leaves."""
    monkeypatch.chdir(tmp_path)
    usual = socket.getaddrinfo

    def lookup(host: str, port: Any, *more: Any, **named: Any) -> Any:
        return usual("127.0.0.1" if host == "api.test" else host, port, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    Path("openapi.json").write_text(json.dumps(Notes().answer("", "/openapi.json", {}, b"")[1]))
    with served(Notes()) as near:
        url = f"{near.replace('127.0.0.1', 'api.test')}/openapi.json"
        Path("ringback.toml").write_text('hosts = ["api.test"]\n', "utf-8")
        sides = [url] if command == "lint" else ["openapi.json", url]
        ended = ringback(capsys, command, *sides)
    told = f"{re.escape(url)}: api.test leads to 127.0.0.1, a private address; "
    assert ended.code == 2
    assert re.match(f"ringback: {told}", ended.err)
