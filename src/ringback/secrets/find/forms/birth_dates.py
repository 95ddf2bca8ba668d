"""Dates of birth: read in whatever form, and written as those that nobody living has."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

_ISO = re.compile(r"(\d{4})([-/.]?)(\d\d)\2(\d\d)([T ].{0,40})?")
_COMMON = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)")
_MONTH = re.compile(r"(\d{4})([-/.])(\d\d)")
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
# German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish.
_MONTHS = (
    "januar janvier enero gennaio janeiro januari stycznia jänner",
    "februar février febrero febbraio fevereiro februari lutego",
    "märz mars marzo março maart marca",
    "avril abril aprile april kwietnia",
    "mai mayo maggio maio mei maja maj",
    "juni juin junio giugno junho czerwca",
    "juli juillet julio luglio julho lipca",
    "août agosto augustus sierpnia augusti",
    "septembre septiembre settembre setembro września",
    "oktober octobre octubre ottobre outubro października",
    "novembre noviembre novembro listopada",
    "dezember décembre diciembre dicembre dezembro grudnia",
)
_ABROAD = re.compile(rf"\b(?:{'|'.join(' '.join(_MONTHS).split())})\b", re.IGNORECASE)
_MONTHS_IN_ENGLISH = re.compile(r"January|February|March|April|August|September|November")
_SPOKEN = ("%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%B %d %Y", "%d-%b-%Y", "%d. %B %Y",
           "%B %Y", "%b %Y")  # fmt: skip
_LONGEST = 60
FIRST = date(1900, 1, 1)  # nobody who is born in its year lives
_DAY = 86_400
_SECONDS = 10**8, 3 * 10**9  # of an epoch's seconds, and a thousand times that of milliseconds


def birth_date(text: str) -> date | None:
    """The date that a text tells; None where it tells none. Of a year alone its first day."""
    bare = _plain(text)
    if len(bare) > _LONGEST:
        return None
    numbers = _of_numbers(bare)
    if numbers is not None:
        try:
            return date(*numbers)
        except ValueError:
            return None
    told = next((form for form in _SPOKEN if _reads(bare, form)), None)
    if told is not None:
        return datetime.strptime(bare, told).replace(tzinfo=UTC).date()
    return _of_epoch(bare)


def _plain(text: str) -> str:
    """A date without the ending of its day: `3rd February 1988`."""
    bare = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text.strip())
    if bare.isascii() and not bare.islower() and _MONTHS_IN_ENGLISH.search(bare):
        return bare
    told = _ABROAD.search(bare) if any(map(str.isalpha, bare)) else None
    if told is None:
        return bare
    number = next(at for at, names in enumerate(_MONTHS) if told[0].casefold() in names.split())
    named = bare[: told.start()] + f"{date(1900, number + 1, 1):%B}" + bare[told.end() :]
    return re.sub(r" de ", " ", named)


def _of_numbers(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a date that is written in numbers."""
    found = _ISO.fullmatch(text)
    if found:
        return int(found[1]), int(found[3]), int(found[4])
    found = _COMMON.fullmatch(text)
    if found:
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        month, day = (second, first) if first > 12 or found[2] == "." else (first, second)
        return year if year > 99 else 1900 + year, month, day
    found = _MONTH.fullmatch(text)
    if found:
        return int(found[1]), int(found[3]), 1
    return (int(text), 1, 1) if _YEAR.fullmatch(text) else None


def _of_epoch(text: str) -> date | None:
    if not re.fullmatch(r"-?\d{6,13}", text):
        return None
    seconds = int(text) / (1000 if len(text.lstrip("-")) > 10 else 1)
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()


def is_nobodys_birth(text: str) -> bool:
    """Whether a text tells a date that stands for one of birth."""
    told = birth_date(text)
    return told is not None and told.year == FIRST.year


def made_births(text: str, number: int) -> Iterator[str]:
    """A date of 1900, written as the text has its own."""
    day = FIRST + timedelta(days=(number - 1) % 365)
    bare = _plain(text)
    iso, common = _ISO.fullmatch(bare), _COMMON.fullmatch(bare)
    if iso:
        time = re.sub(r"\d", "0", iso[5] or "")
        yield f"{day.year}{iso[2]}{day.month:02d}{iso[2]}{day.day:02d}{time}"
    elif common:
        low = int(common[1]) > 12 or common[2] == "."
        parts = (day.day, day.month) if low else (day.month, day.day)
        year = f"{day.year}"[-len(common[4]) :]
        yield common[2].join((f"{parts[0]:02d}", f"{parts[1]:02d}", year))
    elif month := _MONTH.fullmatch(bare):
        yield f"{day.year}{month[2]}{day.month:02d}"
    elif _YEAR.fullmatch(bare):
        yield str(FIRST.year)
    elif any(map(str.isalpha, bare)):
        told = birth_date(bare)
        forms = [form for form in _SPOKEN if told and _reads(bare, form)]
        yield from (day.strftime(form) for form in forms)
    else:
        seconds = (day - date(1970, 1, 1)).days * _DAY
        yield str(seconds * (1000 if len(bare.lstrip("-")) > 10 else 1))


def _reads(text: str, form: str) -> bool:
    if not any(map(str.isalpha, text)):
        return False
    try:
        datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def canonical_birth(text: str) -> str:
    """The date that a text tells, in one spelling; what tells none as it is."""
    told = birth_date(text)
    return told.isoformat() if told else text
