"""Numbers of payment cards (ISO/IEC 7812) and of bank accounts (IBAN, ISO 13616)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ringback.secrets.find.forms.check_digits import gtin, luhn, mod97


@dataclass(frozen=True, slots=True, kw_only=True)
class CardNetwork:
    """One network: how its numbers begin, how long they are, and how those for tests begin."""

    prefix: str
    lengths: frozenset[int]
    test: str


# Most particular first. Sources: the networks' lists of ranges; the test numbers are those that
# Stripe, Adyen, Braintree and PayPal publish, and what begins as they do.
_NETWORKS = (
    CardNetwork(prefix=r"3[47]", lengths=frozenset({15}), test="37828224"),
    CardNetwork(prefix=r"30[0-5]|3[689]", lengths=frozenset({14, 16, 19}), test="30569309"),
    CardNetwork(prefix=r"35(?:2[89]|[3-8])", lengths=frozenset(range(16, 20)), test="35660020"),
    CardNetwork(
        prefix=r"6011|64[4-9]|65|622", lengths=frozenset(range(16, 20)), test="60111111"
    ),
    CardNetwork(prefix=r"62|81", lengths=frozenset(range(16, 20)), test="62000000"),
    CardNetwork(prefix=r"220[0-4]", lengths=frozenset(range(16, 20)), test="22000000"),
    CardNetwork(
        prefix=r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720",
        lengths=frozenset({16}),
        test="55555555",
    ),
    CardNetwork(prefix=r"5[0678]|6[0-9]", lengths=frozenset(range(13, 20)), test="67596498"),
    CardNetwork(prefix=r"4", lengths=frozenset({13, 16, 18, 19}), test="42424242"),
)  # fmt: skip
_TESTS = frozenset(
    {
        "4111111111111111", "4012888888881881", "4000056655665556", "5105105105105100",
        "2223003122003222", "5200828282828210", "371449635398431", "6011000990139424",
        "3056930009020004", "38520000023237", "3530111333300000", "4222222222222",
        "6205500000000000004", "378734493671000", "5431111111111111", "6011000000000004",
        "4000002500003155", "4000000000000002", "4000000000009995", "4012000033330026",
        "5555555555554444", "4988438843884305", "2222400070000005", "4917610000000000",
    }
)  # fmt: skip
_RUN = re.compile(r"(?<![\w+/-])(?<![\w]\.)\d(?:[ .-]?\d){12,18}(?![\w-]|\.\d)")
_GROUPS = frozenset({(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (6, 13), (4, 4, 4, 4, 2)})
_NAMED = re.compile(r"\s*\d(?:[ ./-]{0,2}\d){11,18}\s*")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9]{4})")
_LENGTHS = {
    15: "NO", 16: "BE", 18: "DK FI FO GL NL SD", 19: "MK SI", 20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "LY PT ST", 26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HU LB NI PL SV", 29: "BR EG PS QA UA",
    30: "JO KW MU", 31: "MT SC", 32: "LC", 33: "RU",
}  # fmt: skip
_LENGTH = {code: size for size, codes in _LENGTHS.items() for code in codes.split()}
# What Wikipedia, the registry of SWIFT and the makers of payment services show.
_SHOWN = frozenset(
    {
        "DE89370400440532013000", "GB29NWBK60161331926819", "GB82WEST12345698765432",
        "GB33BUKB20201555555555", "FR1420041010050500013M02606", "NL91ABNA0417164300",
        "ES9121000418450200051332", "IT60X0542811101000000123456", "BE68539007547034",
        "CH9300762011623852957", "AT611904300234573201",
    }
)  # fmt: skip
_DIGITS = re.compile(r"\D")


def cards(text: str, *, named: bool, numbering: bool) -> Iterator[tuple[int, int]]:
    """Where numbers of payment cards stand, those for tests left out.

    `named` says that the whole text is one by its name. Under a `numbering` name, that of an order
    or an article, only digits in a card's groups count.
    """
    if named and _NAMED.fullmatch(text):
        if not is_test_card(text):
            bare = text.strip()
            start = text.index(bare)
            yield start, start + len(bare)
        return
    for found in _RUN.finditer(text):
        digits = _DIGITS.sub("", found[0])
        groups = tuple(map(len, re.split("[ .-]", found[0])))
        grouped = len(groups) > 1
        if grouped and (groups not in _GROUPS or len(set(_separators(found[0]))) > 1):
            continue
        if not grouped and (numbering or len(digits) < 14 or (len(digits) == 14 and gtin(digits))):
            continue
        if _network(digits) and luhn(digits) and not is_test_card(digits):
            yield found.span()


def _separators(text: str) -> list[str]:
    return [char for char in text if not char.isdigit()]


def _network(digits: str) -> CardNetwork | None:
    for each in _NETWORKS:
        if re.match(each.prefix, digits):
            return each if len(digits) in each.lengths else None
    return None


def is_test_card(text: str) -> bool:
    """Whether a card number is one that is published for tests, or begins as those do."""
    digits = _DIGITS.sub("", text)
    return (
        digits in _TESTS
        or not digits.strip("0")
        or any(digits.startswith(each.test) for each in _NETWORKS)
    )


def made_cards(text: str, number: int) -> Iterator[str]:
    """Digits of cards for tests with a check digit, as long as a number: first of its network."""
    digits = _DIGITS.sub("", text)
    own = _network(digits)
    for each in dict.fromkeys((own or _NETWORKS[-1], _NETWORKS[-1])):
        room = len(digits) - len(each.test) - 1
        bare = each.test + str(number % 10**room).zfill(room)
        yield next(bare + end for end in "0123456789" if luhn(bare + end))


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """Where IBANs stand, in groups or not; those that are shown everywhere are left out."""
    for found in _IBAN.finditer(text):
        size = _LENGTH.get(found[0][:2].upper())
        end = _behind(text, found.start(), size) if size else 0
        bare = bare_iban(text[found.start() : end])
        if end and mod97(bare[4:] + bare[:4]) == 1 and not is_shown_iban(bare):
            yield found.start(), end


def _behind(text: str, start: int, size: int) -> int:
    """Where so many letters and digits end, single separators among them; 0 where they do not."""
    at, left = start, size
    while left and at < len(text):
        char = text[at]
        if char.isascii() and char.isalnum():
            left -= 1
        elif char not in " -" or not text[at - 1].isalnum():
            return 0
        at += 1
    return 0 if left or text[at : at + 1].isalnum() else at


def bare_iban(text: str) -> str:
    """An IBAN without separators, in capitals."""
    return re.sub(r"[\s-]", "", text).upper()


def is_shown_iban(text: str) -> bool:
    """Whether an IBAN is nobody's: one for examples, or one that `made_ibans` gives."""
    bare = bare_iban(text)
    inner = bare[4:]
    filled = len(inner) - len(inner.lstrip("X0"))
    return bare in _SHOWN or (filled >= 4 and filled * 2 >= len(inner))


def made_ibans(text: str, number: int) -> Iterator[str]:
    """An IBAN of the same country and form, without separators, with right check digits."""
    bare = bare_iban(text)
    if _LENGTH.get(bare[:2]) != len(bare):
        return
    inner = ["0" if char.isdigit() else "X" for char in bare[4:]]
    digits = [at for at in range((len(inner) + 1) // 2, len(inner)) if inner[at] == "0"]
    for at, char in zip(digits, str(number).zfill(len(digits))[-len(digits) :], strict=True):
        inner[at] = char
    body = "".join(inner)
    yield f"{bare[:2]}{98 - mod97(f'{body}{bare[:2]}00'):02d}{body}"
