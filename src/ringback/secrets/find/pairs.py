"""Values under secret names within a text: assignments, members, header lines, elements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ringback.secrets.find.secret_names import is_secret_name, is_suspect_name

_ASSIGNED = re.compile(
    r"(?<![\w.$-])([A-Za-z_$][\w.$-]{0,60}+(?:\[\w*+\]){0,3}+)="
    r"(?:\"([^\"\r\n]*+)\"|'([^'\r\n]*+)'|([^\s&;,\"'<>#)\]}|\\]++))"
)
_QUOTED = re.compile(
    r"(?P<slash>\\*+)(?P<quote>[\"'])(?P<name>[\w .$-]{1,60}+)(?P=slash)(?P=quote)"
    r"\s{0,4}+(?::|=>?)\s{0,4}+"
    r"(?:(?P=slash)(?P=quote)(?P<value>(?:(?!(?P=slash)(?P=quote))(?:\\.|.))*+)|(?P<number>-?\d[\d.eE+-]*+))",
    re.DOTALL,
)
_LINE = re.compile(
    r"(?<![\w-])([A-Za-z][\w-]{1,40}+)[ \t]?:[ \t]{0,4}+((?:[^\r\n\"'<>]|<[A-Za-z][\w.-]{0,80}>)++)"
)
_ELEMENT = re.compile(r"<([A-Za-z][\w:.-]{0,60}+)(?:\s[^<>]*+)?>([^<>]++)</")
_INPUT = re.compile(
    r"<[A-Za-z][^<>]*?\sname=([\"'])([\w.$\[\]-]{1,60}+)\1[^<>]*?\s(?:value|content)=([\"'])(.*?)\3",
    re.DOTALL,
)
_SCHEME = re.compile(
    r"(?<![\w-])(?i:Bearer|Basic|Token|ApiKey|Api-Key|Digest)[ ]{1,3}([A-Za-z0-9._~+/-]{8,}={0,2})"
)
_USERINFO = re.compile(r"://([^/@:?#\s\"'<>]*+):([^/@?#\s\"'<>]++)@")
_WHOLE_LINES = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPair:
    """A name and where its value stands; `suspect` where the name alone does not decide.

    `url` is True where the value is percent-encoded, `number` where it is a bare number.
    """

    name: str
    start: int
    end: int
    suspect: bool = False
    url: bool = False
    number: bool = False
    markup: bool = False


def pairs(text: str) -> Iterator[NamedPair]:
    """Each value that stands under a secret or suspect name in a text, whatever the notation."""
    if "=" in text:
        yield from _assigned(text)
    if '"' in text or "'" in text:
        yield from _members(text)
    if ":" in text:
        yield from _lines(text)
    if "</" in text:
        yield from _elements(text)
    if "://" in text and "@" in text:
        for found in _USERINFO.finditer(text):
            user, password = found.span(1), found.span(2)
            yield NamedPair(name="password", start=password[0], end=password[1], url=True)
            if not found[2].strip("xX-"):
                yield NamedPair(name="user", start=user[0], end=user[1], url=True)


def schemes(text: str) -> Iterator[tuple[int, int]]:
    """Where credentials stand behind the word of their scheme (`Bearer …`)."""
    if " " in text:
        for found in _SCHEME.finditer(text):
            value = found[1]
            if (len(value) >= 16 and not value.isalpha()) or any(map(str.isdigit, value)):
                yield found.span(1)


def _assigned(text: str) -> Iterator[NamedPair]:
    for found in _ASSIGNED.finditer(text):
        name, group = found[1], found.lastindex or 4
        secret = is_secret_name(name)
        if secret or is_suspect_name(name):
            start, end = found.span(group)
            joined = (
                text[found.start() - 1] in "?&#" if found.start() else text[end : end + 1] == "&"
            )
            url = group == 4 and joined
            yield NamedPair(name=name, start=start, end=end, suspect=not secret, url=url)
    if "<" in text:
        for found in _INPUT.finditer(text):
            if is_secret_name(found[2]) or is_suspect_name(found[2]):
                start, end = found.span(4)
                suspect = not is_secret_name(found[2])
                yield NamedPair(name=found[2], start=start, end=end, suspect=suspect, markup=True)


def _members(text: str) -> Iterator[NamedPair]:
    for found in _QUOTED.finditer(text):
        if is_secret_name(found["name"]):
            number = found["value"] is None
            start, end = found.span("number" if number else "value")
            yield NamedPair(name=found["name"], start=start, end=end, number=number)


def _lines(text: str) -> Iterator[NamedPair]:
    """Header lines and lines of YAML: of most names a value of one piece that is no plain word."""
    for found in _LINE.finditer(text):
        name, value = found[1], found[2].rstrip()
        if not is_secret_name(name):
            continue
        whole = name.lower() in _WHOLE_LINES
        telling = " " not in value and not value.isalpha() and not value.startswith("//")
        if whole or telling:
            yield NamedPair(name=name, start=found.start(2), end=found.start(2) + len(value))


def _elements(text: str) -> Iterator[NamedPair]:
    for found in _ELEMENT.finditer(text):
        name = found[1].rpartition(":")[2]
        if is_secret_name(name):
            start, end = found.span(2)
            yield NamedPair(name=name, start=start, end=end, markup=True)
