"""Texts cut into what may be shown and what a variable stands for."""

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ringback.reports.evidence import secret_members
from ringback.reports.evidence.shell import Part, Variable
from ringback.secrets.find.needles import Needle
from ringback.secrets.find.secret_names import is_secret_name

_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_SCHEME = re.compile(
    r"((?:Basic|Bearer|Digest|Negotiate|Token|ApiKey) +)(.+)", re.IGNORECASE | re.DOTALL
)

_COOKIE_NAME = re.compile(r"(?:; *)?[\w.-]+=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hiding:
    """What is hidden in the texts of one finding.

    `needles` come with the longest value first. `made_up` holds, in lower case, the uuids that
    a service made up; `numbers` is filled with the placeholders given to them so far.
    """

    needles: tuple[Needle, ...]
    made_up: frozenset[str] = frozenset()
    numbers: dict[str, str] = field(default_factory=dict)

    def message(self, text: str) -> list[Part]:
        """A sentence, which may quote payloads whole or cut short."""
        parts = self._parts(text, secret_members.in_text(text))
        for needle in self.needles:
            parts = _split(parts, needle, cut=True)
        return parts

    def text(self, text: str) -> list[Part]:
        """Any other text, such as a URL: its query and what is before its host may be secret."""
        return self._parts(text, secret_members.in_text(text))

    def value(self, text: str) -> list[Part]:
        """A JSON text that was made up: known values alone, whatever name they stand under."""
        return self._parts(text, [])

    def body(self, body: bytes) -> list[Part]:
        """A body as text, with bytes that are no UTF-8 as surrogates (PEP 383)."""
        text = body.decode("utf-8", "surrogateescape")
        return self._parts(text, secret_members.in_body(text))

    def header(self, name: str, value: str) -> list[Part]:
        """A header's value: of credentials and cookies nothing but the scheme is kept."""
        if not is_secret_name(name) or not value.strip():
            return self._parts(value, secret_members.in_text(value))
        if name.lower() == "cookie":
            parts = self._parts(value, [])
            if all(isinstance(each, Variable) or _COOKIE_NAME.fullmatch(each) for each in parts):
                return parts  # known values under their names: it can be sent again
        scheme = _SCHEME.fullmatch(value)
        opening, secret = scheme.groups() if scheme else ("", value)
        held = self._parts(secret, [])
        only = held[0] if len(held) == 1 else ""
        named = Variable(name=secret_members.variable_for(name))
        variable = only if isinstance(only, Variable) else named
        return [opening, variable] if opening else [variable]

    def user(self, name: str, value: str) -> Variable | None:
        """The variable that holds the name and password of Basic credentials, if one is known."""
        scheme, _, text = value.partition(" ")
        if name.lower() != "authorization" or scheme.lower() != "basic":
            return None
        try:
            pair = base64.b64decode(text, validate=True).decode()
        except ValueError:
            return None
        known = (each.variable for each in self.needles if each.value == pair and ":" in pair)
        return next((Variable(name=each) for each in known), None)

    def _parts(self, text: str, found: Sequence[secret_members.SecretMember]) -> list[Part]:
        """The text with secret members, then known values, then made-up ids replaced."""
        parts: list[Part] = []
        at = 0
        for member in found:
            parts += [text[at : member.start], self._variable(member)]
            at = member.end
        parts.append(text[at:])
        for needle in self.needles:
            parts = _split(parts, needle)
        return [piece for part in parts for piece in self._without_ids(part) if piece != ""]

    def _variable(self, member: secret_members.SecretMember) -> Variable:
        """The variable for a member: that of a known value if it holds exactly one."""
        known = (one.variable for one in self.needles if one.value == member.value)
        return Variable(name=next(known, member.variable))

    def numbered(self, value: str) -> str:
        """The placeholder of a value: the next one for a new value."""
        return self.numbers.setdefault(value, f"ID_{len(set(self.numbers.values())) + 1}")

    def _without_ids(self, part: Part) -> Iterable[Part]:
        """The part with `$ID_1` and so on for made-up uuids, in the order of first appearance."""
        if isinstance(part, Variable) or not self.made_up:
            return [part]
        pieces: list[Part] = []
        at = 0
        for match in _UUID.finditer(part):
            uuid = match.group().lower()
            if uuid in self.made_up:
                name = self.numbered(uuid)
                pieces += [part[at : match.start()], Variable(name=name)]
                at = match.end()
        return [*pieces, part[at:]]


def _split(parts: Sequence[Part], needle: Needle, *, cut: bool = False) -> list[Part]:
    """The parts with the needle's variable wherever its value stands in a literal."""
    pieces: list[Part] = []
    for part in parts:
        if isinstance(part, Variable):
            pieces.append(part)
            continue
        at = 0
        for start, end in needle.cut_spans(part) if cut else needle.spans(part):
            pieces += [part[at:start], Variable(name=needle.variable)]
            at = end
        pieces.append(part[at:])
    return [piece for piece in pieces if piece != ""]
