"""`docs/staging.md`, followed literally: each command runs, and says what the page says."""

import json
import re
import shlex
import shutil
import ssl
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.driving import ROOT, ringback, served
from tests.acceptance.test_writes import Arriving
from tests.acceptance.test_your_own_api import TOKEN, Notes, described, shown_line
from tests.unit.targets.authority import Authority
from tests.unit.targets.serving import RawServer, relaying

Capture = pytest.CaptureFixture[str]
PAGE = ROOT / "docs/staging.md"
ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


@pytest.fixture
def tls(tmp_path: Path) -> dict[str, Any]:
    """What a server is started with that asks for a client's certificate; the client's files."""
    folder = tmp_path / "authority"
    folder.mkdir()
    authority = Authority(folder)
    shutil.copy(authority.bundle, tmp_path / "ca.pem")
    shutil.copy(authority.own, tmp_path / "client.pem")
    shutil.copy(authority.key, tmp_path / "client.key")
    return {
        "ssl_certfile": str(authority.served),
        "ssl_ca_certs": str(authority.bundle),
        "ssl_cert_reqs": ssl.CERT_REQUIRED,
    }


def test_the_page_is_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, tls: dict[str, Any]
) -> None:
    """Its commands in their order; production is only read, staging is as it was, by the proxy."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NOTES_TOKEN", TOKEN)
    Path("staging-token").write_text(f"{TOKEN}\n", "utf-8")
    Path("openapi.json").write_text(json.dumps(described()), "utf-8")
    notes, others = Notes(), Notes()
    staging, production = Arriving(notes), Arriving(others)
    blocks = re.findall(r"```(\w+)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    codes = []
    with served(staging, **tls) as near, served(production, **tls) as far:
        port = int(near.rpartition(":")[2])
        with RawServer(relaying(ESTABLISHED, port)) as proxy:
            names = {
                "https://staging.notes.example": near,
                "https://notes.example": far,
                "http://proxy.example:3128": proxy.url,
            }
            for kind, shown in blocks:
                text = re.sub("|".join(map(re.escape, names)), lambda m: names[m[0]], shown)
                if kind == "toml":
                    Path("ringback.toml").write_text(text, "utf-8")
                    continue
                for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                    command, *said = part.splitlines()
                    ended = ringback(capsys, *shlex.split(command)[1:])
                    codes.append(ended.code)
                    told = ended.said.splitlines()
                    for line in said:
                        known = [each for each in told if shown_line(line).fullmatch(each)]
                        assert known or line == "…", (line, ended.said)
    assert codes == [0, 0, 0, 0, 2]
    assert notes.notes == others.notes == {1: "a note of somebody's"}
    assert "POST /notes" in staging.unsafe
    assert (production.unsafe, len(production.asked) > 20) == (set(), True)
    asked = {each.partition(b"\r\n")[0] for each in proxy.asked}
    assert asked == {f"CONNECT 127.0.0.1:{port} HTTP/1.1".encode()}
    assert len(staging.asked) <= 900 + 200
    assert not [*Path(".ringback").glob("journal*")]
