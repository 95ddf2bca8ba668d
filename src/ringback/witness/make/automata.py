"""Patterns as automata: which texts they are found in, character by character (Thompson 1968)."""

from dataclasses import dataclass, field
from functools import cache
from typing import assert_never

from ringback.sampling.pattern_texts.ecma import UnreadableError
from ringback.sampling.pattern_texts.pattern_tree import (
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
from ringback.witness.make.code_points import EVERY_CODE_POINT, CodePoints, exactly_parsed

_MOST = 3_000  # states; a pattern of more is left alone
_START, _END = "start", "end"


@dataclass(frozen=True, slots=True)
class TextState:
    """Where an automaton stands: its states, and whether nothing was read yet."""

    states: frozenset[int]
    fresh: bool = False


@dataclass(slots=True)
class PatternAutomaton:
    """The texts in which a pattern is found; it need not begin or end there.

    Edges without a character may ask for the start of the text, or for its end.
    """

    moves: list[list[tuple[CodePoints, int]]] = field(default_factory=list)
    jumps: list[list[tuple[str, int]]] = field(default_factory=list)
    start: int = 0
    final: int = 0

    @property
    def classes(self) -> set[CodePoints]:
        """The classes that tell characters apart."""
        return {chars for each in self.moves for chars, _ in each}

    def begin(self) -> TextState:
        """Before the first character."""
        return TextState(self._closed(frozenset({self.start}), fresh=True), fresh=True)

    def step(self, here: TextState, code: int) -> TextState:
        """After one more character; what was found stays found."""
        if self.is_sure(here):
            return TextState(here.states)
        reached = {
            target
            for state in here.states
            for chars, target in self.moves[state]
            if chars.has(code)
        }
        return TextState(self._closed(frozenset(reached)))

    def accepts(self, here: TextState) -> bool:
        """Whether the pattern is found in a text that ends here."""
        ended = self._closed(here.states, fresh=here.fresh, ended=True)
        return self.final in ended

    def is_sure(self, here: TextState) -> bool:
        """Whether it is found whatever follows."""
        return self.final in here.states

    def is_dead(self, here: TextState) -> bool:
        """Whether it is not found whatever follows."""
        return not here.states

    def _closed(
        self, states: frozenset[int], *, fresh: bool = False, ended: bool = False
    ) -> frozenset[int]:
        found = set(states)
        todo = list(states)
        while todo:
            for asked, target in self.jumps[todo.pop()]:
                open_here = not asked or (asked == _START and fresh) or (asked == _END and ended)
                if open_here and target not in found:
                    found.add(target)
                    todo.append(target)
        return frozenset(found)

    def state(self) -> int:
        """One more state."""
        if len(self.moves) >= _MOST:
            raise UnreadableError("it takes too many states")
        self.moves.append([])
        self.jumps.append([])
        return len(self.moves) - 1

    def build(self, node: PatternNode, here: int) -> int:
        """Let the automaton read a node from a state on; the state behind it."""
        match node:
            case CharacterClass(chars=chars):
                behind = self.state()
                self.moves[here].append((chars, behind))
                return behind
            case Concatenation(parts=parts):
                for part in parts:
                    here = self.build(part, here)
                return here
            case Disjunction(options=options):
                behind = self.state()
                for option in options:
                    entry = self.state()
                    self.jumps[here].append(("", entry))
                    self.jumps[self.build(option, entry)].append(("", behind))
                return behind
            case Quantified():
                return self._repeated(node, here)
            case CapturingGroup(node=inner):
                return self.build(inner, here)
            case Anchor(at_end=at_end):
                behind = self.state()
                self.jumps[here].append((_END if at_end else _START, behind))
                return behind
            case BackReference() | Lookaround():
                raise UnreadableError("it looks beyond single characters")
            case _:
                assert_never(node)

    def _repeated(self, node: Quantified, here: int) -> int:
        for _ in range(node.least):
            here = self.build(node.node, here)
        behind = self.state()
        self.jumps[here].append(("", behind))
        if node.most is None:
            entry = self.state()
            self.jumps[here].append(("", entry))
            last = self.build(node.node, entry)
            self.jumps[last] += [("", entry), ("", behind)]
            return behind
        for _ in range(node.most - node.least):
            here = self.build(node.node, here)
            self.jumps[here].append(("", behind))
        return behind


@cache
def automaton(pattern: str) -> PatternAutomaton:
    """The automaton of a pattern; UnreadableError for one that none can follow exactly."""
    made = PatternAutomaton()
    made.start = made.state()
    entry = made.state()
    made.moves[made.start].append((EVERY_CODE_POINT, made.start))  # it may be found anywhere
    made.jumps[made.start].append(("", entry))
    made.final = made.build(exactly_parsed(pattern), entry)
    return made
