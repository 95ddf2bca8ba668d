"""The settings of `ringback.toml`, checked as a whole: every mistake is told at once."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from ringback.errors import ConfigError, UsageError, did_you_mean
from ringback.hosts import url_problem

DEFAULT_READING = "strict"
_TABLES = {"hosts", "contract", "values", "targets", "prove", "accounts", "resources", "operations"}
_FOREVER = 86_400  # a bound that the system's timers take; nobody waits a day for an answer


class Elsewhere(Protocol):
    """A description that stands in no file, such as what a URL answered; its text is its name."""

    def data(self) -> bytes:
        """The bytes; a DescriptionError where they can't be had."""
        ...

    def neighbour(self, path: str) -> Any:
        """The file at a relative path, seen from this one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value that URL targets take from the environment variable `variable`.

    Where that is not set, `command` tells it, if there is one: a program and its arguments; else
    it is `literal`, as the file has it.
    """

    variable: str
    required: bool = False
    secret: bool = False
    command: tuple[str, ...] = ()
    literal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSettings:
    """A named target: an ASGI app (`module:name`) of this repository, or a URL.

    `values` names a mapping (`module:NAME`) with the target's own values, for targets whose
    values are no secret; without it they come from the environment; `accounts` names such
    mappings for other accounts. `path` is what stands before all paths of an app. `timeout` is how
    many seconds an answer may take, None for the usual.
    """

    app: str = ""
    url: str = ""
    values: str = ""
    path: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)
    timeout: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveSettings:
    """What `ringback prove` plays with, each as `module:NAME`.

    `app` makes a right service and `values` are what a run on it needs; `faults` are services
    with one defect each, `habits` other services that are right. `path` and `accounts` are as in
    a target.
    """

    app: str
    values: str = ""
    faults: str = ""
    habits: str = ""
    path: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceTable:
    """What `[resources.NAME]` says of a resource: operation ids by role, empty for what is open.

    `roles` are create, read, update, replace, delete and list; `safe` are operations that change
    nothing; `irreversible` things may be made although nothing can take them away.

    `own`, `bystanders` and `foreign` are names of values that are keys of its things: those that
    the run may change and puts back, the account's others, which are read and never written, and
    those of another account. `unknown` is a key that nothing has. `places` are pointers to where
    requests name a thing by its key and answers hold the thing itself; `merges` are objects that
    an update takes as members to change, and leaves the others of; `constant` are members that no
    update changes. An `exact` service tells what it is given: integers with all
    their digits, and no text masked.
    """

    key: str = ""
    parent: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    actions: tuple[str, ...] = ()
    safe: tuple[str, ...] = ()
    irreversible: bool = False
    own: tuple[str, ...] = ()
    bystanders: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    unknown: str = ""
    places: tuple[str, ...] = ()
    merges: tuple[str, ...] = ()
    constant: tuple[str, ...] = ()
    exact: bool = False


RESOURCE_ROLES = ("create", "read", "update", "replace", "delete", "list")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a configuration file says. Paths are absolute; `readings` maps a reading to overlays.

    `description` is `Path()` where none is configured and a command may do without. `operations`
    are those that have values of their own, which are among the `values` (see `own_values`).
    """

    file: Path
    description: Path | Elsewhere
    readings: Mapping[str, tuple[Path, ...]]
    forms: str
    recordings: tuple[Path, ...] = ()
    knowledge: str = ""
    hosts: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    targets: Mapping[str, TargetSettings] = field(default_factory=dict)
    prove: ProveSettings | None = None
    accounts: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    resources: Mapping[str, ResourceTable] = field(default_factory=dict)
    operations: tuple[str, ...] = ()

    @property
    def root(self) -> Path:
        """The folder of the configuration: what modules and paths are found from."""
        return self.file.parent

    @property
    def is_described(self) -> bool:
        """Whether a description is named at all."""
        return self.description != Path()

    @property
    def description_name(self) -> str:
        """What reports call the description: a file's name, or the whole of a URL."""
        place = self.description
        return place.name if isinstance(place, Path) else str(place)

    def overlays(self, reading: str) -> tuple[Path, ...]:
        """The overlays of a reading; UsageError for one that is not configured."""
        if reading not in self.readings:
            known = ", ".join(self.readings)
            raise UsageError((f"--reading {reading}: no such reading (configured: {known})",))
        return self.readings[reading]


def variable_for(name: str) -> str:
    """The environment variable of a value that names none: one that a shell can set."""
    return "RINGBACK_" + re.sub(r"[^A-Z0-9_]", "_", name.upper())


def own_values(operation: str, values: Mapping[str, str]) -> dict[str, str]:
    """What `[operations.ID.values]` has for one operation, by the names of parameters or members.

    Among the values of a run they are called by the whole of their place in the file.
    """
    start = _own(operation)
    return {name[len(start) :]: text for name, text in values.items() if name.startswith(start)}


def line_for(operation: str, name: str) -> str:
    """What to add to the configuration for a value of an operation: the table, and its line."""
    return f'[operations.{toml_key(operation)}.values] {toml_key(name)} = "…"'


def toml_key(name: str) -> str:
    """A key of TOML, quoted where it must be."""
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else toml_text(name)


def toml_text(text: str) -> str:
    """A basic string of TOML: JSON's escapes are among its own."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _own(operation: str) -> str:
    return f"operations.{operation}.values."


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
            for key, each in self._values(values, _own(name)).items():
                variable = each.variable
                if variable == variable_for(key):
                    variable = variable_for(f"{name}_{key}")
                found[_own(name) + key] = replace(each, variable=variable)
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
