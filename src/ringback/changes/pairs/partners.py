"""Which part of an operation is which of the older one: parameters, media types, answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ringback.changes.pairs.pairing import Pair
from ringback.operation import Answer, Header, MediaType, Operation, Parameter

T = TypeVar("T")

# Parameters of a media type that say how it is written, not what it is.
_SPELLING = frozenset({"charset", "boundary"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Partners(Generic[T]):
    """What belongs together, older one first; what went and what came."""

    both: tuple[tuple[T, T], ...] = ()
    gone: tuple[T, ...] = ()
    come: tuple[T, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What both descriptions say of a status: a code, a range such as 4XX, or default.

    An answer is that of a range or `default` where the status itself is not described.
    """

    status: str
    base: Answer | None
    head: Answer | None


def parameters(pair: Pair) -> Partners[Parameter]:
    """Those of one name in one place; those of the path by their order in the template."""
    named = {_key(each): each for each in pair.head.parameters}
    both: list[tuple[Parameter, Parameter]] = []
    if not pair.moved:
        both += _in_path(pair)
    placed = {id(each) for couple in both for each in couple}
    for each in pair.base.parameters:
        other = named.get(_key(each))
        if other is not None and id(each) not in placed and id(other) not in placed:
            both.append((each, other))
            placed |= {id(each), id(other)}
    return Partners(
        both=tuple(both),
        gone=tuple(each for each in pair.base.parameters if id(each) not in placed),
        come=tuple(each for each in pair.head.parameters if id(each) not in placed),
    )


def request_media(pair: Pair) -> Partners[MediaType]:
    """Those of the bodies; a range in the newer one takes what it covers."""
    return media_of_requests(
        pair.base.body.media_types if pair.base.body else (),
        pair.head.body.media_types if pair.head.body else (),
    )


def sent_body(operation: Operation) -> Answer:
    """The request of a webhook or callback, which comes to the client as an answer does."""
    body = operation.body
    return Answer(
        status="",
        media_types=body.media_types if body else (),
        headers=(),
        links=(),
        pointer=body.pointer if body else operation.pointer,
    )


def media_of_requests(base: Sequence[MediaType], head: Sequence[MediaType]) -> Partners[MediaType]:
    """Those that the newer side takes; a range in it takes what it covers."""
    couples = [(each, _covering(each, head)) for each in base]
    taken = {id(other) for _, other in couples}
    return Partners(
        both=tuple((each, other) for each, other in couples if other is not None),
        gone=tuple(each for each, other in couples if other is None),
        come=tuple(each for each in head if id(each) not in taken),
    )


def answer_media(base: Answer, head: Answer) -> Partners[MediaType]:
    """Those of one answer; a range in the older one has held what it covers."""
    couples = [(_covering(each, base.media_types), each) for each in head.media_types]
    taken = {id(older) for older, _ in couples}
    return Partners(
        both=tuple((older, each) for older, each in couples if older is not None),
        gone=tuple(
            each
            for each in base.media_types
            if id(each) not in taken and _covering(each, head.media_types) is None
        ),
        come=tuple(each for older, each in couples if older is None),
    )


def headers(base: Answer, head: Answer) -> Partners[Header]:
    """Those of one name, whatever its case (RFC 9110 5.1)."""
    older = {each.name.lower(): each for each in base.headers}
    newer = {each.name.lower(): each for each in head.headers}
    return Partners(
        both=tuple((each, newer[name]) for name, each in older.items() if name in newer),
        gone=tuple(each for name, each in older.items() if name not in newer),
        come=tuple(each for name, each in newer.items() if name not in older),
    )


def answers(pair: Pair) -> tuple[Answers, ...]:
    """What both say of each status that one of them names; each two answers once."""
    older = {each.status: each for each in pair.base.answers}
    newer = {each.status: each for each in pair.head.answers}
    found: list[Answers] = []
    for status in dict.fromkeys((*older, *newer)):
        base, head = _covers(older, status), _covers(newer, status)
        if not any(each.base is base and each.head is head for each in found):
            found.append(Answers(status=status, base=base, head=head))
    return tuple(found)


def media_name(name: str) -> str:
    """A media type without the parameters that only say how it is written (RFC 9110 8.3.1)."""
    essence, *rest = (part.strip().lower() for part in name.split(";"))
    kept = sorted(part for part in rest if part.partition("=")[0].strip() not in _SPELLING)
    return ";".join([essence, *(part for part in kept if part)])


def _key(parameter: Parameter) -> tuple[str, str]:
    """Name and place; the case of a header's name does not matter (RFC 9110 5.1)."""
    header = parameter.where == "header"
    return parameter.name.lower() if header else parameter.name, parameter.where


def _in_path(pair: Pair) -> list[tuple[Parameter, Parameter]]:
    """The parameters of one template, whose names may differ, by their order in it."""
    older = _by_template(pair.base.path, pair.base.parameters)
    newer = _by_template(pair.head.path, pair.head.parameters)
    couples = zip(older, newer, strict=False)
    return [(each, other) for each, other in couples if each is not None and other is not None]


def _by_template(path: str, declared: Sequence[Parameter]) -> list[Parameter | None]:
    named = {each.name: each for each in declared if each.where == "path"}
    return [named.get(part.partition("}")[0]) for part in path.split("{")[1:]]


def _covering(wanted: MediaType, offered: Sequence[MediaType]) -> MediaType | None:
    """The media type itself, else the nearest range that covers it (RFC 9110 12.5.1)."""
    name = media_name(wanted.name)
    kind = name.split("/")[0]
    named = {media_name(each.name): each for each in reversed(offered)}
    ranked = (name, name.split(";")[0], f"{kind}/*", "*/*")
    return next((named[each] for each in ranked if each in named), None)


def _covers(described: dict[str, Answer], status: str) -> Answer | None:
    """The answer of a status: its own, that of its range, or default (OpenAPI 3.1, 4.8.16.1)."""
    ranked = (status, f"{status[:1]}XX", "default") if status != "default" else ("default",)
    return next((described[each] for each in ranked if each in described), None)
