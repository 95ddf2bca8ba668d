"""Texts and numbers that are secret as a whole, by their name or by the description."""

from dataclasses import replace
from typing import Any

from ringback.secrets.find import encoded_texts, fitting_placeholders
from ringback.secrets.find.finds import CREDENTIAL, EMAIL, PERSONAL, PHONE, Find, Hand, SecretSpot
from ringback.secrets.find.known_tokens import keys
from ringback.secrets.find.personal import emails, phones
from ringback.secrets.find.placeholders import is_placeholder, is_small
from ringback.secrets.find.secret_names import is_phone_name


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
    if isinstance(value, int) and abs(value) > 10**9 and is_phone_name(spot.name):
        text = str(value)
        if any(phones(text, named=True)):
            whole = fits and (lambda new: new.isdigit() and fits(int(new)))
            put = hand.put(
                Find(rule=PERSONAL, kind=PHONE, label="phone", value=text, spot=spot, fits=whole)
            )
            return value if put == text else int(put)
    return value


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
