"""Each branch of two descriptions' unions held to the tags by which it is meant.

A component keeps its tags on both sides: that a discriminator calls it by another name is told by
`discriminators`, and must not hide what changed in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringback.changes.families import family_of, parent_of
from ringback.changes.union_tags import (
    TagReader,
    Tags,
    UnionTags,
    branch_names,
    held_to,
    other_than,
)
from ringback.schema.applying import reached
from ringback.schema.document import Schema, SchemaDocument
from ringback.schema.editing import replaced

_Key = tuple[str, str]  # the pointer of a union's owner, and its keyword
_Unions = dict[_Key, UnionTags | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """Two schemas with tags; `families` are pairs of parents whose heirs nothing tells apart."""

    producer: Schema
    consumer: Schema
    families: tuple[tuple[str, str], ...] = ()


def tagged(
    producer: Schema, consumer: Schema, sources: tuple[Schema, Schema], reader: TagReader
) -> Tagged:
    """The two schemas with every branch held to its tags, where it has any.

    `sources` are the schemas that the two were cut out of, whose tags the reader remembers.
    """
    given, taken = (_unions(each, reader) for each in sources)
    sent = {key: tags or _lent(sources[0], key, taken, reader) for key, tags in given.items()}
    held = {key: _on_both(sources[1], key, taken, given, reader) for key in taken}
    pairs = list(_families(sent, held))
    untold = [
        (key, other)
        for key, other in pairs
        if other is not None and (sent[key] is None or held[other] is None)
    ]
    return Tagged(
        producer=_rewritten(producer, sent, _as_parents(sent) | dict(_heirs(sent, held, pairs))),
        consumer=_rewritten(
            consumer, held, _as_parents(held) | dict(_heirs(held, sent, _turned(pairs), all_=True))
        ),
        families=tuple((key[0], other[0]) for key, other in untold),
    )


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


def _on_both(
    source: Schema, key: _Key, taken: _Unions, given: _Unions, reader: TagReader
) -> UnionTags | None:
    """The consumer's tags, with those by which the producer calls the same components."""
    own = taken[key]
    if own is None:
        return _lent(source, key, given, reader)
    alike = [tags for tags in given.values() if tags is not None and tags.member == own.member]
    if not alike:
        return _lent(source, key, given, reader) or own
    more = {name: tags for each in alike for name, tags in each.by_name.items()}
    every: Tags = frozenset().union(*own.values.values())
    values = dict(own.values)
    for at in own.free:
        values[at] |= more.get(own.names.get(at, ""), frozenset()) - every
    return replace(own, values=values)


def _families(sent: _Unions, held: _Unions) -> Iterator[tuple[_Key, _Key | None]]:
    """The families of the producer, each with the consumer's of the same name, or most like it."""
    there = [key for key in held if family_of(key[0]) is not None]
    for key, tags in sent.items():
        if family_of(key[0]) is None:
            continue
        names = tags.by_name.keys() if tags is not None else frozenset[str]()
        common = {
            each: len(names & other.by_name.keys())
            for each in there
            if (other := held[each]) is not None and names & other.by_name.keys()
        }
        yield key, key if key in there else max(common, key=lambda it: common[it], default=None)


def _turned(pairs: list[tuple[_Key, _Key | None]]) -> list[tuple[_Key, _Key | None]]:
    return [(other, key) for key, other in pairs if other is not None]


def _as_parents(unions: _Unions) -> dict[str, Any]:
    """What the unions of heirs are where the other side has no such parent: it alone."""
    return {place: parent_of(place) for place, _ in unions if family_of(place) is not None}


def _heirs(
    own: _Unions,
    others: _Unions,
    pairs: list[tuple[_Key, _Key | None]],
    *,
    all_: bool = False,
) -> Iterator[tuple[str, Any]]:
    """What the unions of heirs are read as: each by its tag, and the parent for any other tag.

    Unless `all_` are wanted, those that the other side does not have are left out:
    `discriminators` tells of them.
    """
    for key, other in pairs:
        mine, theirs = own[key], others[other] if other is not None else None
        if mine is None or theirs is None:
            continue
        here: Tags = frozenset().union(*mine.values.values())
        there: Tags = frozenset().union(*theirs.values.values())
        branches = [
            {"$ref": f"#/components/schemas/{mine.names[at]}", "allOf": [held_to(mine.member, it)]}
            for at, it in mine.values.items()
            if all_ or mine.names[at] in theirs.by_name or it & there
        ]
        parent = {**parent_of(key[0]), "allOf": [other_than(mine.member, here | there)]}
        yield key[0], {"anyOf": [*branches, parent]}


def _rewritten(schema: Schema, unions: _Unions, families: Mapping[str, Any]) -> Schema:
    """The schema in a document in which branches are held to their tags."""
    document = schema.document
    root: Any = replaced(document.root, families) if families else document.root
    for (place, keyword), tags in sorted(unions.items(), key=lambda it: -len(it[0][0])):
        for at in sorted(tags.free) if tags and place not in families else ():
            branch = f"{place}/{keyword}/{at}"
            held = _with(SchemaDocument(root).at(branch), held_to(tags.member, tags.values[at]))
            root = replaced(root, {branch: held})
    if root is document.root:
        return schema
    return SchemaDocument(root, unsent=document.unsent).schema(schema.pointer)


def _with(raw: Any, more: Mapping[str, Any]) -> Any:
    """A schema that holds a value to one more; every pointer into it leads where it led."""
    if raw is False:
        return raw
    own = raw if isinstance(raw, Mapping) else {}
    return {**own, "allOf": [*own.get("allOf", ()), more]}
