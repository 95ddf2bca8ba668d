"""How a finding is seen again: its requests in order, a key that an answer tells as a variable."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ringback.exchange import Headers, Request
from ringback.finding import Capture, Finding, Use, steps
from ringback.payload import MISSING, at, decode, encode
from ringback.recordings.formats.writing import request_form
from ringback.reports.evidence import curl, shell
from ringback.reports.evidence.curl import NOWHERE, Reach
from ringback.reports.evidence.hiding import Hiding
from ringback.reports.evidence.shell import Part, Variable
from ringback.sampling.breakage import replaced
from ringback.visible import visible

_STEPS = 24  # of a finding's exchanges, how many its reproduction holds
_STAND_IN = "f1c7105e-0000-4000-8000-{:012x}"  # for a key: no service tells this one
_WAS_NUMBER = "#"
_MARKED = re.compile(rb'"(f1c7105e-0000-4000-8000-[0-9a-f]{12})#"')
_PLAIN = re.compile("[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedKey:
    """A variable that an answer tells: of the request of this number, from 0, at this place.

    The place is a JSON Pointer into the answer's body, or `header.` and a name.
    """

    name: str
    request: int
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRequests:
    """Requests in the form that recordings have, and what stands for what in them.

    `variables` are the names that stand in them behind a dollar sign; those that an answer before
    tells are `captures`. Where `together` is more than one, as many of the last ones were under
    way at the same time.
    """

    requests: tuple[dict[str, Any], ...] = ()
    variables: tuple[str, ...] = ()
    captures: tuple[CapturedKey, ...] = ()
    together: int = 1


@dataclass(slots=True, kw_only=True)
class Reproducing:
    """The requests of a finding, `hiding` what is hidden; `reach` as a scribe has it.

    A key that one of its answers tells stands as `$ID_1`, `$ID_2`, …; in what can be sent, a uuid
    that the service made up and no answer here tells stands so as well, and has to be filled in.
    """

    finding: Finding
    hiding: Hiding
    reach: Reach = NOWHERE
    _names: dict[int, str] = field(default_factory=dict)
    _variables: dict[str, None] = field(default_factory=dict)  # in the order of their places

    def __post_init__(self) -> None:
        """Give each key its stand-in, and the variable that its value has in the message."""
        for index, each in enumerate(self.finding.captures):
            name = self.hiding.numbered(each.value.lower())
            self._names[index] = self.hiding.numbers[_STAND_IN.format(index)] = name
        made_up = self.hiding.made_up | {_STAND_IN.format(index) for index in self._names}
        self.hiding = replace(self.hiding, made_up=made_up)

    def line(self) -> str | None:
        """One line for a POSIX shell, `jq` at hand; None where one of the requests can't be sent.

        Those that were under way at the same time are sent so: `{ one & other & wait; }`.
        """
        whole: list[str] = []
        for number, request in enumerate(self._requests(quoted=False)):
            told = self._told_by(number)
            shows = "-s" if len(told) == 1 and not _from_header(told[0][1]) else "-i"
            sent = curl.command(request, self.reach, self.hiding, shows)
            if sent is None:
                return None
            if told and number >= len(self.finding.before):
                sent += " | tee /dev/stderr"  # what it answers is a part of what shows the finding
            whole.append(_captured(sent, told, f"ANSWER_{number + 1}"))
        first, count = len(self.finding.before), self.finding.together
        if count > 1:
            at_once = " & ".join(whole[first : first + count])
            whole[first : first + count] = [f"{{ {at_once} & wait; }}"]
        return " && ".join(whole) or None

    def requests(self) -> Iterator[dict[str, Any]]:
        """The same requests in the form that recordings have; none where a body is too long."""
        found = self._requests(quoted=True)
        if all(len(each.body or b"") <= curl.LONGEST_BODY for each in found):
            yield from (request_form(self._hidden(each)) for each in found)

    def told(self) -> ToldRequests:
        """The same requests, with what stands for what in them; without any, nothing."""
        requests = tuple(self.requests())
        if not requests:
            return ToldRequests()
        captures = (
            CapturedKey(name=self._names[at], request=each.exchange, place=each.place)
            for at, each in enumerate(self.finding.captures)
            if each.exchange < len(requests)
        )
        return ToldRequests(
            requests=requests,
            variables=tuple(self._variables),
            captures=tuple(captures),
            together=self.finding.together,
        )

    def _hidden(self, request: Request) -> Request:
        """The request with `$NAME` in the place of what is hidden."""
        hiding = self.hiding
        headers: Headers = tuple(
            (self._shown(hiding.text(name)), self._header(name, value))
            for name, value in request.headers
        )
        body = None
        if request.body is not None:
            told = self._noted(hiding.body(request.body))
            body = told.encode("utf-8", "surrogateescape")
            if _is_json(request.body) and not _is_json(body):
                # A number that is hidden stands for no value of JSON.
                body = json.dumps(told).encode()
        return Request(
            method=self._shown(hiding.text(request.method)),
            url=self._shown(hiding.text(request.url)),
            headers=headers,
            body=body,
        )

    def _header(self, name: str, value: str) -> str:
        user = self.hiding.user(name, value)
        if user is not None:
            return f"Basic {self._noted([user])}"
        return self._shown(self.hiding.header(name, value))

    def _noted(self, parts: list[Part]) -> str:
        """The parts for a reader, their variables noted."""
        self._variables |= {each.name: None for each in parts if isinstance(each, Variable)}
        return shell.shown(parts)

    def _shown(self, parts: list[Part]) -> str:
        return visible(self._noted(parts))

    def _requests(self, *, quoted: bool) -> list[Request]:
        """The requests in order, stand-ins in the places of keys; as texts where `quoted`."""
        finding = self.finding
        found = [each.request for each in (*finding.before, *finding.exchanges)][:_STEPS]
        for index, capture in enumerate(finding.captures):
            for use in capture.uses:
                if use.exchange < len(found):
                    stand_in = _STAND_IN.format(index)
                    found[use.exchange] = _with_key(found[use.exchange], use, stand_in)
        return [_without_marks(each, quoted=quoted) for each in found]

    def _told_by(self, number: int) -> list[tuple[str, Capture]]:
        """What an answer tells that is named later, with its variables."""
        captures = enumerate(self.finding.captures)
        return [(self._names[at], each) for at, each in captures if each.exchange == number]


def _from_header(capture: Capture) -> bool:
    return capture.place.startswith("header.")


def _captured(sent: str, told: list[tuple[str, Capture]], answer: str) -> str:
    """The command whose answer gives variables their values; several by way of the whole answer."""
    if not told:
        return sent
    if len(told) == 1:
        ((name, capture),) = told
        return f"{name}=$({sent} | {_picked(capture)})"
    lines = [f"{answer}=$({sent})"]
    for name, capture in told:
        body = "" if _from_header(capture) else "tr -d '\\r' | sed '1,/^$/d' | "
        lines.append(f"""{name}=$(printf '%s\\n' "${answer}" | {body}{_picked(capture)})""")
    return " && ".join(lines)


def _picked(capture: Capture) -> str:
    """What takes a key out of an answer: out of its body, or with its head out of a header."""
    if not _from_header(capture):
        return f"jq -r {shell.word([_filter(capture.place)])}"
    header = capture.place.removeprefix("header.")
    last = "; s|/*$||; s|.*/||" if header == "location" else ""  # of a URL the last segment
    return f"tr -d '\\r' | grep -i '^{header}:' | sed 's|^[^:]*: *||{last}'"


def _filter(place: str) -> str:
    """A JSON Pointer as a filter of jq: `.data[0].id`."""
    told = ""
    for step in steps(place):
        if step.isdigit():
            told += f"[{step}]"
        else:
            told += f".{step}" if _PLAIN.fullmatch(step) else f"[{json.dumps(step)}]"
    return told if told.startswith(".") else f".{told}"


def _with_key(request: Request, use: Use, stand_in: str) -> Request:
    """The request with a stand-in where it names the key."""
    url = urlsplit(request.url)
    match use.where:
        case "path":
            segments = url.path.split("/")
            segments[int(use.place)] = stand_in
            return replace(request, url=urlunsplit(url._replace(path="/".join(segments))))
        case "query":
            pairs = [each.partition("=") for each in url.query.split("&")]
            query = "&".join(
                f"{name}{equals}{stand_in if name == use.place else value}"
                for name, equals, value in pairs
            )
            return replace(request, url=urlunsplit(url._replace(query=query)))
        case "header":
            return request.with_header(use.place, stand_in)
        case _:
            return replace(request, body=_body(request.body, use.place, stand_in))


def _body(body: bytes | None, place: str, stand_in: str) -> bytes | None:
    """The body with the stand-in at a place, marked where a number stood."""
    decoded = decode(body or b"")
    path = tuple(steps(place))
    old = at(decoded.value, path) if decoded.parsed else MISSING
    if old is MISSING:
        return body
    marked = stand_in if isinstance(old, str) else f"{stand_in}{_WAS_NUMBER}"
    return encode(replaced(decoded.value, path, marked))


def _without_marks(request: Request, *, quoted: bool) -> Request:
    """The request with each number's stand-in bare, as the number was, or as a text."""
    if request.body is None:
        return request
    bare = rb"\1" if not quoted else rb'"\1"'
    return replace(request, body=_MARKED.sub(bare, request.body))


def _is_json(body: bytes | None) -> bool:
    return body is not None and decode(body).parsed
