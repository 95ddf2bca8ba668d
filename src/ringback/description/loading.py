"""Read a description: the file, its overlays, what it refers to, and the operations in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ringback.description.bundle import Bundle, bundle
from ringback.description.description import Description
from ringback.description.left_out import sorted_out
from ringback.description.operations import Operations
from ringback.description.overlay import apply_overlays
from ringback.description.reading.files import read
from ringback.description.reading.remote import is_remote
from ringback.description.reading.sources import Location
from ringback.description.reading.tree import Node, Parsed, Trap, child
from ringback.description.swagger2.moved_places import written_place
from ringback.description.swagger2.swagger import VERSION as SWAGGER
from ringback.description.swagger2.swagger import Converted, converted
from ringback.description.typeless import typeless
from ringback.description.upgrade import respelt, upgrade
from ringback.errors import DescriptionError, Problem
from ringback.finding import steps
from ringback.payload import MISSING, at, copied
from ringback.schema.references.dynamic_scope import TooManyScopesError, resolve
from ringback.schema.validators.soundness import SchemaFlaw, made_sound

_VERSION = re.compile(r"3\.[012](\.\d+(-.+)?)?")


def load(
    source: Path | Location,
    overlays: Sequence[Path | Location] = (),
    *,
    allow_remote: bool = False,
    seen_from: Path | None = None,
) -> Description:
    """The description in a file (or behind a URL, where remote ones are allowed), overlays applied.

    A `Source` is one that stands elsewhere: in a revision of git, on standard input. What is wrong
    in a part of it is left out, and told by the description. Files are told as from `seen_from`.

    Raises DescriptionError with every mistake found where it can't be read at all: a file that is
    missing or malformed, that is no OpenAPI document, an overlay that does not apply.
    """
    location = _location(source)
    parsed = _read_all([location, *map(_location, overlays)], allow_remote=allow_remote)
    version = _version(parsed[0].root)
    root = apply_overlays(parsed[0].root, parsed[1:])
    version = _version(root)  # an overlay may have changed it
    bundled = bundle(
        root,
        location,
        allow_remote=allow_remote,
        identifiers=not version.startswith(("2.", "3.0")),
        kind="swagger" if version == SWAGGER else "document",
    )
    traps = [trap for each in parsed for trap in each.traps]
    found = _described(bundled, location, version, (*traps, *bundled.traps))
    return replace(found, root="" if seen_from in {None, Path()} else str(seen_from))


def _described(
    bundled: Bundle, location: Location, version: str, traps: tuple[Trap, ...]
) -> Description:
    old = version.startswith(("2.", "3.0"))
    if version == SWAGGER:
        new = converted(bundled)
    else:
        document = copied(bundled.document)
        new = Converted(document=document, spots=bundled.spots, moves={})
    document = new.document
    schemas = [spot.pointer for spot in new.spots if spot.kind == "schema"]
    nullable = frozenset(upgrade(document, schemas, old=old))
    spots, renamed = respelt(document, new.spots)
    spots, bare = typeless(document, spots)
    schemas = [spot.pointer for spot in spots if spot.kind == "schema"]
    moves = {**new.moves, **{here: written_place(was, new.moves) for here, was in renamed.items()}}
    sound = made_sound(document, schemas, weak=bare)
    if sound.weak:  # a keyword that was taken out takes along what stood in it
        spots = tuple(each for each in spots if at(document, steps(each.pointer)) is not MISSING)
        schemas = [spot.pointer for spot in spots if spot.kind == "schema"]
    try:
        copies = resolve(document, schemas, bundled.dynamic, bundled.resources)
    except TooManyScopesError as error:
        raise DescriptionError((Problem(file=str(location), text=str(error)),)) from None
    described = Operations(document)
    lost = {each.pointer: f"the reference {each.text}" for each in bundled.dangling}
    operations, left_out = sorted_out(document, described, old=old)
    return Description(
        document=document,
        written=bundled.document,
        file=str(location),
        version=version,
        operations=operations,
        described=described.values,
        left_out=left_out,
        flaws=tuple(_as_written(each, lost, moves) for each in sound.flaws),
        weak=sound.weak,
        nullable=nullable,
        spots=spots,
        written_spots=bundled.spots,
        tree=bundled.root,
        traps=traps,
        dangling=bundled.dangling,
        unnamed=tuple(described.dangling),
        copies=copies,
        moves=moves,
    )


def _as_written(flaw: SchemaFlaw, lost: Mapping[str, str], moves: Mapping[str, str]) -> SchemaFlaw:
    """The flaw in the words of the reference that leads nowhere, if that is what is wrong."""
    return replace(flaw, text=lost.get(written_place(flaw.place, moves), flaw.text))


def leaving_out(description: Description, flaws: Sequence[SchemaFlaw]) -> Description:
    """The description without what is wrong in another one, so that the two can be compared."""
    document = copied(description.document)
    schemas = [spot.pointer for spot in description.spots if spot.kind == "schema"]
    sound = made_sound(document, schemas, flaws)
    left = (it for it in description.spots if at(document, steps(it.pointer)) is not MISSING)
    weak = description.weak | sound.weak
    return replace(description, document=document, weak=weak, spots=tuple(left))


def _location(source: Path | Location) -> Location:
    """A URL or a source as it is, a path without what says nothing (`./`)."""
    if not isinstance(source, Path | str):
        return source
    text = str(source)
    return text if is_remote(text) else str(Path(text))


def _read_all(locations: Sequence[Location], *, allow_remote: bool) -> list[Parsed]:
    parsed: list[Parsed] = []
    problems: list[Problem] = []
    for location in locations:
        try:
            parsed.append(read(location, allow_remote=allow_remote))
        except DescriptionError as error:
            problems.extend(error.problems)
    if problems:
        raise DescriptionError(tuple(problems))
    return parsed


def _version(root: Node) -> str:
    """The OpenAPI version of the document; a DescriptionError says what it is instead."""
    swagger = child(root, "swagger")
    if swagger is not None and str(swagger.value) == SWAGGER and child(root, "openapi") is None:
        return SWAGGER
    node = child(root, "openapi")
    if (
        node is not None
        and isinstance(node.value, str | float)
        and _VERSION.fullmatch(text := str(node.value))
    ):
        return text  # lint tells where it is no text, or names no patch
    line = node.line if node else root.line
    raise DescriptionError((Problem(file=root.file, line=line, text=_instead(root)),))


def _instead(root: Node) -> str:
    """What a document is that is no OpenAPI 3."""
    if not isinstance(root.value, dict):
        kind = "an array" if isinstance(root.value, tuple) else "a single value"
        kind = "empty" if root.value is None else kind
        return f"is not an OpenAPI document: it is {kind}"
    version = root.value.get("openapi")
    if version is not None:
        return f'"openapi" is {version.value!r}; ringback reads 2.0, 3.0.x, 3.1.x and 3.2.x'
    swagger = root.value.get("swagger")
    if swagger is not None:
        return f'"swagger" is {swagger.value!r}; ringback reads 2.0, 3.0.x, 3.1.x and 3.2.x'
    for member, kind in (
        ("overlay", "an overlay; name the description it is for, and this file as its overlay"),
        ("asyncapi", "an AsyncAPI document"),
        ("$schema", "a JSON Schema"),
    ):
        if member in root.value:
            return f"is not an OpenAPI 3 document but {kind}"
    return 'is not an OpenAPI document: it has no member "openapi"'
