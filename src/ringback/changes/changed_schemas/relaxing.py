"""A description made to admit what it refused, at one place: then the next cause can be seen."""

from collections.abc import Mapping, Sequence
from typing import Any

from ringback.contract.explain import Violation
from ringback.finding import steps
from ringback.payload import at
from ringback.schema.document import Schema, SchemaDocument
from ringback.schema.editing import changed, moved_under
from ringback.schema.keywords import UNIONS
from ringback.schema.references.lookup import fragment
from ringback.schema.validators.formats import is_bound_of
from ringback.witness import kind_of

NOTHING = "falseSchema"  # the cause of a schema that is `false`: its place is the schema's own
ADMITTED = "x-admitted"  # marks a branch that the description does not have
_PRODUCER = "x-producer"  # where the other side's document is kept
_CLOSING = frozenset({"additionalProperties", "unevaluatedProperties"})


class Relaxed:
    """A document in which keywords have been loosened, one by one; what is as it was is shared.

    It only ever admits more than the document did. `moved` maps the start of pointers that had to
    change to what it was. Of the `producer` schemas are taken in.
    """

    def __init__(
        self, schemas: SchemaDocument, producer: Schema, moved: Sequence[tuple[str, str]] = ()
    ) -> None:
        self.schemas = schemas
        self.producer = producer
        self.moved = list(moved)

    def copied(self) -> "Relaxed":
        """The same, to be loosened further by itself."""
        return Relaxed(self.schemas, self.producer, self.moved)

    def original(self, place: str) -> str:
        """The pointer in the document as it was."""
        for now, before in reversed(self.moved):
            if place == now or place.startswith(f"{now}/"):
                place = before + place.removeprefix(now)
        return place

    def current(self, place: str) -> str:
        """Where what stood at a pointer of the document as it was stands now."""
        for now, before in self.moved:
            if place == before or place.startswith(f"{before}/"):
                place = now + place.removeprefix(before)
        return place

    def admit(self, violation: Violation, value: Any, producer: Sequence[Schema]) -> None:
        """Loosen the keyword that objects to the value, as far as the objection goes.

        The violation tells its place in the document as it was. `producer` are the schemas of the
        other side that hold where it objects.
        """
        if violation.cause == NOTHING:
            self.open(self.current(violation.schema))
            return
        place, _, last = self.current(violation.schema).rpartition("/")
        keyword = steps(f"/{last}")[0]
        found = at(self.schemas.root, steps(place))
        if not isinstance(found, Mapping) or keyword not in found:
            return
        owner = dict(found)
        word, _, name = violation.cause.partition(" ")
        if keyword in UNIONS:
            self._union(place, owner, keyword, violation, producer)
        elif keyword in _CLOSING and name:
            self._opened(owner, keyword, name, producer)
        elif keyword == "required" and word == "required":
            owner["required"] = [each for each in owner["required"] if each != name]
        elif keyword == "type":
            _type(owner, value)
        elif keyword in {"enum", "const"}:
            _listed(owner, keyword, producer)
        else:
            _dropped(owner, keyword)
        self.put(place, owner)

    def _opened(
        self, owner: dict[str, Any], keyword: str, name: str, producer: Sequence[Schema]
    ) -> None:
        """A member more in a closed object; any, where the other side gives it no name either."""
        if any(name in each.named("properties") for each in producer):
            owner["properties"] = {**owner.get("properties", {}), name: True}
        else:
            owner[keyword] = True

    def beside(self, consumer: Schema, branch: Schema) -> None:
        """Let a whole schema of the other side through where this one stands, as one more."""
        self.also(consumer, {"$ref": self._taken_in(branch), ADMITTED: True})

    def also(self, consumer: Schema, more: Mapping[str, Any]) -> None:
        """Let what another schema admits through where one stands."""
        place = self.current(consumer.pointer)
        self.put(place, {"anyOf": [self.schemas.at(place), more]})
        self.moved.append((f"{place}/anyOf/0", consumer.pointer))

    def open(self, place: str) -> bool:
        """Let everything through at a schema, as a last resort; False for a whole component."""
        if len(steps(place)) <= 4:
            return False
        self.put(place, True)
        return True

    def put(self, place: str, schema: Any) -> None:
        """Have another schema at a pointer."""
        self.schemas = changed(self.schemas, {place: schema})

    def _union(
        self,
        place: str,
        owner: dict[str, Any],
        keyword: str,
        why: Violation,
        producer: Sequence[Schema],
    ) -> None:
        """One more branch: the one of the other side that lets the value through."""
        if why.cause == "oneOf":  # more than one branch admits it: then they all may
            self._wrapped(place, owner, {"anyOf": owner.pop("oneOf")})
            return
        more = {"$ref": self._taken_in(_branch(producer)), ADMITTED: True}
        if keyword == "anyOf":
            owner["anyOf"] = [*owner["anyOf"], more]
        else:
            # Beside the oneOf, so that what it admits already is not admitted twice.
            self._wrapped(place, owner, {"anyOf": [{"oneOf": owner.pop("oneOf")}, more]})

    def _taken_in(self, part: Schema) -> str:
        """A reference to a schema of the other side, whose document comes along."""
        root = self.schemas.root
        if _PRODUCER not in root:
            more = {**root, _PRODUCER: moved_under(_PRODUCER, self.producer)}
            self.schemas = self.schemas.remade(more, [f"/{_PRODUCER}"])
        return f"#/{_PRODUCER}{fragment(part.pointer)}"

    def _wrapped(self, place: str, owner: dict[str, Any], made: dict[str, Any]) -> None:
        """Put what took the place of a oneOf beside the rest."""
        others = owner.get("allOf", [])
        owner["allOf"] = [*others, made]
        inside = "/0/oneOf" if "oneOf" in made["anyOf"][0] else ""
        self.moved.append((f"{place}/allOf/{len(others)}/anyOf{inside}", f"{place}/oneOf"))


def _dropped(owner: dict[str, Any], keyword: str) -> None:
    """No such keyword; both bounds go that are one format."""
    if isinstance(owner[keyword], bool):
        owner[keyword] = True
        return
    ends = [each for each in ("minimum", "maximum") if is_bound_of(owner, each)]
    for each in ends if keyword in ends else [keyword]:
        del owner[each]


def _branch(parts: Sequence[Schema]) -> Schema:
    """The first of the schemas that is no union: the branch that was meant."""
    return next((each for each in parts if not set(UNIONS) & each.raw.keys()), parts[0])


def _type(owner: dict[str, Any], value: Any) -> None:
    """One more type; values of it are not held to the list of the others."""
    kind = kind_of(value)
    named = owner["type"]
    owner["type"] = [*([named] if isinstance(named, str) else named), kind]
    for keyword in ("enum", "const"):
        if keyword in owner:
            listed = {keyword: owner.pop(keyword)}
            owner["allOf"] = [*owner.get("allOf", []), {"anyOf": [listed, {"type": kind}]}]


def _listed(owner: dict[str, Any], keyword: str, producer: Sequence[Schema]) -> None:
    """The values that the other side lists as well; any value where it lists none."""
    own = owner.pop(keyword)
    given = listed(producer)
    if given is not None:
        owner["enum"] = [*(own if keyword == "enum" else [own]), *given]


def listed(parts: Sequence[Schema]) -> list[Any] | None:
    """The values that the first of the schemas lists which lists any."""
    for part in parts:
        raw = part.raw
        if "const" in raw:
            return [raw["const"]]
        if isinstance(raw.get("enum"), list):
            return list(raw["enum"])
    return None
