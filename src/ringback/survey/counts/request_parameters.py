"""What requests show of an operation's query and header parameters."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from ringback.contract import Contract
from ringback.coverage.choices import ChoiceKind, spelt
from ringback.coverage.points import Point
from ringback.exchange import Request
from ringback.operation import Operation, Parameter
from ringback.payload import show
from ringback.wire.parameter_reading import ParameterReader
from ringback.wire.sent import Sent

_WHERE = frozenset({"query", "header"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One parameter with its points: `values` are those of an enum, by the text that shows each.

    `given` and `absent` are there where the parameter may be left out.
    """

    reader: ParameterReader
    given: Point | None
    absent: Point | None
    values: dict[str, Point]

    def points(self) -> Iterator[Point]:
        """Every point of the parameter."""
        yield from (each for each in (self.given, self.absent) if each is not None)
        yield from dict.fromkeys(self.values.values())

    def shown(self, request: Request) -> Iterator[Point]:
        """The points that a request shows."""
        readings = self.reader.readings(
            Sent(query=urlsplit(request.url).query, headers=request.headers)
        )
        point = self.given if readings else self.absent
        yield from [point] if point is not None else []
        for value in (read.value for reading in readings for read in reading.values):
            texts = map(spelt, value if isinstance(value, list) else [value])
            yield from (self.values[text] for text in texts if text in self.values)


def choices(contract: Contract, operation: Operation) -> list[Choice]:
    """The parameters of an operation that leave a choice."""
    known = (_choice(contract, each) for each in operation.parameters if each.where in _WHERE)
    return [each for each in known if any(True for _ in each.points())]


def _choice(contract: Contract, parameter: Parameter) -> Choice:
    place = f"{parameter.where} parameter {show(parameter.name)}"
    points = {
        kind: Point(place=place, kind=kind, schema=parameter.pointer)
        for kind in (ChoiceKind.PRESENT, ChoiceKind.ABSENT)
    }
    return Choice(
        reader=ParameterReader(
            parameter,
            contract.view(parameter.schema) if parameter.schema else None,
            contract.schemas.admits,
        ),
        given=None if parameter.required else points[ChoiceKind.PRESENT],
        absent=None if parameter.required else points[ChoiceKind.ABSENT],
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
        yield (
            spelt(value),
            Point(place=place, kind=ChoiceKind.ENUM, schema=schema, name=spelt(value)),
        )
