"""What a run may write to a target: counted at the other end, for every way to ask for it."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from contracts.shop.reference import create_app
from contracts.shop.seeds import OTHER_TOKEN, TOKEN, fresh_store
from contracts.shop.service import Service
from ringback.campaign.journal.journal_file import JournalFile
from ringback.exchange import Request, Response
from ringback.operation import SAFE_METHODS
from tests.acceptance.driving import ROOT, Ended, ringback, served
from tests.acceptance.test_resources import Served
from tests.unit.campaign.toys import DESCRIPTION, Refused, Toys

Capture = pytest.CaptureFixture[str]
SHOP = ROOT / "openapi/shop.yaml"
NONE = 'writes = "none"'
PRODUCTION = "production = true"
OWN = 'production = true\nwrites = "own"'


class Arriving:
    """An app around an app that keeps what arrives: the method, and the path without its keys."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.asked: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Take note, and pass on."""
        if scope["type"] == "http":
            self.asked.append(f"{scope['method']} {scope['path']}")
        await self.app(scope, receive, send)

    @property
    def unsafe(self) -> set[str]:
        """What arrived that is not safe by its method."""
        return {each for each in self.asked if each.split()[0] not in SAFE_METHODS}


@pytest.fixture(autouse=True)
def _tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both accounts of either service."""
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    monkeypatch.setenv("SHOP_OTHER_TOKEN", OTHER_TOKEN)
    monkeypatch.setenv("TOYS_TOKEN", "first")
    monkeypatch.setenv("TOYS_OTHER_TOKEN", "second")


def written(folder: Path, description: Path, url: str, lines: str, more: str = "") -> Path:
    """A configuration with one target of these lines."""
    kind = "SHOP" if description == SHOP else "TOYS"
    file = folder / "ringback.toml"
    file.write_text(
        f"""
        [contract]
        description = "{description}"
        [values]
        token = {{ variable = "{kind}_TOKEN", secret = true }}
        [accounts.other]
        token = {{ variable = "{kind}_OTHER_TOKEN", secret = true }}
        [targets.there]
        url = "{url}"
        {lines}
        {more}
        """,
        "utf-8",
    )
    return file


def toys(folder: Path, description: Any = DESCRIPTION) -> Path:
    """The description of the toys, as a file."""
    file = folder / "toys.json"
    file.write_text(json.dumps(description), "utf-8")
    return file


def left_out(ended: Ended) -> dict[str, set[str]]:
    """The operations that were left out by name, by the reason that is told."""
    found: dict[str, set[str]] = {}
    for names, why in re.findall(r"^  ((?:every rule on [^:]*)): (.*)$", ended.out, re.MULTILINE):
        found.setdefault(why, set()).update(re.findall(r"every rule on (\w+)", names))
    return found


def writing(description: Any) -> set[str]:
    """The operations of a description whose method is not safe."""
    return {
        each["operationId"]
        for item in description["paths"].values()
        for method, each in item.items()
        if method.upper() not in SAFE_METHODS and method != "parameters"
    }


@pytest.mark.parametrize("deep", [(), ("--concurrency", "1")], ids=["side by side", "in turn"])
def test_not_one_unsafe_request_reaches_the_shop(
    tmp_path: Path, capsys: Capture, deep: tuple[str, ...]
) -> None:
    """With `none` only safe methods arrive, however much is asked; each operation is named."""
    store = fresh_store()
    before = copy.deepcopy(store.accounts)
    app = Arriving(create_app(Service(store)))
    with served(app) as url:
        config = written(tmp_path, SHOP, url, NONE)
        ended = ringback(capsys, "check", "--config", str(config), "--target", "there", *deep)
    assert app.unsafe == set()
    assert len(app.asked) > 300
    assert store.accounts == before
    why = 'it may write, and nothing is written here: [targets.there] says writes = "none"'
    (names,) = [names for told, names in left_out(ended).items() if told == why]
    assert {"create_customer", "delete_order", "put_tag", "update_settings", "put_photo"} <= names
    assert "\nuntouched: the run wrote nothing that is kept\n" in ended.said
    assert (ended.code, len(names)) == (0, 19)


@pytest.mark.parametrize(
    ("lines", "options", "why"),
    [
        (NONE, (), '[targets.there] says writes = "none"'),
        (PRODUCTION, (), "[targets.there] is production"),
        (OWN, (), "[targets.there] is production, and --allow-writes was not given"),
        (f"{PRODUCTION}\n{NONE}", (), '[targets.there] says writes = "none"'),
    ],
    ids=["none", "production", "production without the option", "production of none"],
)
def test_not_one_unsafe_request_reaches_the_toys(
    tmp_path: Path, capsys: Capture, lines: str, options: tuple[str, ...], why: str
) -> None:
    """Whatever says that nothing is written: neither wrong bodies nor wrong tokens are tried."""
    service = Toys()
    service.store["/pets/7"] = {"id": 7, "name": "a", "kind": "cat", "age": 1, "walks": 0}
    service.owners["/pets/7"] = "first"
    app = Arriving(Served(service))
    with served(app) as url:
        config = written(tmp_path, toys(tmp_path), url, lines)
        ended = ringback(capsys, "check", "--config", str(config), "--target", "there", *options)
    assert app.unsafe == set()
    assert f"\n  writes to there: none, {why}\n" in ended.said
    told = left_out(ended)[f"it may write, and nothing is written here: {why}"]
    assert told == writing(DESCRIPTION)


def test_a_url_that_is_spelt_out_is_the_target_all_the_same(
    tmp_path: Path, capsys: Capture
) -> None:
    """Nobody gets around what is said of a target by naming its URL, or a path below it."""
    for path in ("", "/", "/pets"):
        app = Arriving(Served(Toys()))
        with served(app) as url:
            config = written(tmp_path, toys(tmp_path), url, PRODUCTION)
            ringback(capsys, "check", "--config", str(config), "--target", f"{url}{path}")
        assert (app.unsafe, len(app.asked) > 0) == (set(), True)


def test_an_operation_that_is_named_safe_is_asked(tmp_path: Path, capsys: Capture) -> None:
    """A search by POST is asked where the configuration says it is safe, and nothing else."""
    app = Arriving(Served(Toys()))
    with served(app) as url:
        safe = '[resources.settings]\nsafe = ["search"]'
        config = written(tmp_path, toys(tmp_path), url, NONE, safe)
        ended = ringback(capsys, "check", "--config", str(config), "--target", "there")
    assert app.unsafe == {"POST /search"}
    (told,) = left_out(ended).values()
    assert told == writing(DESCRIPTION) - {"search"}


@pytest.mark.parametrize(
    ("lines", "options", "writes"),
    [
        (OWN, ("--allow-writes",), True),
        ("", (), True),
        ('writes = "own"', ("--allow-writes",), True),
        (OWN, ("--allow-writes", "--dry-run"), False),
    ],
    ids=["both say so", "nothing is said", "own", "a dry run"],
)
def test_what_may_be_written_is(
    tmp_path: Path, capsys: Capture, lines: str, options: tuple[str, ...], *, writes: bool
) -> None:
    """Production takes writes where the file and the command line both say so."""
    service = Toys()
    app = Arriving(Served(service))
    with served(app) as url:
        config = written(tmp_path, toys(tmp_path), url, lines)
        ended = ringback(
            capsys, "check", "--config", str(config), "--target", "there", *options,
            "--max-requests", "80",
        )  # fmt: skip
    assert bool(app.unsafe) is writes
    assert set(service.store) == {"/settings"}
    assert "writes to there" not in ended.said


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            PRODUCTION,
            '[targets.there] is production, and writes = "own" has to stand there as well',
        ),
        (
            NONE,
            '[targets.there] says writes = "none", and writes = "own" has to stand there as well',
        ),
    ],
)
def test_the_option_alone_is_a_mistake(
    tmp_path: Path, capsys: Capture, lines: str, told: str
) -> None:
    """Who asks for writes that the file does not allow is told so, and nothing is sent."""
    app = Arriving(Served(Toys()))
    with served(app) as url:
        config = written(tmp_path, toys(tmp_path), url, lines)
        for command in ("check", "record", "restore"):
            options = ("--config", str(config), "--target", "there", "--allow-writes")
            ended = ringback(capsys, command, *options)
            assert (ended.code, ended.err) == (2, f"ringback: --allow-writes: {told}\n")
    assert app.asked == []


def test_the_dry_run_shows_it(tmp_path: Path, capsys: Capture) -> None:
    """What would not be written is told by name, with the reason, before anything is sent."""
    app = Arriving(Served(Toys()))
    with served(app) as url:
        config = written(tmp_path, toys(tmp_path), url, PRODUCTION)
        ended = ringback(capsys, "check", "--config", str(config), "--target", "there", "--dry-run")
    lines = ended.said.splitlines()
    assert "writes to there: none, [targets.there] is production" in lines
    assert "  would write none: [targets.there] is production" in lines
    (line,) = [each for each in lines if each.startswith("would leave out ")]
    names, why = line.removeprefix("would leave out ").split(": ", 1)
    assert set(names.split(", ")) == writing(DESCRIPTION)
    assert why == "it may write, and nothing is written here: [targets.there] is production"
    assert lines[-1] == "would write nothing"
    assert ", writes" not in ended.said
    assert app.asked == []


def test_a_wreck_is_left_where_nothing_is_written(tmp_path: Path, capsys: Capture) -> None:
    """What an earlier run had left needs writes: the run says so, and the journal stays."""
    service = Toys()
    app = Arriving(Served(service))
    with served(app) as url:
        config = written(tmp_path, toys(tmp_path), url, NONE)
        options = ("--config", str(config), "--target", "there")
        journal = JournalFile(tmp_path / ".ringback", url, {})
        told = {"resource": "pets", "address": [["pets", 7]], "account": ""}
        journal.append([{"started": "2026-11-28 10:00:00"}, {"made": told, "known by": {}}])
        journal.close()
        text = journal.path.read_text("utf-8")
        ended = ringback(capsys, "check", *options)
        restored = ringback(capsys, "restore", *options)
        assert journal.path.read_text("utf-8") == text
    assert app.unsafe == set()
    why = '[targets.there] says writes = "none"'
    assert (
        f"what an earlier run had left was not put right, {why}; "
        "`ringback restore` does where it may write"
    ) in ended.said
    assert restored.code == 3
    assert restored.err == (
        f"ringback: there: nothing is put right, as nothing may be written ({why})\n"
    )


def test_a_wreck_is_kept_by_a_run_that_never_came_to_it(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run whose credentials are refused has put nothing right, and forgets nothing."""
    monkeypatch.setenv("TOYS_TOKEN", "a wrong one")
    app = Arriving(Served(Toys()))
    with served(app) as url:
        config = written(tmp_path, toys(tmp_path), url, "")
        journal = JournalFile(tmp_path / ".ringback", url, {})
        told = {"resource": "pets", "address": [["pets", 7]], "account": ""}
        journal.append([{"started": "2026-11-28 10:00:00"}, {"made": told, "known by": {}}])
        journal.close()
        text = journal.path.read_text("utf-8")
        ended = ringback(capsys, "check", "--config", str(config), "--target", "there")
        assert journal.path.read_text("utf-8") == text
    assert (ended.code, app.unsafe) == (3, set())


NOTIFY = {
    "operationId": "notify",
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Query"}},
        },
    },
    "responses": {"204": {"description": "told"}, "401": {"description": "who asks?"}},
}
WITHOUT_DELETE = copy.deepcopy(dict(DESCRIPTION))
del WITHOUT_DELETE["paths"]["/pets/{pet_id}"]["delete"]
WITHOUT_DELETE["paths"]["/notify"] = {"post": NOTIFY}


class Notifying(Toys):
    """Tells everybody what it is told: nothing takes that back."""

    def answer(self, request: Request, account: str) -> Response:
        """No pet is ever deleted."""
        if request.method == "POST" and request.path == "/notify":
            return Response(status=204)
        if request.method == "DELETE" and re.fullmatch(r"/pets/\d+", request.path):
            raise Refused(405)
        return super().answer(request, account)


@pytest.mark.parametrize(
    ("lines", "options", "arrives", "note"),
    [
        ("", (), set(), ""),
        (
            'writes = "all"',
            (),
            set(),
            'own, writes = "all" of [targets.there] holds with --allow-writes alone',
        ),
        ('writes = "all"', ("--allow-writes",), {"POST /pets", "POST /notify"}, ""),
        ('irreversible = ["notify"]', (), {"POST /notify"}, ""),
        ('irreversible = ["make_pet"]', (), {"POST /pets"}, ""),
        (
            f'{OWN}\nirreversible = ["notify", "make_pet"]',
            (),
            set(),
            "none, [targets.there] is production, and --allow-writes was not given",
        ),
        (
            f'{OWN}\nirreversible = ["notify"]',
            ("--allow-writes",),
            {"POST /notify"},
            "",
        ),
    ],
    ids=["own", "all", "all, allowed", "notify", "make", "production", "production, allowed"],
)
def test_what_nothing_takes_back_is_played_where_it_may_be(
    tmp_path: Path,
    capsys: Capture,
    lines: str,
    options: tuple[str, ...],
    arrives: set[str],
    note: str,
) -> None:
    """A create without a delete, and a call that belongs to no resource, by name or all of them."""
    app = Arriving(Served(Notifying()))
    with served(app) as url:
        config = written(tmp_path, toys(tmp_path, WITHOUT_DELETE), url, lines)
        ended = ringback(
            capsys, "check", "--config", str(config), "--target", "there", *options,
            "--operation", "notify", "--operation", "make_pet", "--operation", "read_pet",
        )  # fmt: skip
    assert app.unsafe & {"POST /pets", "POST /notify"} == arrives
    assert (f"writes to there: {note}" in ended.said) is bool(note)
    assert ended.code != 1, ended.said
    stays = re.search(r"pets \S+, which the run created, is still there, as the conf", ended.said)
    assert bool(stays) is ("POST /pets" in arrives)


def test_an_irreversible_operation_is_described(tmp_path: Path, capsys: Capture) -> None:
    """A name that no operation has is a mistake of the configuration."""
    config = written(tmp_path, toys(tmp_path), "http://127.0.0.1:9", 'irreversible = ["make_pets"]')
    ended = ringback(capsys, "check", "--config", str(config), "--target", "there", "--dry-run")
    assert ended.code == 2
    assert ended.err == (
        f"ringback: {config}: targets.there.irreversible: no such operation make_pets; "
        "did you mean make_pet or walk_pet?\n"
    )
