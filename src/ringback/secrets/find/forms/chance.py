"""Whether a text looks made by chance, as keys are, or by a person or a naming scheme."""

import math
import re
from collections import Counter

LONG = 512  # characters; what is longer is data
_SHORTEST = 20
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_UUID = re.compile(
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|[0-9a-f]{12}[147][0-9a-f]{3}[89ab][0-9a-f]{15}"  # without hyphens only of common versions
)
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_TYPED = re.compile(
    r"(?!(?:sk|rk|key|tok|token|secret|pass|auth)_)[a-z]{1,12}(?:_[a-z]{1,12})?_[A-Za-z0-9]{6,32}"
)
# Ids that makers give: of objects of Twilio, addresses of wallets, contents of IPFS.
_GIVEN = re.compile(
    r"(?!SK)[A-Z]{2}[0-9a-f]{32}|0x[0-9A-Fa-f]{40}|bc1[ac-hj-np-z02-9]{25,62}|Qm[1-9A-HJ-NP-Za-km-z]{44}|baf[ky][a-z2-7]{50,60}"
)
_PIECES = re.compile(r"[^A-Za-z0-9]+")
_ORDINARY_PIECE = re.compile(
    r"[A-Za-z]?[a-z]*\d{0,4}|[A-Z]+\d{0,4}|\d+[a-z]{0,2}|[A-Z][a-z]+[A-Z][a-z]+"
)
_WORD = re.compile(r"[A-Z]?[a-z]{3,}")
_CLASSES = re.compile(r"[a-z]+|[A-Z]+|[0-9]+")
# The first characters of files in base64: PNG, JPEG, GIF, PDF, ZIP, gzip, WebP and WAV, MP3, DER,
# public SSH keys, WebAssembly, ELF, SVG and XML.
_FILES = (
    "iVBORw0KGgo", "/9j/", "R0lGOD", "JVBERi0", "UEsDB", "H4sI", "UklGR", "SUQz", "MII", "AAAAB3N",
    "AAAAC3N", "AAAAE2V", "AGFzbQ", "f0VMR", "PHN2Zy", "PD94bW", "AAAA",
)  # fmt: skip


def entropy(text: str) -> float:
    """Shannon's entropy of the characters of a text, in bits a character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)


def by_chance(text: str, *, whole: bool = True) -> bool:
    """Whether a run of base64, hexadecimal or URL-safe characters looks made by chance.

    `whole` is False where it is a piece of a longer text: what is as long as a SHA-1 or a SHA-256
    is then taken for one. Never by chance are uuids, ULIDs, names with a type before them
    (`cus_9s6XKzkNRiz8i3`), slugs, paths, words, digits, and the beginnings of files.
    """
    if not _SHORTEST <= len(text) <= LONG or text.startswith(_FILES):
        return False
    if _is_given(text):
        return False
    if _HEX.fullmatch(text):
        return _hexadecimal(text, whole=whole)
    return _letters(text)


def _letters(text: str) -> bool:
    """Whether letters and digits are mixed as nobody writes them, capitals or not."""
    pieces = [piece for piece in _PIECES.split(text) if piece]
    bare = "".join(pieces)
    digits = sum(map(str.isdigit, bare))
    ordinary = sum(len(piece) for piece in pieces if _ORDINARY_PIECE.fullmatch(piece))
    if ordinary * 2 > len(bare) or not digits:
        return False
    changes = sum(max(0, len(_CLASSES.findall(piece)) - 1) for piece in pieces) / len(bare)
    if len({_class(char) for char in bare}) == 3:
        spelt = sum(map(len, _WORD.findall(bare)))
        return spelt < 0.55 * len(bare) and changes >= 0.3 and entropy(bare) >= 3.5
    telling = digits >= 0.12 * len(bare) and changes >= 0.2
    return telling and len(bare) >= _SHORTEST + 4 and entropy(bare) >= 3.3


def mixed(text: str) -> bool:
    """Whether a text could be a key where its name half says so: from 12 characters on."""
    return is_made_up(text) or by_chance(text)


def is_made_up(text: str) -> bool:
    """Whether a piece of an address is a key, from 12 characters on; ids and digests are none."""
    if _is_given(text):
        return False
    short = 12 <= len(text) < 2 * _SHORTEST and by_chance(text * 2, whole=False)
    return short or by_chance(text, whole=False)


def _is_given(text: str) -> bool:
    """Whether it is an id of a form that a standard or a maker gives to ids."""
    return any(form.fullmatch(text) for form in (_UUID, _ULID, _TYPED, _GIVEN))


def _hexadecimal(text: str, *, whole: bool) -> bool:
    """Whether hexadecimal digits are a key's: from 32 on, an object's name has 24."""
    if len(text) < 32 or (not whole and len(text) in {40, 64}):
        return False
    return not text.isdigit() and not text.isalpha() and entropy(text) >= 3.0


def _class(char: str) -> str:
    if char.isdigit():
        return "0"
    return "A" if char.isupper() else "a"
