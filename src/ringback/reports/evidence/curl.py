"""A request as one line of a POSIX shell that sends the same bytes again."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from ringback.exchange import Headers, Request, header_values
from ringback.reports.evidence import shell
from ringback.reports.evidence.hiding import Hiding
from ringback.reports.evidence.shell import Part, Variable

LONGEST_BODY = 64 * 1024  # bytes; Linux takes an argument of up to 128 KiB

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 5.6.2
# Of the connection, not of the request: curl writes its own.
_OWN = {"content-length", "transfer-encoding", "connection", "accept-encoding", "user-agent"}
IN_URL = "!#$%&'()*+,-./:;=?@[]_~"
_UNSENDABLE = re.compile(r"[\0\r\n]")


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a service is, and which options of curl lead there: whom to trust, as whom, by whom.

    Without `base_url` nobody can tell.
    """

    base_url: str | None = None
    options: tuple[str, ...] = ()


NOWHERE = Reach()


def command(request: Request, reach: Reach, hiding: Hiding, shows: str = "-i") -> str | None:
    """The line; `$BASE_URL` stands for an unknown base. None where curl can't send the like.

    `shows` are the options that say what is shown of the answer: its head and body.

    A body over 64 KiB is left out: the line names a file that the reader has to supply.
    """
    base_url = reach.base_url
    headers = _headers(request, base_url, hiding)
    if headers is None or not _TOKEN.fullmatch(request.method):
        return None
    url = _url(request.url, base_url, hiding)
    options = ["--globoff"] if "[" in shell.shown(url) else []
    options += ["--path-as-is"] if "/." in shell.shown(url) else []
    options += ["-X", shell.word(hiding.text(request.method))]
    way = [shell.word([each]) for each in reach.options]
    line = ["curl", shows, *way, *options, shell.word(url), *headers]
    if request.body is None:
        return " ".join(line)
    if len(request.body) > LONGEST_BODY:
        return " ".join((*line, "--data-binary", f"@body-of-{len(request.body)}-bytes"))
    body = hiding.body(request.body)
    if shell.can_be_typed(body):
        return " ".join((*line, "--data-raw", shell.word(body)))
    return " ".join((shell.printf(body), "|", *line, "--data-binary", "@-"))


def _url(url: str, base_url: str | None, hiding: Hiding) -> list[Part]:
    """The absolute URL, with what can't stand in one percent-encoded."""
    if _ABSOLUTE.match(url):
        parts = hiding.text(url)
    else:
        base: list[Part] = (
            hiding.text(base_url.rstrip("/")) if base_url else [Variable(name="BASE_URL")]
        )
        parts = [*base, *hiding.text(url if url.startswith("/") else f"/{url}")]
    return [
        part if isinstance(part, Variable) else quote(part, IN_URL, errors="replace")
        for part in parts
    ]


def _headers(request: Request, base_url: str | None, hiding: Hiding) -> list[str] | None:
    """The options for the headers; None if one can't be sent."""
    options: list[str] = []
    for name, value in _kept(request, base_url):
        if not _TOKEN.fullmatch(name) or _UNSENDABLE.search(value):
            return None
        if not value.strip():  # curl reads `Name:` as "leave it out", `Name;` as "send it empty"
            options += ["-H", shell.word([f"{name};"])]
            continue
        user = hiding.user(name, value)
        if user is not None:  # base64 of a variable is none of its own
            options += ["-u", shell.word([user])]
            continue
        parts = [*hiding.text(name), ": ", *_on_the_wire(hiding.header(name, value))]
        options += ["-H", shell.word(parts)]
    if request.body is not None and not header_values(request.headers, "content-type"):
        options += ["-H", "Content-Type:"]  # else curl calls the body a form
    return options


def _kept(request: Request, base_url: str | None) -> Headers:
    """The headers that the line gives: a Host only where it is not the URL's own."""
    url = request.url if _ABSOLUTE.match(request.url) else base_url or ""
    try:
        host = urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:  # such as a bracket that is not closed
        host = ""
    return tuple(
        (name, value)
        for name, value in request.headers
        if name.lower() not in _OWN and not (name.lower() == "host" and value in {host, ""})
    )


def _on_the_wire(parts: list[Part]) -> list[Part]:
    """A header's bytes (Latin-1 where it fits, RFC 9110 5.5) as text with surrogates."""
    literals = "".join(part for part in parts if isinstance(part, str))
    coding = "latin-1" if all(ord(char) < 0x100 for char in literals) else "utf-8"
    return [
        part
        if isinstance(part, Variable)
        else part.encode(coding, "replace").decode("utf-8", "surrogateescape")
        for part in parts
    ]
