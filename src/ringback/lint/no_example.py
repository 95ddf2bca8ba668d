"""lint/no-example: a JSON body without any example of it."""

from collections.abc import Iterator

from ringback.finding import Finding, steps
from ringback.lint.interface import warned
from ringback.lint.naming import called, listed
from ringback.lint.subject import Subject
from ringback.lint.values import Value, Values
from ringback.payload import at

RULE = "lint/no-example"
_GIVEN = ("example", "examples")


def check(subject: Subject) -> Iterator[Finding]:
    """Each schema of a request or of a success that comes without one, once for all its uses.

    An example may stand in the media type, in the schema, or in one of its members.
    """
    without: dict[str, list[str]] = {}
    for name, schema in _bodies(subject):
        holder = at(subject.description.document, steps(schema.removesuffix("/schema")))
        value = subject.values.value([schema])
        said = any(subject.values.tells(place) for place in value.places)
        given = any(holder.get(each) for each in _GIVEN) if isinstance(holder, dict) else False
        if said and not given and not _has(subject.values, schema, 2):
            without.setdefault(_shared(subject.values, value), []).append(name)
    for place, names in without.items():
        name = called(subject.description, place)
        uses = "" if names == [name] else f" ({listed(names)})"
        text = f"{name} has no example{uses}: add one to the media type, or to the schema"
        yield warned(subject.description, RULE, place, text)


def _bodies(subject: Subject) -> Iterator[tuple[str, str]]:
    """The JSON bodies of requests and of successes: what to call them, and their schemas."""
    for operation in subject.description.operations:
        bodies = operation.body.media_types if operation.body else ()
        held = [("request", each) for each in bodies]
        for answer in operation.answers:
            if answer.status.startswith("2"):
                held += [(f"answer {answer.status}", each) for each in answer.media_types]
        for what, media_type in held:
            if media_type.schema is not None and "json" in media_type.name:
                yield f"{what} of {operation.id}", media_type.schema


def _shared(values: Values, value: Value) -> str:
    """The schema that an example could be given to once for all: that of a list's items."""
    items = [f"{place}/items" for place in value.places if values.raw(place).get("items")]
    return values.home(items[0]) if items else value.home


def _has(values: Values, schema: str, depth: int) -> bool:
    """Whether a schema or, so many members down, one within it has an example."""
    if any(_given(values, place) for place in (schema, *values.parts(schema))):
        return True
    if depth == 0:
        return False
    value = values.value([schema])
    for below in values.below(value):
        member = below.step == "properties"
        if any(_has(values, place, depth - 1 if not member else 0) for place in below.places):
            return True
    return any(
        _given(values, place) for places in values.members(value).values() for place in places
    )


def _given(values: Values, place: str) -> bool:
    return any(values.raw(place).get(each) not in (None, [], {}) for each in _GIVEN)
