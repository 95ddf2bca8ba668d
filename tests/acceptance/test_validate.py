"""`ringback validate` on recordings of every form, and of any size."""

import base64
import contextlib
import gzip
import json
import os
import pty
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard

from tests.acceptance.driving import ROOT, Ended, copied, process, ringback, started, wait_for
from tests.unit.contract.making import number
from tests.unit.validate.corpus import stored

Capture = pytest.CaptureFixture[str]
URL = "https://api.vocode.dev/v1/numbers?phone_number=%2B15550100001"
BARE = ("--operation", "get_number", "--status", "200")


def report(ended: Ended) -> dict[str, Any]:
    """The JSON report that a run printed."""
    found: dict[str, Any] = json.loads(ended.out)
    return found


def judged(capsys: Capture, *arguments: object) -> dict[str, Any]:
    """The report of a run, its exit code that of its verdict."""
    ended = ringback(capsys, "validate", *map(str, arguments), "--report", "json", "-q")
    found = report(ended)
    assert ended.code == {"kept": 0, "broken": 1, "inconclusive": 3}[found["verdict"]]
    return found


def findings(found: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    """These fields of each error."""
    errors = [each for each in found["findings"] if each["severity"] == "error"]
    return [tuple(each.get(name) for name in names) for each in errors]


def exchange(body: Any, url: str = URL, status: int = 200) -> dict[str, Any]:
    """A recording in our own form."""
    kind = {"Content-Type": "application/json"}
    return {
        "request": {"method": "GET", "url": url},
        "response": {"status": status, "headers": kind, "body": body},
    }


def har(*entries: dict[str, Any]) -> str:
    """A HAR of these recordings, as browsers save it."""
    return json.dumps(
        {
            "log": {
                "version": "1.2",
                "creator": {"name": "b", "version": "1"},
                "entries": [
                    {
                        "startedDateTime": "2026-11-01T10:00:00.000Z",
                        "time": 5,
                        "request": {
                            "method": each["request"]["method"],
                            "url": each["request"]["url"],
                            "httpVersion": "HTTP/2",
                            "headers": [{"name": ":authority", "value": "api.vocode.dev"}],
                            "queryString": [],
                        },
                        "response": {
                            "status": each["response"]["status"],
                            "statusText": "",
                            "headers": [{"name": "content-encoding", "value": "br"}],
                            "content": {
                                "size": 10,
                                "mimeType": "application/json",
                                "text": base64.b64encode(
                                    json.dumps(each["response"]["body"]).encode()
                                ).decode(),
                                "encoding": "base64",
                            },
                        },
                    }
                    for each in entries
                ],
            }
        },
        indent=1,
    )


def cassette(*entries: dict[str, Any]) -> str:
    """A VCR.py cassette of these recordings."""
    lines = ["interactions:"]
    for each in entries:
        body = json.dumps(json.dumps(each["response"]["body"]))
        lines += [
            "- request:",
            "    body: null",
            "    headers:",
            "      Accept: ['*/*']",
            f"    method: {each['request']['method']}",
            f"    uri: {each['request']['url']}",
            "  response:",
            f"    body: {{string: {body}}}",
            "    headers:",
            "      Content-Type: [application/json]",
            f"    status: {{code: {each['response']['status']}, message: OK}}",
        ]
    return "\n".join([*lines, "version: 1", ""])


GOOD, BAD = exchange(number()), exchange(number(active="yes"))
FORMS = {
    "traffic.har": har(GOOD, BAD),
    "cassette.yaml": cassette(GOOD, BAD),
    "array.json": json.dumps([GOOD, BAD]),
    "log.ndjson": f"{json.dumps(GOOD)}\n{json.dumps(BAD)}\n",
    "log.txt": f"{json.dumps(GOOD)}\n{json.dumps(BAD)}",
    "recording.json": json.dumps(BAD),
}


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_recognised(capsys: Capture, tmp_path: Path, name: str, packing: str) -> None:
    """By its content, packed or not: the same finding at the same place in the payload."""
    data = FORMS[name].encode()
    packed = {"": data, ".gz": gzip.compress(data), ".zst": zstandard.compress(data)}
    file = tmp_path / f"{name}{packing}"
    file.write_bytes(packed[packing])
    found = judged(capsys, file)
    assert findings(found, "rule", "operation", "instance", "message", "count") == [
        (
            "schema/response",
            "get_number",
            "/active",
            "response 200 /active: must be a boolean, not a string",
            1,
        )
    ]
    assert found["counts"]["recordings"] == (1 if name == "recording.json" else 2)


def test_folders_patterns_and_standard_input(capsys: Capture, tmp_path: Path) -> None:
    """Every file below a folder or of a pattern once, and what is piped in."""
    for name, text in FORMS.items():
        (tmp_path / name).write_text(text)
    assert (
        judged(capsys, tmp_path)["counts"]["recordings"] == 9
    )  # a log named .txt is not looked for
    pattern = f"{tmp_path}/*.har"
    assert judged(capsys, pattern, tmp_path / "traffic.har")["counts"]["recordings"] == 2
    piped = process("validate", "-", "--report", "json", "-q", stdin=FORMS["log.ndjson"].encode())
    assert piped.code == 1
    assert findings(report(piped), "file", "line") == [("standard input", 2)]


def test_a_gateways_own_names(capsys: Capture, tmp_path: Path) -> None:
    """A map says where a log of another make holds what."""
    file = tmp_path / "gateway.log"
    lines = [
        {
            "http": {"verb": "GET", "path": "/v1/numbers", "qs": "phone_number=%2B15550100001"},
            "out": {"code": each["response"]["status"], "payload": each["response"]["body"]},
        }
        for each in (GOOD, BAD)
    ]
    file.write_text("\n".join(map(json.dumps, lines)))
    mapping = {
        "method": "/http/verb",
        "path": "/http/path",
        "query": "/http/qs",
        "status": "/out/code",
        "response.body": "/out/payload",
    }
    options = [part for name, place in mapping.items() for part in ("--map", f"{name}={place}")]
    found = judged(capsys, file, *options)
    assert findings(found, "rule", "instance", "line") == [("schema/response", "/active", 2)]
    ended = ringback(capsys, "validate", str(file), "--map", "verb=/http/verb")
    assert ended.code == 2
    assert "verb" in ended.said


def test_bare_payloads(capsys: Capture, tmp_path: Path) -> None:
    """Lines, items of an array and documents that are payloads; numbers keep their values."""
    big = number(number=10**30)
    for name, text in (
        ("a.ndjson", "\n".join(map(json.dumps, [number(), big, number(), big]))),
        ("b.json", json.dumps([number(), big])),
        ("c.json", json.dumps(big, indent=1)),
    ):
        (tmp_path / name).write_text(text)
    found = judged(capsys, tmp_path, *BARE)
    assert findings(found, "message", "count", "share", "places") == [
        (
            "response 200 /number: must be a string, not an integer",
            4,
            round(4 / 7, 6),
            [f"{tmp_path}/a.ndjson:2", f"{tmp_path}/a.ndjson:4", f"{tmp_path}/b.json:1 (entry 2)"],
        )
    ]


def test_a_broken_entry_costs_nothing_but_itself(capsys: Capture, tmp_path: Path) -> None:
    """A cut line, bad JSON, bad base64, a member given twice: each at its line, the rest judged."""
    log = tmp_path / "log.ndjson"
    good = json.dumps(GOOD)
    lines = [good, good[:50], good, "{]", good.replace('"method"', '"url": "x", "method"'), good]
    log.write_text("\n".join([*lines, good[:-9]]))
    found = judged(capsys, log)
    assert sorted(findings(found, "rule", "line"), key=lambda it: str(it[1])) == [
        ("recording/unreadable", 2),
        ("recording/unreadable", 4),
        ("recording/invalid", 5),
        ("recording/unreadable", 7),
    ]  # fmt: skip
    assert found["exercised"][0] == "get_number: 3 × 200"
    traffic = tmp_path / "traffic.har"
    text = har(GOOD, BAD, GOOD)
    first = text.index('"text": "') + 9
    traffic.write_text(text[:first] + "*" + text[first + 1 :])
    found = judged(capsys, traffic)
    assert [rule for (rule,) in findings(found, "rule")] == [
        "recording/invalid",
        "schema/response",
    ]


def test_a_million_payloads_with_one_defect_are_one_finding(
    capsys: Capture, tmp_path: Path
) -> None:
    """With the count, the first three places, and the share; the same from one process or two."""
    log = tmp_path / "log.ndjson"
    good, bad = json.dumps(GOOD), json.dumps(BAD)
    with log.open("w") as file:
        for at in range(3_000):
            file.write((bad if at % 4 == 2 else good) + "\n")
    alone = judged(capsys, log, "--workers", "1")
    shared = judged(capsys, log, "--workers", "2", "--block", "100000")
    assert findings(alone, "rule", "count", "share", "places") == [
        ("schema/response", 750, 0.25, [f"{log}:3", f"{log}:7", f"{log}:11"])
    ]
    for each in (alone, shared):
        del each["seconds"]
    assert alone == shared
    ended = ringback(capsys, "validate", str(log), "--select", "schema")
    assert f"  in 750 of them, 25 %; first: {log}:3, {log}:7, {log}:11\n" in ended.said


def test_what_is_out_of_scope(capsys: Capture, tmp_path: Path) -> None:
    """Other hosts and paths are counted and named; with --strict-scope they are errors."""
    log = tmp_path / "log.ndjson"
    cdn = exchange(None, "https://cdn.example.com/app.js")
    other = exchange({}, "https://api.vocode.dev/v1/agents/17")
    log.write_text("\n".join(map(json.dumps, [GOOD, cdn, other, cdn])))
    found = judged(capsys, log)
    assert (found["verdict"], findings(found, "rule")) == ("kept", [])
    assert [(each["rule"], each["why"]) for each in found["skipped"]] == [
        (
            "recording/other-host",
            (
                "2 entries are of other hosts, out of scope (--host NAME adds one): "
                "cdn.example.com (2)"
            ),
        ),
        (
            "recording/no-operation",
            (
                "1 entry is without an operation in the description, out of scope: "
                "GET /v1/agents/* (1)"
            ),
        ),
    ]
    strict = judged(capsys, log, "--strict-scope")
    assert sorted(findings(strict, "rule", "count", "message"), reverse=True) == [
        (
            "recording/other-host",
            2,
            "GET cdn.example.com is no host of the description; --host cdn.example.com adds it",
        ),
        (
            "recording/no-operation",
            1,
            "GET /v1/agents/17 is no operation of the description",
        ),
    ]
    staging = exchange(number(), URL.replace("api.vocode.dev", "gateway.internal:8443"))
    log.write_text(json.dumps(staging))
    nothing = judged(capsys, log)
    assert nothing["why"] == ["nothing was judged: every entry is out of scope"]
    assert judged(capsys, log, "--host", "gateway.internal")["verdict"] == "kept"


def test_coverage(capsys: Capture, tmp_path: Path) -> None:
    """What never occurs is named; too little is a finding."""
    log = tmp_path / "log.ndjson"
    log.write_text(json.dumps(GOOD))
    found = judged(
        capsys, log, "--min-coverage", "50", "--operation", "get_number", "--status", 200
    )
    assert found["verdict"] == "broken"
    log.write_text("\n".join(json.dumps({**each}) for each in stored()))
    found = judged(capsys, log, "--min-coverage", "99")
    rules = [rule for (rule,) in findings(found, "rule")]
    assert rules.count("coverage/too-low") == 2
    response = found["coverage"]["response"]
    assert response["covered"] + len(response["missing"]) <= response["total"]
    assert any(place.endswith("/responses/405") for place in response["missing"])


def test_an_overlay_that_documents_what_is_not(capsys: Capture, tmp_path: Path) -> None:
    """Applied, it makes the recordings pass."""
    log, overlay = tmp_path / "log.ndjson", tmp_path / "more.overlay.yaml"
    body = number(region="eu", limits={"calls": 5, "since": "2026-01-01T00:00:00Z"})
    log.write_text("\n".join([json.dumps(exchange(body))] * 3))
    found = judged(capsys, log, "--suggest", f"overlay={overlay}")
    assert {rule for (rule,) in findings(found, "rule")} == {"schema/response"}
    config = (ROOT / "ringback.toml").read_text()
    config = config.replace('"openapi/', f'"{ROOT}/openapi/').replace(
        '"contracts/', f'"{ROOT}/contracts/'
    )
    config = config.replace('strict.overlay.yaml"]', f'strict.overlay.yaml", "{overlay}"]')
    (tmp_path / "ringback.toml").write_text(config)
    again = judged(capsys, log, "--config", tmp_path / "ringback.toml")
    assert (again["verdict"], again["findings"]) == ("kept", [])
    printed = ringback(capsys, "validate", str(log), "--suggest", "overlay")
    assert printed.out == overlay.read_text()
    ended = ringback(capsys, "validate", str(log), "--suggest", "patch")
    assert ended.code == 2


def test_secrets_in_recordings(capsys: Capture, tmp_path: Path) -> None:
    """Bodies and old cassettes are looked through when that is asked for."""
    body = number(
        label="n", inbound_agent={**number()["inbound_agent"], "prompt": "AKIAIOSFODNN7EXAMPLQ"}
    )
    file = tmp_path / "cassette.yaml"
    file.write_text(cassette(exchange(body)))
    found = judged(capsys, file, "--secrets")
    errors = findings(found, "rule", "instance")
    assert ("secret/key", "/inbound_agent/prompt") in errors
    assert "AKIAIOSFODNN7EXAMPLQ" not in json.dumps(found)
    assert "secret/key" not in [rule for rule, _ in findings(judged(capsys, file), "rule", "file")]


def test_old_recordings(capsys: Capture, tmp_path: Path) -> None:
    """A warning for what is older than asked for."""
    (tmp_path / "traffic.har").write_text(har(GOOD))
    found = judged(capsys, tmp_path, "--max-age", "10")
    assert found["verdict"] == "kept"
    assert [each["rule"] for each in found["findings"]] == ["recording/stale"]
    assert judged(capsys, tmp_path, "--max-age", "100000")["findings"] == []


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupted_run_tells_what_it_judged(tmp_path: Path, workers: str) -> None:
    """Ctrl-C ends it with exit 3, a partial count and the findings so far."""
    log = tmp_path / "log.ndjson"
    os.mkfifo(log)
    stop = threading.Event()
    fed: list[int] = []
    feeding = threading.Thread(target=_feed, args=(log, stop, fed), daemon=True)
    command = ("validate", str(log), "--workers", workers, "--report", "json", "-q")
    with started(*command, variables={}) as running:
        feeding.start()
        wait_for(lambda: len(fed) > 300)  # much more than a pipe and a batch hold
        running.send_signal(signal.SIGINT)
        if workers == "2":  # what is being judged is finished: a pipe is one piece
            time.sleep(0.5)
            stop.set()
        out, err = running.communicate(timeout=60)
    stop.set()
    feeding.join(timeout=30)
    assert (running.returncode, "Traceback" in err) == (3, False), err
    found = json.loads(out)
    assert (found["verdict"], found["why"]) == (
        "inconclusive",
        ["interrupted: what was judged so far is told"],
    )
    assert found["counts"]["recordings"] > 100
    assert findings(found, "rule", "line") == [("schema/response", 1)]


def _feed(pipe: Path, stop: threading.Event, fed: list[int]) -> None:
    """Write good recordings into a pipe until told to stop, or until nobody reads."""
    line = (json.dumps(GOOD) + "\n").encode() * 20
    with contextlib.suppress(BrokenPipeError), pipe.open("wb", buffering=0) as file:
        file.write((json.dumps(BAD) + "\n").encode())
        while not stop.is_set():
            file.write(line)
            fed.append(len(line))
            time.sleep(0.001)


def test_a_bar_on_a_terminal(tmp_path: Path) -> None:
    """How much, how fast and how long yet; nothing of it in a pipe."""
    log = tmp_path / "log.ndjson"
    line = (json.dumps(GOOD) + "\n").encode()
    log.write_bytes(line * 60_000)
    seen = _on_a_terminal("validate", str(log), "--workers", "1")
    assert "judging" in seen
    assert "/s" in seen
    piped = process("validate", str(log), "--workers", "1")
    assert (piped.code, piped.err) == (0, "")


def _on_a_terminal(*arguments: str) -> str:
    """What a command writes to a terminal as its standard error."""
    ours, theirs = pty.openpty()
    variables = {"TERM": "xterm", "COLUMNS": "100"}
    with started(
        *arguments, variables=variables, stdout=subprocess.DEVNULL, stderr=theirs
    ) as running:
        os.close(theirs)
        said = b"".join(_read(ours))
        running.wait(timeout=60)
    os.close(ours)
    return said.decode(errors="replace")


def _read(terminal: int) -> Iterator[bytes]:
    """What comes until the other side is closed."""
    with contextlib.suppress(OSError):
        while data := os.read(terminal, 65_536):
            yield data


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nowhere.json",), "nowhere.json: no such file or folder"),
        (("contracts/**/*.none",), "no file's name fits this pattern"),
        (("contracts", "--operation", "get_nmber", "--status", "200"), "did you mean get_number?"),
        (("contracts", "--status", "200"), "--status and --request need --operation ID"),
        (("contracts", "--suggest", "overlay=/no/such/folder/x.yaml"), "can't be written"),
        (("contracts", "--reading", "lose"), "no such reading"),
        (("contracts", "--workers", "0"), "--workers"),
        (("contracts", "--select", "shcema"), "--select shcema: no such rule"),
    ],
)
def test_bad_usage(capsys: Capture, arguments: tuple[str, ...], told: str) -> None:
    """One sentence, and exit 2."""
    ended = ringback(capsys, "validate", *arguments)
    assert (ended.code, told in ended.said) == (2, True), ended.said


def test_identifiers_are_not_secrets(capsys: Capture) -> None:
    """The repository's own recordings hold no secret."""
    found = judged(capsys, ROOT / "contracts" / "numbers" / "recordings", "--secrets")
    assert (found["verdict"], found["findings"]) == ("kept", [])


def test_check_judges_cassettes_and_traffic_too(capsys: Capture, tmp_path: Path) -> None:
    """Files of many recordings stand beside files of one; what is out of scope is counted."""
    root = copied(tmp_path)
    folder = root / "contracts" / "numbers" / "recordings"
    other = exchange({}, "https://other.example/x")
    (folder / "a.yaml").write_text(cassette(GOOD, BAD, other))
    (folder / "b.har").write_text(har(BAD))
    ended = ringback(
        capsys,
        "check",
        "--no-target",
        "--config",
        str(root / "ringback.toml"),
        "--report",
        "json",
        "-q",
    )
    found = report(ended)
    assert ended.code == 1
    assert findings(found, "rule", "count", "places") == [
        (
            "schema/response",
            2,
            [
                f"contracts/numbers/recordings/{place}"
                for place in ("a.yaml:13 (entry 2)", "b.har:9 (entry 1)")
            ],
        )
    ]
    assert found["counts"]["recordings"] == 46
    assert [each["rule"] for each in found["skipped"]] == ["recording/other-host"]


def test_an_entry_is_told_where_many_stand_in_one_line(capsys: Capture, tmp_path: Path) -> None:
    """Its number is in the sentence, or behind the place: the line alone would be no help."""
    file = tmp_path / "a.har"
    whole = json.loads(har(exchange(number()), exchange(number(active=0))))
    whole["log"]["entries"].append(5)
    file.write_text(json.dumps(whole), "utf-8")
    told = ringback(capsys, "validate", str(file)).out
    assert f"{file} entry 3 is no entry of a HAR: an entry must be an object" in told
    assert f"  at {file}:1 (entry 2)\n" in told
