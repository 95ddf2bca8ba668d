"""Which member names are no names of fields but data: the keys of a map.

Such a name is never told, neither in a finding nor in an overlay: it may be somebody's number.
"""

import re

LONG = 200  # characters; nobody names a field so
_DATA = re.compile(
    r"[0-9]+"  # a number
    r"|.*[0-9]{5}.*"  # with a number of some length in it, a phone number say
    r"|.*[0-9]{4}-[0-9]{2}-[0-9]{2}.*"  # a date
    r"|[0-9A-Fa-f-]{16,}"  # a uuid, a hash
    r"|.+@.+\..+|.*://.*"  # an address
    r"|.*[\x00-\x1f\x7f].*|(.* ){5}.*",  # a text of lines or many words
    re.DOTALL,
)
_TOKEN = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=(?:[^0-9]*[0-9]){3})[A-Za-z0-9_.+=-]{20,}")


def is_key(name: str) -> bool:
    """Whether a member's name looks like data."""
    if len(name) > LONG:
        return True
    return bool(_DATA.fullmatch(name) or _TOKEN.fullmatch(name))
