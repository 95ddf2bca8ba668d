"""Parameters from their text to parts that are still texts, by the table of styles.

Where right readers differ on how a text falls apart, each way is told; the first is OpenAPI's.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from urllib.parse import unquote, unquote_plus

from ringback.operation import Parameter
from ringback.wire.sent import Sent
from ringback.wire.styles import Shape, Style, UndefinedFormError, style_of

Parts = str | tuple[str, ...] | dict[str, str]
_MOST = 6  # items of a list that are put together in every way
_ODD = "surrogateescape"  # bytes that are no UTF-8 are kept apart (PEP 383)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A text taken apart: a primitive's text, an array's items or an object's members.

    `doubt` says why right readers may not take it so, or at all; `wrong` why none does.
    """

    parts: Parts
    doubt: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitNames:
    """The names that an object has in its schema.

    `others` tells whether other names have a schema as well, `closed` whether there may be none.
    """

    known: frozenset[str] = field(default_factory=frozenset)
    others: bool = False
    closed: bool = False


def splits(parameter: Parameter, sent: Sent, shape: Shape, names: SplitNames) -> tuple[Split, ...]:
    """The ways to read what was sent as a value of a shape; none where nothing was sent.

    UndefinedFormError where OpenAPI does not say what was meant.
    """
    style = style_of(parameter, shape)
    named, explode = sent.named(parameter), parameter.form.explode
    if parameter.where == "query":
        _spelt_otherwise(parameter, sent, named)
    deep = parameter.form.style == "deepObject"
    if deep or (shape is Shape.OBJECT and explode and style.apart in {"&", "; "}):
        return _spread(parameter, sent, named, names)
    if not named:
        return ()
    if parameter.where == "header" and shape is not Shape.PRIMITIVE:
        named = [",".join(named)]  # RFC 9110 5.3
    repeats = shape is Shape.ARRAY and explode and style.apart in {"&", "; "}
    if repeats:
        return _repeated(parameter, named)
    found = tuple(split for text in named for split in _one(parameter, style, shape, text))
    if len(named) == 1:
        return found
    return tuple(replace(each, doubt="is given more than once") for each in found)


def groupings(parameter: Parameter, shape: Shape, split: Split) -> Iterator[tuple[str, ...]]:
    """The items put together at delimiters that an item may hold, where nothing escapes these."""
    parts = split.parts
    if shape is not Shape.ARRAY or not isinstance(parts, tuple) or len(parts) > _MOST:
        return
    style = style_of(parameter, shape)
    divider = style.apart if parameter.form.explode else style.together
    raw = parameter.where == "header" or parameter.form.style == "cookie"
    if raw or divider in ". |\t":
        for kept in range(2 ** max(len(parts) - 1, 0) - 1):
            yield tuple(_grouped(parts, kept, divider))


def _grouped(parts: Sequence[str], kept: int, divider: str) -> Iterator[str]:
    """The items, each joined to the one before where its bit in `kept` is not set."""
    item = parts[0]
    for at, (_, part) in enumerate(pairwise(parts)):
        if kept >> at & 1:
            yield item
            item = part
        else:
            item += divider + part
    yield item


def _spelt_otherwise(parameter: Parameter, sent: Sent, named: Sequence[str]) -> None:
    """Brackets behind a name mean something in the style deepObject alone."""
    if parameter.form.style == "deepObject" and not named:
        return
    bracketed = (name for name, _ in sent.pairs if name.startswith(f"{parameter.name}["))
    if any(name not in sent.others for name in bracketed):
        raise UndefinedFormError("is spelt in a way of its own")


def _spread(
    parameter: Parameter, sent: Sent, named: Sequence[str], names: SplitNames
) -> tuple[Split, ...]:
    """An object whose members are parameters, or cookies, of their own."""
    pairs = sent.cookies if parameter.where == "cookie" else sent.pairs
    deep = parameter.form.style == "deepObject"
    if named and (deep or parameter.name not in names.known):
        raise UndefinedFormError("is spelt in a way of its own")
    found: dict[str, str] = {}
    doubt = ""
    for whole, text in pairs:
        name: str | None = whole
        if deep:
            name = _within(parameter.name, whole)
        elif whole in sent.others:
            name = None
        elif not (names.others or whole in names.known):
            name = None  # a member that may not be, or no part of this parameter at all
            doubt = f"may have {whole} as a member" if names.closed else ""
        if name is None:
            continue
        if name in found or (deep and (not name or "[" in name or "]" in name)):
            raise UndefinedFormError("holds a list or an object")
        found[name] = _decoded(parameter, text)
    if found and deep and not parameter.form.explode:
        raise UndefinedFormError("is in the style deepObject, which is undefined without explode")
    return (Split(parts=found, doubt=doubt),) if found else ()


def _within(name: str, whole: str) -> str | None:
    """What stands in the brackets behind a name; None where it is another name."""
    start = f"{name}["
    return whole[len(start) : -1] if whole.startswith(start) and whole.endswith("]") else None


def _repeated(parameter: Parameter, texts: Sequence[str]) -> tuple[Split, ...]:
    """An array with a parameter, or a cookie, for each item."""
    items = tuple(_decoded(parameter, text) for text in texts)
    return _perhaps_empty(Split(parts=items))


def _perhaps_empty(split: Split) -> tuple[Split, ...]:
    """One empty text may be the text of an empty array, too: the editions differ."""
    return (split, Split(parts=())) if split.parts == ("",) else (split,)


def _one(parameter: Parameter, style: Style, shape: Shape, text: str) -> Iterator[Split]:
    """The ways to read one text."""
    bare = _bare(parameter, style, shape, text)
    if bare is None:
        yield Split(parts="", wrong=f"is not written in the style {parameter.form.style}")
    elif shape is Shape.PRIMITIVE:
        yield from (Split(parts=each) for each in dict.fromkeys(_texts(parameter, bare)))
    else:
        for pieces, decode in _dividings(parameter, style, bare):
            if shape is Shape.ARRAY:
                yield from _perhaps_empty(Split(parts=tuple(map(decode, pieces))))
            else:
                members = _members(pieces, decode, explode=parameter.form.explode)
                yield Split(parts=_decoded(parameter, text) if members is None else members)


def _bare(parameter: Parameter, style: Style, shape: Shape, text: str) -> str | None:
    """The text without what the style puts before it; None where that is not there."""
    if not text.startswith(style.before):
        return None
    rest = text.removeprefix(style.before)
    if style.before != ";" or (shape is Shape.OBJECT and parameter.form.explode):
        return rest
    repeated = shape is Shape.ARRAY and parameter.form.explode
    parts = [each.partition("=") for each in (rest.split(";") if repeated else [rest])]
    if any(unquote(name) != parameter.name for name, _, _ in parts):
        return None
    return ";".join(value for _, _, value in parts)


def _texts(parameter: Parameter, text: str) -> Iterator[str]:
    """What a text may mean: only of cookies it is not said how they are escaped."""
    yield _decoded(parameter, text)
    if parameter.where == "cookie":
        yield text
        if len(text) > 1 and text[0] == text[-1] == '"':  # RFC 6265 4.1.1
            yield text[1:-1]


Pieces = tuple[list[str], Callable[[str], str]]


def _dividings(parameter: Parameter, style: Style, text: str) -> Iterator[Pieces]:
    """The pieces of a text, as OpenAPI has them and as others do, and how each is decoded."""
    explode = parameter.form.explode
    divider = style.apart if explode else style.together

    def decode(piece: str) -> str:
        return _decoded(parameter, piece)

    if parameter.where == "header":
        pieces = [each.strip(" \t") for each in text.split(divider)]
        yield pieces, decode
        if (
            len(pieces) > 1 and "" in pieces
        ):  # no members to who reads lists of HTTP (RFC 9110 5.6.1)
            yield [each for each in pieces if each], decode
    elif divider in " |\t":
        yield decode(text).split(divider), str
    else:
        yield text.split(divider), decode
        if f"%{ord(divider):02X}" in text.upper():  # escaped, it is data; many decode first
            yield decode(text).split(divider), str
        if parameter.form.style == "label" and not explode and ("." in text or "," in text):
            yield text.split("."), decode  # as the editions up to 3.0.3 and 3.1.0 have it


def _members(
    pieces: Sequence[str], decode: Callable[[str], str], *, explode: bool
) -> dict[str, str] | None:
    """The members that pieces spell; None where they spell none."""
    if explode:
        if not all("=" in each for each in pieces):
            return None
        pieces = [part for each in pieces for part in each.split("=", 1)]
    decoded = [decode(each) for each in pieces]
    found = dict(zip(decoded[::2], decoded[1::2], strict=False))
    return found if len(found) * 2 == len(decoded) else None


def _decoded(parameter: Parameter, text: str) -> str:
    """The text with percent-encoding undone, where it has any."""
    if parameter.where == "header" or parameter.form.style == "cookie":
        return text
    undo = unquote_plus if parameter.where == "query" else unquote
    return undo(text, errors=_ODD)
