"""Values that are written to be read by everybody, and only look like secrets: those of examples.

An account's identifier names whom a key belongs to, and opens nothing. People who make up a key
for an example fill it with one character, with dots, or with what they could type at a stretch.
"""

import re

from ringback.secrets.find.forms.chance import entropy

# Twilio calls the SID of an account what a user's name is elsewhere.
_IDENTIFIER = re.compile(
    r"AC[0-9a-f]{32}|[\"']?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}[\"']?"
)
_ARMOUR = re.compile(r"-----(?:BEGIN|END) [A-Z0-9 ]+-----")
_TEST_KEY = re.compile(r"[a-z]{1,4}_test_\w+")
_PIECE = re.compile(r"[A-Za-z0-9]+")
_RUN = 40  # characters of a private key's body that the shortest one has
_POOR = 2.5  # bits a character: a digest's has close to four
_COUNTED = ("0123456789abcdef", "1234567890", "abcdefghijklmnopqrstuvwxyz")


def is_made_up(text: str) -> bool:
    """Whether a text that looks like a secret plainly is none, or stands for one."""
    if _IDENTIFIER.fullmatch(text) or "example" in text.lower():
        return True
    if _ARMOUR.match(text):
        body = _ARMOUR.sub("", text)
        return max((len(each) for each in _PIECE.findall(body)), default=0) < _RUN
    pieces = _PIECE.findall(text)
    last = max(pieces[-2:], key=len, default="")
    counted = last.endswith("123") or any(each in last.lower() for each in _COUNTED)
    return len(set(last)) <= 2 or counted or entropy(last) < _POOR


def is_test_key(text: str) -> bool:
    """Whether its maker calls it a key for tests, which opens nothing that counts."""
    return _TEST_KEY.fullmatch(text) is not None
