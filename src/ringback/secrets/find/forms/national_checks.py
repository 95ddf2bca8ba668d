"""The check digits of numbers that states give to people, by the authorities' rules."""

from ringback.secrets.find.forms.check_digits import weighted

_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"
_PPS = "WABCDEFGHIJKLMNOPQRSTUV"


def cpf_fits(digits: str) -> bool:
    """Brazil's number of a person: two digits by weights."""
    first = -weighted(digits[:9], range(1, 10)) % 11
    second = -weighted(digits[:10], range(10)) % 11
    # The weights run from 1 and from 0 on: a remainder of 10 is written 0.
    return (11 - first) % 11 % 10 == int(digits[9]) and (11 - second) % 11 % 10 == int(digits[10])


def cnpj_fits(digits: str) -> bool:
    """Brazil's number of a company: two digits by weights."""
    weights = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
    first = weighted(digits, weights[1:]) % 11
    second = weighted(digits, weights) % 11
    ends = [0 if rest < 2 else 11 - rest for rest in (first, second)]
    return ends == [int(digits[12]), int(digits[13])]


def nie_fits(text: str) -> bool:
    """Spain's number of a foreigner: a letter by the remainder of 23."""
    return _DNI[int(str("XYZ".index(text[0])) + text[1:8]) % 23] == text[8]


def nir_fits(text: str) -> bool:
    """France's number of a person: two digits by the remainder of 97."""
    bare = text[:13].replace("2A", "19").replace("2B", "18")
    return 97 - int(bare) % 97 == int(text[13:])


def belgian_fits(digits: str) -> bool:
    """Belgium's number of a person: two digits by the remainder of 97."""
    rests = (97 - int(born + digits[:9]) % 97 for born in ("", "2"))
    return int(digits[9:]) in rests


def rut_fits(text: str) -> bool:
    """Chile's number: a digit or K by the remainder of 11."""
    rest = -weighted(text[-2::-1], (2, 3, 4, 5, 6, 7, 2, 3)) % 11
    return "0123456789K"[rest] == text[-1]


def chinese_fits(text: str) -> bool:
    """China's number of a resident: a digit or X by the remainder of 11."""
    rest = weighted(text[:17], (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11
    return "10X98765432"[rest] == text[17]


def nhs_fits(digits: str) -> bool:
    """England's number of a patient: a digit by the remainder of 11."""
    return -weighted(digits[:9], range(10, 1, -1)) % 11 == int(digits[9])


def pps_fits(text: str) -> bool:
    """Ireland's number of a person: a letter by the remainder of 23."""
    return _PPS[weighted(text, range(8, 1, -1)) % 23] == text[7]


def eleven_fits(digits: str) -> bool:
    """The test by eleven, as the Netherlands have it."""
    return weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def pesel_fits(digits: str) -> bool:
    """Poland's number of a person: a digit by weights."""
    return -weighted(digits[:10], (1, 3, 7, 9) * 3) % 10 == int(digits[10])
