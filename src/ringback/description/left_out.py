"""Operations that nothing can be judged by, each with what is wrong in the description of it.

What is wrong inside a schema is no matter of these (`schema.soundness`): only the schema says less.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringback.description.operations import Operations
from ringback.description.structure import METHODS
from ringback.finding import pointer, steps
from ringback.operation import Operation, Parameter, TextForm
from ringback.payload import MISSING, at, show
from ringback.schema.keywords import reference_target
from ringback.schema.references.lookup import locate

_NAME = re.compile(r"\{([^{}]+)\}")
_PLACES = ("query", "path", "header", "cookie", "querystring")
_SHOWN = 40  # characters of what stands in the place of an object


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationFlaw:
    """What makes an operation unusable: the pointer to it in the document, and a sentence.

    `part` is the member of the operation that says less for it, of answers with the status.
    """

    place: str
    text: str
    part: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An operation, or a path, that is not judged: its name, why, and the place of what is wrong.

    `operation` is what could be read of it; None where nothing could. `flaws` are all that is wrong
    with it, of which `why` is the first.
    """

    name: str
    why: str
    place: str
    operation: Operation | None = None
    flaws: tuple[OperationFlaw, ...] = ()


def sorted_out(
    document: Mapping[str, Any], operations: Operations, *, old: bool
) -> tuple[tuple[Operation, ...], tuple[LeftOut, ...]]:
    """The operations to judge by, and those that are left out.

    `old` tells that the edition asks for responses. A path parameter that the path has no place
    for is nothing of its operation; one that nobody describes may be any text.
    """
    sound, left = judged(document, operations, old=old)
    return sound, (*_Look(document, old=old).unreadable(), *left)


def judged(
    document: Mapping[str, Any], operations: Operations, *, old: bool
) -> tuple[tuple[Operation, ...], tuple[LeftOut, ...]]:
    """The same of the operations that could be read."""
    look = _Look(document, old=old)
    left: list[LeftOut] = []
    sound = []
    for (path, _, place, item, _), operation in zip(
        operations.methods, operations.values, strict=True
    ):
        placed = tuple(
            each
            for each in operation.parameters
            if each.where != "path" or f"{{{each.name}}}" in path
        )
        found = replace(operation, parameters=(*placed, *_implied(operation)))
        flaws = look.flaws(place, item)
        if flaws:
            left.append(
                LeftOut(
                    name=operation.id,
                    why=flaws[0].text,
                    place=flaws[0].place,
                    operation=found,
                    flaws=flaws,
                )
            )
        else:
            sound.append(found)
    return tuple(sound), tuple(left)


def _implied(operation: Operation) -> Iterator[Parameter]:
    """The parameters that a path has in braces and nobody describes: any text may stand there."""
    described = {each.name for each in operation.parameters if each.where == "path"}
    for name in dict.fromkeys(_NAME.findall(operation.path)):
        if name not in described:
            form = TextForm(style="simple", explode=False)
            yield Parameter(
                name=name,
                where="path",
                required=True,
                schema=None,
                pointer=operation.pointer,
                form=form,
            )


def _of(flaw: OperationFlaw, part: str) -> OperationFlaw:
    return replace(flaw, part=(part, *flaw.part))


class _Look:
    """Looks at the operations of one document."""

    def __init__(self, document: Mapping[str, Any], *, old: bool) -> None:
        self._document = document
        self._old = old

    def unreadable(self) -> Iterator[LeftOut]:
        """The paths and operations of which nothing can be read."""
        paths = self._document.get("paths")
        for path in paths if isinstance(paths, Mapping) else ():
            place = pointer(["paths", path])
            if path.startswith("x-"):
                continue
            flaw = self._no_object(place, f"the path {path}")
            if not path.startswith("/"):
                flaw = OperationFlaw(
                    place=place, text=f"the path {path} does not start with a slash"
                )
            if flaw is not None:
                yield LeftOut(name=path, why=flaw.text, place=flaw.place)
                continue
            item = self._at(place)
            for method in METHODS:
                here = f"{place}/{method}"
                if method not in item or (isinstance(item[method], Mapping) and item[method]):
                    continue
                name = f"{method.upper()} {path}"
                flaw = self._no_object(here, name) or OperationFlaw(
                    place=here, text="it has no responses"
                )
                yield LeftOut(name=name, why=flaw.text, place=flaw.place)

    def flaws(self, place: str, item: Mapping[str, Any]) -> tuple[OperationFlaw, ...]:
        """What makes an operation unusable."""
        above = place.rsplit("/", 2 if "/additionalOperations/" in place else 1)[0]
        above, place = self._owner(above), self._owner(place)
        node = self._at(place)
        return (
            *(_of(each, "parameters") for each in self._parameters((above, item), (place, node))),
            *(_of(each, "requestBody") for each in self._body(place, node)),
            *(_of(each, "responses") for each in self._responses(place, node)),
        )

    def _at(self, place: str) -> Any:
        """What stands at a place, references followed; None where they lead nowhere."""
        try:
            return locate(self._document, place)[1]
        except KeyError:
            return None

    def _owner(self, place: str) -> str:
        """Where an object stands that is there."""
        return locate(self._document, place)[0]

    def _no_object(self, place: str, what: str) -> OperationFlaw | None:
        """What keeps an object from being there, if it is not."""
        here, seen = place, set[str]()
        while True:
            node = at(self._document, steps(here))
            if not isinstance(node, Mapping):
                return OperationFlaw(
                    place=place, text=f"{what} is {show(node)[:_SHOWN]}, and no object"
                )
            if "$ref" not in node:
                return None
            seen.add(here)
            target = reference_target(node)
            if target in seen:
                text = f"the reference {node['$ref']} leads round in a circle"
                return OperationFlaw(place=f"{here}/$ref", text=text)
            if target is None or at(self._document, steps(target)) is MISSING:
                text = f"the reference {node['$ref']} leads nowhere"
                return OperationFlaw(place=f"{here}/$ref", text=text)
            here = target

    def _parameters(self, *holders: tuple[str, Mapping[str, Any]]) -> Iterator[OperationFlaw]:
        for owner, holder in holders:
            listed = holder.get("parameters", [])
            if not isinstance(listed, list):
                yield OperationFlaw(place=f"{owner}/parameters", text="its parameters are no list")
                continue
            names: Counter[tuple[str, str]] = Counter()
            for index in range(len(listed)):
                here = f"{owner}/parameters/{index}"
                broken = self._parameter(here)
                if broken is not None:
                    yield broken
                    continue
                node = self._at(here)
                name, where = node["name"], node["in"]
                names[name, where] += 1
                if names[name, where] == 2:
                    text = f'the {where} parameter "{name}" is described twice'
                    yield OperationFlaw(place=here, text=text)

    def _parameter(self, place: str) -> OperationFlaw | None:
        """Why a parameter can't be used."""
        broken = self._no_object(place, "a parameter")
        if broken is not None:
            return broken
        node = self._at(place)
        name, where = node.get("name"), node.get("in")
        if not isinstance(name, str) or not name:
            return OperationFlaw(place=place, text="a parameter has no name")
        if where not in _PLACES:
            shown = f"in {show(where)}" if "in" in node else "nowhere"
            return OperationFlaw(place=place, text=f'the parameter "{name}" is {shown}')
        return None

    def _body(self, place: str, node: Mapping[str, Any]) -> Iterator[OperationFlaw]:
        if "requestBody" not in node:
            return
        here = f"{place}/requestBody"
        broken = self._no_object(here, "its request body")
        if broken is not None:
            yield broken
            return
        content = self._at(here).get("content")
        if not isinstance(content, Mapping):
            yield OperationFlaw(place=here, text='its request body has no "content"')
            return
        yield from self._media_types(self._owner(here), content, "its request body")

    def _responses(self, place: str, node: Mapping[str, Any]) -> Iterator[OperationFlaw]:
        here = f"{place}/responses"
        responses = node.get("responses")
        if responses is None and not self._old:
            return
        if not isinstance(responses, Mapping) or not responses:
            yield OperationFlaw(place=place, text="it has no responses")
            return
        for status in responses:
            if status.startswith("x-"):
                continue
            for flaw in self._answer(here + pointer([status]), status):
                yield _of(flaw, status)

    def _answer(self, answer: str, status: str) -> Iterator[OperationFlaw]:
        broken = self._no_object(answer, f"its answer {status}")
        if broken is not None:
            yield broken
            return
        answer, found = self._owner(answer), self._at(answer)
        content, headers = found.get("content"), found.get("headers")
        if isinstance(content, Mapping):
            yield from self._media_types(answer, content, f"its answer {status}")
        elif "content" in found:
            text = f"the content of its answer {status} is no object"
            yield OperationFlaw(place=answer, text=text)
        for name in headers if isinstance(headers, Mapping) else ():
            what = f"the header {name} of its answer {status}"
            broken = self._no_object(f"{answer}/headers{pointer([name])}", what)
            if broken is not None:
                yield broken

    def _media_types(
        self, place: str, content: Mapping[str, Any], what: str
    ) -> Iterator[OperationFlaw]:
        for name in content:
            broken = self._no_object(f"{place}/content{pointer([name])}", f"{name} of {what}")
            if broken is not None:
                yield broken
