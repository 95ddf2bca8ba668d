"""Parts of bytes: what a 206 says of them is what they are (RFC 9110 14.4, 15.3.7)."""

import re
from collections.abc import Iterator

from ringback.laws.likeness import Breach

RANGE = "law/range"
_TOLD = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


def told_part(
    asked: str, wanted: tuple[int, int], told: str, part: bytes, whole: bytes
) -> Iterator[Breach]:
    """A part begins where it was asked for, ends there or earlier, and says so.

    `wanted` is where it begins, and what comes behind it; `told` is the Content-Range.
    """
    start, end = wanted
    found = _TOLD.fullmatch(told)
    first, last = (int(found.group(1)), int(found.group(2))) if found else (-1, -1)
    lengths = {"*", str(len(whole))}
    if found is None or first != start or not start <= last < end or found[3] not in lengths:
        right = f"bytes {start}-{end - 1}/{len(whole)}"
        text = f"Range {asked} is answered with Content-Range: {told or 'none'}, not {right}"
        yield Breach(rule=RANGE, message=text, cause="content-range")
        last = end - 1
    if part != whole[start : last + 1]:
        text = f"Range {asked} is answered with other bytes than the whole has there"
        yield Breach(rule=RANGE, message=text, cause="bytes")
