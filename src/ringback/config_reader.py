"""`ringback.toml` as settings: every mistake in it is told at once."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ringback.config import (
    DEFAULT_READING,
    RESOURCE_ROLES,
    ProveSettings,
    ResourceTable,
    Settings,
    TargetSettings,
    Value,
    own_prefix,
    variable_for,
)
from ringback.errors import ConfigError, did_you_mean
from ringback.hosts import url_problem

_FOREVER = 86_400  # a bound that the system's timers take; nobody waits a day for an answer


_TABLES = {"hosts", "contract", "values", "targets", "prove", "accounts", "resources", "operations"}


def load_settings(file: Path, *, described: bool = True) -> Settings:
    """Read a configuration; ConfigError names everything that is wrong with it.

    That it names no description is wrong only where it must be `described`.
    """
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        text = (
            "there is no such file; run in the repository's folder, say --config FILE, or do "
            "without one: check --target URL, lint FILE, init"
        )
        raise ConfigError(str(file), (text,)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(file), (f"can't be read ({error})",)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(file), (f"is not TOML: {error}",)) from None
    reader = _Reader(file.resolve(), table, described=described)
    settings = reader.settings()
    if reader.problems:
        raise ConfigError(str(file), tuple(reader.problems))
    return settings


class _Reader:
    """Reads the tables, gathering what is wrong on the way."""

    def __init__(self, file: Path, table: dict[str, Any], *, described: bool) -> None:
        self.problems: list[str] = []
        self._file = file
        self._table = table
        self._described = described

    def settings(self) -> Settings:
        """Everything, with stand-ins where something is wrong."""
        table = self._table
        self._only(table, _TABLES, "")
        contract = self._sub(table, "contract")
        known = {"description", "recordings", "knowledge", "readings", "forms"}
        self._only(contract, known, "contract.")
        named = self._text(contract, "description", "contract.")
        if not named and self._described:
            self.problems.append("contract.description is missing: the path of the description")
        readings = {
            name: tuple(self._paths(paths, f"contract.readings.{name}"))
            for name, paths in self._sub(contract, "readings", "contract.").items()
        } or {DEFAULT_READING: ()}
        forms = self._forms(contract, readings)
        return Settings(
            file=self._file,
            description=self._path(named) if named else Path(),
            readings=readings,
            forms=forms,
            recordings=tuple(self._paths(contract.get("recordings", []), "contract.recordings")),
            knowledge=self._text(contract, "knowledge", "contract."),
            hosts=tuple(self._texts(table.get("hosts", []), "hosts")),
            values={
                **self._values(self._sub(table, "values"), "values."),
                **self._values_of_operations(self._sub(table, "operations")),
            },
            operations=tuple(self._sub(table, "operations")),
            targets=self._targets(),
            prove=self._prove(),
            accounts={
                name: self._values(self._sub(self._sub(table, "accounts"), name, "accounts."), here)
                for name in self._sub(table, "accounts")
                for here in [f"accounts.{name}."]
            },
            resources={name: self._resource(name) for name in self._sub(table, "resources")},
        )

    def _values_of_operations(self, table: Mapping[str, Any]) -> dict[str, Value]:
        """The values of single operations, each called by the whole of its place."""
        found: dict[str, Value] = {}
        for name in table:
            entry = self._sub(table, name, "operations.")
            self._only(entry, {"values"}, f"operations.{name}.")
            values = self._sub(entry, "values", f"operations.{name}.")
            for key, each in self._values(values, own_prefix(name)).items():
                variable = each.variable
                if variable == variable_for(key):
                    variable = variable_for(f"{name}_{key}")
                found[own_prefix(name) + key] = replace(each, variable=variable)
        return found

    def _resource(self, name: str) -> ResourceTable:
        here = f"resources.{name}."
        entry = self._sub(self._sub(self._table, "resources"), name, "resources.")
        lists = ("actions", "safe", "own", "bystanders", "foreign", "places", "merges", "constant")
        known = {
            "key",
            "parent",
            "unknown",
            *lists,
            "irreversible",
            "exact",
            *RESOURCE_ROLES,
        }
        self._only(entry, known, here)
        return ResourceTable(
            key=self._text(entry, "key", here),
            parent=self._text(entry, "parent", here),
            unknown=self._text(entry, "unknown", here),
            roles={
                role: text for role in RESOURCE_ROLES if (text := self._text(entry, role, here))
            },
            **{each: tuple(self._texts(entry.get(each, []), f"{here}{each}")) for each in lists},
            irreversible=self._flag(entry, "irreversible", here),
            exact=self._flag(entry, "exact", here),
        )

    def _forms(self, contract: Mapping[str, Any], readings: Mapping[str, Any]) -> str:
        """The reading whose concrete forms the laws go by: the last one if none is named."""
        table = self._sub(contract, "forms", "contract.")
        self._only(table, {"reading"}, "contract.forms.")
        forms = self._text(table, "reading", "contract.forms.") or list(readings)[-1]
        if forms not in readings:
            self.problems.append(f"contract.forms.reading: there is no reading {forms!r}")
        return forms

    def _values(self, table: Mapping[str, Any], where: str) -> dict[str, Value]:
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
            self._only(entry, {"variable", "required", "secret", "command"}, here)
            variable = self._text(entry, "variable", here) or variable_for(name)
            found[name] = Value(
                variable=variable,
                required=self._flag(entry, "required", here),
                secret=self._flag(entry, "secret", here),
                command=self._command(entry, here),
            )
        return found

    def _command(self, entry: Mapping[str, Any], here: str) -> tuple[str, ...]:
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

    def _targets(self) -> dict[str, TargetSettings]:
        found = {}
        for name, entry in self._sub(self._table, "targets").items():
            here = f"targets.{name}."
            if not isinstance(entry, dict) or len({"app", "url"} & entry.keys()) != 1:
                self.problems.append(f"targets.{name} needs either app or url")
                continue
            self._only(entry, {"app", "url", "values", "path", "accounts", "timeout"}, here)
            url = self._text(entry, "url", here)
            problem = url_problem(url) if url else None
            if problem:
                self.problems.append(f"targets.{name}.url: {url} {problem}")
            found[name] = TargetSettings(
                app=self._text(entry, "app", here),
                url=url,
                values=self._text(entry, "values", here),
                path=self._text(entry, "path", here),
                accounts=self._named_texts(entry, "accounts", here),
                timeout=self._seconds(entry, "timeout", here),
            )
        return found

    def _prove(self) -> ProveSettings | None:
        entry = self._sub(self._table, "prove")
        if not entry:
            return None
        names = ("app", "values", "faults", "habits", "path")
        self._only(entry, {*names, "accounts"}, "prove.")
        told = {name: self._text(entry, name, "prove.") for name in names}
        if not told["app"]:
            self.problems.append("prove.app is missing: what makes a right service (module:NAME)")
        return ProveSettings(**told, accounts=self._named_texts(entry, "accounts", "prove."))

    def _named_texts(self, table: Mapping[str, Any], name: str, where: str) -> dict[str, str]:
        """A table of texts."""
        entry = self._sub(table, name, where)
        return {key: self._text(entry, key, f"{where}{name}.") for key in entry}

    def _seconds(self, table: Mapping[str, Any], name: str, where: str) -> float | None:
        entry = table.get(name)
        if entry is None:
            return None
        if isinstance(entry, int | float) and not isinstance(entry, bool) and 0 < entry < _FOREVER:
            return float(entry)
        self.problems.append(f"{where}{name} must be a number of seconds above 0")
        return None

    def _only(self, table: Mapping[str, Any], known: set[str], where: str) -> None:
        for name in sorted(table.keys() - known):
            names = ", ".join(sorted(known))
            hint = did_you_mean(name, known)
            self.problems.append(f"{where}{name} is not known here (known: {names}){hint}")

    def _sub(self, table: Mapping[str, Any], name: str, where: str = "") -> dict[str, Any]:
        entry = table.get(name, {})
        if isinstance(entry, dict):
            return entry
        self.problems.append(f"{where}{name} must be a table")
        return {}

    def _text(self, table: Mapping[str, Any], name: str, where: str) -> str:
        entry = table.get(name, "")
        if isinstance(entry, str):
            return entry
        self.problems.append(f"{where}{name} must be a text")
        return ""

    def _flag(self, table: Mapping[str, Any], name: str, where: str) -> bool:
        entry = table.get(name, False)
        if isinstance(entry, bool):
            return entry
        self.problems.append(f"{where}{name} must be true or false")
        return False

    def _texts(self, entry: Any, where: str) -> list[str]:
        if isinstance(entry, list) and all(isinstance(each, str) for each in entry):
            return list(entry)
        self.problems.append(f"{where} must be a list of texts")
        return []

    def _paths(self, entry: Any, where: str) -> list[Path]:
        return [self._path(text) for text in self._texts(entry, where)]

    def _path(self, text: str) -> Path:
        return self._file.parent / text
