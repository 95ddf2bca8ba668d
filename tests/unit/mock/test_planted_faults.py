"""The app of a contract behind the mock, right or with a planted fault, by its name."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts.numbers.faults import FAULTS
from contracts.numbers.reference import PHONE_NUMBER, TOKEN, create_app
from ringback.config_reader import load_settings
from ringback.errors import UsageError
from ringback.mock import router
from ringback.mock.in_process.api_router import ApiRouter
from ringback.wiring import api_mock
from tests.unit.mock.made_up import ROOT, contract

READ: dict[str, Any] = {"params": {"phone_number": PHONE_NUMBER}}
NAMES = {each.name for each in FAULTS}


@pytest.fixture
def api() -> ApiRouter:
    """The numbers API as the repository's configuration has it."""
    return ApiRouter(api_mock(load_settings(ROOT / "ringback.toml"), "strict"))


def client(api: ApiRouter, token: str = TOKEN) -> httpx.Client:
    """A client with a token."""
    return httpx.Client(
        transport=httpx.MockTransport(api.handler),
        base_url="https://api.vocode.dev",
        headers={"Authorization": f"Bearer {token}"},
    )


def test_the_app_keeps_what_it_is_given(api: ApiRouter) -> None:
    """A change is read back, as the reference has it; after a reset it is gone."""
    with client(api) as asking:
        before = asking.get("/v1/numbers", **READ).json()
        agent = {"inbound_agent": {"prompt": "Say hello"}}
        asking.post("/v1/numbers/update", json=agent, **READ)
        assert asking.get("/v1/numbers", **READ).json()["inbound_agent"]["prompt"] == "Say hello"
        api.reset()
        assert asking.get("/v1/numbers", **READ).json() == before
    api.close()


def test_only_the_app_s_credentials_are_valid() -> None:
    """Another token gets the documented 401."""
    mock = api_mock(load_settings(ROOT / "ringback.toml"), "strict")
    api = ApiRouter(mock, mistakes="answer")
    with client(api, "other") as asking:
        assert asking.get("/v1/numbers", **READ).status_code == 401


def test_the_app_answers_clients_of_asyncio_too(api: ApiRouter) -> None:
    """An app needs an event loop of its own, beside the client's."""

    async def ask() -> int:
        transport = httpx.MockTransport(api.async_handler)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with httpx.AsyncClient(
            transport=transport, base_url="https://api.vocode.dev", headers=headers
        ) as asking:
            return (await asking.get("/v1/numbers", **READ)).status_code

    assert asyncio.run(ask()) == 200
    api.close()


@pytest.mark.parametrize("fault", FAULTS[::40], ids=lambda each: each.name)
def test_each_planted_fault_is_there_by_name(api: ApiRouter, fault: Any) -> None:
    """The app with the fault answers, and the right one again once it is taken back."""
    api.plant(fault.name)
    with client(api) as asking:
        asking.get("/v1/numbers", **READ)
        api.plant("")
        assert asking.get("/v1/numbers", **READ).status_code == 200
    api.close()


def test_a_fault_is_what_the_client_meets() -> None:
    """A table of faults may be given without a configuration."""
    fault = next(each for each in FAULTS if each.kind == "status")
    api = router(contract("numbers"), app=create_app, planted=FAULTS, values={"token": TOKEN})
    with client(api) as asking:
        right = [asking.get("/v1/numbers", **READ), asking.get("/v1/numbers/list")]
        api.plant(fault.name)
        wrong = [asking.get("/v1/numbers", **READ), asking.get("/v1/numbers/list")]
        update = asking.post("/v1/numbers/update", json={"inbound_agent": {}}, **READ)
    seen = [(each.status_code, each.content) for each in wrong]
    expected = [(each.status_code, each.content) for each in right]
    assert seen != expected or update.status_code != 200
    api.close()


def test_an_unknown_fault_is_told_with_what_is_like_it(api: ApiRouter) -> None:
    """And without a table that is said."""
    name = min(NAMES)
    with pytest.raises(UsageError, match=f"did you mean {name}"):
        api.plant(name + "x")
    with pytest.raises(UsageError, match="there is no table of faults"):
        router(Path(ROOT, "openapi/shop.yaml")).plant("any")
