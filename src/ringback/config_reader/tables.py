"""Tables of TOML, read member by member: what is wrong in them is gathered on the way."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ringback.config import Value, variable_for
from ringback.errors import did_you_mean

_FOREVER = 86_400  # a bound that the system's timers take; nobody waits a day for an answer
_RATE = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:/s)?")


class TableReader:
    """Reads members of tables of a file; `problems` is what was wrong with them."""

    def __init__(self, file: Path) -> None:
        self.problems: list[str] = []
        self.file = file

    def values(self, table: Mapping[str, Any], where: str) -> dict[str, Value]:
        """Values by their names: a literal each, or where it is from."""
        found = {}
        for name, entry in table.items():
            here = f"{where}{name}."
            if isinstance(entry, str | int | float) and not isinstance(entry, bool) and entry != "":
                found[name] = Value(variable=variable_for(name), literal=str(entry))
                continue
            if not isinstance(entry, dict):
                text = f"{where}{name} must be a text, a number, or a table with a variable"
                self.problems.append(text)
                continue
            self.only(entry, {"variable", "required", "secret", "command"}, here)
            variable = self.text(entry, "variable", here) or variable_for(name)
            found[name] = Value(
                variable=variable,
                required=self.flag(entry, "required", here),
                secret=self.flag(entry, "secret", here),
                command=self.command(entry, here),
            )
        return found

    def command(self, entry: Mapping[str, Any], here: str) -> tuple[str, ...]:
        """A program and its arguments; no shell will split a text."""
        words = entry.get("command", ())
        if words == ():
            return ()
        good = isinstance(words, list) and all(isinstance(word, str) for word in words)
        if good and words and words[0] and not any("\0" in word for word in words):
            return tuple(words)
        self.problems.append(
            f"{here}command must be a list of texts: the program, then its arguments"
        )
        return ()

    def named_texts(self, table: Mapping[str, Any], name: str, where: str) -> dict[str, str]:
        """A table of texts."""
        entry = self.sub(table, name, where)
        return {key: self.text(entry, key, f"{where}{name}.") for key in entry}

    def seconds(self, table: Mapping[str, Any], name: str, where: str) -> float | None:
        """A number of seconds; None where nothing is said."""
        entry = table.get(name)
        if entry is None:
            return None
        if isinstance(entry, int | float) and not isinstance(entry, bool) and 0 < entry < _FOREVER:
            return float(entry)
        self.problems.append(f"{where}{name} must be a number of seconds above 0")
        return None

    def only(self, table: Mapping[str, Any], known: set[str], where: str) -> None:
        """Complain of members that nobody knows."""
        for name in sorted(table.keys() - known):
            names = ", ".join(sorted(known))
            hint = did_you_mean(name, known)
            self.problems.append(f"{where}{name} is not known here (known: {names}){hint}")

    def sub(self, table: Mapping[str, Any], name: str, where: str = "") -> dict[str, Any]:
        """A table within a table; empty where there is none."""
        entry = table.get(name, {})
        if isinstance(entry, dict):
            return entry
        self.problems.append(f"{where}{name} must be a table")
        return {}

    def text(self, table: Mapping[str, Any], name: str, where: str) -> str:
        """A text; empty where there is none."""
        entry = table.get(name, "")
        if isinstance(entry, str):
            return entry
        self.problems.append(f"{where}{name} must be a text")
        return ""

    def flag(self, table: Mapping[str, Any], name: str, where: str) -> bool:
        """Whether something is said to be so."""
        entry = table.get(name, False)
        if isinstance(entry, bool):
            return entry
        self.problems.append(f"{where}{name} must be true or false")
        return False

    def texts(self, entry: Any, where: str) -> list[str]:
        """A list of texts."""
        if isinstance(entry, list) and all(isinstance(each, str) for each in entry):
            return list(entry)
        self.problems.append(f"{where} must be a list of texts")
        return []

    def paths(self, entry: Any, where: str) -> list[Path]:
        """A list of paths, from the file's folder."""
        return [self.path(text) for text in self.texts(entry, where)]

    def path(self, text: str) -> Path:
        """A path, from the file's folder."""
        return self.file.parent / text

    def whole(self, table: Mapping[str, Any], name: str, where: str) -> int | None:
        """A number of things above 0."""
        entry = table.get(name)
        if entry is None:
            return None
        if isinstance(entry, int) and not isinstance(entry, bool) and entry > 0:
            return entry
        self.problems.append(f"{where}{name} must be a whole number above 0")
        return None

    def days(self, table: Mapping[str, Any], name: str, where: str) -> int | None:
        """A number of days, none included; None where nothing is said."""
        entry = table.get(name)
        if entry is None or (isinstance(entry, int) and not isinstance(entry, bool) and entry >= 0):
            return entry
        self.problems.append(f"{where}{name} must be a whole number of days")
        return None

    def rate(self, table: Mapping[str, Any], name: str, where: str) -> float | None:
        """A number of requests a second, alone or as `N/s`."""
        entry = table.get(name)
        if entry is None:
            return None
        good = _RATE.fullmatch(str(entry)) if isinstance(entry, str | int | float) else None
        rate = float(good[1]) if good and not isinstance(entry, bool) else 0.0
        if rate > 0:
            return rate
        self.problems.append(f'{where}{name} must be requests a second, such as "5/s"')
        return None
