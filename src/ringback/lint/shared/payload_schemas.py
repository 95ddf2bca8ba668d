"""Where payloads begin: the schemas of bodies, of parameters and of headers."""

from dataclasses import dataclass

from ringback.description import Description
from ringback.finding import steps
from ringback.payload import at

_UNUSED = ("/components/responses/", "/components/headers/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payloads:
    """The outermost schemas, as pointers.

    `answers` are those of the bodies that operations answer, `others` those of request bodies and
    parameters, of callbacks and webhooks, and of headers: all that somebody else may have made.
    """

    answers: tuple[str, ...]
    others: tuple[str, ...]


def payloads(description: Description) -> Payloads:
    """Every outermost schema of the description that something uses."""
    answers = dict.fromkeys(
        media_type.schema
        for operation in description.operations
        for answer in operation.answers
        for media_type in answer.media_types
        if media_type.schema is not None
    )
    others: dict[str, None] = {}
    for operation in description.operations:
        bodies = operation.body.media_types if operation.body else ()
        schemas = [
            *(each.schema for each in bodies),
            *(each.schema for each in operation.parameters),
            *(each.schema for answer in operation.answers for each in answer.headers),
        ]
        others |= dict.fromkeys(each for each in schemas if each is not None)
    for spot in description.spots:
        if spot.kind in {"media-type", "parameter", "header"}:
            node = at(description.document, steps(spot.pointer))
            place = f"{spot.pointer}/schema"
            unused = spot.pointer.startswith(_UNUSED)
            if isinstance(node, dict) and "schema" in node and not unused and place not in answers:
                others[place] = None
    return Payloads(answers=tuple(answers), others=tuple(others))
