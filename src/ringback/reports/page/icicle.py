"""The drawing of a map: each node a cell, what stands in it below it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.reports.page.map_states import MapState, NodeState

_ROW = 30  # height of a cell that has others below it
_LEAF = 118  # height of one that has none
_COLUMN = 26  # width of a leaf
_LEAST = 960  # width of the drawing
_GAP = 2
_LETTER = 6.6  # width of a letter
_UPRIGHT = 15  # letters of a leaf's name
_FEWEST = 4  # letters of a name that is cut
_BROAD = 74  # width from which a leaf's name lies


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A node with its place in the drawing, in units of the drawing; `label` is cut to fit."""

    state: NodeState
    x: float
    y: float
    width: float
    height: float
    label: str
    upright: bool

    @property
    def middle(self) -> float:
        """The middle of its width."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Icicle:
    """A drawing of so many units."""

    width: float
    height: float
    cells: tuple[Cell, ...]


def icicle(state: MapState) -> Icicle:
    """The drawing of a map: the whole on top, as wide as all that is in it."""
    leaves = _leaves(state.root)
    column = max(_COLUMN, _LEAST / leaves)
    cells = tuple(_cells(state.root, 0.0, 0, column))
    return Icicle(
        width=round(column * leaves, 1),
        height=max(each.y + each.height for each in cells),
        cells=cells,
    )


def _leaves(node: NodeState) -> int:
    return sum(map(_leaves, node.below)) or 1


def _cells(node: NodeState, x: float, row: int, column: float) -> Iterator[Cell]:
    """The cell of a node, and those of what stands in it."""
    width = column * _leaves(node)
    lies = bool(node.below) or width >= _BROAD
    mark = {"broken": "✕ ", "never": "○ ", "partly": "◐ "}.get(node.state, "")
    most = int((width - 12) / _LETTER) if lies else _UPRIGHT
    yield Cell(
        state=node,
        x=round(x + _GAP / 2, 1),
        y=float(row * _ROW),
        width=round(width - _GAP, 1),
        height=float((_ROW if lies else _LEAF) - _GAP),
        label=_fitting(mark + node.title, most),
        upright=not lies,
    )
    for each in node.below:
        yield from _cells(each, x, row + 1, column)
        x += column * _leaves(each)


def _fitting(text: str, most: int) -> str:
    """The text, or as much of it as there is room for."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1]}…" if most >= _FEWEST else text[:1] if text[1:2] == " " else ""
