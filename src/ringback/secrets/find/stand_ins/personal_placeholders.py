"""What stands for personal data: valid where that was, spelt as it was, and nobody's."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ringback.secrets.find.forms import (
    account_numbers,
    birth_dates,
    contacts,
    ip_addresses,
    national_numbers,
)
from ringback.secrets.find.secret_kinds import (
    BANK,
    BIRTH,
    CARD,
    EMAIL,
    IP,
    MAC,
    NATIONAL,
    PHONE,
    PLATE,
    POSTCODE,
)
from ringback.secrets.find.stand_ins.fitting_placeholders import masks

_SHORTEST_LEARNT = 8  # characters of a number that is looked for everywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How values of one kind are told from each other, and written anew.

    `canonical` is the same for all spellings of a value; `made` are placeholders for the one of an
    ordinal in the spelling of a value, the plainest first. Where `spreads` is true the canonical
    spelling is looked for everywhere.
    """

    canonical: Callable[[str], str]
    made: Callable[[str, int], Iterator[str]]
    spreads: bool = False

    def learnt(self, value: str) -> str | None:
        """What is looked for everywhere once a value was found; None where it says too little."""
        told = self.canonical(value)
        return told if self.spreads and len(told) >= _SHORTEST_LEARNT else None


def respelt(value: str, made: str) -> str:
    """Letters and digits in the places of a value's own, in its case; as made if not as many."""
    own = [char for char in value if char.isalnum()]
    if len(own) != len(made):
        return made
    lower = value == value.lower()
    left = iter(made.lower() if lower else made)
    return "".join(next(left) if char.isalnum() else char for char in value)


def _phones(value: str, number: int) -> Iterator[str]:
    digits = contacts.reserved_phone(number)
    yield contacts.respelt(value, digits)
    yield from (f"+{digits}", digits, digits[1:])
    yield from (f"+{each}" for each in contacts.reserved_abroad(number))


def _emails(_: str, number: int) -> Iterator[str]:
    yield from (f"user-{number:04d}@example.{end}" for end in ("com", "org"))


def _cards(value: str, number: int) -> Iterator[str]:
    for made in account_numbers.made_cards(value, number):
        yield respelt(value, made)


def _accounts(value: str, number: int) -> Iterator[str]:
    for made in account_numbers.made_ibans(value, number):
        yield respelt(value, made)
    yield from masks(value, number)


def _nationals(value: str, number: int) -> Iterator[str]:
    for made in national_numbers.made(value, number):
        yield respelt(value, made)
    yield from masks(value, number)


def _compact(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).upper()


def _macs(value: str, number: int) -> Iterator[str]:
    """What RFC 7042 (2.1.2) keeps for documentation, then what no maker has."""
    made = f"00005E0053{number:02X}" if number < 256 else f"02000000{number % 65536:04X}"
    yield respelt(value, made)


SPELLINGS = {
    PHONE: Spelling(canonical=contacts.digits_of, made=_phones, spreads=True),
    EMAIL: Spelling(canonical=contacts.plain_email, made=_emails),
    CARD: Spelling(canonical=_compact, made=_cards, spreads=True),
    BANK: Spelling(canonical=_compact, made=_accounts, spreads=True),
    NATIONAL: Spelling(canonical=_compact, made=_nationals, spreads=True),
    BIRTH: Spelling(canonical=birth_dates.canonical_birth, made=birth_dates.made_births),
    POSTCODE: Spelling(canonical=_compact, made=masks),
    PLATE: Spelling(canonical=_compact, made=masks),
    MAC: Spelling(canonical=_compact, made=_macs, spreads=True),
    IP: Spelling(canonical=ip_addresses.canonical_address, made=ip_addresses.made_addresses),
}
