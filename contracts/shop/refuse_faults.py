"""Faults in what is refused: what the description admits, or in a way that it does not have."""

from collections.abc import Callable, Iterator
from typing import Any

from contracts.planting import AppMaker, Real, planted
from contracts.shop.calls import Asked, Call, RefusedError, Reply
from contracts.shop.fields import Choice, Field, Many, Mistake, Number
from contracts.shop.forms import CUSTOMER, CUSTOMER_PATCH, ITEM, ORDER, SETTINGS, STATUSES
from contracts.shop.planting import hooked, loosened, loosened_query
from contracts.shop.service import Service
from contracts.shop.store import Account


class Picky:
    """A field that refuses some of its values."""

    def __init__(self, field: Field, wrong: Callable[[Any], bool]) -> None:
        """`wrong` tells the values that are refused."""
        self.field = field
        self.wrong = wrong

    def mistakes(self, value: Any, at: str = "") -> Iterator[Mistake]:
        """What the field has to say, and one thing more."""
        yield from self.field.mistakes(value, at)
        if self.wrong(value):
            yield at, "is not valid"

    def filled(self, value: Any) -> Any:
        """As the field keeps it."""
        return self.field.filled(value)


def _picky(form: str, name: str, field: Field, wrong: Callable[[Any], bool]) -> AppMaker:
    """An app that refuses some values of one member."""
    return loosened(form, name, to=Picky(field, wrong))


def _misread(act: str, before: int, after: int) -> AppMaker:
    """An app that refuses an operation's invalid requests with another status."""

    def validated(_service: Service, real: Real, account: Account, asked: Asked) -> Call:
        try:
            call: Call = real(account, asked)
        except RefusedError as error:
            if asked.operation.act == act and error.status == before:
                raise RefusedError(after, error.detail) from error
            raise
        return call

    return hooked(validated=validated)


def _no_charset(_service: Service, real: Real, asked: Asked) -> str:
    """Know no parameters of a media type."""
    if ";" in (asked.value("content-type") or ""):
        raise RefusedError(415, "The body must be application/json.")
    media_type: str = real(asked)
    return media_type


def _whole_alone(_service: Service, real: Real, asked: Asked, media_type: str) -> Any:
    """Take a whole number that is spelt with a point for a fraction."""
    value = real(asked, media_type)
    if asked.operation.body == "item" and b".0" in asked.body:
        raise RefusedError(422, "The body is not valid.", errors=[("/quantity", "is not whole")])
    return value


def _empty_refused(_service: Service, real: Real, account: Account, asked: Asked) -> Any:
    """Refuse an empty patch."""
    value = real(account, asked)
    if asked.operation.body == "customer_patch" and not value:
        raise RefusedError(422, "There is nothing to change.")
    return value


def _unchecked_customer(_service: Service, _real: Real, _account: Account, _key: str) -> None:
    """Look for no customer when an order is placed."""


def _no_items(_service: Service, real: Real, call: Call) -> Reply:
    """Answer the items of an order that is not there: none."""
    if call.path["order_id"] not in call.account.orders:
        return Reply(value=[])
    reply: Reply = real(call)
    return reply


def _long_in_bytes(most: int) -> Callable[[Any], bool]:
    """Whether a text has too many bytes, though not too many characters."""
    return lambda value: isinstance(value, str) and len(value.encode()) > most


def _falsy(value: Any) -> bool:
    """Whether a service that asks only for truth takes the value for none."""
    return not value and value is not None


REFUSED = planted(
    "request",
    (
        "customer-name-counted-in-bytes",
        "request/refused-valid",
        _picky("customer", "name", CUSTOMER.known["name"], _long_in_bytes(100)),
    ),
    (
        "customer-phone-null-refused",
        "request/refused-valid",
        _picky("customer", "phone", CUSTOMER.known["phone"], lambda value: value is None),
    ),
    (
        "email-with-a-plus-refused",
        "request/refused-valid",
        _picky("customer", "email", CUSTOMER.known["email"], lambda v: "+" in str(v)),
    ),
    (
        "empty-customer-patch-refused",
        "request/refused-valid",
        hooked(read_body=_empty_refused),
    ),
    (
        "customer-patch-address-null-refused",
        "request/refused-valid",
        _picky("customer_patch", "address", CUSTOMER_PATCH.known["address"], lambda v: v is None),
    ),
    (
        "order-note-empty-refused",
        "request/refused-valid",
        _picky("order", "note", ORDER.known["note"], _falsy),
    ),
    (
        "order-reference-beyond-32-bits-refused",
        "request/refused-valid",
        _picky(
            "order",
            "reference",
            ORDER.known["reference"],
            lambda v: isinstance(v, int) and v >= 2**31,
        ),
    ),
    (
        "order-note-with-nul-refused",
        "request/refused-valid",
        _picky("order", "note", ORDER.known["note"], lambda v: "\0" in str(v)),
    ),
    (
        "item-price-zero-refused",
        "request/refused-valid",
        _picky("item", "unit_price", ITEM.known["unit_price"], _falsy),
    ),
    ("item-number-with-a-point-refused", "request/refused-valid", hooked(parse=_whole_alone)),
    (
        "settings-language-without-region-refused",
        "request/refused-valid",
        _picky("settings", "language", SETTINGS.known["language"], lambda v: "-" not in str(v)),
    ),
    ("charset-refused", "request/refused-valid", hooked(media_type=_no_charset)),
    (
        "largest-order-limit-refused",
        "request/refused-valid",
        loosened_query("orders", "limit", Number(least=1, most=99)),
    ),
    (
        "search-for-cancelled-refused",
        "request/refused-valid",
        loosened("search", "status", to=Many(of=Choice(values=STATUSES[:2]))),
    ),
    ("invalid-item-is-a-conflict", "request/wrong-refusal", _misread("create_item", 422, 409)),
    (
        "order-of-an-unknown-customer-accepted",
        "request/unknown-accepted",
        hooked(check_customer=_unchecked_customer),
    ),
    (
        "items-of-an-unknown-order-listed",
        "request/unknown-accepted",
        hooked(list_items=_no_items),
    ),
)
