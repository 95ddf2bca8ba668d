"""A reproduction back into the requests that it was written for: `curl` writes, this reads."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from ringback.exchange import Request
from ringback.payload import encode
from ringback.reports.curl import IN_URL
from ringback.reports.shell import Variable, shown
from ringback.reports.shell_reading import Command, LineError, Word, commands, joined, printed

_ALONE = {"-i", "--globoff", "--path-as-is"}  # what says how to send, and not what
_WITH_VALUE = {"-X", "-H", "--data-raw", "--data-binary"}
_LEFT_OUT = re.compile(r"@(body-of-\d+-bytes)")
_QUOTE = re.compile(r"\\.|\"", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request with variables where values were hidden.

    `url` is a path with its query, or absolute where it lies outside the target. `left_out` names
    the body that the line does not hold.
    """

    method: Word
    url: Word
    headers: tuple[tuple[Word, Word], ...] = ()
    body: Word | None = None
    left_out: str = ""

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables, in the order of their first appearance."""
        words = [self.method, self.url, *(word for pair in self.headers for word in pair)]
        parts = [part for word in (*words, self.body or ()) for part in word]
        return tuple(dict.fromkeys(part.name for part in parts if isinstance(part, Variable)))

    def filled(self, values: Mapping[str, str]) -> Request:
        """The request with these values for its variables; KeyError names one that is missing."""
        return Request(
            method="".join(_filled(self.method, values)),
            url="".join(_filled(self.url, {key: quote(values[key], "") for key in values})),
            headers=tuple(
                ("".join(_filled(name, values)), "".join(_filled(_received(value), values)))
                for name, value in self.headers
            ),
            body=None if self.body is None else self._bytes(self.body, values),
        )

    def numbers(self) -> frozenset[str]:
        """The variables of the body that stand for a number: outside of any string of its JSON."""
        body = self.body or ()
        places = zip(body, _within_strings(body), strict=True)
        found = {part.name for part, inside in places if isinstance(part, Variable) and not inside}
        return frozenset(found if _is_json(body) else ())

    def _bytes(self, body: Word, values: Mapping[str, str]) -> bytes:
        """The bytes of a body; a value inside a string of JSON is spelt as JSON spells it."""
        data = b""
        for part, inside in zip(body, _within_strings(body), strict=True):
            text = part if isinstance(part, str) else values[part.name]
            if isinstance(part, Variable) and inside and _is_json(body):
                data += encode(text)[1:-1]
            else:
                data += text.encode("utf-8", "surrogateescape")
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """The requests of a line, in order; the first `together` are under way at the same time."""

    drafts: tuple[Draft, ...]
    together: int = 1


def read(line: str, bases: Sequence[str] = ()) -> Reproduction:
    """What a line sends; `bases` are the URLs that stand before its paths, besides `$BASE_URL`.

    Raises LineError for what is no reproduction of ours.
    """
    drafts: list[Draft] = []
    together = 1
    piped: Word | None = None
    whole = commands(line)
    for index, command in enumerate(whole):
        if (command.after == "|") != (piped is not None):
            raise LineError("a pipe does not lead from printf to curl")
        following = whole[index + 1].after if index + 1 < len(whole) else ""
        if following == "|":
            piped = printed(command.words)
        elif command.words != (("wait",),):
            drafts.append(_draft(command, piped, bases))
            piped = None
            together = len(drafts) if command.within or command.after == "&" else together
    return Reproduction(drafts=tuple(drafts), together=together)


def _draft(command: Command, piped: Word | None, bases: Sequence[str]) -> Draft:
    """The request of one curl command, with what is piped into it."""
    if command.words[0] != ("curl",):
        raise LineError("it holds a command that is neither curl nor printf")
    urls, options = _options(command.words[1:])
    if len(urls) != 1:
        raise LineError("a curl command has not one URL")
    draft = Draft(method=("GET",), url=_relative(urls[0], bases))
    for option, value in options:
        if option == "-X":
            draft = replace(draft, method=value)
        elif option == "-H":
            draft = replace(draft, headers=(*draft.headers, *_header(value)))
        elif option == "--data-raw":
            draft = replace(draft, body=value)
        else:
            draft = _with_data(draft, value, piped)
    return draft


def _options(words: Sequence[Word]) -> tuple[list[Word], list[tuple[str, Word]]]:
    """The URLs, and the options with their values, of which curl's own are left out."""
    urls: list[Word] = []
    options: list[tuple[str, Word]] = []
    left = list(words)
    while left:
        word = left.pop(0)
        option = word[0] if len(word) == 1 and isinstance(word[0], str) else ""
        if option in _WITH_VALUE and left:
            options.append((option, left.pop(0)))
        elif option.startswith("-") and option not in _ALONE:
            raise LineError(f"curl is given {option}, which none of ours is")
        elif option not in _ALONE:
            urls.append(word)
    return urls, options


def _with_data(draft: Draft, value: Word, piped: Word | None) -> Draft:
    """The draft with the body that `--data-binary` names."""
    if value == ("@-",) and piped is not None:
        return replace(draft, body=piped)
    if found := _LEFT_OUT.fullmatch(shown(value)):
        return replace(draft, left_out=found[1])
    raise LineError("a body stands where only its own shell finds it")


def _header(word: Word) -> list[tuple[Word, Word]]:
    """The header that a word gives: `Name;` is an empty one, `Name:` is none at all."""
    for index, part in enumerate(word):
        if isinstance(part, str) and ":" in part:
            before, _, after = part.partition(":")
            name = joined([*word[:index], before])
            value = joined([after.removeprefix(" "), *word[index + 1 :]])
            return [(name, value)] if value else []
    if word and isinstance(word[-1], str) and word[-1].endswith(";"):
        return [(joined([*word[:-1], word[-1][:-1]]), ())]
    raise LineError("a header has neither a colon nor a semicolon")


def _relative(url: Word, bases: Sequence[str]) -> Word:
    """The URL without the base that stands before it, where that is known."""
    first, rest = url[0] if url else "", url[1:]
    if first == Variable(name="BASE_URL"):
        return rest
    for base in bases:
        written = quote(base.rstrip("/"), IN_URL, errors="replace")
        if isinstance(first, str) and first.startswith(f"{written}/"):
            return joined([first.removeprefix(written), *rest])
    return url


def is_relative(request: Request) -> bool:
    """Whether a request goes where the target is, and nowhere else."""
    return request.url.startswith("/") and not urlsplit(request.url).scheme


def _filled(word: Word, values: Mapping[str, str]) -> list[str]:
    return [part if isinstance(part, str) else values[part.name] for part in word]


def _received(word: Word) -> Word:
    """A header's value from its bytes: UTF-8 where nothing else spells it, else Latin-1."""
    literals = [part for part in word if isinstance(part, str)]
    data = "".join(literals).encode("utf-8", "surrogateescape")
    try:
        wide = any(ord(char) > 0xFF for char in data.decode("utf-8"))
    except UnicodeDecodeError:
        wide = False
    coding = "utf-8" if wide else "latin-1"
    return tuple(
        part.encode("utf-8", "surrogateescape").decode(coding) if isinstance(part, str) else part
        for part in word
    )


def _is_json(body: Word) -> bool:
    return shown(body).lstrip()[:1] in {"{", "[", '"'}


def _within_strings(body: Word) -> list[bool]:
    """For each part, whether it begins inside a string of JSON."""
    inside = False
    found = []
    for part in body:
        found.append(inside)
        if isinstance(part, str):
            inside ^= _QUOTE.findall(part).count('"') % 2 == 1
    return found
