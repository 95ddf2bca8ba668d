"""The values of a run: the target's own, those of the environment, and those of commands."""

import importlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ringback.campaign.access.commanded import CommandTold
from ringback.campaign.access.credentials import TOKEN, scheme_names
from ringback.config import Settings, TargetSettings
from ringback.contract import Contract
from ringback.errors import ConfigError, UsageError


def values_of(
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
        present = named_values(settings, f"targets.{name}.values", chosen.values)
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


def named_values(settings: Settings, where: str, place: str) -> dict[str, str]:
    """The texts of a mapping that `place` (`module:NAME`) names; ConfigError for none."""
    found = named(settings, place, where)
    if isinstance(found, Mapping):
        return {str(key): str(value) for key, value in found.items()}
    problem = f"{where}: {place} is no mapping of names to texts"
    raise ConfigError(str(settings.file), (problem,))


def secrets_of(settings: Settings, values: Mapping[str, str], judged: Contract) -> dict[str, str]:
    """What no report may show: what the configuration calls secret, and credentials."""
    credentials = {TOKEN, *scheme_names(judged.operations)}
    return {
        value.variable: values[key]
        for key, value in settings.values.items()
        if (value.secret or key in credentials) and values.get(key)
    }


def accounts_of(
    settings: Settings, name: str, chosen: TargetSettings
) -> dict[str, Mapping[str, str]]:
    """The values of other accounts: the target's own, or those of the environment."""
    found: dict[str, Mapping[str, str]] = {
        account: named_values(settings, f"targets.{name}.accounts.{account}", place)
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


def named(settings: Settings, name: str, where: str) -> Any:
    """What `module:name` names, found from the configuration's folder, else from this one.

    `where` is the key of the configuration that says so, or an option of the command line. Raises
    ConfigError of the former, UsageError of the latter.
    """
    module, _, attribute = name.partition(":")
    for place in (str(Path.cwd()), str(settings.root)):
        if place not in sys.path:
            sys.path.insert(0, place)
    try:
        return getattr(importlib.import_module(module), attribute)
    except Exception as error:  # a module of the user's may raise anything
        told = str(error) or type(error).__name__
        text = f"{where}: {name} can't be loaded ({told})"
        if where.startswith("--"):
            raise UsageError((text,)) from error
        raise ConfigError(str(settings.file), (text,)) from error
