"""Files of other tools that are easily taken for recordings, known by how they begin.

What each is told is true of the maker: why no answer can be had of it, and what to do instead.
"""

import re

from ringback.payload import decode
from ringback.recordings.formats.recognition.access_logs import access_log

_SEEN = 1 << 16  # bytes that are looked at
_KNOWN = (
    (
        re.compile(rb"^[ {\t]*[\"']?(openapi|swagger)[\"']?[ \t]*:", re.MULTILINE),
        "is the description of an API, and no recording; ringback lint judges it",
    ),
    (
        re.compile(rb"\"format\"\s*:\s*\"ringback-report/"),
        "is a report, and no recording; ringback check --replay sends its requests again",
    ),
    (
        re.compile(rb"\"__export_format\"\s*:\s*\d|^type:\s*[\w.]+\.insomnia\.rest/", re.MULTILINE),
        (
            "is an export of Insomnia, which holds no answers: of those it kept, the bodies stay "
            "on the machine that asked; record the traffic as HAR"
        ),
    ),
    (
        re.compile(rb"\A\s*meta\s*\{\s*\n"),
        (
            "is a request of Bruno's, which is read for no answers; those of a run are: "
            "bru run --reporter-json FILE"
        ),
    ),
    (
        re.compile(rb"\A\s*\{(?=[\s\S]*\"items\"\s*:)(?=[\s\S]*\"(?:brunoConfig|exportedUsing)\"\s*:)"),
        (
            "is a collection of Bruno's, which is read for no answers; those of a run are: "
            "bru run --reporter-json FILE"
        ),
    ),
    (
        re.compile(rb"\"responseCode\"\s*:\s*\{\s*\"code\""),
        (
            "is a result of Postman's collection runner, which keeps no bodies; "
            "newman run --reporters json keeps them"
        ),
    ),
    (
        re.compile(
            rb"\A\S+ \S+ [^\[\n]*\[[^\]\n]+\] \"[A-Z]+ [^\"\n]+ HTTP/[\d.]+\" \d{3} (?:\d+|-)"
        ),
        (
            "is an access log in plain text, which holds no answers; JSON lines with the answers' "
            "bodies are read by --map, traffic as HAR"
        ),
    ),
)  # fmt: skip


def stranger(content: bytes) -> str | None:
    """What a file is that is no recording, as the end of a sentence; None where nobody knows."""
    head = content[:_SEEN]
    known = next((what for mark, what in _KNOWN if mark.search(head)), None)
    return known or access_log(_first(head))


def _first(head: bytes) -> object:
    """The value of the first line, or of the whole; None where it is no JSON."""
    text = head.removeprefix(b"\xef\xbb\xbf").strip()
    for part in (text.partition(b"\n")[0], text):
        decoded = decode(part)
        if decoded.parsed:
            return decoded.value
    return None
