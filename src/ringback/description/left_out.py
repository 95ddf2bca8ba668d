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
from ringback.schema.lookup import locate

_NAME = re.compile(r"\{([^{}]+)\}")
_PLACES = ("query", "path", "header", "cookie", "querystring")
_SHOWN = 40  # characters of what stands in the place of an object


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An operation, or a path, that is not judged: its name, why, and the place of what is wrong.

    `operation` is what could be read of it; None where nothing could.
    """

    name: str
    why: str
    place: str
    operation: Operation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flaw:
    """What makes an operation unusable: the pointer to it in the document, and a sentence."""

    place: str
    text: str


def sorted_out(
    document: Mapping[str, Any], operations: Operations, *, old: bool
) -> tuple[tuple[Operation, ...], tuple[LeftOut, ...]]:
    """The operations to judge by, and those that are left out.

    `old` tells that the edition asks for responses. A path parameter that the path has no place
    for is nothing of its operation; one that nobody describes may be any text.
    """
    look = _Look(document, old=old)
    left = list(look.unreadable())
    sound = []
    for (path, _, place, item, _), operation in zip(
        operations.methods, operations.values, strict=True
    ):
        flaw = look.flaw(place, item)
        if flaw is not None:
            found = LeftOut(name=operation.id, why=flaw.text, place=flaw.place, operation=operation)
            left.append(found)
            continue
        placed = tuple(
            each
            for each in operation.parameters
            if each.where != "path" or f"{{{each.name}}}" in path
        )
        sound.append(replace(operation, parameters=(*placed, *_implied(operation))))
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
                flaw = _Flaw(place=place, text=f"the path {path} does not start with a slash")
            if flaw is not None:
                yield LeftOut(name=path, why=flaw.text, place=flaw.place)
                continue
            item = self._at(place)
            for method in METHODS:
                here = f"{place}/{method}"
                if method not in item or (isinstance(item[method], Mapping) and item[method]):
                    continue
                name = f"{method.upper()} {path}"
                flaw = self._no_object(here, name) or _Flaw(place=here, text="it has no responses")
                yield LeftOut(name=name, why=flaw.text, place=flaw.place)

    def flaw(self, place: str, item: Mapping[str, Any]) -> _Flaw | None:
        """The first thing that makes an operation unusable; None where there is none."""
        above = place.rsplit("/", 2 if "/additionalOperations/" in place else 1)[0]
        above, place = self._owner(above), self._owner(place)
        node = self._at(place)
        found = (
            *self._parameters((above, item), (place, node)),
            *self._body(place, node),
            *self._responses(place, node),
        )
        return found[0] if found else None

    def _at(self, place: str) -> Any:
        """What stands at a place, references followed; None where they lead nowhere."""
        try:
            return locate(self._document, place)[1]
        except KeyError:
            return None

    def _owner(self, place: str) -> str:
        """Where an object stands that is there."""
        return locate(self._document, place)[0]

    def _no_object(self, place: str, what: str) -> _Flaw | None:
        """What keeps an object from being there, if it is not."""
        here, seen = place, set[str]()
        while True:
            node = at(self._document, steps(here))
            if not isinstance(node, Mapping):
                return _Flaw(place=place, text=f"{what} is {show(node)[:_SHOWN]}, and no object")
            if "$ref" not in node:
                return None
            seen.add(here)
            target = reference_target(node)
            if target in seen:
                text = f"the reference {node['$ref']} leads round in a circle"
                return _Flaw(place=f"{here}/$ref", text=text)
            if target is None or at(self._document, steps(target)) is MISSING:
                text = f"the reference {node['$ref']} leads nowhere"
                return _Flaw(place=f"{here}/$ref", text=text)
            here = target

    def _parameters(self, *holders: tuple[str, Mapping[str, Any]]) -> Iterator[_Flaw]:
        for owner, holder in holders:
            listed = holder.get("parameters", [])
            if not isinstance(listed, list):
                yield _Flaw(place=f"{owner}/parameters", text="its parameters are no list")
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
                    yield _Flaw(place=here, text=text)

    def _parameter(self, place: str) -> _Flaw | None:
        """Why a parameter can't be used."""
        broken = self._no_object(place, "a parameter")
        if broken is not None:
            return broken
        node = self._at(place)
        name, where = node.get("name"), node.get("in")
        if not isinstance(name, str) or not name:
            return _Flaw(place=place, text="a parameter has no name")
        if where not in _PLACES:
            shown = f"in {show(where)}" if "in" in node else "nowhere"
            return _Flaw(place=place, text=f'the parameter "{name}" is {shown}')
        return None

    def _body(self, place: str, node: Mapping[str, Any]) -> Iterator[_Flaw]:
        if "requestBody" not in node:
            return
        here = f"{place}/requestBody"
        broken = self._no_object(here, "its request body")
        if broken is not None:
            yield broken
            return
        content = self._at(here).get("content")
        if not isinstance(content, Mapping):
            yield _Flaw(place=here, text='its request body has no "content"')
            return
        yield from self._media_types(self._owner(here), content, "its request body")

    def _responses(self, place: str, node: Mapping[str, Any]) -> Iterator[_Flaw]:
        here = f"{place}/responses"
        responses = node.get("responses")
        if responses is None and not self._old:
            return
        if not isinstance(responses, Mapping) or not responses:
            yield _Flaw(place=place, text="it has no responses")
            return
        for status in responses:
            if status.startswith("x-"):
                continue
            answer = here + pointer([status])
            broken = self._no_object(answer, f"its answer {status}")
            if broken is not None:
                yield broken
                continue
            answer, found = self._owner(answer), self._at(answer)
            content, headers = found.get("content"), found.get("headers")
            if isinstance(content, Mapping):
                yield from self._media_types(answer, content, f"its answer {status}")
            elif "content" in found:
                yield _Flaw(place=answer, text=f"the content of its answer {status} is no object")
            for name in headers if isinstance(headers, Mapping) else ():
                what = f"the header {name} of its answer {status}"
                broken = self._no_object(f"{answer}/headers{pointer([name])}", what)
                if broken is not None:
                    yield broken

    def _media_types(self, place: str, content: Mapping[str, Any], what: str) -> Iterator[_Flaw]:
        for name in content:
            broken = self._no_object(f"{place}/content{pointer([name])}", f"{name} of {what}")
            if broken is not None:
                yield broken
