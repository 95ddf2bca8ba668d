"""What the name of a member, a parameter or a header says of the value under it."""

import re
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
        "onetimepin", "cvv2", "cvc2", "cardpin", "atmpin",
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
)  # fmt: skip
_LAST = frozenset((each,) for each in ("otp", "totp", "cvv", "cvc", "mnemonic"))
# Under these names a plain word says how something is done, or what was chosen.
_WEAK = frozenset({"auth", "cookie", "bearer"})
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
_BESIDE = _ABOUT | {
    "scopes",
    "scope",
    "provider",
    "realm",
    "audience",
    "flow",
    "flows",
    "roles",
    "role",
    "issuer",
    "kind",
    "scheme",
    "description",
    "required",
    "title",
    "label",
    "permissions",
    "grants",
}
_SUSPECT = frozenset(
    {"session", "sid", "sig", "signature", "xhubsignature", "xhubsignature256", "code", "ticket",
     "csrf", "xsrf", "key", "k", "pass", "authcode", "licensekey", "license"}
)  # fmt: skip
_PHONE = frozenset(
    {"phone", "phones", "mobile", "tel", "telephone", "fax", "msisdn", "cell", "cellphone",
     "whatsapp", "phonenumber"}
)  # fmt: skip
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
_WORD = re.compile(r"[A-Z]?[a-z]+\d*|[A-Z]+(?![a-z])\d*|\d+")
_SEPARATORS = re.compile(r"[-_.\s\[\]$:/]+")


def _plain(name: str) -> str:
    return _SEPARATORS.sub("", name).casefold()


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name, lower case: `apiKey`, `api-key` and `API_KEY` alike."""
    return tuple(each.casefold() for each in _WORD.findall(name[:200]))


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether a member, parameter or header of this name holds a secret."""
    plain = _plain(name)
    if plain in _WHOLE or plain.endswith(_CODES) or words(name)[-1:] in _LAST:
        return True
    if plain in _PAGES:
        return False
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


def is_plain_word(text: str, name: str) -> bool:
    """Whether a text under the name is a word, and the name says as little as `auth` does."""
    return _plain(name) in _WEAK and _PLAIN_WORD.fullmatch(text) is not None


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
    return any(part.rstrip("0123456789") in _PHONE for part in parts)


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
