"""Undocumented members put anywhere into samples: the overlay makes all of them pass."""

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.description import load
from ringback.sampling.sampler import Sampler
from ringback.survey.suggestions.suggesting import suggested
from ringback.witness.search.instances import Instances
from tests.unit.contract.making import ROOT, UUID, numbers
from tests.unit.survey.making import passes, surveyed

ADDED: list[Any] = [
    None,
    True,
    7,
    0.5,
    "x",
    "2026-01-31",
    UUID,
    [],
    [1, None],
    {},
    {"p": {"q": [{"r": "s"}, {"r": 1, "t": None}]}},
    {str(index): {"v": index} for index in range(3)},
]
NAMES = ["extra", "on", "it's", "deep/er", "200", "x" * 20, "", "someone@example.org"]


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a payload."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value
    for each in inner if isinstance(value, dict | list) else ():
        yield from objects(each)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ["get_number", "list_numbers"])
def test_members_anywhere_are_documented(name: str, seed: int, tmp_path: Path) -> None:
    """In whatever object, of whatever name and type, some many times and some once."""
    chance = random.Random(seed)  # noqa: S311 -- test data, the same every time
    strict = numbers("strict")
    media_type = strict.media_type(strict.operation(name), 200, "application/json")
    assert media_type is not None
    search = Instances(strict.schemas.document)
    sampler = Sampler(admits=strict.schemas.admits, uuid=lambda _path: UUID, search=search)
    view = strict.view(media_type.schema or "")
    samples = [copy.deepcopy(each.value) for each in sampler.variants(view)]
    broken = []
    for sample in chance.choices(samples, k=60):
        value = copy.deepcopy(sample)
        places = list(objects(value))
        for place in chance.choices(places, k=chance.randrange(1, 3)) if places else ():
            place.setdefault(chance.choice(NAMES), chance.choice(ADDED))
            broken.append(value)
    assert not any(passes(strict, value, name) for value in broken)
    assert len(broken) > 50
    file = tmp_path / "found.overlay.yaml"
    state = surveyed(strict, [*broken, *samples], name).state()
    file.write_text(suggested(state, strict), "utf-8")
    overlays = [ROOT / "openapi/strict.overlay.yaml", file]
    mended = Contract(load(ROOT / "openapi/numbers.yaml", overlays), "strict")
    for value in (*broken, *samples):
        assert passes(mended, value, name)
