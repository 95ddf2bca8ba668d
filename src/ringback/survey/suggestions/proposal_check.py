"""Whether a proposal works: a made-up object with the member must pass once it is described."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringback.contract import Contract
from ringback.contract.schemas import Schemas
from ringback.errors import UndecidedError
from ringback.finding import steps
from ringback.payload import at, copied
from ringback.sampling.result import Made
from ringback.sampling.sampler import Sampler
from ringback.survey.counts.inferred import FIELD, merged
from ringback.survey.counts.state import Chain
from ringback.survey.suggestions.drafting import drafted, made_up
from ringback.survey.suggestions.proposals import Field, grouped, updated
from ringback.witness.search.instances import Instances

_UUID = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Whether an object with the member passes once it is described, and whether that was tried."""

    field: Field
    passed: bool = True
    tried: bool = True


def tried(contract: Contract, fields: list[Field]) -> list[Result]:
    """Each member, tried against the description with all of them described as proposed."""
    document = copied(contract.description.document)
    for target, group in grouped(contract, fields).items():
        found = merged((each.found for each in group), FIELD)
        place, update = updated(document, target, drafted(found, old=False))
        _merge(at(document, steps(place)), update)
    proposed = Contract(replace(contract.description, document=document), contract.reading)
    return [_result(contract.of(it.side), proposed.of(it.side), it) for it in fields]


def _result(schemas: Schemas, proposed: Schemas, field: Field) -> Result:
    """Whether a made-up object with the member passes; tried where one can be made up."""
    name = "any" if field.name is None else field.name
    for sample in _samples(schemas, field.chain):
        if schemas.admits(field.chain[0], sample):
            try:
                passed = proposed.admits(field.chain[0], {**sample, name: made_up(field.found)})
            except UndecidedError:
                passed = False
            return Result(field=field, passed=passed)
    return Result(field=field, tried=False)


def _samples(schemas: Schemas, chain: Chain) -> Iterator[dict[str, Any]]:
    """Made-up objects of the schemas that speak of one: with what is required, then with all."""
    search = Instances(schemas.document)
    sampler = Sampler(admits=schemas.admits, uuid=lambda _path: _UUID, search=search)
    views = [schemas.view(schema) for schema in chain]
    made = [each.value for each in map(sampler.plain, views) if isinstance(each, Made)]
    known = [part for part in made if isinstance(part, dict)]
    if known:
        whole = {name: value for part in known for name, value in part.items()}
        needed = {name for view in views for name in view.required}
        yield {name: value for name, value in whole.items() if name in needed}
        yield whole


def _merge(target: dict[str, Any], update: Mapping[str, Any]) -> None:
    """Merge an update into a place as an overlay does."""
    for name, value in update.items():
        if isinstance(target.get(name), dict) and isinstance(value, Mapping):
            _merge(target[name], value)
        else:
            target[name] = copied(value)
