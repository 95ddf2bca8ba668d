"""Values as words of a POSIX shell, with variables in them that the shell fills in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ringback.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """What stands for a value that is not shown; `name` is without the dollar sign."""

    name: str


Part = str | Variable

_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_DELICATE = re.compile(r"[\"\\$`!]")  # what double quotes leave a meaning (`!` in a typed line)
_NAME_GOES_ON = re.compile(r"[A-Za-z0-9_]")


def shown(parts: Sequence[Part]) -> str:
    """The parts for a reader: `$NAME` where a variable stands."""
    return "".join(f"${part.name}" if isinstance(part, Variable) else part for part in parts)


def can_be_typed(parts: Sequence[Part]) -> bool:
    """Whether every literal can stand in a line as it is."""
    return all(isinstance(part, Variable) or visible(part) == part for part in parts)


def word(parts: Sequence[Part]) -> str:
    """One word whose value is the parts, whatever they hold but NUL.

    A literal part is text, with bytes that are no UTF-8 as surrogates (PEP 383).
    """
    if not can_be_typed(parts):
        return f'"$({printf(parts)})"'
    if not any(isinstance(part, Variable) for part in parts):
        return _quoted("".join(str(part) for part in parts))
    if any(isinstance(part, str) and _DELICATE.search(part) for part in parts):
        return "".join(
            f'"${part.name}"' if isinstance(part, Variable) else _quoted(part) for part in parts
        )
    return f'"{_expanding(parts)}"'


def printf(parts: Sequence[Part]) -> str:
    """A `printf` command that writes the parts byte for byte, NUL too (POSIX XCU printf)."""
    template = "".join(
        "%s" if isinstance(part, Variable) else "".join(map(_in_template, part)) for part in parts
    )
    if template.startswith("-"):  # else an option
        template = rf"\055{template[1:]}"
    values = [f'"${part.name}"' for part in parts if isinstance(part, Variable)]
    return " ".join(("printf", f"'{template}'", *values))


def _quoted(text: str) -> str:
    """The text between single quotes, where nothing has a meaning; bare where none is needed."""
    if _PLAIN.fullmatch(text):
        return text
    return "'" + text.replace("'", "'\\''") + "'"


def _expanding(parts: Sequence[Part]) -> str:
    """The inside of double quotes; braces keep a name apart from what follows it."""
    pieces = []
    for part, after in zip(parts, (*parts[1:], ""), strict=True):
        if isinstance(part, str):
            pieces.append(part)
        elif isinstance(after, str) and _NAME_GOES_ON.match(after):
            pieces.append(f"${{{part.name}}}")
        else:
            pieces.append(f"${part.name}")
    return "".join(pieces)


def _in_template(char: str) -> str:
    """One character of a printf template between single quotes."""
    if char == "%":
        return "%%"
    if char in {"\n", "\r", "\t"}:
        return visible(char)
    if char in {"\\", "'", "!"} or visible(char) != char:
        return "".join(rf"\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape"))
    return char
