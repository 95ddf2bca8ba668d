"""What a command is about: the description that its options name, and the settings around it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from ringback.campaign.access.supplied import Supplied, header_of, problems
from ringback.commands.arguments import Credentials
from ringback.commands.setup.discovery import find_description
from ringback.config import DEFAULT_READING, Settings, TargetSettings, Value
from ringback.config_reader import load_settings
from ringback.description.reading.remote import FetchRoute, is_remote
from ringback.description.reading.sources import Page
from ringback.errors import UsageError
from ringback.hosts import (
    address_problem,
    is_loopback,
    refusal,
    url_problem,
    way_problem,
    without_credentials,
)
from ringback.target_choice import check_way, chosen_target, target_at, trusted

DEFAULT_FILE = Path("ringback.toml")
_READINGS = ("published", DEFAULT_READING)

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Configured:
    """The settings of a command; `note` says where its description comes from, if that is new."""

    settings: Settings
    note: str = ""


def supplied_by(given: Credentials) -> Supplied:
    """The headers and credentials of the command line; UsageError for what is wrong with them."""
    wrong = problems(given.headers, given.auth)
    token = os.environ.get(given.token_from_env or "", "").strip()
    if given.token_from_env and not token:
        wrong.append(f"--token-from-env {given.token_from_env}: is not set; export it")
    if token and not token.isprintable():
        wrong.append(f"--token-from-env {given.token_from_env}: holds a control character")
    if wrong:
        raise UsageError(tuple(wrong))
    return Supplied(
        headers=tuple(map(header_of, given.headers)),
        auth=given.auth or "",
        token=token,
        variable=given.token_from_env or "",
    )


def page(url: str, settings: Settings, headers: Headers = ()) -> Page:
    """The description behind a URL, looked for at the usual places where it has no path.

    To the host of a configured target it goes that target's way. Raises UsageError for a host that
    is not allowed, and where there is no description.
    """
    problem = address_problem(url) or refusal(url, settings.hosts, settings.file.name)
    if not problem:
        way = _way(settings, url)
        there = target_at(settings, url)
        problem = None if there.private or there.proxy else way_problem(url)
    if problem:
        raise UsageError((f"{without_credentials(url)}: {problem}",))
    if urlsplit(url).path in {"", "/"} and not urlsplit(url).query:
        return find_description(url, headers, way)
    return Page(url, tuple(headers), way=way)


def known_settings(config: Path) -> Settings:
    """What a configuration says of hosts, targets and values; without the file, what then holds."""
    return load_settings(config, described=False) if config.exists() else _bare(config)


def _way(settings: Settings, target: str) -> FetchRoute:
    """The way to a target, or to where a URL leads; ConfigError for certificates out of use."""
    chosen = settings.targets.get(target) or target_at(settings, target)
    if urlsplit(chosen.url).scheme != "https":
        return FetchRoute(proxy=chosen.proxy or None)
    return FetchRoute(trust=trusted(settings, target, chosen), proxy=chosen.proxy or None)


def subject_of(
    config: Path, description: str | None, target: str = "", headers: Headers = ()
) -> Configured:
    """The settings with the description that was named, is configured, or is found at the target.

    A description that the options name wins: nothing else that the configuration says of its own
    description is taken, but hosts, targets and values are. Without the usual file, a description
    or the URL of a target is enough. `headers` go to the target's origin alone, and without a
    target to that of the description.
    """
    exists = config.exists()
    if not exists and (config != DEFAULT_FILE or not (description or "://" in target)):
        return Configured(settings=load_settings(config))
    given = known_settings(config)
    chosen = given.targets.get(target)
    url = target if "://" in target else (chosen.url if chosen else "")
    if description is None:
        if given.is_described or not url:
            return Configured(settings=load_settings(config))
        _check_target(given, target, url)
        check_way(target, chosen_target(given, target) or TargetSettings())
        place: Path | Page = find_description(url, headers, _way(given, target))
        return Configured(settings=_about(given, place), note=f"description found at {place}")
    if not is_remote(description):
        place = Path(description).absolute()
    else:
        if url:
            _check_target(given, target, url)
            check_way(target, chosen_target(given, target) or TargetSettings())
            _check_same_host(description, url)
        elsewhere = url and urlsplit(url)[:2] != urlsplit(description)[:2]
        own = () if elsewhere else headers
        place = page(description, given, own)
        place = replace(place, content=place.data())  # fetched once, for whoever reads it
    shown = place if isinstance(place, Page) else description
    note = f"description {shown}, as --description says"
    if given.is_described:
        note += f"; that of {config.name}, its overlays, recordings and resources are left out"
    return Configured(settings=_about(given, place), note=note)


def _bare(config: Path) -> Settings:
    """The settings of who has no file: a token may stand in the environment."""
    return Settings(
        file=config.resolve(),
        description=Path(),
        readings={},
        forms=DEFAULT_READING,
        values={"token": Value(variable="RINGBACK_TOKEN", secret=True)},
    )


def _about(settings: Settings, place: Path | Page) -> Settings:
    """The settings with another description, and without what was said of their own."""
    return replace(
        settings,
        description=place,
        readings=dict.fromkeys(_READINGS, ()),
        forms=DEFAULT_READING,
        recordings=(),
        knowledge="",
        resources={},
        operations=(),
        values={name: replace(each, required=False) for name, each in settings.values.items()},
    )


def _check_target(settings: Settings, target: str, url: str) -> None:
    """UsageError where the target may not be asked; one that is configured by name may."""
    if "://" not in target:
        return
    problem = url_problem(url) or refusal(url, settings.hosts, settings.file.name)
    if problem:
        raise UsageError((f"--target {without_credentials(url)}: {problem}",))


def _check_same_host(description: str, target: str) -> None:
    """UsageError where the description stands on another host than the target."""
    problem = address_problem(description)
    if problem:
        raise UsageError((f"--description {without_credentials(description)}: {problem}",))
    theirs, ours = urlsplit(description).hostname or "", urlsplit(target).hostname or ""
    if theirs != ours and not (is_loopback(theirs) and is_loopback(ours)):
        text = f"is on {theirs}, and a description is fetched from the target's host {ours} alone"
        shown = without_credentials(description)
        raise UsageError((f"--description {shown}: {text}; save it, and name the file",))
