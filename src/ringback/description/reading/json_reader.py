"""Strict JSON (RFC 8259) with the line of every value, and every mistake at its line and column.

The standard parser keeps no positions, takes NaN, and lets the last of two equal names win.
"""

import bisect
import json
import math
import re
from typing import NoReturn

from ringback.description.reading.tree import MAX_DEPTH, Node, Scalar
from ringback.errors import DescriptionError, Problem

_SPACE = re.compile(r"[ \t\n\r]*")
_SPACES = frozenset(" \t\n\r")
# What nearly every member begins with, with its value where that is a plain text that another
# member or the end follows; and what stands behind nearly every other value. What is not like that
# is read step by step, and told.
_MEMBER = re.compile(
    r'"([^"\\\x00-\x1f]*)"[ \t\n\r]*:[ \t\n\r]*'
    r'(?:"([^"\\\x00-\x1f]*)"[ \t\n\r]*(?:,[ \t\n\r]*(?=")|(\})[ \t\n\r]*))?'
)
_BEHIND = re.compile(r"[ \t\n\r]*([,}\]])[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
_WORD = re.compile(r"-?[A-Za-z]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_STRINGS = json.JSONDecoder()
_SPELT = re.compile(r"\\u[dD]")  # how JSON spells one
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
# int() of a longer text is quadratic, and Python refuses it past 4,300 digits.
_DIGITS = 4_000


def read_json(text: str, file: str) -> Node:
    """The tree of a JSON text; a DescriptionError tells every mistake up to where it breaks off."""
    return _Reader(text, file).document()


class _Reader:
    """One pass over the text. Methods take the offset to read at and answer the one after.

    It is written for speed, since descriptions have a million values: the line is counted on as the
    text is read, and white space is looked for only where some is.
    """

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._starts: list[float] = [
            0,
            *(match.end() for match in re.finditer("\n", text)),
            math.inf,
        ]
        self._here = 1  # the line that was read last
        self._halves = any(each.search(text) for each in (_SURROGATE, _SPELT))
        self._problems: list[Problem] = []

    def document(self) -> Node:
        """The one value of the text."""
        try:
            root, end = self._value(self._skip(0), 0)
        except json.JSONDecodeError as error:
            what = error.msg.lower().removesuffix(" at").removesuffix(" starting")
            self._stop(error.pos, f"is not JSON: {what}")
        end = self._skip(end)
        if end < len(self._text):
            self._stop(end, "is not JSON: something follows the end of the document")
        if self._problems:
            raise DescriptionError(tuple(self._problems))
        return root

    def _value(self, at: int, depth: int, line: int = 0) -> tuple[Node, int]:
        """The value at an offset; a member's is on the line of its name, which is given."""
        if depth > MAX_DEPTH:
            self._stop(at, f"is nested deeper than {MAX_DEPTH} levels")
        line = line or self._line(at)
        mark = self._text[at : at + 1]
        value: Scalar | dict[str, Node] | tuple[Node, ...]
        if mark == '"':
            value, end = self._string(at)
        elif mark == "{":
            value, end = self._object(at + 1, depth)
        elif mark == "[":
            value, end = self._array(at + 1, depth)
        else:
            value, end = self._bare(at)
        return Node(value=value, file=self._file, line=line), end

    def _object(self, at: int, depth: int) -> tuple[dict[str, Node], int]:
        members: dict[str, Node] = {}
        text = self._text
        at = self._skip(at)
        if text[at : at + 1] == "}":
            return members, at + 1
        while True:
            start, line = at, self._line(at)
            plain = None if self._halves or depth == MAX_DEPTH else _MEMBER.match(text, at)
            told = None
            if plain is None:
                name, at = self._name(at)
            else:
                at = plain.end()
                name, told, ended = plain.groups()
            if told is None:
                value, at = self._value(at, depth + 1, line)
                at, ended = self._next(at, "}")
            else:
                value = Node(told, self._file, line)
            if name in members:
                first = members[name].line
                self._note(
                    start, f"gives the member {json.dumps(name)} twice, first on line {first}"
                )
            members[name] = value
            if ended:
                return members, at

    def _name(self, at: int) -> tuple[str, int]:
        """The name of a member, up to its value."""
        if self._text[at : at + 1] != '"':
            self._stop(
                at,
                f"is not JSON: a member name in double quotes must stand here{self._found(at)}",
            )
        name, at = self._string(at)
        at = self._skip(at)
        if self._text[at : at + 1] != ":":
            self._stop(at, f'is not JSON: ":" must stand here{self._found(at)}')
        return name, self._skip(at + 1)

    def _array(self, at: int, depth: int) -> tuple[tuple[Node, ...], int]:
        items: list[Node] = []
        at = self._skip(at)
        if self._text[at : at + 1] == "]":
            return (), at + 1
        while True:
            item, at = self._value(at, depth + 1)
            items.append(item)
            at, ended = self._next(at, "]")
            if ended:
                return tuple(items), at

    def _next(self, at: int, close: str) -> tuple[int, bool]:
        """Past the comma to what follows it, or past the closing bracket."""
        behind = _BEHIND.match(self._text, at)
        if behind is not None and behind[1] == close:
            return behind.start(1) + 1, True
        if behind is None or behind[1] != ",":
            at = self._skip(at)
            self._stop(at, f'is not JSON: "," or "{close}" must stand here{self._found(at)}')
        at, after = behind.start(1), behind.end()
        if self._text[after : after + 1] == close:
            self._stop(at, f'is not JSON: no comma may stand before the closing "{close}"')
        return after, False

    def _string(self, at: int) -> tuple[str, int]:
        value, end = _STRINGS.raw_decode(self._text, at)
        if self._halves and _SURROGATE.search(value):
            self._note(at, "holds a string with half of a surrogate pair, which no UTF-8 spells")
        return value, end

    def _bare(self, at: int) -> tuple[Scalar, int]:
        """A number, or one of the three words."""
        number = _NUMBER.match(self._text, at)
        word = _WORD.match(self._text, at)
        if number is None or word is not None:
            name = word.group() if word else ""
            if name in _WORDS:
                return _WORDS[name], at + len(name)
            if name in {"NaN", "Infinity", "-Infinity"}:
                self._stop(at, f"is not JSON: {name} is no JSON number")
            self._stop(at, f"is not JSON: a value must stand here{self._found(at)}")
        text = number.group()
        if len(text) > _DIGITS:
            self._stop(at, f"holds a number of more than {_DIGITS} digits")
        value = float(text) if number.group(1) or number.group(2) else int(text)
        if isinstance(value, float) and math.isinf(value):
            self._stop(at, f"holds the number {text[:40]}, which is out of a double's range")
        return value, number.end()

    def _skip(self, at: int) -> int:
        if self._text[at : at + 1] not in _SPACES:
            return at
        match = _SPACE.match(self._text, at)
        return match.end() if match else at

    def _line(self, at: int) -> int:
        """The line of an offset that is not before the one that was asked for last."""
        starts, here = self._starts, self._here
        while starts[here] <= at:
            here += 1
        self._here = here
        return here

    def _found(self, at: int) -> str:
        return (
            f", not {json.dumps(self._text[at])}"
            if at < len(self._text)
            else ", not the end of the file"
        )

    def _problem(self, at: int, text: str) -> Problem:
        line = bisect.bisect_right(self._starts, at)
        column = at - int(self._starts[line - 1]) + 1
        return Problem(file=self._file, line=line, column=column, text=text)

    def _note(self, at: int, text: str) -> None:
        self._problems.append(self._problem(at, text))

    def _stop(self, at: int, text: str) -> NoReturn:
        raise DescriptionError((*self._problems, self._problem(at, text))) from None
