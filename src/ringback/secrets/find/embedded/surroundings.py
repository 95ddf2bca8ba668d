"""What stands around a run of letters and digits, and makes it an ordinary one."""

import re

_BEFORE = 48  # characters that are looked at
_DIGEST = re.compile(r"(?i:sha-?(?:1|224|256|384|512)|md5|etag)[:=_-] ?$")
_DATA = re.compile(r"data:[\w.+-]*/?[\w.+-]*(?:;[\w=.-]+)*;base64,$")
_PUBLIC = re.compile(
    r"-----BEGIN (?!.{0,40}PRIVATE KEY)[A-Z0-9 ]+-----.*?(?:-----END [A-Z0-9 ]+-----|\Z)", re.DOTALL
)
_ADDRESS = re.compile(r"(?<![a-z])[a-z][a-z0-9+.-]{1,15}://[^\s?#\"'<>]*+", re.IGNORECASE)


def quiet(text: str) -> list[tuple[int, int]]:
    """Where certificates, public keys and the paths of addresses stand: no keys are in them."""
    found = list(_PUBLIC.finditer(text)) if "-----BEGIN" in text else []
    if "://" in text:
        found += _ADDRESS.finditer(text)
    return [each.span() for each in found]


def is_announced(text: str, start: int) -> bool:
    """Whether what stands before a run says that it is a digest, or the data of a data URL."""
    before = text[max(0, start - _BEFORE) : start]
    return _DIGEST.search(before) is not None or _DATA.search(before) is not None
