"""A schema as the rest of ringback walks it: `$ref` followed, single `allOf` unwrapped."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from ringback.finding import pointer as pointer_of
from ringback.finding import steps

# Members that say nothing about a value: a schema of these alone admits what its type admits.
_ANNOTATIONS = frozenset(
    {"title", "description", "type", "default", "examples", "example", "deprecated", "$comment"}
)
# Annotations aside, a `$ref` that stands alone may be walked through.
_ASIDE = _ANNOTATIONS - {"type"}
_HOPS = 64  # a chain of $ref longer than this is a circle


@dataclass(frozen=True)  # no slots: what is asked often is kept in the instance
class View:
    """A schema in a document: `pointer` is where it stands after every bare `$ref` is followed.

    A `$ref` with keywords beside it applies together with them (JSON Schema 2020-12, 8.2.3.1):
    the view then stays at the place of use, `raw` holds the keywords of both, and `bases` are the
    places that they come from, the nearest first. Views of one document share `_known`, so that
    each place is looked up once.
    """

    document: Mapping[str, Any] = field(repr=False, compare=False)
    pointer: str
    raw: Mapping[str, Any] = field(repr=False, compare=False)
    bases: tuple[str, ...] = field(default=(), repr=False, compare=False)
    _known: dict[str, "View"] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def branches(self) -> list["View"]:
        """The alternatives of an anyOf or oneOf; empty for a schema without one."""
        return [
            self.child(keyword, str(index))
            for keyword in ("anyOf", "oneOf")
            for index in range(len(self.raw.get(keyword, ())))
        ]

    @cached_property
    def properties(self) -> dict[str, "View"]:
        """The described members, allOf included."""
        found = {name: self.child("properties", name) for name in self.raw.get("properties", {})}
        for index in range(len(self.raw.get("allOf", ()))):
            found = self.child("allOf", str(index)).properties | found
        return found

    @cached_property
    def required(self) -> list[str]:
        """The members that must be there, allOf included."""
        names = list(self.raw.get("required", ()))
        for index in range(len(self.raw.get("allOf", ()))):
            names += self.child("allOf", str(index)).required
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
        parts = (self.child("allOf", str(i)).types for i in range(len(self.raw.get("allOf", ()))))
        return next((types for types in parts if types), ())

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
            if key not in _ANNOTATIONS
            and not (key == "properties" and not self.raw[key])
            and not (key == "additionalProperties" and self.raw[key] in (True, {}))
        }
        return not telling

    def child(self, *path: str) -> "View":
        """The schema at these steps below this one."""
        place = self.pointer + pointer_of(path)
        if place not in self._known:
            self._known[place] = _find(self.document, self.where(*path), self._known)
        return self._known[place]

    def where(self, *path: str) -> str:
        """The pointer to what stands at these steps, before a reference there is followed."""
        below = pointer_of(path)
        # An allOf is that of the last place: those before it, of one member, were walked through.
        bases = self.bases[-1:] if path[:1] == ("allOf",) else self.bases
        found = next((base for base in bases if _has(self.document, base + below)), None)
        return (found or self.pointer) + below


def view(document: Mapping[str, Any], pointer: str) -> View:
    """The schema at a pointer; ValueError when its `$ref`s go round in a circle."""
    return _find(document, pointer, {})


def _find(document: Mapping[str, Any], pointer: str, known: dict[str, View]) -> View:
    """Follow references from the pointer, gathering the keywords that stand beside them."""
    place, bases = pointer, [pointer]
    beside: dict[str, Any] = {}
    for _ in range(_HOPS):
        raw = _node(document, pointer)
        if not isinstance(raw, Mapping):
            return View(document, pointer, {}, (), known)
        target = raw.get("$ref")
        if isinstance(target, str) and target.startswith("#"):
            pointer = unquote(target[1:])
        elif len(raw.get("allOf", ())) == 1 and not set(raw) - {"allOf"} - _ASIDE:
            pointer = f"{pointer}/allOf/0"
        else:
            merged = {**raw, **beside}
            return View(document, place, merged, tuple(bases), known)
        bases.append(pointer)
        beside = {key: raw[key] for key in raw if key not in {"$ref", "allOf"}} | beside
        if not set(beside) - _ASIDE:
            place = pointer
    raise ValueError(f"the references at {place} go round in a circle")


def _has(document: Mapping[str, Any], pointer: str) -> bool:
    try:
        _node(document, pointer)
    except (KeyError, IndexError, TypeError, ValueError):
        return False
    return True


def _node(document: Any, pointer: str) -> Any:
    for step in steps(pointer):
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


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
        below = [*here.branches, *here.properties.values(), *([here.items] if here.items else [])]
        pending += [(each, left - 1) for each in reversed(below)]
