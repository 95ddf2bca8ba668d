"""Payloads of answers: examples of the description, the smallest, the ordinary one, others."""

import itertools
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from ringback.contract import Contract
from ringback.finding import pointer, steps
from ringback.generation.designed_cases import examples_beside
from ringback.operation import MediaType
from ringback.payload import MISSING, at, encode
from ringback.sampling.breakage import Path, paths, replaced
from ringback.sampling.result import Made, Unmade
from ringback.sampling.sampler import Sampler
from ringback.schema.view import View
from ringback.witness.search.instances import Instances

_VARIANTS = 24  # of one answer
_PARTS = 400  # of a payload that is made smaller one part at a time


class UnmadeAnswerError(Exception):
    """No answer can be made of the description."""


class PayloadSamples:
    """Payloads by the pointer of their schema, each worked out once; none of them may be changed.

    With another `seed` the payloads are others where the schema leaves them free.
    """

    def __init__(self, contract: Contract, seed: int = 0) -> None:
        self._contract = contract
        self._schemas = contract.responses
        self._seed = seed
        search = Instances(self._schemas.document)
        self._sampler = Sampler(admits=self._schemas.admits, uuid=self._uuid, search=search)
        self._plain: dict[str, Made | Unmade] = {}
        self._ranked: dict[str, list[Any]] = {}

    def _uuid(self, path: Path) -> str:
        """An id for a place: the same one whenever it is asked for."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self._seed}{pointer(path)}"))

    def plain(self, schema: str) -> Any:
        """The payload with every described member; `UnmadeAnswerError` where there is none."""
        made = self.made(schema)
        if isinstance(made, Unmade):
            raise UnmadeAnswerError(str(made))
        return made.value

    def made(self, schema: str) -> Made | Unmade:
        """The same, or why there is none."""
        found = self._plain.get(schema)
        if found is None:
            view = self._schemas.view(schema)
            name = f"{schema} {self._seed}" if self._seed else schema
            with self._sampler.steady(name):
                found = self._sampler.plain(view, given=self.examples(schema))
            self._plain[schema] = found
        return found

    def part(self, view: View) -> Any:
        """The plain payload of a part of an answer; `MISSING` where there is none."""
        made = self.made(view.pointer)
        return made.value if isinstance(made, Made) else MISSING

    def examples(self, schema: str) -> list[Any]:
        """The examples beside a schema that it admits."""
        if steps(schema)[-1:] != ["schema"]:
            return []
        admits = self._schemas.admits
        return [each for each in examples_beside(self._contract, schema) if admits(schema, each)]

    def ranked(self, schema: str, turn: int) -> Any:
        """The payload of this number: examples, the smallest, the ordinary one, then variants.

        They begin anew behind the last. `UnmadeAnswerError` where there is none at all.
        """
        known = self._ranked.get(schema)
        if known is None:
            known = self._ranked[schema] = list(self._ordered(schema))
        return known[turn % len(known)]

    def _ordered(self, schema: str) -> Iterator[Any]:
        plain = self.plain(schema)
        view = self._schemas.view(schema)
        examples = self.examples(schema)
        offered = [*examples, self._smallest(schema, plain), plain]
        variants = (each.value for each in self._sampler.variants(view))
        seen: set[bytes] = set()
        for value in itertools.chain(offered, itertools.islice(variants, _VARIANTS)):
            spelt = encode(value)
            if spelt not in seen:
                seen.add(spelt)
                yield value

    def _smallest(self, schema: str, value: Any) -> Any:
        """The payload without all that it can do without: members, then items."""
        admits = self._schemas.admits
        found = list(paths(value))
        if len(found) > _PARTS:
            found = [each for each in found if len(each) < 3][:_PARTS]
        for path in found[1:]:
            if isinstance(path[-1], int) or at(value, path) is MISSING:
                continue
            held = at(value, path)
            tried: Any
            for tried in (MISSING, [] if isinstance(held, list) and held else MISSING):
                smaller = replaced(value, path, tried)
                if admits(schema, smaller):
                    value = smaller
                    break
        if isinstance(value, list) and admits(schema, []):
            return []
        return value


def named_examples(contract: Contract, media_type: MediaType) -> Mapping[str, Any]:
    """The examples beside a schema that have names (OpenAPI 3.1, 4.8.14), valid or not."""
    if not media_type.schema:
        return {}
    place = pointer(steps(media_type.schema)[:-1])
    holder = contract.description.at(place)
    named = holder.get("examples") if isinstance(holder, Mapping) else None
    found: dict[str, Any] = {}
    for name in named if isinstance(named, Mapping) else ():
        each = contract.description.at(f"{place}/examples{pointer((name,))}")
        for member in ("dataValue", "value"):
            if isinstance(each, Mapping) and member in each:
                found.setdefault(str(name), each[member])
    return found
