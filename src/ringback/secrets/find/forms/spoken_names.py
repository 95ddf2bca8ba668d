"""Names of persons that what is around them in a text tells."""

import re
from collections.abc import Iterator

_FIRM = re.compile(
    r".*?\b(?:inc|ltd|llc|corp|gmbh|ag|s\.?a|sarl|b\.?v|nv|oy|plc|kg|s\.?r\.?l|pty|co|e\.?v|bank|"
    r"limited|company|group|foundation|university|ministry|department)\b\.?",
    re.IGNORECASE | re.DOTALL,
)
_ROLE = re.compile(
    r"(?i:support|team|service|sales|admin|reply|info|news|office|bot|help|customer|\bsir\b|madam|"
    r"\ball\b|everyone|friend|\buser\b|world|there|guest|member|colleague|kund|client)"
)
_PROPER = r"[^\W\d_a-z][\w'’-]{1,40}"
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Herrn?|Frau|Mme|Mlle|Monsieur|Madame|Señora?|Sra|Signora?|Dr\.|Prof\.)"
_GREETING = r"(?:Dear|Hi|Hello|Hallo|Liebe[rs]?|Cher|Chère|Hola|Querid[oa]|Caro|Cara|Bonjour|Olá)"
_SMALL = r"van|von|de|da|der|den|di|la|bin|al"  # words of a name that are not capitalised
# Before an address of e-mail, as a parameter of a calendar's entry, behind a title, and as whose
# a device is.
_CALLED = (
    rf"({_PROPER}(?: (?:{_PROPER}|[^\W\d_a-z]\.|{_SMALL})){{1,4}})[\"']? ?(?=<[\w.+-]{{1,64}}@)",
    rf";CN=\"?({_PROPER}(?: {_PROPER}){{1,3}})(?=[\":;])",
    rf"\b{_TITLE}\.? ({_PROPER}(?: {_PROPER})?)",
    rf"\b{_GREETING} ({_PROPER}(?: {_PROPER})?)(?=[,!])",
    r"\b([^\W\d_]{2,30})['’]s (?=iPhone|iPad|MacBook|iMac|Galaxy|Pixel|Apple|AirPods|PC\b|Laptop)",
)
_ANY = re.compile("|".join(_CALLED))
_SIGNS = ("D", "H", "Lieb", "Ch", "Quer", "Car", "Bonj", "Ol", "@", ";CN=", "'s ", "’s ", "M",
          "Frau", "Se", "Sr", "Signor", "Prof.")  # fmt: skip
_TELLING = re.compile(
    rf"@|;CN=|{_GREETING} |['’]s |M(?:r|rs|s|iss|me|lle|onsieur|adame)\b|Herr|Frau|Señor|Sra|Signor"
    r"|Dr\.|Prof\."
)


def spoken_names(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand: `Ann Lee <ann@…>`, `CN="Ann Lee"`, `Mrs Lee`, `Ann's iPhone`."""
    for found in _ANY.finditer(text) if calls_somebody(text) else ():
        group = found.lastindex or 1
        if not _ROLE.search(found[group]) and not is_firm(found[group]):
            yield found.span(group)


def calls_somebody(text: str) -> bool:
    """Whether a text has what a name could stand beside; most have not."""
    return any(sign in text for sign in _SIGNS) and _TELLING.search(text) is not None


def is_firm(text: str) -> bool:
    """Whether a name has a word by which firms and bodies call themselves."""
    return _FIRM.match(text) is not None
