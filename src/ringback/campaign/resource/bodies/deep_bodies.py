"""Bodies with maps whose names are data, and with schemas that stand in themselves."""

from typing import Any

from ringback.campaign.resource.bodies.body_parts import (
    schema_below,
)
from ringback.contract import Contract
from ringback.payload import MISSING, at
from ringback.sampling.breakage import Path, paths, replaced
from ringback.sampling.result import Made
from ringback.sampling.sampler import Sample, Sampler
from ringback.schema.view import View, stands_in_itself

_NAMES = ("Aa-Bb", "c.d", "\u00e9 f")  # of members of a map
_DEEP = (4, 24)  # steps into a schema that stands in itself


def maps(contract: Contract, sampler: Sampler, view: View, samples: list[Sample]) -> list[Sample]:
    """Maps whose names have capitals, dots and other letters: they are data."""
    found = []
    for name, member in view.properties.items():
        if "object" not in member.types or member.described or member.branches:
            continue
        bodies = [each.value for each in samples if isinstance(each.value, dict)]
        whole = next((each for each in bodies if each.get(name)), None)
        if whole is not None and isinstance(whole[name], dict):
            inner = next(iter(whole[name].values()))
        else:  # its default is empty, and so it is in all samples
            whole = max(bodies, key=len, default=None)
            inner = _value_of(sampler, member)
        if whole is None or inner is MISSING:
            continue
        for names in (_NAMES, _NAMES[:1]):
            value = {**whole, name: dict.fromkeys(names, inner)}
            if contract.requests.admits(view.pointer, value):
                found.append(Sample(value=value, label=f"/{name}: names of all kinds"))
                break
    return found


def _value_of(sampler: Sampler, view: View) -> Any:
    """A value of a map's members; `MISSING` where the schema has none for them."""
    if not isinstance(view.raw.get("additionalProperties"), dict):
        return MISSING
    made = sampler.plain(view.child("additionalProperties"))
    return made.value if isinstance(made, Made) else MISSING


def nested(contract: Contract, view: View, values: list[Any]) -> list[Sample]:
    """A schema that stands in itself, steps deep: what is lost is lost below some depth."""
    for value in values if stands_in_itself(view) else ():
        places: dict[str, Path] = {}
        for path in paths(value):
            below = schema_below(view, path, value, contract) if path else view
            if below is None or not isinstance(at(value, path), dict):
                continue
            above = places.setdefault(below.pointer, path)
            if above == path or path[: len(above)] != above:
                continue
            found = [_deep(value, above, path[len(above) :], depth) for depth in _DEEP]
            found += _alike(value, path)
            return [each for each in found if contract.requests.admits(view.pointer, each.value)]
    return []


def _alike(value: Any, path: Path) -> list[Sample]:
    """The part at a path twice, and with spaces around its texts."""
    part = at(value, path)
    padded = {k: f"  {v} " if isinstance(v, str) else v for k, v in part.items()}
    found = [Sample(value=replaced(value, path, padded), label="/: itself, padded")]
    if isinstance(path[-1], int):
        twice = replaced(value, path[:-1], [part, part])
        found.append(Sample(value=twice, label="/: itself, twice"))
    return found


def _deep(value: Any, place: Path, step: Path, depth: int) -> Sample:
    """The value with the part at a place put into itself so many times."""
    part = at(value, place)
    whole = part
    for _ in range(depth):
        whole = replaced(part, step, whole)
    return Sample(value=replaced(value, place, whole), label=f"/: itself, {depth} steps deep")
