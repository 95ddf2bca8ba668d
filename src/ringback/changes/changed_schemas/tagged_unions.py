"""Each branch of two descriptions' unions held to the tags by which it is meant.

Each side keeps to the tags that its own discriminators tell: who writes a tag that the other side
doesn't know, or knows for another branch, is refused. Where only one side tells tags, they are
taken for the other's as well, so that each branch is held to the same one.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from ringback.changes.changed_schemas.facts import text
from ringback.changes.changed_schemas.families import family_of, parent_of
from ringback.changes.changed_schemas.union_tags import (
    TagReader,
    Tags,
    UnionTags,
    branch_names,
    held_to,
    other_than,
)
from ringback.finding import steps
from ringback.payload import at
from ringback.schema.applying import reached
from ringback.schema.document import Schema
from ringback.schema.editing import replaced

_Key = tuple[str, str]  # the pointer of a union's owner, and its keyword
_Unions = dict[_Key, UnionTags | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """Two schemas with tags; `families` are pairs of parents whose heirs nothing tells apart.

    `borrowed` tells that one side's tags were taken for the other's, or heirs left out that the
    other side lacks: `discriminators` tells of that, and nothing is proved of it.
    """

    producer: Schema
    consumer: Schema
    families: tuple[tuple[str, str], ...] = ()
    borrowed: bool = False
    changed: bool = False


def tagged(
    producer: Schema, consumer: Schema, sources: tuple[Schema, Schema], reader: TagReader
) -> Tagged:
    """The two schemas with every branch held to its tags, where it has any.

    `sources` are the schemas that the two were cut out of, whose tags the reader remembers.
    """
    given, taken = (_unions(each, reader) for each in sources)
    sent = {key: tags or _lent(sources[0], key, taken, reader) for key, tags in given.items()}
    held = {key: _taken(sources[1], key, taken, given, reader) for key in taken}
    moved = {key for key in taken if _is_moved(sources[1], key, taken, given, reader)}
    pairs = list(_families(sent, held))
    untold = [
        (key[0], other[0])
        for key, other in pairs
        if sent[key] is None or held[other] is None
        if family_of(other[0]) is not None
    ]
    mine = _as_parents(sent) | dict(_lone(sent, pairs))
    mine |= dict(_heirs(sent, held, pairs, of_producer=True))
    turned = [(other, key) for key, other in pairs if family_of(other[0]) is not None]
    theirs = _as_parents(held) | dict(_heirs(held, sent, turned, of_producer=False))
    borrowed = any(_is_guessed(tags) and held[key] != tags for key, tags in taken.items())
    one = _rewritten(producer, sent, mine, set(sent))
    two = _rewritten(consumer, held, theirs, moved)
    return Tagged(
        producer=one,
        consumer=two,
        families=tuple(untold),
        borrowed=borrowed or _differ(sent, held, pairs) or _optional(sources[0], sent),
        changed=(one, two) != (producer, consumer),
    )


def _differ(sent: _Unions, held: _Unions, pairs: Sequence[tuple[_Key, _Key]]) -> bool:
    """Whether the heirs are not the same on both sides."""
    known = {key for pair in pairs for key in pair}
    lone = any(family_of(key[0]) is not None and key not in known for key in (*sent, *held))
    return lone or any(_every(sent[one]) != _every(held[two]) for one, two in pairs)


def _optional(source: Schema, sent: _Unions) -> bool:
    """Whether a tag may be left out by the letter."""
    return any(
        not any(tags.member in part.keywords.get("required", ()) for part in branch.in_place)
        for key, tags in sent.items()
        if tags is not None and _must_be_there(key, tags)
        for branch in (source.document.schema(f"{key[0]}/{key[1]}/{at}") for at in tags.free)
    )


def _must_be_there(key: _Key, tags: UnionTags) -> bool:
    """Whether a producer gives no payload without its tag: one that several branches admit."""
    return tags.named and key[1] == "oneOf"


def _every(tags: UnionTags | None) -> Tags:
    return frozenset().union(*tags.values.values()) if tags is not None else frozenset()


def _unions(schema: Schema, reader: TagReader) -> _Unions:
    return {
        (each.pointer, keyword): reader(each, keyword)
        for each in reached(schema)
        for keyword, _ in each.own_unions
    }


def _lent(source: Schema, key: _Key, told: _Unions, reader: TagReader) -> UnionTags | None:
    """The tags that the other side gives to the same components."""
    branches = source.document.schema(key[0]).listed(key[1])
    names = branch_names(branches)
    objects = reader.objects(branches)
    for each in sorted(told, key=lambda it: it != key):
        lender = told[each]
        if lender is None or not lender.free or not objects:
            continue
        values = lender.by_name
        if all(names.get(at) in values for at in objects):
            free = {name for at, name in lender.names.items() if at in lender.free}
            return UnionTags(
                member=lender.member,
                values={at: values[names[at]] for at in objects},
                free=frozenset(at for at in objects if names[at] in free),
                names=names,
            )
    return None


def _taken(
    source: Schema, key: _Key, taken: _Unions, given: _Unions, reader: TagReader
) -> UnionTags | None:
    """The tags by which a consumer reads.

    Those of its discriminator, and each component's name, which is a tag beside a mapping as well;
    what is no more than a guess gives way to the producer's.
    """
    own = taken[key]
    if own is None or (_is_guessed(own) and not _of_member(own, given)):
        return _lent(source, key, given, reader) or own
    if _is_guessed(own):
        alike = _of_member(own, given)
        more = {name: tags for each in alike for name, tags in each.by_name.items()}
    else:
        more = {name: frozenset({text(name)}) for name in own.by_name}
    every: Tags = frozenset().union(*own.values.values())
    values = dict(own.values)
    for index in own.free:
        values[index] |= more.get(own.names.get(index, ""), frozenset()) - every
    return replace(own, values=values)


def _is_guessed(tags: UnionTags | None) -> bool:
    """Whether no discriminator tells the tags, or there are none."""
    return tags is None or not tags.named


def _of_member(own: UnionTags, others: _Unions) -> list[UnionTags]:
    """The unions of the other side that are told apart by the same member."""
    return [each for each in others.values() if each is not None and each.member == own.member]


def _is_moved(source: Schema, key: _Key, taken: _Unions, given: _Unions, reader: TagReader) -> bool:
    """Whether the producer writes the tags of the same components into another member.

    Then the one that the consumer looks at has to be there.
    """
    own = taken[key]
    if own is None or not own.named or _of_member(own, given):
        return False
    return _lent(source, key, given, reader) is not None


def _lone(sent: _Unions, pairs: Sequence[tuple[_Key, _Key]]) -> Iterator[tuple[str, Any]]:
    """The producer's families where the consumer has none: their members are sent all the same."""
    known = {key for key, _ in pairs}
    for key, tags in sent.items():
        if family_of(key[0]) is not None and key not in known and tags is not None:
            yield key[0], {"anyOf": [*_held(tags), _parent(key[0], tags.member, _every(tags))]}


def _held(tags: UnionTags, others: UnionTags | None = None) -> list[Any]:
    """The heirs by their tags; of a side that has `others` those that it knows."""
    return [
        {"$ref": f"#/components/schemas/{tags.names[at]}", "allOf": [held_to(tags.member, it)]}
        for at, it in tags.values.items()
        if others is None or tags.names[at] in others.by_name or it & _every(others)
    ]


def _parent(place: str, member: str, tags: Tags) -> dict[str, Any]:
    """The parent for any tag that is none of its heirs'."""
    return {**parent_of(place), "allOf": [other_than(member, tags)]}


def _families(sent: _Unions, held: _Unions) -> Iterator[tuple[_Key, _Key]]:
    """The families of either side, each with that of the same name on the other, or most like it.

    A union of the same components is like it as well.
    """
    for key in sent:
        other = _partner(key, sent, held)
        if other is not None and family_of(key[0]) is not None:
            yield key, other
    for key in held:
        other = _partner(key, held, sent)
        if other is not None and family_of(key[0]) is not None and family_of(other[0]) is None:
            yield other, key


def _partner(key: _Key, own: _Unions, others: _Unions) -> _Key | None:
    """The family or union on the other side that is most like a family."""
    if family_of(key[0]) is None or key in others:
        return key if key in others else None
    tags = own[key]
    names = tags.by_name.keys() if tags is not None else frozenset[str]()
    common = {
        each: len(names & other.by_name.keys())
        for each, other in others.items()
        if other is not None and names & other.by_name.keys()
    }
    return max(common, key=lambda it: common[it], default=None)


def _as_parents(unions: _Unions) -> dict[str, Any]:
    """What the unions of heirs are where the other side has nothing like it: the parent alone."""
    return {place: parent_of(place) for place, _ in unions if family_of(place) is not None}


def _heirs(
    own: _Unions,
    others: _Unions,
    pairs: Sequence[tuple[_Key, _Key]],
    *,
    of_producer: bool,
) -> Iterator[tuple[str, Any]]:
    """What the unions of heirs are read as: each by its tag, and the parent for any other tag.

    A producer's heirs are left out that the other side does not have: `discriminators` tells of
    them. Beside a union of the heirs the parent stands for nothing else.
    """
    for key, other in pairs:
        mine, theirs = own[key], others[other]
        if family_of(key[0]) is None or mine is None or theirs is None:
            continue
        branches = _held(mine, theirs if of_producer else None)
        if family_of(other[0]) is not None:
            branches.append(_parent(key[0], mine.member, _every(mine) | _every(theirs)))
        yield key[0], {"anyOf": branches}


def _rewritten(
    schema: Schema, unions: _Unions, families: Mapping[str, Any], required: AbstractSet[_Key]
) -> Schema:
    """The schema in a document in which branches are held to their tags.

    In those unions that are `required` to, a tag is there.
    """
    root: Any = replaced(schema.document.root, families)
    held: list[str] = []
    for (place, keyword), tags in sorted(unions.items(), key=lambda it: -len(it[0][0])):
        if tags is None or place in families:
            continue
        must = (place, keyword) in required and _must_be_there((place, keyword), tags)
        for index in tags.free:
            branch = f"{place}/{keyword}/{index}"
            more = held_to(tags.member, tags.values[index], required=must)
            root = replaced(root, {branch: _with(at(root, steps(branch)), more)})
            held.append(branch)
    if not (families or held):
        return schema
    return schema.document.remade(root, (*families, *held)).schema(schema.pointer)


def _with(raw: Any, more: Mapping[str, Any]) -> Any:
    """A schema that holds a value to one more; every pointer into it leads where it led."""
    if raw is False:
        return raw
    own = raw if isinstance(raw, Mapping) else {}
    return {**own, "allOf": [*own.get("allOf", ()), more]}
