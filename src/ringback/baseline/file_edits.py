"""The baseline's text with entries added, renewed and taken out; the rest of it stays as it is.

A file is a head and blocks. A block is a table with the comments right above it, so that what a
person wrote about an entry comes and goes with it.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ringback.baseline.accepted_findings import HEADER, NAMES, TABLE, AcceptedFinding, parsed
from ringback.errors import UsageError

HEAD = """\
# Findings that are accepted for now: `ringback baseline show` lists them.
# Each counts again once `expires` has passed; without it, it is held until it is taken out.
"""
_FINGERPRINT = re.compile(r"\s*fingerprint\s*=\s*[\"']([0-9a-f]{16})[\"']")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blocks:
    """A text cut up: the head, and the blocks by their fingerprints, as they stand."""

    head: str
    blocks: dict[str, str]


def edited(
    text: str,
    path: Path,
    *,
    added: Iterable[AcceptedFinding] = (),
    renewed: Mapping[str, AcceptedFinding] | None = None,
    removed: Collection[str] = (),
) -> str:
    """The text with these changes, new entries where they belong by their fingerprints.

    Raises UsageError where the file is written in a form that can't be edited as text.
    """
    before = {each.fingerprint: each for each in parsed(text, path)}
    found = _cut(text or HEAD)
    blocks = dict(found.blocks)
    for fingerprint, entry in (renewed or {}).items():
        if fingerprint in blocks:
            blocks[fingerprint] = _renewed(blocks[fingerprint], entry)
    wanted = {name: each for name, each in before.items() if name not in removed}
    wanted |= renewed or {}
    for entry in added:
        wanted[entry.fingerprint] = entry
        blocks[entry.fingerprint] = _block(entry)
    kept = [block for name, block in sorted(blocks.items()) if name not in removed]
    result = "\n\n".join(part.strip("\n") for part in (found.head, *kept) if part.strip()) + "\n"
    if {each.fingerprint: each for each in parsed(result, path)} != wanted:
        said = f"can't be edited as it is written: give each entry a table [[{TABLE}]] of its own"
        raise UsageError((f"{path}: {said}, one key a line",))
    return result


def _cut(text: str) -> _Blocks:
    """Cut the text before each table, above the comments that stand right above it."""
    lines = text.splitlines()
    starts = []
    for at, line in enumerate(lines):
        if HEADER.match(line):
            start = at
            while start and lines[start - 1].lstrip().startswith("#"):
                start -= 1
            starts.append(start)
    ends = [*starts[1:], None]
    parts = ["\n".join(lines[a:b]) for a, b in zip(starts, ends, strict=False)]
    blocks = {}
    for part in parts:
        named = next(filter(None, map(_FINGERPRINT.match, part.splitlines())), None)
        blocks[named[1] if named else part] = part
    return _Blocks(head="\n".join(lines[: starts[0] if starts else None]), blocks=blocks)


def _block(entry: AcceptedFinding) -> str:
    """A new entry, one key a line."""
    return "\n".join((f"[[{TABLE}]]", *(f"{name} = {given}" for name, given in _given(entry))))


def _given(entry: AcceptedFinding) -> list[tuple[str, str]]:
    """The keys of an entry with their values as TOML, those that it has."""
    found = []
    for name in NAMES:
        value = getattr(entry, name)
        if name == "expires" and value is not None:
            found.append((name, value.isoformat()))
        elif value or (name == "owner" and value is not None):
            found.append((name, quoted(value)))
    return found


def quoted(text: str) -> str:
    r"""A basic string of TOML: as JSON has it, and DEL is written `\u007f`."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007f")


def _renewed(block: str, entry: AcceptedFinding) -> str:
    """The block with what is said of its acceptance anew; all other lines stay."""
    given = dict(_given(entry))
    lines = []
    names = ("owner", "reason", "expires")
    for line in block.splitlines():
        name = line.partition("=")[0].strip()
        if name in names and "=" in line:
            if name in given:
                lines.append(f"{name} = {given.pop(name)}{_comment(line)}")
            continue
        lines.append(line)
    while lines and not lines[-1].strip():
        lines.pop()
    lines += [f"{name} = {given[name]}" for name in names if name in given]
    return "\n".join(lines)


def _comment(line: str) -> str:
    """The comment behind a value that is a text or a date, with the space before it."""
    found = re.match(r"""[^=]*=\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s#"']+)(\s*#.*)$""", line)
    return found[1] if found else ""
