"""What requests show of an operation's query and header parameters."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.contract import Contract
from ringback.coverage.choices import Kind, spelt
from ringback.coverage.points import Point
from ringback.exchange import Request, header_values
from ringback.operation import Operation, Parameter
from ringback.payload import show

_WHERE = frozenset({"query", "header"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One parameter with its points: `values` are those of an enum, by the text that shows each.

    `given` and `absent` are there where the parameter may be left out.
    """

    parameter: Parameter
    given: Point | None
    absent: Point | None
    values: dict[str, Point]

    def points(self) -> Iterator[Point]:
        """Every point of the parameter."""
        yield from (each for each in (self.given, self.absent) if each is not None)
        yield from dict.fromkeys(self.values.values())

    def shown(self, request: Request) -> Iterator[Point]:
        """The points that a request shows."""
        name = self.parameter.name
        if self.parameter.where == "query":
            texts = request.query_values(name)
            # A list may travel in one text, and an object under names in brackets.
            given = texts or any(each.startswith(f"{name}[") for each, _ in request.query)
        else:
            texts = header_values(request.headers, name)
            given = texts
        point = self.given if given else self.absent
        yield from [point] if point is not None else []
        for text in texts if self.values else ():
            parts = (text, *(part.strip() for part in text.split(",")))
            yield from (self.values[part] for part in parts if part in self.values)


def choices(contract: Contract, operation: Operation) -> list[Choice]:
    """The parameters of an operation that leave a choice."""
    known = (_choice(contract, each) for each in operation.parameters if each.where in _WHERE)
    return [each for each in known if any(True for _ in each.points())]


def _choice(contract: Contract, parameter: Parameter) -> Choice:
    place = f"{parameter.where} parameter {show(parameter.name)}"
    points = {
        kind: Point(place=place, kind=kind, schema=parameter.pointer)
        for kind in (Kind.PRESENT, Kind.ABSENT)
    }
    return Choice(
        parameter=parameter,
        given=None if parameter.required else points[Kind.PRESENT],
        absent=None if parameter.required else points[Kind.ABSENT],
        values=dict(_values(contract, parameter, place)),
    )


def _values(contract: Contract, parameter: Parameter, place: str) -> Iterator[tuple[str, Point]]:
    """The members of a parameter's enum, or of its items', with their texts."""
    if parameter.schema is None:
        return
    view = contract.view(parameter.schema)
    view = view if view.items is None else view.items
    values = view.raw.get("enum", ())
    for index, value in enumerate(values if len(values) > 1 else ()):
        schema = view.where("enum", str(index))
        yield spelt(value), Point(place=place, kind=Kind.ENUM, schema=schema, name=spelt(value))
