"""Files of other tools that are easily taken for recordings, known by how they begin."""

import re

_SEEN = 1 << 16  # bytes that are looked at
_KNOWN = (
    (
        re.compile(rb"^[ {\t]*[\"']?http_interactions[\"']?[ \t]*:", re.MULTILINE),
        "is a cassette of Ruby's VCR; only those of VCR.py are read",
    ),
    (
        re.compile(rb"schema\.getpostman\.com/json/collection/"),
        (
            "is a Postman collection, which says what to ask and not what was answered; "
            "record the traffic as HAR"
        ),
    ),
    (
        re.compile(rb"^[ {\t]*[\"']?(openapi|swagger)[\"']?[ \t]*:", re.MULTILINE),
        "is the description of an API, and no recording; ringback lint judges it",
    ),
    (
        re.compile(rb"\"format\"\s*:\s*\"ringback-report/"),
        "is a report, and no recording; ringback check --replay sends its requests again",
    ),
)


def stranger(content: bytes) -> str | None:
    """What a file is that is no recording, as the end of a sentence; None where nobody knows."""
    head = content[:_SEEN]
    return next((what for mark, what in _KNOWN if mark.search(head)), None)
