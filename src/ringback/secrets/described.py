"""What the description says of a place in an exchange: its schema, and whether it is secret."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringback.contract import Contract
from ringback.operation import MediaType, Operation, Parameter
from ringback.schema.view import View, chosen, walk
from ringback.secrets.jsons import Path
from ringback.secrets.names import label_for
from ringback.wire.media_types import pick

_DEPTH = 24


class Described:
    """A contract as the scrubber asks it; without one nothing is described."""

    def __init__(self, contract: Contract | None) -> None:
        self.contract = contract
        self._marked: dict[str, bool] = {}

    def body(self, operation: Operation | None, status: int | None, name: str) -> View | None:
        """The schema of a body of a media type: of an answer, or of the request if no status."""
        if self.contract is None or operation is None:
            return None
        entry: MediaType | None = None
        if status is not None:
            entry = self.contract.media_type(operation, status, name)
        elif operation.body is not None:
            entry = pick(operation.body.media_types, name)
        return self.contract.view(entry.schema) if entry and entry.schema else None

    def marks(self, schema: View | None, value: Any) -> Mapping[Path, str]:
        """The places of a value that the schema calls secret, each with its label."""
        if schema is None or not self._has_marks(schema):
            return {}
        return dict(self._marks(schema, value, (), "secret"))

    def fits(self, schema: View, value: Any) -> bool:
        """Whether the schema admits a value."""
        return self.contract is not None and self.contract.schemas.admits(schema.pointer, value)

    def views(self, schema: View, value: Any, path: Path) -> list[View]:
        """The schemas that stand at a path in a value."""
        here = list(self._taken(schema, value))
        for step in path:
            inner = value[step]
            below = [each for view in here if (each := _below(view, step)) is not None]
            here = [each for view in below for each in self._taken(view, inner)]
            value = inner
        return here

    def parameter(self, operation: Operation | None, where: str, name: str) -> Parameter | None:
        """The parameter of a name at a place; header names compare without case."""
        for each in operation.parameters if operation else ():
            same = each.name == name or (where == "header" and each.name.lower() == name.lower())
            if each.where == where and same:
                return each
        return None

    def parameter_view(self, parameter: Parameter | None) -> View | None:
        """The schema of a parameter; None where there is none."""
        if self.contract is None or parameter is None or parameter.schema is None:
            return None
        return self.contract.view(parameter.schema)

    def _has_marks(self, schema: View) -> bool:
        if schema.pointer not in self._marked:
            self._marked[schema.pointer] = any(
                is_marked(part) for each in walk(schema) for part in _parts(each)
            )
        return self._marked[schema.pointer]

    def _marks(
        self, schema: View, value: Any, path: Path, label: str
    ) -> Iterator[tuple[Path, str]]:
        if len(path) > _DEPTH:
            return
        for view in self._taken(schema, value, every=True):
            if is_marked(view):
                yield path, label
                return
            if isinstance(value, dict):
                for name, inner in value.items():
                    below = _below(view, name)
                    if below is not None:
                        yield from self._marks(below, inner, (*path, name), label_for(name))
            elif isinstance(value, list):
                for at, inner in enumerate(value):
                    below = _below(view, at)
                    if below is not None:
                        yield from self._marks(below, inner, (*path, at), label)

    def _taken(self, schema: View, value: Any, *, every: bool = False) -> Iterator[View]:
        """The schema, the parts of its allOf, and the branch of its union that the value takes.

        Where it takes none, `every` branch counts or none does.
        """
        if self.contract is None:
            return
        pending = [schema]
        seen: set[str] = set()
        while pending:
            view = pending.pop()
            if view.pointer in seen:
                continue
            seen.add(view.pointer)
            yield view
            pending += [
                view.child("allOf", str(at)) for at in range(len(view.raw.get("allOf", ())))
            ]
            if view.branches:
                branch = chosen(view, value, self.contract.schemas.admits)
                pending += [branch] if branch is not None else view.branches if every else []


def is_marked(view: View) -> bool:
    """Whether a schema says that its values are secret."""
    return view.raw.get("format") == "password" or view.raw.get("writeOnly") is True


def _parts(view: View) -> Iterator[View]:
    yield view
    for at in range(len(view.raw.get("allOf", ()))):
        yield from walk(view.child("allOf", str(at)), 4)
    if isinstance(view.raw.get("additionalProperties"), Mapping):
        yield from walk(view.child("additionalProperties"), 4)


def _below(view: View, step: str | int) -> View | None:
    """The schema of a member or an item."""
    if isinstance(step, str):
        if step in view.properties:
            return view.properties[step]
        more = view.raw.get("additionalProperties")
        return view.child("additionalProperties") if isinstance(more, Mapping) else None
    first = view.raw.get("prefixItems", ())
    return view.child("prefixItems", str(step)) if step < len(first) else view.items
