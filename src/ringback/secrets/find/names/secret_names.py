"""What the name of a member, a parameter or a header says of the value under it."""

import re
import unicodedata
from functools import lru_cache

_PARTS = (
    "apikey",
    "accesskey",
    "accountkey",
    "privatekey",
    "signingkey",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "credential",
    "authorization",
)
_WHOLE = frozenset(
    {
        "auth", "bearer", "cookie", "setcookie", "jwt", "pwd", "sessionid", "sessionkey",
        "pin", "pincode", "otp", "cvv", "cvc", "xamzsignature", "xgoogsignature", "xauthkey",
        "phpsessid", "jsessionid", "connectsid", "authkey", "encryptionkey", "masterkey",
        "subscriptionkey", "ocpapimsubscriptionkey", "functionskey", "xfunctionskey",
        "mnemonic", "mnemonics", "mnemonicphrase", "seedphrase", "recoveryphrase", "backupphrase",
        "seedwords", "recoverywords", "mnemonicwords", "walletseed", "walletphrase", "totp",
        "onetimepin", "securityanswer", "cvv2", "cvc2", "cardpin", "atmpin",
    }
)  # fmt: skip
# Codes that are sent to a person, or kept for a person, by the end of the name.
_CODES = (
    "verificationcode", "verifycode", "otpcode", "smscode", "authcode", "mfacode", "2facode",
    "twofactorcode", "totpcode", "onetimecode", "securitycode", "recoverycode", "recoverycodes",
    "backupcode", "backupcodes", "logincode", "accesscode", "activationcode", "authenticationcode",
    "authorizationcode", "scratchcodes", "emailcode", "phonecode", "confirmcode", "unlockcode",
    "smsotp", "emailotp", "otpvalue", "userotp", "magiccode", "resetcode", "pairingcode",
    "onetimepassword", "cardverificationvalue", "keyphrase", "seedphrase", "recoveryphrase",
    "confirmationcode", "passcodes", "crumb",
)  # fmt: skip
_LAST = frozenset((each,) for each in ("otp", "totp", "cvv", "cvc", "mnemonic"))
# Under these names a plain word says how something is done, or what was chosen or read.
_WEAK = frozenset({"auth", "cookie", "bearer"})
_OF_BOARD = re.compile(r"[A-Z]{1,5}[_ ]?\d{1,3}")  # a pin of a circuit: GPIO17
_SESSION = frozenset({"x", "user", "auth", "login", "web", "http", "app", "client", "api"})
_PLAIN_WORD = re.compile(r"[A-Za-z]{1,20}(?:[ _-][A-Za-z]{1,20}){0,4}")
# What says how far a list was read is a token by its name alone.
_PAGES = frozenset(
    {"nextpagetoken", "pagetoken", "nexttoken", "previouspagetoken", "prevpagetoken", "synctoken",
     "nextsynctoken", "continuationtoken", "paginationtoken"}
)  # fmt: skip
# The last word of a name that tells something about a secret, and is none.
_ABOUT = frozenset(
    {
        "type", "types", "url", "uri", "endpoint", "at", "on", "expires", "expiry", "expiration",
        "length", "count", "policy", "enabled", "required", "hint", "status", "version", "limit",
        "supported", "method", "methods", "rotation", "name", "strength", "min", "max", "in",
        "algorithm", "format", "created", "updated", "changed",
    }
)  # fmt: skip
# Members of an object that is secret by its name, and say something about it.
_BESIDE = _ABOUT | frozenset(
    {
        "scopes", "scope", "provider", "realm", "audience", "flow", "flows", "roles", "role",
        "issuer", "kind", "scheme", "description", "title", "label", "permissions", "grants",
        "ref", "shape", "documentation", "comment", "location", "region", "service",
        "last4", "last", "prefix", "suffix", "masked", "active", "env", "environment", "object",
    }
)  # fmt: skip
_SUSPECT = frozenset(
    {"session", "sid", "sig", "signature", "xhubsignature", "xhubsignature256", "code", "ticket",
     "csrf", "xsrf", "key", "k", "pass", "authcode", "licensekey", "license"}
)  # fmt: skip
_PHONE = frozenset(
    {"phone", "phones", "mobile", "tel", "fax", "msisdn", "cell", "whatsapp", "handy", "gsm",
     "tlf", "telefon", "telefono", "telefone", "celular", "cellulare",
     "cellulaire", "telefoon", "movil", "puhelin", "komorka"}
)  # fmt: skip
_NO_PHONE = (
    "microphone",
    "headphone",
    "earphone",
    "smartphone",
    "iphone",
    "saxophone",
    "megaphone",
)
_NUMBERED = re.compile(r"\d+$|(?:numbers?|nummer|numero|num|no|nr|s)\d*$")
# Under these names long random texts are ordinary: they name, compare or hold things.
_ORDINARY = frozenset(
    {
        "id", "ids", "uuid", "guid", "etag", "etags", "hash", "hashes", "digest", "digests", "sha",
        "sha1", "sha256", "sha512", "md5", "checksum", "checksums", "crc", "commit", "commits",
        "revision", "rev", "ref", "refs", "fingerprint", "cursor", "cursors", "trace", "traceid",
        "traceparent", "tracestate", "span", "ray", "slug", "path", "href", "integrity", "blob",
        "image", "images", "thumbnail", "avatar", "photo", "picture", "icon",
        "logo", "file", "version", "ver", "head", "base", "before", "after", "oid", "tree",
        "parent", "parents", "request", "correlation", "next", "previous", "prev", "page",
        "x5c", "x5t", "kid", "public", "certificate", "cert", "pem", "boundary",
        "offset", "marker", "continuation", "build", "release", "snapshot", "node",
        "uri", "urn", "arn", "cid", "uid", "ksuid", "ulid", "xid", "nanoid", "cuid", "objectid",
        "match", "modified", "agent", "nel", "via", "served", "cache", "cf", "edge",
    }
)  # fmt: skip
_ORDINARY_WHOLE = frozenset(
    {
        "content", "data", "v", "n", "x", "y", "e", "object",
        "accept", "acceptencoding", "acceptlanguage", "altsvc", "contentsecuritypolicy",
        "contenttype", "contentdisposition", "link", "secwebsocketkey", "secwebsocketaccept",
        "reportto", "reportingendpoints", "server", "servertiming", "useragent", "referrerpolicy",
        "xamzid2", "xcache", "xpoweredby", "permissionspolicy", "stricttransportsecurity",
        "expectct", "vary", "host", "origin", "baggage", "b3",
    }
)  # fmt: skip
_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "æ": "ae", "đ": "d"})
_WORD = re.compile(r"[A-Z]?[a-z]+\d*|[A-Z]+(?![a-z])\d*|\d+")
_NESTING = re.compile(r"[.\[\]]+")
_SEPARATORS = re.compile(r"[-_.\s\[\]$:/]+")


def _plain(name: str) -> str:
    return _SEPARATORS.sub("", name).casefold()


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name, lower case and without accents: `apiKey` and `API_KEY` alike."""
    return tuple(each.casefold() for each in _WORD.findall(_bare(name[:200])))


def _bare(name: str) -> str:
    """A name in letters of ASCII, as far as those of another alphabet have some."""
    if name.isascii():
        return name
    parts = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(char for char in parts if not unicodedata.combining(char))


@lru_cache(maxsize=4096)
def nested(name: str) -> tuple[str, str]:
    """A form's name by its parts: `user[address][zip]` is `zip` within `user.address`."""
    if "." not in name and "[" not in name:
        return name, ""
    parts = [part for part in _NESTING.split(name) if part and not part.isdigit()]
    return (parts[-1], ".".join(parts[:-1])) if parts else (name, "")


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether a member, parameter or header of this name holds a secret."""
    plain = _plain(name)
    if plain in _WHOLE or plain.endswith(_CODES) or words(name)[-1:] in _LAST:
        return True
    if plain in _PAGES:
        return False
    if plain.endswith("sessionid") and _SESSION.issuperset(words(name)[:-2]):
        return True
    if not plain.endswith("token") and not any(part in plain for part in _PARTS):
        return False
    parts = words(name)
    if len(parts) > 1 and parts[-1] == "id":
        return parts[-2:] == ("secret", "id") or "access" in parts
    return not (len(parts) > 1 and parts[-1] in _ABOUT)


@lru_cache(maxsize=4096)
def is_beside_name(name: str) -> bool:
    """Whether a member of what is secret says something about it, and is no secret by itself."""
    parts = words(name)
    return bool(parts) and parts[-1] in _BESIDE


def is_plain_word(text: str, name: str, within: str = "") -> bool:
    """Whether a text under the name is a word, and the name says as little as `auth` does.

    Such is `token` in one of `tokens`: a piece of a text that was read.
    """
    if name == "pin":
        return _OF_BOARD.fullmatch(text) is not None
    weak = _plain(name) in _WEAK or (name == "token" and within.endswith("tokens"))
    return weak and _PLAIN_WORD.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def is_suspect_name(name: str) -> bool:
    """Whether a value of this name is a secret if it looks made by chance, and only then."""
    return _plain(name) in _SUSPECT


@lru_cache(maxsize=4096)
def is_phone_name(name: str) -> bool:
    """Whether a member or parameter of this name holds a phone number."""
    parts = words(name)
    if not parts or parts[-1] in {"id", "ids", *_ABOUT}:
        return False
    return any(map(_is_phone_word, parts))


def _is_phone_word(word: str) -> bool:
    bare = _NUMBERED.sub("", word)
    return bare in _PHONE or (bare.endswith("phone") and not bare.endswith(_NO_PHONE))


@lru_cache(maxsize=4096)
def is_ordinary_name(name: str) -> bool:
    """Whether a long random text under this name names, compares or holds a thing."""
    plain = _plain(name)
    return plain in _ORDINARY | _ORDINARY_WHOLE or any(it in _ORDINARY for it in words(name))


@lru_cache(maxsize=4096)
def label_for(name: str) -> str:
    """The text of a placeholder for a value under this name: `X-Api-Key` gives `api-key`."""
    parts = [part for part in words(name) if part.isascii()]
    if len(parts) > 1 and parts[0] == "x":
        parts = parts[1:]
    return "-".join(parts)[:40].strip("-") or "secret"
