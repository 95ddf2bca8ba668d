"""Texts that stand for a secret and are none: those of people, of tools, and ringback's own."""

import html
import re
from typing import Any
from urllib.parse import unquote

_WHOLE = re.compile(
    r"""                                                  # <token>, [REDACTED], {{token}}
    [<\[({]{1,2} \s* [A-Za-z$_%][^<>\[\](){}\n]{0,80} [>\])}]{1,2}
    | \$\{[^{}\n]{1,80}\} | \$\(?[A-Z_][A-Z0-9_]{0,80}\)? | %[A-Za-z_]\w{0,80}%
    | [*•·.…_-]+ | [xX]+ | .{0,4}\*{3,}.{0,4}
    | (?i:redacted|filtered|hidden|masked|removed|scrubbed|censored|sanitized|omitted|changeme)
    | (?i:(?:my|your|the|some|not[-_ ]a|fake|dummy|wrong|invalid|example|sample|insert|replace)
      [-_ ][-_ a-z]{0,60} | your[a-z]{0,60} | fake | dummy | wrong | invalid | example | sample)
    | (?i:string|null|none|undefined|nil|true|false|n/a|deleted)
    | 00000000-0000-4000-8000-\d{12}                      # the rest is what fitting.py writes
    | 1970-\d\d-\d\d(?:T00:00:\d\d(?:Z|\+00:00))?
    | https?://example\.(?:com|net|org)(?:/[^\s?\#]{0,80})?
    | redacted(?:-\d+)?\.example\.(?:com|net|org)
    | [\w.-]{1,64}@example\.(?:com|net|org)
    | 192\.0\.2\.\d{1,3} | 2001:db8::[0-9a-f]{1,4}
    | (?:AKIA|ASIA)[A-Z2-7]{9}EXAMPLE | [A-Za-z0-9/+]{30,}EXAMPLEKEY
    """,
    re.VERBOSE | re.DOTALL,
)
_IN_TEXT = re.compile(
    r"<[A-Za-z][\w.-]{0,80}>|&lt;[A-Za-z][\w.-]{0,80}&gt;|%3C[A-Za-z][\w.-]{0,80}%3E"
)
_FILL = r"((?:[xX0]|[\W_])*|(?:[aA0]|[\W_])*)([0-9]{0,6})"
_MASKS = (re.compile(_FILL), re.compile(r"(?:[A-Za-z]{1,10}[_.-]){1,3}" + _FILL))
SMALL = 100  # a whole number below it hides nothing


def is_placeholder(text: str) -> bool:
    """Whether a text under a secret name stands for a secret, or says that there is none."""
    bare = text.strip()
    if "%3C" in bare or "&lt;" in bare:
        bare = html.unescape(unquote(bare)).strip()
    return not bare or _WHOLE.fullmatch(bare) is not None or is_mask(bare)


def is_mask(text: str) -> bool:
    """Whether nearly all letters and digits of a text are one fill character, as masks have it."""
    for mask in _MASKS:
        found = mask.fullmatch(text)
        if found is not None:
            filled = sum(map(str.isalnum, found[1]))
            return filled >= max(len(found[2]), 2)
    return False


def is_small(value: Any) -> bool:
    """Whether it is a number that says too little to be a secret."""
    return not isinstance(value, str) and -SMALL < value < SMALL


def spans(text: str) -> list[tuple[int, int]]:
    """Where placeholders stand within a longer text."""
    return [found.span() for found in _IN_TEXT.finditer(text)]
