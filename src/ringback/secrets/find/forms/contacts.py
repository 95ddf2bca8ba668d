"""Phone numbers and e-mail addresses: where they stand, and which are nobody's."""

import re
from collections.abc import Iterator

_PHONE = re.compile(r"(?<![\w+.-])\+[1-9](?:[ ().-]{0,2}\d){7,14}(?![\w]|[.:-]\d)")
_LOOSE = re.compile(r"\s*\+?(?:[ ()./-]{0,3}\d){7,15}[ )]?\s*")
_EXTENSION = r"(?:[ ,;]{0,2}(?:ext(?:ension)?[ .:=]{0,2}|x ?|#|durchwahl )\d{1,6})"
_EXTENDED = re.compile(rf"(.{{7,40}}?)({_EXTENSION})\s*", re.IGNORECASE | re.DOTALL)
_BEHIND_IT = re.compile(_EXTENSION + r"(?!\w)", re.IGNORECASE)
# In any text: of North America with separators, with 00 for the plus, of France by its five pairs,
# and with a leading zero in the groups that Britain and Germany write.
_NATIONAL = re.compile(
    r"(?<![\w.+/-])(?:1[-. ]?)?(?:\([2-9]\d{2}\)[ -]?|[2-9]\d{2}[-.])[2-9]\d{2}[-. ]\d{4}"
    r"(?![\w-]|\.\d)"
    r"|(?<![\w.+/-])00[1-9]\d{0,2}[ -](?:\(0\))?\d(?:[ ()/-]{0,2}\d){6,11}(?![\w-])"
    r"|(?<![\w.+/:-])(?<!\d )0[1-9](?:[ .]\d{2}){4}(?![\w-]|[ .]\d)"
    r"|(?<![\w.+/:-])(?<!\d )\(?0[1-9]\d{1,3}\)?[ ]\d{3,4}[ ]?\d{3,4}(?![\w-]|\.\d| \d)"
    r"|(?<![\w.+/:-])0[1-9]\d{1,3}[/-]\d{6,8}(?![\w/-]|\.\d)"
    r"|(?<![\w.+/:-])0[1-9]\d{0,2}-\d{2,4}-\d{4}(?![\w/-]|\.\d)"
)
_CUED = re.compile(
    r"(?i:\b(?:tel|phone|mobile|fax|cell|whatsapp|sms|telephone|telefon|handy|rufnummer|call|"
    r"callto|ring|text|dial|komórka|(?:za)?dzwo[nń]\w{0,4}|appele[rz]\w{0,2}|llam[ae]\w{0,3}|chiam\w{1,3}|"
    r"lig(?:ue|ar)|anruf\w{0,2})(?: (?:us|me|him|her|them|number|no))?(?: at| on| under| is)?"
    r"[.:]{0,2} ?|\bwa\.me/|[?&](?:phone|to|from|msisdn)=)"
    r"(\+?\(?\d(?:[ ()./-]{0,2}\d){6,14})(?![\w-]|\.\d)"
)
_CUES = re.compile(
    r"(?i:wa\.me|[?&]|tel|phone|mobil|fax|cell|sms|whatsapp|handy|ruf|call|ring|text|dial"
    r"|kom|dzwo|appel|llam|chiam|lig)"
)
_DIGITS = re.compile(r"\d[\d ()./-]{5,}\d")
_DATE = re.compile(r"\s*\d{4}[-/.]\d\d[-/.]\d\d\s*")
# Nobody's: +1 NXX 555 01XX and the area code 555 (NANPA), and what Ofcom, ACMA, ARCEP and the
# Bundesnetzagentur keep for plays.
_RESERVED = re.compile(
    r"1?(?:\d{3}55501\d\d|555\d{7})|44(?:1632960|7700900|2079460|1144960|1134960)\d{3}"
    r"|61(?:491570\d{3}|[2378](?:5550|7010)\d{4})|33(?:19900|26191|35301|46571|53649|63998)\d{4}"
    r"|49(?:3023125|4066969)\d{3}"
)
_EMAIL = re.compile(
    r"(?:(?<![\w.+%-])|(?<=%[0-9A-Fa-f]{2}))"
    r"(\w(?:[\w.+!#$'*^~-]|%2B){0,63}+)(@|%40|%2540|&#64;|\\u0040)"
    r"((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,24}|xn--[A-Za-z0-9-]{2,59}))"
    r"(?![\w-]|\.\w|:(?!\d))"
)
_NOBODYS = re.compile(
    r"(?:.*\.)?(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)", re.IGNORECASE
)
_USERINFO = re.compile(r"://[^\s/?#@]*$")  # before the host of an address
_BEFORE = 256
_LONGEST = 60  # characters of a phone number with all that people write around it
_DIALLED = re.compile(
    r"1[2-9]\d{2}[2-9]\d{6}|(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d)[2-9]\d{10,12}"
)
_FILES = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "webp", "js", "css", "ts", "json", "html", "py", "woff"}
)
_AREAS = [
    area
    for area in range(201, 990)
    if area % 100 != 11 and area // 10 % 10 != 9 and area not in {555, 800, 833, 844, 855, 866, 877}
]


def phones(text: str, *, named: bool, numbering: bool = False) -> Iterator[tuple[int, int]]:
    """Where phone numbers stand, with their extensions; `named` says that the text's name is one's.

    In any text a number counts that begins with `+` (E.164), digits set apart or not, and what is
    written as people of a country write theirs, unless the name is a `numbering` one; under a
    phone's name, or behind its word, any spelling of 7 to 15 digits does. Reserved ones are left
    out.
    """
    if named and _is_whole(text):
        if not is_reserved(text):
            bare = text.strip()
            start = text.index(bare)
            yield start, start + len(bare)
        return
    at = 0
    for start, end in sorted(_standing(text, numbering=numbering), key=lambda it: (it[0], -it[1])):
        if start >= at and not is_reserved(text[start:end]):
            behind = _BEHIND_IT.match(text, end)
            at = behind.end() if behind else end
            yield start, at


def _standing(text: str, *, numbering: bool) -> Iterator[tuple[int, int]]:
    """Where a text has what is written as a phone number is."""
    if "+" in text:
        yield from (found.span() for found in _PHONE.finditer(text))
    if not numbering and _DIGITS.search(text):
        yield from (found.span() for found in _NATIONAL.finditer(text))
        if _CUES.search(text):
            for found in _CUED.finditer(text):
                if not _DATE.fullmatch(found[1]):
                    yield found.span(1)


def _is_whole(text: str) -> bool:
    """Whether a text under a phone's name is one, with an extension or without."""
    if len(text) > _LONGEST or _DATE.fullmatch(text):
        return False
    extended = _EXTENDED.fullmatch(text)
    return _LOOSE.fullmatch(extended[1] if extended else text) is not None


def is_reserved(phone: str) -> bool:
    """Whether a phone number is kept for examples: nobody has it."""
    digits = digits_of(phone)
    return _RESERVED.fullmatch(digits) is not None or not digits.strip("0")


def is_dialled(text: str) -> bool:
    """Whether a whole text is a number as networks dial it: country first, no sign, no spaces.

    Times are none: neither seconds and their thousandths since 1970, nor a date in digits.
    """
    return _DIALLED.fullmatch(text) is not None and not is_reserved(text)


def digits_of(phone: str) -> str:
    """The digits of a phone number, ten of North America with their country's."""
    extended = _EXTENDED.fullmatch(phone)
    digits = re.sub(r"\D", "", extended[1] if extended else phone)
    if digits.startswith("00") and len(digits) > 10:
        return digits[2:]
    return digits if phone.lstrip().startswith("+") or len(digits) != 10 else f"1{digits}"


def emails(text: str) -> Iterator[tuple[int, int]]:
    """Where e-mail addresses stand; those of example.com and the like are left out (RFC 2606)."""
    if "@" not in text and not any(sign in text for sign in ("%40", "%2540", "&#64;", "u0040")):
        return
    for found in _EMAIL.finditer(text):
        domain = found[3].lower()
        if _NOBODYS.fullmatch(domain) or domain.rpartition(".")[2] in _FILES:
            continue
        if found[1].lower() != "git" and not _USERINFO.search(text[: found.start()][-_BEFORE:]):
            yield found.span()


def plain_email(address: str) -> str:
    """An address in lower case, its sign as it is."""
    return re.sub(r"%(?:25)?40|&#64;|\\\\u0040", "@", address).lower()


def reserved_phone(number: int) -> str:
    """The digits of the reserved number of this ordinal, from 1 on, no two alike up to 10 million.

    The first 100 a area code are `+1 NXX 555 01XX`; past the last area code it is 555's own.
    """
    turn, line = divmod(number - 1, 100)
    if turn < len(_AREAS):
        return f"1{_AREAS[turn]}55501{line:02d}"
    return f"1555{number % 10_000_000:07d}"


def reserved_abroad(number: int) -> list[str]:
    """The digits of reserved numbers of other countries, for descriptions that ask for theirs."""
    return [
        f"441632960{number % 1000:03d}",
        f"447700900{number % 1000:03d}",
        f"3319900{number % 10_000:04d}",
        f"493023125{number % 1000:03d}",
        f"61491570{number % 1000:03d}",
    ]


def respelt(phone: str, digits: str) -> str:
    """The reserved digits, spelt as a phone number was; in E.164 where their lengths differ."""
    extended = _EXTENDED.fullmatch(phone)
    if extended:
        return respelt(extended[1], digits) + re.sub(r"\d", "0", extended[2])
    own = re.sub(r"\D", "", phone)
    if "+" in phone:
        fill = digits if len(own) == len(digits) else ""
    else:
        fill = digits if own[:1] == "1" and len(own) == 11 else digits[1:] if len(own) == 10 else ""
    if not fill:
        return f"+{digits}" if "+" in phone or own.startswith("00") else digits
    left = iter(fill)
    return "".join(next(left) if char.isdigit() else char for char in phone)
