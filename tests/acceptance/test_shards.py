"""One check over several machines: what the shards find, merged, is what one run finds."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import tests.acceptance.planted_shop as planted
from contracts.shop.faults import FAULTS
from ringback.campaign.scheduler.scheduler import Scheduler
from ringback.commands.gate import recorded
from ringback.shard import Shard
from tests.acceptance.driving import ROOT, Ended, changed, ringback

Capture = pytest.CaptureFixture[str]
SHOP = {each.name: each for each in FAULTS}
QUICK = ("--no-target",)


def _check(capsys: Capture, out: Path, *options: str) -> tuple[Ended, dict[str, Any]]:
    """How a check ended, and its report."""
    ended = ringback(capsys, "check", "-q", "--report", f"json={out}", *options)
    return ended, json.loads(out.read_text("utf-8"))


def _split(
    capsys: Capture, folder: Path, of: int, *options: str, merge: tuple[str, ...] = ()
) -> tuple[Ended, dict[str, Any]]:
    """How the merge of so many shards ended, and its report."""
    files = [folder / f"{index}.json" for index in range(1, of + 1)]
    for index, file in enumerate(files, 1):
        _check(capsys, file, "--shard", f"{index}/{of}", *options)
    out = folder / "merged.json"
    given = ("merge", "-q", *map(str, files), "--report", f"json={out}", *merge)
    return ringback(capsys, *given), json.loads(out.read_text("utf-8"))


def _found(report: dict[str, Any]) -> set[tuple[str, str, str, str]]:
    """What was found, without how often: a request of another shard counts for itself."""
    members = ("rule", "operation", "severity", "fingerprint")
    found: set[tuple[str, str, str, str]] = {
        tuple(each[name] for name in members) for each in report["findings"]
    }
    return found


def _seen(report: dict[str, Any]) -> list[object]:
    """What was missed on both sides, and of how many points that no chance brings about."""
    return [
        (sorted(side["missing"]), side["total"] - side["covered"])
        for side in report["coverage"].values()
    ]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A configuration of the shop with two faults."""
    text = (ROOT / "contracts/shop/ringback.toml").read_text("utf-8")
    file = tmp_path / "shop.toml"
    file.write_text(text.replace("../../openapi", str(ROOT / "openapi")), "utf-8")
    app = 'app = "contracts.shop.reference:app"'
    changed(file, app, 'app = "tests.acceptance.planted_shop:app"')
    monkeypatch.setattr(planted, "app", planted.make(SHOP))
    return str(file)


def test_shards_of_the_shop_find_what_one_run_finds(
    capsys: Capture, tmp_path: Path, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For one to five shards: the same findings and points missed, and scenarios are judged once.

    Each machine has a service of its own.
    """
    judged: Counter[str] = Counter()
    weighed = Scheduler._lane

    def lane(self: Scheduler, scenario: Any, *, again: bool = False) -> Any:
        if not again:
            judged[f"{type(scenario).__name__} {scenario.operation.id}"] += 1
        return weighed(self, scenario, again=again)

    monkeypatch.setattr(Scheduler, "_lane", lane)
    options = ("--config", shop, *(f"--operation={each}" for each in planted.OPERATIONS))
    _, whole = _check(capsys, tmp_path / "whole.json", *options)
    alone = Counter({name: count for name, count in judged.items() if "Repeated" not in name})
    assert set(planted.RULES) & {rule for rule, *_ in _found(whole)}
    for of in range(1, 6):
        monkeypatch.setattr(planted, "app", planted.make(SHOP))
        judged.clear()
        ended, merged = _split(capsys, tmp_path, of, *options)
        assert ended.code == 1
        assert (of, _found(merged)) == (of, _found(whole))
        assert (of, _seen(merged)) == (of, _seen(whole))
        assert merged["restored"]["state"] == "restored"
        owned = {name: count for name, count in judged.items() if "Repeated" not in name}
        assert owned == alone


@pytest.mark.usefixtures("project")
def test_shards_of_the_numbers_see_what_one_run_sees(capsys: Capture, tmp_path: Path) -> None:
    """A right service and a recording that is wrong: one finding, and the same points missed."""
    found = sorted(Path("contracts/numbers/recordings").rglob("*.json"))
    stored = json.loads(found[0].read_text("utf-8"))
    stored["response"]["body"] = {"numbers": 1}
    found[0].write_text(json.dumps(stored), "utf-8")
    _, whole = _check(capsys, tmp_path / "whole.json")
    ended, merged = _split(capsys, tmp_path, 3)
    assert _found(whole)
    assert (ended.code, _found(merged), _seen(merged)) == (1, _found(whole), _seen(whole))
    assert merged["counts"]["recordings"] == whole["counts"]["recordings"]
    assert [each["count"] for each in merged["findings"]] == [1] * len(_found(whole))
    assert merged["skipped"] == whole["skipped"]


@pytest.mark.parametrize("of", [1, 2, 5])
def test_each_recording_is_judged_by_one_shard(capsys: Capture, tmp_path: Path, of: int) -> None:
    """Their counts add up, known findings too, and the merged run is as the whole one."""
    ended, merged = _split(capsys, tmp_path, of, *QUICK)
    assert (ended.code, merged["verdict"]) == (0, "kept")
    assert merged["counts"]["recordings"] == 42
    assert "42 recordings, 3 known findings as expected" in merged["exercised"]


@pytest.mark.usefixtures("project")
def test_a_large_log_goes_round(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lines are split; what is found is told at the line of the file."""
    monkeypatch.setattr(recorded, "_BLOCK", 10_000)
    file = next(Path("contracts/numbers/recordings/list_numbers").glob("*.json"))
    stored = json.loads(file.read_text("utf-8"))
    stored.pop("findings", None)
    right = json.dumps(stored)
    stored["response"]["body"] = {"wrong": 1}
    wrong = json.dumps(stored)
    folder = tmp_path / "contracts/numbers/recordings/log"
    folder.mkdir()
    (folder / "one.ndjson").write_text(
        "\n".join([*[right] * 50, wrong, wrong, *[right] * 30]), "utf-8"
    )
    _, whole = _check(capsys, tmp_path / "whole.json", *QUICK)
    _, merged = _split(capsys, tmp_path, 3, *QUICK)
    assert _found(whole) == _found(merged)
    assert merged["counts"] == whole["counts"]
    told = [
        [(each["rule"], each["places"], each["count"]) for each in report["findings"]]
        for report in (whole, merged)
    ]
    assert told[0] == told[1]
    assert any("one.ndjson:51" in place for _, places, _ in told[0] for place in places)


def test_an_empty_share_says_so(capsys: Capture, tmp_path: Path) -> None:
    """By itself it has proved nothing; among the others it is no doubt."""
    of = 400
    shards = range(1, of + 1)
    out = tmp_path / "empty.json"
    empty = next(each for each in shards if not any(map(_owner(each, of), _recordings())))
    ended, report = _check(capsys, out, "--shard", f"{empty}/{of}", *QUICK)
    assert ended.code == 3
    assert report["why"] == [f"nothing was exercised: the share of shard {empty}/{of} is empty"]
    assert report["shard"]["empty"]
    assert report["shard"]["doubts"] == []


def _recordings() -> list[str]:
    folder = ROOT / "contracts/numbers/recordings"
    return [str(each.relative_to(ROOT)) for each in folder.rglob("*.json")]


def _owner(index: int, of: int) -> Any:
    return Shard(index=index, of=of).owns


@pytest.mark.parametrize("text", ["0/2", "3/2", "2", "a/b", "1/0", "-1/2", "1/1001", "1/2/3"])
def test_a_shard_that_is_none_is_one_sentence(capsys: Capture, text: str) -> None:
    """I/N, with I from 1 to N."""
    ended = ringback(capsys, "check", "--shard", text, *QUICK)
    assert ended.code == 2
    assert ended.err == (
        f"ringback: --shard {text}: must be I/N with I from 1 to N, and N 1000 at most, "
        "such as 2/5\n"
    )


def test_a_replay_is_not_split(capsys: Capture, tmp_path: Path) -> None:
    """It asks little, and says so."""
    out = tmp_path / "report.json"
    _check(capsys, out, *QUICK)
    ended = ringback(capsys, "check", "--shard", "1/2", "--replay", str(out))
    assert ended.code == 2
    assert "--shard and --replay don't go together" in ended.err


@pytest.fixture
def parts(capsys: Capture, tmp_path: Path) -> list[str]:
    """The reports of two shards."""
    files = [tmp_path / f"{index}.json" for index in (1, 2)]
    for index, file in enumerate(files, 1):
        _check(capsys, file, "--shard", f"{index}/2", *QUICK)
    return [*map(str, files)]


def test_missing_shards_are_named(capsys: Capture, parts: list[str]) -> None:
    """Nothing is green without them."""
    ended = ringback(capsys, "merge", parts[1])
    assert ended.code == 3
    assert "inconclusive: shards are missing: 1/2" in ended.out


def test_the_merged_run_is_stored(capsys: Capture, parts: list[str]) -> None:
    """It can be told again, and is the report of no shard."""
    ringback(capsys, "merge", *parts)
    ended = ringback(capsys, "report", "--report", "json")
    report = json.loads(ended.out)
    assert (report["verdict"], "shard" in report) == ("kept", False)
    assert report["exercised"][0] == "shards 1/2, 2/2"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--shard", "1/2"), "shard 1/2 is there twice"),
        (("--shard", "2/3"), "the reports are of different splits"),
        (("--shard", "2/2", "--seed", "7"), "the reports are of different seeds"),
        (("--shard", "2/2", "--reading", "published"), "the reports are of different readings"),
        (("--shard", "2/2", "--ignore", "law"), "the reports are of different options"),
        ((), "is the report of no shard; ringback check --shard I/N"),
    ],
)
def test_what_does_not_belong_together_is_one_sentence(
    capsys: Capture, tmp_path: Path, parts: list[str], options: tuple[str, ...], said: str
) -> None:
    """The same shard twice, or shards of different checks."""
    other = tmp_path / "other.json"
    _check(capsys, other, *options, *QUICK)
    ended = ringback(capsys, "merge", parts[0], str(other))
    assert ended.code == 2
    assert said in ended.err


@pytest.mark.usefixtures("project")
def test_shards_of_two_descriptions_are_not_merged(capsys: Capture, tmp_path: Path) -> None:
    """The machines had different versions of it."""
    files = [str(tmp_path / f"{index}.json") for index in (1, 2)]
    _check(capsys, Path(files[0]), "--shard", "1/2", *QUICK)
    changed(tmp_path / "openapi/numbers.yaml", "Production, where", "Where")
    _check(capsys, Path(files[1]), "--shard", "2/2", *QUICK)
    ended = ringback(capsys, "merge", *files)
    assert ended.code == 2
    assert f"the reports are of different descriptions: {files[0]} and {files[1]}" in ended.err


@pytest.mark.usefixtures("project")
def test_the_baseline_holds_what_shards_find(capsys: Capture, tmp_path: Path) -> None:
    """Accepted findings are none of the merged verdict, and coverage is judged of all together."""
    options = ("--operation", "list_numbers", "--min-coverage", "100")
    file = min(Path("contracts/numbers/recordings").rglob("*.json"))
    stored = json.loads(file.read_text("utf-8"))
    stored["response"]["body"] = {"wrong": 1}
    file.write_text(json.dumps(stored), "utf-8")
    ended, merged = _split(capsys, tmp_path, 2, *options)
    assert (ended.code, merged["verdict"]) == (1, "broken")
    assert "coverage/too-low" in merged["scope"]["unasked"]
    part = json.loads((tmp_path / "1.json").read_text("utf-8"))
    assert [each["rule"] for each in part["skipped"]] == ["coverage/too-low"]
    ringback(capsys, "baseline", "update", "--from", "merged.json", "--owner", "us")
    ended, merged = _split(capsys, tmp_path, 2, *options, merge=("--min-coverage", "1"))
    assert (ended.code, merged["verdict"]) == (0, "kept")
    assert all("accepted" in each for each in merged["findings"])
    assert any("entries" in line or "entry" in line for line in merged["exercised"])


def test_a_dry_run_of_a_shard_sends_less(capsys: Capture) -> None:
    """What is told is the share's."""
    whole = ringback(capsys, "check", "--dry-run")
    part = ringback(capsys, "check", "--dry-run", "--shard", "1/3")
    assert (whole.code, part.code) == (0, 0)
    assert part.out != whole.out
