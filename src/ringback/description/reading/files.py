"""From a path or URL to a tree; the content decides how it is read, not the name alone."""

import codecs
import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from ringback.description.reading.json_reader import read_json
from ringback.description.reading.remote import fetch, is_remote
from ringback.description.reading.sources import Location, Page, UnreachableError
from ringback.description.reading.tree import Parsed, Trap
from ringback.description.reading.yaml_reader import read_yaml
from ringback.errors import DescriptionError, Problem

# The longer ones first: one of UTF-32 begins like one of UTF-16.
_MARKS = {
    codecs.BOM_UTF8: "UTF-8",
    codecs.BOM_UTF32_LE: "UTF-32-LE",
    codecs.BOM_UTF32_BE: "UTF-32-BE",
    codecs.BOM_UTF16_LE: "UTF-16-LE",
    codecs.BOM_UTF16_BE: "UTF-16-BE",
}
_REFUSED_BY = "readers may refuse it (RFC 8259 8.1): save the file as UTF-8 without one"
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
    mark = next((each for each in _MARKS if data.startswith(each)), b"")
    encoding = _MARKS.get(mark, "UTF-8")
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        before = data[len(mark) :][: error.start].decode(encoding)
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        what = f"is not {encoding}: a byte here begins no character"
        raise DescriptionError((Problem(file=file, line=line, column=column, text=what),)) from None
    path = urlsplit(file).path if is_remote(file) else file
    if not path.lower().endswith(".json") and not text.lstrip().startswith(("{", "[")):
        return read_yaml(text, file)  # which takes a mark, and these encodings (1.2.2, 5.2)
    found = Parsed(root=read_json(text, file))
    if not mark:
        return found
    told = f"a byte-order mark stands before the JSON, which is {encoding}; {_REFUSED_BY}"
    return replace(found, traps=(Trap(file=file, line=1, text=told, mark=True),))


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
