"""Which target a name or a URL means, whether it may be asked, and what may be written to it."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from ringback.campaign.access.write_permission import WritePermission
from ringback.config import Settings, TargetSettings, Writes
from ringback.errors import ConfigError, UsageError
from ringback.hosts import (
    is_loopback,
    refusal,
    url_problem,
    way_problem,
    without_credentials,
)

if TYPE_CHECKING:
    import ssl

    from ringback.targets.route import Route

MOCKED = "mocked"


def chosen_target(settings: Settings, name: str) -> TargetSettings | None:
    """The target of this name or URL; None for the mocked one, UsageError for an unknown one.

    Of a URL that leads to where a configured target is, what is said of that one holds: nobody gets
    around it by spelling it out.
    """
    if "://" in name:
        problem = url_problem(name) or refusal(name, settings.hosts, settings.file.name)
        if problem:
            raise UsageError((f"--target {without_credentials(name)}: {problem}",))
        return target_at(settings, name)
    if name in settings.targets:
        return settings.targets[name]
    if name == MOCKED:
        return None
    known = ", ".join(dict.fromkeys([*settings.targets, MOCKED]))
    raise UsageError((f"--target {name}: no such target (configured: {known}; or a URL)",))


def target_at(settings: Settings, url: str) -> TargetSettings:
    """What the strictest of the targets says that are configured where a URL leads to."""
    there = [each for each in settings.targets.values() if _is_same_place(each.url, url)]
    if not there:
        return TargetSettings(url=url)
    strictest = min(there, key=_openness)
    return replace(strictest, url=url, values="", own_values={}, accounts={})


def _openness(target: TargetSettings) -> tuple[bool, bool]:
    """How much may be written there; the least is what holds."""
    return target.writes is not Writes.NONE, not target.production


def _is_same_place(one: str, other: str) -> bool:
    """Whether two URLs lead to one host; on this machine each port is a place of its own."""
    here, there = urlsplit(one), urlsplit(other)
    hosts = (here.hostname or "").rstrip("."), (there.hostname or "").rstrip(".")
    if is_loopback(hosts[0]) and is_loopback(hosts[1]):
        return _port(here) == _port(there)
    return bool(hosts[0]) and hosts[0] == hosts[1]


def _port(url: SplitResult) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def permission_of(
    settings: Settings, name: str, target: TargetSettings, *, allow_writes: bool
) -> WritePermission:
    """What may be written to a target, by the configuration and the command line together.

    UsageError where the command line asks for more than the file allows.
    """
    table = f"[targets.{name}]" if name in settings.targets else f"its host in {settings.file.name}"
    told = target.writes
    if told is Writes.NONE or (target.production and told is None):
        why = f'{table} says writes = "none"'
        if told is None:
            why = f"{table} is production"
        if allow_writes:
            more = 'writes = "own" has to stand there as well'
            raise UsageError((f"--allow-writes: {why}, and {more}",))
        writes = Writes.NONE
    elif allow_writes or (not target.production and told is not Writes.ALL):
        writes, why = told or Writes.OWN, ""
    elif target.production:
        writes, why = Writes.NONE, f"{table} is production, and --allow-writes was not given"
    else:
        writes, why = Writes.OWN, f'writes = "all" of {table} holds with --allow-writes alone'
    return WritePermission(
        writes=writes,
        why=why,
        safe=frozenset(each for table in settings.resources.values() for each in table.safe),
        irreversible=frozenset(target.irreversible),
    )


def check_way(name: str, target: TargetSettings) -> None:
    """UsageError where the name of a host leads to a private address, and nobody said it may."""
    problem = None
    if not target.private:
        problem = way_problem(target.url, "NAME" if "://" in name else name)
    if problem:
        raise UsageError((f"--target {name}: {problem}",))


def trusted(settings: Settings, name: str, chosen: TargetSettings) -> "ssl.SSLContext":
    """The context of TLS on the way to a target; ConfigError for certificates out of use."""
    with usable_certificates(settings, name, chosen):
        return route_of(chosen).trust()


def route_of(chosen: TargetSettings) -> "Route":
    """The way to a target as its table says it."""
    from ringback.targets.route import Route  # noqa: PLC0415 -- only who asks over HTTP

    return Route(
        verify=chosen.verify,
        certificate=chosen.certificate,
        proxy=chosen.proxy,
        private=chosen.private,
        http2=chosen.http2,
    )


@contextlib.contextmanager
def usable_certificates(settings: Settings, name: str, chosen: TargetSettings) -> Iterator[None]:
    """Certificates that can't be used are a ConfigError, which names the files."""
    try:
        yield
    except OSError as error:
        files = ", ".join(
            str(each) for each in (chosen.verify, *chosen.certificate) if isinstance(each, Path)
        )
        what = f"targets.{name}: the certificates can't be used ({error}): look at {files}"
        raise ConfigError(str(settings.file), (what,)) from error


def curl_way(chosen: TargetSettings) -> tuple[str, ...]:
    """What curl is told to go the same way; files as they are named from where we are called."""
    if not chosen.url:
        return ()
    found = ["--proxy", chosen.proxy] if chosen.proxy else []
    if chosen.http2:
        found += ["--http2" if chosen.url.startswith("https:") else "--http2-prior-knowledge"]
    if chosen.url.startswith("https:"):
        if isinstance(chosen.verify, Path):
            found += ["--cacert", _shown(chosen.verify)]
        elif not chosen.verify:
            found += ["--insecure"]
        for option, file in zip(("--cert", "--key"), chosen.certificate, strict=False):
            found += [option, _shown(file)]
    return tuple(found)


def _shown(file: Path) -> str:
    """A file as seen from the working directory, where it stands below that."""
    try:
        return file.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(file)
