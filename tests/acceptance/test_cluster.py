"""`ringback validate --dask`: a cluster of real processes tells what one process tells."""

import gzip
import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.dask_cluster import Cluster, cluster
from tests.acceptance.driving import ROOT, process, ringback, started, wait_for
from tests.unit.validate.corpus import mutated

Capture = pytest.CaptureFixture[str]


def log(seed: int, count: int) -> bytes:
    """Recordings, one a line, and lines that are none."""
    made = [json.dumps(each).encode() for each in mutated(seed, count)]
    made[count // 3 : count // 3] = [b"", b"{", b"\xff", b'{"request": 1}']
    return b"\n".join(made)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that every process sees: logs, a packed one, recordings of their own."""
    folder = tmp_path_factory.mktemp("store")
    (folder / "a.ndjson").write_bytes(log(1, 250))
    (folder / "b.ndjson").write_bytes(log(2, 100) + b"\n")
    (folder / "c.ndjson.gz").write_bytes(gzip.compress(log(3, 150)))
    for number, each in enumerate(mutated(4, 12)):
        (folder / f"d{number}.json").write_text(json.dumps(each, indent=1))
    return folder


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers, for the tests that kill none of them."""
    with cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


def report(text: str) -> dict[str, Any]:
    """A JSON report without what differs from run to run."""
    told: dict[str, Any] = json.loads(text)
    assert told.pop("seconds") >= 0
    return told


def told(capsys: Capture, *arguments: str) -> dict[str, Any]:
    """What a run tells that found something wrong."""
    ended = ringback(capsys, "validate", "--report", "json", *arguments)
    assert (ended.code, ended.err) == (1, "")
    found = report(ended.out)
    assert found["counts"]["recordings"] > 500
    assert len(found["findings"]) > 100
    assert found["skipped"]
    return found


@pytest.mark.parametrize(
    "arguments", [("--workers", "2", "--block", "5000"), ("--block", "1000"), ("--workers", "2")]
)
def test_processes_and_blocks_change_nothing(
    capsys: Capture, corpus: Path, arguments: tuple[str, ...]
) -> None:
    """However many processes judge, and however the files are cut."""
    whole = told(capsys, "--coverage", "--workers", "1", str(corpus))
    assert told(capsys, "--coverage", *arguments, str(corpus)) == whole


@pytest.mark.parametrize(("block", "scheme"), [("10000", "file://"), ("8000000", "")])
def test_a_cluster_tells_what_one_process_tells(
    capsys: Capture, corpus: Path, dask: Cluster, block: str, scheme: str
) -> None:
    """Of a mounted folder, and of URLs; the same report whatever the blocks."""
    paths = [f"{scheme}{corpus}/*.ndjson*", f"{scheme}{corpus}"]
    one = ringback(capsys, "validate", "--report", "json", "--coverage", "--workers", "1", *paths)
    two = process(
        *("validate", "--report", "json", "--coverage"),
        *("--dask", dask.address, "--block", block, *paths),
    )
    assert (one.code, two.code, one.said + two.said) == (1, 1, one.out + two.out)
    assert report(two.out) == report(one.out)
    assert report(one.out)["counts"]["recordings"] > 500


def test_paths_and_standard_input_are_those_of_who_asks(corpus: Path, dask: Cluster) -> None:
    """Relative paths hold on workers that stand elsewhere; a pipe is read by the command itself."""
    paths = ["contracts/numbers/recordings", "-"]
    given = (corpus / "b.ndjson").read_bytes()
    one = process("validate", "--report", "json", "--workers", "1", *paths, stdin=given)
    for arguments in (("--dask", dask.address), ("--workers", "2")):
        other = process("validate", "--report", "json", *arguments, *paths, stdin=given)
        assert (other.code, other.err) == (1, "")
        assert report(other.out) == report(one.out)


def test_a_worker_that_dies_costs_a_retry(capsys: Capture, corpus: Path, tmp_path: Path) -> None:
    """One of two is killed while it is at work: the report is that of one process."""
    one = ringback(capsys, "validate", "--report", "json", "--workers", "1", str(corpus))
    with cluster(tmp_path) as made:
        command = ("validate", "--report", "json", "--dask", made.address, "--block", "4000")
        with started(*command, str(corpus), variables={}) as running:
            wait_for(lambda: made.done(1) >= 3 and made.done(2) >= 3)
            made.processes[1].kill()
            before = made.done(2)
            out, err = running.communicate(timeout=60)
    assert (err, running.returncode) == ("", 1)
    assert report(out) == report(one.out)
    assert made.done(2) > before + 20


def test_a_piece_that_kills_every_worker_is_told(
    capsys: Capture, corpus: Path, tmp_path: Path
) -> None:
    """It is tried again by itself, then told as a file that can't be read; the rest is judged."""
    store = tmp_path / "store"
    store.mkdir()
    (store / "a.ndjson").write_bytes((corpus / "b.ndjson").read_bytes())
    (store / "b-deadly.json").write_bytes((corpus / "d1.json").read_bytes())
    (store / "c.ndjson").write_bytes((corpus / "a.ndjson").read_bytes())
    variables = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with cluster(tmp_path, workers=3, **variables) as made:
        ended = process(
            *("validate", "--report", "json", "--dask", made.address, "--block", "20000"),
            f"file://{store}",
        )
        # Their connections are gone before they are.
        wait_for(lambda: sum(each.poll() is not None for each in made.processes) == 2)
    (store / "b-deadly.json").write_bytes(b"")
    one = ringback(capsys, "validate", "--report", "json", "--workers", "1", f"file://{store}")
    assert (ended.code, ended.err) == (1, "")
    deadly = f"file://{store}/b-deadly.json"
    found, known = report(ended.out), report(one.out)
    (lost,) = [each for each in found["findings"] if each["file"] == deadly]
    assert lost["rule"] == "recording/unreadable"
    assert lost["message"] == (
        f"{deadly} can't be judged: the process that read it was ended twice, out of memory?"
    )
    others = [
        [each for each in run["findings"] if each["file"] != deadly] for run in (found, known)
    ]
    assert others[0] == others[1]


def test_an_interrupt_tells_what_was_judged_and_leaves_the_cluster(
    corpus: Path, dask: Cluster
) -> None:
    """There is no verdict about all of it; the workers take the next work at once."""
    command = ("validate", "--report", "json", "--dask", dask.address, "--block", "1000")
    begun = dask.done(1, 2)
    with started(*command, str(corpus), variables={}) as running:
        wait_for(lambda: dask.done(1, 2) > begun + 20)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert (err, running.returncode) == ("", 3)
    found = report(out)
    assert 0 < found["counts"]["recordings"] < 500
    assert found["why"] == ["interrupted: what was judged so far is told"]
    again = process("validate", "--report", "json", "--dask", dask.address, str(corpus))
    assert (again.code, again.err) == (1, "")
    assert report(again.out)["counts"]["recordings"] > 500


def test_a_scheduler_that_is_lost(corpus: Path, tmp_path: Path) -> None:
    """What was judged until then is told, and why it is not all."""
    with cluster(tmp_path, workers=1) as made:
        command = ("validate", "--report", "json", "--dask", made.address, "--block", "1000")
        with started(*command, str(corpus), variables={}) as running:
            wait_for(lambda: made.done(1) > 20)
            made.processes[0].kill()
            out, err = running.communicate(timeout=60)
    assert (err, running.returncode) == ("", 3)
    found = report(out)
    assert 0 < found["counts"]["recordings"] < 500
    text = f"{made.address}: the Dask scheduler was lost; what was judged so far is told"
    assert found["why"] == [text]


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (("nowhere",), 2, "--dask nowhere: no scheduler's address, such as tcp://10.0.0.1:8786"),
        (
            ("foo://h:1",),
            2,
            "--dask foo://h:1: no scheduler's address, such as tcp://10.0.0.1:8786",
        ),
        (
            ("tcp://127.0.0.1:1",),
            3,
            (
                "tcp://127.0.0.1:1: no Dask scheduler answers there within 1 s; "
                "start one with: dask scheduler"
            ),
        ),
        (
            ("tcp://127.0.0.1:1", "--workers", "2"),
            2,
            "--workers and --dask don't go together: a cluster has its own",
        ),
    ],
)
def test_clusters_that_there_are_none(
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    text: str,
) -> None:
    """One sentence, within seconds."""
    monkeypatch.setattr("ringback.validate.pieces.cluster._CONNECT", 1)
    ended = ringback(capsys, "validate", "--dask", *arguments, "contracts/numbers/recordings")
    assert (ended.code, ended.said) == (code, f"ringback: {text}\n")


def test_without_the_extra(capsys: Capture, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command names what to install; URLs and clusters alone need it."""
    for name in ("distributed", "fsspec", "fsspec.core"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("ringback.validate.pieces.cluster", "ringback.validate.pieces.cluster_checks"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    install = "pip install 'ringback[cluster]'"
    ended = ringback(capsys, "validate", "--dask", "tcp://127.0.0.1:1", str(corpus))
    assert (ended.code, ended.err) == (
        2,
        f"ringback: --dask needs what an extra installs: {install}\n",
    )
    ended = ringback(capsys, "validate", "s3://bucket/*.ndjson.gz")
    assert (ended.code, ended.err) == (
        2,
        f"ringback: s3://bucket/*.ndjson.gz: to read from storage, {install}\n",
    )
    assert ringback(capsys, "validate", str(ROOT / "contracts/numbers/recordings")).code == 0
