"""Runs that are killed at random moments, and what `ringback restore` makes of what they left.

    python -m benchmarks.killed [--tries 20] [--latency 0] [--seed 0]

Each try serves an API of the repository, starts a check of its own process on it, ends that by
SIGKILL after a random number of requests between the first write and the last of an undisturbed
run, and calls `ringback restore`. What the account can list is compared before and behind.
"""

import argparse
import asyncio
import json
import random
import re
import signal
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from contracts.numbers import reference as numbers
from contracts.shop import reference as shop
from tests.acceptance.driving import ROOT, VARIABLES, process, served, started

_SHOP_OWN = re.compile(r'"(updated_at|version)": [^,}]*')  # what the shop itself changes
_LONGEST = 900  # seconds of an undisturbed run
_SETTLING = 0.5  # seconds in which what was under way when a run died comes to its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """An API of the repository: how it is made, checked, and looked at."""

    make: Any
    config: Path
    variables: Mapping[str, str]
    token: str
    lists: tuple[str, ...]


APIS = {
    "numbers": Api(
        make=numbers.create_app,
        config=ROOT / "ringback.toml",
        variables=VARIABLES,
        token=VARIABLES["RINGBACK_TOKEN"],
        lists=("/v1/numbers/list?size=100",),
    ),
    "shop": Api(
        make=shop.create_app,
        config=ROOT / "contracts/shop/ringback.toml",
        variables={"SHOP_TOKEN": shop.VALUES["token"]},
        token=shop.VALUES["token"],
        lists=("/customers?limit=100", "/orders?limit=100", "/tags?limit=100", "/settings"),
    ),
}


class Metered:
    """An app that counts requests, keeps each a moment, and notes when the first write came."""

    def __init__(self, app: Any, latency: float) -> None:
        self.app = app
        self.latency = latency
        self.asked = 0
        self.first_write = 0

    async def __call__(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        """Count, wait, and pass on."""
        if scope["type"] == "http":
            self.asked += 1
            if scope["method"] not in {"GET", "HEAD", "OPTIONS"}:
                self.first_write = self.first_write or self.asked
            await asyncio.sleep(self.latency)
        await self.app(scope, receive, send)


def standing(url: str, api: Api) -> list[str]:
    """What the account can list, without what the service changes by itself."""
    headers = {"Authorization": f"Bearer {api.token}"}
    answers = [httpx.get(f"{url}{path}", headers=headers) for path in api.lists]
    for each in answers:
        each.raise_for_status()
    return [_SHOP_OWN.sub("", json.dumps(each.json(), sort_keys=True)) for each in answers]


def length(api: Api, latency: float) -> tuple[int, int]:
    """Of an undisturbed run: the number of its first write, and of its last request."""
    app = Metered(api.make(), latency)
    with served(app) as url:
        options = ("--target", url, "--config", str(api.config), "-q")
        with started("check", *options, variables=api.variables) as command:
            command.communicate(timeout=_LONGEST)
    return app.first_write, app.asked


def one_try(api: Api, latency: float, moment: int, folder: Path) -> tuple[str, bool, bool]:
    """What `restore` said first; whether the run had changed anything; whether all is as it was."""
    app = Metered(api.make(), latency)
    with served(app) as url:
        before = standing(url, api)
        options = ("--target", url, "--config", str(api.config))
        with started("check", *options, "-q", variables=api.variables) as command:
            while app.asked < moment and command.poll() is None:
                time.sleep(0.001)
            command.send_signal(signal.SIGKILL)
            command.wait()
        time.sleep(_SETTLING)
        changed = standing(url, api) != before
        ended = process("restore", *options, variables=api.variables, cwd=folder)
        return ended.out.partition("\n")[0], changed, standing(url, api) == before


def main() -> None:
    """Play the tries, and print what became of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=20)
    parser.add_argument("--latency", type=float, default=0, help="seconds each answer is kept")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=sorted(APIS))
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 -- moments, no secrets
    wrong = 0
    for name, api in APIS.items():
        if given.only not in {None, name}:
            continue
        with tempfile.TemporaryDirectory() as folder:
            first, last = length(api, given.latency)
            right = 0
            for turn in range(given.tries):
                moment = chance.randint(first, last)
                said, changed, restored = one_try(api, given.latency, moment, Path(folder))
                right += restored
                print(
                    f"{name} {turn + 1:2}: killed at {moment:5} of {last}, "
                    f"{'changed' if changed else 'as before'}, "
                    f"{'put right' if restored else 'NOT PUT RIGHT'} ({said[:90]})",
                    flush=True,
                )
            print(f"{name}: {right} of {given.tries} put right")
            wrong += given.tries - right
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
