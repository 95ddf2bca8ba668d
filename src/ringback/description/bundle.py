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

from ringback.description.files import neighbour, read
from ringback.description.sources import Location, UnreachableError
from ringback.description.structure import Spot, children, reference
from ringback.description.tree import Node, Trap, is_index, plain
from ringback.errors import DescriptionError, Problem
from ringback.finding import pointer, steps

BUNDLED = "x-ringback-bundled"


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
    """

    document: dict[str, Any]
    root: Node
    spots: tuple[Spot, ...]
    dangling: tuple[Dangling, ...]
    problems: tuple[Problem, ...]
    traps: tuple[Trap, ...]


def bundle(root: Node, location: Location, *, allow_remote: bool) -> Bundle:
    """The description at this location with everything it refers to."""
    bundler = _Bundler(root, location, allow_remote=allow_remote)
    bundler.run()
    return bundler.result()


@dataclass(slots=True)
class _File:
    """One file in the bundle: `prefix` is where it stands in the document."""

    location: Location
    prefix: str
    root: Node
    value: Any
    names: dict[str, str] | None = None  # anchors and ids -> pointers, made when first asked for


def _name(location: Location, home: Location) -> str:
    """What a file is called as seen from the folder of the description; its own name elsewhere."""
    text, start = str(location), str(home)
    folder = start[: max(start.rfind("/"), start.rfind(":")) + 1]
    return text.removeprefix(folder)


class _Bundler:
    """Walks from the document along its structure and its references; each spot is met once."""

    def __init__(self, root: Node, location: Location, *, allow_remote: bool) -> None:
        self._home = location
        self._allow_remote = allow_remote
        self._files: dict[Location, _File] = {location: _File(location, "", root, plain(root))}
        self._refused: dict[Location, str] = {}
        self._spots: dict[tuple[str, str], Spot] = {}
        self._rewrites: list[tuple[str, str, str]] = []
        self._dangling: list[Dangling] = []
        self._problems: list[Problem] = []
        self._traps: list[Trap] = []
        self._todo: list[tuple[_File, Spot, Any]] = []
        self._referred: deque[tuple[_File, Spot, Any]] = deque()

    def run(self) -> None:
        """Meet every object that the document holds or refers to."""
        file = self._files[self._home]
        start = Spot(pointer="", kind="document", holder="")
        self._todo.append((file, start, file.value))
        # Structure before references: what both lead to counts as part of the document.
        while self._todo or self._referred:
            file, spot, node = self._todo.pop() if self._todo else self._referred.popleft()
            key = (file.prefix + spot.pointer, spot.kind)
            if key in self._spots:
                continue
            self._spots[key] = replace(spot, pointer=file.prefix + spot.pointer)
            target = reference(spot, node)
            if target is not None:
                self._follow(file, spot, target, "$ref")
            for name, mapped in _mapped(spot, node):
                self._follow_mapping(file, spot, name, mapped)
            below = [(file, inner, value) for inner, value in children(spot, node)]
            self._todo.extend(reversed(below))

        self._find_circles()

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
        return Bundle(
            document=document,
            root=root,
            spots=tuple(self._spots.values()),
            dangling=tuple(self._dangling),
            problems=tuple(self._problems),
            traps=tuple(self._traps),
        )

    def _follow_mapping(self, file: _File, spot: Spot, name: str, target: str) -> None:
        """A discriminator's mapping names a component, or refers to a schema."""
        holder = replace(spot, pointer=f"{spot.pointer}/discriminator/mapping")
        if "/" in target or "#" in target or "." in target:
            self._follow(file, holder, target, name)
            return
        where = "#/components/schemas/" + pointer([target])[1:]
        self._follow(file, holder, where, name, written=target)

    def _follow(
        self, file: _File, spot: Spot, target: str, member: str, *, written: str = ""
    ) -> None:
        """Go where the reference leads, and note how it reads in the one document."""
        owner = file.prefix + spot.pointer
        try:
            found, place = self._locate(file, target)
        except UnreachableError as error:
            text = f"{written or target} {error}"
            self._dangling.append(Dangling(pointer=owner + pointer([member]), text=text))
            return
        if not written:
            self._rewrites.append(
                (owner, member, "#" + quote(found.prefix + place, safe="/~$:@!'()*+,;="))
            )
        inner = Spot(pointer=place, kind=spot.kind, holder="reference")
        self._referred.append((found, inner, _look(found.value, place)))

    def _locate(self, file: _File, target: str) -> tuple[_File, str]:
        """The file and the pointer in it; an UnreachableError where there is no such place."""
        where, fragment = urldefrag(target)
        if where and where in self._names(file):
            place = self._names(file)[where] + unquote(fragment)
        else:
            file = self._file(file, where) if where else file
            place = unquote(fragment)
            if place and not place.startswith("/"):
                place = self._names(file).get("#" + place, "/" + place)
        if _look(file.value, place) is _NOTHING:
            raise UnreachableError(
                "leads nowhere: there is no such place" + _near(file.value, place)
            )
        return file, place

    def _file(self, file: _File, where: str) -> _File:
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
            prefix = pointer([BUNDLED, _name(location, self._home)])
            self._files[location] = _File(location, prefix, parsed.root, plain(parsed.root))
            self._traps.extend(parsed.traps)
        return self._files[location]

    def _names(self, file: _File) -> dict[str, str]:
        if file.names is None:
            file.names = dict(_names(file.value, ""))
        return file.names


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


def _names(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every `$anchor` (as #name) and `$id` below, with its pointer (JSON Schema 2020-12, 8.2)."""
    if isinstance(value, dict):
        for member, mark in (("$anchor", "#"), ("$dynamicAnchor", "#"), ("$id", "")):
            if isinstance(value.get(member), str):
                yield mark + value[member].rstrip("#"), place
        for name, inner in value.items():
            yield from _names(inner, place + pointer([name]))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _names(inner, f"{place}/{index}")
