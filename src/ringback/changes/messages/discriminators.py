"""change/…-discriminator-changed: tags that schemas do not tell, and a discriminator does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ringback.change import Change, Kind
from ringback.changes.changed_schemas.families import heirs
from ringback.changes.changed_schemas.union_tags import TagReader, component_name
from ringback.changes.inclusion.exchanged import exchanged
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import PairedSides
from ringback.description import Description
from ringback.finding import pointer, steps
from ringback.schema.applying import may_apply_at, reached
from ringback.schema.document import Schema, SchemaDocument
from ringback.schema.keywords import UNIONS
from ringback.witness import Alike, Nothing, Search

_RULES = {
    "request": "change/request-discriminator-changed",
    "response": "change/response-discriminator-changed",
}
RULES = tuple(_RULES.values())
_COMPONENTS = ("components", "schemas")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Discriminator:
    """A Discriminator Object (OpenAPI 3.1, 4.8.25) with the tags of each component's name."""

    member: str
    tags: Mapping[str, frozenset[str]]
    union: bool
    judged: bool  # by payloads, as its branches have tags of their own


def changes(sides: PairedSides) -> Iterator[Change]:
    """Tags that the producer writes and the consumer does not know for the same component.

    What the other side refuses the payloads tell. A tag by which nothing is refused and another
    component is meant is a warning, and so is one of a union or family that payloads can't judge.
    """
    texts = _texts(sides)
    if not texts:
        return

    @cache
    def reach(schema: Schema) -> frozenset[str]:
        return frozenset(each.pointer for each in reached(schema))

    for each in exchanged(sides):
        if each.base is None or each.head is None:
            continue
        older, newer = sides.older.schema(each.base), sides.newer.schema(each.head)
        for (place, side), text in texts.items():
            if side == each.side and place in reach(older) and place in reach(newer):
                at = f"{place}/discriminator"
                where = Where(base=at, head=at, side=side, status=each.status)
                rule, ids = _RULES[side], each.pair.ids
                yield told(sides, Kind.CAREFUL, rule, text, where, operations=ids)


def _texts(sides: PairedSides) -> dict[tuple[str, str], str]:
    """What is wrong with the discriminators that both have, by place and by side."""
    books = sides.older, sides.newer
    older, newer = _found(sides.base, sides.older), _found(sides.head, sides.newer)
    found = {}
    for place in sorted(older.keys() & newer.keys()):
        before, after = older[place], newer[place]
        found[place, "request"] = _told(before, after, books, of_request=True)
        found[place, "response"] = _told(after, before, books, of_request=False)
    return {key: text for key, text in found.items() if text}


def _told(
    given: _Discriminator,
    taken: _Discriminator,
    books: tuple[SchemaDocument, SchemaDocument],
    *,
    of_request: bool,
) -> str:
    """What is wrong with the producer's tags, for the consumer; empty where nothing is."""
    judged = given.judged and taken.judged
    if given.member != taken.member:
        if judged:
            return ""
        old, new = (given, taken) if of_request else (taken, given)
        return f'alternatives are told apart by "{new.member}" now, and were by "{old.member}"'
    producer, consumer = books if of_request else (books[1], books[0])
    if judged:
        return _misread(given, taken, producer, consumer, of_request=of_request)
    renamed = [tags for name, tags in taken.tags.items() if not _component(producer, name)]
    for name, tags in sorted(given.tags.items()):
        known = set(taken.tags.get(name, ())).union(*renamed)
        if given.union and name not in taken.tags:
            if not _is_renamed(producer, consumer, name, set(taken.tags) - set(given.tags)):
                continue  # the payloads tell of branches
        elif name in taken.tags or _component(consumer, name):
            known.add(name)
        lost = sorted(tag for tag in tags - known if _free(books, name, given.member, tag))
        if lost:
            return _sentence(lost, given.member, name, of_request=of_request)
    return ""


def _misread(
    given: _Discriminator,
    taken: _Discriminator,
    producer: SchemaDocument,
    consumer: SchemaDocument,
    *,
    of_request: bool,
) -> str:
    """Tags that stand for another component there, which refuses nothing of what is written.

    What it refuses the payloads tell, as they do of tags that nobody knows.
    """
    readers = {tag: name for name, tags in taken.tags.items() for tag in tags}
    alike, search = Alike(), Search()
    for name, tags in sorted(given.tags.items()):
        lost = []
        for tag in sorted(tags & readers.keys()):
            there = readers[tag]
            if there == name or not (_component(producer, name) and _component(consumer, there)):
                continue
            one, two = (
                book.schema(pointer([*_COMPONENTS, each]))
                for book, each in ((producer, name), (consumer, there))
            )
            refused = alike(one, two) or search.find([one], [two], declared=True)
            if isinstance(refused, Nothing) and _free(
                (producer, consumer), name, given.member, tag
            ):
                lost.append(tag)
        if lost:
            return _sentence(lost, given.member, name, of_request=of_request)
    return ""


def _sentence(lost: list[str], member: str, name: str, *, of_request: bool) -> str:
    listed = ", ".join(f'"{tag}"' for tag in lost)
    if of_request:
        return f'{listed} in "{member}" stands for {name} no more; keep it'
    return f'{listed} in "{member}" may stand for {name} now, as it did not before'


def _is_renamed(
    producer: SchemaDocument, consumer: SchemaDocument, name: str, others: set[str]
) -> bool:
    """Whether a component has another name on the other side."""
    mine, alike = producer.schema(pointer([*_COMPONENTS, name])), Alike()
    return (
        _component(producer, name)
        and not _component(consumer, name)
        and any(
            alike(mine, consumer.schema(pointer([*_COMPONENTS, each])))
            for each in others
            if _component(consumer, each)
        )
    )


def _free(books: tuple[SchemaDocument, SchemaDocument], name: str, member: str, tag: str) -> bool:
    """Whether the component's own schemas say nothing of the tag."""
    place = pointer([*_COMPONENTS, name])
    return all(
        part.admits(tag)
        for book in books
        if _component(book, name)
        for part in may_apply_at(book.schema(place), [member])
    )


def _component(book: SchemaDocument, name: str) -> bool:
    try:
        book.at(pointer([*_COMPONENTS, name]))
    except KeyError:
        return False
    return True


def _found(description: Description, book: SchemaDocument) -> dict[str, _Discriminator]:
    """The discriminators of a description, by the schema's pointer."""
    schemas = map(book.schema, description.schema_places)
    known, reader = heirs(book), TagReader()
    read = ((each.pointer, _read(each, known, reader)) for each in schemas)
    return {place: each for place, each in read if each is not None}


def _read(
    schema: Schema, known: Mapping[str, tuple[str, ...]], reader: TagReader
) -> _Discriminator | None:
    """The tags of each name: those that it maps, else the name itself.

    `known` are the components that build upon each parent.
    """
    found = schema.keywords.get("discriminator")
    if not isinstance(found, Mapping) or not isinstance(found.get("propertyName"), str):
        return None
    tags: dict[str, set[str]] = {}
    mapping = found.get("mapping")
    for tag, target in mapping.items() if isinstance(mapping, Mapping) else ():
        if isinstance(target, str):
            tags.setdefault(component_name(target), set()).add(tag)
    branches = [branch.reference for word in UNIONS for branch in schema.listed(word)]
    union = [steps(each.pointer)[-1] for each in branches if each is not None]
    here = steps(schema.pointer)
    building = known.get(here[-1], ()) if tuple(here[:-1]) == _COMPONENTS else ()
    tags |= {name: {name} for name in (*union, *building) if name not in tags}
    frozen = {name: frozenset(each) for name, each in tags.items()}
    return _Discriminator(
        member=found["propertyName"],
        tags=frozen,
        union=bool(union),
        judged=any(
            (told := reader(schema, word)) is not None and told.named
            for word, _ in schema.own_unions
        ),
    )
