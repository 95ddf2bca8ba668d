"""Read a description: the file, its overlays, what it refers to, and the operations in it."""

import copy
import re
from collections.abc import Sequence
from pathlib import Path

from ringback.description.bundle import Bundle, bundle
from ringback.description.description import Description
from ringback.description.files import read
from ringback.description.operations import Operations
from ringback.description.overlay import apply_overlays
from ringback.description.remote import is_remote
from ringback.description.sources import Location
from ringback.description.tree import Node, Parsed, Trap, child
from ringback.description.upgrade import upgrade
from ringback.errors import DescriptionError, Problem
from ringback.schema.dynamic_scope import TooManyScopesError, resolve

_VERSION = re.compile(r"3\.[012]\.\d+(-.+)?")


def load(
    source: Path | Location, overlays: Sequence[Path | Location] = (), *, allow_remote: bool = False
) -> Description:
    """The description in a file (or behind a URL, where remote ones are allowed), overlays applied.

    A `Source` is one that stands elsewhere: in a revision of git, on standard input.

    Raises DescriptionError with every mistake found: a file that is missing or malformed, that is
    no OpenAPI 3 document, an overlay that does not apply, a reference that leads nowhere.
    """
    description = survey(source, overlays, allow_remote=allow_remote)
    if description.dangling:
        problems = []
        for dangling in description.dangling:
            place = description.place(dangling.pointer)
            text = f"the reference {dangling.text}"
            problems.append(Problem(file=place.file, line=place.line, text=text))
        raise DescriptionError(tuple(problems))
    return description


def survey(
    source: Path | Location, overlays: Sequence[Path | Location] = (), *, allow_remote: bool = False
) -> Description:
    """As `load`, but references that lead nowhere are no error: they are listed in `dangling`."""
    location = _location(source)
    parsed = _read_all([location, *map(_location, overlays)], allow_remote=allow_remote)
    version = _version(parsed[0].root)
    root = apply_overlays(parsed[0].root, parsed[1:])
    version = _version(root)  # an overlay may have changed it
    bundled = bundle(
        root, location, allow_remote=allow_remote, identifiers=not version.startswith("3.0")
    )
    if bundled.problems:
        raise DescriptionError(bundled.problems)
    traps = [trap for each in parsed for trap in each.traps]
    return _described(bundled, location, version, (*traps, *bundled.traps))


def _described(
    bundled: Bundle, location: Location, version: str, traps: tuple[Trap, ...]
) -> Description:
    document = copy.deepcopy(bundled.document)
    schemas = [spot.pointer for spot in bundled.spots if spot.kind == "schema"]
    upgrade(document, schemas, old=version.startswith("3.0"))
    try:
        copies = resolve(document, schemas, bundled.dynamic, bundled.resources)
    except TooManyScopesError as error:
        raise DescriptionError((Problem(file=str(location), text=str(error)),)) from None
    operations = Operations(document)
    return Description(
        document=document,
        written=bundled.document,
        file=str(location),
        version=version,
        operations=operations.values,
        spots=bundled.spots,
        tree=bundled.root,
        traps=traps,
        dangling=(*bundled.dangling, *operations.dangling),
        copies=copies,
    )


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
    node = child(root, "openapi")
    if node is not None and isinstance(node.value, str) and _VERSION.fullmatch(node.value):
        return node.value
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
        if isinstance(version.value, float | int):
            return f'"openapi" must be a string such as "3.1.0", not the number {version.value}'
        return f'"openapi" is {version.value!r}; ringback reads 3.0.x, 3.1.x and 3.2.x'
    for member, kind in (
        ("swagger", "a Swagger 2.0 document; convert it to OpenAPI 3"),
        ("overlay", "an overlay; name the description it is for, and this file as its overlay"),
        ("asyncapi", "an AsyncAPI document"),
        ("$schema", "a JSON Schema"),
    ):
        if member in root.value:
            return f"is not an OpenAPI 3 document but {kind}"
    return 'is not an OpenAPI document: it has no member "openapi"'
