"""Texts in base64, and credentials behind the word of their scheme."""

import base64
import binascii
import re
from dataclasses import dataclass

_ALPHABET = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_SCHEME = re.compile(
    r"((?:Bearer|Basic|Digest|Negotiate|Token|ApiKey|Api-Key|Key|NTLM|DPoP|OAuth|GenieKey"
    r"|AWS4-HMAC-SHA256|SharedKey|SharedAccessSignature|JWT)[ ]+(?:token=)?)(\S.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What stands in base64; `url` and `padded` say how it was spelt (RFC 4648 4 and 5)."""

    text: str
    url: bool
    padded: bool

    def encoded(self, text: str) -> str:
        """Another text, spelt in the same way."""
        data = text.encode("utf-8", "surrogatepass")
        coded = (base64.urlsafe_b64encode if self.url else base64.b64encode)(data).decode()
        return coded if self.padded else coded.rstrip("=")


def decoded(text: str, *, shortest: int = 20) -> Coded | None:
    """The readable text that stands in base64; None where it is no base64 or not readable."""
    if len(text) < shortest or not _ALPHABET.fullmatch(text):
        return None
    bare = text.rstrip("=")
    padded = len(bare) < len(text) or len(text) % 4 == 0
    url = "-" in bare or "_" in bare
    if len(bare) % 4 == 1 or (url and ("+" in bare or "/" in bare)):
        return None
    padding = "=" * (-len(bare) % 4)
    try:
        data = base64.b64decode(bare + padding, altchars=b"-_" if url else None, validate=True)
        inside = data.decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    if not inside or not all(char.isprintable() or char in "\r\n\t" for char in inside):
        return None
    coded = Coded(text=inside, url=url, padded=padded)
    return coded if coded.encoded(inside) == text else None


def scheme_of(text: str) -> tuple[str, str]:
    """The word of the scheme with the space behind it, empty where there is none; and the rest."""
    found = _SCHEME.fullmatch(text)
    return (found[1], found[2]) if found else ("", text)
