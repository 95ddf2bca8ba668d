"""Tables of text, comma-separated (RFC 4180) or otherwise: each row by the names of its columns."""

import re
from dataclasses import replace
from typing import Any

from ringback.secrets.find.embedded import jsons, texts
from ringback.secrets.find.finds import Hand, Path, SecretSpot

_SEPARATORS = ",;\t|"


def rewritten(text: str, spot: SecretSpot, hand: Hand) -> str:
    """Each row rewritten as an object of its columns; what is no table, as any text.

    Cells keep their quotes, and get some where what stands in them needs them.
    """
    lines = text.split("\n", 1)
    separator = max(_SEPARATORS, key=lines[0].count)
    cell = re.compile(
        rf'("(?:[^"]|"")*+"|[^"\r\n{re.escape(separator)}]*+)({re.escape(separator)}|\r?\n|\Z)'
    )
    rows: list[list[tuple[str, str]]] = [[]]
    at = 0
    while at < len(text):
        found = cell.match(text, at)
        if found is None:
            return texts.rewritten(text, spot, hand)
        rows[-1].append((found[1], found[2]))
        if found[2] != separator and found.end() < len(text):
            rows.append([])
        at = found.end()
    names = [_plain(raw) for raw, _ in rows[0]]
    if len(names) < 2 or len(set(names)) < len(names):
        return texts.rewritten(text, spot, hand)
    done = []
    for number, row in enumerate(rows, start=1):
        here = replace(spot, place=f"{spot.place} row {number}")
        width = len(names) if number > 1 else 0  # the first row has the names, or no table has any
        cells = [_plain(raw) for raw, _ in row]
        values = dict(zip(names[:width], cells, strict=False))
        new = jsons.rewritten(values, _of_values(texts.leaf(here, hand, 1)), hand.rules)
        told = [*new.values(), *(texts.rewritten(each, here, hand) for each in cells[width:])]
        done += [
            raw + end if put == old else _spelt(put, raw, separator) + end
            for put, old, (raw, end) in zip(told, cells, row, strict=True)
        ]
    return "".join(done)


def _of_values(leaf: jsons.Leaf) -> jsons.Leaf:
    """What rewrites values alone: the names of columns stand in the first row."""

    def rewrite(value: Any, name: str, label: str | None, path: Path | None) -> Any:
        return value if path is None else leaf(value, name, label, path)

    return rewrite


def _plain(raw: str) -> str:
    return raw[1:-1].replace('""', '"') if raw[:1] == '"' else raw


def _spelt(value: str, raw: str, separator: str) -> str:
    """A value as a cell, quoted as the old one was or where it has to be."""
    if raw[:1] == '"' or any(char in value for char in f'{separator}"\r\n'):
        escaped = value.replace('"', '""')
        return f'"{escaped}"'
    return value
