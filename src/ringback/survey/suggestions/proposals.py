"""The members that an overlay would describe, and the schemas in which it would."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringback.contract import Contract
from ringback.finding import steps
from ringback.payload import at
from ringback.survey.counts.inferred import Inferred
from ringback.survey.counts.state import Chain, Fields, SurveySide, SurveyState
from ringback.survey.places.described_members import closers, namer
from ringback.survey.suggestions.saying import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One undocumented member, or those of any name (`name` is None), of one kind of object."""

    side: SurveySide
    chain: Chain
    name: str | None
    found: Inferred
    objects: int

    @property
    def label(self) -> str:
        """The member for a person, with the schema of its object."""
        return f"{self.told} of {self.chain[-1]}"

    @property
    def told(self) -> str:
        """The member for a person."""
        return "members of any name" if self.name is None else quoted(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalTarget:
    """Where one member is to be described: a schema, and the keyword that may close it."""

    schema: str
    keyword: str
    name: str | None


def fields_of(state: SurveyState) -> Iterator[Field]:
    """Every undocumented member of every kind of object."""
    for (side, chain), fields in state.fields.items():
        for name, found in _named(fields):
            yield Field(side=side, chain=chain, name=name, found=found, objects=fields.objects)


def _named(fields: Fields) -> Iterator[tuple[str | None, Inferred]]:
    yield from fields.found.members.items()
    if fields.found.rest is not None:
        yield None, fields.found.rest


def targets(contract: Contract, field: Field) -> list[ProposalTarget]:
    """The schemas that have to know a member: all that close the object, else one that names."""
    schemas = [contract.schemas.document.schema(place) for place in field.chain]
    found = [
        ProposalTarget(schema=place, keyword=keyword, name=field.name)
        for each in schemas
        for place, keyword in closers(each)
    ]
    open_to = namer(schemas)
    alone = ProposalTarget(schema=open_to, keyword="additionalProperties", name=field.name)
    return list(dict.fromkeys(found or [alone]))


def grouped(contract: Contract, fields: list[Field]) -> dict[ProposalTarget, list[Field]]:
    """The members by where they are to be described: one place may serve several objects."""
    found: dict[ProposalTarget, list[Field]] = {}
    for each in fields:
        for target in targets(contract, each):
            found.setdefault(target, []).append(each)
    return found


def updated(
    document: Any, target: ProposalTarget, schema: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The place that is to be changed, and what is merged into it."""
    if target.name is None:
        return target.schema, {target.keyword: schema}
    inner = target.schema + "/properties"
    if isinstance(at(document, steps(inner)), dict):
        return inner, {target.name: schema}
    return target.schema, {"properties": {target.name: schema}}
