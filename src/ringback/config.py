"""The settings of `ringback.toml`, checked as a whole: every mistake is told at once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ringback.errors import ConfigError

DEFAULT_READING = "strict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value that URL targets take from the environment variable `variable`."""

    variable: str
    required: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSettings:
    """A named target: an ASGI app (`module:name`) of this repository, or a URL.

    `values` names a mapping (`module:NAME`) with the target's own values, for targets whose
    values are no secret; without it they come from the environment.
    """

    app: str = ""
    url: str = ""
    values: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a configuration file says. Paths are absolute; `readings` maps a reading to overlays."""

    file: Path
    description: Path
    readings: Mapping[str, tuple[Path, ...]]
    forms: str
    recordings: tuple[Path, ...] = ()
    knowledge: str = ""
    hosts: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    targets: Mapping[str, TargetSettings] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """The folder of the configuration: what modules and paths are found from."""
        return self.file.parent


def load_settings(file: Path) -> Settings:
    """Read a configuration; ConfigError names everything that is wrong with it."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        text = "there is no such file; run in the repository's folder, or say --config FILE"
        raise ConfigError(str(file), (text,)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(file), (f"can't be read ({error})",)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(file), (f"is not TOML: {error}",)) from None
    reader = _Reader(file.resolve(), table)
    settings = reader.settings()
    if reader.problems:
        raise ConfigError(str(file), tuple(reader.problems))
    return settings


class _Reader:
    """Reads the tables, gathering what is wrong on the way."""

    def __init__(self, file: Path, table: dict[str, Any]) -> None:
        self.problems: list[str] = []
        self._file = file
        self._table = table

    def settings(self) -> Settings:
        """Everything, with stand-ins where something is wrong."""
        table = self._table
        self._only(table, {"hosts", "contract", "values", "targets"}, "")
        contract = self._sub(table, "contract")
        known = {"description", "recordings", "knowledge", "readings", "forms"}
        self._only(contract, known, "contract.")
        if "description" not in contract:
            self.problems.append("contract.description is missing: the path of the description")
        readings = {
            name: tuple(self._paths(paths, f"contract.readings.{name}"))
            for name, paths in self._sub(contract, "readings", "contract.").items()
        } or {DEFAULT_READING: ()}
        forms = self._sub(contract, "forms", "contract.").get("reading", next(reversed(readings)))
        if forms not in readings:
            self.problems.append(f"contract.forms.reading: there is no reading {forms!r}")
        return Settings(
            file=self._file,
            description=self._path(self._text(contract, "description", "contract.")),
            readings=readings,
            forms=str(forms),
            recordings=tuple(self._paths(contract.get("recordings", []), "contract.recordings")),
            knowledge=self._text(contract, "knowledge", "contract."),
            hosts=tuple(self._texts(table.get("hosts", []), "hosts")),
            values=self._values(),
            targets=self._targets(),
        )

    def _values(self) -> dict[str, Value]:
        found = {}
        for name, entry in self._sub(self._table, "values").items():
            here = f"values.{name}."
            if not isinstance(entry, dict):
                self.problems.append(f"values.{name} must be a table with a variable")
                continue
            self._only(entry, {"variable", "required", "secret"}, here)
            variable = self._text(entry, "variable", here) or f"RINGBACK_{name.upper()}"
            found[name] = Value(
                variable=variable,
                required=entry.get("required") is True,
                secret=entry.get("secret") is True,
            )
        return found

    def _targets(self) -> dict[str, TargetSettings]:
        found = {}
        for name, entry in self._sub(self._table, "targets").items():
            here = f"targets.{name}."
            if not isinstance(entry, dict) or len({"app", "url"} & entry.keys()) != 1:
                self.problems.append(f"targets.{name} needs either app or url")
                continue
            self._only(entry, {"app", "url", "values"}, here)
            found[name] = TargetSettings(
                app=self._text(entry, "app", here),
                url=self._text(entry, "url", here),
                values=self._text(entry, "values", here),
            )
        return found

    def _only(self, table: Mapping[str, Any], known: set[str], where: str) -> None:
        for name in sorted(table.keys() - known):
            names = ", ".join(sorted(known))
            self.problems.append(f"{where}{name} is not known here (known: {names})")

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

    def _texts(self, entry: Any, where: str) -> list[str]:
        if isinstance(entry, list) and all(isinstance(each, str) for each in entry):
            return list(entry)
        self.problems.append(f"{where} must be a list of texts")
        return []

    def _paths(self, entry: Any, where: str) -> list[Path]:
        return [self._path(text) for text in self._texts(entry, where)]

    def _path(self, text: str) -> Path:
        return self._file.parent / text
