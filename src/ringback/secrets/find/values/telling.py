"""Whether a text could hold a secret at all: most do not, and need not be looked at."""

import re
from functools import lru_cache

from ringback.secrets.find.forms.spoken_names import calls_somebody
from ringback.secrets.find.names.house_rules import HouseRules
from ringback.secrets.find.names.personal_names import personal_kind
from ringback.secrets.find.names.secret_names import is_suspect_name

# A text without any of these holds nothing that stands out.
_TELLING = re.compile(
    r"[@=:{\[<]|\+\(?\d|[A-Za-z0-9+/_-]{15}|(?i:bearer|basic|token) |%(?:25)?40|&#64"
    r"|(?:\d[ .()/-]{0,2}){6}\d|\d\.\d{1,3}\.\d{1,3}\.\d|[A-Z]{2} ?\d\d|\d{7}"
    r"|(?i:code|otp|pin|k[oó]d|codice|código|код)\w{0,3}[ :]|\d{4} (?:is|as|es|ist|est|è|é|to) "
)
_FEWEST_SPACES = 11  # of a seed phrase
# Uuids and dates, the texts of most answers that look like more.
_PLAIN = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d(?:[T ][\d:.]{5,18}(?:Z|[+-]\d\d:\d\d)?)?"
)
_LONGEST_PLAIN = 36


def is_telling(text: str, name: str, within: str, rules: HouseRules) -> bool:
    """Whether a text could hold a secret at all; most do not, and this is quick to see."""
    if rules.patterns or (name and personal_kind(name, within) is not None):
        return True
    return _is_telling_key(text) if not name and len(text) <= _LONGEST_PLAIN else _tells(text, name)


@lru_cache(maxsize=8192)
def _is_telling_key(text: str) -> bool:
    """Whether a short text without a name could hold a secret: names of members come again."""
    return _tells(text, "")


def _tells(text: str, name: str) -> bool:
    if len(text) <= _LONGEST_PLAIN and _PLAIN.fullmatch(text):
        return False
    return (
        _TELLING.search(text) is not None
        or (len(text) >= 12 and is_suspect_name(name))
        or (" " in text and (text.count(" ") >= _FEWEST_SPACES or calls_somebody(text)))
    )
