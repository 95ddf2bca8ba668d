"""Dynamic references made static: a schema is copied for each dynamic scope that matters to it.

A `$dynamicRef` leads to the outermost resource on the way here that has a `$dynamicAnchor` of the
name (JSON Schema 2020-12, core 8.2.3.2). Of the resources on the way, only what they make of the
anchors' names counts, so that there are few scopes; a resource that is entered under another one
than where it stands is copied for it. Validators, searches and walks then know `$ref` alone.
"""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote

from ringback.finding import steps
from ringback.payload import MISSING, at
from ringback.schema.references.resources import SchemaResource

SCOPED = "x-ringback-scoped"
_COPIES = 500

Scope = Mapping[str, str]  # the name of an anchor -> the schema that the outermost resource has


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamicReference:
    """A `$dynamicRef`: where it stands, where it leads by itself, and the anchor that may move it.

    `anchor` is empty where its own target has no `$dynamicAnchor` of the name: it is a plain one.
    """

    owner: str
    target: str
    anchor: str


def origin(place: str, copies: Mapping[str, str]) -> str:
    """The pointer as the description has it: of what stands in a copy, that in its original."""
    for copied, original in copies.items() if place.startswith(f"/{SCOPED}/") else ():
        if place == copied or place.startswith(f"{copied}/"):
            return original + place[len(copied) :]
    return place


class TooManyScopesError(ValueError):
    """The dynamic scopes of a document multiply beyond what is followed."""


def resolve(
    document: dict[str, Any],
    schemas: Iterable[str],
    references: Sequence[DynamicReference],
    resources: Iterable[SchemaResource],
) -> dict[str, str]:
    """Replace each dynamic reference of the document by a static one.

    `schemas` are the pointers of its schemas. Answers where each copy stands that was made for a
    scope, and what it is a copy of. Raises TooManyScopesError.
    """
    if not references:
        return {}
    scopes = _Scopes(document, list(schemas), references, list(resources))
    scopes.run()
    return scopes.origins


class _Scopes:
    def __init__(
        self,
        document: dict[str, Any],
        schemas: list[str],
        references: Sequence[DynamicReference],
        resources: list[SchemaResource],
    ) -> None:
        self.origins: dict[str, str] = {}
        self._document = document
        self._resources = {each.pointer: each for each in resources}
        self._dynamic = {each.owner: each for each in references}
        self._homes: dict[str, str | None] = {}
        self._inside: dict[str, list[str]] = {}
        for place in schemas:
            home = self._home(place)
            if home is not None and at(document, steps(place)) is not MISSING:
                self._inside.setdefault(home, []).append(place)
        # What the references said before any was replaced: copies are made of that.
        self._static = {place: self._target(place) for place in schemas}
        self._names = self._reachable_names()
        self._before = copy.deepcopy(document)
        self._known: dict[tuple[str, tuple[tuple[str, str], ...]], str] = {}
        self._todo: list[tuple[str, str, Scope]] = []

    def run(self) -> None:
        """Rewrite what stands in its own place, then every copy that this asks for."""
        for home in self._resources:
            if self._parent(home) is None:
                self._rewrite(home, "", home, self._standing(home))
        while self._todo:
            home, place, scope = self._todo.pop()
            self._rewrite(home, place, home, scope)

    def _home(self, place: str) -> str | None:
        """The resource that a schema is a part of."""
        if place not in self._homes:
            here = place
            while here not in self._resources and here:
                here = here.rpartition("/")[0]
            self._homes[place] = here if here in self._resources else None
        return self._homes[place]

    def _parent(self, home: str) -> str | None:
        """The resource that stands around another one."""
        return self._home(home.rpartition("/")[0]) if home else None

    def _target(self, place: str) -> str | None:
        raw = at(self._document, steps(place))
        target = raw.get("$ref") if isinstance(raw, dict) else None
        return unquote(target[1:]) if isinstance(target, str) and target[:1] == "#" else None

    def _reachable_names(self) -> dict[str, frozenset[str]]:
        """For each resource the names of the anchors that it, or what it leads to, asks for."""
        leads: dict[str, set[str]] = {home: set() for home in self._resources}
        names: dict[str, set[str]] = {home: set() for home in self._resources}
        for home, places in self._inside.items():
            around = self._parent(home)
            if around is not None:
                leads[around].add(home)
            for place in places:
                told = self._dynamic.get(place)
                if told is not None:
                    names[home] |= {told.anchor} - {""}
                    leads[home] |= {self._home(told.target) or home}
                    leads[home] |= {
                        self._home(each.dynamic[told.anchor]) or home
                        for each in self._resources.values()
                        if told.anchor in each.dynamic
                    }
                target = self._static.get(place)
                if target is not None:
                    leads[home].add(self._home(target) or home)
        changed = True
        while changed:
            changed = False
            for home, others in leads.items():
                more = set().union(*(names[each] for each in others)) - names[home]
                if more:
                    names[home] |= more
                    changed = True
        return {home: frozenset(found) for home, found in names.items()}

    def _standing(self, home: str) -> Scope:
        """The scope of a resource where it stands: that of what is around it, and its own."""
        around = self._parent(home)
        return self._entered(home, {} if around is None else self._standing(around))

    def _entered(self, home: str, scope: Scope) -> Scope:
        """The scope once a resource has been entered: what came first, stays."""
        wanted = self._names[home]
        found = {**self._resources[home].dynamic, **scope}
        return {name: place for name, place in found.items() if name in wanted}

    def _rewrite(self, home: str, prefix: str, origin: str, scope: Scope) -> None:
        """Make the references of a resource static, and of those that stand in it.

        `prefix` is where its copy stands; the empty text for itself in its own place.
        """
        for place in self._inside.get(home, ()):
            here = prefix + place[len(origin) :] if prefix else place
            schema = at(self._document, steps(here))
            if not isinstance(schema, dict):
                continue
            target, told = self._static.get(place), self._dynamic.get(place)
            if target is not None:
                schema["$ref"] = self._reference(target, scope)
            if told is not None:
                meant = scope.get(told.anchor, told.target) if told.anchor else told.target
                _put(schema, self._reference(meant, scope))
        for inner in self._resources:
            if inner != home and self._parent(inner) == home:
                self._rewrite(inner, prefix, origin, self._entered(inner, scope))

    def _reference(self, target: str, scope: Scope) -> str:
        """The `$ref` to a schema that is entered under a scope."""
        home = self._home(target)
        if home is not None:
            entered = self._entered(home, scope)
            if entered != self._standing(home):
                target = self._copy(home, entered) + target[len(home) :]
        return "#" + quote(target, safe="/~$:@!'()*+,;=")

    def _copy(self, home: str, scope: Scope) -> str:
        """Where the copy of a resource for a scope stands."""
        key = (home, tuple(sorted(scope.items())))
        if key not in self._known:
            if len(self._known) >= _COPIES:
                raise TooManyScopesError("its dynamic references have too many scopes")
            number = str(len(self._known))
            place = f"/{SCOPED}/{number}"
            self._known[key] = place
            self.origins[place] = home
            copied = copy.deepcopy(at(self._before, steps(home)))
            self._document.setdefault(SCOPED, {})[number] = copied
            self._todo.append((home, place, scope))
        return self._known[key]


def _put(schema: dict[str, Any], reference: str) -> None:
    """Put a reference where a dynamic one stood; beside another one it is one part of an allOf."""
    schema.pop("$dynamicRef", None)
    if "$ref" not in schema:
        schema["$ref"] = reference
    else:
        schema["allOf"] = [*schema.get("allOf", ()), {"$ref": reference}]


def moved(resource: SchemaResource, prefix: str) -> SchemaResource:
    """The resource as seen from a document that holds its own at a prefix."""
    return replace(
        resource,
        pointer=prefix + resource.pointer,
        anchors={name: prefix + place for name, place in resource.anchors.items()},
        dynamic={name: prefix + place for name, place in resource.dynamic.items()},
    )
