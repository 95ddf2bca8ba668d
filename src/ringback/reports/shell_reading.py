"""A line of a POSIX shell back into words: as much of the language as reproductions are written in.

What `shell` writes is read: quotes, variables, and `printf` in a pipe or in `$(…)`. Nothing is run.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ringback.reports.shell import Part, Variable

Word = tuple[Part, ...]

_OPERATOR = re.compile(r"&&|[&|;]")
_BARE = re.compile(r"[^\s'\"\\$&|;<>()`]+")
_SINGLE = re.compile(r"'([^']*)'")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_VARIABLE = re.compile(r"\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})")
_INSIDE = re.compile(r"[^\"\\$`]+")  # of double quotes
_IN_DOUBLE = re.compile(r"\\([\"\\$`])")
_FORMAT = re.compile(r"%[s%]|\\[0-7]{1,3}|\\[nrt\\]|[^%\\]", re.DOTALL)
_LETTERS = {r"\n": b"\n", r"\r": b"\r", r"\t": b"\t", r"\\": b"\\", "%%": b"%"}


class LineError(ValueError):
    """A line that can't be read as a reproduction; its text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """The words of one command; `after` is the operator that stands before it, or nothing.

    `within` tells that it stands between braces.
    """

    words: tuple[Word, ...]
    after: str = ""
    within: bool = False


def commands(line: str) -> tuple[Command, ...]:
    """The commands of a line, in order. Raises LineError for what no reproduction holds."""
    found: list[Command] = []
    words: list[Word] = []
    after, within = "", False
    for token in (*_Reader(line).tokens(""), ""):
        if not isinstance(token, str):
            words.append(token)
            continue
        if words[:1] == [("{",)] and not within:
            within = True
            del words[0]
        if words == [("}",)] and within and after == ";":
            within = False
        elif words:
            found.append(Command(words=tuple(words), after=after, within=within))
        else:
            raise LineError("a command is empty")
        words, after = [], token
    if within:
        raise LineError("a brace is not closed")
    return tuple(found)


def printed(words: Sequence[Word]) -> Word:
    """What a `printf` command writes: bytes that are no UTF-8 as surrogates (PEP 383)."""
    if len(words) < 2 or words[0] != ("printf",) or len(words[1]) != 1:
        raise LineError("it holds a command that is neither curl nor printf")
    template, values = words[1][0], list(words[2:])
    pieces: list[Part] = []
    literal = bytearray()
    at = 0
    while isinstance(template, str) and at < len(template):
        match = _FORMAT.match(template, at)
        if match is None:
            raise LineError("a printf template is not one of ours")
        piece, at = match.group(), match.end()
        if piece == "%s":
            value = values.pop(0) if values else ()
            pieces += [_text(literal), *value]
            literal = bytearray()
        elif piece in _LETTERS:
            literal += _LETTERS[piece]
        elif piece.startswith("\\"):
            literal.append(int(piece[1:], 8) & 0xFF)
        else:
            literal += piece.encode("utf-8", "surrogatepass")
    return joined([*pieces, _text(literal)])


def joined(parts: Sequence[Part]) -> Word:
    """The parts without empty ones, neighbouring literals as one."""
    kept: list[Part] = []
    for part in parts:
        if isinstance(part, str) and kept and isinstance(kept[-1], str):
            kept[-1] += part
        elif part != "":
            kept.append(part)
    return tuple(kept)


def _text(literal: bytearray) -> str:
    return bytes(literal).decode("utf-8", "surrogateescape")


class _Reader:
    """Goes through a line once, from left to right."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._at = 0

    def tokens(self, end: str) -> Iterator[Word | str]:
        """Words, and operators as texts, up to this character; up to the end without one."""
        while True:
            self._take(re.compile(r"\s*"))
            if self._at == len(self._line):
                if end:
                    raise self._error("it ends within a command")
                return
            if end and self._line[self._at] == end:
                self._at += 1
                return
            operator = self._take(_OPERATOR)
            yield operator.group() if operator else self._word()

    def _word(self) -> Word:
        """One word: pieces with no space between them."""
        parts: list[Part] = []
        start = self._at
        while self._at < len(self._line):
            if match := self._take(_BARE):
                parts.append(match.group())
            elif match := self._take(_SINGLE) or self._take(_ESCAPED):
                parts.append(match.group(1))
            elif match := self._take(_VARIABLE):
                parts.append(Variable(name=match.group(1) or match.group(2)))
            elif self._line[self._at] == '"':
                self._at += 1
                parts += self._double()
            else:
                break
        if self._at == start:
            raise self._error(f"{self._line[self._at]!r} stands where a word must begin")
        return joined(parts)

    def _double(self) -> list[Part]:
        """The parts between double quotes, the first of which has been read."""
        parts: list[Part] = []
        while self._at < len(self._line):
            if match := self._take(_INSIDE):
                parts.append(match.group())
            elif match := self._take(_IN_DOUBLE):
                parts.append(match.group(1))
            elif match := self._take(_VARIABLE):
                parts.append(Variable(name=match.group(1) or match.group(2)))
            elif self._line.startswith("$(", self._at):
                self._at += 2
                parts += self._substituted()
            elif self._line[self._at] == '"':
                self._at += 1
                return parts
            else:
                break
        raise self._error("double quotes hold what none of ours do")

    def _substituted(self) -> Word:
        """What `$(…)` stands for: what is printed, without line breaks at its end."""
        words = [token for token in self.tokens(")") if not isinstance(token, str)]
        parts = printed(words)
        if parts and isinstance(parts[-1], str):
            return joined([*parts[:-1], parts[-1].rstrip("\n")])
        return parts

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self._line, self._at)
        if match is not None:
            self._at = match.end()
        return match

    def _error(self, why: str) -> LineError:
        return LineError(f"{why} (at character {self._at + 1})")
