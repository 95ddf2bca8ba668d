"""Request bodies, and parameters: what must be sent, and how it is written."""

from collections.abc import Callable
from typing import Any

import pytest

from ringback.changes import Change
from tests.unit.changes.conftest import MAKE, READ, Edit, Told, make, read, same, told

Changes = Callable[[Edit, Edit], tuple[Change, ...]]
BODY = f"{MAKE}/requestBody"
Q = f"{READ}/parameters/1"
STYLE = "was written as"
HEARD = "the old one is not heard any more; take both for a while"


def body(**members: Any) -> Edit:
    """What the operation that makes takes."""
    return lambda it: make(it)["requestBody"].update(members)


def bodiless(it: dict[str, Any]) -> None:
    """It takes no body."""
    make(it).pop("requestBody")


def query(**members: Any) -> Edit:
    """The one query parameter."""
    return lambda it: read(it)["parameters"][1].update(members)


def typed(kind: str, **members: Any) -> Edit:
    """The one query parameter, of another type."""
    return query(schema={"type": kind}, **members)


def path(**members: Any) -> Edit:
    """The one path parameter."""
    return lambda it: read(it)["parameters"][0].update(members)


def more(name: str, where: str = "query", **members: Any) -> Edit:
    """One more parameter."""
    each = {"name": name, "in": where, "schema": {"type": "integer"}} | members
    return lambda it: read(it)["parameters"].append(each)


BODIES: list[tuple[Edit, Edit, list[Told]]] = [
    (bodiless, body(required=True),
     [("BREAKS", "request-body-added",
       "a body must be sent now, where none was described; make it optional", MAKE, BODY)]),
    (bodiless, same,
     [("COMPATIBLE", "request-body-added", "a body may be sent now", MAKE, BODY)]),
    (same, bodiless,
     [("DROPPED", "request-body-removed",
       "a body is described no more, and one that is sent says nothing; keep it", BODY, MAKE)]),
    (same, body(required=True),
     [("BREAKS", "request-body-required", ("the body must be sent now, which was optional; leave "
       "it so"), BODY, f"{BODY}/required")]),
    (body(required=True), same,
     [("COMPATIBLE", "request-body-optional", "the body may be left out now",
       f"{BODY}/required", BODY)]),
    (body(content={"application/json": {}, "text/csv": {}}), body(content={"text/csv": {}}),
     [("BREAKS", "request-media-type-removed",
       "the body is not taken as application/json any more; keep it beside the rest",
       f"{BODY}/content/application~1json", f"{BODY}/content")]),
    (body(content={"text/csv": {}}), body(content={"text/csv": {}, "text/plain": {}}),
     [("COMPATIBLE", "request-media-type-added", "the body may be sent as text/plain now",
       f"{BODY}/content", f"{BODY}/content/text~1plain")]),
    (body(content={"text/*": {}}), body(content={"text/csv": {}}),
     [("BREAKS", "request-media-type-removed",
       "the body is not taken as text/* any more; keep it beside the rest",
       f"{BODY}/content/text~1*", f"{BODY}/content"),
      ("COMPATIBLE", "request-media-type-added", "the body may be sent as text/csv now",
       f"{BODY}/content", f"{BODY}/content/text~1csv")]),
]  # fmt: skip

PARAMETERS: list[tuple[Edit, Edit, list[Told]]] = [
    (more("m"), same,
     [("DROPPED", "parameter-removed", ('the query parameter "m" is described no more: who sends '
       "it is not heard; keep it"), f"{READ}/parameters/2", READ)]),
    (same, more("m"),
     [("COMPATIBLE", "parameter-added", 'the query parameter "m" is new',
       READ, f"{READ}/parameters/2")]),
    (same, more("m", required=True),
     [("BREAKS", "parameter-added", ('the query parameter "m" is new and must be sent: who does '
       "not is refused; make it optional"), READ, f"{READ}/parameters/2")]),
    (more("m"), more("m", "header"),
     [("DROPPED", "parameter-moved", ('the query parameter "m" is a header parameter now: '
       f"{HEARD}"), f"{READ}/parameters/2", f"{READ}/parameters/2")]),
    (more("m"), more("m", "header", required=True),
     [("BREAKS", "parameter-moved", ('the query parameter "m" is a header parameter now: who sends '
       "the old one is refused; take both for a while"),
       f"{READ}/parameters/2", f"{READ}/parameters/2")]),
    (more("m"), more("k", description="d"),
     [("DROPPED", "parameter-renamed", ('the query parameter "m" went and "k" came with the same '
       f"schema, as if renamed: {HEARD}"), f"{READ}/parameters/2", f"{READ}/parameters/2")]),
    (more("m"), more("k", schema={"type": "string"}),
     [("DROPPED", "parameter-removed", ('the query parameter "m" is described no more: who sends '
       "it is not heard; keep it"), f"{READ}/parameters/2", READ),
      ("COMPATIBLE", "parameter-added", 'the query parameter "k" is new',
       READ, f"{READ}/parameters/2")]),
    (same, query(required=True),
     [("BREAKS", "parameter-required", ('the query parameter "q" must be sent now, which was '
       "optional; leave it so"), Q, f"{Q}/required")]),
    (query(required=True), same,
     [("COMPATIBLE", "parameter-optional", 'the query parameter "q" may be left out now',
       f"{Q}/required", Q)]),
    (same, query(explode=False),
     [("BREAKS", "parameter-restyled", (f'the query parameter "q" {STYLE} q=a&q=b for a value of '
       "type array, and is q=a,b now; keep the old form"), Q, Q)]),
    (query(style="pipeDelimited", explode=False), query(style="spaceDelimited", explode=False),
     [("BREAKS", "parameter-restyled", (f'the query parameter "q" {STYLE} q=a%7Cb for a value of '
       "type array, and is q=a%20b now; keep the old form"), Q, Q)]),
    (typed("object", style="deepObject"), typed("object"),
     [("BREAKS", "parameter-restyled", (f'the query parameter "q" {STYLE} q%5Bx%5D=a&q%5By%5D=b '
       "for a value of type object, and is x=a&y=b now; keep the old form"), Q, Q)]),
    (path(style="label"), same,
     [("BREAKS", "parameter-restyled", (f'the path parameter "id" {STYLE} .a for a value of type '
       "string, and is a now; keep the old form"),
       f"{READ}/parameters/0", f"{READ}/parameters/0")]),
    (path(style="matrix", schema={"type": "array"}),
     path(style="matrix", explode=True, schema={"type": "array"}),
     [("BREAKS", "parameter-restyled", (f'the path parameter "id" {STYLE} ;id=a,b for a value of '
       "type array, and is ;id=a;id=b now; keep the old form"),
       f"{READ}/parameters/0", f"{READ}/parameters/0")]),
    (lambda it: read(it)["parameters"].__setitem__(1, {
        "name": "q", "in": "query",
        "content": {"application/json": {"schema": {"type": "string"}}}}), typed("string"),
     [("BREAKS", "parameter-restyled", (f'the query parameter "q" {STYLE} q=%22a%22 for a value of '
       "type string, and is q=a now; keep the old form"), Q, Q)]),
    (query(allowReserved=True), same,
     [("CAREFUL", "parameter-reserved", ('the query parameter "q" could be sent with reserved '
       "characters as they are, and can't any more; allow it still"), Q, Q)]),
    (query(allowEmptyValue=True), same,
     [("CAREFUL", "parameter-empty-value", ('the query parameter "q" could be sent without a '
       "value, and can't any more; allow it still"), Q, Q)]),
    (typed("integer") , lambda it: (typed("integer")(it), query(deprecated=True)(it)),
     [("COMPATIBLE", "parameter-deprecated", 'the query parameter "q" is deprecated now', Q, Q)]),
    (query(schema={"default": 1}), query(schema={"default": 2}),
     [("CAREFUL", "parameter-default-changed", ('the default of the query parameter "q" was 1 and '
       "is 2 now: who leaves it out may get something else; keep the old one"), Q, Q)]),
    (query(schema={"default": 1}), query(schema={}),
     [("CAREFUL", "parameter-default-changed", ('the default of the query parameter "q" was 1 and '
       "went: who leaves it out may get something else; keep the old one"), Q, Q)]),
]  # fmt: skip

HARMLESS: list[tuple[Edit, Edit]] = [
    (same, body(description="d", required=False)),
    (body(content={"text/csv": {}}), body(content={"Text/CSV; charset=utf-8": {}})),
    (body(content={"text/csv": {}}), body(content={"text/*": {}})),
    (same, lambda it: read(it)["parameters"].reverse()),
    (same, lambda it: it["paths"]["/a/{id}"].update(parameters=read(it).pop("parameters"))),
    (same, lambda it: it["components"].update(parameters={"Q": read(it)["parameters"].pop()})
     or read(it)["parameters"].append({"$ref": "#/components/parameters/Q"})),
    (same, query(style="form", explode=True, allowReserved=False)),
    (same, query(allowReserved=True, allowEmptyValue=True)),
    (typed("string"), typed("string", explode=False)),
    (typed("object", style="deepObject"), typed("object", style="deepObject", explode=True)),
    (query(style="pipeDelimited", explode=True), query(style="form", explode=True)),
    (path(schema={"type": "array"}), path(schema={"type": "array"}, explode=True)),
    (more("X-A", "header"), more("x-a", "header")),
    (more("Accept", "header"), same),
    (query(schema={"default": None}), query(schema={})),
    (query(schema={}), query(schema={"default": 1})),
    (query(schema={"default": 1}), query(schema={"allOf": [{"default": 1}]})),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), [*BODIES, *PARAMETERS])
def test_what_must_be_sent_otherwise_is_told(
    changes: Changes, before: Edit, after: Edit, expected: list[Told]
) -> None:
    """What is refused now breaks, what is ignored now is told as dropped."""
    assert [told(each) for each in changes(before, after)] == expected


@pytest.mark.parametrize(("before", "after"), HARMLESS)
def test_the_same_request_in_other_words_is_not_told(
    changes: Changes, before: Edit, after: Edit
) -> None:
    """What requests look like is what counts, wherever and however it is written down."""
    assert changes(before, after) == ()


def test_a_shared_parameter_changes_once(changes: Changes) -> None:
    """At the component, with every operation that takes it."""

    def shared(it: dict[str, Any], **members: Any) -> None:
        given = {"name": "m", "in": "query", "schema": {"type": "integer"}} | members
        it["components"]["parameters"] = {"M": given}
        for operation in (read(it), make(it)):
            operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/M"})

    (found,) = changes(shared, lambda it: shared(it, required=True))
    place = "/components/parameters/M"
    assert told(found)[3:] == (place, f"{place}/required")
    assert found.operations == ("read", "make")
