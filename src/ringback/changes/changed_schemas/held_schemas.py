"""The schemas that are compared, as payloads are held to them: by the letter, and as meant."""

from collections.abc import Collection
from dataclasses import dataclass

from ringback.changes.changed_schemas.families import building_upon, with_families
from ringback.description import Description
from ringback.finding import steps
from ringback.payload import at
from ringback.schema.directions import of_side
from ringback.schema.document import SchemaDocument
from ringback.schema.nulls import with_nulls
from ringback.schema.references.concerned import references


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSchemas:
    """The schemas of a description as payloads of a side are held to them.

    `letter` is what they say, `meant` what is meant by parents and by a `nullable` without effect.
    """

    letter: SchemaDocument
    meant: SchemaDocument


class ComparedSchemas:
    """The schemas of a description that are compared, with all that they lead to."""

    def __init__(
        self, description: Description, schemas: SchemaDocument, places: Collection[str]
    ) -> None:
        heirs = building_upon(schemas)
        met: set[str] = set()
        pending = list(places)
        while pending:
            here = pending.pop()
            if here not in met:
                met.add(here)
                pending += (*references(at(schemas.root, steps(here))), *heirs.get(here, ()))
        self._schemas = schemas
        self._places = [each for each in description.schema_places if _is_within(each, met)]
        self._nullable = [each for each in description.nullable if _is_within(each, met)]

    def held(self, side: str, *, forbidden: bool = False) -> HeldSchemas:
        """What payloads of a side are held to."""
        letter = of_side(self._schemas, self._places, side, forbidden=forbidden)
        meant = with_nulls(with_families(letter, self._places), self._nullable)
        return HeldSchemas(letter=letter, meant=meant)


def _is_within(place: str, others: Collection[str]) -> bool:
    """Whether a place is one of others, or within one."""
    while place and place not in others:
        place = place.rpartition("/")[0]
    return place in others
