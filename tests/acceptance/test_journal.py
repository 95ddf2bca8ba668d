"""A run that is killed: what it has left is put right by `ringback restore`, or by the next run."""

import json
import re
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts.numbers import reference as numbers
from contracts.shop import reference as shop
from tests.acceptance.driving import ROOT, VARIABLES, process, served, started, wait_for

SHOP = {"SHOP_TOKEN": shop.VALUES["token"]}
LISTS = ("/customers?limit=100", "/orders?limit=100", "/tags?limit=100", "/settings")
_OWN = re.compile(r'"(updated_at|version)": [^,}]*')  # what the shop itself changes


class Counted:
    """An app that counts what was written, and keeps each answer a moment."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.writes = 0

    async def __call__(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        """Count, and pass on."""
        self.writes += scope["type"] == "http" and scope["method"] not in {"GET", "HEAD"}
        await self.app(scope, receive, send)


def standing(url: str, token: str, *paths: str) -> list[str]:
    """What stands there, without what the service itself changes."""
    found = []
    for path in paths:
        answer = httpx.get(f"{url}{path}", headers={"Authorization": f"Bearer {token}"})
        text = json.dumps(answer.json(), sort_keys=True)
        found.append(_OWN.sub("", text))
    return found


def killed(app: Counted, url: str, writes: int, variables: Mapping[str, str], *more: str) -> None:
    """A check that is ended by SIGKILL once it has written so often."""
    with started("check", "--target", url, "-q", *more, variables=variables) as command:
        wait_for(lambda: app.writes >= writes or command.poll() is not None)
        command.send_signal(signal.SIGKILL)
        command.wait()


@pytest.mark.parametrize("writes", [60])
def test_what_a_killed_run_left_is_put_right(writes: int, tmp_path: Path) -> None:
    """Things that it made are deleted, a singleton is as it was, and the journal is gone."""
    config = ("--config", str(ROOT / "contracts/shop/ringback.toml"))
    app = Counted(shop.create_app())
    with served(app) as url:
        before = standing(url, SHOP["SHOP_TOKEN"], *LISTS)
        killed(app, url, writes, SHOP, *config)
        assert standing(url, SHOP["SHOP_TOKEN"], *LISTS) != before
        ended = process("restore", "--target", url, *config, variables=SHOP, cwd=tmp_path)
        assert standing(url, SHOP["SHOP_TOKEN"], *LISTS) == before
        again = process("restore", "--target", url, *config, variables=SHOP, cwd=tmp_path)
    assert ended.out.startswith("put right what the run of ")
    assert (ended.code, again.code) == (0, 0)
    assert again.out == "nothing to put right: no run has left anything\n"


def test_the_next_run_puts_it_right_before_anything_else() -> None:
    """A number that was caught changed is as it was, and the wreck is not taken for the start."""
    app = Counted(numbers.create_app())
    path = f"/v1/numbers?phone_number={VARIABLES['RINGBACK_PHONE_NUMBER'].replace('+', '%2B')}"
    token = VARIABLES["RINGBACK_TOKEN"]
    with served(app) as url:
        before = standing(url, token, path)
        killed(app, url, 150, VARIABLES)
        assert standing(url, token, path) != before
        bound = ("--max-requests", "60")
        ended = process("check", "--target", url, *bound, variables=VARIABLES)
        assert standing(url, token, path) == before
    assert "\n  put right what the run of " in ended.out
    assert "\nrestored: " in ended.out


def test_what_has_the_keys_since_is_left_alone(tmp_path: Path) -> None:
    """A service that was set up anew has given the numbers of orders to others."""
    config = ("--config", str(ROOT / "contracts/shop/ringback.toml"))
    app, token = Counted(shop.create_app()), SHOP["SHOP_TOKEN"]
    headers = {"Authorization": f"Bearer {token}"}
    with served(app) as url:
        killed(app, url, 60, SHOP, *config)
        app.app = shop.create_app()
        other = httpx.get(f"{url}/customers", headers=headers).json()[0]["id"]
        for _ in range(40):
            httpx.post(f"{url}/orders", json={"customer_id": other}, headers=headers)
        httpx.patch(f"{url}/settings", json={"language": "fr"}, headers=headers)
        before = standing(url, token, *LISTS)
        ended = process("restore", "--target", url, *config, variables=SHOP, cwd=tmp_path)
        assert standing(url, token, *LISTS) == before
    assert "is left as it is: nothing shows that it is still the run's own" in ended.out
    assert ended.code == 0
