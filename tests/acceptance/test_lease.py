"""Two runs on one account: the second ends inconclusive, or waits for the first."""

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.acceptance.driving import Ended, process, served, started, wait_for
from tests.acceptance.test_resources import Served
from tests.unit.campaign.toys import DESCRIPTION, Toys

VARIABLES = {"TOYS_TOKEN": "first"}


class Held:
    """An app that answers nothing until it is let go."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.asked = 0
        self.released = threading.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Count, and hold the answer."""
        if scope["type"] == "http":
            self.asked += 1
            await asyncio.to_thread(self.released.wait)
        await self.app(scope, receive, send)


@pytest.fixture
def config(tmp_path: Path) -> tuple[str, ...]:
    """The options of a configuration of the toys; few operations, so that it is quick."""
    (tmp_path / "toys.json").write_text(json.dumps(DESCRIPTION), "utf-8")
    file = tmp_path / "ringback.toml"
    text = '[contract]\ndescription = "toys.json"\n[values]\ntoken = { variable = "TOYS_TOKEN" }\n'
    file.write_text(text, "utf-8")
    return "--config", str(file), "--operation", "read_settings", "--operation", "put_settings"


def test_the_second_waits_for_the_first(config: tuple[str, ...]) -> None:
    """It says once that it waits, sends nothing meanwhile, and both are kept."""
    service = Toys()
    app = Held(Served(service))
    with served(app) as url:
        check = ("check", "--target", url, *config, "--timeout", "60")
        with started(*check, variables=VARIABLES) as first:
            wait_for(lambda: app.asked == 1)
            # The slash at the end makes no other account of it.
            again = ("check", "--target", f"{url}/", *config, "--timeout", "60", "--wait")
            with started(*again, variables=VARIABLES) as second:
                assert second.stderr is not None
                line = second.stderr.readline()
                assert app.asked == 1
                app.released.set()
                outs = [each.communicate(timeout=120) for each in (first, second)]
        codes = first.returncode, second.returncode
    assert line == (f"another run is on {url}/ for the same account: waiting for it to end\n")
    assert codes == (0, 0)
    assert [err for _, err in outs] == ["", ""]
    assert all("\nkept: " in out for out, _ in outs)
    assert service.store == {"/settings": {"greeting": "hello", "loud": False}}


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        (
            (),
            (
                "each would take the other's writes for the service's; --wait waits for it to end, "
                "or give this one another account"
            ),
        ),
        (("--wait", "0.3"), "and it had not ended after 0.3 s"),
    ],
    ids=["who does not wait", "who has waited"],
)
def test_the_second_ends_inconclusive(
    config: tuple[str, ...], wait: tuple[str, ...], told: str
) -> None:
    """Nothing is sent by it; the first is kept all the same."""
    app = Held(Served(Toys()))
    with served(app) as url:
        check = ("check", "--target", url, *config, "--timeout", "60")
        with started(*check, variables=VARIABLES) as first:
            wait_for(lambda: app.asked == 1)
            second: Ended = process(*check, *wait, variables=VARIABLES)
            assert app.asked == 1
            app.released.set()
            out, _ = first.communicate(timeout=120)
        assert (first.returncode, second.code) == (0, 3)
    assert "\nkept: " in out
    mark = ": " if not wait else ", "
    whole = f"another run is on {url} for the same account{mark}{told}"
    assert f"\ninconclusive: {whole}; 0 exchanges, " in second.out


@pytest.mark.parametrize(
    ("writes", "told"),
    [
        (0, "settings changes before anything is written: /"),
        (4, "settings changes while nothing is sent: /"),
    ],
    ids=["all the while", "later"],
)
def test_who_writes_from_elsewhere_ends_the_run(
    config: tuple[str, ...], writes: int, told: str
) -> None:
    """No lease tells of another machine: what changes unasked does, and no law is called broken."""
    over, app = threading.Event(), Served(Toys())

    def meddle(url: str) -> None:
        wait_for(lambda: sum(each.startswith("PUT") for each in app.sent) >= writes)
        turn = 0
        with httpx.Client(headers={"Authorization": "Bearer first"}) as client:
            while not over.wait(0.01):
                turn += 1
                body = {"greeting": f"from elsewhere {turn}", "loud": turn % 2 == 0}
                client.put(f"{url}/settings", json=body)

    with served(app) as url:
        meddler = threading.Thread(target=meddle, args=(url,))
        meddler.start()
        with started("check", "--target", url, *config, variables=VARIABLES) as command:
            out, _ = command.communicate(timeout=120)
        over.set()
        meddler.join()
    assert command.returncode == 3
    assert "\nlaw/" not in out
    assert f"\ninconclusive: {told}" in out
    assert "somebody else writes there" in out
