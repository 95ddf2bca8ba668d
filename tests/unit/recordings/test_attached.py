"""Bodies that stand beside a recording, in files or in its archive."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ringback.recordings import Recording, entries, sources
from ringback.recordings.byte_streams import attached as attaching
from tests.unit.recordings.neighbours_clients import har_entry
from tests.unit.recordings.neighbours_parts import URL
from tests.unit.recordings.test_streams import told

SHA = "2f1bb5a2a0.json"


def har(*names: str) -> str:
    """A HAR of Playwright's whose answers stand in files of these names."""
    found = [har_entry({"size": 2, "_file": name}) for name in names]
    return json.dumps({"log": {"version": "1.2", "entries": found}})


def read(file: Path) -> list[str]:
    """The entries of a file in a few words; a recording's body."""
    (source,) = sources([str(file)])
    return [
        each.exchange.response.body.decode()
        if isinstance(each, Recording) and each.exchange.response
        else told(each)
        for each in entries(source)
    ]


def test_a_har_with_attached_bodies(tmp_path: Path) -> None:
    """Each is read from the folder of the HAR; one that is not there is told."""
    (tmp_path / SHA).write_text("[1]")
    file = tmp_path / "a.har"
    file.write_text(har(SHA, "gone.json"))
    assert read(file) == [
        "[1]",
        "entry 2 1: ! is no entry of a HAR: response.content._file names a file that is not there",
    ]


def test_a_request_s_body_may_be_attached(tmp_path: Path) -> None:
    """As an answer's."""
    (tmp_path / "b.dat").write_bytes(b"a=b")
    entry = har_entry({"size": 1, "text": "1"})
    entry["request"] |= {"method": "POST", "postData": {"mimeType": "text/plain", "_file": "b.dat"}}
    file = tmp_path / "a.har"
    file.write_text(json.dumps({"log": {"entries": [entry]}}))
    (source,) = sources([str(file)])
    (found,) = entries(source)
    assert isinstance(found, Recording)
    assert (found.exchange.request.body, found.with_request_body) == (b"a=b", True)


def archive(file: Path, **members: str) -> Path:
    """A zip archive of these files, their dots written as _."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name.replace("_", "."), text)
    return file


def test_a_har_in_an_archive(tmp_path: Path) -> None:
    """With its bodies, as Playwright packs it."""
    file = archive(tmp_path / "a.zip", har_har=har("b.json", "c.json"), b_json="[1]")
    assert read(file) == [
        "[1]",
        "entry 2 1: ! is no entry of a HAR: response.content._file names a file that is not there",
    ]
    assert [each.name for each in sources([str(archive(tmp_path / "x.har.zip"))])]


def traced(number: int) -> str:
    """A line of the network of a trace: an entry of a HAR whose bodies are in `resources`."""
    sent = {"mimeType": "application/json", "text": "", "params": [], "_sha1": "sent.json"}
    entry = har_entry({"size": 3, "mimeType": "application/json", "_sha1": "came.json"})
    entry["request"] |= {"method": "POST", "url": f"https://a.io/{number}", "postData": sent}
    entry["startedDateTime"] = "2025-01-02T03:04:05Z"
    return json.dumps({"type": "resource-snapshot", "snapshot": entry})


@pytest.mark.parametrize("count", [1, 2])
def test_the_network_of_a_trace(tmp_path: Path, count: int) -> None:
    """Of Playwright's, with the bodies of requests and answers, packed or not."""
    lines = "".join(f"{traced(each)}\n" for each in range(count))
    (tmp_path / "resources").mkdir()
    plain = tmp_path / "trace.network"
    plain.write_text(lines)
    members = {"resources/came.json": "[1]", "resources/sent.json": "{}"}
    for name, content in members.items():
        (tmp_path / name).write_text(content)
    packed = archive(tmp_path / "trace.zip", trace_trace="{}", trace_network=lines, **members)
    for file in (plain, packed):
        (source,) = sources([str(file)])
        found = [each for each in entries(source) if isinstance(each, Recording)]
        assert [each.exchange.request.body for each in found] == [b"{}"] * count
        assert [each.entry for each in found] == [f"line {at + 1}" for at in range(count)]
        assert read(file) == ["[1]"] * count


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"a_txt": "a"}, "is a zip archive with no HAR in it; unpack it first"),
        (
            {"a_network": "{}", "b_network": "{}"},
            "is a zip archive with 2 traces in it; unpack it first",
        ),
        ({"a_har": "{}", "b_har": "{}"}, "is a zip archive with 2 HARs in it; unpack it first"),
    ],
)
def test_other_archives_are_refused(tmp_path: Path, members: dict[str, str], problem: str) -> None:
    """With what is in them."""
    assert read(archive(tmp_path / "a.zip", **members)) == [f"- -: ! {problem}"]


def test_a_broken_archive_is_told(tmp_path: Path) -> None:
    """At the place where it breaks."""
    file = archive(tmp_path / "a.zip", a_har=har(*[SHA] * 500))
    data = bytearray(file.read_bytes())
    data[200:220] = b"x" * 20
    file.write_bytes(data)
    (*_, last) = read(file)
    assert "! can't be read (its archive is broken: " in last


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("/etc/hostname", "names no file beside it"),
        ("../secret", "names no file beside it"),
        ("a\0b", "names no file beside it"),
        ("link", "names a link that leads out of its folder"),
        ("folder", "names no plain file"),
        ("long", "names a file of more than 100 bytes"),
    ],
)
def test_nothing_that_leads_out_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, problem: str
) -> None:
    """A recording comes from anywhere; what it names is read beside it and nowhere else."""
    monkeypatch.setattr(attaching, "LARGEST", 100)
    (tmp_path / "secret").write_text("x")
    home = tmp_path / "home"
    (home / "folder").mkdir(parents=True)
    (home / "link").symlink_to(tmp_path / "secret")
    (home / "long").write_text("x" * 101)
    file = home / "a.har"
    file.write_text(har(name))
    assert read(file) == [f"entry 1 1: ! is no entry of a HAR: response.content._file {problem}"]


def stub(**response: Any) -> str:
    """A mapping of WireMock with this answer."""
    asked = {"method": "GET", "urlPath": "/v1/numbers"}
    return json.dumps({"request": asked, "response": {"status": 200, **response}})


def test_a_mapping_whose_body_stands_in_files(tmp_path: Path) -> None:
    """In `__files` beside `mappings`, however deep; a folder's search passes those by."""
    (tmp_path / "mappings" / "deep").mkdir(parents=True)
    (tmp_path / "__files" / "b").mkdir(parents=True)
    (tmp_path / "__files" / "b" / "a.json").write_text("[1]")
    file = tmp_path / "mappings" / "deep" / "a.json"
    file.write_text(stub(bodyFileName="b/a.json"))
    assert read(file) == ["[1]"]
    assert [each.path for each in sources([str(tmp_path)])] == [file]
    file.write_text(stub(bodyFileName="gone.json"))
    assert read(file) == [
        "- 1: ! is no mapping of WireMock: response.bodyFileName names a file that is not there"
    ]


def test_what_comes_from_elsewhere_has_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of standard input the body is not stored, and nothing is wrong."""
    file = tmp_path / "a.har"
    file.write_text(har(SHA))
    with file.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        (source,) = sources(["-"])
        (found,) = entries(source)
    assert isinstance(found, Recording)
    assert (found.exchange.request.url, found.with_body) == (URL, False)
