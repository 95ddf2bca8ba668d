"""Phone numbers and e-mail addresses: where they stand, and which are nobody's."""

import re
from collections.abc import Iterator

_PHONE = re.compile(r"(?<![\w+.-])\+[1-9](?:[ ().-]{0,2}\d){7,14}(?![\w]|[.:-]\d)")
_LOOSE = re.compile(r"\s*\+?(?:[ ()./-]{0,3}\d){7,15}[ )]?\s*")
_DATE = re.compile(r"\s*\d{4}[-/.]\d\d[-/.]\d\d\s*")
# Nobody's: +1 NXX 555 01XX and the area code 555 (NANPA), and what Ofcom, ACMA, ARCEP and the
# Bundesnetzagentur keep for plays.
_RESERVED = re.compile(
    r"1?(?:\d{3}55501\d\d|555\d{7})|44(?:1632960|7700900|2079460|1144960|1134960)\d{3}"
    r"|61(?:491570\d{3}|[2378](?:5550|7010)\d{4})|33(?:19900|26191|35301|46571|53649|63998)\d{4}"
    r"|49(?:3023125|4066969)\d{3}"
)
_EMAIL = re.compile(
    r"(?<![\w.+%/-])([A-Za-z0-9_](?:[\w.+-]|%2B){0,63})(@|%40)"
    r"((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24})(?![\w-]|\.\w|:(?!\d))"
)
_NOBODYS = re.compile(
    r"(?:.*\.)?(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)", re.IGNORECASE
)
_USERINFO = re.compile(r"://[^\s/?#@]*$")  # before the host of an address
_BEFORE = 256
_FILES = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "webp", "js", "css", "ts", "json", "html", "py", "woff"}
)
_AREAS = [
    area
    for area in range(201, 990)
    if area % 100 != 11 and area // 10 % 10 != 9 and area not in {555, 800, 833, 844, 855, 866, 877}
]


def phones(text: str, *, named: bool) -> Iterator[tuple[int, int]]:
    """Where phone numbers stand; `named` says that the whole text is one by its name.

    In any text a number counts that begins with `+` (E.164), digits set apart or not; under a
    phone's name any spelling of 7 to 15 digits does. Reserved numbers are left out.
    """
    if named and _LOOSE.fullmatch(text) and not _DATE.fullmatch(text):
        if not is_reserved(text):
            bare = text.strip()
            start = text.index(bare)
            yield start, start + len(bare)
        return
    if "+" in text:
        for found in _PHONE.finditer(text):
            if not is_reserved(found.group()):
                yield found.span()


def is_reserved(phone: str) -> bool:
    """Whether a phone number is kept for examples: nobody has it."""
    digits = digits_of(phone)
    return _RESERVED.fullmatch(digits) is not None or not digits.strip("0")


def digits_of(phone: str) -> str:
    """The digits of a phone number, ten of North America with their country's."""
    digits = re.sub(r"\D", "", phone)
    return digits if phone.lstrip().startswith("+") or len(digits) != 10 else f"1{digits}"


def emails(text: str) -> Iterator[tuple[int, int]]:
    """Where e-mail addresses stand; those of example.com and the like are left out (RFC 2606)."""
    if "@" not in text and "%40" not in text:
        return
    for found in _EMAIL.finditer(text):
        domain = found[3].lower()
        if _NOBODYS.fullmatch(domain) or domain.rpartition(".")[2] in _FILES:
            continue
        if found[1].lower() != "git" and not _USERINFO.search(text[: found.start()][-_BEFORE:]):
            yield found.span()


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
    own = re.sub(r"\D", "", phone)
    if "+" in phone:
        fill = digits if len(own) == len(digits) else ""
    else:
        fill = digits if own[:1] == "1" and len(own) == 11 else digits[1:] if len(own) == 10 else ""
    if not fill:
        return f"+{digits}" if "+" in phone else digits
    left = iter(fill)
    return "".join(next(left) if char.isdigit() else char for char in phone)
