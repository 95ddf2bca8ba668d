r"""ECMA-262 patterns, read into a tree that texts can be made from.

JSON Schema asks for this dialect (2020-12, 6.3.3 and 6.4). What of others is common in descriptions
(`\A`, `\z`, `(?i)`, `(?P<name>…)`, possessive repeats) is read as well; validators have the say.
"""

from functools import cache
from typing import Any, ClassVar

from ringback.sampling.pattern_texts.characters import (
    DIGITS,
    EVERY,
    SPACE,
    WORD,
    between,
    of_property,
)
from ringback.sampling.pattern_texts.pattern_tree import (
    ANY,
    NOTHING,
    Anchor,
    BackReference,
    CapturingGroup,
    CharacterClass,
    Concatenation,
    Disjunction,
    Lookaround,
    PatternNode,
    Quantified,
)

_DEPTH = 60  # groups within one another
_HEX = "0123456789abcdefABCDEF"


class UnreadableError(ValueError):
    """The text is no pattern of ECMA-262."""


_CLASSES = {
    "d": DIGITS,
    "D": EVERY - DIGITS,
    "w": WORD,
    "W": EVERY - WORD,
    "s": SPACE,
    "S": EVERY - SPACE,
}
_CONTROLS = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "f": "\f",
    "v": "\v",
    "0": "\0",
    "a": "\a",
    "e": "\x1b",
}


@cache
def parsed(pattern: str) -> PatternNode:
    """The tree of a pattern; UnreadableError where it is none."""
    reader = PatternReader(pattern)
    node = reader.choice(0)
    if reader.at < len(pattern):
        raise UnreadableError(f'")" without "(" at {reader.at}')
    return node


class PatternReader:
    """Reads a pattern from left to right.

    Its characters are those that samples need; who needs others says what stands for a class.
    """

    every: Any = EVERY
    dot: Any = ANY.chars
    classes: ClassVar[Any] = _CLASSES

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._groups = 0

    def single(self, char: str) -> Any:
        """The class of one character."""
        return frozenset(char)

    def between(self, first: str, last: str) -> Any:
        """The class of a range."""
        return between(first, last)

    def of_property(self, name: str) -> Any:
        """The class of a Unicode property."""
        return of_property(name)

    def _peek(self, size: int = 1) -> str:
        return self.text[self.at : self.at + size]

    def _take(self, token: str) -> bool:
        if not self.text.startswith(token, self.at):
            return False
        self.at += len(token)
        return True

    def _next(self) -> str:
        if self.at >= len(self.text):
            raise UnreadableError("it ends too early")
        self.at += 1
        return self.text[self.at - 1]

    def _until(self, end: str) -> str:
        stop = self.text.find(end, self.at)
        if stop < 0:
            raise UnreadableError(f'"{end}" is missing')
        found, self.at = self.text[self.at : stop], stop + len(end)
        return found

    def choice(self, depth: int) -> PatternNode:
        """Alternatives, up to a closing bracket or the end."""
        if depth > _DEPTH:
            raise UnreadableError("its groups are nested too deep")
        options = [self._sequence(depth)]
        while self._take("|"):
            options.append(self._sequence(depth))
        return options[0] if len(options) == 1 else Disjunction(tuple(options))

    def _sequence(self, depth: int) -> PatternNode:
        parts: list[PatternNode] = []
        while self.at < len(self.text) and self._peek() not in "|)":
            node = self._repeated(self._atom(depth))
            if node is not NOTHING:
                parts.append(node)
        return parts[0] if len(parts) == 1 else Concatenation(tuple(parts))

    def _repeated(self, node: PatternNode) -> PatternNode:
        while True:
            if self._take("*"):
                node = Quantified(node, 0, None)
            elif self._take("+"):
                node = Quantified(node, 1, None)
            elif self._take("?"):
                node = Quantified(node, 0, 1)
            elif (bounds := self._braces()) is not None:
                node = Quantified(node, *bounds)
            else:
                return node
            if not self._take("?"):  # lazy
                self._take("+")  # possessive

    def _braces(self) -> tuple[int, int | None] | None:
        """The bounds in braces; a brace that holds none is a character (ECMA-262, B.1.2)."""
        stop = self.text.find("}", self.at)
        if self._peek() != "{" or stop < 0:
            return None
        low, comma, high = self.text[self.at + 1 : stop].partition(",")
        if not (low.isdecimal() and (not high or high.isdecimal())):
            return None
        self.at = stop + 1
        if not comma:
            return int(low), int(low)
        return int(low), int(high) if high else None

    def _atom(self, depth: int) -> PatternNode:
        char = self._next()
        if char in "^$":
            return Anchor(char == "$")
        if char == ".":
            return CharacterClass(self.dot)
        if char == "(":
            return self._group(depth)
        if char == "[":
            return CharacterClass(self._class())
        if char == "\\":
            return self._escape()
        if char in "*+?":
            raise UnreadableError(f'"{char}" repeats nothing')
        return CharacterClass(self.single(char))

    def _group(self, depth: int) -> PatternNode:
        wanted: bool | None = None
        keys: tuple[str, ...] = ()
        if self._take("?=") or self._take("?<="):
            wanted = True
        elif self._take("?!") or self._take("?<!"):
            wanted = False
        elif self._take("?<") or self._take("?P<"):
            keys = (self._number(), self._until(">"))
        elif self._take("?"):
            if self._flags():
                return NOTHING
        else:
            keys = (self._number(),)
        node = self.choice(depth + 1)
        if not self._take(")"):
            raise UnreadableError('")" is missing')
        if wanted is not None:
            return Lookaround(node, wanted)
        return CapturingGroup(keys, node) if keys else node

    def _number(self) -> str:
        self._groups += 1
        return str(self._groups)

    def _flags(self) -> bool:
        """Go past the flags of a group; whether they are all that there is of it."""
        start = self.at
        while self._peek().isalpha() or self._peek() in {"-", ">"}:
            self.at += 1
        if self.at > start and self._take(")"):
            return True
        self._take(":")
        return False

    def _escape(self) -> PatternNode:
        char = self._next()
        if char in "AzZ":
            return Anchor(char != "A")
        if char in "bB":
            return NOTHING
        if char == "k" and self._take("<"):
            return BackReference(self._until(">"))
        if char in "123456789":
            return BackReference(char)
        return CharacterClass(self._escaped(char))

    def _escaped(self, char: str) -> Any:
        """The characters of an escape, in a class or outside."""
        if char in self.classes:
            return self.classes[char]
        if char in "pP":
            name = self._until("}") if self._take("{") else self._next()
            negated = (char == "P") != name.startswith("^")
            found = self.of_property(name.removeprefix("^"))
            return self.every - found if negated else found
        return self.single(self._character(char))

    def _character(self, char: str) -> str:
        if char == "c":
            return chr(ord(self._next()) % 32)
        if char in "xu":
            if self._take("{"):
                return self._coded(self._until("}"))
            size = 2 if char == "x" else 4
            code = self._peek(size)
            if len(code) == size and all(each in _HEX for each in code):
                self.at += size
                return self._paired(self._coded(code))
        return _CONTROLS.get(char, char)

    def _paired(self, high: str) -> str:
        """The character of a surrogate pair that is written as two escapes."""
        low = self._peek(6)
        if "\ud800" <= high <= "\udbff" and low.startswith("\\u"):
            try:
                pair = high + self._coded(low[2:])
                both = pair.encode("utf-16", "surrogatepass").decode("utf-16")
            except ValueError:  # no number, or no low half
                return high
            self.at += 6
            return both
        return high

    def _coded(self, code: str) -> str:
        try:
            return chr(int(code, 16))
        except (ValueError, OverflowError):
            raise UnreadableError(f'"{code}" is no character') from None

    def _class(self) -> Any:
        """The characters between brackets."""
        negated = self._take("^")
        found = self.every - self.every
        while not self._take("]"):
            first = self._member()
            if self._peek() == "-" and self._peek(2) not in ("-]", "-") and len(first) == 1:
                here = self.at
                self.at += 1
                last = self._member()
                if len(last) == 1:
                    found |= self.between(*first, *last)
                    continue
                self.at = here  # a hyphen before a class stands for itself (ECMA-262, B.1.2)
            found |= first
        return self.every - found if negated else found

    def _member(self) -> Any:
        char = self._next()
        return self._escaped(self._next()) if char == "\\" else self.single(char)
