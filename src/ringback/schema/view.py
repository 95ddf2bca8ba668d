"""A schema as who makes or reads payloads looks at it, references and a lone `allOf` followed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ringback.finding import pointer as pointer_of
from ringback.schema.directions import is_unsent
from ringback.schema.document import Schema, SchemaDocument
from ringback.schema.keywords import ANNOTATIONS, UNIONS
from ringback.schema.validators.soundness import MEANT

# Annotations aside, a `$ref` that stands alone may be walked through.
_ASIDE = ANNOTATIONS - {"readOnly", "writeOnly", "discriminator"}
_REFERENCES = 64  # in a row; more of them lead round in a circle


@dataclass(frozen=True)  # no slots: what is asked often is kept in the instance
class View:
    """A schema in a document: `pointer` is where it stands after every bare `$ref` is followed.

    A `$ref` with keywords beside it applies together with them (JSON Schema 2020-12, 8.2.3.1):
    the view then stays at the place of use, `raw` holds the keywords of both, and `bases` are the
    schemas that they come from, the nearest first.
    """

    document: SchemaDocument = field(repr=False, compare=False)
    pointer: str
    raw: Mapping[str, Any] = field(repr=False, compare=False)
    bases: tuple[Schema, ...] = field(default=(), repr=False, compare=False)

    @cached_property
    def unions(self) -> dict[str, list["View"]]:
        """The alternatives of each union, by its keyword; anyOf and oneOf are two choices."""
        return {
            keyword: [self.child(keyword, str(index)) for index in range(len(self.raw[keyword]))]
            for keyword in UNIONS
            if self.raw.get(keyword)
        }

    @cached_property
    def branches(self) -> list["View"]:
        """The alternatives of the first union; empty for a schema without one."""
        return next(iter(self.unions.values()), [])

    @cached_property
    def parts(self) -> list["View"]:
        """The parts of its allOf, where it has several: one alone is walked through."""
        return [self.child("allOf", str(at)) for at in range(len(self.raw.get("allOf", ())))]

    @cached_property
    def properties(self) -> dict[str, "View"]:
        """The described members that travel, allOf included."""
        unsent = self.document.unsent
        return {
            name: member
            for name, member in self.described.items()
            if not (unsent and is_unsent(self.document.schema(member.pointer), unsent))
        }

    @cached_property
    def described(self) -> dict[str, "View"]:
        """The described members, allOf included, and those that do not travel as well."""
        found = {name: self.child("properties", name) for name in self.raw.get("properties", {})}
        for part in self.parts:
            found = part.described | found
        return found

    @cached_property
    def required(self) -> list[str]:
        """The members that must be there, allOf included."""
        names = list(self.raw.get("required", ()))
        for part in self.parts:
            names += part.required
        return list(dict.fromkeys(names))

    @cached_property
    def items(self) -> "View | None":
        """The schema of an array's items."""
        return self.child("items") if isinstance(self.raw.get("items"), Mapping) else None

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The JSON types that the schema names, or that its other keywords are about."""
        named = self.raw.get("type")
        if isinstance(named, str):
            return (named,)
        if isinstance(named, list):
            return tuple(named)
        if "properties" in self.raw or "required" in self.raw:
            return ("object",)
        if "items" in self.raw:
            return ("array",)
        return next((part.types for part in self.parts if part.types), ())

    @property
    def likely(self) -> tuple[str, ...]:
        """Its types; where the one that it names is a slip, the one that was meant by it."""
        meant = self.raw.get(MEANT)
        return self.types or ((meant,) if isinstance(meant, str) else ())

    @property
    def default(self) -> Any:
        """The documented default; KeyError where there is none."""
        return self.raw["default"]

    @cached_property
    def vacuous(self) -> bool:
        """Whether it is an object schema that says nothing: it admits every object."""
        if self.types != ("object",):
            return False
        telling = {
            key
            for key in self.raw
            if key not in _SAYS_NOTHING
            and not key.startswith("x-")
            and not (key == "properties" and not self.raw[key])
            and not (key == "additionalProperties" and self.raw[key] in (True, {}))
        }
        return not telling

    def child(self, *path: str) -> "View":
        """The schema at these steps below this one."""
        return view(self.document, self.where(*path))

    def where(self, *path: str) -> str:
        """The pointer to what stands at these steps, before a reference there is followed."""
        below = pointer_of(path)
        # An allOf is that of the last place: those before it, of one member, were walked through.
        bases = self.bases[-1:] if path[:1] == ("allOf",) else self.bases
        places = (base.pointer + below for base in bases)
        return next((each for each in places if _has(self.document, each)), self.pointer + below)


_SAYS_NOTHING = (ANNOTATIONS - {"discriminator"}) | {"type"}


def view(document: SchemaDocument, pointer: str) -> View:
    """The schema at a pointer; ValueError when its `$ref`s go round in a circle."""
    found = document.views.get(pointer)
    if found is None:
        found = document.views[pointer] = _find(document, pointer)
    return found


def _find(document: SchemaDocument, pointer: str) -> View:
    """Follow references from the pointer, gathering the keywords that stand beside them."""
    here = document.schema(pointer)
    place, bases = pointer, [here]
    beside: dict[str, Any] = {}
    for _ in range(_REFERENCES):
        raw = here.raw
        if not isinstance(raw, Mapping):
            return View(document, here.pointer, {})
        there = here.reference
        if there is None and len(raw.get("allOf", ())) == 1 and not set(raw) - {"allOf"} - _ASIDE:
            there = here.below("allOf", 0)
        if there is None:
            return View(document, place, {**raw, **beside}, tuple(bases))
        here = there
        bases.append(here)
        beside = {key: raw[key] for key in raw if key not in {"$ref", "allOf"}} | beside
        if not set(beside) - _ASIDE:
            place = here.pointer
    raise ValueError(f"the references at {place} go round in a circle")


def _has(document: SchemaDocument, pointer: str) -> bool:
    try:
        document.at(pointer)
    except KeyError:
        return False
    return True


Admits = Callable[[str, Any], bool]


def chosen(union: View, value: Any, admits: Admits) -> View | None:
    """The branch of a union that a value takes; None when only a vacuous branch admits it."""
    telling = (each for each in union.branches if not each.vacuous)
    return next((each for each in telling if admits(each.pointer, value)), None)


def meant(schema: View, value: Any, admits: Admits) -> View | None:
    """The concrete branch that a value takes; None when only a vacuous branch admits it."""
    if not schema.branches:
        return schema
    branch = chosen(schema, value, admits)
    return None if branch is None else meant(branch, value, admits)


def stands_in_itself(schema: View) -> bool:
    """Whether the schema, or one below it, has itself somewhere below."""
    done: set[str] = set()

    def circles(here: View, above: frozenset[str]) -> bool:
        if here.pointer in above:
            return True
        if here.pointer in done:
            return False
        inside = above | {here.pointer}
        alternatives = [branch for union in here.unions.values() for branch in union]
        below = [*alternatives, *here.properties.values(), *([here.items] if here.items else [])]
        found = any(circles(each, inside) for each in below)
        done.add(here.pointer)
        return found

    return circles(schema, frozenset())


def walk(schema: View, depth: int = 12) -> Iterator[View]:
    """The schema and all below it, each once, to a depth."""
    seen: set[str] = set()
    pending = [(schema, depth)]
    while pending:
        here, left = pending.pop()
        if here.pointer in seen or left < 0:
            continue
        seen.add(here.pointer)
        yield here
        alternatives = [branch for union in here.unions.values() for branch in union]
        below = [*alternatives, *here.properties.values(), *([here.items] if here.items else [])]
        pending += [(each, left - 1) for each in reversed(below)]
