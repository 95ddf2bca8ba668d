"""Undoing the content codings of an answer, to a size: a small one may unfold without end."""

import zlib
from collections.abc import Sequence

ACCEPTED = "gzip, deflate"
_WINDOWS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}
_MAGIC = b"\x1f\x8b"
_MEMBERS = 100  # a gzip file may be many in a row (RFC 1952 2.2); nobody sends an answer so


class TooLargeError(Exception):
    """The body passes the size that it was bounded to."""


class CodingError(Exception):
    """The body is not what its Content-Encoding says."""


def unpacked(body: bytes, codings: Sequence[str], size: int) -> bytes:
    """The body without its codings, the last applied undone first (RFC 9110 8.4).

    A coding that nobody asked for is left as it is. Raises TooLargeError past `size` bytes, and
    CodingError for a body that is broken.
    """
    for name in reversed(codings):
        if body and name in _WINDOWS:
            body = _unpacked(body, name, size)
    return body


def _unpacked(body: bytes, name: str, size: int) -> bytes:
    """One coding undone; `deflate` is spelt with and without a zlib header in the wild."""
    for window in _WINDOWS[name]:
        try:
            return _inflated(body, window, size)
        except zlib.error as error:
            problem = error
    raise CodingError(f"the body's {name} coding is broken ({problem})")


def _inflated(body: bytes, window: int, size: int) -> bytes:
    whole = bytearray()
    for _ in range(_MEMBERS):
        machine = zlib.decompressobj(window)
        whole += machine.decompress(body, size - len(whole) + 1)
        if len(whole) > size:
            raise TooLargeError
        if not machine.eof:
            raise zlib.error("it ends early")
        body = machine.unused_data
        if not body.startswith(_MAGIC):
            return bytes(whole)
    raise zlib.error("it has too many parts")
