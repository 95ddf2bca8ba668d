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
from ringback.reports import curl, shell
from ringback.reports.curl import NOWHERE, Reach
from ringback.reports.hiding import Hiding
from ringback.sampling.breakage import replaced
from ringback.visible import visible

_STEPS = 24  # of a finding's exchanges, how many its reproduction holds
_STAND_IN = "f1c7105e-0000-4000-8000-{:012x}"  # for a key: no service tells this one
_WAS_NUMBER = "#"
_MARKED = re.compile(rb'"(f1c7105e-0000-4000-8000-[0-9a-f]{12})#"')
_PLAIN = re.compile("[A-Za-z_][A-Za-z0-9_]*")


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

    def _hidden(self, request: Request) -> Request:
        """The request with `$NAME` in the place of what is hidden."""
        hiding = self.hiding
        headers: Headers = tuple(
            (_shown(hiding.text(name)), self._header(name, value))
            for name, value in request.headers
        )
        body = None
        if request.body is not None:
            told = shell.shown(hiding.body(request.body))
            body = told.encode("utf-8", "surrogateescape")
            if _is_json(request.body) and not _is_json(body):
                # A number that is hidden stands for no value of JSON.
                body = json.dumps(told).encode()
        return Request(
            method=_shown(hiding.text(request.method)),
            url=_shown(hiding.text(request.url)),
            headers=headers,
            body=body,
        )

    def _header(self, name: str, value: str) -> str:
        user = self.hiding.user(name, value)
        return f"Basic ${user.name}" if user else _shown(self.hiding.header(name, value))

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


def _shown(parts: Any) -> str:
    return visible(shell.shown(parts))
