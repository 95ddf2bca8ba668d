"""Values that are secret because of the name that they stand under, wherever that is."""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_plus

from ringback.exchange import Exchange, Headers
from ringback.secrets.find.secret_names import is_secret_name

# Names that a shell gives a meaning of its own.
_TAKEN = {"PWD": "PASSWORD", "OLDPWD": "OLD_PASSWORD"}
_WORTHLESS = {"true", "false", "null"}  # as a value they hide nothing, and a replay needs them

# The second alternative is a string that does not end: the text is cut, or no JSON.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[{}\[\]:,]|[^\s{}\[\]:,"]++', re.DOTALL)
_NAMED = re.compile(r"([\"'])([\w .-]{1,64}+)\\*+\1\s*+[:=]\s*+")
_OPENED = re.compile(r"\\*+[\"']")
_INSIDE = {
    '"': re.compile(r'(?:[^"\\]++|\\.)*+', re.DOTALL),
    "'": re.compile(r"(?:[^'\\]++|\\.)*+", re.DOTALL),
}
_NUMBER = re.compile(r"-?\d[\d.eE+-]*+")
_QUERY = re.compile(r"(?:^|[?&])([^=&?#\s\"'<>]{1,64}+)=([^&#\s\"'<>]++)")
_USERINFO = re.compile(r"://([^/@:?#\s]*+):([^/@?#\s]++)@")
_CREDENTIALS = re.compile(r"(\S+)\s+(\S.*)", re.DOTALL)
_COOKIE = re.compile(r"[^=;\s]+=\"?([^;\"]+)")

_SHORTEST_IN_BODY = 4
_SHORTEST_IN_HEADER = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretMember:
    """A value to hide: where it stands in a text, what it says, and what is shown for it."""

    start: int
    end: int
    value: str
    variable: str

    def __repr__(self) -> str:
        """The place alone: a traceback shows no secret."""
        return f"Member({self.start}:{self.end} ${self.variable})"


def variable_for(name: str) -> str:
    """The shell variable for a value under this name: `api-key` gives `API_KEY`."""
    plain = re.sub(r"[^A-Z0-9_]", "_", name.upper())
    if plain[:1].isdigit():
        plain = f"_{plain}"
    return _TAKEN.get(plain, plain)


def in_text(text: str) -> list[SecretMember]:
    """Secret members that a message, URL or body shows, JSON or not."""
    return _apart([*_quoted(text), *_in_queries(text), *_in_userinfo(text)])


def in_body(text: str) -> list[SecretMember]:
    """Secret members of a body: those of its JSON, well formed or not, and all others."""
    return _apart([*_in_json(text), *in_text(text)])


def harvest(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """Each secret value that an exchange holds under a name, and its variable.

    Left out are values so short that hiding them everywhere would shred other text.
    """
    request, response = exchange.request, exchange.response
    bodies = [request.body or b"", response.body if response else b""]
    texts = [in_body(body.decode("utf-8", "surrogateescape")) for body in bodies]
    for member in (*in_text(request.url), *texts[0], *texts[1]):
        if len(member.value) >= _SHORTEST_IN_BODY and member.value not in _WORTHLESS:
            yield member.value, member.variable
    for value, variable in _in_headers((*request.headers, *(response.headers if response else ()))):
        if len(value) >= _SHORTEST_IN_HEADER:
            yield value, variable


def _apart(members: list[SecretMember]) -> list[SecretMember]:
    """The members in order; of those that overlap, the first is stretched over the others."""
    kept: list[SecretMember] = []
    for member in sorted(members, key=lambda one: (one.start, -one.end)):
        if not kept or member.start >= kept[-1].end:
            kept.append(member)
        elif member.end > kept[-1].end:
            first = kept.pop()
            kept.append(
                SecretMember(
                    start=first.start,
                    end=member.end,
                    value=first.value,
                    variable=first.variable,
                )
            )
    return kept


def _unescaped(inside: str) -> str:
    """What a JSON string says, from between its quotes; as it stands where it is no JSON."""
    try:
        return str(json.loads(f'"{inside}"', strict=False))
    except ValueError:
        return inside


def _in_json(text: str) -> Iterator[SecretMember]:
    """Values under secret names in JSON, also in objects and arrays under them."""
    inherited: list[str | None] = []  # for each open object or array: its variable
    name: str | None = None  # the string read last, if it may be a member's name
    variable: str | None = None  # for the value that comes next
    for match in _TOKEN.finditer(text):
        piece = match.group()
        around = inherited[-1] if inherited else None
        if piece == ":" and name is not None:
            variable = variable_for(name) if is_secret_name(name) else around
        elif piece in {"{", "["}:
            inherited.append(variable or around)
            variable = inherited[-1]
        elif piece in {"}", "]", ","}:
            if piece != "," and inherited:
                inherited.pop()
            variable = inherited[-1] if inherited else None
        elif variable is not None and not _is_name(text, match.end()):
            yield from _value(match, variable)
        name = _unescaped(piece[1:].removesuffix('"')) if piece.startswith('"') else None


def _is_name(text: str, end: int) -> bool:
    """Whether what ends there is a member's name."""
    while end < len(text) and text[end].isspace():
        end += 1
    return text.startswith(":", end)


def _value(match: re.Match[str], variable: str) -> Iterator[SecretMember]:
    """The member for what is read and is a value; none for what holds nothing."""
    piece, start = match.group(), match.start()
    if piece.startswith('"'):
        inside = piece[1:].removesuffix('"')
        start += 1
        if inside:
            yield SecretMember(
                start=start, end=start + len(inside), value=_unescaped(inside), variable=variable
            )
    elif piece not in _WORTHLESS:
        yield SecretMember(start=start, end=match.end(), value=piece, variable=variable)


def _quoted(text: str) -> Iterator[SecretMember]:
    """Values under quoted secret names in any text: JSON in a string, a mapping in a message."""
    for match in _NAMED.finditer(text):
        name, start = match.group(2), match.end()
        if not is_secret_name(name):
            continue
        opened = _OPENED.match(text, start)
        if opened is None:
            number = _NUMBER.match(text, start)
            end = number.end() if number else start
        else:
            start = opened.end()
            end = _end_of_string(text, start, opened.group())
        if end > start:
            value = _unescaped(text[start:end])
            yield SecretMember(start=start, end=end, value=value, variable=variable_for(name))


def _end_of_string(text: str, start: int, opened: str) -> int:
    """Where the string ends whose opening quote, with the backslashes before it, is this."""
    if len(opened) > 1:
        found = text.find(opened, start)
        return found if found >= 0 else len(text)
    match = _INSIDE[opened].match(text, start)
    return match.end() if match else start


def _in_queries(text: str) -> Iterator[SecretMember]:
    """Values of secret parameters in URLs and in forms."""
    for match in _QUERY.finditer(text):
        name = unquote_plus(match.group(1))
        if is_secret_name(name):
            start, end = match.span(2)
            value = unquote_plus(match.group(2))
            yield SecretMember(start=start, end=end, value=value, variable=variable_for(name))


def _in_userinfo(text: str) -> Iterator[SecretMember]:
    """Passwords before the host of a URL."""
    for match in _USERINFO.finditer(text):
        start, end = match.span(2)
        value = unquote_plus(match.group(2))
        yield SecretMember(start=start, end=end, value=value, variable="PASSWORD")


def _in_headers(headers: Headers) -> Iterator[tuple[str, str]]:
    """Credentials and cookies, whole and in their parts."""
    for name, text in headers:
        if not is_secret_name(name):
            continue
        variable = variable_for(name)
        if variable in {"COOKIE", "SET_COOKIE"}:
            found = _COOKIE.findall(text)  # in an answer, what follows the first is attributes
            values = found[:1] if variable == "SET_COOKIE" else found
        elif match := _CREDENTIALS.fullmatch(text):
            values = [match.group(2), *_basic(match.group(2))]
        else:
            values = [text]
        yield from ((value, variable) for value in values)


def _basic(credentials: str) -> Iterator[str]:
    """The password of Basic credentials (RFC 7617 section 2)."""
    try:
        user, colon, password = base64.b64decode(credentials, validate=True).partition(b":")
    except (binascii.Error, ValueError):
        return
    if user and colon:
        yield password.decode("utf-8", "surrogateescape")
