"""change/…-content-changed and the like: what a schema says of a value, and no validator asserts.

A client reads a text as base64 or as XML because the description says so: that nothing refuses the
payload does not make it harmless. Less said is more allowed, as it is with keywords that assert.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.change import Change, Kind
from ringback.changes.changed_schemas.facts import text, types
from ringback.changes.changed_schemas.same_text import SameText
from ringback.changes.changed_schemas.things import thing
from ringback.changes.inclusion.exchanged import Exchanged, exchanged
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import PairedSides
from ringback.changes.pairs.partners import media_name
from ringback.finding import pointer
from ringback.schema.alternatives import Forms, all_of, of_containers
from ringback.schema.document import Schema
from ringback.schema.validators.formats import is_asserted_range
from ringback.witness import Found, Nothing, Search
from ringback.witness.make.scalars import asserted

_NAMES = ("content-changed", "extensible-enum-changed", "format-changed")
RULES = tuple(f"change/{side}-{name}" for side in ("request", "response") for name in _NAMES)
# Encodings that leave every text as it is (RFC 2045 6.2), and the type that says nothing.
_IDENTITY = frozenset({"7bit", "8bit", "binary", "identity"})
_BYTES = "application/octet-stream"
# Formats that tell how a value is shown, and nothing of what it may be.
_SHOWN = frozenset({"password", "binary", "textarea", "multiline"})
_NUMBERS = frozenset({"integer", "number"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What is said beside the type of a value; empty, or None, where it is not."""

    place: str
    encoding: str = ""
    media_type: str = ""
    content: Schema | None = None
    extensible: tuple[str, ...] | None = None
    listed: tuple[str, ...] | None = None
    format: str = ""
    shown: str = "none"


def changes(sides: PairedSides) -> Iterator[Change]:
    """Annotations that changed, of each value that both descriptions describe."""
    search = Search()
    for each in exchanged(sides):
        if each.base is None or each.head is None:
            continue
        older, newer = sides.older.schema(each.base), sides.newer.schema(each.head)
        for path, one, two in _values(sides.same_text, ((older,),), ((newer,),)):
            if _types(one).isdisjoint(_types(two)):
                continue  # another type is the payloads' matter
            before, after = _said(one), _said(two)
            for kind, rule, what in _differences(each, before, after, search):
                where = Where(
                    base=before.place,
                    head=after.place,
                    side=each.side,
                    status=each.status,
                    instance=pointer(path),
                    exact=True,
                )
                text_of = f"{each.what}{' at ' + pointer(path) if path else ''}: {what}"
                rule_id = f"change/{each.side}-{rule}"
                yield told(
                    *(sides, kind, rule_id, text_of, where),
                    operations=each.pair.ids,
                    cause=what,
                )


def _values(
    same_text: SameText, older: Forms, newer: Forms
) -> Iterator[tuple[tuple[str, ...], Forms, Forms]]:
    """The values that both describe, and not in the same text, each two once.

    That is members by name, items, values of maps.
    """
    seen: set[tuple[Forms, Forms]] = set()
    todo: list[tuple[tuple[str, ...], Forms, Forms]] = [((), older, newer)]
    while todo:
        path, one, two = todo.pop()
        if (one, two) in seen or same_text.of_forms(one, two):
            continue
        seen.add((one, two))
        yield path, one, two
        # Between unions nothing is told: which branch is which of another is the payloads' matter.
        before, after = of_containers(one), of_containers(two)
        if len(before) != 1 or len(after) != 1:
            continue
        left, right = thing(before[0]), thing(after[0])
        for name, member in left.members.items():
            if name in right.members:
                todo.append(((*path, name), member.forms, right.members[name].forms))
        for key, forms in left.below.items():
            if key in right.below:
                todo.append(((*path, key[1]), forms, right.below[key]))


def _said(forms: Forms) -> _Said:
    """What is said of a value of one form; of one of several nothing is."""
    first = forms[0][0]
    if len(forms) != 1:
        return _Said(place=first.pointer)
    parts = [each for each in all_of(forms[0]) if isinstance(each.raw, Mapping)]
    raws = [each.keywords for each in parts]
    owner = next((each for each in parts if _ANNOTATED & each.keywords.keys()), first)
    encoding = str(_first(raws, "contentEncoding") or "").lower()
    shape = str(_first(raws, "format") or "")
    if not encoding and shape == "byte":
        encoding = "base64"  # how OpenAPI 3.0 says it
    media_type = media_name(str(_first(raws, "contentMediaType") or ""))
    return _Said(
        place=owner.pointer,
        encoding="" if encoding in _IDENTITY else encoding,
        media_type="" if media_type == _BYTES else media_type,
        content=next((it for each in parts if (it := each.one("contentSchema"))), None),
        extensible=_texts(_first(raws, "x-extensible-enum")),
        listed=_texts(_first(raws, "enum")),
        format="" if shape in _SHOWN or shape == "byte" or _is_asserted(shape, raws) else shape,
        shown=shape or "none",
    )


_ANNOTATED = frozenset(
    {"contentEncoding", "contentMediaType", "contentSchema", "x-extensible-enum", "format"}
)
_Told = tuple[Kind, str, str]


def _differences(each: Exchanged, one: _Said, two: _Said, search: Search) -> Iterator[_Told]:
    """Each difference, judged from who gives the value to who takes it."""
    gives, takes = (one, two) if each.of_request else (two, one)
    if one.encoding != two.encoding:
        was, now = one.encoding or "no encoding", two.encoding or "no encoding"
        what = f"its text was in {was} and is in {now} now (contentEncoding); keep the old one"
        yield Kind.BREAKS, _NAMES[0], what
    if one.media_type != two.media_type:
        was, now = one.media_type or "of any kind", two.media_type or "of any kind"
        fine = not takes.media_type
        what = f"its text was {was} and is {now} now (contentMediaType)"
        keep = "" if fine else "; keep the old one"
        yield Kind.COMPATIBLE if fine else Kind.BREAKS, _NAMES[0], what + keep
    elif gives.content != takes.content:
        yield from _contents(gives.content, takes.content, search)
    if one.extensible != two.extensible:
        yield from _extensible(each, one.extensible or one.listed, two.extensible)
    if one.format != two.format:
        odd = (two if two.format else one).shown
        what = f"its format was {one.shown} and is {two.shown} now, and no validator asserts {odd}"
        fine = not takes.format
        keep = "" if fine else "; see that the other side takes what it is given"
        yield Kind.COMPATIBLE if fine else Kind.CAREFUL, _NAMES[2], what + keep


def _contents(gives: Schema | None, takes: Schema | None, search: Search) -> Iterator[_Told]:
    """What the text holds, by its contentSchema."""
    if takes is None:
        return
    if gives is None:
        what = "its text is to hold what contentSchema describes now, and could hold anything"
        yield Kind.BREAKS, _NAMES[0], f"{what}; leave that open"
        return
    answer = search.find([gives], [takes], declared=True)
    if isinstance(answer, Found):
        what = f"its text may hold {text(answer.value)}, which the other contentSchema refuses"
        yield Kind.BREAKS, _NAMES[0], what
    elif not isinstance(answer, Nothing):
        what = f"whether its contentSchema still fits was neither proved nor shown: {answer.why}"
        yield Kind.UNKNOWN, _NAMES[0], what


def _extensible(
    each: Exchanged, was: Sequence[str] | None, now: Sequence[str] | None
) -> Iterator[_Told]:
    """The values of an open list: who reads it expects more, who sends one must not lose any."""
    lost = [value for value in was or () if value not in (now or ())]
    won = [value for value in now or () if value not in (was or ())]
    if lost and now is not None:
        kind = Kind.BREAKS if each.of_request else Kind.COMPATIBLE
        keep = "; take it still" if each.of_request else ""
        yield kind, _NAMES[1], f"{', '.join(lost)} went from x-extensible-enum{keep}"
    if won:
        closing = was is None and each.of_request
        kind = Kind.CAREFUL if closing else Kind.COMPATIBLE
        what = "any value could be sent, and x-extensible-enum lists" if closing else "new are"
        yield kind, _NAMES[1], f"{what} {', '.join(won)}"


def _types(forms: Forms) -> frozenset[str]:
    return frozenset().union(*(types(part) for together in forms for part in together[:1]))


def _first(raws: Sequence[Mapping[str, Any]], keyword: str) -> Any:
    return next((raw[keyword] for raw in raws if keyword in raw), None)


def _texts(values: object) -> tuple[str, ...] | None:
    return tuple(map(text, values)) if isinstance(values, list) else None


def _is_asserted(name: str, raws: Sequence[Mapping[str, Any]]) -> bool:
    """Whether payloads show the format: of texts the validators' own, of numbers the ranges."""
    named = _first(raws, "type")
    types = {named} if isinstance(named, str) else set(named or ())
    return is_asserted_range(name) if types & _NUMBERS else asserted(name)
