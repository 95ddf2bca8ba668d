"""A hundred values of people in recordings of services of every trade, a hundred that only look so."""

from tests.unit.secrets.mixed_recordings import mixed

_FORM = "application/x-www-form-urlencoded"
_PARTS = "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW"

PEOPLE = (
    mixed(
        "POST https://api.skyways.aero/v2/orders?currency=EUR",
        ("Ferreira-Nunes", "Beatriz", "1991-11-23", "CB482913", "+351912847563", "bia.nunes@sapo.pt"),
        ("ord_0000A3tQvN2JzM", "QKXHDP", "LIS", "ABC7F2Q9", "2026-03-14T06:20:00", "214.80", "FF-ECONOMY"),
        sent={"data": {"type": "instant", "selected_offers": ["off_0000A3tQcGhTYvBP"], "passengers": [
            {"id": "pas_0000A3tQcG", "title": "ms", "gender": "f", "family_name": "Ferreira-Nunes",
             "given_name": "Beatriz", "born_on": "1991-11-23", "phone_number": "+351912847563",
             "email": "bia.nunes@sapo.pt",
             "identity_documents": [{"type": "passport", "unique_identifier": "CB482913",
                                     "issuing_country_code": "PT", "expires_on": "2031-06-25"}]}]}},
        told={"data": {"id": "ord_0000A3tQvN2JzM", "booking_reference": "QKXHDP", "slices": [
            {"origin": {"iata_code": "LIS", "city_name": "Lisbon"}, "fare_brand": "FF-ECONOMY",
             "departing_at": "2026-03-14T06:20:00"}], "total_amount": "214.80",
             "offer_ref": "ABC7F2Q9"}},
    ),
    mixed(
        "GET https://fhir.klinikum.example/R4/Patient/pat-88213?_format=json",
        ("Achterberg", "Wilhelmina", "822472181", "1958-02-03", "Prinsengracht 263", "1016 GV", "+31 20 556 7100"),
        ("http://fhir.nl/fhir/NamingSystem/bsn", "urn:oid:2.16.840.1.113883.2.4.6.3", 'W/"12"', "pat-88213",
         "2025-11-02T09:14:33.117+01:00", "44054006", "8867-4"),
        told={"resourceType": "Patient", "id": "pat-88213", "meta": {"versionId": "12",
              "lastUpdated": "2025-11-02T09:14:33.117+01:00"},
              "identifier": [{"system": "http://fhir.nl/fhir/NamingSystem/bsn", "value": "822472181"},
                             {"system": "urn:oid:2.16.840.1.113883.2.4.6.3", "use": "usual"}],
              "name": [{"use": "official", "family": "Achterberg", "given": ["Wilhelmina"]}],
              "telecom": [{"system": "phone", "value": "+31 20 556 7100", "use": "home"}],
              "birthDate": "1958-02-03", "gender": "female",
              "address": [{"line": ["Prinsengracht 263"], "postalCode": "1016 GV", "country": "NL"}],
              "extension": [{"valueCoding": {"system": "http://snomed.info/sct", "code": "44054006"}},
                            {"valueCoding": {"system": "http://loinc.org", "code": "8867-4"}}]},
        answer_headers=(("ETag", 'W/"12"'),),
    ),
    mixed(
        "POST https://api.nordbank.test/v1/payments/sepa-credit-transfers",
        ("AT632079455142256079", "Gruber", "FI1174878146819702", "Aila Mäkinen"),
        ("GIBAATWWXXX", "E2E-2025-000183", "SALA", "1250.40", "RF18539007547034", "5493001KJTIIGC8Y1R12"),
        sent={"endToEndIdentification": "E2E-2025-000183", "purposeCode": "SALA",
              "debtorAccount": {"iban": "AT632079455142256079"}, "debtorName": "Leopold Gruber",
              "creditorAccount": {"iban": "FI1174878146819702"},
              "creditorName": "Aila Mäkinen", "creditorAgent": "GIBAATWWXXX",
              "creditorId": {"lei": "5493001KJTIIGC8Y1R12"},
              "instructedAmount": {"currency": "EUR", "amount": "1250.40"},
              "remittanceInformationStructured": "RF18539007547034"},
        told={"transactionStatus": "RCVD", "paymentId": "3d9a81b3-a47d-4130-8765-a9c0ff861b99"},
        status=201,
    ),
    mixed(
        "GET https://sms.gate.example/send?from=Acme&to=16502531844&text=Hi",
        ("16502531844",), ("SM4262411b90e5464b98a4f66a49c57a97", "0.0075"),
        told={"sid": "SM4262411b90e5464b98a4f66a49c57a97", "to": "16502531844", "status": "queued",
              "price": "0.0075", "num_segments": 1},
    ),
    mixed(
        "POST https://api.example.org/v1/verify",
        ("604913", "771420", "KX7-Q2M"), ("SUMMER24", "E1001", "ISO-8601"),
        sent={"code": "604913", "type": "otp", "channel": "sms"},
        told={"next": {"confirmation_code": "KX7-Q2M", "backup": {"kind": "mfa", "code": "771420"}},
              "promotion": {"code": "SUMMER24", "type": "coupon"},
              "warnings": [{"code": "E1001", "type": "deprecation"}, {"code": "ISO-8601", "type": "format"}]},
    ),
    mixed(
        "POST https://pay.shop.example/v1/payment_methods",
        ("Ottoline Featherstonehaugh", "4929056148970710", "737", "EC2V 7NQ"),
        ("card_1N9zKx2eZvKYlo", "visa", "2029", "credit", "fp_9aQ2xTt3"),
        sent={"type": "card", "card": {"name": "Ottoline Featherstonehaugh",
              "number": "4929056148970710", "cvc": "737", "exp_month": 8, "exp_year": 2029,
              "address_zip": "EC2V 7NQ"}},
        told={"id": "card_1N9zKx2eZvKYlo", "brand": "visa", "funding": "credit", "last_used": "fp_9aQ2xTt3"},
    ),
    mixed(
        "POST https://hr.people.example/api/employees",
        ("Szczepańska", "Bogumiła", "63071411829", "PL21317914420496688966178577",
         "ul. Długa 14/3", "601-447-812", "bogumila.s@poczta.onet.pl"),
        ("Backend Engineer", "EMP-LEVEL-4", "PLN", "full_time", "2025-02-01", "Kraków office"),
        sent={"imie": "Bogumiła", "nazwisko": "Szczepańska", "pesel": "63071411829",
              "konto": {"iban": "PL21317914420496688966178577"}, "ulica": "ul. Długa 14/3",
              "telefon": "601-447-812", "email": "bogumila.s@poczta.onet.pl",
              "job_title": "Backend Engineer", "level": "EMP-LEVEL-4", "currency": "PLN",
              "employment": "full_time", "start_date": "2025-02-01", "site": {"name": "Kraków office"}},
        status=201,
    ),
    mixed(
        "POST https://gov.example/benefits/apply",
        ("601-38-2947", "Delacroix-Whitmore", "Marguerite", "04/19/1967", "(503) 226-7718",
         "3318 SE Hawthorne Blvd", "97214"),
        ("APP-2025-0091827", "SNAP", "121000248", "step-3", "Oregon"),
        sent="applicant.first=Marguerite&applicant.last=Delacroix-Whitmore&ssn=601-38-2947"
             "&dob=04%2F19%2F1967&phone=%28503%29+226-7718&mailing_address=3318+SE+Hawthorne+Blvd"
             "&mailing_zip=97214&program=SNAP&routing_number=121000248&step=step-3&region=Oregon",
        sent_as=_FORM,
        told={"application": "APP-2025-0091827", "status": "received"},
    ),
    mixed(
        "POST https://pix.banco.example/v2/cobranca",
        ("663.621.415-55", "Joaquim Albuquerque", "43973846146", "+55 11 98472-1163"),
        ("7d9f0335-8dcc-4054-9bf9-0dbd61d36906", "123.00", "9d36b84f-c70b-478f-b95c-12729b90ca25"),
        sent={"calendario": {"expiracao": 3600}, "txid": "7d9f0335-8dcc-4054-9bf9-0dbd61d36906",
              "devedor": {"cpf": "663.621.415-55", "nome": "Joaquim Albuquerque"},
              "recebedor": {"documento": {"tipo": "CPF", "numero": "43973846146"}},
              "contato": "+55 11 98472-1163", "valor": {"original": "123.00"},
              "loc": {"id": "9d36b84f-c70b-478f-b95c-12729b90ca25"}},
    ),
    mixed(
        "GET https://crm.example/v3/contacts?filter[email]=tova.lindgren%40posten.se&limit=1",
        ("tova.lindgren", "Lindgren, Tova", "830424-7060", "070-174 06 35", "Storgatan 8 B"),
        ("lead-score-71", "hs_5518273645", "marketingqualifiedlead", "2025-10-30T12:01:44.812Z"),
        told={"results": [{"id": "hs_5518273645", "properties": {
            "email": "tova.lindgren@posten.se", "displayName": "Lindgren, Tova", "personnr": "830424-7060",
            "mobilephone": "070-174 06 35", "street_address": "Storgatan 8 B",
            "lifecyclestage": "marketingqualifiedlead", "tag": "lead-score-71",
            "createdate": "2025-10-30T12:01:44.812Z"}}], "total": 1},
    ),
    mixed(
        "POST https://api.ride.example/graphql",
        ("Nwachukwu", "+2348031927745", "14 Adeola Odeku St, Victoria Island", "6.430512"),
        ("UberX-like", "RIDE_REQUESTED", "quote_8Hq2LmZx", "NGN", "4.87"),
        sent={"operationName": "Book", "query": "mutation Book($r: RideInput!) { book(ride: $r, "
              'driverNote: "ask for Mrs Nwachukwu", contact: {phone: "+2348031927745"}) '
              "{ id state fare { amount currency } } }",
              "variables": {"r": {"quoteId": "quote_8Hq2LmZx", "product": "UberX-like",
                  "rider": {"lastName": "Nwachukwu", "homeLocation": {"latitude": 6.430512, "longitude": 3.421877}},
                  "pickupAddress": "14 Adeola Odeku St, Victoria Island"}}},
        told={"data": {"book": {"id": "r1", "state": "RIDE_REQUESTED", "rating": "4.87",
                                "fare": {"amount": 3150, "currency": "NGN"}}}},
    ),
    mixed(
        "POST https://legacy.insure.example/soap/PolicyService",
        ("Vandenberghe", "Godelieve", "55.07.01-294.07", "1955-07-01", "32475918264"),
        ("POL-BE-77120", "2026-01-01", "urn:insure:policy:v3", "Hospitalisation"),
        sent='<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">'
             '<soap:Body><p:Register xmlns:p="urn:insure:policy:v3"><p:Policy id="POL-BE-77120" '
             'start="2026-01-01" cover="Hospitalisation"/><p:Holder lastName="Vandenberghe" '
             'firstName="Godelieve"><p:NationalNumber>55.07.01-294.07</p:NationalNumber>'
             "<p:BirthDate>1955-07-01</p:BirthDate><p:Mobile>32475918264</p:Mobile></p:Holder>"
             "</p:Register></soap:Body></soap:Envelope>",
        sent_as="text/xml; charset=utf-8",
    ),
    mixed(
        "POST https://upload.kyc.example/v1/documents",
        ("Y6603309T", "Iñaki Etxeberria", "etxe.iñaki@correo.es", "1979-08-30"),
        ("dni_front.jpg", "image/jpeg", "doc-type-nie", "ES"),
        sent="------WebKitFormBoundary7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; "
             'name="document_number"\r\n\r\nY6603309T\r\n------WebKitFormBoundary7MA4YWxkTrZu0gW\r\n'
             'Content-Disposition: form-data; name="holder"\r\nContent-Type: application/json\r\n\r\n'
             '{"full_name": "Iñaki Etxeberria", "birth": {"date": "1979-08-30"}, "mail": "etxe.iñaki@correo.es", "country": "ES"}'
             '\r\n------WebKitFormBoundary7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name="kind"'
             "\r\n\r\ndoc-type-nie\r\n------WebKitFormBoundary7MA4YWxkTrZu0gW\r\nContent-Disposition: "
             'form-data; name="file"; filename="dni_front.jpg"\r\nContent-Type: image/jpeg\r\n\r\nJFIF'
             "\r\n------WebKitFormBoundary7MA4YWxkTrZu0gW--\r\n",
        sent_as=_PARTS,
    ),
    mixed(
        "GET https://calendar.example/dav/u-3/event-81.ics",
        ("Rasmus Thorvaldsen", "rasmus.t@firmapost.dk", "+45 33 14 82 90"),
        ("20251104T090000Z", "event-81@calendar.internal.example", "Sprint review", "-//Acme//CalDAV 2.3.4.1//EN"),
        told="BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Acme//CalDAV 2.3.4.1//EN\r\nBEGIN:VEVENT\r\n"
             "UID:event-81@calendar.internal.example\r\nDTSTART:20251104T090000Z\r\nSUMMARY:Sprint review\r\n"
             'ORGANIZER;CN="Rasmus Thorvaldsen":mailto:rasmus.t@firmapost.dk\r\n'
             "DESCRIPTION:Dial in on +45 33 14 82 90\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        told_as="text/calendar",
    ),
    mixed(
        "POST https://llm.example/v1/chat/completions",
        ("378-52-9914", "dana.oyelaran@fastmail.com", "5391288040723865"),
        ("gpt-4o-mini", "chatcmpl-9xKq27Zt", "fp_44709d6fcb", "1730712345"),
        sent={"model": "gpt-4o-mini", "max_tokens": 256, "messages": [
            {"role": "system", "content": "You are a helpful agent for Acme."},
            {"role": "user", "content": "My card 5391 2880 4072 3865 was declined, social is 378-52-9914."}]},
        told='data: {"id":"chatcmpl-9xKq27Zt","created":1730712345,"system_fingerprint":"fp_44709d6fcb",'
             '"choices":[{"delta":{"content":"Write to dana.oyelaran@fastmail.com about 5391288040723865"}}]}\n\n'
             "data: [DONE]\n\n",
        told_as="text/event-stream",
    ),
    mixed(
        "GET https://school.example/api/v1/students.csv?grade=7",
        ("Kovalenko", "Mykhailo", "2012-05-17", "Tetiana Kovalenko", "+380 67 214 88 03"),
        ("S-100234", "grade,7A", "92.5", "absences"),
        told="student_id,last_name,first_name,date_of_birth,guardian_name,guardian_phone,grade,7A,average,absences\n"
             "S-100234,Kovalenko,Mykhailo,2012-05-17,Tetiana Kovalenko,+380 67 214 88 03,7,x,92.5,3\n",
        told_as="text/csv",
    ),
    mixed(
        "GET https://api.telco.example/v1/subscribers/msisdn/447700184623",
        ("447700184623", "8949647786364418551", "234150999481726", "Crompton"),
        ("PREPAID", "APN-internet.telco", "5368709120"),
        told={"msisdn": "447700184623", "iccid": "8949647786364418551", "imsi": "234150999481726",
              "plan": "PREPAID", "apn": "APN-internet.telco", "quotaBytes": 5368709120,
              "owner": {"surname": "Crompton"}},
    ),
    mixed(
        "POST https://api.tax.example/in/v1/returns",
        ("BKZPS4417Q", "9393 4786 5185", "Venkataraghavan", "560038"),
        ("29AAGCB7383J1Z4", "AY2025-26", "ITR-1", "80C"),
        sent={"pan": "BKZPS4417Q", "aadhaar": "9393 4786 5185", "assessment_year": "AY2025-26",
              "form": "ITR-1", "deductions": [{"section": "80C", "amount": 150000}],
              "taxpayer": {"name": {"last": "Venkataraghavan"}, "address": {"pincode": "560038"}},
              "employer_gstin": "29AAGCB7383J1Z4"},
    ),
    mixed(
        "GET https://docs.example/openapi.json",
        ("ops-lead@intern.acme.io",),
        ("jane.roe@acme.io", "+4915112345678", "4716453331478931", "1984-07-13", "Grace Hopper", "^\\\\d{3}-\\\\d{2}-\\\\d{4}$"),
        told={"openapi": "3.1.0", "info": {"title": "People", "version": "1.2.3.4",
              "contact": {"email": "ops-lead@intern.acme.io"}},
              "components": {"schemas": {"Person": {"type": "object", "properties": {
                  "email": {"type": "string", "format": "email", "example": "jane.roe@acme.io"},
                  "phone": {"type": "string", "examples": ["+4915112345678"]},
                  "card": {"type": "string", "example": "4716453331478931"},
                  "ssn": {"type": "string", "pattern": "^\\d{3}-\\d{2}-\\d{4}$"},
                  "dob": {"type": "string", "format": "date", "default": "1984-07-13"},
                  "full_name": {"type": "string", "example": "Grace Hopper"}}}}}},
    ),
    mixed(
        "GET https://i18n.example/de.json", (),
        ("Passwort", "Vorname", "Geburtsdatum", "E-Mail-Adresse", "Straße und Hausnummer", "Telefonnummer", "Karteninhaber"),
        told={"password": "Passwort", "first_name": "Vorname", "date_of_birth": "Geburtsdatum",
              "email": "E-Mail-Adresse", "street": "Straße und Hausnummer", "phone": "Telefonnummer",
              "cardholder": "Karteninhaber"},
    ),
    mixed(
        "GET https://forms.example/api/forms/17", (),
        ("Given name", "first_name", "Enter your surname", "Street address", "e.g. 555-1234", "Date of birth"),
        told={"fields": [{"name": "first_name", "label": "Given name", "type": "text"},
                         {"name": "last_name", "placeholder": "Enter your surname", "type": "text"},
                         {"name": "street", "label": "Street address", "required": True},
                         {"name": "phone", "placeholder": "e.g. 555-1234"},
                         {"name": "dob", "label": "Date of birth"}]},
    ),
    mixed(
        "GET https://store.example/api/products/B08N5WRWNW",
        ("Henrietta K. Oduya",),
        ("036000291452", "B08N5WRWNW", "978-0-306-40615-7", "1234-5679", "037833100", "US0378331005",
         "52.370216", "WVWZZZ1JZXW000001", "4006381333931"),
        told={"asin": "B08N5WRWNW", "upc": "036000291452", "isbn13": "978-0-306-40615-7", "issn": "1234-5679",
              "cusip": "037833100", "isin": "US0378331005", "vin": "WVWZZZ1JZXW000001", "ean": "4006381333931",
              "name": "Diary of a Young Girl",
              "store": {"name": "Centrum", "latitude": 52.370216, "longitude": 4.895168},
              "reviews": [{"reviewer": {"full_name": "Henrietta K. Oduya"}, "stars": 5}]},
    ),
    mixed(
        "POST https://errors.example/v1/users",
        ("m.castellanos@correo.mx", "CASM850412HDFSTR07"),
        ("email is already taken", "must match ^[A-Z]{4}", "is not a valid date", "4111"),
        sent={"email": "m.castellanos@correo.mx", "curp": "CASM850412HDFSTR07"},
        told={"errors": [{"field": "email", "message": "email is already taken: m.castellanos@correo.mx"},
                         {"field": "curp", "message": "must match ^[A-Z]{4}"},
                         {"field": "dob", "message": "is not a valid date"}], "code": 4111},
        status=422,
    ),
    mixed(
        "GET https://fleet.example/api/vehicles/42/position",
        ("Bjarnason", "64.146582", "-21.942367", "KR-T 4471"),
        ("2025-11-04T08:00:01Z", "57.3", "Depot North", "64.100001", "1GCHK23U33F100001"),
        told={"driver": {"name": "Bjarnason, Einar", "location": {"lat": 64.146582, "lng": -21.942367}},
              "license_plate": "KR-T 4471", "at": "2025-11-04T08:00:01Z", "speed": "57.3",
              "vin": "1GCHK23U33F100001",
              "depot": {"name": "Depot North", "lat": 64.100001, "lng": -21.9}},
    ),
    mixed(
        "GET https://iot.example/v1/devices?owner=me",
        ("3c:22:fb:8a:91:d4", "78.46.129.203", "2a01:4f8:c17:b0f::2", "Priscilla"),
        ("fw-4.12.0.33", "192.168.4.12", "10.0.0.0/8", "ff02::fb", "00:00:5e:00:53:01"),
        told={"devices": [{"mac_address": "3c:22:fb:8a:91:d4", "public_ip": "78.46.129.203",
                           "ipv6": "2a01:4f8:c17:b0f::2", "lan": "192.168.4.12", "net": "10.0.0.0/8",
                           "mdns": "ff02::fb", "firmware": "fw-4.12.0.33", "doc_mac": "00:00:5e:00:53:01",
                           "device_name": "Priscilla's iPhone"}]},
    ),
    mixed(
        "POST https://api.health.example/au/claims",
        ("675417712", "2428 77813 2", "Thistlethwaite"),
        ("MBS-00023", "E11.9", "73.20"),
        sent={"tfn": "675417712", "medicare_number": "2428 77813 2", "patient": {"familyName": "Thistlethwaite"},
              "items": [{"mbs": "MBS-00023", "icd10": "E11.9", "fee": "73.20"}]},
    ),
    mixed(
        "GET https://search.example/people?q=Konstantinopoulos&near=Patras&birth_year=1971",
        ("Spyridon Konstantinopoulos", "spyros71@otenet.gr", "Eleftheria Pappa", "+30 694 418 2093"), ("people", "results", "Patras"),
        told={"results": [{"person": {"name": "Spyridon Konstantinopoulos"}, "score": 0.93,
                           "emails": ["spyros71@otenet.gr"], "nickname_of": None,
                           "relatives": [{"relation": "sister", "name": "Eleftheria Pappa"}],
                           "twitter_phone": "+30 694 418 2093"}]},
    ),
    mixed(
        "POST https://wallet.example/recover",
        ("raccoon velvet hurdle okay tackle width siege mango obvious crater ship usage",),
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "m/84'/0'/0'/0/0", "english"),
        sent={"recoveryPhrase": "raccoon velvet hurdle okay tackle width siege mango obvious crater ship usage",
              "path": "m/84'/0'/0'/0/0", "wordlist": "english"},
        told={"address": "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"},
    ),
)  # fmt: skip
