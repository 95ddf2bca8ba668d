"""change/security-…: what a caller has to prove."""

from collections.abc import Iterator, Sequence

from ringback.change import Change, Kind
from ringback.changes.operations.schemes import Need, SecurityAlternative, alternatives
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import Pair, PairedSides

REQUIRED = "change/security-required"
OPENED = "change/security-opened"
REMOVED = "change/security-removed"
SCHEME_ADDED = "change/security-scheme-added"
SCHEME_CHANGED = "change/security-scheme-changed"
SCOPE_ADDED = "change/security-scope-added"
ISSUER = "change/security-issuer-changed"
ADDED = "change/security-added"
RULES = (
    *(REQUIRED, OPENED, REMOVED, SCHEME_ADDED, SCHEME_CHANGED, SCOPE_ADDED),
    *(ISSUER, ADDED),
)


def changes(sides: PairedSides) -> Iterator[Change]:
    """Alternatives that are not enough any more, and what is enough now.

    Schemes are the same where they show alike on the wire, whatever their component is called.
    An operation that anyone may call now is a warning: no client breaks, but what was guarded is
    not.
    """
    for pair in sides.pairs:
        older = alternatives(sides.base, pair.base)
        newer = alternatives(sides.head, pair.head)
        answered: set[str] = set()
        for each in older:
            enough = [other for other in newer if each.enough_for(other)]
            if enough:
                yield from _issuers(sides, pair, each, enough[0])
                continue
            for change, nearest in _refused(sides, pair, each, newer):
                answered.add(nearest.place)
                yield change
        yield from _taken(sides, pair, older, [one for one in newer if one.place not in answered])


def _refused(
    sides: PairedSides, pair: Pair, older: SecurityAlternative, newer: Sequence[SecurityAlternative]
) -> Iterator[tuple[Change, SecurityAlternative]]:
    """Why what was enough is so no more, told against what is nearest to it."""
    nearest = min(newer, key=lambda each: _distance(older, each))
    where = Where(base=older.place, head=nearest.place)
    before, now = older.schemes, nearest.schemes
    renewed = [
        (was, need)
        for was in older.needs
        for need in nearest.needs
        if was.key == need.key and was.what != need.what
    ]
    if not before:
        rule = REQUIRED
        text = f"it could be called without credentials, and asks for {_any(newer)} now"
    elif renewed:
        for was, need in renewed:
            yield _changed(sides, pair, was, need), nearest
        return
    elif before == now:
        rule = SCOPE_ADDED
        more = sorted(scope for what in now for scope in nearest.scopes(what) - older.scopes(what))
        text = f"{older} was enough, and the scopes {', '.join(more)} are needed as well now"
    elif before < now:
        rule = SCHEME_ADDED
        text = f"{older} was enough, and {' and '.join(sorted(now - before))} is needed as well now"
    else:
        rule = REMOVED
        text = f"{older} was enough, and is so no more; {_any(newer)} is asked for now"
    text += "; keep the old way beside the new one until its callers have moved"
    yield (
        told(*(sides, Kind.BREAKS, rule, text, where), operations=pair.ids, cause=str(older)),
        nearest,
    )


def _changed(sides: PairedSides, pair: Pair, was: Need, need: Need) -> Change:
    text = (
        f"the security scheme {was.key} was {was.what} and is {need.what} now; "
        "keep the old one beside it until its callers have moved"
    )
    where = Where(base=was.place, head=need.place)
    return told(sides, Kind.BREAKS, SCHEME_CHANGED, text, where, operations=pair.ids)


def _taken(
    sides: PairedSides,
    pair: Pair,
    older: Sequence[SecurityAlternative],
    newer: Sequence[SecurityAlternative],
) -> Iterator[Change]:
    """What is enough now and was not."""
    for each in newer:
        if any(each.enough_for(other) for other in older):
            continue
        where = Where(base=older[0].place, head=each.place)
        if each.needs:
            text = f"{each} is enough now"
            yield told(sides, Kind.COMPATIBLE, ADDED, text, where, operations=pair.ids)
        else:
            text = (
                f"it asked for {_any(older)}, and anyone may call it without credentials now; "
                "ask for them again, or accept this finding if it is meant"
            )
            yield told(sides, Kind.CAREFUL, OPENED, text, where, operations=pair.ids)


def _issuers(
    sides: PairedSides, pair: Pair, older: SecurityAlternative, newer: SecurityAlternative
) -> Iterator[Change]:
    """Where credentials come from: a warning, as the old ones may still be taken."""
    known = {each.what: each for each in older.needs}
    for need in newer.needs:
        was = known[need.what]
        for member in ("flows", "openIdConnectUrl"):
            before, now = _addresses(was.node.get(member)), _addresses(need.node.get(member))
            lost = sorted(before - now)
            if lost:
                text = (
                    f"{need.what} is obtained from {' and '.join(lost)} no more; "
                    "see that tokens from there are still taken"
                )
                where = Where(base=f"{was.place}/{member}", head=f"{need.place}/{member}")
                yield told(sides, Kind.CAREFUL, ISSUER, text, where, operations=pair.ids)


def _addresses(value: object) -> frozenset[str]:
    """The URLs by which a flow hands out tokens (OpenAPI 3.1, 4.8.29), or the one of OpenID."""
    if isinstance(value, str):
        return frozenset({value})
    flows = value.values() if isinstance(value, dict) else ()
    members = ("authorizationUrl", "tokenUrl")
    return frozenset(
        str(flow[each])
        for flow in flows
        if isinstance(flow, dict)
        for each in members
        if each in flow
    )


def _distance(older: SecurityAlternative, newer: SecurityAlternative) -> tuple[int, int]:
    """How many schemes, then scopes, differ."""
    keys = {each.key for each in older.needs} & {each.key for each in newer.needs}
    apart = older.schemes ^ newer.schemes
    scopes = sum(
        len(newer.scopes(what) - older.scopes(what)) for what in older.schemes & newer.schemes
    )
    return len(apart) - len(keys), scopes


def _any(listed: Sequence[SecurityAlternative]) -> str:
    return " or ".join(dict.fromkeys(str(each) for each in listed))
