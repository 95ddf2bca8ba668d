"""Parameters from text to the values that their schema is about."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from urllib.parse import unquote, unquote_plus

from ringback.finding import pointer
from ringback.operation import Parameter
from ringback.payload import decode
from ringback.schema.view import Admits, View
from ringback.wire.media_types import essence_of, is_json
from ringback.wire.parameter_splitting import Split, SplitNames, groupings, splits
from ringback.wire.parameter_writing import FORM
from ringback.wire.sent import Sent, as_sent
from ringback.wire.styles import Shape, UndefinedFormError
from ringback.wire.typed_texts import applied, loosely_spelt, readings, typed, types_of

_WHOLE = re.compile(r"0|-?[1-9][0-9]*")
_NO_NUMBER = re.compile(r"\s*[-+]?(nan|inf|infinity)\s*", re.IGNORECASE)
_COMPOSITE = {"array": Shape.ARRAY, "object": Shape.OBJECT}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterValue:
    """What a text says: a value, and by their places the parts that right readers take otherwise.

    Of the parts in `open` nothing is described, so that one that is refused may mean another thing.
    `doubt` is about the whole; `wrong` tells that the text is none of the form described.
    """

    value: Any = None
    doubts: Mapping[str, str] = field(default_factory=dict)
    open: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterReading:
    """The ways to read a parameter as a value of one shape; the first is OpenAPI's.

    Where the first is refused and one of `excuses` is not, the delimiter may be a part of an item.
    `undefined` says why OpenAPI has no way to read it so; there are no values then.
    """

    values: tuple[ParameterValue, ...] = ()
    excuses: tuple[ParameterValue, ...] = ()
    undefined: str = ""


class ParameterReader:
    """Reads a parameter by its schema. `admits` is the validator's word."""

    def __init__(self, parameter: Parameter, schema: View | None, admits: Admits) -> None:
        self._parameter = parameter
        self._schemas = [schema] if schema is not None else []
        self._parts = applied(schema) if schema is not None else ()
        self._admits = admits

    def readings(self, sent: Sent) -> tuple[ParameterReading, ...]:
        """A reading for each shape that the schema is about; none where nothing was sent."""
        readers: list[Callable[[], ParameterReading]] = [
            partial(self._reading, sent, shape) for shape in self._shapes()
        ]
        if self._parameter.form.content:
            readers = [partial(self._content, sent)]
        found = []
        for read in readers:
            try:
                found.append(read())
            except UndefinedFormError as error:
                found.append(ParameterReading(undefined=str(error)))
        return tuple(each for each in found if each.values or each.undefined)

    def configured(self, text: str) -> Any:
        """The value that a text stands for: of lists and objects it is what travels.

        What can't be taken apart, and what may be a text as well, is the text.
        """
        if is_json(self._parameter.form.content):
            decoded = decode(text.encode("utf-8", "surrogatepass"))
            return decoded.value if decoded.parsed else text
        shapes = self._shapes()
        if self._parameter.form.content or shapes[0] is Shape.PRIMITIVE:
            return text
        try:
            sent = as_sent(self._parameter, shapes[0], text)
            found = splits(self._parameter, sent, shapes[0], self._names())
        except UndefinedFormError:
            return text
        if not found or found[0].wrong or isinstance(found[0].parts, str):
            return text
        return list(parts) if isinstance(parts := found[0].parts, tuple) else parts

    def _content(self, sent: Sent) -> ParameterReading:
        texts = sent.named(self._parameter)
        found = tuple(each for text in texts for each in self._contents(text))
        doubt = "is given more than once" if len(texts) > 1 else ""
        return ParameterReading(values=tuple(replace(each, doubt=doubt) for each in found))

    def _reading(self, sent: Sent, shape: Shape) -> ParameterReading:
        found = splits(self._parameter, sent, shape, self._names())
        excuses = groupings(self._parameter, shape, found[0]) if found else ()
        return ParameterReading(
            values=tuple(map(self._value, found)),
            excuses=tuple(self._value(Split(parts=each)) for each in excuses),
        )

    def _shapes(self) -> list[Shape]:
        """The shapes that the schema is about: any means a primitive, but in a style of objects."""
        types = types_of(self._schemas)
        found = [shape for name, shape in _COMPOSITE.items() if name in types]
        if types - {"null", *_COMPOSITE} or not found:
            only = Shape.OBJECT if self._parameter.form.style == "deepObject" else Shape.PRIMITIVE
            found.insert(0, Shape.PRIMITIVE if types else only)
        return found

    def _names(self) -> SplitNames:
        known = frozenset(name for part in self._parts for name in part.properties)
        keywords = ("additionalProperties", "patternProperties", "unevaluatedProperties")
        others = any(
            isinstance(part.raw.get(name), dict) for part in self._parts for name in keywords
        )
        closed = any(part.raw.get(name) is False for part in self._parts for name in keywords)
        return SplitNames(known=known, others=others, closed=closed)

    def _value(self, split: Split) -> ParameterValue:
        doubts: dict[str, str] = {}
        unknown: dict[str, str] = {}
        value: Any
        match split.parts:
            case str() as text:
                value = self._leaf(text, self._schemas, "", doubts, unknown)
            case tuple() as items:
                value = [
                    self._leaf(text, self._items(at), pointer([at]), doubts, unknown)
                    for at, text in enumerate(items)
                ]
            case members:
                value = {
                    name: self._leaf(text, self._members(name), pointer([name]), doubts, unknown)
                    for name, text in members.items()
                }
        return ParameterValue(
            value=value, doubts=doubts, open=unknown, doubt=split.doubt, wrong=split.wrong
        )

    def _leaf(
        self,
        text: str,
        schemas: Sequence[View],
        place: str,
        doubts: dict[str, str],
        unknown: dict[str, str],
    ) -> Any:
        """The value of a text; what is doubtful of it is noted by its place."""
        value = typed(text, schemas, self._admits)
        types = types_of(schemas)
        refused = bool(schemas) and not any(self._admits(each.pointer, value) for each in schemas)
        whole = isinstance(value, int) and not isinstance(value, bool) and "number" not in types
        loose = (
            (refused and loosely_spelt(text, schemas))
            or (refused and types & {"integer", "number"} and _NO_NUMBER.fullmatch(text))
            or (whole and not _WHOLE.fullmatch(text))
            or value is None
        )
        if loose:
            doubts[place] = f'is spelt "{text}", which right readers take in different ways'
        if place and types and not types - {*_COMPOSITE, "null"}:
            doubts[place] = "holds a list or an object in a list or an object"
        if not schemas and len(list(readings(text))) > 1:
            unknown[place] = f'"{text}" may be read as a text, or as what it spells'
        return value

    def _items(self, at: int) -> list[View]:
        """The schemas of the item at a place."""
        found = []
        for part in self._parts:
            listed = part.raw.get("prefixItems")
            if isinstance(listed, list) and at < len(listed):
                found.append(part.child("prefixItems", str(at)))
            elif part.items is not None:
                found.append(part.items)
        return found

    def _members(self, name: str) -> list[View]:
        """The schemas of a member: its own, or that of members without one."""
        own = [part.properties[name] for part in self._parts if name in part.properties]
        if own:
            return own
        return [
            part.child("additionalProperties")
            for part in self._parts
            if isinstance(part.raw.get("additionalProperties"), dict)
        ]

    def _contents(self, text: str) -> Iterable[ParameterValue]:
        """A text in a media type; UndefinedFormError where nothing here reads it."""
        where = self._parameter.where
        name = essence_of(self._parameter.form.content)
        if where == "querystring" and name == FORM:
            yield self._form(text)
            return
        plain = (
            text if where == "header" else unquote_plus(text) if where == "query" else unquote(text)
        )
        # How cookies are escaped is not said: what both ways read is read.
        for each in dict.fromkeys([plain, text] if where == "cookie" else [plain]):
            if is_json(name):
                decoded = decode(each.encode("utf-8", "surrogateescape"))
                wrong = f"{decoded.flaws[0].text}" if decoded.flaws else ""
                yield ParameterValue(value=decoded.value, wrong=wrong)
            elif name == "text/plain":
                yield ParameterValue(value=each)
            else:
                raise UndefinedFormError(f"is {name}, which is not judged in a parameter")

    def _form(self, query: str) -> ParameterValue:
        """The whole query as a form: what comes several times is a list (OpenAPI 3.2, 4.12.1)."""
        texts: dict[str, list[str]] = {}
        for name, text in Sent(query=query).pairs:
            texts.setdefault(name, []).append(unquote_plus(text))
        doubts: dict[str, str] = {}
        unknown: dict[str, str] = {}
        value: dict[str, Any] = {}
        for name, several in texts.items():
            schemas = self._members(name)
            if "array" in types_of(schemas):
                items = [part.items for each in schemas for part in applied(each) if part.items]
                value[name] = [
                    self._leaf(text, items, pointer([name, at]), doubts, unknown)
                    for at, text in enumerate(several)
                ]
            else:
                value[name] = self._leaf(several[0], schemas, pointer([name]), doubts, unknown)
                if len(several) > 1:
                    doubts[pointer([name])] = "is given more than once"
        return ParameterValue(value=value, doubts=doubts, open=unknown)
