"""A page of the documentation as its blocks, and what comments before them say of their running.

A comment of HTML is shown nowhere. Before a block it says one of

- `<!-- not run: REASON -->`: its commands are for a reader alone,
- `<!-- exits: 1 0 -->`: the exit codes of its commands, where one is not 0,
- `<!-- file: NAME -->`, `<!-- append: NAME -->`: the block is what a file holds, or more of it.

`<!-- scene: NAME -->` at the top of a page says what its commands find (see `scenes`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
_COMMENT = re.compile(r"<!-- (not run|exits|file|append|scene): (.+) -->")
_FENCE = re.compile(r"```(\S*).*")
_PROMPT, _CONTINUED = "$ ", "> "


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command, the lines that it is said to print, and the number of its own line."""

    text: str
    shown: tuple[str, ...]
    exit_code: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block: its language, its lines, and the number of its first line."""

    language: str
    lines: tuple[str, ...]
    line: int
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All lines."""
        return "".join(f"{line}\n" for line in self.lines)

    @property
    def is_run(self) -> bool:
        """Whether it has commands that the tests run."""
        return self.language == "console" and "not run" not in self.notes

    def commands(self) -> Iterator[Command]:
        """The commands of a console, in order."""
        starts = [at for at, line in enumerate(self.lines) if line.startswith(_PROMPT)]
        codes = [int(each) for each in self.notes.get("exits", "").split()]
        assert len(codes) in {0, len(starts)}, f"line {self.line}: {len(starts)} commands"
        for number, at in enumerate(starts):
            end = starts[number + 1] if number + 1 < len(starts) else len(self.lines)
            after = at + 1
            while after < end and self.lines[after].startswith(_CONTINUED):
                after += 1
            words = [line[len(_PROMPT) :] for line in self.lines[at:after]]
            yield Command(
                text="\n".join(words),
                shown=self.lines[after:end],
                exit_code=codes[number] if codes else 0,
                line=self.line + at,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its path, its scene, its blocks."""

    path: Path
    scene: str
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """Its path as seen from the top of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def is_run(self) -> bool:
        """Whether the tests run anything of it."""
        return any(block.is_run for block in self.blocks)


def read_page(path: Path) -> Page:
    """The page at a path."""
    notes: dict[str, str] = {}
    scene, blocks, opened = "project", list[Block](), None
    lines = path.read_text("utf-8").splitlines()
    for at, line in enumerate(lines):
        if opened is not None:
            if line == "```":
                inside = tuple(lines[opened + 1 : at])
                language = _FENCE.fullmatch(lines[opened])
                assert language
                blocks.append(
                    Block(language=language[1], lines=inside, line=opened + 2, notes=notes)
                )
                opened, notes = None, {}
            continue
        comment, fence = _COMMENT.fullmatch(line), _FENCE.fullmatch(line)
        if comment and comment[1] == "scene":
            scene = comment[2]
        elif comment:
            notes[comment[1]] = comment[2]
        elif fence:
            opened = at
        elif line.strip():
            assert not notes, f"{path}:{at + 1}: a comment before no block"
    assert opened is None, f"{path}: a block without an end"
    return Page(path=path, scene=scene, blocks=tuple(blocks))


def all_pages() -> list[Page]:
    """The README, the pages of the site that are written by hand, and those of the examples."""
    folders = (ROOT / "docs", ROOT / "examples")
    pages = [page for folder in folders for page in sorted(folder.rglob("*.md"))]
    return [read_page(ROOT / "README.md"), *map(read_page, pages)]
