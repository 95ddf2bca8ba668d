"""What stands for personal data: valid where that was, nobody's, and the same for one value."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ringback.config import SecretSettings
from ringback.exchange import Exchange, Request, Response
from ringback.payload import decode
from ringback.secrets import house_rules
from ringback.secrets.find.forms.check_digits import luhn, mod97, verhoeff
from ringback.secrets.find.forms.national_numbers import NUMBERS, compact, is_valid, made
from ringback.secrets.leaks import found
from ringback.secrets.replace.found_secrets import UnhidableError
from ringback.secrets.replace.scrubber import Scrubber
from tests.unit.secrets.scrubbing import JSON, asked, body
from tests.unit.secrets.test_described_secrets import scrubbed


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _iban(text: str) -> bool:
    bare = text.replace(" ", "")
    return mod97(bare[4:] + bare[:4]) == 1


@pytest.mark.parametrize(
    ("name", "value", "put", "valid"),
    [
        ("card_number", "4539 5787 6362 1486", "4242 4242 0000 0018", lambda it: luhn(_digits(it))),
        ("card_number", "5425233430109903", "5555555500000014", luhn),
        ("card_number", "374245455400126", "378282240000016", luhn),
        ("card_number", "36227206271667", "30569309000014", luhn),
        ("iban", "DE75512108001245126199", "DE09000000000000000001", _iban),
        ("iban", "GB94 BARC 1020 1530 0934 59", "GB49 XXXX 0000 0000 0000 01", _iban),
        ("ssn", "536-90-4399", "000-00-0001", lambda it: len(_digits(it)) == 9),
        ("sin", "130 692 544", "000 000 018", lambda it: luhn(_digits(it))),
        ("aadhaar", "2341 2341 2346", "0000 0000 0019", lambda it: verhoeff(_digits(it))),
        ("passport_number", "C01X00T47", "A00A00A00", str.isalnum),
        ("dob", "1984-07-13", "1900-01-01", str),
        ("dob", "1984-07-13T22:00:00Z", "1900-01-01T00:00:00Z", str),
        ("dob", "07/13/1984", "01/01/1900", str),
        ("dob", "13.07.1984", "01.01.1900", str),
        ("dob", "July 13, 1984", "January 01, 1900", str),
        ("dob", "1984", "1900", str),
        ("client_ip", "93.184.216.34", "192.0.2.1", str),
        ("client_ip", "2a02:8109:9c0::1a2b", "2001:db8::1", str),
        ("postcode", "SW1A 1AA", "AA0A 0AA", str),
        ("first_name", "Zbigniew", "<first-name>", str),
        ("to", "jörg@bücher.de", "user-0001@example.com", str),
        ("phone", "650-253-0000 x1234", "201-555-0100 x0000", str),
        ("note", "ring 0049 151 23456789", "ring +12015550100", str),
    ],
)  # fmt: skip
def test_a_placeholder_is_as_valid_as_the_value(
    name: str, value: str, put: str, valid: Callable[[str], Any]
) -> None:
    """Its check digit is right, it is spelt alike, and another scrubber leaves it alone."""
    assert valid(value)
    clean = json.loads(body(json.dumps({name: value})))[name]
    assert clean == put
    assert valid(clean)
    assert body(json.dumps({name: clean})) == json.dumps({name: clean})


@pytest.mark.parametrize(
    ("name", "value", "put"),
    [
        ("creditCard", 4716108999716531, 4242424200000018),
        ("dob", 19840713, 19000101),
        ("dob", 458524800, -2208988800),
        ("zip", 94107, 1),
        ("verificationCode", 483920, 1),
        ("order", 4716108999716531, 4716108999716531),
        ("amount", 130692544, 130692544),
    ],
)
def test_a_number_stays_a_number(name: str, value: int, put: int) -> None:
    """One that JSON can hold, valid where a text would be."""
    assert json.loads(body(json.dumps({name: value}))) == {name: put}


VALID = (
    "529.982.247-25", "11.222.333/0001-81", "111222333", "86095742719", "295109912611193",
    "54362315K", "X2482300W", "RSSMRA85T10A562S", "234123412346", "8803200016", "131052-308T",
    "756.9217.0769.85", "360426199101010071", "6433435F", "9434765919", "44051401359",
    "12.345.678-5", "85073003328", "130692544", "536904399", "AB123456C",
)  # fmt: skip


@pytest.mark.parametrize("value", VALID)
def test_a_national_number_keeps_its_check_digits(value: str) -> None:
    """Each is of some kind, and so are ten that stand for it; some ordinals have no check digit."""
    kinds = [each for each in NUMBERS if is_valid(each, compact(value))]
    assert kinds
    told = [next(made(value, number)) for number in range(1, 11)]
    assert len(set(told)) >= 9
    assert all(any(each.check(one) for each in kinds) for one in told)


def test_the_same_value_has_the_same_placeholder_everywhere() -> None:
    """In a path, a query, a header, a body and a text, with separators and without."""
    scrubber = Scrubber()
    exchange = Exchange(
        request=Request(
            method="POST",
            url="https://api.acme.io/cards/4539578763621486?c=4539-5787-6362-1486",
            headers=(JSON, ("X-Card", "4539 5787 6362 1486")),
            body=b'{"pan": "4539578763621486", "again": "it is 4539 5787 6362 1486"}',
        ),
        outcome=Response(status=200, headers=(JSON,), body=b'{"id": "4539578763621486"}'),
    )
    clean = scrubber.scrubbed(exchange, None)
    assert clean.response is not None
    told = [clean.request.url, clean.request.headers[1][1], clean.request.body, clean.response.body]
    assert told == [
        "https://api.acme.io/cards/4242424200000018?c=4242-4242-0000-0018",
        "4242 4242 0000 0018",
        b'{"pan":"4242424200000018","again":"it is 4242 4242 0000 0018"}',
        b'{"id":"4242424200000018"}',
    ]


def test_other_values_have_other_placeholders() -> None:
    """Of every kind, however many there are."""
    ips = [f"93.184.{high}.{low}" for high in range(10, 16) for low in range(1, 200)]
    names = [f"Zbigniew {chr(65 + at // 26)}{chr(97 + at % 26)}" for at in range(200)]
    ssns = [f"536-90-{at:04d}" for at in range(1000, 1200)]
    value = {"ips": ips, "fullName": names, "ssn": ssns}
    clean = json.loads(body(json.dumps(value)))
    for key, values in value.items():
        assert len(set(clean[key])) == len(values)
        assert not set(clean[key]) & set(values)


@pytest.mark.parametrize(
    ("keywords", "name", "value", "put"),
    [
        ({"pattern": "^4[0-9]{15}$"}, "card_number", "4539578763621486", "4242424200000018"),
        ({"pattern": r"^\d{3}-\d{2}-\d{4}$"}, "ssn", "536-90-4399", "000-00-0001"),
        ({"pattern": r"^(?!000)\d{3}-\d{2}-\d{4}$"}, "ssn", "536-90-4399", "987-65-4321"),
        ({"format": "date"}, "dob", "1984-07-13", "1900-01-01"),
        ({"maxLength": 8}, "first_name", "Zbigniew", "xxxxxxxx"),
        ({"pattern": "^[A-Z][a-z]+$"}, "first_name", "Zbigniew", "Xxxxxxxx"),
        ({"format": "ipv4"}, "ip", "93.184.216.34", "192.0.2.1"),
        ({"pattern": r"^\d{5}$"}, "zip", "94107", "00000"),
        ({"enum": ["Zbigniew", "Anna"]}, "first_name", "Zbigniew", "Zbigniew"),
        ({"enum": ["1984-07-13"]}, "dob", "1984-07-13", "1984-07-13"),
        ({"pattern": "^Z[b]igniew$", "minLength": 8}, "first_name", "Zbigniew", None),
    ],
)
def test_the_description_admits_it(
    keywords: dict[str, Any], name: str, value: str, put: str | None
) -> None:
    """Or the exchange is refused; a member of an enum is nobody's."""
    schema = {"type": "object", "properties": {name: {"type": "string", **keywords}}}
    if put is None:
        with pytest.raises(UnhidableError, match=f"request body /{name} holds a secret"):
            scrubbed(schema, {name: value})
    else:
        assert scrubbed(schema, {name: value}) == {name: put}


def _house(value: Any, **told: tuple[str, ...]) -> Any:
    scrubber = Scrubber(rules=house_rules(SecretSettings(**told)))
    clean = scrubber.scrubbed(asked("/", json.dumps(value).encode(), (JSON,)), None)
    return decode(clean.request.body or b"").value


def test_a_house_names_what_is_secret_besides() -> None:
    """By names and globs, in any case and at any depth, and by patterns: the first group."""
    value = {
        "crew_id": "c-17",
        "a": [{"CREW_ID": "c-18", "x_legacy": 12345}],
        "note": "by EMP-004711",
    }
    told = _house(value, names=("crew_id", "x_*"), patterns=(r"EMP-(\d{6})",))
    assert told == {
        "crew_id": "<crew-id>",
        "a": [{"CREW_ID": "<crew-id-2>", "x_legacy": 1}],
        "note": "by EMP-<secret>",
    }


def test_a_house_names_what_is_kept() -> None:
    """Under these names nothing is looked for: no key, no person's data, no credential."""
    value = {"token": "s3cr3t-1", "contact": "joe@corp.io", "phone": "+14155552671", "pin": 77777}
    assert _house(value, keep=("TOKEN", "cont*", "pin")) == {**value, "phone": "+12015550100"}


def test_leaks_go_by_the_rules_of_the_house() -> None:
    """What is scrubbed by them is told by them, and the other way round."""
    rules = house_rules(SecretSettings(names=("crew_id",), keep=("token",)))
    exchange = asked("/", b'{"crew_id": "c-17", "token": "s3cr3t-1"}', (JSON,))
    assert [leak.kind for leak in found(exchange, None, None, rules)] == ['value under "crew_id"']


@pytest.mark.parametrize(
    ("kind", "content", "put"),
    [
        (
            "application/json",
            '{"customer":{"name":"Joe Black"},"product":{"name":"Blue Chair"}}',
            '{"customer":{"name":"<name>"},"product":{"name":"Blue Chair"}}',
        ),
        (
            "application/json",
            '{"to":{"name":"Joe Black","email":"joe@firma.de"}}',
            '{"to":{"name":"<full-name>","email":"user-0001@example.com"}}',
        ),
        (
            "application/json",
            '{"name":"Acme Inc","email":"info@acme.example"}',
            '{"name":"Acme Inc","email":"info@acme.example"}',
        ),
        (
            "application/json",
            '[{"key":"last_name","value":"Black"},{"key":"colour","value":"Black"}]',
            '[{"key":"last_name","value":"<last-name>"},{"key":"colour","value":"Black"}]',
        ),
        (
            "application/json",
            '{"address":{"line1":"10 Downing St","city":"London"},"city":"London"}',
            '{"address":{"line1":"<line1>","city":"<city>"},"city":"London"}',
        ),
        (
            "application/xml",
            "<o><User><Id/><Name>Joe Black</Name></User><Item><Name>Pen</Name></Item></o>",
            "<o><User><Id/><Name>&lt;name&gt;</Name></User><Item><Name>Pen</Name></Item></o>",
        ),
        (
            "application/graphql",
            'mutation { createCustomer(input: {name: "Joe Black", tag: {name: "Pen"}}) { id } }',
            'mutation { createCustomer(input: {name: "<name>", tag: {name: "Pen"}}) { id } }',
        ),
        (
            "text/plain",
            "seed phrase: grab drill owl grace fiber thank curtain eight pudding elder cruise pet",
            "seed phrase: <seed-phrase>",
        ),
        ("text/plain", "Use 774411 as your login code", "Use <code> as your login code"),
    ],
)  # fmt: skip
def test_what_stands_around_a_value_counts(kind: str, content: str, put: str) -> None:
    """The object, its other members, and the words before: each tells what is a person's."""
    assert body(content, kind) == put
