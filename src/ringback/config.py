"""The settings of `ringback.toml`, checked as a whole: every mistake is told at once."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from ringback.errors import UsageError

DEFAULT_READING = "strict"


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


class Writes(StrEnum):
    """What a run may write to a target."""

    NONE = "none"
    """Nothing: what is sent is safe by its method, or called so in the configuration."""

    OWN = "own"
    """What it makes itself and what it is given, all of which it takes away or puts back."""

    ALL = "all"
    """Also what nothing takes back, on what is its own or on the account."""


EVERY_OTHER = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseTimes:
    """What answers may take, in seconds at the 95th percentile, by the ids of their operations.

    `usual` is for the operations that are not `named`; None for no bound.
    """

    usual: float | None = None
    named: Mapping[str, float] = field(default_factory=dict)

    def of(self, operation: str) -> float | None:
        """The bound of one operation; None where there is none."""
        return self.named.get(operation, self.usual)

    @property
    def any(self) -> bool:
        """Whether anything is bounded."""
        return self.usual is not None or bool(self.named)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSettings:
    """A named target: an ASGI app (`module:name`) of this repository, or a URL.

    `values` names a mapping (`module:NAME`) with the target's own values, for targets whose
    values are no secret; without it they come from the environment, and `own_values` before those
    that all targets have; `accounts` names such mappings for other accounts. `path` is what stands
    before all paths of an app. `timeout` is how many seconds an answer may take; None for the
    usual.

    `writes` is None where the file says nothing of it; `irreversible` are operations that may be
    played although nothing takes back what they do. `rate`, `max_requests`, `max_time` and
    `max_response_time` bound a run where the command line does not. `verify` is a CA bundle, or
    whether the usual ones are asked; `certificate` is the client's, with its key behind it where
    that is a file of its own. A target that is `private` may have a name for a private address.
    With `http2` that is spoken where the service chooses it.
    """

    app: str = ""
    url: str = ""
    values: str = ""
    own_values: Mapping[str, Value] = field(default_factory=dict)
    path: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)
    timeout: float | None = None
    writes: Writes | None = None
    production: bool = False
    irreversible: tuple[str, ...] = ()
    rate: float | None = None
    max_requests: int | None = None
    max_time: float | None = None
    max_response_time: ResponseTimes = field(default_factory=ResponseTimes)
    verify: Path | bool = True
    certificate: tuple[Path, ...] = ()
    proxy: str = ""
    private: bool = False
    http2: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretSettings:
    """What `[secrets]` says: names (or globs) of what is secret, of what stays, and patterns."""

    names: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


RESOURCE_ROLES = ("create", "read", "update", "replace", "delete", "list")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesTable:
    """What `[changes]` says of life cycles: the days that what is deprecated stays, at least.

    `beta_days` is the same of operations whose `x-stability-level` is beta. Operations of a level
    in `unstable` may change as they like. None for no policy.
    """

    deprecated_days: int | None = None
    beta_days: int | None = None
    unstable: tuple[str, ...] = ("draft", "alpha")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a configuration file says. Paths are absolute; `readings` maps a reading to overlays.

    `description` is `Path()` where none is configured and a command may do without. `operations`
    are those that have a table of their own: their values are among the `values` (see
    `own_values`), and `response_times` are what their answers may take on any target.
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
    response_times: Mapping[str, float] = field(default_factory=dict)
    changes: ChangesTable = ChangesTable()
    secrets: SecretSettings = field(default_factory=SecretSettings)

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

    def at(self, target: str) -> "Settings":
        """The settings of a run on a target: its own values stand before those of all targets."""
        chosen = self.targets.get(target)
        own = chosen.own_values if chosen else {}
        return replace(self, values={**self.values, **own}) if own else self

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
    start = own_prefix(operation)
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


def own_prefix(operation: str) -> str:
    """What stands before the names of values that one operation alone has."""
    return f"operations.{operation}.values."
