"""An overlay as text: actions in YAML, each with a comment above it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from ringback.finding import steps
from ringback.payload import unpaired

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORD = re.compile(r"[A-Za-z_$][A-Za-z0-9_./$-]*")
# Plain words that some reader of YAML takes for something else.
_ODD = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
_CONTROL = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class _Dumper(yaml.SafeDumper):
    """Writes every text in quotes that is not a plain word."""

    def ignore_aliases(self, data: Any) -> bool:
        """Nothing is written as a reference to what was written before."""
        del data
        return True


def _text(dumper: _Dumper, value: str) -> yaml.Node:
    plain = _WORD.fullmatch(value) and value.lower() not in _ODD
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')


_Dumper.add_representer(str, _text)


def writable(name: str) -> bool:
    """Whether a name can stand in a file of UTF-8."""
    return not unpaired(name)


def overlay(
    title: str,
    head: Sequence[str],
    actions: Sequence[tuple[Sequence[str], Mapping[str, Any]]],
    notes: Sequence[str],
) -> str:
    """The text of an overlay: each action behind its comment lines; head and notes at the top.

    Without an action there is no overlay (1.0.0, 4.4.1 asks for one at least): the notes are all.
    """
    lines = [f"# {_line(line)}" for line in (*head, *notes)]
    if not actions:
        return "\n".join([*lines, "# There is nothing to put into an overlay.", ""])
    info = {"title": title, "version": "1.0.0"}
    lines.append(_dump({"overlay": "1.0.0", "info": info}) + "\nactions:")
    for comments, action in actions:
        lines += [f"  # {_line(comment)}" for comment in comments]
        lines += [f"  {line}" for line in _dump([action]).split("\n")]
    return "\n".join([*lines, ""])


def path(pointer: str, document: Any) -> str:
    """The JSONPath of a place (RFC 9535); `document` tells an index from a name."""
    found, here = "$", document
    for step in steps(pointer):
        if isinstance(here, list):
            found += f"[{step}]"
            here = here[int(step)]
            continue
        found += f".{step}" if _PLAIN.fullmatch(step) else f"['{_escaped(step)}']"
        here = here.get(step) if isinstance(here, dict) else None
    return found


def _escaped(name: str) -> str:
    """A name within single quotes (RFC 9535 2.3.1.1)."""
    told = name.replace("\\", "\\\\").replace("'", "\\'")
    return "".join(
        _CONTROL.get(char, f"\\u{ord(char):04x}") if char < " " else char for char in told
    )


def _dump(value: Any) -> str:
    return yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000
    ).rstrip("\n")


def _line(text: str) -> str:
    """A comment's text on one line of printable characters."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
