"""change/sunset-…, change/stability-…: how things end, and what may change as it likes.

`deprecated`, `x-sunset` (RFC 8594 as an extension) and `x-stability-level` are what users of other
tools for change detection write: draft, alpha, beta, stable; without a level a thing is stable.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ringback.change import Change, Kind
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import Pair, PairedSides
from ringback.changes.pairs.partners import parameters
from ringback.description import Description
from ringback.finding import Counterpart, steps
from ringback.operation import Parameter
from ringback.schema.references.lookup import locate

SUNSET = "change/sunset-too-soon"
EARLIER = "change/sunset-earlier"
DECREASED = "change/stability-decreased"
INCREASED = "change/stability-increased"
RULES = (SUNSET, EARLIER, DECREASED, INCREASED)

_LEVELS = ("draft", "alpha", "beta", "stable")
# The rules by which something went; of payloads the causes that name a member.
_WENT = frozenset(
    {
        "change/operation-removed",
        "change/parameter-removed",
        "change/request-member-removed",
        "change/response-member-removed",
        "change/webhook-removed",
    }
)
_MEMBER_WENT = ("required ", "additionalProperties ", "unevaluatedProperties ")
_ALARMS = frozenset({Kind.BREAKS, Kind.DROPPED, Kind.CAREFUL, Kind.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeCycle:
    """The policy: on `today`, what is deprecated goes after `days` (of beta: `beta_days`).

    Without days nothing may go for being deprecated. What is of a level in `unstable` may change.
    """

    today: date
    days: int | None = None
    beta_days: int | None = None
    unstable: frozenset[str] = frozenset({"draft", "alpha"})

    def days_of(self, level: str) -> int | None:
        """The days that what is deprecated stays."""
        return self.beta_days if level == "beta" else self.days


def changes(sides: PairedSides, life: LifeCycle) -> Iterator[Change]:
    """What is deprecated without an end, with one too soon, or with an earlier one; levels."""
    for pair in (*sides.pairs, *sides.called):
        was, now = _node(sides.base, pair.base.pointer), _node(sides.head, pair.head.pointer)
        yield from _level(sides, pair, was, now)
        days = life.days_of(_level_of(was))
        where = Where(base=pair.base.pointer, head=pair.head.pointer)
        whole = f"{pair.head.method} {pair.head.path}"
        ends = [_Ending(what=whole, was=was, now=now, where=where)]
        ends += [_of_parameter(sides, *couple) for couple in parameters(pair).both]
        for each in ends:
            yield from _ending(sides, pair, each, days, life.today)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ending:
    """What may be deprecated: what it is called, what both descriptions say of it, and where."""

    what: str
    was: Mapping[str, Any]
    now: Mapping[str, Any]
    where: Where


def _of_parameter(sides: PairedSides, older: Parameter, newer: Parameter) -> _Ending:
    return _Ending(
        what=f'the {newer.where} parameter "{newer.name}"',
        was=_node(sides.base, older.pointer),
        now=_node(sides.head, newer.pointer),
        where=Where(base=older.pointer, head=newer.pointer, side="request"),
    )


def allowed(sides: PairedSides, found: Iterable[Change], life: LifeCycle) -> Iterator[Change]:
    """The changes, those that a life cycle lets be as such."""
    levels = _levels(sides)
    for change in found:
        why = _why(sides, change, levels, life) if change.kind in _ALARMS else ""
        if why and change.rule not in RULES:
            yield replace(change, kind=Kind.ALLOWED, message=f"{change.message} ({why})")
        else:
            yield change


def _levels(sides: PairedSides) -> dict[str, str]:
    """The level of each operation that the older description has, by the id of what is told."""
    couples = [(each.head.id, each.base) for each in (*sides.pairs, *sides.called)]
    couples += [(each.id, each) for each in (*sides.gone, *sides.called_gone)]
    return {name: _level_of(_node(sides.base, it.pointer)) for name, it in couples}


def _why(sides: PairedSides, change: Change, levels: Mapping[str, str], life: LifeCycle) -> str:
    """Why a change is allowed; empty where it is not."""
    mine = {levels.get(each, "stable") for each in change.operations}
    if mine and mine <= life.unstable:
        return f"its x-stability-level is {' and '.join(sorted(mine))}"
    days = min((it for level in mine if (it := life.days_of(level)) is not None), default=None)
    if days is None or change.base is None:
        return ""
    node = _gone(sides.base, change.base, change)
    if node is None or node.get("deprecated") is not True:
        return ""
    end = _sunset(node)
    if end is None:
        return "it was deprecated" if days == 0 else ""
    return f"it was deprecated, and its sunset {end} is past" if end <= life.today else ""


def _gone(side: Description, place: Counterpart, change: Change) -> dict[str, Any] | None:
    """The node of what went: the operation, the parameter, or the schema of the member."""
    if change.rule in _WENT:
        return _written(side, place.schema)
    name = next((change.cause.removeprefix(it) for it in _MEMBER_WENT if it in change.cause), "")
    if not name or not change.cause.startswith(_MEMBER_WENT):
        return None
    owner = place.schema.rpartition("/")[0]
    for schema in (_written(side, place.schema), _written(side, owner)):
        members = (schema or {}).get("properties")
        if isinstance(members, dict) and isinstance(members.get(name), dict):
            found: dict[str, Any] = members[name]
            return found
    return _written(side, place.schema)


def _level(
    sides: PairedSides, pair: Pair, was: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[Change]:
    before, after = _level_of(was), _level_of(now)
    if before == after:
        return
    rule, kind = INCREASED, Kind.COMPATIBLE
    text = f"its x-stability-level was {before} and is {after} now"
    if _LEVELS.index(after) < _LEVELS.index(before):
        rule, kind = DECREASED, Kind.BREAKS
        text += ": what was promised is so no more; keep the level"
    where = Where(base=pair.base.pointer, head=pair.head.pointer)
    yield told(sides, kind, rule, text, where, operations=pair.ids)


def _ending(
    sides: PairedSides, pair: Pair, each: _Ending, days: int | None, today: date
) -> Iterator[Change]:
    """How the end of something is announced."""
    was, now, what, where = each.was, each.now, each.what, each.where
    if now.get("deprecated") is not True:
        return
    before, after = _sunset(was), _sunset(now)
    fresh = was.get("deprecated") is not True
    least = today + timedelta(days=days or 0)
    if days and (fresh or before != after) and (after is None or after < least):
        when = f"its x-sunset is {after}" if after else "it has no x-sunset"
        text = f"{what} is deprecated, and {when}: name a day from {least} on"
        yield told(sides, Kind.BREAKS, SUNSET, text, where, operations=pair.ids)
    elif before and after and after < before:
        text = f"{what} was to end on {before} and ends on {after} now; keep the day"
        yield told(sides, Kind.CAREFUL, EARLIER, text, where, operations=pair.ids)


def _sunset(node: Mapping[str, Any]) -> date | None:
    """The day of `x-sunset` (RFC 3339, a day or a time); None where there is none to be read."""
    try:
        when = datetime.fromisoformat(str(node.get("x-sunset")))
    except ValueError:
        return None
    return (when.astimezone(UTC) if when.tzinfo else when).date()


def _level_of(node: Mapping[str, Any]) -> str:
    level = node.get("x-stability-level")
    return level if level in _LEVELS else "stable"


def _node(side: Description, place: str) -> dict[str, Any]:
    found = side.at(place) if place else None
    return found if isinstance(found, dict) else {}


def _written(side: Description, place: str) -> dict[str, Any] | None:
    """What stands at a place of the file, references followed."""
    try:
        _, node = locate(side.written, place)
    except KeyError:
        return None
    return node if isinstance(node, dict) and steps(place) else None
