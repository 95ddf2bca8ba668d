"""From settings to the things that they name: contracts, knowledge, targets and their values."""

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ringback.campaign.access.commanded import CommandTold, ValueCommand, told_by_commands
from ringback.campaign.access.credentials import TOKEN, scheme_names
from ringback.campaign.access.supplied import Supplied, SuppliedHeader
from ringback.config import Settings, TargetSettings
from ringback.config_reader import load_settings
from ringback.contract import Contract
from ringback.description import load
from ringback.errors import ConfigError, UsageError
from ringback.hosts import refusal, url_problem, without_credentials
from ringback.laws import Knowledge
from ringback.prove.interface import Planted, ProofStage, Variant
from ringback.recordings import Recording, files, read
from ringback.targets.interface import Limits, Target

MOCKED = "mocked"
_PLANTED = ("name", "kind", "rule")  # what a fault says of itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A target with the values that a run on it uses; `secrets` are by variable.

    `commands` are behind the values that commands told; `accounts` are other accounts' values.
    `headers` are those that the command line adds to requests.
    """

    target: Target
    values: Mapping[str, str]
    secrets: Mapping[str, str]
    commands: Mapping[str, ValueCommand] = field(default_factory=dict)
    accounts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headers: tuple[SuppliedHeader, ...] = ()


def contracts(settings: Settings, reading: str) -> tuple[Contract, Contract]:
    """The contract under the reading, and the one whose concrete forms the laws go by."""
    judged = contract(settings, reading)
    forms = judged if settings.forms == reading else contract(settings, settings.forms)
    return judged, forms


def contract(settings: Settings, reading: str) -> Contract:
    """The contract under a reading; UsageError for a reading that the configuration lacks."""
    return Contract(
        load(settings.description, settings.overlays(reading), seen_from=settings.root), reading
    )


def knowledge(settings: Settings) -> Knowledge:
    """What the configured module knows of the API; nothing where none is configured."""
    if not settings.knowledge:
        return Knowledge()
    found = _named(settings, settings.knowledge, "contract.knowledge")
    if isinstance(found, Knowledge):
        return found
    problem = f"contract.knowledge: {settings.knowledge} is no Knowledge"
    raise ConfigError(str(settings.file), (problem,))


def aim(
    settings: Settings,
    name: str,
    judged: Contract,
    timeout: float | None = None,
    *,
    dry: bool = False,
    supplied: Supplied | None = None,
) -> Aim:
    """The target of this name or URL, with its values; nothing is sent yet.

    `timeout` is how many seconds an answer may take; None for what the configuration says. Where
    it is only told what would be done (`dry`), no command is run for a value. What the command
    line has `supplied` comes before what is configured. Raises
    UsageError for a target that is unknown or not allowed, ConfigError for values that are
    missing, all of them at once.
    """
    if "://" in name:
        _check_host(settings, name)
        chosen = TargetSettings(url=name)
    elif name in settings.targets:
        chosen = settings.targets[name]
    elif name == MOCKED:
        return _mocked(settings, judged, supplied or Supplied())
    else:
        known = ", ".join(dict.fromkeys([*settings.targets, MOCKED]))
        raise UsageError((f"--target {name}: no such target (configured: {known}; or a URL)",))
    supplied = supplied or Supplied()
    given = supplied.values(judged.operations)
    seconds = timeout or chosen.timeout
    limits = Limits() if seconds is None else Limits(timeout=seconds)
    told = CommandTold() if chosen.values else told_by_commands(settings, dry=dry, given=given)
    values = _values(settings, name, chosen, told, given)
    target: Target
    if chosen.url:
        from ringback.targets.live import LiveTarget  # noqa: PLC0415 -- only who asks over HTTP

        target = LiveTarget(name, chosen.url, limits)
    else:
        from ringback.targets.asgi import AsgiTarget  # noqa: PLC0415 -- only who calls an app

        app = _named(settings, chosen.app, f"targets.{name}.app")
        target = AsgiTarget(name, app, limits, path=chosen.path)
    others = _accounts(settings, name, chosen)
    secrets = _secrets(settings, values, judged)
    for account, table in settings.accounts.items():
        told_here = others.get(account, {})
        secrets |= {
            each.variable: told_here[key] for key, each in table.items() if told_here.get(key)
        }
    return Aim(
        target=target,
        values=values,
        secrets=secrets | supplied.secrets(),
        commands=told.commands,
        accounts=others,
        headers=supplied.sent(judged.operations),
    )


def _accounts(
    settings: Settings, name: str, chosen: TargetSettings
) -> dict[str, Mapping[str, str]]:
    """The values of other accounts: the target's own, or those of the environment."""
    found: dict[str, Mapping[str, str]] = {
        account: _own_values(settings, f"targets.{name}.accounts.{account}", place)
        for account, place in chosen.accounts.items()
    }
    if chosen.app:
        return found
    for account, table in settings.accounts.items():
        texts = {
            key: os.environ.get(each.variable, "") or each.literal for key, each in table.items()
        }
        if all(texts.values()):
            found[account] = texts
    return found


def _mocked(settings: Settings, judged: Contract, supplied: Supplied) -> Aim:
    """The mocked target, with made-up values where none were given: it takes what it is told to."""
    from ringback.targets.mocked import MockedTarget  # noqa: PLC0415 -- httpx and respx are slow

    recordings = [read(file) for file in files([str(path) for path in settings.recordings])]
    kept = [each for each in recordings if isinstance(each, Recording)]
    schemes = scheme_names(judged.operations)
    values = {
        key: each.literal or f"mocked-{key}"
        for key, each in settings.values.items()
        if each.required or each.literal or key in schemes
    }
    values = {TOKEN: "mocked-user:mocked-password", **values, **supplied.values(judged.operations)}
    own = {key: text for key, text in values.items() if key in schemes}
    target = MockedTarget(judged, kept, values[TOKEN], own)
    headers = supplied.sent(judged.operations)
    return Aim(target=target, values=values, secrets=supplied.secrets(), headers=headers)


def _values(
    settings: Settings,
    name: str,
    chosen: TargetSettings,
    told: CommandTold,
    given: Mapping[str, str],
) -> dict[str, str]:
    """The target's own values, or those of the environment and of commands; the given ones win.

    ConfigError for what is wrong; UsageError where that stands in several places.
    """
    if chosen.values:
        present = _own_values(settings, f"targets.{name}.values", chosen.values)
        source, names = str(settings.file), {key: key for key in settings.values}
        hint = f"add them to {chosen.values}"
    else:
        names = {key: value.variable for key, value in settings.values.items()}
        found = {
            key: os.environ.get(names[key], "") or each.literal
            for key, each in settings.values.items()
        }
        present = {key: text for key, text in found.items() if text} | dict(told.values)
        source, hint = "environment", "set and export them"
    present |= given
    problems = [
        f"{names.get(key, key)} holds a control character (a line break at its end?)"
        for key, text in present.items()
        if not text.isprintable()
    ]
    needed = [key for key, value in settings.values.items() if value.required]
    missing = [names[key] for key in needed if not present.get(key) and key not in told.commands]
    if missing:
        problems.insert(0, f"the target {name} needs {' and '.join(missing)}: {hint}")
    mistakes = list(told.mistakes)
    if problems:
        mistakes.append(ConfigError(source, tuple(problems)))
    if len(mistakes) > 1:
        raise UsageError(tuple(line for each in mistakes for line in str(each).splitlines()))
    if mistakes:
        raise mistakes[0]
    return present


def _own_values(settings: Settings, where: str, place: str) -> dict[str, str]:
    found = _named(settings, place, where)
    if isinstance(found, Mapping):
        return {str(key): str(value) for key, value in found.items()}
    problem = f"{where}: {place} is no mapping of names to texts"
    raise ConfigError(str(settings.file), (problem,))


def _secrets(settings: Settings, values: Mapping[str, str], judged: Contract) -> dict[str, str]:
    """What no report may show: what the configuration calls secret, and credentials."""
    credentials = {TOKEN, *scheme_names(judged.operations)}
    return {
        value.variable: values[key]
        for key, value in settings.values.items()
        if (value.secret or key in credentials) and values.get(key)
    }


def _check_host(settings: Settings, url: str) -> None:
    """Only loopback and the configured hosts may be reached by a URL of the command line."""
    problem = url_problem(url) or refusal(url, settings.hosts, settings.file.name)
    if problem:
        raise UsageError((f"--target {without_credentials(url)}: {problem}",))


def _named(settings: Settings, name: str, where: str) -> Any:
    """What `module:name` names, found from the configuration's folder, else from this one."""
    module, _, attribute = name.partition(":")
    for place in (str(Path.cwd()), str(settings.root)):
        if place not in sys.path:
            sys.path.insert(0, place)
    try:
        return getattr(importlib.import_module(module), attribute)
    except Exception as error:  # a module of the user's may raise anything
        told = str(error) or type(error).__name__
        text = f"{where}: {name} can't be loaded ({told})"
        raise ConfigError(str(settings.file), (text,)) from error


def stage(file: Path, reading: str) -> ProofStage:
    """What a proof plays with; ConfigError and UsageError for what is wrong or missing."""
    settings = load_settings(file)
    told = settings.prove
    if told is None:
        text = "there is no table [prove]: ringback prove needs its app, values, faults and habits"
        raise ConfigError(str(file), (text,))
    judged, forms = contracts(settings, reading)
    faults: tuple[Planted, ...] = _apps(settings, told.faults, "prove.faults", _PLANTED)
    habits: tuple[Variant, ...] = _apps(settings, told.habits, "prove.habits", ("name",))
    return ProofStage(
        contract=judged,
        forms=forms,
        knowledge=knowledge(settings),
        values=_own_values(settings, "prove.values", told.values) if told.values else {},
        app=_named(settings, told.app, "prove.app"),
        path=told.path,
        resources=settings.resources,
        accounts={
            account: _own_values(settings, f"prove.accounts.{account}", place)
            for account, place in told.accounts.items()
        },
        faults=faults,
        habits=habits,
    )


def _apps(settings: Settings, place: str, where: str, texts: Sequence[str]) -> tuple[Any, ...]:
    """Things with these texts and an `app` to call, their names unique; ConfigError for others."""
    found = _named(settings, place, where) if place else ()
    good = isinstance(found, Sequence) and all(
        callable(getattr(each, "app", None))
        and all(isinstance(getattr(each, text, None), str) for text in texts)
        for each in found
    )
    if not good:
        problem = f"{where}: {place} must hold things with {', '.join(texts)} and app"
        raise ConfigError(str(settings.file), (problem,))
    if len({each.name for each in found}) < len(found):
        problem = f"{where}: {place} holds a name twice"
        raise ConfigError(str(settings.file), (problem,))
    return tuple(found)


def asgi_app(settings: Settings, name: str) -> Any:
    """The ASGI app of a configured target; UsageError for a target that is none."""
    chosen = settings.targets.get(name)
    if chosen is None or not chosen.app:
        known = ", ".join(key for key, each in settings.targets.items() if each.app)
        raise UsageError((f"{name}: is no target with an app (configured: {known})",))
    return _named(settings, chosen.app, f"targets.{name}.app")
