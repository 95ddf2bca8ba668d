"""Check digits: the arithmetic by which a number of a card, an account or a person is told."""

from collections.abc import Sequence

_VERHOEFF = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_TURNS = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870",
    "4286573901", "2793806415", "7046913258",
)  # fmt: skip
_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21,
         2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        strict=True,
    )
)  # fmt: skip


def luhn(digits: str) -> bool:
    """Whether digits end with their check digit (ISO/IEC 7812-1 annex B)."""
    total = 0
    for at, char in enumerate(reversed(digits)):
        value = int(char) * (1 + at % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def verhoeff(digits: str) -> bool:
    """Whether digits end with Verhoeff's check digit."""
    state = 0
    for at, char in enumerate(reversed(digits)):
        state = int(_VERHOEFF[state][int(_TURNS[at % 8][int(char)])])
    return state == 0


def mod97(text: str) -> int:
    """The remainder of letters (A is 10) and digits by 97 (ISO 7064, ISO 13616)."""
    return int("".join(str(int(char, 36)) for char in text)) % 97


def weighted(digits: str, weights: Sequence[int]) -> int:
    """The sum of the digits, each times its weight; those without a weight are left out."""
    return sum(int(char) * weight for char, weight in zip(digits, weights, strict=False))


def gtin(digits: str) -> bool:
    """Whether digits end with the check digit of GS1: EAN, UPC, ISBN-13, AHV."""
    return weighted(digits[::-1], (1, 3) * len(digits)) % 10 == 0


def mod11_10(digits: str) -> bool:
    """Whether digits end with the check digit of ISO 7064 MOD 11,10."""
    state = 10
    for char in digits[:-1]:
        state = ((state + int(char)) % 10 or 10) * 2 % 11
    return (11 - state) % 10 == int(digits[-1])


def fiscal(text: str) -> bool:
    """Whether an Italian fiscal code ends with its check letter (D.M. 23/12/1976)."""
    total = sum(
        int(char, 36) - (10 if char.isalpha() else 0) if at % 2 else _ODD[char]
        for at, char in enumerate(text[:15])
    )
    return chr(65 + total % 26) == text[15]
