"""Schema resources: what a `$id` names, the anchors in it, and where a reference leads.

A reference is a URI, resolved against the base of the resource that it stands in (JSON Schema
2020-12, core 8.2). An `$id` or `$anchor` inside an enum, a const or an unknown keyword is data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from ringback.finding import steps
from ringback.payload import MISSING, at
from ringback.schema.keywords import subschemas


@dataclass(slots=True, kw_only=True)
class SchemaResource:
    """A schema with a base URI of its own, or the outermost schema of a place in a document.

    `anchors` are the pointers of its `$anchor`s and `$dynamicAnchor`s by name, `dynamic` those of
    the latter alone; pointers are those of the document. `base` is its URI without a fragment.
    """

    pointer: str
    base: str
    anchors: dict[str, str] = field(default_factory=dict)
    dynamic: dict[str, str] = field(default_factory=dict)


class Resources:
    """The schema resources of one document, found from the schemas that stand outermost in it."""

    def __init__(self, document: Any, base: str, *, identifiers: bool) -> None:
        """`identifiers` tells whether `$id` moves the base: OpenAPI 3.0 has no such keyword."""
        self._document = document
        self._base = base
        self._identifiers = identifiers
        self.by_pointer: dict[str, SchemaResource] = {}
        self.identified: dict[str, SchemaResource] = {}
        self._homes: dict[str, SchemaResource] = {}

    def add(self, outermost: Iterable[str]) -> None:
        """Take in the schemas at these pointers, and all below them."""
        for place in outermost:
            if place not in self._homes:
                self._walk(place)

    def of(self, place: str) -> SchemaResource | None:
        """The resource that a schema at a pointer is a part of; None where it is in none known."""
        while place not in self._homes:
            if not place:
                return None
            place = place.rpartition("/")[0]
        return self._homes[place]

    def base_of(self, place: str) -> str:
        """The URI that references of a schema at a pointer are resolved against."""
        home = self.of(place)
        return home.base if home else self._base

    def anchor(self, name: str, place: str) -> str | None:
        """Where an anchor leads that a schema at a pointer names without a URI."""
        home = self.of(place)
        if home is not None and name in home.anchors:
            return home.anchors[name]
        base = home.base if home else self._base
        return self.anchor_at(base, name)

    def anchor_at(self, base: str, name: str) -> str | None:
        """Where an anchor of a base URI leads, None where there is none."""
        alike = (each for each in self.by_pointer.values() if each.base == base)
        return next((each.anchors[name] for each in alike if name in each.anchors), None)

    def _walk(self, outermost: str) -> None:
        around = self.of(outermost)
        base = around.base if around else self._base
        start = around or SchemaResource(pointer=outermost, base=base)
        pending = [(outermost, at(self._document, steps(outermost)), start)]
        while pending:
            place, raw, home = pending.pop()
            if place in self._homes or raw is MISSING:
                continue
            home = self._entered(place, raw, home)
            self._homes[place] = home
            self.by_pointer.setdefault(home.pointer, home)
            for below, inner in subschemas(raw):
                pending.append((place + below, inner, home))

    def _entered(self, place: str, raw: Any, home: SchemaResource) -> SchemaResource:
        """The resource that the schema at a place belongs to, with its anchors noted."""
        if not isinstance(raw, Mapping):
            return home
        name = raw.get("$id")
        if isinstance(name, str) and self._identifiers and not name.startswith("#"):
            base = joined(home.base, name).partition("#")[0]
            if place == home.pointer:
                home.base = base
            else:
                home = SchemaResource(pointer=place, base=base)
            self.identified.setdefault(base, home)
        for keyword in ("$anchor", "$dynamicAnchor"):
            anchor = raw.get(keyword)
            if isinstance(anchor, str):
                home.anchors.setdefault(anchor, place)
                if keyword == "$dynamicAnchor":
                    home.dynamic.setdefault(anchor, place)
        if isinstance(name, str) and name.startswith("#"):  # how older drafts wrote an anchor
            home.anchors.setdefault(name[1:], place)
        return home


def joined(base: str, reference: str) -> str:
    """The URI of a reference seen from a base (RFC 3986 5.2); a URN has nothing to resolve with."""
    if reference.startswith("#"):
        return base.partition("#")[0] + reference
    return urljoin(base, reference)
