"""What a name says of the person whose data stands under it."""

import re
from collections.abc import Iterable
from functools import lru_cache

from ringback.secrets.find.names.secret_names import is_phone_name, words
from ringback.secrets.find.secret_kinds import (
    ADDRESS,
    BANK,
    BIRTH,
    CARD,
    MAC,
    NAME,
    NATIONAL,
    PHONE,
    PLATE,
    POSITION,
    POSTCODE,
)


def _set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


_ENDS = {
    NAME: """
        firstname lastname givenname givennames familyname surname forename forenames middlename
        maidenname fullname legalname realname birthname cardholder cardholdername accountholder
        accountholdername nameoncard holdername ownername preferredname fname lname mname
        vorname nachname prenom apellido apellidos primerapellido cognome voornaam achternaam
        nombrecompleto sobrenome nomecompleto nomdefamille contactperson nickname
        beneficiaryname payeename attn fathername mothername spousename
        emergencycontact nextofkin imie nazwisko imieinazwisko jmeno prijmeni keresztnev
        vezeteknev fornavn etternavn efternavn fornamn efternamn etunimi sukunimi soyad adsoyad
        nomeproprio nomecognome vollername nomcomplet nomprenom ragionesociale nameofholder""",
    BIRTH: """
        dob birthdate dateofbirth birthday bday geburtsdatum geburtstag datenaissance
        datedenaissance fechanacimiento fechadenacimiento datadenascimento datanascita
        geboortedatum birthyear yearofbirth birth born bornon borndate birthdt dataurodzenia
        fodselsdato fodelsedatum fodselsdag syntymaaika geburtsjahr nascimento nacimiento naissance
        narozeni datumnarozeni dogumtarihi datanasterii gebdatum gebdat""",
    ADDRESS: """
        street streetaddress streetname streetline streetandnumber addressline addressstreet
        homeaddress postaladdress mailingaddress billingaddress shippingaddress deliveryaddress
        residentialaddress residenceaddress fulladdress formattedaddress physicaladdress
        currentaddress permanentaddress addr housenumber hausnummer strasse strase rue calle
        straat birthplace placeofbirth cityofbirth birthcity billingcity shippingcity homecity
        mailingcity deliverycity customeraddress useraddress address apartment aptnumber
        addressfull streetnumber adresse direccion indirizzo endereco adres billingstreet ulica
        gatuadress katuosoite logradouro domicilio anschrift wohnort woonplaats osoite adresa
        pickupaddress dropoffaddress gata""",
    POSTCODE: "zip zipcode postalcode postcode plz postleitzahl codepostal cep codigopostal "
    "zippostal postzip billingzip shippingzip eircode kodpocztowy postnummer postnr",
    CARD: """
        cardnumber cardno cardnum ccnumber ccnum ccno creditcard creditcardnumber creditcardno
        debitcard debitcardnumber paymentcard primaryaccountnumber cardpan pan fullpan cc
        kartennummer card""",
    BANK: "iban bankaccount bankaccountnumber ibannumber accountiban bankacct bankaccountno "
    "accountnumber acctnumber accountno kontonummer bban achaccount",
    NATIONAL: """
        ssn ssnlast socialsecurity socialsecuritynumber socialsecurityno socialinsurancenumber sin
        sinnumber nino ninumber nationalinsurance nationalinsurancenumber cpf cnpj cpfcnpj bsn
        burgerservicenummer steuerid steueridnr steuernummer steueridentifikationsnummer idnr taxid
        taxnumber taxpayerid taxidnumber taxidentificationnumber tin itin tinnumber nir numerosecu
        insee dni nie nif nieordni codicefiscale fiscalcode aadhaar aadhar aadhaarnumber
        aadharnumber pannumber pancard personnummer personalnumber personalidentitynumber
        nationalid nationalidnumber nationalidentitynumber nationalidentificationnumber
        nationalnumber identitynumber identitycard identitycardnumber idcard idcardnumber
        citizenid civilid passport passportnumber passportno passportnum driverlicense
        driverslicense driverlicensenumber driverslicensenumber driverlicence drivinglicence
        drivinglicense drivinglicencenumber drivinglicensenumber dlnumber driverlicenseno pesel
        curp rut rutnumber nric fin hkid medicare medicarenumber nhs nhsnumber ppsn ppsnumber pps
        cpr cprnumber cprnr fodselsnummer henkilotunnus hetu ahv ahvnumber ahvnummer cuil rrn
        residentregistrationnumber socialnumber egn oib tckimlik rijksregisternummer tfn
        taxfilenumber govid governmentid governmentidnumber idnumber iddocumentnumber
        documentidnumber voterid residencepermitnumber visanumber healthinsurancenumber
        krankenversichertennummer svnr sozialversicherungsnummer personnr imsi iccid
        identitydocument traveldocument rodnecislo cnp amka tckn tcno mynumber ird irdnumber
        medicalrecordnumber mrn numerosecuritesociale dninumber""",
    PLATE: """
        licenseplate licenceplate licenseplatenumber licenceplatenumber numberplate platenumber
        plateno vehicleplate registrationplate kennzeichen immatriculation matricula kenteken
        vehicleregistrationnumber""",
    MAC: "macaddress macaddr bssid hwaddr hwaddress hardwareaddress wifimac devicemac clientmac "
    "ethernetaddress bluetoothaddress btaddr",
    PHONE: "waid wame contactnumber callernumber callerid smsnumber rufnummer teldaytime "
    "emergencynumber contactno",
}  # fmt: skip
_KIND = {end: kind for kind, ends in _ENDS.items() for end in ends.split()}
_PEOPLE = _set(
    """
    customer user patient contact person people member employee owner recipient sender
    author cardholder buyer seller payer payee passenger guest traveler traveller applicant
    borrower subscriber beneficiary shipper consignee student teacher guardian spouse tenant
    landlord donor candidate holder accountholder billingdetails shippingdetails shipping
    billing committer assignee reporter driver rider caller callee attendee participant
    signer signatory resident claimant insured policyholder doctor nurse relative dependent
    shopper visitor individual invitee nominee director shareholder ubo manager
    representative kunde cliente debtor creditor taxpayer titular devedor pagador recebedor
    paciente klient kund asiakas mother father sister brother husband wife
    payor remitter drawer heir deponent
    """
)
_ADDRESSES = _set(
    """
    address addresses billing shipping addr residence billingdetails shippingdetails
    delivery billingaddress shippingaddress homeaddress mailingaddress deliveryaddress
    postaladdress residentialaddress billto shipto adresse
    """
)
_WITHIN_ADDRESS = _set(
    """
    line city town locality suburb village district county postaltown street number ort
    stadt ville ciudad unit
    """
)
_WITHIN_NAME = _set(
    """
    first last given family middle full text value
    """
)
_ONES_OWN = frozenset(("personal", "personalinfo", "personaldata", "identity", "personaldetails"))
_WITHIN_BIRTH = frozenset(("date", "year", "value"))
_NAMES = _set(
    """
    name names fullname personname legalname
    """
)
_CARDS = _set(
    """
    card creditcard debitcard paymentcard cc paymentmethod
    """
)
_BANKS = _set(
    """
    bankaccount bank ach usbankaccount bankdetails payoutaccount bankinfo
    """
)
_TITLED = _PEOPLE - _set("people seller shipper") | {"kunden"}
_PLACED = _PEOPLE | _set("home residence delivery pickup dropoff whereabouts lastseen lastknown")
_COORDINATES = _set("lat latitude lng lon long longitude coordinates coords latlng latlon")
# Whom a message or a call goes to, or comes from.
_REACHED_BY = _set(
    "to from cc recipient recipients destination sender caller callee called calling dst src"
)
_NAME_WORDS = _set("name nome nombre nom naam navn namn")
_NUMBER_WORDS = _set("number no nr numero num identifier value")
_REACHED = _set(
    "email emailaddress emails mail dob birthdate dateofbirth birthday expyear last4 expmonth "
    "expirymonth cvc cvv cvv2 relation"
)
# What names mean within objects of some names.
_OBJECTS = (
    (_NAME_WORDS, _PEOPLE, NAME),
    (_set("first last"), _PEOPLE | _ONES_OWN, NAME),
    (_WITHIN_NAME, _NAMES, NAME),
    (_WITHIN_ADDRESS, _ADDRESSES, ADDRESS),
    (_set("number no"), _CARDS, CARD),
    (_set("holder owner"), _CARDS | _BANKS, NAME),
    (_set("number account"), _BANKS, BANK),
)
_EXAMPLES = _set("example examples sample placeholder dummy demo")
_NUMBERING = _set(
    """
    id ids uuid guid order orders orderid invoice sku ean ean8 ean13 upc gtin isbn isbn10
    isbn13 issn asin barcode tracking reference ref refs serial imei iccid meid part batch
    lot ticket case product item article timestamp ts time date price amount total subtotal
    tax cost balance version build coordinates coordinate lat lon lng latitude longitude
    colour color hex checksum hash sha etag commit revision offset cursor seq sequence count
    size bytes length width height digits duration model code codes epoch created updated
    transaction txn gid snowflake nonce salt mac port udid fingerprint quantity hs oid
    container parcel shipment awb waybill receipt number_id key index hash256 trace span
    """
)
_ADDRESS_NAMES = _set(
    """
    ip ips ipv4 ipv6 ipaddress ipaddr addr peer forwarded remote
    """
)
_VERSIONS = _set(
    """
    version versions ver firmware build release revision sdk app os agent server via ua oid
    oids useragent platform minversion maxversion driver kernel product powered engine
    """
)
_TAIL = re.compile(r"\d+$")
_COUNTED = re.compile(r"(?:numbers?|nummer|numero|num|no|nr)$")


@lru_cache(maxsize=8192)
def personal_kind(name: str, within: str = "") -> str | None:
    """The kind of personal data under a name, by what it is and the object that it stands in."""
    parts = words(name)
    if not parts or is_example_name(name):
        return None
    around = _ends(within)
    kind = _of_words(parts)
    bare = _TAIL.sub("", parts[-1])
    if bare in _NAME_WORDS and len(parts) > 1 and parts[-2] in _TITLED:
        kind = NAME
    if bare in _COORDINATES and (_PLACED & {*parts, *_around(within)}):
        return POSITION
    if len(parts) == 1 or (len(parts) == 2 and parts[1].isdigit()):
        kind = _of_object(_TAIL.sub("", parts[0]), around) or kind
    if kind is None and bare == "city" and len(parts) > 1 and parts[-2] in _TITLED:
        kind = ADDRESS
    if kind is None and is_phone_name(name):
        kind = PHONE
    return kind


def _of_words(parts: tuple[str, ...]) -> str | None:
    """By the longest end of a name, whatever stands before it."""
    for at in range(len(parts)):
        end = "".join(parts[at:])
        if end in _KIND:
            return _KIND[end]
        end = _TAIL.sub("", end)
        if end in _KIND:
            return _KIND[end]
        kind = _KIND.get(_COUNTED.sub("", end))
        if kind in {NATIONAL, CARD, BANK, PLATE}:
            return kind
    return None


def _around(within: str) -> Iterable[str]:
    """The words of all that a value stands in, in the singular as well."""
    return (end for part in words(within) for end in (part, part.removesuffix("s")))


def _ends(within: str) -> frozenset[str]:
    """The ends of the name of the nearest object by its words, in the singular as well."""
    parts = [_TAIL.sub("", part) for part in words(within.rpartition(".")[2])]
    ends = {"".join(parts[at:]) for at in range(len(parts))}
    return frozenset(ends | {end.removesuffix("s") for end in ends})


def _of_object(name: str, around: frozenset[str]) -> str | None:
    """By the object around a name that says little alone."""
    for own, objects, kind in _OBJECTS:
        if name in own and around & objects:
            return kind
    held = {_KIND.get(end) for end in around}
    if name in _WITHIN_BIRTH and BIRTH in held:
        return BIRTH
    numbered = (NATIONAL, PHONE, PLATE) if name in _NUMBER_WORDS else ()
    return next((kind for kind in numbered if kind in held), None)


def tells_a_person(names: Iterable[str]) -> bool:
    """Whether members of an object say that it is about somebody: reached, born, or a card's."""
    return any("".join(words(name)) in _REACHED for name in names)


@lru_cache(maxsize=8192)
def is_example_name(name: str) -> bool:
    """Whether what stands under a name is said to be made up."""
    return not _EXAMPLES.isdisjoint(words(name))


@lru_cache(maxsize=8192)
def needs_context(name: str) -> bool:
    """Whether the object around a name decides what it says."""
    parts = words(name)
    bare = _TAIL.sub("", parts[0]) if len(parts) == 1 else ""
    return bare in _NAME_WORDS | _WITHIN_ADDRESS | _WITHIN_NAME or bare in _NUMBER_WORDS


@lru_cache(maxsize=8192)
def is_reached_name(name: str) -> bool:
    """Whether a name is that of whom a message goes to or comes from."""
    return len(words(name)) == 1 and words(name)[0] in _REACHED_BY


@lru_cache(maxsize=8192)
def is_numbering_name(name: str) -> bool:
    """Whether digits under a name number, measure or date a thing."""
    return any(part in _NUMBERING or _TAIL.sub("", part) in _NUMBERING for part in words(name))


@lru_cache(maxsize=8192)
def is_version_name(name: str) -> bool:
    """Whether four numbers with dots between them are a version under a name."""
    return any(part in _VERSIONS for part in words(name))


@lru_cache(maxsize=8192)
def is_ip_name(name: str) -> bool:
    """Whether a name is that of a machine's address."""
    return any(part in _ADDRESS_NAMES for part in words(name)) and not is_version_name(name)
