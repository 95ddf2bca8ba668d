"""From settings to the things that they name: contracts, knowledge, targets and their values."""

import importlib
import ipaddress
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ringback.config import Settings, TargetSettings
from ringback.contract import Contract
from ringback.description import load
from ringback.errors import ConfigError, UsageError
from ringback.laws import Knowledge
from ringback.recordings import Recording, files, read
from ringback.targets.asgi import AsgiTarget
from ringback.targets.interface import Limits, Target
from ringback.targets.live import LiveTarget
from ringback.targets.mocked import MockedTarget

MOCKED = "mocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A target with the values that a run on it uses; `secrets` are by variable."""

    target: Target
    values: Mapping[str, str]
    secrets: Mapping[str, str]


def contracts(settings: Settings, reading: str) -> tuple[Contract, Contract]:
    """The contract under the reading, and the one whose concrete forms the laws go by."""
    judged = contract(settings, reading)
    forms = judged if settings.forms == reading else contract(settings, settings.forms)
    return judged, forms


def contract(settings: Settings, reading: str) -> Contract:
    """The contract under a reading; UsageError for a reading that the configuration lacks."""
    if reading not in settings.readings:
        known = ", ".join(settings.readings)
        raise UsageError((f"--reading {reading}: no such reading (configured: {known})",))
    return Contract(load(settings.description, settings.readings[reading]), reading)


def knowledge(settings: Settings) -> Knowledge:
    """What the configured module knows of the API; nothing where none is configured."""
    if not settings.knowledge:
        return Knowledge()
    found = _named(settings, settings.knowledge, "contract.knowledge")
    if isinstance(found, Knowledge):
        return found
    problem = f"contract.knowledge: {settings.knowledge} is no Knowledge"
    raise ConfigError(str(settings.file), (problem,))


def aim(settings: Settings, name: str, judged: Contract, limits: Limits | None = None) -> Aim:
    """The target of this name or URL, with its values; nothing is sent yet.

    Raises UsageError for a target that is unknown or not allowed, ConfigError for values that
    are missing, all of them at once.
    """
    if "://" in name:
        _check_host(settings, name)
        return _live(settings, name, name, limits)
    if name == MOCKED and name not in settings.targets:
        recordings = [each for each in map(read, files(_recordings(settings)))]
        kept = [each for each in recordings if isinstance(each, Recording)]
        values = {key: f"mocked-{key}" for key, each in settings.values.items() if each.required}
        target = MockedTarget(judged, kept, values.get("token"))
        return Aim(target=target, values=values, secrets={})
    if name not in settings.targets:
        known = ", ".join([*settings.targets, MOCKED])
        raise UsageError((f"--target {name}: no such target (configured: {known}; or a URL)",))
    chosen = settings.targets[name]
    if chosen.url:
        return _live(settings, name, chosen.url, limits)
    return _in_process(settings, name, chosen, limits)


def _recordings(settings: Settings) -> list[str]:
    return [str(path) for path in settings.recordings]


def _in_process(
    settings: Settings, name: str, chosen: TargetSettings, limits: Limits | None
) -> Aim:
    app = _named(settings, chosen.app, f"targets.{name}.app")
    values = _values(settings, name, chosen)
    return Aim(
        target=AsgiTarget(name, app, limits), values=values, secrets=_secrets(settings, values)
    )


def _live(settings: Settings, name: str, url: str, limits: Limits | None) -> Aim:
    chosen = settings.targets.get(name, TargetSettings(url=url))
    values = _values(settings, name, chosen)
    return Aim(
        target=LiveTarget(name, url, limits), values=values, secrets=_secrets(settings, values)
    )


def _values(settings: Settings, name: str, chosen: TargetSettings) -> dict[str, str]:
    """The target's own values, or those of the environment."""
    if chosen.values:
        found = _named(settings, chosen.values, f"targets.{name}.values")
        return {str(key): str(value) for key, value in dict(found).items()}
    present = {
        key: os.environ[value.variable]
        for key, value in settings.values.items()
        if os.environ.get(value.variable)
    }
    missing = [
        value.variable
        for key, value in settings.values.items()
        if value.required and key not in present
    ]
    if missing:
        text = f"the target {name} needs {' and '.join(missing)}: set and export them"
        raise ConfigError("environment", (text,))
    return present


def _secrets(settings: Settings, values: Mapping[str, str]) -> dict[str, str]:
    return {
        value.variable: values[key]
        for key, value in settings.values.items()
        if value.secret and values.get(key)
    }


def _check_host(settings: Settings, url: str) -> None:
    """Only loopback and the configured hosts may be reached by a URL of the command line."""
    try:
        split = urlsplit(url)
        host, _ = split.hostname or "", split.port
    except ValueError as error:
        raise UsageError((f"--target {url}: is no URL ({error})",)) from None
    if split.scheme not in {"http", "https"} or not host:
        raise UsageError((f"--target {url}: is no http or https URL",))
    listed = {each.lower() for each in settings.hosts}
    if host.lower() in listed or _is_loopback(host):
        return
    problem = (
        f"--target {url}: the host {host} is not allowed; loopback is, and what "
        f"{settings.file.name} lists under hosts"
    )
    raise UsageError((problem,))


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _named(settings: Settings, name: str, where: str) -> Any:
    """What `module:name` names, found from the configuration's folder."""
    module, _, attribute = name.partition(":")
    root = str(settings.root)
    if root not in sys.path:
        sys.path.insert(0, root)
    try:
        return getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        text = f"{where}: {name} can't be loaded ({error})"
        raise ConfigError(str(settings.file), (text,)) from None


def asgi_app(settings: Settings, name: str) -> Any:
    """The ASGI app of a configured target; UsageError for a target that is none."""
    chosen = settings.targets.get(name)
    if chosen is None or not chosen.app:
        known = ", ".join(key for key, each in settings.targets.items() if each.app)
        raise UsageError((f"{name}: is no target with an app (configured: {known})",))
    return _named(settings, chosen.app, f"targets.{name}.app")
