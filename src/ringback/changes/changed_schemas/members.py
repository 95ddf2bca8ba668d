"""What went and came among the members that two schemas declare, object by object.

Inclusion cannot see these: an answer without an optional member is as right as before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ringback.change import Kind
from ringback.changes.changed_schemas.branch_matching import Matched, matched
from ringback.changes.changed_schemas.facts import canonical, facts
from ringback.changes.changed_schemas.same_text import SameText
from ringback.changes.changed_schemas.things import DeclaredMember, DeclaredThing, thing
from ringback.schema.alternatives import Forms, of_containers
from ringback.schema.document import Schema


class Way(StrEnum):
    """Which way a payload goes: the newer description takes requests, and gives answers."""

    REQUEST = "request"
    RESPONSE = "response"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDifference:
    """One difference of two objects: `rule` is its last part, `path` the steps to it."""

    kind: Kind
    rule: str
    message: str
    base: str
    head: str
    cause: str = ""
    path: tuple[str, ...] = ()


_Step = tuple[str, Forms, Forms]
_Local = tuple[tuple[MemberDifference, ...], tuple[_Step, ...]]


class Members:
    """Compares the schemas of two documents; what it learnt of two objects holds everywhere."""

    def __init__(self, same_text: SameText) -> None:
        self._same_text = same_text
        self._known: dict[tuple[Way, Forms, Forms], _Local] = {}

    def differences(self, way: Way, base: Schema, head: Schema) -> Iterator[MemberDifference]:
        """The differences below two schemas; below a member that went or came there is none.

        Two schemas that meet again further down are not compared again, so recursion ends.
        """
        seen: set[tuple[Forms, Forms]] = set()
        todo: list[tuple[tuple[str, ...], Forms, Forms]] = [((), ((base,),), ((head,),))]
        while todo:
            path, older, newer = todo.pop()
            if (older, newer) in seen or self._same_text.of_forms(older, newer):
                continue
            seen.add((older, newer))
            found, below = self._local(way, older, newer)
            for each in found:
                yield replace(each, path=(*path, *each.path))
            todo += [((*path, step), one, two) for step, one, two in reversed(below)]

    def _local(self, way: Way, older: Forms, newer: Forms) -> _Local:
        key = (way, older, newer)
        if key not in self._known:
            before = [thing(each) for each in of_containers(older)]
            after = [thing(each) for each in of_containers(newer)]
            union = matched(before, after)
            found = list(_forms(way, union, older, newer))
            steps: list[_Step] = []
            for one, two in union.both:
                found += _compared(way, one, two, union.come)
                steps += _below(one, two)
            self._known[key] = (tuple(found), tuple(steps))
        return self._known[key]


def _compared(
    way: Way, one: DeclaredThing, two: DeclaredThing, come: tuple[DeclaredThing, ...]
) -> Iterator[MemberDifference]:
    """The members of two objects; one that a new branch declares has not gone."""
    lost = {
        name: member
        for name, member in one.members.items()
        if name not in two.members
        and not any(name in each.members for each in come)
        and not two.spreads_to(name)
    }
    won = {
        name: member
        for name, member in two.members.items()
        if name not in one.members and not one.spreads_to(name)
    }
    renamed = _renamed(lost, won)
    for name, member in lost.items():
        yield from _lost(way, name, member, two, renamed.get(name))
    for name, member in won.items():
        if name not in renamed.values() and not _hidden(way, member):
            yield from _won(way, name, member, one)
    for name, member in one.members.items():
        if name in two.members:
            yield from _kept(way, name, member, two.members[name])


def _lost(
    way: Way, name: str, member: DeclaredMember, two: DeclaredThing, renamed: str | None
) -> Iterator[MemberDifference]:
    """A member that is declared no more; where its loss is refused, payloads show it."""
    if _hidden(way, member):
        return
    if (way is Way.RESPONSE and member.required) or (way is Way.REQUEST and two.closed):
        return
    kind = Kind.CAREFUL if way is Way.RESPONSE else Kind.DROPPED
    what = f'"{name}" is declared no more'
    rule = "member-removed"
    if renamed is not None:
        what = f'"{name}" went and "{renamed}" came with the same schema, as if renamed'
        rule = "member-renamed"
    effect = (
        "who reads it may find nothing"
        if way is Way.RESPONSE
        else "who sends it is not heard any more"
    )
    yield MemberDifference(
        kind=kind,
        rule=rule,
        message=f"{what}: {effect}; keep the old one until its users have moved",
        base=member.place,
        head=two.place if renamed is None else two.members[renamed].place,
        cause=name,
        path=(name,),
    )


def _renamed(lost: dict[str, DeclaredMember], won: dict[str, DeclaredMember]) -> dict[str, str]:
    """Old names to new ones: the only two, of those that went and came, of one schema."""
    before = {name: canonical(each.forms) for name, each in lost.items()}
    after = {name: canonical(each.forms) for name, each in won.items()}
    found = {}
    for name, schema in before.items():
        new = [each for each, text in after.items() if text == schema]
        if len(new) == 1 and list(before.values()).count(schema) == 1:
            found[name] = new[0]
    return found


def _kept(
    way: Way, name: str, one: DeclaredMember, two: DeclaredMember
) -> Iterator[MemberDifference]:
    """A member of both: who may write or read it, its default, its deprecation.

    One that has to come, and came not before, or comes no more, is told with a payload.
    """
    before, after = facts(one.forms), facts(two.forms)
    made = MemberDifference(
        kind=Kind.COMPATIBLE, rule="", message="", base=one.place, head=two.place,
        path=(name,),
    )  # fmt: skip
    if way is Way.REQUEST and after.read_only and not before.read_only:
        text = f'"{name}" is read-only now: who sends it is refused or not heard; let it be set'
        yield replace(made, kind=Kind.DROPPED, rule="member-read-only", message=text)
    needed = one.required and two.required
    if way is Way.REQUEST and before.read_only and not (after.read_only or needed):
        yield replace(made, rule="member-read-only", message=f'"{name}" may be set now')
    if way is Way.RESPONSE and after.write_only and not (before.write_only or one.required):
        text = f'"{name}" is write-only now: answers hold it no more; keep it for who reads it'
        yield replace(made, kind=Kind.CAREFUL, rule="member-write-only", message=text)
    dropped = way is Way.REQUEST and not after.default and not two.required
    changed = before.default and before.default != after.default
    if changed and not needed and (after.default or dropped):
        now = f"is {after.default} now" if after.default else "went"
        who = "leaves it out" if way is Way.REQUEST else "takes it for what is missing"
        text = (
            f'the default of "{name}" was {before.default} and {now}: '
            f"who {who} may get something else; keep the old one"
        )
        yield replace(made, kind=Kind.CAREFUL, rule="default-changed", message=text)
    if after.deprecated and not before.deprecated:
        yield replace(made, rule="member-deprecated", message=f'"{name}" is deprecated now')


def _hidden(way: Way, member: DeclaredMember) -> bool:
    """Whether payloads of this way never held it (OpenAPI 3.0.3, 4.7.24.2)."""
    told = facts(member.forms)
    return told.read_only if way is Way.REQUEST else told.write_only


def _won(
    way: Way, name: str, member: DeclaredMember, one: DeclaredThing
) -> Iterator[MemberDifference]:
    """A new member that hurts nobody; one that must be sent, or may not come, payloads show."""
    if (way is Way.REQUEST and member.required) or (way is Way.RESPONSE and one.closed):
        return
    yield MemberDifference(
        kind=Kind.COMPATIBLE,
        rule="member-added",
        message=f'"{name}" is new',
        base=one.place,
        head=member.place,
        cause=name,
        path=(name,),
    )


def _forms(way: Way, union: Matched, older: Forms, newer: Forms) -> Iterator[MemberDifference]:
    """Branches that requests may take now, or answers take no more; others, payloads show.

    Told only where the rest of the union stayed: else it is no addition, but another schema.
    """
    if not union.both or (union.gone and union.come):
        return
    if way is Way.REQUEST:
        for each in union.come:
            text = f"{_form(each)} may be sent as well now"
            yield MemberDifference(
                kind=Kind.COMPATIBLE, rule="form-added", message=text,
                base=older[0][0].pointer, head=each.place, cause=each.name,
            )  # fmt: skip
    else:
        for each in union.gone:
            text = f"{_form(each)} comes no more"
            yield MemberDifference(
                kind=Kind.COMPATIBLE, rule="form-removed", message=text,
                base=each.place, head=newer[0][0].pointer, cause=each.name,
            )  # fmt: skip


def _form(each: DeclaredThing) -> str:
    """A branch, as a sentence takes it: by its component, else by its first members."""
    return f"the form {each.name}" if each.name else f"a form with {', '.join([*each.members][:3])}"


def _below(one: DeclaredThing, two: DeclaredThing) -> Iterator[_Step]:
    """What both objects hold under one name or index."""
    for name, member in one.members.items():
        if name in two.members:
            yield name, member.forms, two.members[name].forms
    for key, forms in one.below.items():
        if key in two.below:
            yield key[1], forms, two.below[key]
