"""A run that can't go on: it ends inconclusive, says what to call, and that puts all right."""

import asyncio
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contracts.shop import reference as shop
from tests.acceptance.driving import ROOT, Ended, environment, process, served
from tests.acceptance.test_journal import LISTS, SHOP, standing

CONFIG = ("--config", str(ROOT / "contracts/shop/ringback.toml"))
JOURNALS = ROOT / "contracts/shop/.ringback"
WRITES = 60  # after so many the service is not what it was


class Ending:
    """The shop, which after some writes refuses the token, or answers nobody, until it is well."""

    def __init__(self, kind: str) -> None:
        self.app = shop.create_app()
        self.kind = kind
        self.writes = 0
        self.well = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Count, and answer as long as it does."""
        if scope["type"] == "http":
            self.writes += scope["method"] not in {"GET", "HEAD"}
            if self.writes > WRITES and not self.well:
                if self.kind == "network":
                    await asyncio.sleep(5)
                headers = [(b"content-type", b"application/json")]
                await send({"type": "http.response.start", "status": 401, "headers": headers})
                await send({"type": "http.response.body", "body": b'{"detail": "expired"}'})
                return
        await self.app(scope, receive, send)


def checked(url: str, *more: str, disk: int | None = None) -> Ended:
    """A check as a process, which may write no file longer than this many bytes."""

    def limited() -> None:
        if disk is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (disk, disk))

    done = subprocess.run(  # noqa: S603 -- this interpreter, with arguments of the test
        [sys.executable, "-m", "ringback.cli", "check", "--target", url, *CONFIG, *more],
        cwd=ROOT,
        env=environment(SHOP),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        preexec_fn=limited,
    )
    return Ended(code=done.returncode, out=done.stdout, err=done.stderr)


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        ("token", (), "the credentials have run out"),
        ("network", ("--timeout", "1"), "the target does not answer"),
    ],
)
def test_what_ends_under_way_is_put_right_later(
    kind: str, more: tuple[str, ...], why: str, tmp_path: Path
) -> None:
    """A token that ends, a network that goes: no findings, and nothing is said to be there."""
    app = Ending(kind)
    with served(app) as url:
        before = standing(url, SHOP["SHOP_TOKEN"], *LISTS)
        ended = checked(url, *more)
        app.well = True
        assert standing(url, SHOP["SHOP_TOKEN"], *LISTS) != before
        again = process("restore", "--target", url, *CONFIG, variables=SHOP, cwd=tmp_path)
        assert standing(url, SHOP["SHOP_TOKEN"], *LISTS) == before
    assert (ended.code, again.code) == (3, 0)
    last = ended.said.rstrip().splitlines()[-1]
    assert last.startswith(f"inconclusive: {why}")
    assert "; `ringback restore` tries again to put back what is not" in last
    assert "\n  note: customers " in ended.out
    assert "may still be there: no read of it succeeded" in ended.out
    assert "is still there" not in ended.out


@pytest.mark.parametrize("size", [6_000, 30_000], ids=["at once", "after a while"])
def test_a_full_disk_ends_the_run_and_leaves_nothing(size: int) -> None:
    """What can't be written down first is not sent; what was, is put back while there is time."""
    app = Ending("disk")
    app.well = True
    with served(app) as url:
        before = standing(url, SHOP["SHOP_TOKEN"], *LISTS)
        ended = checked(url, disk=size)
        assert standing(url, SHOP["SHOP_TOKEN"], *LISTS) == before
    last = ended.said.rstrip().splitlines()
    assert ended.code == 3
    assert any(
        each.startswith("inconclusive: the journal can't be written (File too large): nothing more")
        for each in last
    )
    assert "\nrestored: " in ended.out
    assert app.writes > 0
    assert not [each for each in JOURNALS.glob("journal*") if not each.stat().st_size]
