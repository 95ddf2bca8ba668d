"""lint/no-example: a JSON body without any example of it."""

from collections.abc import Iterator

from ringback.finding import Finding, steps
from ringback.lint.interface import warned
from ringback.lint.shared.place_names import called, listed
from ringback.lint.shared.subject import LintSubject
from ringback.payload import at
from ringback.schema.applying import may_apply
from ringback.schema.document import Schema
from ringback.schema.value_schema import ValueSchema, home, value_schema

RULE = "lint/no-example"
_GIVEN = ("example", "examples")
_ALIKE = "JSON bodies have no example: add one to the media type, or to the schema"


def check(subject: LintSubject) -> Iterator[Finding]:
    """Each schema of a request or of a success that comes without one, once for all its uses.

    An example may stand in the media type, in the schema, or in one of its members.
    """
    without: dict[str, list[str]] = {}
    for name, schema in _bodies(subject):
        holder = at(subject.description.document, steps(schema.removesuffix("/schema")))
        here = subject.document.schema(schema)
        value = value_schema(here)
        given = any(holder.get(each) for each in _GIVEN) if isinstance(holder, dict) else False
        if value.keywords and not given and not _has(here, 2):
            without.setdefault(_shared(value).pointer, []).append(name)
    for place, names in without.items():
        name = called(subject.description, place)
        uses = "" if names == [name] else f" ({listed(names)})"
        text = f"{name} has no example{uses}: add one to the media type, or to the schema"
        yield warned(subject.description, RULE, place, text, alike=_ALIKE)


def _bodies(subject: LintSubject) -> Iterator[tuple[str, str]]:
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


def _shared(value: ValueSchema) -> Schema:
    """The schema that an example could be given to once for all: that of a list's items."""
    items = [each.below("items") for each in value.schemas if each.keywords.get("items")]
    return home(items[0]) if items else value.home


def _has(schema: Schema, depth: int) -> bool:
    """Whether a schema or, so many members down, one within it has an example."""
    if any(map(_given, may_apply(schema, unions=False))):
        return True
    if depth == 0:
        return False
    value = value_schema(schema)
    return any(_given(each) for schemas in value.members.values() for each in schemas) or any(
        _has(each, 0 if below.step == "properties" else depth - 1)
        for below in value.below()
        for each in below.schemas
    )


def _given(schema: Schema) -> bool:
    return any(schema.keywords.get(each) not in (None, [], {}) for each in _GIVEN)
