"""`[secrets]`, and files of names: what a house calls secret, and what it keeps."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ringback.config import SecretSettings
from ringback.config_reader.tables import TableReader
from ringback.errors import UsageError

_LONGEST = 200  # characters of a name


def read_secrets(reader: TableReader, table: Mapping[str, Any]) -> SecretSettings:
    """The table; what is wrong with it is among the reader's problems."""
    reader.only(table, {"names", "keep", "patterns"}, "secrets.")
    told = {
        key: reader.texts(table.get(key, []), f"secrets.{key}")
        for key in ("names", "keep", "patterns")
    }
    for key in ("names", "keep"):
        for at, text in enumerate(told[key]):
            problem = _name_problem(text)
            if problem:
                reader.problems.append(f"secrets.{key}[{at}]: {text!r} {problem}")
    for at, text in enumerate(told["patterns"]):
        problem = _pattern_problem(text)
        if problem:
            reader.problems.append(f"secrets.patterns[{at}]: {text!r} {problem}")
    return SecretSettings(
        names=tuple(told["names"]), keep=tuple(told["keep"]), patterns=tuple(told["patterns"])
    )


def read_names(file: Path | None, option: str) -> tuple[str, ...]:
    """The names of a file, one or a glob a line; empty lines and `#` comments are left out.

    Without a file there are none. Raises UsageError that tells each mistake with its line.
    """
    if file is None:
        return ()
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8"
        raise UsageError((f"{option} {file}: can't be read ({why})",)) from None
    lines = [(at, line.strip()) for at, line in enumerate(text.splitlines(), 1)]
    names = [(at, line) for at, line in lines if line and not line.startswith("#")]
    problems = [
        f"{option} {file}:{at}: {name!r} {problem}"
        for at, name in names
        if (problem := _name_problem(name))
    ]
    if not names:
        problems.append(f"{option} {file}: holds no name; write one name or glob a line")
    if problems:
        raise UsageError(tuple(problems))
    return tuple(name for _, name in names)


def _name_problem(text: str) -> str:
    """What is wrong with a name or a glob; empty where nothing is."""
    if not text.strip():
        return "is empty: a name or a glob must stand there"
    if not text.strip("*?"):
        return "is every name: nothing of a recording would be left"
    if len(text) > _LONGEST or not text.isprintable():
        return f"is no name: {_LONGEST} printable characters at most"
    if text.count("[") != text.count("]"):
        return "opens a bracket and does not close it, or the other way round"
    if text[:1] in "/^" or text[-1:] == "$":
        return "looks like a pattern: names are plain or globs; [secrets] patterns takes patterns"
    return ""


def _pattern_problem(text: str) -> str:
    try:
        pattern = re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is no regular expression: {error}"
    if pattern.search("") is not None:
        return "matches an empty text: it would match everywhere"
    return ""
