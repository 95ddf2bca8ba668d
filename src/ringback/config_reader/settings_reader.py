"""`ringback.toml` as settings: every mistake in it is told at once."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ringback.config import (
    DEFAULT_READING,
    RESOURCE_ROLES,
    ChangesTable,
    ProveSettings,
    ResourceTable,
    Settings,
    Value,
    own_prefix,
    variable_for,
)
from ringback.config_reader.secret_table import read_secrets
from ringback.config_reader.tables import TableReader
from ringback.config_reader.target_tables import read_targets
from ringback.errors import ConfigError

_TABLES = {
    *("hosts", "contract", "values", "targets", "prove", "accounts", "resources", "operations"),
    *("changes", "secrets"),
}
_LEVELS = ("draft", "alpha", "beta", "stable")


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


class _Reader(TableReader):
    """Reads all tables of a configuration."""

    def __init__(self, file: Path, table: dict[str, Any], *, described: bool) -> None:
        super().__init__(file)
        self._table = table
        self._described = described

    def settings(self) -> Settings:
        """Everything, with stand-ins where something is wrong."""
        table = self._table
        self.only(table, _TABLES, "")
        contract = self.sub(table, "contract")
        known = {"description", "recordings", "knowledge", "readings", "forms"}
        self.only(contract, known, "contract.")
        named = self.text(contract, "description", "contract.")
        if not named and self._described:
            self.problems.append("contract.description is missing: the path of the description")
        readings = {
            name: tuple(self.paths(paths, f"contract.readings.{name}"))
            for name, paths in self.sub(contract, "readings", "contract.").items()
        } or {DEFAULT_READING: ()}
        forms = self._forms(contract, readings)
        return Settings(
            file=self.file,
            description=self.path(named) if named else Path(),
            readings=readings,
            forms=forms,
            recordings=tuple(self.paths(contract.get("recordings", []), "contract.recordings")),
            knowledge=self.text(contract, "knowledge", "contract."),
            hosts=tuple(self.texts(table.get("hosts", []), "hosts")),
            values={
                **self.values(self.sub(table, "values"), "values."),
                **self._values_of_operations(self.sub(table, "operations")),
            },
            operations=tuple(self.sub(table, "operations")),
            response_times=self._response_times(self.sub(table, "operations")),
            targets=read_targets(self, self.sub(table, "targets")),
            prove=self._prove(),
            accounts={
                name: self.values(self.sub(self.sub(table, "accounts"), name, "accounts."), here)
                for name in self.sub(table, "accounts")
                for here in [f"accounts.{name}."]
            },
            resources={name: self._resource(name) for name in self.sub(table, "resources")},
            changes=self._changes(self.sub(table, "changes")),
            secrets=read_secrets(self, self.sub(table, "secrets")),
        )

    def _changes(self, table: Mapping[str, Any]) -> ChangesTable:
        """The life cycle of what is described."""
        self.only(table, {"deprecated_days", "beta_days", "unstable"}, "changes.")
        days = self.days(table, "deprecated_days", "changes.")
        beta = self.days(table, "beta_days", "changes.")
        levels = table.get("unstable", list(ChangesTable().unstable))
        named = self.texts(levels, "changes.unstable")
        for each in named:
            if each not in _LEVELS:
                known = ", ".join(_LEVELS)
                self.problems.append(f"changes.unstable: {each} is no level (known: {known})")
        return ChangesTable(
            deprecated_days=days,
            beta_days=days if beta is None else beta,
            unstable=tuple(named),
        )

    def _values_of_operations(self, table: Mapping[str, Any]) -> dict[str, Value]:
        """The values of single operations, each called by the whole of its place."""
        found: dict[str, Value] = {}
        for name in table:
            entry = self.sub(table, name, "operations.")
            self.only(entry, {"values", "max_response_time"}, f"operations.{name}.")
            values = self.sub(entry, "values", f"operations.{name}.")
            for key, each in self.values(values, own_prefix(name)).items():
                variable = each.variable
                if variable == variable_for(key):
                    variable = variable_for(f"{name}_{key}")
                found[own_prefix(name) + key] = replace(each, variable=variable)
        return found

    def _response_times(self, table: Mapping[str, Any]) -> dict[str, float]:
        """What the answers of single operations may take, on any target."""
        entries = ((name, entry) for name, entry in table.items() if isinstance(entry, dict))
        told = (
            (name, self.seconds(entry, "max_response_time", f"operations.{name}."))
            for name, entry in entries
        )
        return {name: each for name, each in told if each is not None}

    def _resource(self, name: str) -> ResourceTable:
        here = f"resources.{name}."
        entry = self.sub(self.sub(self._table, "resources"), name, "resources.")
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
        self.only(entry, known, here)
        return ResourceTable(
            key=self.text(entry, "key", here),
            parent=self.text(entry, "parent", here),
            unknown=self.text(entry, "unknown", here),
            roles={role: text for role in RESOURCE_ROLES if (text := self.text(entry, role, here))},
            **{each: tuple(self.texts(entry.get(each, []), f"{here}{each}")) for each in lists},
            irreversible=self.flag(entry, "irreversible", here),
            exact=self.flag(entry, "exact", here),
        )

    def _forms(self, contract: Mapping[str, Any], readings: Mapping[str, Any]) -> str:
        """The reading whose concrete forms the laws go by: the last one if none is named."""
        table = self.sub(contract, "forms", "contract.")
        self.only(table, {"reading"}, "contract.forms.")
        forms = self.text(table, "reading", "contract.forms.") or list(readings)[-1]
        if forms not in readings:
            self.problems.append(f"contract.forms.reading: there is no reading {forms!r}")
        return forms

    def _prove(self) -> ProveSettings | None:
        entry = self.sub(self._table, "prove")
        if not entry:
            return None
        names = ("app", "values", "faults", "habits", "path")
        self.only(entry, {*names, "accounts"}, "prove.")
        told = {name: self.text(entry, name, "prove.") for name in names}
        if not told["app"]:
            self.problems.append("prove.app is missing: what makes a right service (module:NAME)")
        return ProveSettings(**told, accounts=self.named_texts(entry, "accounts", "prove."))
