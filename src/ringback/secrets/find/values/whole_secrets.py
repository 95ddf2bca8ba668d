"""Texts and numbers that are secret as a whole, by their name or by the description."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from ringback.secrets.find.finds import Find, Fits, Hand, SecretSpot
from ringback.secrets.find.forms import encoded_texts
from ringback.secrets.find.forms.account_numbers import cards
from ringback.secrets.find.forms.contacts import emails, is_dialled, phones
from ringback.secrets.find.forms.known_tokens import keys
from ringback.secrets.find.names.personal_names import (
    is_numbering_name,
    is_reached_name,
    personal_kind,
)
from ringback.secrets.find.secret_kinds import (
    ADDRESS,
    CARD,
    CREDENTIAL,
    EMAIL,
    NAME,
    PERSONAL,
    PHONE,
    POSITION,
)
from ringback.secrets.find.stand_ins import fitting_placeholders
from ringback.secrets.find.stand_ins.placeholders import SMALL, is_placeholder, is_small
from ringback.secrets.find.values.personal_values import LABELS, named_kind


def number(value: Any, spot: SecretSpot, hand: Hand) -> Any:
    """A number, replaced where it is secret or a phone number."""
    label, fits = spot.label, spot.fits
    if label is not None:
        if (
            is_small(value)
            or listed(value, spot)
            or fitting_placeholders.is_stand_in(value, spot.keywords)
        ):
            return value
        kind = why(spot)
        return hand.put(
            Find(rule=CREDENTIAL, kind=kind, label=label, value=value, spot=spot, fits=fits)
        )
    if isinstance(value, float | Decimal):
        place = personal_kind(spot.name, spot.within) == POSITION
        if not place or fitting_placeholders.is_stand_in(value, spot.keywords):
            return value
        found = Find(
            rule=PERSONAL, kind=POSITION, label=LABELS[POSITION], value=value, spot=spot, fits=fits
        )
        return value if hand.rules.keeps(spot.name) else hand.put(found)
    if isinstance(value, int) and abs(value) > SMALL and not hand.rules.keeps(spot.name):
        text = str(value)
        personal = _personal(text, spot)
        if personal is not None and not listed(value, spot):
            whole = partial(_fits_as_number, fits)
            label = LABELS[personal]
            put = hand.put(
                Find(rule=PERSONAL, kind=personal, label=label, value=text, spot=spot, fits=whole)
            )
            return value if put == text else int(put)
    return value


def _personal(text: str, spot: SecretSpot) -> str | None:
    """The kind of personal data that a whole number is."""
    kind = named_kind(text, spot)
    if kind not in {None, NAME, ADDRESS}:
        return kind
    if personal_kind(spot.name, spot.within) == PHONE:
        return PHONE if len(text) > 9 and any(phones(text, named=True)) else None
    if is_reached_name(spot.name) and is_dialled(text):
        return PHONE
    numbering = is_numbering_name(spot.name)
    return CARD if any(cards(text, named=False, numbering=numbering)) else None


def _fits_as_number(fits: Fits | None, new: str) -> bool:
    """Whether a placeholder is a whole number that JSON can hold, and the description admits."""
    whole = re.fullmatch(r"-?(?:0|[1-9]\d*)", new) is not None
    return whole and (fits is None or fits(int(new)))


def credential(text: str, spot: SecretSpot, hand: Hand) -> str:
    """A text that is secret as a whole; the word of its scheme is kept."""
    scheme, secret = encoded_texts.scheme_of(text)
    if is_placeholder(secret) or listed(text, spot):
        return text
    label = spot.label or "secret"
    if scheme.strip().lower() == "basic":
        told = basic(secret, spot, hand)
        if told is not None:
            return scheme + told
    if scheme and label == "authorization":
        label = "token"
    fits = spot.fits
    found = Find(
        rule=CREDENTIAL,
        kind=why(spot),
        label=label,
        value=secret,
        spot=spot,
        fits=fits and (lambda new: fits(scheme + new)),
    )
    return scheme + str(hand.put(found))


def why(spot: SecretSpot) -> str:
    """What makes the spot secret, for a person."""
    return f'value under "{spot.name}"' if spot.name else "secret value"


def listed(value: Any, spot: SecretSpot) -> bool:
    """Whether the description itself names the value: an enum's member is no secret."""
    return value in spot.keywords.get("enum", ()) or value == spot.keywords.get("const", ...)


def basic(secret: str, spot: SecretSpot, hand: Hand) -> str | None:
    """Basic credentials with name and password replaced (RFC 7617); None where they are none."""
    coded = encoded_texts.decoded(secret, shortest=4)
    user, colon, password = coded.text.partition(":") if coded else ("", "", "")
    if coded is None or not colon:
        return None
    inside = replace(spot, fits=None, label="user")
    if not password.strip("xX-") or any(keys(user)):  # a key alone is taken for the user's name
        user = credential(user, inside, hand)
    elif any(emails(user)):
        user = hand.put(
            Find(rule=PERSONAL, kind=EMAIL, label="email", value=user, spot=inside, spreads=False)
        )
    password = credential(password, replace(inside, label="password"), hand)
    return coded.encoded(f"{user}:{password}")
