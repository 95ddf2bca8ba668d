"""Follow every reference of a description, and bring the files it names into one document.

A file read on the way goes to `/x-ringback-bundled/<its name>`, and every reference is rewritten
to a pointer of the one document, so that whoever validates needs no files and no network. The name
is the path from the description's folder: pointers stay when other files come or go.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote, urldefrag

from ringback.description.bundled_files import (
    BUNDLED,
    NAMING,
    BundledFile,
    BundledFiles,
    look,
)
from ringback.description.reading.sources import Location, UnreachableError
from ringback.description.reading.tree import Node, Trap, plain
from ringback.description.structure import SchemaSpot, children, reference
from ringback.finding import pointer, steps
from ringback.schema.references.dynamic_scope import DynamicReference, moved
from ringback.schema.references.resources import SchemaResource


@dataclass(frozen=True, slots=True, kw_only=True)
class Dangling:
    """A reference that leads nowhere: where it stands in the document, and why it fails."""

    pointer: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One document that refers to nothing outside it.

    `document` is the value with its references rewritten, `root` its tree with the places,
    `spots` every OpenAPI object in it.
    `dynamic` are the dynamic references in it, `resources` the schema resources, where any are.
    """

    document: dict[str, Any]
    root: Node
    spots: tuple[SchemaSpot, ...]
    dangling: tuple[Dangling, ...]
    traps: tuple[Trap, ...]
    dynamic: tuple[DynamicReference, ...] = ()
    resources: tuple[SchemaResource, ...] = ()


def bundle(
    root: Node,
    location: Location,
    *,
    allow_remote: bool,
    identifiers: bool = True,
    kind: str = "document",
) -> Bundle:
    """The description at this location with everything it refers to.

    `identifiers` tells whether its schemas know `$id`, which those of OpenAPI 3.0 do not; `kind` is
    that of the whole document (`structure`).
    """
    bundler = _Bundler(root, location, allow_remote=allow_remote, identifiers=identifiers)
    bundler.run(kind)
    return bundler.result()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """A reference that was met: the object that bears it, the member, and where it leads."""

    file: BundledFile
    spot: SchemaSpot
    member: str
    target: str
    component: bool = False


class _Bundler:
    """Walks from the document along its structure and its references; each spot is met once."""

    def __init__(
        self, root: Node, location: Location, *, allow_remote: bool, identifiers: bool
    ) -> None:
        self._files = BundledFiles(location, allow_remote=allow_remote, identifiers=identifiers)
        self._spots: dict[tuple[str, str], SchemaSpot] = {}
        self._rewrites: list[tuple[str, str, str]] = []
        self._dynamic: list[DynamicReference] = []
        self._dangling: list[Dangling] = []
        self._todo: list[tuple[BundledFile, SchemaSpot, Any]] = []
        self._mentions: deque[_Mention] = deque()
        self._files.add(location, "", root)

    def run(self, kind: str) -> None:
        """Meet every object that the document holds or refers to."""
        file = next(iter(self._files.known.values()))
        start = SchemaSpot(pointer="", kind=kind, holder="")
        self._todo.append((file, start, file.value))
        # Structure before references: what both lead to counts as part of the document, and every
        # identifier is known before a reference is resolved.
        while self._todo or self._mentions:
            if self._todo:
                self._meet(*self._todo.pop())
            else:
                self._follow(self._mentions.popleft())
        self._find_circles()

    def _meet(self, file: BundledFile, spot: SchemaSpot, node: Any) -> None:
        key = (file.prefix + spot.pointer, spot.kind)
        if key in self._spots:
            return
        self._spots[key] = replace(spot, pointer=key[0]) if file.prefix else spot
        if spot.kind == "schema" and spot.holder != "schema":
            file.outermost.append(spot.pointer)
        if spot.kind == "schema" and isinstance(node, dict) and not NAMING.isdisjoint(node):
            file.named = True
        target = reference(spot, node)
        if target is not None:
            self._mentions.append(_Mention(file=file, spot=spot, member="$ref", target=target))
        dynamic = node.get("$dynamicRef") if isinstance(node, dict) else None
        if spot.kind == "schema" and isinstance(dynamic, str):
            self._mentions.append(
                _Mention(file=file, spot=spot, member="$dynamicRef", target=dynamic)
            )
        for way, mapped in _mapped(spot, node):
            self._mentions.append(_mapping(file, spot, way, mapped))
        below = [(file, inner, value) for inner, value in children(spot, node)]
        self._todo.extend(reversed(below))

    def _find_circles(self) -> None:
        """References that lead to references and back never come to a value."""
        leads = {owner: target for owner, member, target in self._rewrites if member == "$ref"}
        for start in list(leads):
            circle = [start]
            while (place := unquote(leads.get(circle[-1], "#")[1:])) in leads and place != start:
                if place in circle:
                    break
                circle.append(place)
            if place != start:
                continue
            text = f"{leads[start]} leads round in a circle, and never to a value"  # one for all
            for owner in circle:
                del leads[owner]
                self._dangling.append(Dangling(pointer=f"{owner}/$ref", text=text))

    def result(self) -> Bundle:
        """The one document. Files other than the description hang below the extension member."""
        home, *others = self._files.known.values()
        root = home.root
        if others and isinstance(root.value, dict):
            kept = {steps(file.prefix)[1]: file.root for file in others}
            holder = Node(value=kept, file=root.file, line=root.line)
            root = root._replace(value={**root.value, BUNDLED: holder})
        document = plain(root)
        for owner, member, target in self._rewrites:
            node = document
            for step in steps(owner):
                node = node[int(step)] if isinstance(node, list) else node[step]
            node[member] = target
        resources = [
            moved(each, file.prefix)
            for file in self._files.known.values()
            for each in self._files.resources_of(file).by_pointer.values()
        ]
        return Bundle(
            document=document,
            root=root,
            spots=tuple(self._spots.values()),
            dangling=tuple(self._dangling),
            traps=tuple(self._files.traps),
            dynamic=tuple(self._dynamic),
            resources=tuple(resources) if self._dynamic else (),
        )

    def _follow(self, mention: _Mention) -> None:
        """Go where a reference leads, and note how it reads in the one document."""
        file, spot = mention.file, mention.spot
        owner = file.prefix + spot.pointer
        try:
            found, place = self._files.locate(file, spot, mention.target)
        except UnreachableError as error:
            shown = mention.target.rpartition("/")[2] if mention.component else mention.target
            text = f"{shown} {error}"
            self._dangling.append(Dangling(pointer=owner + pointer([mention.member]), text=text))
            return
        target = found.prefix + place
        if mention.member == "$dynamicRef":
            anchor = _dynamic_anchor(mention.target, look(found.value, place))
            self._dynamic.append(DynamicReference(owner=owner, target=target, anchor=anchor))
        elif not mention.component:
            text = "#" + quote(target, safe="/~$:@!'()*+,;=")
            self._rewrites.append((owner, mention.member, text))
        inner = SchemaSpot(pointer=place, kind=spot.kind, holder="reference")
        self._todo.append((found, inner, look(found.value, place)))


def _mapped(spot: SchemaSpot, node: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """What a schema's discriminator refers to: the way to each text in it, and the text."""
    if spot.kind != "schema" or not isinstance(node, dict):
        return
    discriminator = node.get("discriminator")
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    if isinstance(mapping, dict):
        for name, target in mapping.items():
            if isinstance(target, str):
                yield ("mapping", name), target
    other = discriminator.get("defaultMapping") if isinstance(discriminator, dict) else None
    if isinstance(other, str):  # OpenAPI 3.2, 4.25
        yield ("defaultMapping",), other


def _mapping(file: BundledFile, spot: SchemaSpot, way: tuple[str, ...], target: str) -> _Mention:
    """What an entry of a discriminator refers to: a schema, or a component by name."""
    *above, name = way
    holder = replace(spot, pointer=spot.pointer + pointer(["discriminator", *above]))
    component = not any(mark in target for mark in "/#.")
    where = "#/components/schemas/" + pointer([target])[1:] if component else target
    return _Mention(file=file, spot=holder, member=name, target=where, component=component)


def _dynamic_anchor(reference: str, target: Any) -> str:
    """The anchor by which a dynamic reference may lead elsewhere; empty for one that may not."""
    name = unquote(urldefrag(reference)[1])
    own = target.get("$dynamicAnchor") if isinstance(target, dict) else None
    return name if own == name else ""
