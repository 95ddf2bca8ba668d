"""Texts that a pattern is found in, of a length that is asked for.

Made from the pattern's tree, so that lengths are steered and not left to chance; whether a text
fits is the validator's word, because lookaheads and word boundaries are not steered.
"""

import random
from collections.abc import Iterator
from functools import lru_cache

import jsonschema_rs

from ringback.sampling.pattern_texts.characters import families
from ringback.sampling.pattern_texts.ecma import UnreadableError, parsed
from ringback.sampling.pattern_texts.pattern_tree import (
    ANY,
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
from ringback.schema.validators.regular_expressions import matches, pattern_validator

LONGEST = 200_000  # characters; a longer text makes no readable sample
_ENDLESS = 1_000_000_000  # stands for "any number"
_SAMPLES = 12  # texts of one pattern
_TRIES = 4  # to make each of them, because many are the same
_MISSES = 40  # tries in a row that brought nothing new
_MORE = 6  # characters beyond the shortest text, where there may be more
_LARGE = 10_000  # characters of a text of which one will do
_Width = tuple[int, int]


@lru_cache(4096)
def like(
    pattern: str, least: int = 0, most: int | None = None, count: int = _SAMPLES
) -> tuple[str, ...]:
    """Up to so many texts that a pattern is found in, short ones first; none where none was made.

    They have `least` to `most` characters.
    """
    high = LONGEST if most is None else min(most, LONGEST)
    try:
        trees = _trees(pattern)
        pattern_validator(pattern)
    except (UnreadableError, jsonschema_rs.ValidationError):
        return ()
    chance = random.Random(pattern)  # noqa: S311 -- always the same texts, nothing secret
    found: dict[str, None] = {}
    last = 0
    for turn in range(_TRIES * count):
        tree = trees[turn % len(trees)]
        text = _Writer(chance, turn).text(tree, least, high)
        if text is not None and least <= len(text) <= high and text not in found:
            if matches(pattern, text):
                found[text], last = None, turn
            if len(found) == count:
                break
        if (text is not None and len(text) > _LARGE and found) or turn - last > _MISSES:
            break
    return tuple(sorted(found, key=lambda text: (len(text), text)))


def why_none(pattern: str) -> str:
    """Why no text was made for a pattern, in a few words."""
    try:
        trees = _trees(pattern)
        pattern_validator(pattern)
    except UnreadableError as error:
        return f"it is not readable: {error}"
    except jsonschema_rs.ValidationError:
        return "the validators do not read it"
    shortest = _Widths().of(trees[0])[0]
    return f"its shortest text has {shortest} characters" if shortest > LONGEST else "none fitted"


def _trees(pattern: str) -> list[PatternNode]:
    """The tree of a pattern, and where it looks ahead, one in which that is taken for text."""
    tree = _open(parsed(pattern))
    taken = _taken(tree)
    return [tree] if taken == tree else [tree, taken]


def _open(node: PatternNode) -> PatternNode:
    """The tree with more text at an end that is not fixed, of each alternative."""
    if isinstance(node, Disjunction):
        return Disjunction(tuple(map(_open, node.options)))
    parts = node.parts if isinstance(node, Concatenation) else (node,)
    more = Quantified(ANY, 0, None)
    if Anchor(at_end=True) not in parts[-1:]:
        return Concatenation((*parts, more))
    return node if Anchor(at_end=False) in parts[:1] else Concatenation((more, *parts))


def _taken(node: PatternNode) -> PatternNode:
    """The tree with what is looked ahead for in the place where it is looked for."""
    match node:
        case Lookaround(node=inner, wanted=True):
            return _taken(inner)
        case Concatenation(parts=parts):
            return Concatenation(tuple(map(_taken, parts)))
        case Disjunction(options=options):
            return Disjunction(tuple(map(_taken, options)))
        case Quantified(node=inner, least=least, most=most):
            return Quantified(_taken(inner), least, most)
        case CapturingGroup(keys=keys, node=inner):
            return CapturingGroup(keys, _taken(inner))
        case _:
            return node


class _Widths:
    """How long the texts of each node can be, at least and at most."""

    def __init__(self) -> None:
        self._known: dict[int, _Width] = {}
        self._groups: dict[str, _Width] = {}

    def of(self, node: PatternNode) -> _Width:
        """The least and the most characters of a node's texts."""
        key = id(node)  # the tree is kept as long as this
        if key not in self._known:
            self._known[key] = self._of(node)
        return self._known[key]

    def _of(self, node: PatternNode) -> _Width:
        match node:
            case Concatenation(parts=parts):
                widths = [self.of(part) for part in parts]
                found = sum(low for low, _ in widths), sum(high for _, high in widths)
            case Disjunction(options=options):
                widths = [self.of(option) for option in options]
                found = min(low for low, _ in widths), max(high for _, high in widths)
            case Quantified(node=inner, least=least, most=most):
                low, high = self.of(inner)
                found = low * least, high * (_ENDLESS if most is None else most)
            case CapturingGroup(keys=keys, node=inner):
                found = self.of(inner)
                self._groups |= dict.fromkeys(keys, found)
            case BackReference(key=key):
                found = self._groups.get(key, (0, 0))
            case _:
                found = (1, 1) if isinstance(node, CharacterClass) else (0, 0)
        return min(found[0], _ENDLESS), min(found[1], _ENDLESS)


class _Writer:
    """Writes one text; `turn` counts the texts, so that each takes other options."""

    def __init__(self, chance: random.Random, turn: int) -> None:
        self._chance = chance
        self._turn = turn
        self._widths = _Widths()
        self._groups: dict[str, str] = {}

    def text(self, tree: PatternNode, least: int, most: int) -> str | None:
        """A text of so many characters, as near as the tree comes to it; None of one too long."""
        low, high = self._widths.of(tree)
        if low > most or high < least:
            return None
        start = max(low, least)
        more = 0 if self._turn == 0 else self._chance.randint(0, _MORE)
        more = more if self._turn % 4 else 4 * more
        return self._write(tree, start, min(most, high, start + more))

    def _write(self, node: PatternNode, least: int, most: int) -> str:
        match node:
            case CharacterClass(chars=chars):
                text = self._char(chars)
            case Concatenation(parts=parts):
                text = self._row(parts, least, most)
            case Disjunction(options=options):
                text = self._write(self._option(options, least, most), least, most)
            case Quantified():
                count = self._count(node, least, most)
                text = self._row((node.node,) * count, least, most)
            case CapturingGroup(keys=keys, node=inner):
                text = self._write(inner, least, most)
                self._groups |= dict.fromkeys(keys, text)
            case BackReference(key=key):
                text = self._groups.get(key, "")
            case Lookaround() | Anchor():
                text = ""
        return text

    def _char(self, chars: frozenset[str]) -> str:
        """Letters and digits at first; later any family of the class, each as likely."""
        known = families(chars)
        if not known:
            return ""
        if self._turn % 3 < 2:
            plain = [family for family in known if family[0].isalnum() and family[0].isascii()]
            known = tuple(plain) or known
        return self._chance.choice(self._chance.choice(known))

    def _option(self, options: tuple[PatternNode, ...], least: int, most: int) -> PatternNode:
        """An option that has texts of the length, if there is one: each in its turn."""
        fitting = [
            each
            for each in options
            if self._widths.of(each)[0] <= most and self._widths.of(each)[1] >= least
        ]
        known = fitting or list(options)
        return known[self._turn] if self._turn < len(known) else self._chance.choice(known)

    def _count(self, node: Quantified, least: int, most: int) -> int:
        """How many of a node, so that the length can be had; more than needed now and then."""
        low, high = self._widths.of(node.node)
        top = _ENDLESS if node.most is None else node.most
        fewest = max(node.least, -(-least // high) if high else 0)
        highest = min(top, most // low if low else max(fewest, 1))
        if highest <= fewest:
            return min(fewest, top, LONGEST)
        return self._chance.randint(fewest, min(highest, fewest + _MORE))

    def _row(self, parts: tuple[PatternNode, ...], least: int, most: int) -> str:
        """The parts one after the other; what one leaves of the length the next ones are asked."""
        if len(parts) > 1 and all(isinstance(part, CharacterClass) for part in parts):
            return "".join(
                self._char(part.chars) for part in parts if isinstance(part, CharacterClass)
            )
        widths = [self._widths.of(part) for part in parts]
        lows, highs = sum(low for low, _ in widths), sum(high for _, high in widths)
        made: list[str] = []
        length = 0
        growing = [index for index, (low, high) in enumerate(widths) if high > low]
        share = dict.fromkeys(growing, 0)
        left = max(0, least - lows)
        for index in self._chance.sample(growing, len(growing)):
            low, high = widths[index]
            share[index] = min(high - low, left if len(growing) == 1 else self._part(left))
            left -= share[index]
        for index in growing if left else ():
            low, high = widths[index]
            more = min(high - low - share[index], left)
            share[index] += more
            left -= more
        for index, part in enumerate(parts):
            low, high = widths[index]
            lows, highs = lows - low, highs - high
            needed = max(low, min(low + share.get(index, 0), high), least - length - highs)
            room = max(low, min(high, most - length - lows))
            text = self._write(part, min(needed, room), room)
            length += len(text)
            made.append(text)
        return "".join(made)

    def _part(self, left: int) -> int:
        return self._chance.randint(0, left) if left else 0


def joined(patterns: tuple[str, ...], least: int = 0, most: int | None = None) -> Iterator[str]:
    """Texts that all of several patterns are found in: those of one, and of two in a row."""
    made = [like(pattern, least, most) or like(pattern) for pattern in patterns]
    for texts in made:
        yield from texts
    for one in made:
        for other in made:
            if one is not other:
                yield from (first + second for first in one[:4] for second in other[:4])
