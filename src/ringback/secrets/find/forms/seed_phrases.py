"""Words that make the key of a wallet (BIP-39), and codes that a message tells a person."""

import re
from collections.abc import Iterator
from itertools import chain

_COUNTS = frozenset({12, 15, 18, 21, 24})
_WORD = re.compile(r"[a-z]{3,8}")
# No word of the list, and in nearly every sentence of its length.
_PROSE = re.compile(
    r"\b(?:the|and|for|with|from|that|this|was|were|are|not|but|his|her|its|you|your|they|them|"
    r"their|has|had|have|will|would|can|could|may|which|who|what|where|when|into|than|then|there|"
    r"here|been|some|such|out|per|via|our|these|those|also|more|most|each|other|any|how|did|does|"
    r"los|las|del|una|por|para|con|que|der|die|das|und|von|mit|den|dem|les|des|est|sur|pour|dans|"
    r"lorem|ipsum|dolor|amet)\b"
)
_TOLD = re.compile(
    r"(?i:seed|recovery|mnemonic|backup|secret)[ _-]?(?i:phrase|words)?[ \"'=:]{1,4}"
    r"((?:[a-z]{3,8} ){11,23}[a-z]{3,8})(?![\w ])"
)
_SPOKEN = re.compile(
    r"(?i:(?:verification|security|confirmation|one[- ]time|login|sign[- ]?in|access|auth\w{0,12}|"
    r"2fa|mfa|sms|otp|activation|recovery|reset)[ -]{0,2}(?:code|passcode|pin|password)|\botp|"
    r"\bpasscode|\bpin|\byour code)(?: (?:is|was|of|for [\w ]{1,20}? is))?[ :=]{1,3}"
    r"([0-9]{3}[ -]?[0-9]{3}|[0-9]{4,8}|[A-Z0-9]{2,6}-[A-Z0-9]{3,8})(?![\w-]|\.\d)"
    r"|\b(?i:code|pin) ([0-9]{4,8}) to (?i:log|sign|verify|confirm|complete|continue|reset|finish)"
    r"|(?:(?<![\w.-])|(?<=\bG-))([0-9]{4,8}) (?:(?:is|as) your|es (?:tu|su)|ist (?:Ihr|dein)e?|"
    r"est (?:votre|ton)|è il (?:tuo|suo)|é o (?:seu|teu)|is (?:je|uw)|to tw[oó]j)\b"
    r"(?=[^\n.!]{0,40}(?i:code|kod|codice|c[óo]digo|otp|\bpin|pass))"
)
# In other languages: what says that a code proves something, before or behind the word for it.
_ABROAD = re.compile(
    r"(?i:\b(?=[^\n:\d]{0,40}(?:v[ée]rif|weryf|potwierdz|best[äa]tig|sicherheits|einmal|confirm|"
    r"s[ée]curit|seguri|sicurezz|seguran|bekr[äa]ft|vahvist|conferma|doğrula|подтвер))"
    r"[^\n:\d]{0,24}(?:code|kode?n?|codice|c[óo]digo|koodi|kodu|код)\b[^\n:\d]{0,30}[: ]{1,2})"
    r"(\d{3}[ -]?\d{3}|\d{4,8})(?![\w-]|\.\d)"
)
_CUES = re.compile(r"(?i:code|kod|codice|c[óo]digo|koodi|код|otp|\bpin\b|pass)")
_DIGITS = re.compile(r"\d{3}|\d-")
_YEAR = re.compile(r"(?:19|20)\d\d")


def is_seed_phrase(text: str) -> bool:
    """Whether a whole text is as many lower-case words as a phrase has, and no sentence."""
    if text.count(" ") < min(_COUNTS) - 1 or len(text) > 24 * 10:
        return False
    words = text.split()
    return (
        len(words) in _COUNTS
        and all(map(_WORD.fullmatch, words))
        and _PROSE.search(text) is None
        and len(set(words)) > len(words) // 2
    )


def spoken_phrases(text: str) -> Iterator[tuple[int, int]]:
    """Where a message tells a phrase: `seed phrase: legal winner thank …`."""
    for found in _TOLD.finditer(text) if text.count(" ") >= min(_COUNTS) else ():
        yield found.span(1)


def spoken_codes(text: str) -> Iterator[tuple[int, int]]:
    """Where a message tells a code: `Your verification code is 482913`."""
    if _DIGITS.search(text) is None or _CUES.search(text) is None:
        return
    for found in chain(_SPOKEN.finditer(text), _ABROAD.finditer(text)):
        group = found.lastindex or 1
        if not _YEAR.fullmatch(found[group]):
            yield found.span(group)
