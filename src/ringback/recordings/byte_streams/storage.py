"""Recordings in storage that fsspec reads: s3://, gs://, https:// and whatever else it knows.

fsspec is an extra, and is imported when a URL is given and not before.
"""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from ringback.errors import UsageError
from ringback.visible import visible

INSTALL = "pip install 'ringback[cluster]'"
_URL = re.compile(r"[a-z][a-z0-9+.-]+(?:://|::)", re.IGNORECASE)
_MAGIC = re.compile(r"[*?[]")
# A user with a password, and whatever stands before the host of a web address, is nobody's concern;
# neither is a web address's query, which may be a signature.
_USER = re.compile(r"(?<=://)[^/@\s]*:[^/\s]*@|(?<=http://)[^/\s]+@|(?<=https://)[^/\s]+@")
_QUERY = re.compile(r"(https?://[^\s?#]*)[?#][^\s]*", re.IGNORECASE)
_AHEAD = 2 << 20  # bytes asked for beyond those that are needed, where a file is read whole
_AT_ONCE = 8 << 20  # bytes of a part that are asked for at once
_BIT = 1 << 18  # bytes asked for at once behind a part, for the rest of its last line


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file in storage: `url` may hold a password, `name` is what can be shown of it.

    `size` counts its bytes, None where the storage does not tell.
    """

    name: str
    url: str = field(repr=False)
    size: int | None


def is_url(text: str) -> bool:
    """Whether this names something in storage rather than a path of this machine."""
    return _URL.match(text) is not None


def shown(text: str) -> str:
    """A URL, or a sentence with URLs in it, without passwords and signatures."""
    return visible(_QUERY.sub(r"\1", _USER.sub("", text)))


def stored(url: str, fits: Callable[[str], bool]) -> list[Stored]:
    """Every file that a URL names, in the order of their names: a file, a folder, a pattern.

    In a folder, those whose name fits. Raises UsageError, in one sentence, for what can't be found.
    """
    system, path = _system(url)
    try:
        found = _found(system, path, fits)
    except FileNotFoundError:
        raise UsageError((f"{shown(url)}: no such file, folder or bucket",)) from None
    except Exception as error:  # noqa: BLE001 -- each storage has errors of its own
        raise UsageError((f"{shown(url)}: can't be looked up ({_why(error)})",)) from None
    if not found:
        what = "no file's name fits this pattern" if _MAGIC.search(path) else "holds no recordings"
        raise UsageError((f"{shown(url)}: {what}",))
    return [_named(url, path, system, each, found[each].get("size")) for each in sorted(found)]


def whole(url: str) -> BinaryIO:
    """A file of the storage, to be read from end to end. Raises OSError, as does reading it."""
    try:
        system, path = _system(url)
        opened: BinaryIO = system.open(path, "rb", block_size=_AHEAD)
    except Exception as error:  # noqa: BLE001 -- each storage has errors of its own
        raise _failed(error) from None
    return io.BufferedReader(_Whole(opened), _BIT)


def ranged(url: str, size: int, end: int) -> "Ranged":
    """A file of so many bytes of which a part is read, up to `end` or little further.

    Raises OSError, as does reading it.
    """
    try:
        system, path = _system(url)
    except UsageError as error:
        raise OSError(str(error)) from None
    return Ranged(lambda start, stop: system.cat_file(path, start=start, end=stop), size, end)


def _system(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path within it. Raises UsageError."""
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 -- an extra, and slow to import
    except ImportError:
        text = f"{shown(url)}: to read from storage, {INSTALL}"
        raise UsageError((text,)) from None
    try:
        system, path = url_to_fs(url)
    except ImportError as error:
        text = f"{shown(url)}: a package that reads it is not installed here ({error})"
        raise UsageError((text,)) from None
    except Exception as error:  # noqa: BLE001 -- each storage has errors of its own
        text = f"{shown(url)}: can't be reached ({_why(error)})"
        raise UsageError((text,)) from None
    return system, path


def _found(system: Any, path: str, fits: Callable[[str], bool]) -> dict[str, Mapping[str, Any]]:
    """What stands at a path, by the path of each file."""
    try:
        about = system.info(path)
    except (OSError, ValueError):
        if not _MAGIC.search(path):
            raise
    else:
        if about.get("type") != "directory":
            return {path: about}
        return _below(system, path, fits)
    found: dict[str, Mapping[str, Any]] = {}
    for each, about in system.glob(path, detail=True).items():
        found |= _below(system, each, fits) if about.get("type") == "directory" else {each: about}
    return found


def _below(system: Any, path: str, fits: Callable[[str], bool]) -> dict[str, Mapping[str, Any]]:
    """The files of a folder through all depths."""
    return {each: it for each, it in system.find(path, detail=True).items() if fits(each)}


def _named(url: str, path: str, system: Any, each: str, size: int | None) -> Stored:
    """One file, by a URL that has all that the given one has around its path."""
    before, there, behind = url.rpartition(path)
    whole_url = before + each + behind if there and path else str(system.unstrip_protocol(each))
    return Stored(name=shown(whole_url), url=whole_url, size=size)


def _why(error: Exception) -> str:
    """What an error of a storage says, without what must not be shown."""
    text = getattr(error, "strerror", None) or str(error).strip() or type(error).__name__
    return shown(text.splitlines()[0].rstrip("."))[:200]


def _failed(error: Exception) -> OSError:
    return OSError(_why(error))


class _Whole(io.RawIOBase):
    """A file of a storage whose errors are all OSErrors, with nothing secret in them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # bytes alone
        try:
            found = self._file.read(len(buffer))
        except Exception as error:  # noqa: BLE001 -- each storage has errors of its own
            raise _failed(error) from None
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


class Ranged(io.RawIOBase):
    """A part of a stored file, read by few requests: ahead up to the part's end, then in bits."""

    def __init__(self, fetch: Callable[[int, int], bytes], size: int, end: int) -> None:
        self._fetch = fetch
        self._size = size
        self._end = end
        self._at = 0
        self._ahead = memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is, from the start of the file."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to an offset of the file."""
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("a part is sought from the start of its file")
        self._at, self._ahead = offset, memoryview(b"")
        return offset

    def tell(self) -> int:
        """The offset of what is read next."""
        return self._at

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # bytes alone
        """Read on. Raises OSError."""
        if not self._ahead:
            left = self._end - self._at
            stop = min(self._size, self._at + (min(left, _AT_ONCE) if left > 0 else _BIT))
            try:
                found = self._fetch(self._at, stop) if stop > self._at else b""
            except Exception as error:  # noqa: BLE001 -- each storage has errors of its own
                raise _failed(error) from None
            self._ahead = memoryview(found)
        taken, self._ahead = self._ahead[: len(buffer)], self._ahead[len(buffer) :]
        buffer[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)
