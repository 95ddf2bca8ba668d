"""From a path or URL to a tree; the content decides how it is read, not the name alone."""

import os
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from ringback.description.json_reader import read_json
from ringback.description.remote import fetch, is_remote
from ringback.description.sources import Location, Page, UnreachableError
from ringback.description.tree import Parsed
from ringback.description.yaml_reader import read_yaml
from ringback.errors import DescriptionError, Problem

_BOM = "\ufeff"
REFUSED = "is remote; remote references are refused unless they are allowed (--allow-remote)"


def read(location: Location, *, allow_remote: bool) -> Parsed:
    """The tree of the path, URL or source; a DescriptionError tells every mistake in it."""
    if not isinstance(location, str):
        return parse(location.data(), str(location))
    if is_remote(location):
        if not allow_remote:
            raise DescriptionError((Problem(file=location, text=REFUSED),))
        return parse(fetch(location), location)
    try:
        data = Path(location).read_bytes()
    except FileNotFoundError:
        what = "there is no such file"
    except IsADirectoryError:
        what = "is a directory; name the file of the description in it"
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the path
        what = f"can't be read: {getattr(error, 'strerror', None) or error}"
    else:
        return parse(data, location)
    raise DescriptionError((Problem(file=location, text=what),))


def parse(data: bytes, file: str) -> Parsed:
    """The tree of a file's bytes: strict JSON when they look like JSON, else YAML 1.2."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        what = "is not UTF-8: a byte here begins no character"
        raise DescriptionError((Problem(file=file, line=line, column=column, text=what),)) from None
    start = text.removeprefix(_BOM).lstrip()
    path = urlsplit(file).path if is_remote(file) else file
    if not path.lower().endswith(".json") and not start.startswith(("{", "[")):
        return read_yaml(text.removeprefix(_BOM), file)
    if text.startswith(_BOM):
        what = "is not JSON: a byte-order mark stands before it; save the file without one"
        raise DescriptionError((Problem(file=file, line=1, column=1, text=what),))
    return Parsed(root=read_json(text, file))


def neighbour(
    location: Location, reference: str, home: Location, *, allow_remote: bool
) -> Location:
    """The location that a reference without its fragment names, seen from the file it stands in.

    `home` is the description's own location. An UnreachableError tells why it may not be read:
    it is remote and that is not allowed, it is absolute, or a symbolic link leads out of the
    description's folder.
    """
    if isinstance(location, Page) and location.is_beside(reference):
        return location.neighbour(reference)
    base = location if isinstance(location, str) else ""
    if is_remote(base) or is_remote(reference):
        if not allow_remote:
            raise UnreachableError(REFUSED)
        return urljoin(base, reference) if is_remote(base) else reference
    path = unquote(urlsplit(reference).path)
    if urlsplit(reference).scheme or path.startswith(("/", "\\")) or Path(path).is_absolute():
        raise UnreachableError("is not a relative path; name the file from where this one stands")
    if not isinstance(location, str):
        return location.neighbour(path)
    return _beside(location, path, str(home))


def _beside(location: str, path: str, home: str) -> str:
    """The file at a path relative to the folder of another one."""
    target = Path(os.path.normpath(Path(location).parent / path))
    if not target.is_file():
        raise UnreachableError(f"names the file {target}, which is not there")
    folder = Path(home).parent.resolve()
    led = target.resolve()
    if led != Path(
        os.path.normpath(Path(target.parent).absolute())
    ).resolve() / target.name and not (led.is_relative_to(folder)):
        raise UnreachableError(f"names {target}, a symbolic link out of the description's folder")
    return str(target)
