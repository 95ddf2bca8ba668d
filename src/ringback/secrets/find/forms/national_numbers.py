"""Numbers that states give to people: their forms, their check digits, and which are nobody's."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from ringback.secrets.find.forms.check_digits import (
    fiscal,
    gtin,
    luhn,
    mod11_10,
    verhoeff,
)
from ringback.secrets.find.forms.national_checks import (
    belgian_fits,
    chinese_fits,
    cnpj_fits,
    cpf_fits,
    eleven_fits,
    nhs_fits,
    nie_fits,
    nir_fits,
    pesel_fits,
    pps_fits,
    rut_fits,
)

_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"
_HETU = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"


def _unchecked(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalNumber:
    """One kind of number: its name, its form without separators, and its check.

    `written` is the form by which it is told in any text, empty where only a name tells it.
    `made` are the forms of numbers that nobody has: `#` stands for digits of an ordinal, `?`
    and `@` for a digit and a letter that the check decides, `*` for either.
    """

    name: str
    form: str
    made: tuple[str, ...]
    check: Callable[[str], bool] = _unchecked
    written: str = ""


# Sources: the authorities' own rules, as python-stdnum collects them.
NUMBERS = (
    NationalNumber(
        name="US SSN",
        form=r"(?!000|666)[0-8]\d\d(?!00)\d\d(?!0000)\d{4}|9\d\d[7-9]\d{5}",
        made=("000######", "98765432#", "078051120"),
        written=r"\d{3}-\d{2}-\d{4}",
    ),
    NationalNumber(
        name="UK NINO",
        form=r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]",
        made=("QQ######A", "AA00####A"),
        written=r"[A-Za-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]",
    ),
    NationalNumber(name="Canadian SIN", form=r"[1-79]\d{8}", made=("0000####?",), check=luhn),
    NationalNumber(
        name="Brazilian CPF",
        form=r"(?!(\d)\1{10})\d{11}",
        made=("00000####??",),
        check=cpf_fits,
        written=r"\d{3}\.\d{3}\.\d{3}-\d{2}",
    ),
    NationalNumber(
        name="Brazilian CNPJ",
        form=r"\d{14}",
        made=("00000###0001??",),
        check=cnpj_fits,
        written=r"\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}",
    ),
    NationalNumber(name="Dutch BSN", form=r"\d{9}", made=("00000###?",), check=eleven_fits),
    NationalNumber(
        name="German tax id",
        form=r"[1-9]\d{10}",
        made=("000000####?",),
        check=mod11_10,
        written=r"\d{2} \d{3} \d{3} \d{3}",
    ),
    NationalNumber(
        name="French NIR",
        form=rf"[12]\d\d(?:{_MONTH}|[2-9]\d)(?:\d\d|2[AB])\d{{8}}",
        made=("1000100000###??",),
        check=nir_fits,
        written=r"[12] ?\d\d ?\d\d ?(?:\d\d|2[ABab]) ?\d{3} ?\d{3} ?\d\d",
    ),
    NationalNumber(
        name="Spanish DNI",
        form=r"\d{8}[A-Z]",
        made=("00000###@",),
        check=lambda text: _DNI[int(text[:8]) % 23] == text[8],
        written=r"\d{8}[ -]?[A-Za-z]",
    ),
    NationalNumber(
        name="Spanish NIE",
        form=r"[XYZ]\d{7}[A-Z]",
        made=("X0000###@",),
        check=nie_fits,
        written=r"[XYZxyz][ -]?\d{7}[ -]?[A-Za-z]",
    ),
    NationalNumber(
        name="Italian fiscal code",
        form=r"[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]",
        made=("AAAAAA00A01A###@",),
        check=fiscal,
        written=r"[A-Za-z]{3} ?[A-Za-z]{3} ?\d\d[A-Za-z]\d\d ?[A-Za-z]\d{3}[A-Za-z]",
    ),
    NationalNumber(
        name="Indian Aadhaar",
        form=r"[2-9]\d{11}",
        made=("00000000###?",),
        check=verhoeff,
        written=r"\d{4}([ -])\d{4}\1\d{4}",
    ),
    NationalNumber(
        name="Swedish personnummer",
        form=rf"(?:19|20)?\d\d{_MONTH}(?:{_DAY}|[67]\d|8\d|9[01])\d{{4}}",
        made=("00010198#?", "000101###?", "19000101###?"),
        check=lambda digits: luhn(digits[-10:]),
        written=r"(?:19|20)?\d{6}[-+]\d{4}",
    ),
    NationalNumber(
        name="Finnish identity code",
        form=rf"{_DAY}{_MONTH}\d{{5}}[0-9A-Y]",
        made=("0101009##*",),
        check=lambda text: _HETU[int(text[:9]) % 31] == text[9],
        written=r"\d{6}[-+]\d{3}[0-9A-Y]",
    ),
    NationalNumber(
        name="Belgian national number",
        form=rf"\d\d{_MONTH}{_DAY}\d{{5}}",
        made=("000101###??",),
        check=belgian_fits,
        written=r"\d\d\.\d\d\.\d\d-\d{3}\.\d\d",
    ),
    NationalNumber(
        name="Swiss AHV number",
        form=r"756\d{10}",
        made=("75600000####?",),
        check=gtin,
        written=r"756\.\d{4}\.\d{4}\.\d\d",
    ),
    NationalNumber(
        name="Chilean RUT",
        form=r"\d{7,8}[0-9K]",
        made=("00000###*", "0000###*"),
        check=rut_fits,
        written=r"\d{1,2}\.\d{3}\.\d{3}-[0-9Kk]",
    ),
    NationalNumber(
        name="Chinese identity number",
        form=rf"[1-9]\d{{5}}(?:19|20)\d\d{_MONTH}{_DAY}\d{{3}}[0-9X]",
        made=("00000019000101###*",),
        check=chinese_fits,
        written=r"\d{17}[0-9Xx]",
    ),
    NationalNumber(
        name="Korean registration number",
        form=rf"\d\d{_MONTH}{_DAY}[1-8]\d{{6}}",
        made=("0001010######",),
        written=r"\d{6}-\d{7}",
    ),
    NationalNumber(
        name="Mexican CURP",
        form=rf"[A-Z][AEIOUX][A-Z]{{2}}\d\d{_MONTH}{_DAY}[HMX][A-Z]{{5}}[A-Z0-9]\d",
        made=("AAAA000101HDFAAA##",),
        written=r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d",
    ),
    NationalNumber(name="Polish PESEL", form=r"\d{11}", made=("000101####?",), check=pesel_fits),
    NationalNumber(name="UK NHS number", form=r"\d{10}", made=("000000###?",), check=nhs_fits),
    NationalNumber(name="Irish PPS number", form=r"\d{7}[A-W]", made=("0000###@",), check=pps_fits),
)
_SEPARATORS = re.compile(r"[\s./+-]+")
_LOOKS = re.compile(
    r"\d{3}[-. ]?\d|\d\d[.-]\d\d|[A-Za-z]{3} ?\d\d[A-Za-z]|[A-Za-z]{2} ?\d\d|[XYZxyz][ -]?\d"
)
_CLASSES = {"#": r"\d", "?": r"\d", "@": "[A-Z]", "*": "[0-9A-Z]"}
_NOBODYS = re.compile(
    "|".join(
        "".join(_CLASSES.get(char, char) for char in form) for each in NUMBERS for form in each.made
    )
)
_TRIED = {
    "?": "0123456789",
    "@": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "*": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
_TURNS = 30  # ordinals that are tried where a check digit can't be had for one


def compact(text: str) -> str:
    """A number without separators, in capitals."""
    return _SEPARATORS.sub("", text).upper()


@lru_cache(maxsize=1)
def _written_forms() -> tuple[tuple[NationalNumber, re.Pattern[str]], ...]:
    """The kinds that their form tells: compiled when they are first looked for."""
    return tuple(
        (each, re.compile(rf"(?<![\w.+/-])(?:{each.written})(?![\w/-]|\.\d)"))
        for each in NUMBERS
        if each.written
    )


@lru_cache(maxsize=64)
def _form(form: str) -> re.Pattern[str]:
    return re.compile(form)


def written(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers stand that their form alone tells, nobody's left out."""
    if not _LOOKS.search(text):
        return
    for each, pattern in _written_forms():
        for found in pattern.finditer(text):
            bare = compact(found[0])
            if is_valid(each, bare) and not is_nobodys(bare):
                yield found.span()


def is_valid(number: NationalNumber, bare: str) -> bool:
    """Whether a number without separators has the form and the check digits of a kind."""
    return _form(number.form).fullmatch(bare) is not None and number.check(bare)


def is_nobodys(text: str) -> bool:
    """Whether a number is one of those that `made` gives."""
    return _NOBODYS.fullmatch(compact(text)) is not None


def made(text: str, number: int) -> Iterator[str]:
    """Numbers that nobody has, of the kinds that a number has the check digits of.

    First of the kind that is written so, then of those whose check digits say more than a form.
    """
    bare = compact(text)
    kinds = [each for each in NUMBERS if is_valid(each, bare)]
    for each in sorted(kinds, key=lambda it: (not _is_written(it, text), it.check is _unchecked)):
        for form in each.made:
            if len(form) == len(bare):
                yield from _filled(each, form, number)


def _is_written(kind: NationalNumber, text: str) -> bool:
    return bool(kind.written) and re.fullmatch(kind.written, text.strip()) is not None


def _filled(kind: NationalNumber, form: str, number: int) -> Iterator[str]:
    room = form.count("#")
    for more in range(_TURNS):
        told = _fitting(kind, form, (number + more) % 10**room if room else 0)
        if told:
            yield told


@lru_cache(maxsize=4096)
def _fitting(kind: NationalNumber, form: str, number: int) -> str:
    """The form with an ordinal and check digits in it; empty where there are none."""
    room = form.count("#")
    digits = iter(str(number).zfill(room)) if room else iter("")
    parts = [next(digits) if char == "#" else char for char in form]
    open_places = [at for at, char in enumerate(parts) if char in _TRIED]
    for tried in product(*(_TRIED[parts[at]] for at in open_places)):
        for at, char in zip(open_places, tried, strict=True):
            parts[at] = char
        text = "".join(parts)
        if kind.check(text):
            return text
    return ""
