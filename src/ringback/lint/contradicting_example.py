"""lint/contradicting-example: an example that the schema it is for refuses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.description import Description, Spot
from ringback.finding import Finding, pointer, steps
from ringback.lint.fitting import Fitting
from ringback.payload import at

RULE = "lint/contradicting-example"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Example:
    """A payload of the description: what to call it, where it stands, and the schema it is for."""

    what: str
    place: str
    value: Any
    schema: str


def check(description: Description) -> Iterator[Finding]:
    """The examples of media types, parameters, headers and schemas."""
    fitting = Fitting(description)
    told: set[tuple[str, str]] = set()  # an example that many share is told once a complaint
    for spot in description.spots:
        node = at(description.document, steps(spot.pointer))
        if not isinstance(node, dict):
            continue
        for example in _examples(description, spot, node):
            for finding in fitting.contradictions(
                RULE, example.what, example.place, example.value, example.schema
            ):
                if (str(finding.schema), finding.message) not in told:
                    told.add((str(finding.schema), finding.message))
                    yield finding


def _examples(description: Description, spot: Spot, node: dict[str, Any]) -> Iterator[_Example]:
    if spot.kind == "schema":
        yield from _of_schema(spot, node)
    elif spot.kind in {"media-type", "parameter", "header"} and "schema" in node:
        for example in _of_carrier(description, spot, node):
            if not _is_text_of(spot, example.value):
                yield example


def _of_schema(spot: Spot, node: dict[str, Any]) -> Iterator[_Example]:
    if "example" in node:
        place = f"{spot.pointer}/example"
        yield _Example(what="the example", place=place, value=node["example"], schema=spot.pointer)
    listed = node.get("examples")
    for index, value in enumerate(listed if isinstance(listed, list) else ()):
        place = f"{spot.pointer}/examples/{index}"
        yield _Example(what=f"example {index}", place=place, value=value, schema=spot.pointer)


def _of_carrier(description: Description, spot: Spot, node: dict[str, Any]) -> Iterator[_Example]:
    """The examples of what has a schema, those behind references as well."""
    schema = f"{spot.pointer}/schema"
    if "example" in node:
        place = f"{spot.pointer}/example"
        yield _Example(what="the example", place=place, value=node["example"], schema=schema)
    named = node.get("examples")
    for name in named if isinstance(named, dict) else ():
        place = f"{spot.pointer}/examples{pointer([name])}"
        try:
            example = description.at(place)
        except KeyError:
            continue  # lint/unresolved tells it
        member = "dataValue" if isinstance(example, dict) and "dataValue" in example else "value"
        if isinstance(example, dict) and member in example:
            yield _Example(
                what=f'the example "{name}"',
                place=f"{place}/{member}",
                value=example[member],
                schema=schema,
            )


def _is_text_of(spot: Spot, value: Any) -> bool:
    """Whether an example is a body's text and not its value, as XML or a form has to be given."""
    if spot.kind != "media-type" or not isinstance(value, str):
        return False
    name = steps(spot.pointer)[-1].split(";")[0].strip().lower()
    return not (name == "application/json" or name.endswith("+json"))
