"""Words by which people call what is somebody's, and what is not, in names of members."""

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
        nomeproprio nomecognome vollername nomcomplet nomprenom embossedname""",
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
        pickupaddress dropoffaddress gata shipto billto deliverto""",
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
        identitydocument traveldocument rodnecislo cnp amka tckn tcno mynumber ird irdnumber cuit
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
KIND = {end: kind for kind, ends in _ENDS.items() for end in ends.split()}
PEOPLE = _set(
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
    payor remitter drawer heir deponent lead prospect requester approver uploader creator
    organizer organiser coach trainer instructor mentor technician courier practitioner physician
    reviewer supervisor attorney lawyer caregiver
    """
)
ADDRESSES = _set(
    """
    address addresses billing shipping addr residence billingdetails shippingdetails
    delivery billingaddress shippingaddress homeaddress mailingaddress deliveryaddress
    postaladdress residentialaddress billto shipto adresse
    """
)
WITHIN_ADDRESS = _set(
    """
    line city town locality suburb village district county postaltown street number ort
    stadt ville ciudad unit
    """
)
WITHIN_NAME = _set(
    """
    first last given family middle full text value
    """
)
ONES_OWN = frozenset(
    ("profile", "personal", "personalinfo", "personaldata", "identity", "personaldetails")
)
WITHIN_BIRTH = frozenset(("date", "year", "value"))
NAMES = _set(
    """
    name names fullname personname legalname
    """
)
CARDS = _set(
    """
    card creditcard debitcard paymentcard cc paymentmethod
    """
)
BANKS = _set(
    """
    bankaccount bank ach usbankaccount bankdetails payoutaccount bankinfo
    """
)
TITLED = PEOPLE - _set("people seller shipper") | {"kunden"}
PLACED = PEOPLE | _set("home residence delivery pickup dropoff whereabouts lastseen lastknown")
COORDINATES = _set("lat latitude lng lon long longitude coordinates coords latlng latlon")
# Whom a message or a call goes to, or comes from.
REACHED_BY = _set(
    "to from cc recipient recipients destination sender caller callee called calling dst src"
)
NAME_WORDS = _set("name nome nombre nom naam navn namn")
NUMBER_WORDS = _set("number no nr numero num identifier value")
REACHED = _set(
    "email emailaddress emails mail dob birthdate dateofbirth birthday expyear last4 expmonth "
    "expirymonth cvc cvv cvv2 relation"
)
ACTING = frozenset(("createdby", "updatedby", "modifiedby", "signedby", "approvedby", "assignedto",
                     "uploadedby", "requestedby", "reviewedby", "invitedby"))  # fmt: skip
# What names mean within objects of some names.
OBJECTS = (
    (NAME_WORDS, PEOPLE, NAME),
    (_set("first last"), PEOPLE | ONES_OWN, NAME),
    (WITHIN_NAME, NAMES, NAME),
    (WITHIN_ADDRESS, ADDRESSES, ADDRESS),
    (_set("number no"), CARDS, CARD),
    (_set("holder owner"), CARDS | BANKS, NAME),
    (_set("number account"), BANKS, BANK),
)
# Before the name of what is no person.
THINGS = _set(
    "service product file host domain class table column field plan project app company store team "
    "organization organisation repo repository package module"
)
EXAMPLES = _set("example examples sample placeholder dummy demo")
NUMBERING = _set(
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
ADDRESS_NAMES = _set(
    """
    ip ips ipv4 ipv6 ipaddress ipaddr addr peer forwarded remote
    """
)
VERSIONS = _set(
    """
    version versions ver firmware build release revision sdk app os agent server via ua oid
    oids useragent platform minversion maxversion
    python java ruby php chrome firefox clr plugin package driver kernel product powered engine
    """
)
