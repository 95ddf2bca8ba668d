"""Follow every reference of a description, and bring the files it names into one document.

A file read on the way goes to `/x-ringback-bundled/<its name>`, and every reference is rewritten
to a pointer of the one document, so that whoever validates needs no files and no network. The name
is the path from the description's folder: pointers stay when other files come or go.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urldefrag

from ringback.description.files import neighbour, read
from ringback.description.metaschemas import metaschema
from ringback.description.remote import is_remote
from ringback.description.sources import Location, Page, UnreachableError
from ringback.description.structure import Spot, children, reference
from ringback.description.tree import Node, Trap, is_index, plain
from ringback.errors import DescriptionError, Problem
from ringback.finding import pointer, steps
from ringback.schema.dynamic_scope import DynamicReference, moved
from ringback.schema.keywords import MANY, MAPS, ONE
from ringback.schema.resources import Resource, Resources, joined

BUNDLED = "x-ringback-bundled"
# What gives a schema a name, or asks for one.
_NAMING = frozenset({"$id", "$anchor", "$dynamicAnchor", "$dynamicRef"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dangling:
    """A reference that leads nowhere: where it stands in the document, and why it fails."""

    pointer: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One document that refers to nothing outside it.

    `document` is the value with its references rewritten, `root` its tree with the places,
    `spots` every OpenAPI object in it. `problems` are those of the files that can't be read.
    `dynamic` are the dynamic references in it, `resources` the schema resources, where any are.
    """

    document: dict[str, Any]
    root: Node
    spots: tuple[Spot, ...]
    dangling: tuple[Dangling, ...]
    problems: tuple[Problem, ...]
    traps: tuple[Trap, ...]
    dynamic: tuple[DynamicReference, ...] = ()
    resources: tuple[Resource, ...] = ()


def bundle(
    root: Node, location: Location, *, allow_remote: bool, identifiers: bool = True
) -> Bundle:
    """The description at this location with everything it refers to.

    `identifiers` tells whether its schemas know `$id`, which those of OpenAPI 3.0 do not.
    """
    bundler = _Bundler(root, location, allow_remote=allow_remote, identifiers=identifiers)
    bundler.run()
    return bundler.result()


@dataclass(slots=True)
class _File:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """A reference that was met: the object that bears it, the member, and where it leads."""

    file: _File
    spot: Spot
    member: str
    target: str
    component: bool = False


def _name(location: Location, home: Location) -> str:
    """What a file is called as seen from the folder of the description; its own name elsewhere."""
    text, start = str(location), str(home)
    folder = start[: max(start.rfind("/"), start.rfind(":")) + 1]
    return text.removeprefix(folder)


class _Bundler:
    """Walks from the document along its structure and its references; each spot is met once."""

    def __init__(
        self, root: Node, location: Location, *, allow_remote: bool, identifiers: bool
    ) -> None:
        self._home = location
        self._allow_remote = allow_remote
        self._identifiers = identifiers
        self._files: dict[Location, _File] = {}
        self._refused: dict[Location, str] = {}
        self._spots: dict[tuple[str, str], Spot] = {}
        self._rewrites: list[tuple[str, str, str]] = []
        self._dynamic: list[DynamicReference] = []
        self._dangling: list[Dangling] = []
        self._problems: list[Problem] = []
        self._traps: list[Trap] = []
        self._todo: list[tuple[_File, Spot, Any]] = []
        self._mentions: deque[_Mention] = deque()
        self._add(location, "", root)

    def run(self) -> None:
        """Meet every object that the document holds or refers to."""
        file = self._files[self._home]
        start = Spot(pointer="", kind="document", holder="")
        self._todo.append((file, start, file.value))
        # Structure before references: what both lead to counts as part of the document, and every
        # identifier is known before a reference is resolved.
        while self._todo or self._mentions:
            if self._todo:
                self._meet(*self._todo.pop())
            else:
                self._follow(self._mentions.popleft())
        self._find_circles()

    def _meet(self, file: _File, spot: Spot, node: Any) -> None:
        key = (file.prefix + spot.pointer, spot.kind)
        if key in self._spots:
            return
        self._spots[key] = replace(spot, pointer=file.prefix + spot.pointer)
        if spot.kind == "schema" and spot.holder != "schema":
            file.outermost.append(spot.pointer)
        if spot.kind == "schema" and isinstance(node, dict) and not _NAMING.isdisjoint(node):
            file.named = True
        target = reference(spot, node)
        if target is not None:
            self._mentions.append(_Mention(file=file, spot=spot, member="$ref", target=target))
        dynamic = node.get("$dynamicRef") if isinstance(node, dict) else None
        if spot.kind == "schema" and isinstance(dynamic, str):
            self._mentions.append(
                _Mention(file=file, spot=spot, member="$dynamicRef", target=dynamic)
            )
        for name, mapped in _mapped(spot, node):
            self._mentions.append(_mapping(file, spot, name, mapped))
        below = [(file, inner, value) for inner, value in children(spot, node)]
        self._todo.extend(reversed(below))

    def _find_circles(self) -> None:
        """References that lead to references and back never come to a value."""
        leads = {owner: target for owner, member, target in self._rewrites if member == "$ref"}
        for owner, target in leads.items():
            seen = {owner}
            place = unquote(target[1:])
            while place in leads and place not in seen:
                seen.add(place)
                place = unquote(leads[place][1:])
            if place == owner:
                text = f"{target} leads round in a circle, and never to a value"
                self._dangling.append(Dangling(pointer=f"{owner}/$ref", text=text))

    def result(self) -> Bundle:
        """The one document. Files other than the description hang below the extension member."""
        home, *others = self._files.values()
        root = home.root
        if others and isinstance(root.value, dict):
            kept = {steps(file.prefix)[1]: file.root for file in others}
            holder = Node(value=kept, file=root.file, line=root.line)
            root = replace(root, value={**root.value, BUNDLED: holder})
        document = plain(root)
        for owner, member, target in self._rewrites:
            node = document
            for step in steps(owner):
                node = node[int(step)] if isinstance(node, list) else node[step]
            node[member] = target
        resources = [
            moved(each, file.prefix)
            for file in self._files.values()
            for each in self._resources(file).by_pointer.values()
        ]
        return Bundle(
            document=document,
            root=root,
            spots=tuple(self._spots.values()),
            dangling=tuple(self._dangling),
            problems=tuple(self._problems),
            traps=tuple(self._traps),
            dynamic=tuple(self._dynamic),
            resources=tuple(resources) if self._dynamic else (),
        )

    def _follow(self, mention: _Mention) -> None:
        """Go where a reference leads, and note how it reads in the one document."""
        file, spot = mention.file, mention.spot
        owner = file.prefix + spot.pointer
        try:
            found, place = self._locate(file, spot, mention.target)
        except UnreachableError as error:
            shown = mention.target.rpartition("/")[2] if mention.component else mention.target
            text = f"{shown} {error}"
            self._dangling.append(Dangling(pointer=owner + pointer([mention.member]), text=text))
            return
        target = found.prefix + place
        if mention.member == "$dynamicRef":
            anchor = _dynamic_anchor(mention.target, _look(found.value, place))
            self._dynamic.append(DynamicReference(owner=owner, target=target, anchor=anchor))
        elif not mention.component:
            text = "#" + quote(target, safe="/~$:@!'()*+,;=")
            self._rewrites.append((owner, mention.member, text))
        inner = Spot(pointer=place, kind=spot.kind, holder="reference")
        self._todo.append((found, inner, _look(found.value, place)))

    def _locate(self, file: _File, spot: Spot, target: str) -> tuple[_File, str]:
        """The file and the pointer in it; an UnreachableError where there is no such place."""
        resources = self._resources(file)
        base = resources.base_of(spot.pointer) if spot.kind == "schema" else file.base
        where, fragment = urldefrag(target)
        uri = joined(base, where) if where else base
        found, root = self._resource(file, uri, where, base)
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            own = None if where else resources.anchor(fragment, spot.pointer)
            named = self._resources(found).anchor_at(uri, fragment) if own is None else own
            place = f"/{fragment}" if named is None else named
        else:
            place = root + fragment
            if root and _look(found.value, place) is _NOTHING:
                place = fragment  # many mean the document by it all the same
        if _look(found.value, place) is _NOTHING:
            raise UnreachableError(
                "leads nowhere: there is no such place" + _near(found.value, place)
            )
        return found, place

    def _resource(self, file: _File, uri: str, where: str, base: str) -> tuple[_File, str]:
        """The file of the resource with this URI, and where in it the resource stands."""
        for each in (file, *self._files.values()):
            resource = self._resources(each).identified.get(uri)
            if resource is not None:
                return each, resource.pointer
        known = next((each for each in self._files.values() if each.base == uri), None)
        if known is not None:
            return known, ""
        return self._file(file, uri, where, moved=base != file.base), ""

    def _file(self, file: _File, uri: str, where: str, *, moved: bool) -> _File:
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
        if location not in self._files:
            try:
                parsed = read(location, allow_remote=self._allow_remote)
            except DescriptionError as error:
                self._problems.extend(error.problems)
                self._refused[location] = f"names the file {location}, which can't be read"
                raise UnreachableError(self._refused[location]) from None
            self._add(location, pointer([BUNDLED, _name(location, self._home)]), parsed.root)
            self._traps.extend(parsed.traps)
        return self._files[location]

    def _add(self, location: Location, prefix: str, root: Node) -> None:
        value = plain(root)
        base = _base(location)
        resources = Resources(value, base, identifiers=self._identifiers)
        file = _File(location, prefix, root, value, base, resources)
        if prefix and isinstance(value, dict) and "openapi" not in value:
            schema = not value.keys().isdisjoint((*ONE, *MANY, *MAPS, *_NAMING, "$ref", "type"))
            file.outermost += [""] if schema else [pointer([name]) for name in value]
            file.named = True
        self._files[location] = file

    def _resources(self, file: _File) -> Resources:
        """The schema resources of a file, as far as it was walked through."""
        if file.named and file.outermost:
            file.resources.add(file.outermost)
            file.outermost.clear()
        return file.resources


class _Nothing:
    """The type of `_NOTHING`: no value stands there."""


_NOTHING = _Nothing()


def _look(value: Any, place: str) -> Any:
    for step in steps(place):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and is_index(step) and int(step) < len(value):
            value = value[int(step)]
        else:
            return _NOTHING
    return value


def _near(value: Any, place: str) -> str:
    """The part of the pointer that does exist, where that helps."""
    known = place
    while known and _look(value, known) is _NOTHING:
        known = known.rsplit("/", 1)[0]
    return f"; the last part that exists is #{known}" if known else ""


def _mapped(spot: Spot, node: Any) -> Iterator[tuple[str, str]]:
    """The entries of a schema's discriminator mapping."""
    if spot.kind != "schema" or not isinstance(node, dict):
        return
    discriminator = node.get("discriminator")
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    if isinstance(mapping, dict):
        for name, target in mapping.items():
            if isinstance(target, str):
                yield name, target


def _mapping(file: _File, spot: Spot, name: str, target: str) -> _Mention:
    """What an entry of a discriminator's mapping refers to: a schema, or a component by name."""
    holder = replace(spot, pointer=f"{spot.pointer}/discriminator/mapping")
    component = not any(mark in target for mark in "/#.")
    where = "#/components/schemas/" + pointer([target])[1:] if component else target
    return _Mention(file=file, spot=holder, member=name, target=where, component=component)


def _base(location: Location) -> str:
    """The URI of a file: what tells it from others, whether or not anybody could fetch it."""
    if isinstance(location, str):
        return location if is_remote(location) else Path(location).absolute().as_uri()
    return location.url if isinstance(location, Page) else f"source:///{quote(str(location))}"


def _dynamic_anchor(reference: str, target: Any) -> str:
    """The anchor by which a dynamic reference may lead elsewhere; empty for one that may not."""
    name = unquote(urldefrag(reference)[1])
    own = target.get("$dynamicAnchor") if isinstance(target, dict) else None
    return name if own == name else ""
