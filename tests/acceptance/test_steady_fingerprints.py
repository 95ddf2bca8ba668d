"""A fingerprint is the same in whatever order a description is written, and for every seed."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import tests.acceptance.planted_shop as planted
from contracts.shop.faults import FAULTS
from tests.acceptance.driving import ROOT, ringback

Capture = pytest.CaptureFixture[str]
SETS = {"parameters", "required", "tags", "enum"}  # lists whose order says nothing
SHUFFLES = range(1, 11)

FAULTY = """\
openapi: 3.1.0
info: {title: a, version: '1'}
paths:
  /a/{x}:
    parameters:
      - {name: x, in: path, required: true, schema: {type: string, minLength: 3, maxLength: 1}}
      - {name: y, in: query, schema: {type: integer, minimum: 3, maximum: 1}}
    get:
      operationId: a
      parameters:
        - {name: z, in: query, schema: {type: integer, example: q}}
        - {name: w, in: query, schema: {enum: [1, 2], type: string}}
        - {name: v, in: query, schema: {type: integr}}
        - {$ref: '#/components/parameters/P'}
      responses:
        '200':
          description: d
          content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}
    post:
      operationId: b
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}
      responses:
        '200':
          description: d
          content: {application/json: {schema: {$ref: '#/components/schemas/U'}}}
components:
  parameters:
    P: {name: p, in: header, schema: {type: integer, default: q}}
  schemas:
    A:
      type: object
      required: [p, q, nope, neither]
      properties:
        p: {type: string, default: 3}
        q: {type: integer, example: no, minimum: 7}
        e: {}
    B: {type: object, properties: {p: {type: string, enum: [a, b]}, q: {type: integer}}}
    U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
    Z: {type: string}
"""
NEWER = (
    FAULTY.replace("minLength: 3, maxLength: 1", "minLength: 1, maxLength: 9")
    .replace("enum: [a, b]", "enum: [a]")
    .replace("q: {type: integer}", "q: {type: integer, maximum: 5}")
    .replace("name: z, in: query", "name: z, in: query, required: true")
    .replace("p: {type: string, default: 3}", "p: {type: [string, 'null']}")
)


def shuffled(value: Any, order: random.Random, key: str = "") -> Any:
    """The value with its members, and the lists that are sets, in another order."""
    if isinstance(value, dict):
        members = [*value.items()]
        order.shuffle(members)
        return {name: shuffled(each, order, name) for name, each in members}
    if isinstance(value, list):
        entries = [shuffled(each, order) for each in value]
        if key in SETS:
            order.shuffle(entries)
        return entries
    return value


def written(file: Path, document: Any, seed: int) -> None:
    """Write a description, shuffled by this seed; 0 is as it was."""
    text = shuffled(document, random.Random(seed)) if seed else document  # noqa: S311 -- no secret
    file.write_text(yaml.safe_dump(text, sort_keys=False, allow_unicode=True), "utf-8")


Prints = Callable[..., dict[str, str]]


@pytest.fixture
def prints(capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Prints:
    """Run a command in a folder; the fingerprints that it tells, with their rules."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> dict[str, str]:
        ended = ringback(capsys, *arguments, "-q", "--report", "json=r.json")
        assert ended.code == 1
        findings = json.loads(Path("r.json").read_text("utf-8"))["findings"]
        return {each["fingerprint"]: each["rule"] for each in findings}

    return run


@pytest.mark.parametrize(
    ("command", "many"), [(("lint", "a.yaml"), 14), (("diff", "a.yaml", "b.yaml"), 6)]
)
def test_a_description_in_ten_orders(command: tuple[str, ...], many: int, prints: Prints) -> None:
    """What is said of a description, and of a change, does not hang on how it is sorted."""
    documents = {"a.yaml": yaml.safe_load(FAULTY), "b.yaml": yaml.safe_load(NEWER)}
    found = []
    for seed in (0, *SHUFFLES):
        for name, document in documents.items():
            written(Path(name), document, seed)
        found.append(prints(*command))
    assert len(found[0]) == many
    assert found == [found[0]] * len(found)


def test_a_faulty_service_under_ten_orders_and_seeds(
    prints: Prints, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Faults of a service have the same fingerprints for every seed, order and folder."""
    shop = yaml.safe_load((ROOT / "openapi/shop.yaml").read_text("utf-8"))
    settings = (ROOT / "contracts/shop/ringback.toml").read_text("utf-8")
    settings = settings.replace("../../openapi/", "").replace(
        'app = "contracts.shop.reference:app"', 'app = "tests.acceptance.planted_shop:app"'
    )
    faults = {each.name: each for each in FAULTS}
    bound = [each for name in planted.OPERATIONS for each in ("--operation", name)]
    found = []
    for seed in (0, *SHUFFLES):
        folder = Path(f"{seed}")
        folder.mkdir()
        (folder / "ringback.toml").write_text(settings, "utf-8")
        written(folder / "shop.yaml", shop, seed)
        monkeypatch.setattr(planted, "app", planted.make(faults))
        config = folder if seed % 2 else folder.resolve()
        found.append(
            prints("check", "--config", str(config / "ringback.toml"), "--seed", str(seed), *bound)
        )
    assert sorted(found[0].values()) == sorted(planted.RULES)
    assert found == [found[0]] * len(found)
