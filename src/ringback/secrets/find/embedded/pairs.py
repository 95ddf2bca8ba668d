"""Values under secret names within a text: assignments, members, header lines, elements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ringback.secrets.find.embedded.enclosing import enclosing
from ringback.secrets.find.names.house_rules import HouseRules
from ringback.secrets.find.names.personal_names import needs_context, personal_kind
from ringback.secrets.find.names.secret_names import is_suspect_name

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
# A person's data on a line of its own, or one of several: `Date of birth: 04/01/1990; …`.
_TOLD = re.compile(
    r"(?<![\w-])([A-Za-z][\w-]{1,30}+(?:[ ](?:[A-Za-z][\w-]{0,30}+)){0,3}+)[ \t]?:[ \t]{0,4}+"
    r"((?:[^\r\n\"'<>,;|&{}\[\]]|,(?=[ ]\d{4}\b)){2,200}+)"
)
# A literal of GraphQL, of a script or of YAML: the name is bare, and the value quoted or a number.
_LITERAL = re.compile(
    r"(?<![\w\"'$-])([A-Za-z_]\w{0,60}+)\s{0,4}+:\s{0,4}+"
    r"(?:\"((?:[^\"\\\n]|\\.)*+)\"|'((?:[^'\\\n]|\\.)*+)'|(-?\d[\d.]{2,30}+)(?![\w:/-]))"
)
_OPENING = re.compile("[\"'(]")
_ELEMENT = re.compile(
    r"<([A-Za-z][\w:.-]{0,60}+)(?:\s[^<>]*+)?>(?:<!\[CDATA\[([^<>\]]++)\]\]>|([^<>]++))</"
)
_FIELD = re.compile(
    r"<[A-Za-z][\w:.-]{0,60}+\s[^<>]*?\b(?i:name|key|id|field|class|property|itemprop)=([\"'])"
    r"(?:[^\"'<>]{0,200}[/:])?"
    r"([\w.$ -]{1,60}+)\1[^<>]*+>\s{0,20}+(?:<[\w:.-]{1,60}(?:\s[^<>]{0,200})?>)?([^<>]++)</"
)
_INPUT = re.compile(
    r"<[A-Za-z](?=[^<>]*?\s(?:name|property|itemprop)=([\"'])"
    r"(?:[\w-]{1,30}:)?([\w.$\[\]-]{1,60}+)\1)[^<>]*?\s(?:value|content)=([\"'])(.*?)\3",
    re.DOTALL,
)
# A filter of OData, SCIM or SQL.
_FILTER = re.compile(
    r"\b([A-Za-z_][\w.]{1,40}) (?:eq|ne|co|sw|like|contains|is|==?) ([\"'])([^\"'\n]{1,100})\2",
    re.IGNORECASE,
)
# A line with a name, where other lines say that it is somebody's.
_NAME_LINE = re.compile(
    r"^[ \t]*(?i:name)[ \t]*:[ \t]*"
    r"([^\W\d_a-z][\w'’-]{1,40}(?: [^\W\d_a-z][\w'’.-]{0,40}){1,3})[ \t]*$",
    re.MULTILINE,
)
_SOMEBODYS = re.compile(
    r"^[ \t]*(?:e-?mail|phone|mobile|dob|date of birth|ssn)[ \t]*:", re.IGNORECASE | re.MULTILINE
)
# A line of .netrc, and what curl is told of a user.
_ENTRY = re.compile(
    r"\blogin\s{1,4}\S{1,80}\s{1,4}password\s{1,4}(\S{1,200})"
    r"|\s(?:-u|--user)[ =][\"']?[^\s:\"']{1,80}:([^\s\"']{1,200})"
)
_ENTRY_CUE = re.compile(r"login\s|\s-u|--user")
_HIDDEN = re.compile(r"\stype=[\"']?password\b", re.IGNORECASE)
# Properties of a vCard (RFC 6350) by the names that others give them.
_CARD = re.compile(
    r"^(FN|N|NICKNAME|ADR|BDAY|TEL)(?:;[^:\r\n]{0,200})?:(?:tel:)?([^\r\n]+)", re.MULTILINE
)
_CARD_NAMES = {"FN": "full_name", "N": "full_name", "NICKNAME": "nickname", "ADR": "street_address",
               "BDAY": "birth_date", "TEL": "phone"}  # fmt: skip
_SCHEME = re.compile(
    r"(?<![\w-])(?i:Bearer|Basic|Token|ApiKey|Api-Key|Digest)[ ]{1,3}([A-Za-z0-9._~+/-]{8,}={0,2})"
)
_USERINFO = re.compile(r"://([^/@:?#\s\"'<>]*+):([^/@?#\s\"'<>]++)@")
_WHOLE_LINES = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPair:
    """A name and where its value stands; `suspect` where the name alone does not decide.

    It is `personal` where the name is that of a person's data, and the value decides. `url` is True
    where the value is percent-encoded, `number` where it is a bare number. Of names that only
    `suspects` has some are suspect; what was `told` in prose is a person's data or nothing.
    `within` is the name of the object around it, where that decides.
    """

    name: str
    start: int
    end: int
    suspect: bool = False
    personal: bool = False
    url: bool = False
    number: bool = False
    markup: bool = False
    suspects: bool = False
    told: bool = False
    within: str = ""


def pairs(text: str, rules: HouseRules) -> Iterator[NamedPair]:
    """Each value that stands under a telling name in a text, whatever the notation."""
    for pair in _all(text):
        if rules.label(pair.name) is not None:
            if not pair.told:
                yield pair
        elif rules.keeps(pair.name):
            continue
        elif is_suspect_name(pair.name) and pair.suspects:
            yield replace(pair, suspect=True)
        elif personal_kind(pair.name) is not None:
            yield replace(pair, personal=True)
        elif needs_context(pair.name):
            for within in enclosing(text, pair.start):
                if personal_kind(pair.name, within) is not None:
                    yield replace(pair, personal=True, within=within)
                    break


def _all(text: str) -> Iterator[NamedPair]:
    """Each pair of a name and a value, whatever the name says."""
    if "=" in text:
        yield from _assigned(text)
    if '"' in text or "'" in text:
        yield from _members(text)
        for found in _FILTER.finditer(text):
            yield NamedPair(name=found[1], start=found.start(3), end=found.end(3))
    if ":" in text:
        yield from _lines(text)
    if "</" in text:
        yield from _elements(text)
    for found in _ENTRY.finditer(text) if _ENTRY_CUE.search(text) else ():
        start, end = found.span(found.lastindex or 1)
        yield NamedPair(name="password", start=start, end=end)
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
        group = found.lastindex or 4
        start, end = found.span(group)
        joined = text[found.start() - 1] in "?&#" if found.start() else text[end : end + 1] == "&"
        url = group == 4 and joined
        yield NamedPair(name=found[1], start=start, end=end, url=url, suspects=True)
    if "<" in text:
        for found in _INPUT.finditer(text):
            start, end = found.span(4)
            tag = text[found.start() : text.find(">", found.end())]
            name = "password" if _HIDDEN.search(tag) else found[2]
            yield NamedPair(name=name, start=start, end=end, markup=True, suspects=True)


def _members(text: str) -> Iterator[NamedPair]:
    for found in _QUOTED.finditer(text):
        number = found["value"] is None
        start, end = found.span("number" if number else "value")
        yield NamedPair(name=found["name"], start=start, end=end, number=number)


def _lines(text: str) -> Iterator[NamedPair]:
    """Header lines and lines of YAML: of most names a value of one piece that is no plain word."""
    for found in _LINE.finditer(text):
        name, value = found[1], found[2].rstrip()
        whole = name.lower() in _WHOLE_LINES and ("=" in value or "cookie" not in name.lower())
        telling = " " not in value and not value.isalpha() and not value.startswith("//")
        if whole or telling:
            yield NamedPair(name=name, start=found.start(2), end=found.start(2) + len(value))
    for found in _CARD.finditer(text) if "BEGIN:VCARD" in text else ():
        yield NamedPair(name=_CARD_NAMES[found[1]], start=found.start(2), end=found.end(2))
    for found in _NAME_LINE.finditer(text) if _SOMEBODYS.search(text) else ():
        yield NamedPair(name="full_name", start=found.start(1), end=found.end(1))
    for found in _TOLD.finditer(text) if ": " in text else ():
        value = found[2].rstrip(" .")
        start = found.start(2)
        yield NamedPair(name=found[1], start=start, end=start + len(value), told=True)
    for found in _LITERAL.finditer(text) if _OPENING.search(text) else ():
        start, end = found.span(found.lastindex or 2)
        yield NamedPair(name=found[1], start=start, end=end, number=found.lastindex == 4)


def _elements(text: str) -> Iterator[NamedPair]:
    for found in _ELEMENT.finditer(text):
        start, end = found.span(found.lastindex or 3)
        yield NamedPair(name=found[1].rpartition(":")[2], start=start, end=end, markup=True)
    for found in _FIELD.finditer(text):
        start, end = found.span(3)
        yield NamedPair(name=found[2], start=start, end=end, markup=True)
