"""A hundred personal values and keys, and a hundred values that look like some, in exchanges."""

import json
from typing import Any

from ringback.exchange import Exchange, Request, Response

_JSON = ("Content-Type", "application/json")


def _asked(url: str, body: str = "", *headers: tuple[str, str]) -> Exchange:
    return Exchange(
        request=Request(
            method="POST", url=url, headers=headers or (_JSON,), body=body.encode() or None
        ),
        outcome=Response(status=204),
    )


def _told(body: str, kind: str = "application/json") -> Exchange:
    return Exchange(
        request=Request(method="GET", url="https://api.acme.io/v1/things"),
        outcome=Response(status=200, headers=(("Content-Type", kind),), body=body.encode()),
    )


def _json(value: Any) -> Exchange:
    return _told(json.dumps(value, ensure_ascii=False))


def _form(text: str) -> Exchange:
    return _asked("/forms", text, ("Content-Type", "application/x-www-form-urlencoded"))


def _header(name: str, value: str) -> Exchange:
    return _asked("https://api.acme.io/v1/things", "{}", _JSON, (name, value))


def _url(url: str) -> Exchange:
    return _asked(url)


def _graphql(query: str, variables: Any = None) -> Exchange:
    return _asked("/graphql", json.dumps({"query": query, "variables": variables or {}}))


def _parts(name: str, value: str) -> Exchange:
    body = (
        f'--b0\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        '--b0\r\nContent-Disposition: form-data; name="title"\r\n\r\nA thing\r\n--b0--\r\n'
    )
    return _asked("/uploads", body, ("Content-Type", "multipart/form-data; boundary=b0"))


def _xml(text: str) -> Exchange:
    return _told(f'<?xml version="1.0"?><root>{text}</root>', "application/xml")


def _events(*values: Any) -> Exchange:
    lines = (f"event: update\ndata: {json.dumps(value)}\n\n" for value in values)
    return _told("".join(lines), "text/event-stream")


def _lines(*values: Any) -> Exchange:
    return _told("".join(json.dumps(value) + "\n" for value in values), "application/x-ndjson")


def _text(text: str) -> Exchange:
    return _told(text, "text/plain")


WORDS = "ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic"
# What must be gone, and where it stands.
PLANTED: tuple[tuple[str, Exchange], ...] = (
    ("4539578763621486", _json({"payment": {"card_number": "4539578763621486"}})),
    ("4539 5787 6362 1486", _json({"note": "paid with 4539 5787 6362 1486 on Monday"})),
    ("5425-2334-3010-9903", _form("cc_number=5425-2334-3010-9903&exp=12%2F29")),
    ("374245455400126", _json({"card": {"number": "374245455400126", "exp_year": 2029}})),
    ("3742 454554 00126", _text("Card on file: 3742 454554 00126, thank you.\n")),
    ("6011000991300009", _xml("<Card><Pan>6011000991300009</Pan></Card>")),
    ("4716108999716531", _json({"creditCard": 4716108999716531})),
    ("2221000000000009", _lines({"id": 1, "pan": "2221000000000009"})),
    ("3566000020000410", _parts("cardNumber", "3566000020000410")),
    ("4485275742308327", _graphql('mutation { pay(card: "4485275742308327") { id } }')),
    ("36227206271667", _graphql("mutation { pay }", {"c": {"cardNo": "36227206271667"}})),
    ("5019717010103742", _url("/charges?card_number=5019717010103742&amount=12")),
    ("DE75512108001245126199", _json({"iban": "DE75512108001245126199"})),
    ("DE75 5121 0800 1245 1261 99", _text("Please pay to DE75 5121 0800 1245 1261 99 by Friday.")),
    ("FR7630006000011234567890189", _form("account=FR7630006000011234567890189")),
    ("NL02ABNA0123456789", _xml("<DbtrAcct><IBAN>NL02ABNA0123456789</IBAN></DbtrAcct>")),
    ("ES7921000813610123456789", _url("/accounts/ES7921000813610123456789/balance")),
    ("BE71 0961 2345 6769", _events({"payout": {"to": "BE71 0961 2345 6769"}})),
    ("000987654321", _json({"bank_account": {"account_number": "000987654321"}})),
    ("536-90-4399", _json({"applicant": {"ssn": "536-90-4399"}})),
    ("536904399", _form("socialSecurityNumber=536904399&state=NY")),
    ("219-09-9998", _text("Applicant gave 219-09-9998 on the phone.\n")),
    ("AB 12 34 56 C", _json({"niNumber": "AB 12 34 56 C"})),
    ("JG103759A", _xml("<NationalInsuranceNumber>JG103759A</NationalInsuranceNumber>")),
    ("130 692 544", _json({"sin": "130 692 544"})),
    ("529.982.247-25", _json({"documento": "529.982.247-25"})),
    ("52998224725", _form("cpf=52998224725")),
    ("11.222.333/0001-81", _lines({"supplier": {"doc": "11.222.333/0001-81"}})),
    ("111222333", _json({"bsn": "111222333"})),
    ("86095742719", _json({"steuerId": "86095742719"})),
    ("295109912611193", _json({"assure": {"nir": "295109912611193"}})),
    ("54362315K", _text("El titular con DNI 54362315K ha firmado.\n")),
    ("X2482300W", _json({"nie": "X2482300W"})),
    ("RSSMRA85T10A562S", _json({"cliente": {"codiceFiscale": "RSSMRA85T10A562S"}})),
    ("2341 2341 2346", _json({"kyc": {"doc": "2341 2341 2346"}})),
    ("234123412346", _parts("aadhaar_number", "234123412346")),
    ("880320-0016", _json({"kund": "880320-0016"})),
    ("198803200016", _json({"personnummer": "198803200016"})),
    ("131052-308T", _text("Henkilö 131052-308T on rekisteröity.\n")),
    ("756.9217.0769.85", _json({"insured": "756.9217.0769.85"})),
    ("C01X00T47", _json({"passport_number": "C01X00T47"})),
    ("D1234567", _json({"driversLicense": {"driversLicenseNumber": "D1234567"}})),
    ("85121612345", _json({"pesel": "85121612345"})),
    ("+4915123456789", _json({"to": "+4915123456789"})),
    ("+44 20 7183 8750", _text("Ring me on +44 20 7183 8750 after six.\n")),
    ("(415) 867-5309", _json({"message": "call (415) 867-5309 for details"})),
    ("415-867-5309", _json({"message": "He left 415-867-5309 as a number."})),
    ("415.867.5309", _xml("<Note>415.867.5309</Note>")),
    ("030/12345678", _json({"telefon": "030/12345678"})),
    ("06 12 34 56 78", _json({"message": "mon numero est le 06 12 34 56 78"})),
    ("020 7183 8750", _form("contact_phone=020+7183+8750")),
    ("tel:+1-650-253-0000", _json({"href": "tel:+1-650-253-0000"})),
    ("650-253-0000 x1234", _json({"phone": "650-253-0000 x1234"})),
    ("0049 151 23456789", _text("Mobil 0049 151 23456789\n")),
    ("16502530000", _json({"contacts": [{"wa_id": "16502530000"}]})),
    ("%2B16502530000", _url("/calls/%2B16502530000/status")),
    ("Krzysztof", _json({"first_name": "Krzysztof"})),
    ("Wojciechowska", _form("lastName=Wojciechowska&age=3")),
    ("Maria Lindqvist", _json({"fullName": "Maria Lindqvist"})),
    ("Jean-Luc Moreau", _json({"customer": {"id": "c1", "name": "Jean-Luc Moreau"}})),
    ("Oluwaseun", _xml("<Person><GivenName>Oluwaseun</GivenName></Person>")),
    ("Papadopoulos", _graphql('mutation { addUser(lastName: "Papadopoulos") { id } }')),
    ("Nakamura Haruto", _graphql("mutation { add }", {"i": {"fullName": "Nakamura Haruto"}})),
    ("Ingrid Bergstrom", _parts("cardholder_name", "Ingrid Bergstrom")),
    ("Siobhan", _events({"patient": {"name": {"given": ["Siobhan"], "family": "Kelly"}}})),
    ("Thaddeus", _lines({"a": 1}, {"givenName": "Thaddeus"})),
    ("Abernathy", _url("/people?surname=Abernathy&page=1")),
    ("Esperanza", _header("X-First-Name", "Esperanza")),
    ("Bartholomew", _json({"fields": [{"name": "first_name", "value": "Bartholomew"}]})),
    ("1984-07-13", _json({"dob": "1984-07-13"})),
    ("07/13/1984", _form("birthdate=07%2F13%2F1984")),
    ("13.07.1984", _json({"geburtsdatum": "13.07.1984"})),
    ("1984-07-13T00", _json({"dateOfBirth": "1984-07-13T00:00:00Z"})),
    ("July 13, 1984", _text("Name on file\nDate of birth: July 13, 1984\n")),
    ("19840713", _json({"birth_date": 19840713})),
    ("1984-07-14", _graphql('mutation { add(birthday: "1984-07-14") { id } }')),
    ("742 Evergreen Terrace", _json({"address": {"line1": "742 Evergreen Terrace"}})),
    ("Hauptstraße 17", _json({"street": "Hauptstraße 17"})),
    ("12 Rue de Rivoli, 75001 Paris", _json({"shippingAddress": "12 Rue de Rivoli, 75001 Paris"})),
    ("Winterfeldt", _form("address_line_1=Winterfeldtstr.+3&country=DE")),
    ("SW1A 1AA", _json({"postcode": "SW1A 1AA"})),
    ("90210", _xml("<Addr><ZipCode>90210</ZipCode></Addr>")),
    ("Albuquerque", _json({"billing_address": {"city": "Albuquerque", "state": "NM"}})),
    ("93.184.216.34", _json({"client": "93.184.216.34"})),
    ("81.2.69.142", _header("X-Forwarded-For", "81.2.69.142, 10.0.0.1")),
    ("2a02:8109:9c0:1f4c::1a2b", _json({"remote_addr": "2a02:8109:9c0:1f4c::1a2b"})),
    ("185.15.59.224", _text('185.15.59.224 - - [29/Feb/2024:12:00:00] "GET / HTTP/1.1" 200\n')),
    ("jonas%40firma.de", _url("/users/jonas%40firma.de/orders")),
    ("jonas%2540firma.de", _url("/go?next=%2Fusers%2Fjonas%2540firma.de")),
    ("jörg@bücher.de", _json({"to": "jörg@bücher.de"})),
    ("joerg@xn--bcher-kva.de", _lines({"to": "joerg@xn--bcher-kva.de"})),
    ("ann@corp.io", _json({"link": "https://app.corp.io/users/ann@corp.io/profile"})),
    ("482913", _json({"verification_code": "482913"})),
    ("739264", _form("otp=739264")),
    ("918273", _json({"sms": "Your Acme verification code is 918273. Do not share it."})),
    (WORDS, _json({"wallet": {"mnemonic": WORDS}})),
    ("T024BE7LD/B8Q4GUXGQ", _url("https://hooks.slack.com/services/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")),
    ("hJ9sKq2Lw8", _json({"hook": "https://discord.com/api/webhooks/118273645546372819/hJ9sKq2Lw8-Zx4Vb7Nm1Pt6Rc3Yd5Fg0Aa_QeUiOpTk"})),
    ("AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", _url("https://api.telegram.org/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe")),
    ("hunter2-x9", _graphql('mutation { login(user: "a", password: "hunter2-x9") { token } }')),
)  # fmt: skip
# What must stay, byte for byte.
LOOKALIKES: tuple[Exchange, ...] = (
    _json({"sha": "6dcb09b5b57875f334f61aebed695e2e4193db5e"}),
    _json({"commit": {"tree": "7fd1a60b01f91b314f59955a4e4d4e80d8edf11d", "message": "mend it"}}),
    _json({"auth": {"type": "oauth2", "scopes": ["read", "write"]}}),
    _json({"auth": "required"}),
    _json({"cookie": "chocolate chip"}),
    _json({"consent": {"cookie": "accepted"}}),
    _text("This site uses a cookie: accept or leave.\n"),
    _json({"id": "3c90c3cc-0d44-4b50-8888-8dd25736052a"}),
    _url("/orders/3c90c3cc-0d44-4b50-8888-8dd25736052a"),
    _json({"created": 1709208000, "updated_at": "2024-02-29T12:00:00Z"}),
    _json({"ts": 1709208000123, "nanos": 1709208000123456789}),
    _json({"timestamp": "1709208000.123456"}),
    _json({"order_number": "4539578763621486"}),
    _json({"orderId": 4539578763621486}),
    _json({"order": "2024-0001-998877"}),
    _json({"invoice": "INV-2024-000123"}),
    _json({"price": "1,234,567.89", "currency": "EUR"}),
    _json({"amount": 130692544}),
    _json({"total": "130 692 544"}),
    _json({"version": "1.2.3.4"}),
    _json({"firmware": "10.42.103.7"}),
    _text("Updated to version 21.14.3.2 yesterday.\n"),
    _header("User-Agent", "Mozilla/5.0 (X11; Linux) Chrome/120.0.6099.129 Safari/537.36"),
    _header("Via", "1.1 varnish, 1.1 8f2e.cloudfront.net (CloudFront)"),
    _json({"isbn": "9783161484100"}),
    _json({"isbn": "978-3-16-148410-0"}),
    _json({"ean": "4006381333931"}),
    _json({"product": {"gtin": "4006381333931"}}),
    _json({"barcode": "4006381333931", "sku": "123-45-6789"}),
    _xml("<Item><EAN>4006381333931</EAN></Item>"),
    _lines({"code": "4006381333931"}),
    _json({"lat": 52.520008, "lon": 13.404954}),
    _json({"coordinates": "52.520008,13.404954"}),
    _json({"location": [48.8583701, 2.2944813]}),
    _json({"colour": "#1a2b3c", "background": "#112233"}),
    _json({"color": "123456"}),
    _json({"phone": "+1 201 555 0123"}),
    _json({"message": "call (212) 555-0147"}),
    _json({"email": "someone@example.com"}),
    _url("/users/someone%40example.org"),
    _json({"card_number": "4242424242424242"}),
    _json({"card_number": "4111 1111 1111 1111"}),
    _form("cc_number=378282246310005"),
    _json({"iban": "DE89370400440532013000"}),
    _json({"ip": "192.168.1.17"}),
    _json({"ip": "203.0.113.9", "peer": "2001:db8::1"}),
    _json({"hosts": ["10.0.0.1", "127.0.0.1", "::1", "fe80::1", "172.16.4.2"]}),
    _header("X-Forwarded-For", "10.1.2.3"),
    _json({"subnet": "52.95.110.0/24"}),
    _json({"mac": "00:1B:44:11:3A:B7"}),
    _json({"time": "12:30:45", "range": "10:00-12:00"}),
    _json({"oid": "1.3.6.1.4.1.311.21.20"}),
    _json({"name": "Order Service"}),
    _json({"project": {"name": "Alpha Centauri"}}),
    _json({"display_name": "Production Cluster"}),
    _json({"filename": "report-2024.pdf", "hostname": "db-1.internal"}),
    _json({"first_name": "<first-name>"}),
    _json({"first_name": None, "last_name": ""}),
    _json({"first_name_required": True, "ssn_required": False}),
    _json({"fields": ["first_name", "last_name", "ssn", "date_of_birth"]}),
    _json({"fields": [{"name": "title", "value": "Bartholomew"}]}),
    _json({"error": "ssn: must have nine digits"}),
    _json({"error": "first name: is missing"}),
    _graphql("query { user { firstName lastName email phone } }"),
    _graphql("query($id: ID!) { order(id: $id) { total } }", {"id": "ord_8Zk3vQ9x"}),
    _graphql('query { orders(status: "OPEN", first: 10, after: "Y3Vyc29yOjEw") { id } }'),
    _json({"street_view_url": "https://maps.acme.io/view/12"}),
    _json({"email_address_verified": True, "address_type": "residential"}),
    _json({"address": "0x52908400098527886E0F7030069857D2E4169EE7"}),
    _json({"address": "10.0.0.1:8080"}),
    _json({"city": "Berlin", "country": "DE", "timezone": "Europe/Berlin"}),
    _json({"tracking_number": "1Z999AA10123456784"}),
    _json({"tracking": "9400 1000 0000 0000 0000 00"}),
    _json({"serial": "AB123456C"}),
    _json({"part": "12345678Z"}),
    _json({"imei": "490154203237518"}),
    _json({"snowflake": "1182736455463728190"}),
    _json({"account_id": "123456789012"}),
    _json({"arn": "arn:aws:iam::123456789012:role/Reader"}),
    _json({"number": 415867}),
    _json({"duration_ms": 4158675309, "bytes": 16502530000}),
    _json({"progress": "3/10", "ratio": "16:9", "score": "4-2"}),
    _json({"date": "13.07.1984", "released": "1984-07-13"}),
    _json({"period": "2024-01-01/2024-12-31"}),
    _form("page=2&per_page=100&sort=-created"),
    _form("amount=1299&currency=usd&description=2+x+4006381333931"),
    _parts("version", "2.14.0.118"),
    _parts("quantity", "123456789"),
    _xml("<Price currency='EUR'>1234567.89</Price><Count>987654321</Count>"),
    _xml('<Colour hex="#a1b2c3"/><Version>4.3.12.7</Version>'),
    _events({"seq": 4539578763621486, "type": "tick"}),
    _events({"delta": "There are 12 apples and 144 eggs in 3 boxes."}),
    _lines({"level": "info", "msg": "took 1234567 ns for 98765432 rows", "pid": 31337}),
    _text("2024-02-29 12:00:00,123 INFO 4158675 rows in 12.5 s (build 20240229.1)\n"),
    _text("IEEE 802.11, RFC 2616, ISO 8601, section 1.2.3.4 and page 123-456\n"),
    _json({"status_code": 200, "error_code": "E10045", "zip_url": "https://acme.io/a.zip"}),
    _json({"code": "authorization_code", "grant_type": "authorization_code"}),
    _json({"text": "the quick brown fox jumps over the lazy dog and runs far away"}),
    _url("/repos/acme/things/commits/6dcb09b5b57875f334f61aebed695e2e4193db5e"),
    _url("/webhooks/3c90c3cc-0d44-4b50-8888-8dd25736052a/deliveries?page=2"),
)  # fmt: skip
