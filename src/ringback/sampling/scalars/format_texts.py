"""Texts of each format that JSON Schema and the OpenAPI format registry know, a plain one first."""

from collections.abc import Callable, Iterator, Mapping

UUID = "5f0c2c1e-6a51-4d6e-9a53-0d2f8f6f6b01"
_URIS = ("https://example.com/a?b=c#d", "urn:isbn:0451450523", "https://[2001:db8::1]:8443/")
_MORE_URIS = (
    *("https://example.com", "http://example.com/a", "ftp://example.com/a", "mailto:a@example.com"),
    *("ws://example.com", "tel:+15550100", "data:,a", "https://a.co"),
)
_TIMES = ("12:00:00Z", "23:59:59.999-12:00", "12:00:00.123Z", "12:00:00+02:00")

# A plain text a format, then its edges; a uuid is asked of the caller, because it names something.
FORMATS: Mapping[str, tuple[str, ...]] = {
    "date": ("2024-02-29", "1969-12-31", "9999-12-31", "0001-01-01"),
    "date-time": (
        "2024-02-29T12:00:00Z",
        "1969-12-31T23:59:59.999+05:30",
        "2024-12-31T23:59:59.123456789-00:00",
        "9999-12-31T23:59:59Z",
        "2024-02-29t12:00:00z",
    ),
    "time": ("12:00:00Z", "23:59:59.999-12:00"),
    "duration": ("P1DT2H", "PT0S", "P2W"),
    "email": ("someone@example.com", "first.last+tag@sub.example.co", "x@example.com"),
    "hostname": ("example.com", "a", "xn--bcher-kva.example"),
    "ipv4": ("192.0.2.1", "0.0.0.0", "255.255.255.255"),  # noqa: S104 -- texts, nothing binds
    "ipv6": ("2001:db8::1", "::", "::ffff:192.0.2.1"),
    "uri": _URIS,
    "uri-reference": ("/a?b=c", "", "../x#y"),
}

# For schemas that ask for more than the format: other spellings, and formats with few edges.
OTHERS: Mapping[str, tuple[str, ...]] = {
    "uuid": (UUID, "00000000-0000-0000-0000-000000000000", UUID.upper()),
    "date-time": (
        *(f"2024-02-29T{time}" for time in _TIMES),
        "2024-02-29T12:00:00.123456Z",
        "2024-02-29T12:00:00.12Z",
        "2024-02-29T12:00:00.123+00:00",
        "2023-11-05T08:30:15.987Z",
        "2025-01-15T23:59:59.001Z",
        "2023-11-05T08:30:15Z",
        "2025-01-15T23:59:59Z",
        "2024-02-29T12:00:00-05:00",
    ),
    "date": ("2023-11-05", "2025-01-15"),
    "time": _TIMES,
    "duration": ("P1Y", "P1Y2M3DT4H5M6S", "PT1H", "PT30M", "P1M", "PT15S", "P1D"),
    "email": ("a@b.co", "a@b.c", "someone@example.org", "a.b@example.net"),
    "idn-email": ("someone@example.com", "a@b.co"),
    "hostname": ("a.co", "www.example.org", "example"),
    "idn-hostname": ("example.com", "a", "b\u00fccher.example"),
    "ipv4": ("10.0.0.1", "172.16.0.1", "192.168.1.254", "127.0.0.1"),
    "ipv6": ("fe80::1", "2001:0db8:0000:0000:0000:0000:0000:0001", "::1"),
    "uri": _MORE_URIS,
    "url": (*_URIS[:1], *_MORE_URIS),
    "uri-reference": (*_URIS[:1], *_MORE_URIS, "a", "#a", "/a/b"),
    "iri": (*_URIS, *_MORE_URIS, "https://example.com/\u00e9"),
    "iri-reference": ("/a?b=c", *_URIS, *_MORE_URIS, "a"),
    "uri-template": ("/a/{b}{?c}", "https://example.com/{a}", "a"),
    "json-pointer": ("/a/0", "", "/a~1b"),
    "relative-json-pointer": ("0", "1/a", "0#"),
    "regex": ("^[a-z]+$", "a", ""),
    "byte": ("c2FtcGxl", "YQ==", ""),
    "base64url": ("c2FtcGxl", "YQ", ""),
    "binary": ("sample", "a", ""),
    "password": ("correct horse 7 Battery!", "Passw0rd!"),
    "char": ("a",),
    "media-range": ("text/plain", "*/*"),
    "http-date": ("Thu, 29 Feb 2024 12:00:00 GMT",),
    "sf-string": ('"a"',),
    "sf-token": ("a",),
    "sf-integer": ("1",),
    "decimal": ("1.5", "1", "0.01"),
    "date-time-local": ("2024-02-29T12:00:00",),
    "time-local": ("12:00:00",),
    "unixtime": ("1709208000",),
    "commonmark": ("a *b*",),
    "html": ("<p>a</p>",),
    "ulid": ("01ARZ3NDEKTSV4RRFFQ69G5FAV",),
    "phone": ("+15550100123",),
}


def format_texts(name: str) -> tuple[str, ...]:
    """The texts of a format, a plain one first; none of a format that is not known here."""
    return tuple(dict.fromkeys((*FORMATS.get(name, ()), *OTHERS.get(name, ()))))


def sized(name: str, length: int) -> Iterator[str]:
    """Texts of a format with so many characters, where it can have them."""
    maker = _SIZED.get(name)
    if maker is not None and length > 0:
        yield from maker(length)


def _email(length: int) -> Iterator[str]:
    """The part before the @ has 64 characters at most (RFC 5321, 4.5.3.1.1)."""
    for domain in ("@example.com", "@b.co"):
        if 0 < length - len(domain) <= _LABEL:
            yield "x" * (length - len(domain)) + domain
    before = "x" * _LABEL + "@"
    rest = length - len(before) - len(".example.com")
    if rest > 0:
        yield before + "".join(_labels(rest)) + ".example.com"


def _hostname(length: int) -> Iterator[str]:
    """Labels of 63 characters at most (RFC 1123, 2.1)."""
    yield "".join(_labels(length))


def _labels(length: int) -> Iterator[str]:
    while length > _LABEL:
        step = _LABEL - 1 if length == _LABEL + 1 else _LABEL
        yield "x" * step + "."
        length -= step + 1
    yield "x" * length


_LABEL = 63


def _after(start: str) -> Callable[[int], Iterator[str]]:
    def made(length: int) -> Iterator[str]:
        if length > len(start):
            yield start + "x" * (length - len(start))

    return made


def _any(*makers: Callable[[int], Iterator[str]]) -> Callable[[int], Iterator[str]]:
    def made(length: int) -> Iterator[str]:
        for maker in makers:
            yield from maker(length)

    return made


def _instant(length: int) -> Iterator[str]:
    """A date-time with as many digits after the second as fill the length (RFC 3339, 5.6)."""
    start = "2024-02-29T12:00:00."
    if length > len(start) + 1:
        yield start + "1" * (length - len(start) - 1) + "Z"


_web = _any(
    _after("https://example.com/"), _after("http://a.co/"), _after("ftp://a/"), _after("a:")
)
_SIZED: Mapping[str, Callable[[int], Iterator[str]]] = {
    "email": _email,
    "idn-email": _email,
    "hostname": _hostname,
    "idn-hostname": _hostname,
    "uri": _web,
    "url": _web,
    "iri": _web,
    "uri-reference": _any(_web, _after("/"), _after("")),
    "iri-reference": _any(_web, _after("/"), _after("")),
    "uri-template": _any(_web, _after("/"), _after("")),
    "json-pointer": _after("/"),
    "regex": _after(""),
    "date-time": _instant,
}
