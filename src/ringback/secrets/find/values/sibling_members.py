"""What the members of an object say of each other: whose value one is, and whether it is any."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from ringback.secrets.find.finds import SecretSpot
from ringback.secrets.find.forms.seed_phrases import is_seed_phrase
from ringback.secrets.find.names.house_rules import HouseRules
from ringback.secrets.find.names.personal_names import personal_kind, tells_a_person
from ringback.secrets.find.names.secret_names import is_phone_name, words
from ringback.secrets.find.secret_kinds import ADDRESS, BANK, CARD, NAME, NATIONAL, PHONE, PLATE
from ringback.secrets.find.values.personal_values import is_of_kind

Members = Mapping[str, Any]

# Members that name what another member of the same object holds, and such members.
_NAMING = ("name", "key", "field", "label", "attribute", "id", "code", "type", "kind", "system",
           "tipo", "scheme")  # fmt: skip
_HOLDING = frozenset(("value", "values", "val", "content", "text"))
_NUMBER = frozenset(("number", "numero", "no", "nr", "identifier", "num", "value"))
_NUMBERED = frozenset((NATIONAL, PHONE, CARD, BANK, PLATE))
_FULL = re.compile(
    r"(?!.*\b(?i:inc|ltd|llc|corp|gmbh|shop|store|team|company|group|service|services|support|"
    r"project|app|bank|school|hotel|restaurant|clinic|office|admin|bot|visa|mastercard|card|"
    r"debit|credit|amex|platinum|gold|classic|cluster|server)\b)"
    r"[^\W\d_a-z][\w'’-]{1,30}(?:,? [^\W\d_a-z][\w'’.-]{0,30}){1,3}"
)
_NAMES = frozenset(("name", "displayname", "display_name", "displayName", "label", "title"))
_CODES = frozenset(("code", "token", "value", "pin", "passcode", "number", "answer"))
_CHANNELS = ("method", "channel", "via", "delivery")
_SENT = frozenset(("email", "phone", "call", "voice", "whatsapp", "text"))
_DIGITS = re.compile(r"\d{4,8}")
_FEW = 5  # members of an object that does nothing but prove who somebody is
_TOOLS = "powered"  # by what, and not by whom
_PROPER = re.compile(r"[^\W\d_a-z][\w'’-]{1,30}(?: [^\W\d_][\w'’-]{1,30}){0,2}")
_PURPOSE = ("type", "kind", "channel", "purpose", "method", "factor", "use", "via", "category",
            "grant_type", "delivery", "action", "mode")  # fmt: skip
_ONE_TIME = re.compile(
    r"(?i:.*\b(?:otp|totp|hotp|mfa|2fa|two[-_ ]?factor|one[-_ ]?time|passcode|sms|"
    r"verif(?:y|ication)|(?:email|phone|sms|login)[-_ ](?:code|otp|verification))(?:\b|_).*)"
)
_REFUSED = re.compile(r"(?i:fail|error|invalid|expire|requir|missing|denied|limit|status)")
_REFUSED_BESIDE = frozenset(("message", "error", "detail", "title", "errors"))
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9]{3,8}(?:[- ]?[A-Za-z0-9]{2,6})?")
_PHRASES = frozenset(("mnemonic", "seed", "phrase", "recovery", "mnemonics"))
_TELLING_OF_KEY = frozenset(("last4", "last_4", "prefix", "name", "scopes", "masked", "suffix"))
_TYPES = frozenset(("string", "number", "integer", "boolean", "object", "array", "null"))
_SHOWN = frozenset(("example", "examples", "default", "enum", "const", "pattern", "x-example"))
_LABEL = re.compile(r"[^\W\d_][^\d@]{2,60}")
_NOTHING: Mapping[str, str] = MappingProxyType({})
_FEWEST = 2  # values that are none of what their names say make the others labels as well


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What the names of an object's members say before any value is looked at.

    `holding` and `numbers` hold what another member names, `named` may have a name, a person's
    if they speak of one (`person`),
    `halves` the parts of one, `codes` what was sent; values under `formed` names have a form.
    """

    holding: frozenset[str]
    numbers: frozenset[str]
    named: tuple[str, ...]
    person: bool
    halves: tuple[str, ...]
    codes: tuple[str, ...]
    formed: tuple[str, ...]


@lru_cache(maxsize=4096)
def _shape(names: tuple[str, ...]) -> _Shape:
    last = {name: words(name)[-1] if words(name) else "" for name in names}
    about = any(name in _NAMING or last[name] == "type" for name in names)
    unformed = {NAME, ADDRESS, None}
    return _Shape(
        holding=_HOLDING.intersection(names) if about else frozenset(),
        numbers=frozenset(name for name in names if about and last[name] in _NUMBER),
        named=tuple(name for name in names if name in _NAMES or _acts(name)),
        person=tells_a_person(names) or any(map(_acts, names)),
        halves=("first", "last") if {"first", "last"}.issubset(names) else (),
        codes=tuple(name for name in names if name in _CODES),
        formed=tuple(
            name for name in names if _is_email_name(name) or personal_kind(name) not in unformed
        ),
    )


def called(value: Members, within: str, rules: HouseRules) -> Mapping[str, str]:
    """What members are called by what stands beside them, where that is not by their own name."""
    shape = _shape(tuple(value))
    if not (shape.holding or shape.numbers or shape.named or shape.codes or shape.halves):
        return _NOTHING
    held = holder_of(value, rules)
    told = dict.fromkeys(held[0], held[1]) if held else {}
    for name in shape.named:
        inner = value[name]
        if (
            _is_text(inner)
            and _FULL.fullmatch(inner)
            and (shape.person or any(_is_text(each) and "@" in each for each in value.values()))
        ):
            told[name] = "full_name"
    halves = {name: value[name] for name in shape.halves}
    if halves and all(
        isinstance(each, str) and _PROPER.fullmatch(each) for each in halves.values()
    ):
        told |= {name: f"{name}_name" for name in halves}
    told.update(
        (name, "one_time_code") for name in shape.codes if is_one_time_code(name, value, within)
    )
    return told


def holder_of(value: Members, rules: HouseRules) -> tuple[frozenset[str], str] | None:
    """The members that hold what another one names, and that name, where it tells something.

    A system's name is the last part of its URI (FHIR: `{"system": ".../us-ssn", "value": …}`).
    """
    shape = _shape(tuple(value))
    if not shape.holding and not shape.numbers:
        return None
    for name in (*_NAMING, *(name for name in value if words(name)[-1:] == ("type",))):
        told = value.get(name)
        if not isinstance(told, str) or not 0 < len(told) <= 200:
            continue
        told = re.split(r"[/:]", told)[-1] if name == "system" else told
        kind = personal_kind(told) if len(told) <= 60 else None
        if kind in _NUMBERED:
            return shape.holding | shape.numbers, told
        if shape.holding and (kind is not None or rules.label(told) is not None):
            return shape.holding, told
    return None


def is_one_time_code(name: str, value: Members, within: str = "") -> bool:
    """Whether a member has a code that somebody was sent: `{"code": "604913", "type": "otp"}`.

    What it is for may be the name of the object as well: `{"mfa": {"code": "604913"}}`.
    """
    inner = value[name]
    if name not in _CODES or not isinstance(inner, str | int) or isinstance(inner, bool):
        return False
    told = [within, *(value.get(each) for each in _PURPOSE if each != name)]
    purpose = [each for each in told if isinstance(each, str) and _ONE_TIME.fullmatch(each)]
    if not purpose and _DIGITS.fullmatch(str(inner)) and len(value) <= _FEW:
        told = [value.get(each) for each in _CHANNELS]
        reached = any(is_phone_name(each) or _is_email_name(each) for each in value)
        purpose = ["sent"] if reached or not _SENT.isdisjoint(filter(_is_text, told)) else []
    refused = any(map(_REFUSED.search, purpose)) or not _REFUSED_BESIDE.isdisjoint(value)
    return bool(purpose) and not refused and _CODE.fullmatch(str(inner)) is not None


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_email_name(name: str) -> bool:
    return not {"email", "mail"}.isdisjoint(words(name)[-1:])


def _acts(name: str) -> bool:
    """Whether a name says who did something: `signed_by`."""
    parts = words(name)
    return (
        len(parts) == 2 and parts[1] == "by" and parts[0].endswith("ed") and parts[0] != "powered"
    )


def is_phrase(name: str, value: list[Any]) -> bool:
    """Whether a list has the words of a wallet's key, one by one."""
    named = not _PHRASES.isdisjoint(words(name))
    return (
        named and all(isinstance(each, str) for each in value) and is_seed_phrase(" ".join(value))
    )


def is_id_of_key(name: str, value: Members) -> bool:
    """Whether a member names a key, of which its object tells but the end or the beginning."""
    return name == "id" and not _TELLING_OF_KEY.isdisjoint(value)


def is_described(value: Members) -> frozenset[str]:
    """The members of a JSON Schema, a parameter or a media type that show values of nobody."""
    shown = _SHOWN.intersection(value)
    if not shown:
        return frozenset()
    told = value.get("type")
    schema = isinstance(told, str) and told in _TYPES
    return shown if schema or "$ref" in value or "schema" in value else frozenset()


def is_labels(value: Members) -> bool:
    """Whether an object has labels for what its names mean, as translations and forms do.

    What has a form (a date, a number, an address of e-mail) lacks it, and more than once.
    """
    formed = _shape(tuple(value)).formed
    if len(formed) < _FEWEST:
        return False
    texts = {name: value[name] for name in formed if isinstance(value[name], str) and value[name]}
    return len(texts) >= _FEWEST and not any(
        _LABEL.fullmatch(text) is None or is_of_kind(text, SecretSpot(side="", place="", name=name))
        for name, text in texts.items()
    )
