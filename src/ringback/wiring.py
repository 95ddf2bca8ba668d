"""From settings to the things that they name: contracts, knowledge, targets and their values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringback.campaign.access.commanded import CommandTold, ValueCommand, told_by_commands
from ringback.campaign.access.credentials import TOKEN, scheme_names
from ringback.campaign.access.supplied import Supplied, SuppliedHeader
from ringback.campaign.access.write_permission import WritePermission
from ringback.config import Settings, TargetSettings
from ringback.config_reader import load_settings
from ringback.contract import Contract
from ringback.description import load
from ringback.errors import ConfigError, UsageError
from ringback.laws import Knowledge
from ringback.prove.interface import Planted, ProofStage, Variant
from ringback.recordings import Recording, entries, files, read, sources
from ringback.reports.evidence.curl import Reach
from ringback.target_choice import (
    check_way,
    chosen_target,
    curl_way,
    permission_of,
    route_of,
    usable_certificates,
)
from ringback.target_values import accounts_of, named, named_values, secrets_of, values_of
from ringback.targets.interface import Limits, Target

if TYPE_CHECKING:
    from ringback.mock.answering.chosen import Mode
    from ringback.mock.api_mock import ApiMock

_PLANTED = ("name", "kind", "rule")  # what a fault says of itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A target with the values that a run on it uses; `secrets` are by variable.

    `commands` are behind the values that commands told; `accounts` are other accounts' values.
    `headers` are those that the command line adds to requests. `permission` is what may be
    written, and `notes` what a reader must know of the way there. `way` are the options by which
    curl gets there.
    """

    target: Target
    values: Mapping[str, str]
    secrets: Mapping[str, str]
    commands: Mapping[str, ValueCommand] = field(default_factory=dict)
    accounts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headers: tuple[SuppliedHeader, ...] = ()
    permission: WritePermission = field(default_factory=WritePermission)
    notes: tuple[str, ...] = ()
    way: tuple[str, ...] = ()

    @property
    def reach(self) -> Reach:
        """How a reader of reports gets to the target."""
        return Reach(self.target.base_url, self.way)


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
    found = named(settings, settings.knowledge, "contract.knowledge")
    if isinstance(found, Knowledge):
        return found
    problem = f"contract.knowledge: {settings.knowledge} is no Knowledge"
    raise ConfigError(str(settings.file), (problem,))


def aim(  # noqa: PLR0913 -- what the command line says of one target
    settings: Settings,
    name: str,
    judged: Contract,
    timeout: float | None = None,
    *,
    dry: bool = False,
    supplied: Supplied | None = None,
    allow_writes: bool = False,
) -> Aim:
    """The target of this name or URL, with its values; nothing is sent yet.

    `timeout` is how many seconds an answer may take; None for what the configuration says. Where
    it is only told what would be done (`dry`), no command is run for a value, and no name is
    looked up. What the command line has `supplied` comes before what is configured; `allow_writes`
    is its word on writes, beside that of the configuration. Raises UsageError for a target that is
    unknown or not allowed, ConfigError for values that are missing, all of them at once.
    """
    chosen = chosen_target(settings, name)
    if chosen is None:
        return _mocked(settings, judged, supplied or Supplied())
    settings = settings.at(name)
    permission = permission_of(settings, name, chosen, allow_writes=allow_writes)
    if not dry:
        check_way(name, chosen)
    supplied = supplied or Supplied()
    given = supplied.values(judged.operations)
    seconds = timeout or chosen.timeout
    limits = Limits() if seconds is None else Limits(timeout=seconds)
    told = CommandTold() if chosen.values else told_by_commands(settings, dry=dry, given=given)
    values = values_of(settings, name, chosen, told, given)
    target: Target
    if chosen.url:
        target = live_target(settings, name, chosen, limits)
    else:
        from ringback.targets.asgi import AsgiTarget  # noqa: PLC0415 -- only who calls an app

        app = named(settings, chosen.app, f"targets.{name}.app")
        target = AsgiTarget(name, app, limits, path=chosen.path)
    others = accounts_of(settings, name, chosen)
    secrets = secrets_of(settings, values, judged)
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
        permission=permission,
        notes=_notes(name, chosen, permission),
        way=curl_way(chosen),
    )


def live_target(settings: Settings, name: str, chosen: TargetSettings, limits: Limits) -> Target:
    """The target behind a URL; ConfigError for certificates that can't be used."""
    from ringback.targets.live import LiveTarget  # noqa: PLC0415 -- only who asks over HTTP

    if chosen.http2 and find_spec("h2") is None:
        text = f"targets.{name}: http2 needs the extra: pip install 'ringback[http2]'"
        raise ConfigError(str(settings.file), (text,))
    with usable_certificates(settings, name, chosen):
        return LiveTarget(name, chosen.url, limits, route_of(chosen))


def _notes(name: str, chosen: TargetSettings, permission: WritePermission) -> tuple[str, ...]:
    found = [f"writes to {name}: {permission.writes}, {permission.why}"] if permission.why else []
    if chosen.url.startswith("https:") and chosen.verify is False:
        found.append(f"nobody verified who {name} is: [targets.{name}] says verify = false")
    return tuple(found)


def _mocked(settings: Settings, judged: Contract, supplied: Supplied) -> Aim:
    """The mocked target, with made-up values where none were given: it takes what it is told to."""
    # httpx and respx are slow to import.
    from ringback.mock.answering.chosen import Mode  # noqa: PLC0415 -- see above
    from ringback.mock.api_mock import ApiMock  # noqa: PLC0415 -- see above
    from ringback.mock.in_process.mocked_target import MockedTarget  # noqa: PLC0415 -- see above

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
    accounts = [{TOKEN: values[TOKEN], **own}]
    mock = ApiMock(judged, recordings=kept, mode=Mode.RECORDED, accounts=accounts, whole=True)
    target = MockedTarget(mock)
    headers = supplied.sent(judged.operations)
    return Aim(target=target, values=values, secrets=supplied.secrets(), headers=headers)


def api_mock(  # noqa: PLR0913 -- what the command line says of one mock
    settings: Settings,
    judged: Contract | str,
    *,
    mode: "Mode | None" = None,
    seed: int = 0,
    app: Callable[[], Any] | None = None,
    recordings: Sequence[str] = (),
    checked: bool = True,
) -> "ApiMock":
    """The mock of the configured API: with its recordings, resources, and the app of `[prove]`.

    `judged` is its contract, or the name of a reading. The credentials are those of that app's
    values where they are `checked`, else the app looks at them; without an app all are valid. Its
    planted faults are there by name. An `app` comes in the place of that one, `recordings` (files
    of any form) besides the configured ones. Raises ConfigError for what can't be used.
    """
    from ringback.mock.api_mock import ApiMock  # noqa: PLC0415 -- only who mocks
    from ringback.mock.store.things_there import StartingThings  # noqa: PLC0415 -- as above

    told = settings.prove
    values = named_values(settings, "prove.values", told.values) if told and told.values else {}
    accounts = [values] if values else []
    for account, place in (told.accounts if told else {}).items():
        accounts.append(named_values(settings, f"prove.accounts.{account}", place))
    faults = _apps(settings, told.faults, "prove.faults", _PLANTED) if told else ()
    paths = [*(str(path) for path in settings.recordings), *recordings]
    kept = (entry for source in sources(paths) for entry in entries(source))
    usual = named(settings, told.app, "prove.app") if told else None
    return ApiMock(
        contract(settings, judged) if isinstance(judged, str) else judged,
        resources=settings.resources,
        recordings=[each for each in kept if isinstance(each, Recording)],
        mode=mode,
        app=app or usual,
        path=told.path if told and app is None else "",
        planted={each.name: each.app for each in faults},
        accounts=accounts if checked else (),
        starting=StartingThings(known=frozenset(values.values())),
        seed=seed,
    )


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
        values=named_values(settings, "prove.values", told.values) if told.values else {},
        app=named(settings, told.app, "prove.app"),
        path=told.path,
        resources=settings.resources,
        accounts={
            account: named_values(settings, f"prove.accounts.{account}", place)
            for account, place in told.accounts.items()
        },
        faults=faults,
        habits=habits,
    )


def _apps(settings: Settings, place: str, where: str, texts: Sequence[str]) -> tuple[Any, ...]:
    """Things with these texts and an `app` to call, their names unique; ConfigError for others."""
    found = named(settings, place, where) if place else ()
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
    return named(settings, chosen.app, f"targets.{name}.app")
