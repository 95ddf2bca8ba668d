"""The files of a description, and where the references in them lead.

A reference is a URI, resolved against the base of the schema resource that it stands in, or of its
file (JSON Schema 2020-12, core 8.2; OpenAPI 3.1, 4.6).
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urldefrag

from ringback.description.reading.files import neighbour, read
from ringback.description.reading.metaschemas import metaschema
from ringback.description.reading.remote import is_remote
from ringback.description.reading.sources import Location, Page, UnreachableError
from ringback.description.reading.tree import Node, Trap, is_index, plain
from ringback.description.structure import SchemaSpot
from ringback.errors import DescriptionError
from ringback.finding import pointer, steps
from ringback.schema.keywords import MANY, MAPS, ONE
from ringback.schema.references.resources import Resources, joined

BUNDLED = "x-ringback-bundled"
NAMING = frozenset({"$id", "$anchor", "$dynamicAnchor", "$dynamicRef"})
"""What gives a schema a name, or asks for one."""


@dataclass(slots=True)
class BundledFile:
    """One file in the bundle: `prefix` is where it stands in the document.

    `base` is its URI; `outermost` are the schemas that stand in no other one, as far as met, and
    `named` tells whether any schema may have a name of its own.
    """

    location: Location
    prefix: str
    root: Node
    value: Any
    base: str
    resources: Resources
    outermost: list[str] = field(default_factory=list)
    named: bool = False

    @property
    def may_identify(self) -> bool:
        """Whether a schema of it has a URI of its own, or was not looked at yet."""
        return self.named and bool(self.outermost or self.resources.identified)


class BundledFiles:
    """The files that belong to one description, each read when it is first referred to.

    `traps` are those of the files that can be read.
    """

    def __init__(self, home: Location, *, allow_remote: bool, identifiers: bool) -> None:
        self.known: dict[Location, BundledFile] = {}
        self.traps: list[Trap] = []
        self._bases: dict[str, BundledFile] = {}
        self._home = home
        self._allow_remote = allow_remote
        self._identifiers = identifiers
        self._refused: dict[Location, str] = {}

    def locate(self, file: BundledFile, spot: SchemaSpot, target: str) -> tuple[BundledFile, str]:
        """The file and the pointer in it; an UnreachableError where there is no such place."""
        resources = self.resources_of(file)
        base = resources.base_of(spot.pointer) if spot.kind == "schema" else file.base
        where, fragment = urldefrag(target)
        uri = joined(base, where) if where else base
        found, root = self._resource(file, uri, where, base)
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            own = None if where else resources.anchor(fragment, spot.pointer)
            named = self.resources_of(found).anchor_at(uri, fragment) if own is None else own
            place = f"/{fragment}" if named is None else named
        else:
            place = root + fragment
            if root and look(found.value, place) is NOTHING:
                place = fragment  # many mean the document by it all the same
        if look(found.value, place) is NOTHING:
            raise UnreachableError(
                "leads nowhere: there is no such place" + _near(found.value, place)
            )
        return found, place

    def _resource(
        self, file: BundledFile, uri: str, where: str, base: str
    ) -> tuple[BundledFile, str]:
        """The file of the resource with this URI, and where in it the resource stands."""
        # Few files have schemas with URIs of their own, and a description may be a thousand files.
        named = (each for each in self.known.values() if each.may_identify)
        for each in (file, *named):
            resource = self.resources_of(each).identified.get(uri)
            if resource is not None:
                return each, resource.pointer
        known = self._bases.get(uri)
        if known is not None:
            return known, ""
        return self._file(file, uri, where, moved=base != file.base), ""

    def _file(self, file: BundledFile, uri: str, where: str, *, moved: bool) -> BundledFile:
        """The file of a URI, read where it was not yet.

        Where an `$id` has moved the base, the file may stand beside this one all the same: such a
        base need not be where anything is to be had (JSON Schema 2020-12, core 8.2.1).
        """
        location: Location | None = metaschema(uri)
        if location is None and moved and self._allow_remote and is_remote(uri):
            location = uri
        if location is None:
            location = neighbour(file.location, where, self._home, allow_remote=self._allow_remote)
        if location in self._refused:
            raise UnreachableError(self._refused[location])
        if location not in self.known:
            try:
                parsed = read(location, allow_remote=self._allow_remote)
            except DescriptionError as error:
                why = f"names the file {location}, which can't be read"
                first = error.problems[0]
                where = f" (line {first.line})" if first.line else ""
                self._refused[location] = f"{why}: it {first.text}{where}"
                raise UnreachableError(self._refused[location]) from None
            self.add(location, pointer([BUNDLED, _name(location, self._home)]), parsed.root)
            self.traps.extend(parsed.traps)
        return self.known[location]

    def add(self, location: Location, prefix: str, root: Node) -> None:
        """Take in a file; `prefix` is where it stands in the one document."""
        value = plain(root)
        base = _base(location)
        own = value.get("$self") if isinstance(value, dict) else None
        if isinstance(own, str):  # OpenAPI 3.2, 4.1.2.2.1
            base = joined(base, own)
        resources = Resources(value, base, identifiers=self._identifiers)
        file = BundledFile(location, prefix, root, value, base, resources)
        if prefix and isinstance(value, dict) and "openapi" not in value:
            schema = not value.keys().isdisjoint((*ONE, *MANY, *MAPS, *NAMING, "$ref", "type"))
            file.outermost += [""] if schema else [pointer([name]) for name in value]
            file.named = True
        self.known[location] = file
        self._bases.setdefault(base, file)

    def resources_of(self, file: BundledFile) -> Resources:
        """The schema resources of a file, as far as it was walked through."""
        if file.named and file.outermost:
            file.resources.add(file.outermost)
            file.outermost.clear()
        return file.resources


class _Nothing:
    """The type of `NOTHING`: no value stands there."""


NOTHING = _Nothing()


def look(value: Any, place: str) -> Any:
    """What stands at a pointer; `NOTHING` where nothing does."""
    for step in steps(place):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and is_index(step) and int(step) < len(value):
            value = value[int(step)]
        else:
            return NOTHING
    return value


def _near(value: Any, place: str) -> str:
    """The part of the pointer that does exist, where that helps."""
    known = place
    while known and look(value, known) is NOTHING:
        known = known.rsplit("/", 1)[0]
    return f"; the last part that exists is #{known}" if known else ""


def _name(location: Location, home: Location) -> str:
    """What a file is called as seen from the folder of the description; its own name elsewhere."""
    text, start = str(location), str(home)
    folder = start[: max(start.rfind("/"), start.rfind(":")) + 1]
    return text.removeprefix(folder)


def _base(location: Location) -> str:
    """The URI of a file: what tells it from others, whether or not anybody could fetch it."""
    if isinstance(location, str):
        return location if is_remote(location) else Path(location).absolute().as_uri()
    return location.url if isinstance(location, Page) else f"source:///{quote(str(location))}"
