"""Two descriptions held against each other, perhaps a pinned one as well: changes and findings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ringback.change import Change, Kind
from ringback.changes import LifeCycle, compare
from ringback.changes.pairs.pairing import pair_up
from ringback.changes.semver import Versioning, versioning
from ringback.commands.common.reporting import under
from ringback.commands.setup.description_sources import Read
from ringback.config import Settings
from ringback.description import Description, leaving_out
from ringback.description.steady_places import standing, steady
from ringback.finding import Counterpart, Finding, Severity
from ringback.reports.interface import several

_WEIGHT = {kind: weight for weight, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is to be told: the sides by name, how many operations they have, also as a line.

    `version` is which one the change of the base needs.
    """

    changes: tuple[Change, ...]
    sides: tuple[str, ...]
    operations: int
    counted: str
    version: Versioning


def compared(
    base: Read,
    head: Read,
    pinned: Read | None = None,
    operations: Sequence[str] = (),
    life: LifeCycle | None = None,
) -> Compared:
    """Every change that the head makes to the base, and what it makes to the pinned one alone.

    Raises UsageError for operations that neither base nor head has.
    """
    base, head = _alike(base, head), _alike(head, base)
    changes = told = compare(base.description, head.description, operations, life=life)
    sides = {"base": base, "head": head}
    if pinned is not None:
        told = _told_once(changes, _since(pinned, head, operations, life), pinned.name)
        sides["pinned"] = pinned
    count, counted = _counted(base.description, head.description, operations)
    return Compared(
        changes=told,
        sides=tuple(f"{role} {_named(side)}" for role, side in sides.items()),
        operations=count,
        counted=counted,
        version=versioning(changes, base.description, head.description),
    )


def life_cycle(settings: Settings, today: date) -> LifeCycle:
    """The policy of a configuration, on this day."""
    table = settings.changes
    return LifeCycle(
        today=today,
        days=table.deprecated_days,
        beta_days=table.beta_days,
        unstable=frozenset(table.unstable),
    )


def _since(
    pinned: Read, head: Read, operations: Sequence[str], life: LifeCycle | None
) -> tuple[Change, ...]:
    """What changed since the pinned one; an operation that it has not, nor the head, is no typo."""
    known = {each.id for side in (pinned, head) for each in side.description.operations}
    asked = [name for name in operations if name in known]
    if operations and not asked:
        return ()
    pinned, head = _alike(pinned, head), _alike(head, pinned)
    return compare(pinned.description, head.description, asked, life=life)


def _alike(side: Read, other: Read) -> Read:
    """A side without the parts of schemas that are left out of the other one."""
    flaws = other.description.flaws
    if not flaws:
        return side
    there, here = other.description.document, side.description.document

    def moved(place: str) -> str | None:
        return standing(here, steady(there, place))

    places = ((each, moved(each.schema), moved(each.place)) for each in flaws)
    known = [
        replace(each, schema=schema, place=place or each.place)
        for each, schema, place in places
        if schema is not None
    ]
    return replace(side, description=leaving_out(side.description, known))


def findings(changes: Sequence[Change], *, strict_unknown: bool = False) -> list[Finding]:
    """The changes that call for something; what is unknown is an error to who is strict."""
    found = []
    for change in changes:
        finding = change.finding
        if finding is not None:
            strict = strict_unknown and change.kind is Kind.UNKNOWN
            found.append(replace(finding, severity=Severity.ERROR) if strict else finding)
    return found


def placed(change: Change, root: Path) -> Change:
    """The change with its files as seen from this folder, alike on every machine."""

    def near(place: Counterpart | None) -> Counterpart | None:
        return place and replace(place, file=under(place.file, root))

    return replace(
        change,
        message=under(change.message, root),
        base=near(change.base),
        head=near(change.head),
    )


def wanted(changes: Sequence[Change], wants: Callable[[str], bool], root: Path) -> list[Change]:
    """The changes whose rules are asked for, placed."""
    return [placed(change, root) for change in changes if wants(change.rule)]


def _told_once(
    changes: Sequence[Change], since: Sequence[Change], pinned: str
) -> tuple[Change, ...]:
    """Both lists as one: of a cause that both hold, the graver change; the nearer where alike."""
    near = {_cause(change): change for change in changes}
    told = list(changes)
    for change in since:
        known = near.get(_cause(change))
        if known is not None and _WEIGHT[known.kind] <= _WEIGHT[change.kind]:
            continue
        if known is not None:
            told.remove(known)
        told.append(replace(change, message=f"against the pinned {pinned}: {change.message}"))
    return tuple(told)


def _cause(change: Change) -> tuple[str, ...]:
    """What makes two changes one, against whichever older description."""
    places = (place.schema if place else "" for place in (change.base, change.head))
    operation = "" if change.place else "".join(change.operations[:1])
    return (change.rule, *places, operation, change.cause, change.side, change.status)


def _named(side: Read) -> str:
    """The side's name with the versions that it gives itself."""
    info = side.description.document.get("info")
    version = info.get("version") if isinstance(info, dict) else None
    own = f"version {version}, " if isinstance(version, str) else ""
    return f"{side.name} ({own}OpenAPI {side.description.version})"


def _counted(base: Description, head: Description, operations: Sequence[str]) -> tuple[int, str]:
    """How many operations there are in all; and a line of how many are on one side alone."""
    sides = pair_up(base, head, operations)
    both = len(sides.pairs) + len(sides.called)
    gone = len(sides.gone) + len(sides.called_gone)
    come = len(sides.come) + len(sides.called_come)
    parts = [f"{several(both, 'operation')} compared"]
    parts += [f"{gone} in the base alone"] if gone else []
    parts += [f"{come} in the head alone"] if come else []
    return sides.size, ", ".join(parts)
