"""Personal data in a text: told by the name that it stands under, or by its form."""

import re
from collections.abc import Callable, Iterator

from ringback.secrets.find.finds import SecretSpot
from ringback.secrets.find.forms import (
    account_numbers,
    birth_dates,
    contacts,
    ip_addresses,
    national_numbers,
)
from ringback.secrets.find.forms.spoken_names import is_firm, spoken_names
from ringback.secrets.find.names.personal_names import (
    is_example_name,
    is_ip_name,
    is_numbering_name,
    is_reached_name,
    is_version_name,
    needs_context,
    personal_kind,
)
from ringback.secrets.find.secret_kinds import (
    ADDRESS,
    BANK,
    BIRTH,
    CARD,
    EMAIL,
    IP,
    MAC,
    NAME,
    NATIONAL,
    PHONE,
    PLATE,
    POSITION,
    POSTCODE,
)
from ringback.secrets.find.stand_ins.placeholders import is_mask, is_placeholder

LABELS = {
    PHONE: "phone",
    EMAIL: "email",
    CARD: "card-number",
    BANK: "account-number",
    NATIONAL: "national-number",
    NAME: "name",
    BIRTH: "birth-date",
    ADDRESS: "address",
    POSTCODE: "postal-code",
    IP: "ip",
    MAC: "mac",
    PLATE: "licence-plate",
    POSITION: "position",
}
_LONGEST = 200  # characters of what may be a name or an address
_LETTER = re.compile(r"[^\W\d_]")
_NO_NAME = re.compile(
    r"(?i:unknown|anonymous|guest|admin|system|support|service|team|noreply|bot|robot|default|test|yes|no|required|optional|n/?a|same.*)"
    r"|(?:[A-Z][a-z]+){3,}|[^\s]*[/@:\\{}<>=][^\s]*|[A-Z0-9]+_[A-Z0-9_]+|\d+"
)
_MAC = re.compile(
    r"(?i:[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}|[0-9a-f]{12})"
)
_NO_MAC = re.compile(r"(?i:00005e0053..|02000000....|(.)\1{11})")
_PLATE = re.compile(r"(?=[^\d]{0,8}\d)(?=\d{0,8}[^\d])[\w](?:[ ·•.-]{0,3}\w){2,9}")
_POSITION = re.compile(r"-?\d{1,3}\.\d{3,}(?:[ ,;]{1,2}-?\d{1,3}\.\d{3,})?")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)+")
_STREET = re.compile(r"(?=[^\d]{0,200}\d)(?=.{0,200}[^\W\d_]{2}).{0,200}[\s,].{0,200}", re.DOTALL)
_NUMBER = re.compile(
    r"(?=(?:[^\d]*\d){4})[A-Za-z0-9](?:[ ./-]{0,3}[A-Za-z0-9]){3,24}|(?=[A-Z]*\d)[A-Z0-9]{7,20}"
)
_ACCOUNT = re.compile(r"[A-Za-z]{0,4}\d(?:[ -]?[A-Za-z0-9]){4,33}")
_POSTCODE = re.compile(r"(?=[^\d]{0,9}\d)[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){2,9}")
_LOOKED = frozenset(("address", "addr", "adresse", "direccion", "indirizzo", "endereco", "adres"))
# Cues in prose, and the number behind them.
_CUED = re.compile(
    r"(?i:\b(?:ssn|social security(?: number)?|sin|national insurance(?: number)?|nino|cpf|bsn|"
    r"aadhaa?r|dni|nie|steuer-?id(?:nr)?|tax id|personnummer|passport|driver'?s licen[cs]e|"
    r"pesel|codice fiscale|n[ií]r)(?: ?(?:no\.?|number|nr\.?|#))?(?: is| was|:|=| )[ :]{0,2})"
    r"([A-Z0-9](?:[ ./-]?[A-Z0-9]){4,19})(?![\w])"
)
_CUES = re.compile(
    r"(?i:ssn|social|\bsin\b|insurance|nino|cpf|bsn|adha|dni|nie\b|steuer|tax|personn|passport|"
    r"licen|pesel|fiscale|\bn[ií]r\b)"
)
_BEFORE = re.compile(
    r"(?:<([\w:.-]{1,60})(?:\s[^<>]{0,60})?>|(?<![\w.$-])([A-Za-z_][\w.$-]{0,60})[\"']?\s{0,2}[=:]\s{0,2}[\"']?)\Z"
)
_ENOUGH = re.compile(r"(?:\d[^\d]{0,3}){4}")
_NEAR = 80  # characters before a value in which its name stands
_DIGITS = re.compile(r"\d")


def named_kind(text: str, spot: SecretSpot) -> str | None:
    """The kind of personal data that the whole of a text is by its name; None where it is none."""
    kind = personal_kind(spot.name, spot.within)
    if kind is None or kind in {PHONE, EMAIL} or not text or len(text) > _LONGEST:
        return None
    check = _CHECKS.get(kind)
    bare = text.strip()
    if check is None or not check(bare) or is_nobodys(kind, bare):
        return NATIONAL if kind == CARD and _national(bare) and _pan(bare) else None
    if kind == NAME and needs_context(spot.name) and (_SLUG.fullmatch(bare) or is_firm(bare)):
        return None
    if kind == ADDRESS and _is_bare_address(spot.name) and not _STREET.fullmatch(bare):
        return None
    return kind


def is_of_kind(text: str, spot: SecretSpot) -> bool:
    """Whether a text is what its name says, somebody's or nobody's."""
    kind = personal_kind(spot.name, spot.within)
    if kind == PHONE:
        return re.search(r"\d{3}", text) is not None
    check = _CHECKS.get(kind or "")
    return check is not None and check(text.strip())


def by_form(text: str, spot: SecretSpot) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where personal data stands that its form tells, each with its kind.

    A name that stands before it in the text (`version=1.2.3.4`) says what digits are as well.
    """
    if is_example_name(spot.name):
        return
    yield from ((NAME, span) for span in spoken_names(text))
    for kind, span in _by_form(text, spot):
        before = _BEFORE.search(text, max(0, span[0] - _NEAR), span[0]) if span[0] else None
        name = (before[1] or before[2] or "").rpartition(":")[2] if before else ""
        if not name or personal_kind(name) or not _is_a_things(kind, name):
            yield kind, span


def _is_a_things(kind: str, name: str) -> bool:
    """Whether a name is that of what a thing has, where a person's data is of a kind."""
    if kind == IP:
        return is_version_name(name)
    return kind in {CARD, NATIONAL, PHONE} and is_numbering_name(name)


def _by_form(text: str, spot: SecretSpot) -> Iterator[tuple[str, tuple[int, int]]]:
    for span in contacts.emails(text):
        yield EMAIL, span
    if not _DIGITS.search(text):
        return
    kind = personal_kind(spot.name, spot.within)
    numbering = kind is None and is_numbering_name(spot.name)
    for span in contacts.phones(text, named=kind == PHONE, numbering=numbering):
        yield PHONE, span
    if kind is None and is_reached_name(spot.name) and contacts.is_dialled(text):
        yield PHONE, (0, len(text))
    named = is_ip_name(spot.name)
    if named or not is_version_name(spot.name):
        for span in ip_addresses.addresses(text, named=named):
            yield IP, span
    if _ENOUGH.search(text):
        yield from _numbers(text, named=kind == CARD, numbering=numbering)


def _numbers(text: str, *, named: bool, numbering: bool) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where numbers of accounts, cards and persons stand; see `account_numbers.cards`."""
    for span in account_numbers.ibans(text):
        yield BANK, span
    for span in account_numbers.cards(text, named=named, numbering=numbering):
        yield CARD, span
    if not numbering:
        for span in national_numbers.written(text):
            yield NATIONAL, span
    if _CUES.search(text):
        for found in _CUED.finditer(text):
            if _national(found[1]) and not is_nobodys(NATIONAL, found[1]):
                yield NATIONAL, found.span(1)


def is_nobodys(kind: str, text: str) -> bool:
    """Whether a value of a kind is a placeholder, or one that is kept for examples."""
    own = _NOBODYS.get(kind)
    return is_placeholder(text) or (own is not None and own(text))


def _is_bare_address(name: str) -> bool:
    return name.casefold().replace("_", "").replace("-", "").endswith(tuple(_LOOKED)) or (
        name.casefold() in _LOOKED
    )


def _name(text: str) -> bool:
    return _LETTER.search(text) is not None and _NO_NAME.fullmatch(text) is None


def _birth(text: str) -> bool:
    return birth_dates.birth_date(text) is not None


def _address(text: str) -> bool:
    return re.search(r"://|@|^0x", text) is None and not _NO_NAME.fullmatch(text)


def _postcode(text: str) -> bool:
    return _POSTCODE.fullmatch(text) is not None


def _card(text: str) -> bool:
    return 12 <= len(_DIGITS.findall(text)) <= 19 and re.fullmatch(r"[\d ./-]+", text) is not None


def _account(text: str) -> bool:
    return _ACCOUNT.fullmatch(text) is not None and len(_DIGITS.findall(text)) >= 5


def _national(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _mac(text: str) -> bool:
    return _MAC.fullmatch(text) is not None


def _plate(text: str) -> bool:
    return _PLATE.fullmatch(text) is not None


def _position(text: str) -> bool:
    return _POSITION.fullmatch(text) is not None


def _pan(text: str) -> bool:
    """Whether it is a permanent account number of India's tax office."""
    return re.fullmatch(r"[A-Z]{5}\d{4}[A-Z]", text) is not None


_CHECKS: dict[str, Callable[[str], bool]] = {
    NAME: _name,
    BIRTH: _birth,
    ADDRESS: _address,
    POSTCODE: _postcode,
    CARD: _card,
    BANK: _account,
    NATIONAL: _national,
    MAC: _mac,
    PLATE: _plate,
    POSITION: _position,
}
_NOBODYS: dict[str, Callable[[str], bool]] = {
    BIRTH: birth_dates.is_nobodys_birth,
    CARD: account_numbers.is_test_card,
    BANK: lambda text: account_numbers.is_shown_iban(text) or is_mask(text),
    NATIONAL: national_numbers.is_nobodys,
    POSTCODE: is_mask,
    PHONE: contacts.is_reserved,
    MAC: lambda text: _NO_MAC.fullmatch(re.sub(r"[^0-9A-Fa-f]", "", text)) is not None,
    PLATE: is_mask,
    POSITION: is_mask,
}
