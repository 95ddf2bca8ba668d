"""The planted faults of the shop: each can be seen, and by the rule that it names."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.types import ASGIApp

from contracts.planting import Fault
from contracts.shop.faults import FAULTS
from contracts.shop.reference import create_app
from ringback.checks import CHECK_RULES
from tests.unit.contracts.shop_client import Ask, Told, ask, objections, played, tell
from tests.unit.contracts.shop_walk import PARTS

LAWS = (
    *("created", "location", "listed", "read-only", "echo", "read-back", "frame", "identity"),
    *("replace", "merge", "idempotence", "refused", "isolation", "concurrent", "deleted"),
    *("filter", "sort", "pages", "limit", "total", "etag", "not-modified", "precondition"),
    *("head", "range", "acted", "round-trip"),
)
RULES = {*(f"law/{law}" for law in LAWS), "auth/required", "auth/foreign-thing"}
TOLD_BY_ONE_EXCHANGE = {*CHECK_RULES} - {"auth/required"}
ALONE = [fault for fault in FAULTS if fault.kind != "race"]
REMEMBERING = {"list", "page", "update", "echo", "state", "delete", "action", "condition"}
RACES = [fault for fault in FAULTS if fault.kind == "race"]

PATCHES: dict[str, list[dict[str, Any]]] = {
    "customer": [{"name": "N"}, {"tier": "gold"}],
    "settings": [{"language": "fr"}, {"currency": "USD"}],
    "order": [{"note": "n"}, {"priority": 7}],
}

KNOWN = {name: asyncio.run(played(create_app(), part())) for name, part in PARTS.items()}


def test_faults_have_names_of_their_own_and_known_rules() -> None:
    """The catalogue is well formed, and every law has at least two faults."""
    names = [fault.name for fault in FAULTS]
    assert sorted(set(names)) == sorted(names)
    single = {"law/asked", "law/default"}  # one fault each
    assert {fault.rule for fault in FAULTS} <= RULES | TOLD_BY_ONE_EXCHANGE | single
    found = Counter(fault.rule for fault in FAULTS)
    assert {rule for rule in RULES if found[rule] < 2} == set()


def likely(fault: Fault) -> Iterator[str]:
    """The parts of the journey, those first that are about what the fault's name says."""
    yield from sorted(PARTS, key=lambda part: -sum(word in fault.name for word in part.split()))


def other_answers(fault: Fault) -> Iterator[tuple[Ask, Told]]:
    """What a faulty service answers otherwise than the reference."""
    for part in likely(fault):
        seen = asyncio.run(played(fault.app(), PARTS[part]()))
        pairs = zip(seen, KNOWN[part], strict=False)
        yield from (here for here, there in pairs if here != there)


@pytest.mark.parametrize("fault", ALONE, ids=lambda fault: fault.name)
def test_each_fault_can_be_seen(fault: Fault) -> None:
    """Some answer differs; where one exchange shows the fault, ringback names the rule."""
    answers = other_answers(fault)
    if fault.rule in TOLD_BY_ONE_EXCHANGE:
        told = (each for asked, answer in answers for each in objections(asked, answer))
        assert any(each.startswith(f"{fault.rule}:") for each in told)
    else:
        assert next(answers, None) is not None


@pytest.mark.parametrize(
    "fault", [fault for fault in ALONE if fault.kind in REMEMBERING], ids=lambda fault: fault.name
)
def test_each_fault_starts_anew(fault: Fault) -> None:
    """Two apps of one fault share no state, not even one that remembers what was asked."""
    part = PARTS[next(likely(fault))]
    one, other = (asyncio.run(played(fault.app(), part())) for _ in range(2))
    assert one == other


async def _raced(app: ASGIApp, what: str) -> tuple[int, ...]:
    """Two patches of different members at the same time: their statuses, and how many are kept."""
    customer = await tell(app, ask("POST", "/customers", {"name": "R", "email": "r@r.example"}))
    order = await tell(app, ask("POST", "/orders", {"customer_id": customer.json["id"]}))
    tag = order.headers["etag"]
    urls = {
        "customer": f"/customers/{customer.json['id']}",
        "settings": "/settings",
        "order": f"/orders/{order.json['id']}",
    }
    patches = PATCHES[what]
    headers = {"if_match": tag} if what == "order" else {}
    asks = [ask("PATCH", urls[what], each, **headers) for each in patches]
    told = await asyncio.gather(*(tell(app, each) for each in asks))
    now = (await tell(app, ask("GET", urls[what]))).json
    kept = sum(now[name] == value for each in patches for name, value in each.items())
    return (*(answer.status for answer in told), kept)


@pytest.mark.parametrize("fault", RACES, ids=lambda fault: fault.name)
def test_each_race_loses_a_change(fault: Fault) -> None:
    """Two patches are both accepted and one is lost; the reference keeps what it accepts."""
    what = next(word for word in ("customer", "settings", "order") if word in fault.name)
    assert asyncio.run(_raced(fault.app(), what)) == (200, 200, 1)
    statuses = asyncio.run(_raced(create_app(), what))
    assert statuses == ((200, 412, 1) if what == "order" else (200, 200, 2))
