"""A document whose schemas are partly no schemas, made one that says less and can be judged by.

A keyword that is wrong is taken out of its schema, together with those that ask what it evaluated
(JSON Schema 2020-12, core 10.2 to 11.3). What is left admits all that was meant to be admitted, and
perhaps more: it is *weak*. What it refuses is refused; what it admits is unclear. Where that does
not hold, because a weak schema stands in a `not`, an `if` or a `oneOf`, that keyword goes as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jsonschema_rs

from ringback.finding import pointer, steps
from ringback.payload import MISSING, at, show
from ringback.schema.keywords import is_annotation, reference_target, subschemas
from ringback.schema.references.lookup import at_places
from ringback.schema.validators.regular_expressions import is_readable

_JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_TURNS = 4  # a mistake may hide another one
_SEEN = ("unevaluatedProperties", "unevaluatedItems")
# What means something else once a keyword beside it is gone.
_TOGETHER = {
    "properties": ("additionalProperties", *_SEEN),
    "patternProperties": ("additionalProperties", *_SEEN),
    "additionalProperties": _SEEN,
    "prefixItems": ("items", *_SEEN),
    "items": ("additionalItems", *_SEEN),
    "contains": ("minContains", "maxContains", *_SEEN),
    "minContains": ("contains", "maxContains", *_SEEN),
    "maxContains": ("contains", "minContains", *_SEEN),
    **dict.fromkeys(("if", "then", "else"), ("if", "then", "else", *_SEEN)),
    **dict.fromkeys(("$ref", "allOf", "anyOf", "oneOf", "not", "dependentSchemas"), _SEEN),
}


MEANT = "x-ringback-meant"
"""The type that a wrong one is a plain slip of: values of it are tried, and none is refused."""
_SLIPS = {
    **dict.fromkeys(("int", "long", "int32", "int64", "uint", "short"), "integer"),
    **dict.fromkeys(("float", "double", "decimal", "numeric"), "number"),
    **dict.fromkeys(("str", "text", "char", "uuid", "date", "datetime", "date-time"), "string"),
    "bool": "boolean",
    **dict.fromkeys(("list", "tuple", "set"), "array"),
    **dict.fromkeys(("dict", "map", "hash", "json"), "object"),
    **{name: name for name in ("integer", "number", "string", "boolean", "array", "object")},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFlaw:
    """A keyword that is taken out of the schema at a pointer, or the whole of it; and why.

    `place` is that of what is wrong.
    """

    schema: str
    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """What was taken out, and the pointers of the schemas that say less for it."""

    flaws: tuple[SchemaFlaw, ...] = ()
    weak: frozenset[str] = field(default_factory=frozenset)


def made_sound(
    document: dict[str, Any],
    places: Iterable[str],
    also: Iterable[SchemaFlaw] = (),
    *,
    weak: Iterable[SchemaFlaw] = (),
) -> Soundness:
    """Take out of the schemas at these pointers what no validator can go by, in place.

    What is wrong in another document goes `also`, where this one has it at the same place. What is
    `weak` from the start says too little as it stands: nothing need go of it.
    """
    return _Mending(document, dict.fromkeys(places)).run(also, weak)


class _Mending:
    def __init__(self, document: dict[str, Any], places: Iterable[str]) -> None:
        self._document = document
        self._nodes = {
            place: node for place, node in at_places(document, places) if node is not MISSING
        }
        self._flaws: list[SchemaFlaw] = []
        self._direct: set[str] = set()

    def run(self, also: Iterable[SchemaFlaw], weak: Iterable[SchemaFlaw]) -> Soundness:
        """All of it."""
        for flaw in weak:
            self._flaws.append(flaw)
            self._direct.add(flaw.schema)
        for flaw in also:
            node = self._nodes.get(flaw.schema)
            keyword = steps(flaw.place[len(flaw.schema) :])
            if keyword and isinstance(node, dict) and keyword[0] in node:
                self._drop(flaw.schema, keyword[0], flaw.text)
            elif (not keyword or keyword == ["$ref"]) and flaw.schema in self._nodes:
                # Of what a reference was to say nothing is known: nothing here can be held to it.
                self._empty(flaw.schema, flaw.text)
        for place, node in list(self._nodes.items()):
            if not isinstance(node, dict | bool):
                self._empty(place, f"{show(node)} is no schema")
        self._lost_references()
        self._circles()
        self._patterns()
        self._repeated()
        for place in self._outermost():
            self._keywords(place)
        if not self._direct:
            return Soundness(flaws=tuple(self._flaws))
        return Soundness(flaws=tuple(self._flaws), weak=frozenset(self._spread()))

    def _lost_references(self) -> None:
        for place, node in self._objects():
            reference = node.get("$ref")
            if not isinstance(reference, str):
                continue
            target = reference_target(node)
            if target is None or at(self._document, steps(target)) is MISSING:
                self._drop(place, "$ref", f"the reference {reference} leads nowhere")

    def _circles(self) -> None:
        """References that lead to references and back never come to a keyword."""
        leads = {
            place: target for place, node in self._objects() if (target := _straight(place, node))
        }
        for start in list(leads):
            way = [start]
            while way[-1] in leads and leads[way[-1]] not in way:
                way.append(leads[way[-1]])
            if leads.get(way[-1]) != start:
                continue
            text = f"the reference #{leads[start]} leads round in a circle, and never to a value"
            for place in way:
                del leads[place]
                if place in self._nodes:  # a part of an allOf has gone with it
                    named = "$ref" if "$ref" in self._nodes[place] else "allOf"
                    self._drop(place, named, text)

    def _patterns(self) -> None:
        """Regular expressions that can't be read: the meta-schema takes any text for one."""
        for place, node in self._objects():
            pattern, named = node.get("pattern"), node.get("patternProperties")
            if isinstance(pattern, str) and not is_readable(pattern):
                text = f'"pattern" is no regular expression: {show(pattern)}'
                self._drop(place, "pattern", text)
            for name in named if isinstance(named, Mapping) else ():
                if not is_readable(name):
                    text = f'"patternProperties" has no regular expression: {show(name)}'
                    self._drop(place, "patternProperties", text)
                    break

    def _repeated(self) -> None:
        """Names that are listed twice say nothing more than once."""
        for _, node in self._objects():
            for keyword in ("required", "type"):
                names = node.get(keyword)
                if isinstance(names, list) and all(isinstance(each, str) for each in names):
                    node[keyword] = list(dict.fromkeys(names))

    def _outermost(self) -> list[str]:
        """The schemas that stand in no other one; the meta-schema looks at all below."""
        found = []
        for place in self._nodes:
            above = place.rpartition("/")[0]
            while above and above not in self._nodes:
                above = above.rpartition("/")[0]
            if above not in self._nodes:
                found.append(place)
        return found

    def _keywords(self, place: str) -> None:
        """What the meta-schema objects to, below one schema."""
        for _ in range(_TURNS):
            node = at(self._document, steps(place))
            if _metaschema().is_valid(node):
                return
            for error in _metaschema().iter_errors(node):
                self._objection(place, [str(step) for step in error.instance_path], error.message)
        self._empty(place, "is no JSON Schema")

    def _objection(self, place: str, below: list[str], text: str) -> None:
        """Take out the nearest keyword of a schema above what is wrong."""
        whole = place + pointer(below)
        if whole in self._nodes:
            # It was a member of a map or a list: all that is wrong is that it is no schema.
            self._empty(whole, f"{show(self._nodes[whole])} is no schema")
            return
        while below:
            keyword = below.pop()
            owner = place + pointer(below)
            if isinstance(self._nodes.get(owner), dict):
                if keyword in self._nodes[owner]:
                    said = text.partition(" is not valid under any of")[0]
                    said += "" if said == text else " is nothing that JSON Schema knows"
                    self._drop(owner, keyword, f'"{keyword}" is wrong here: {said}')
                return

    def _drop(self, place: str, keyword: str, text: str) -> None:
        wrong = self._nodes[place].get(keyword)
        self._forget(place, keyword)
        if keyword == "type" and (meant := _meant(wrong)):
            self._nodes[place][MEANT] = meant
        # Draft 4 wrote `required: false` in a member, which asks for nothing.
        if is_annotation(keyword) or (keyword == "required" and wrong is False):
            return
        where = place + pointer([keyword])
        self._flaws.append(SchemaFlaw(schema=place, place=where, text=text))
        self._direct.add(place)

    def _forget(self, place: str, keyword: str) -> None:
        node = self._nodes[place]
        for each in (keyword, *_TOGETHER.get(keyword, ())):
            node.pop(each, None)
            start = place + pointer([each])
            for below in [it for it in self._nodes if f"{it}/".startswith(f"{start}/")]:
                del self._nodes[below]

    def _empty(self, place: str, text: str) -> None:
        """Let a schema admit everything."""
        self._flaws.append(SchemaFlaw(schema=place, place=place, text=text))
        *above, last = steps(place)
        holder: Any = at(self._document, above)
        holder[int(last) if isinstance(holder, list) else last] = self._nodes[place] = {}
        for below in [it for it in self._nodes if it.startswith(f"{place}/")]:
            del self._nodes[below]
        self._direct.add(place)

    def _objects(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for place, node in list(self._nodes.items()):
            if isinstance(node, dict) and place in self._nodes:
                yield place, node

    def _spread(self) -> set[str]:
        """All that is weak once what turns weakness round has gone as well."""
        above: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for place, node in self._objects():
            for keyword, target in _leads(place, node):
                above[target].add((place, keyword))
        weak: set[str] = set()
        todo = list(self._direct)
        while todo:
            here = todo.pop()
            if here in weak:
                continue
            weak.add(here)
            for place, keyword in above[here]:
                holder = self._nodes.get(place)
                if not isinstance(holder, dict):
                    continue
                if keyword in {"not", "if", "oneOf"} or "maxContains" in holder:
                    self._forget(place, keyword)
                for each in _SEEN:
                    holder.pop(each, None)
                todo.append(place)
        return weak


def _leads(place: str, node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The keywords of a schema that lead to others which its values are held to."""
    target = reference_target(node)
    if target is not None:
        yield "$ref", target
    for below, _ in subschemas(node):
        keyword = steps(below)[0]
        if keyword not in {"$defs", "definitions"}:
            yield keyword, place + below


def _straight(place: str, node: Mapping[str, Any]) -> str | None:
    """Where a schema leads by its reference, or by the one part of its allOf."""
    parts = node.get("allOf")
    if "$ref" not in node and isinstance(parts, list) and len(parts) == 1:
        return f"{place}/allOf/0"
    return reference_target(node)


def _meant(wrong: Any) -> str:
    """The type that somebody meant who wrote this; empty where it is not plain."""
    named = wrong if isinstance(wrong, list) else [wrong]
    texts = [each.lower() for each in named if isinstance(each, str)]
    return next((_SLIPS[each] for each in texts if each in _SLIPS), "")


@cache
def _metaschema() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"$ref": _JSON_SCHEMA})
