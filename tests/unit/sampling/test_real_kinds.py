"""Two thousand schemas of real kinds: an instance that two validators admit, or a reason."""

import re
from functools import cache
from typing import Any

import jsonschema
import pytest
import referencing
from referencing.jsonschema import DRAFT202012

from ringback.contract import Contract
from ringback.sampling.result import Made, Unmade
from ringback.sampling.sampler import Sampler
from ringback.schema.document import SchemaDocument
from ringback.witness.search.instances import Instances
from tests.unit.contract.making import UUID, place, small
from tests.unit.sampling.real_kinds import KINDS, SETTINGS, numbered, schemas

# What Python's `re` reads otherwise than ECMA-262, and what its floats can't divide.
_BEYOND_PYTHON = re.compile(r'\\\\[pu]|"multipleOf": 0\.')
_EACH = 40  # of the schemas, one of so many is asked for its variants

# Why there is none, looked at one by one.
REASONS: dict[str, Unmade] = {}


@cache
def contract() -> tuple[Contract, list[str]]:
    """One description with all of them, and what they are called."""
    components: dict[str, Any] = {}
    names = []
    for number, (name, schema) in enumerate(schemas()):
        components |= numbered(schema, number)
        names.append(name)
    return small(components), names


def sampler() -> Sampler:
    """A fresh sampler of them."""
    description = contract()[0].description
    return Sampler(
        admits=contract()[0].schemas.admits,
        uuid=lambda _path: UUID,
        search=Instances(SchemaDocument(description.document)),
    )


def registry() -> Any:
    """The description, for Python's validator."""
    resource = DRAFT202012.create_resource(contract()[0].description.document)
    return referencing.Registry().with_resource("urn:d", resource)


def test_there_are_two_thousand() -> None:
    """No two of one name."""
    names = contract()[1]
    assert len(set(names)) == len(names) == len(KINDS) * len(SETTINGS) > 2_000


def test_an_instance_or_a_reason() -> None:
    """The instance is admitted, by Python's validator too where it reads the schema alike."""
    here, names = contract()
    known, maker = registry(), sampler()
    reasons: dict[str, Unmade] = {}
    asked_twice = 0
    for number, name in enumerate(names):
        made = maker.plain(here.view(place(f"Thing{number}")))
        if isinstance(made, Unmade):
            reasons[name] = made
            continue
        assert here.schemas.admits(place(f"Thing{number}"), made.value), name
        parts = [here.description.at(place(f"{part}{number}")) for part in ("Thing", "Value")]
        if not _BEYOND_PYTHON.search(str(parts).replace("'", '"')):
            asked_twice += 1
            other = {"$ref": f"urn:d#{place(f'Thing{number}')}"}
            jsonschema.Draft202012Validator(other, registry=known).validate(made.value)
    assert reasons == REASONS
    assert maker.take_left_out() == []
    assert asked_twice > 1_800


@pytest.mark.parametrize("turn", range(2))
def test_variants_are_admitted(turn: int) -> None:
    """Of each setting one kind in turn, in every form; there is one at least."""
    here, names = contract()
    maker = sampler()
    for number in range(turn, len(names), _EACH):
        schema = place(f"Thing{number}")
        values = [sample.value for sample in maker.variants(here.view(schema))]
        assert values, names[number]
        assert all(here.schemas.admits(schema, value) for value in values), names[number]


def test_the_same_again() -> None:
    """Two fresh samplers make the same of all of them."""
    here, names = contract()
    chosen = range(0, len(names), 7)
    one, other = (
        [maker.plain(here.view(place(f"Thing{number}"))) for number in chosen]
        for maker in (sampler(), sampler())
    )
    assert one == other
    assert all(isinstance(made, Made) for made in one)
