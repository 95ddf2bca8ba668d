"""What the commands of a page find: a folder, variables, services behind the names of the page."""

import contextlib
import gzip
import json
import shutil
import socket
import ssl
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from contracts.numbers.reference import create_app
from tests.acceptance.driving import ROOT, VARIABLES, changed, copied, served
from tests.acceptance.notes_service import TOKEN, Notes, described
from tests.acceptance.test_writes import Arriving
from tests.repository import Repository
from tests.unit.targets.authority import Authority
from tests.unit.targets.serving import RawServer, relaying

_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_NOTES_URL = "http://127.0.0.1:8000"
_SEEN = {1: "a note of somebody's"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where commands run. `names` are texts of the page, each with what stands there in truth.

    Where the code that they judge is changed on the way, they are run `apart`: in processes of
    their own.
    """

    folder: Path
    names: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    apart: bool = False


Scene = Callable[[Path], contextlib.AbstractContextManager[Stage]]


def _free_ports(*shown: str) -> dict[str, str]:
    """A free port in the place of each that a page names."""
    names: dict[str, str] = {}
    for each in shown:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        names |= {f"{before}{each}": f"{before}{port}" for before in ("127.0.0.1:", "--port ")}
    return names


@contextlib.contextmanager
def _project(folder: Path) -> Iterator[Stage]:
    """A clone of this repository whose target `staging` is a right service, and main behind it."""
    shutil.copytree(ROOT / "contracts/shop", copied(folder) / "contracts/shop")
    Repository.made(folder).commit("v1.0")
    with served(create_app()) as url:
        changed(folder / "ringback.toml", "https://staging.vocode.dev", url)
        names = {"https://staging.vocode.dev": url, **_free_ports("8642")}
        yield Stage(folder=folder, variables=VARIABLES, names=names)


@contextlib.contextmanager
def _pipeline(folder: Path) -> Iterator[Stage]:
    """A project whose reference is asked a part of what there is to ask."""
    bounded = "[targets.reference]\nmax_requests = 200"
    changed(copied(folder) / "ringback.toml", "[targets.reference]", bounded)
    Repository.made(folder).commit("v1.0")
    yield Stage(folder=folder, variables=VARIABLES)


@contextlib.contextmanager
def _traffic(folder: Path) -> Iterator[Stage]:
    """A project with traffic that other tools stored, and the target `staging`."""
    with _project(folder) as stage:
        recordings = folder / "contracts/numbers/recordings"
        stored = [
            json.loads(file.read_text("utf-8")) for file in sorted(recordings.rglob("own.json"))
        ]
        (folder / "traffic.har").write_text(json.dumps(_har(stored)), "utf-8")
        (folder / "gateway.log").write_text("".join(map(_gateway_line, stored)), "utf-8")
        [update] = sorted(recordings.rglob("edit-whole.json"))
        answer = json.loads(update.read_text("utf-8"))["response"]["body"]
        (folder / "answers.ndjson").write_text(f"{json.dumps(answer)}\n" * 3, "utf-8")
        shutil.copytree(recordings / "update_number", folder / "tests/cassettes")
        (folder / "logs").mkdir()
        with gzip.open(folder / "logs/today.ndjson.gz", "wt", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(each)}\n" for each in stored)
        yield stage


def _har(stored: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Recordings as a browser stores them."""
    entries = [
        {
            "startedDateTime": "2026-11-01T12:00:00Z",
            "request": {
                "method": each["request"]["method"],
                "url": each["request"]["url"],
                "headers": _pairs(each["request"]["headers"]),
            },
            "response": {
                "status": each["response"]["status"],
                "headers": _pairs(each["response"]["headers"]),
                "content": {
                    "mimeType": "application/json",
                    "text": json.dumps(each["response"]["body"]),
                },
            },
        }
        for each in stored
    ]
    return {"log": {"version": "1.2", "creator": {"name": "a", "version": "1"}, "entries": entries}}


def _gateway_line(stored: Mapping[str, Any]) -> str:
    """A recording as the log of a gateway has it."""
    url = urlsplit(stored["request"]["url"])
    line = {
        "http": {"verb": stored["request"]["method"], "path": f"{url.path}?{url.query}"},
        "out": {"code": stored["response"]["status"], "body": stored["response"]["body"]},
    }
    return f"{json.dumps(line)}\n"


def _pairs(headers: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": text} for name, text in headers.items()]


@contextlib.contextmanager
def _broken(folder: Path) -> Iterator[Stage]:
    """A project whose recordings are not as its description says; the page's day is ahead."""
    changed(copied(folder) / "openapi/numbers.yaml", "type: boolean", "type: integer")
    ahead = (datetime.now(UTC) + timedelta(days=100)).date().isoformat()
    yield Stage(folder=folder, variables=VARIABLES, names={"2027-03-31": ahead})


@contextlib.contextmanager
def _clone(folder: Path) -> Iterator[Stage]:
    """A clone of this repository with the code of the reference service, which a reader edits."""
    shutil.copytree(ROOT / "contracts", folder / "contracts", ignore=shutil.ignore_patterns("__*"))
    shutil.copy(ROOT / "ringback.toml", folder)
    shutil.copytree(ROOT / "openapi", folder / "openapi")
    (folder / ".gitignore").write_text("__pycache__/\n.ringback/\n", "utf-8")
    Repository.made(folder).commit()
    yield Stage(folder=folder, apart=True)


@contextlib.contextmanager
def _notes(folder: Path) -> Iterator[Stage]:
    """Nothing but a service of notes; in the end it has the notes that it had."""
    service = Notes()
    with served(service) as url:
        yield Stage(folder=folder, names={_NOTES_URL: url}, variables={"NOTES_TOKEN": TOKEN})
    assert service.notes == _SEEN


@contextlib.contextmanager
def _staging(folder: Path) -> Iterator[Stage]:
    """The service of notes twice: behind a client certificate, and for staging behind a proxy."""
    keys = folder.with_name(f"{folder.name}-keys")
    keys.mkdir()
    authority = Authority(keys)
    for file, name in (
        (authority.bundle, "ca.pem"),
        (authority.own, "client.pem"),
        (authority.key, "client.key"),
    ):
        shutil.copy(file, folder / name)
    (folder / "staging-token").write_text(f"{TOKEN}\n", "utf-8")
    (folder / "openapi.json").write_text(json.dumps(described()), "utf-8")
    notes, others = Notes(), Notes()
    staging, production = Arriving(notes), Arriving(others)
    tls: dict[str, Any] = {
        "ssl_certfile": str(authority.served),
        "ssl_ca_certs": str(authority.bundle),
        "ssl_cert_reqs": ssl.CERT_REQUIRED,
    }
    with served(staging, **tls) as near, served(production, **tls) as far:
        port = int(near.rpartition(":")[2])
        with RawServer(relaying(_ESTABLISHED, port)) as proxy:
            names = {
                "https://staging.notes.example": near,
                "https://notes.example": far,
                "http://proxy.example:3128": proxy.url,
            }
            yield Stage(folder=folder, names=names, variables={"NOTES_TOKEN": TOKEN})
    shutil.rmtree(keys)
    assert notes.notes == others.notes == _SEEN
    assert "POST /notes" in staging.unsafe
    assert (production.unsafe, len(production.asked) > 20) == (set(), True)
    asked = {each.partition(b"\r\n")[0] for each in proxy.asked}
    assert asked == {f"CONNECT 127.0.0.1:{port} HTTP/1.1".encode()}
    assert len(staging.asked) <= 900 + 200
    assert not [*(folder / ".ringback").glob("journal*")]


@contextlib.contextmanager
def _example(folder: Path, name: str) -> Iterator[Stage]:
    """A copy of an example; the port that its page names is a free one."""
    ignored = shutil.ignore_patterns("__*", ".ringback", ".hypothesis", "README.md")
    shutil.copytree(ROOT / name, folder, ignore=ignored, dirs_exist_ok=True)
    yield Stage(folder=folder, names=_free_ports("8000"))


SCENES: Mapping[str, Scene] = {
    "project": _project,
    "pipeline": _pipeline,
    "traffic": _traffic,
    "broken": _broken,
    "clone": _clone,
    "notes": _notes,
    "staging": _staging,
}


@contextlib.contextmanager
def entered(name: str) -> Iterator[Stage]:
    """A scene of this name, or an example's folder, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ringback-") as place:
        folder = Path(place).resolve() / "project"
        folder.mkdir()
        scene = SCENES[name](folder) if name in SCENES else _example(folder, name)
        with scene as stage:
            yield stage
