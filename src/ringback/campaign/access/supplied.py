"""Credentials and headers of the command line: as values of the schemes that they fit, and as is.

A header that is credentials (by a scheme of the description, or by its name) goes where the
account's own go, and is left out where a request is to have none. Any other goes everywhere.
"""

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ringback.campaign.access.credentials import TOKEN, encoded, is_basic, unsupported
from ringback.exchange import Request, header_values
from ringback.operation import Operation, Scheme
from ringback.secrets.find.names.secret_names import is_secret_name

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 5.6.2
_SCHEME = re.compile(r"(Basic|Bearer) +(\S.*)", re.IGNORECASE)
_PLAIN = frozenset(
    {"accept", "accept-charset", "accept-encoding", "accept-language", "cache-control"}
    | {"content-type", "host", "user-agent"}
)  # what HTTP itself says in them is no secret
_SHORT = 4  # characters; a shorter value under a plain name is a number or a flag, and no secret


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedHeader:
    """A header for the requests of a run; a `private` one is credentials."""

    name: str
    value: str = field(repr=False)
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplied:
    """What the command line gave: headers, `USER:PASSWORD`, and the token of a variable."""

    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    auth: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    variable: str = ""

    def values(self, operations: Iterable[Operation]) -> dict[str, str]:
        """The credentials as values: by the names of the schemes and parameters that they fit."""
        described = tuple(operations)
        found: dict[str, str] = {TOKEN: self.token} if self.token else {}
        for scheme in _schemes(described):
            value = self._for(scheme)
            if value:
                found[scheme.key] = value
        given = {name.lower(): value for name, value in self.headers}
        for operation in described:
            for each in operation.parameters:
                if each.where == "header" and each.name.lower() in given:
                    found[each.name] = given[each.name.lower()]
        return found

    @property
    def plain_headers(self) -> tuple[tuple[str, str], ...]:
        """What goes on a request for a description, whose schemes nobody knows yet."""
        return tuple((each.name, each.value) for each in self.sent())

    def sent(self, operations: Iterable[Operation] = ()) -> tuple[SuppliedHeader, ...]:
        """The headers that go on requests; a token that no scheme takes goes as a bearer token."""
        schemes = _schemes(tuple(operations))
        fitting = {each.name.lower() for each in schemes if each.where == "header"}
        found = [
            SuppliedHeader(
                name=name,
                value=value,
                private=is_secret_name(name) or name.lower() in {*fitting, "cookie"},
            )
            for name, value in self.headers
        ]
        if any(name.lower() == "authorization" for name, _ in self.headers):
            return tuple(found)
        told = f"Basic {encoded(self.auth)}" if self.auth else ""
        if self.token and not any(unsupported(each) is None for each in schemes):
            told = told or f"Bearer {self.token}"
        if told:
            found.append(SuppliedHeader(name="Authorization", value=told, private=True))
        return tuple(found)

    def secrets(self) -> dict[str, str]:
        """What no report may show, by the variable that stands for it."""
        found = {self.variable: self.token} if self.token else {}
        for name, value in self.headers:
            variable = "RINGBACK_" + re.sub(r"[^A-Z0-9]", "_", name.upper())
            scheme = _SCHEME.fullmatch(value)
            if name.lower() == "cookie":
                found |= {
                    f"{variable}_{number}": each.partition("=")[2].strip()
                    for number, each in enumerate(value.split(";"), 1)
                }
            elif scheme:
                found |= {variable: scheme[2], **_pair(f"{variable}_PAIR", _decoded(scheme))}
            elif is_secret_name(name) or (len(value) >= _SHORT and name.lower() not in _PLAIN):
                found[variable] = value
        return {name: value for name, value in found.items() if value} | _pair(
            "RINGBACK_AUTH", self.auth
        )

    def _for(self, scheme: Scheme) -> str:
        """What was given that this scheme takes; empty for nothing."""
        for name, value in self.headers:
            if scheme.kind == "apiKey":
                if scheme.where == "header" and scheme.name.lower() == name.lower():
                    return value
                if scheme.where == "cookie" and name.lower() == "cookie":
                    for pair in value.split(";"):
                        key, _, text = pair.strip().partition("=")
                        if key == scheme.name:
                            return text
                continue
            told = _SCHEME.fullmatch(value) if name.lower() == "authorization" else None
            if told and (told[1].lower() == "basic") == is_basic(scheme):
                return _decoded(told) if is_basic(scheme) else told[2]
        return self.auth if is_basic(scheme) else ""


def problems(lines: Sequence[str], auth: str | None) -> list[str]:
    """What is wrong with the texts of --header and --auth; no sentence repeats a value."""
    found = []
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            found.append("--header: a header is written 'Name: value'; one has no colon")
        elif not _NAME.fullmatch(name):
            found.append("--header: a header is written 'Name: value'; one has no good name")
        elif not value.strip().isprintable() or not _is_latin(value):
            found.append(f"--header {name}: holds a character that no header may have")
    if auth is not None and (not auth.partition(":")[1] or not auth.isprintable()):
        found.append("--auth: is written USER:PASSWORD, in one line")
    return found


def header_of(line: str) -> tuple[str, str]:
    """The name and the value of a line `Name: value`."""
    name, _, value = line.partition(":")
    return name, value.strip()


def with_supplied(request: Request, headers: Iterable[SuppliedHeader], *, private: bool) -> Request:
    """The request with the headers that it lacks; `private` ones where it is to have them."""
    for each in headers:
        if (private or not each.private) and not header_values(request.headers, each.name):
            request = request.with_header(each.name, each.value)
    return request


def _schemes(operations: Sequence[Operation]) -> list[Scheme]:
    return [
        scheme
        for operation in operations
        for alternative in operation.security
        for scheme in alternative
    ]


def _decoded(told: re.Match[str]) -> str:
    """The name and password of Basic credentials; empty where they are none."""
    if told[1].lower() != "basic":
        return ""
    try:
        return base64.b64decode(told[2], validate=True).decode()
    except ValueError:
        return ""


def _pair(variable: str, pair: str) -> dict[str, str]:
    """A name with its password, and the password alone."""
    password = pair.partition(":")[2]
    return {
        key: text for key, text in ((variable, pair), (f"{variable}_PASSWORD", password)) if text
    }


def _is_latin(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
