"""Members that bodies and answers declare, and declare no more."""

from collections.abc import Callable
from typing import Any

import pytest

from ringback.changes import Change
from tests.unit.changes.conftest import A, Edit, Told, make, members, read, same, schemas, told

Changes = Callable[[Edit, Edit], tuple[Change, ...]]
B = "/components/schemas/B"
FIND = "who reads it may find nothing; keep the old one until its users have moved"
HEARD = "who sends it is not heard any more; keep the old one until its users have moved"
OMITTED = "who leaves it out may get something else; keep the old one"
MISSING = "who takes it for what is missing may get something else; keep the old one"


def answered(schema: dict[str, Any], **components: Any) -> Edit:
    """What the read answers, and the components that it takes; the body is nothing special."""
    return _used("response", schema, components)


def sent(schema: dict[str, Any], **components: Any) -> Edit:
    """What the body is that is sent, and the components that it takes."""
    return _used("request", schema, components)


def _used(side: str, schema: dict[str, Any], components: dict[str, Any]) -> Edit:
    def edit(it: dict[str, Any]) -> None:
        schemas(it).update(components)
        answer = read(it)["responses"]["200"]
        body = make(it)["requestBody"]
        here, there = (answer, body) if side == "response" else (body, answer)
        here["content"] = {"application/json": {"schema": schema}}
        there["content"] = {"application/json": {}}

    return edit


def thing(*required: str, **properties: Any) -> dict[str, Any]:
    """An object schema; a type stands for the schema of it."""
    told = {
        name: {"type": each} if isinstance(each, str) else each for name, each in properties.items()
    }
    return {"type": "object", "properties": told} | ({"required": [*required]} if required else {})


def ref(name: str) -> dict[str, Any]:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def tagged(tag: str, **properties: Any) -> dict[str, Any]:
    """A branch with its tag."""
    return thing("kind", kind={"const": tag}, **properties)


ANSWER = "/paths/~1a~1{id}/get/responses/200/content/application~1json/schema"
BODY = "/paths/~1a/post/requestBody/content/application~1json/schema"
NULL = {"type": "null"}
TREE = thing(x="string", below={"type": "array", "items": ref("T")})

ROWS: list[tuple[Edit, Edit, list[Told]]] = [
    (same, lambda it: members(it).pop("p"),
     [("DROPPED", "request-member-removed", f'"p" is declared no more: {HEARD}',
       f"{A}/properties/p", A),
      ("CAREFUL", "response-member-removed", f'"p" is declared no more: {FIND}',
       f"{A}/properties/p", A)]),
    (lambda it: members(it).pop("p"), same,
     [("COMPATIBLE", "request-member-added", '"p" is new', A, f"{A}/properties/p"),
      ("COMPATIBLE", "response-member-added", '"p" is new', A, f"{A}/properties/p")]),
    (same, lambda it: members(it).update(c=members(it).pop("p")),
     [("DROPPED", "request-member-renamed",
       f'"p" went and "c" came with the same schema, as if renamed: {HEARD}',
       f"{A}/properties/p", f"{A}/properties/c"),
      ("CAREFUL", "response-member-renamed",
       f'"p" went and "c" came with the same schema, as if renamed: {FIND}',
       f"{A}/properties/p", f"{A}/properties/c")]),
    (same, lambda it: members(it).pop("b"),  # not told again for what stood below
     [("DROPPED", "request-member-removed", f'"b" is declared no more: {HEARD}',
       f"{A}/properties/b", A),
      ("CAREFUL", "response-member-removed", f'"b" is declared no more: {FIND}',
       f"{A}/properties/b", A)]),
    (answered(thing(a={"type": "array", "items": thing(x="string", y="string")})),
     answered(thing(a={"type": "array", "items": thing(x="string")})),
     [("CAREFUL", "response-member-removed", f'"y" is declared no more: {FIND}',
       f"{ANSWER}/properties/a/items/properties/y", f"{ANSWER}/properties/a/items")]),
    (answered({"additionalProperties": thing(x="string", y="string")}),
     answered({"additionalProperties": thing(x="string")}),
     [("CAREFUL", "response-member-removed", f'"y" is declared no more: {FIND}',
       f"{ANSWER}/additionalProperties/properties/y", f"{ANSWER}/additionalProperties")]),
    (answered({"anyOf": [tagged("a", x="string", y="string"), tagged("b", y="string")]}),
     answered({"anyOf": [tagged("b", y="string"), tagged("a", x="string")]}),
     [("CAREFUL", "response-member-removed", f'"y" is declared no more: {FIND}',
       f"{ANSWER}/anyOf/0/properties/y", f"{ANSWER}/anyOf/1")]),
    (answered({"oneOf": [ref("X"), ref("Y")]}, X=thing(x="string", y="string"),
              Y=thing(y="string")),
     answered({"anyOf": [ref("X"), ref("Y")]}, X=thing(x="string"), Y=thing(y="string")),
     [("CAREFUL", "response-member-removed", f'"y" is declared no more: {FIND}',
       "/components/schemas/X/properties/y", "/components/schemas/X")]),
    (answered(ref("X"), X=thing(x="string", y="string")),
     answered({"anyOf": [ref("X"), NULL]}, X=thing(x="string")),
     [("CAREFUL", "response-member-removed", f'"y" is declared no more: {FIND}',
       "/components/schemas/X/properties/y", "/components/schemas/X")]),
    (sent({"anyOf": [ref("X"), ref("U")]}, X=thing(x="string", y="string"), U={"type": "object"}),
     sent({"anyOf": [ref("X"), ref("U")]}, X=thing(x="string"), U={"type": "object"}),
     [("DROPPED", "request-member-removed", f'"y" is declared no more: {HEARD}',
       "/components/schemas/X/properties/y", "/components/schemas/X")]),
    (sent(thing("y", x="string", y="string")), sent(thing(x="string")),
     [("DROPPED", "request-member-removed", f'"y" is declared no more: {HEARD}',
       f"{BODY}/properties/y", BODY)]),
    (answered({"anyOf": [thing(x="string"), thing(y="string")]}), answered(thing(x="string")),
     [("COMPATIBLE", "response-form-removed", "a form with y comes no more",
       f"{ANSWER}/anyOf/1", ANSWER)]),
    (sent({"anyOf": [ref("X"), NULL]}, X=thing(x="string")),
     sent({"anyOf": [ref("X"), ref("Y")]}, X=thing(x="string"), Y=thing(y="string")),
     [("COMPATIBLE", "request-form-added", "the form Y may be sent as well now",
       BODY, "/components/schemas/Y")]),
    (answered(ref("T"), T=TREE), answered(ref("T"), T=thing(**TREE["properties"] | {"x": "integer",
        "z": "string"})),
     [("COMPATIBLE", "response-member-added", '"z" is new', "/components/schemas/T",
       "/components/schemas/T/properties/z")]),
    (sent(thing(x="string")), sent(thing(x={"type": "string", "readOnly": True})),
     [("DROPPED", "request-member-read-only",
       '"x" is read-only now: who sends it is refused or not heard; let it be set',
       f"{BODY}/properties/x", f"{BODY}/properties/x")]),
    (sent(thing(x={"type": "string", "readOnly": True})), sent(thing(x="string")),
     [("COMPATIBLE", "request-member-read-only", '"x" may be set now',
       f"{BODY}/properties/x", f"{BODY}/properties/x")]),
    (answered(thing(x="string")), answered(thing(x={"type": "string", "writeOnly": True})),
     [("CAREFUL", "response-member-write-only",
       '"x" is write-only now: answers hold it no more; keep it for who reads it',
       f"{ANSWER}/properties/x", f"{ANSWER}/properties/x")]),
    (answered(thing(x=ref("S")), S={}),
     answered(thing(x=ref("S")), S={"writeOnly": True}),
     [("CAREFUL", "response-member-write-only",
       '"x" is write-only now: answers hold it no more; keep it for who reads it',
       f"{ANSWER}/properties/x", f"{ANSWER}/properties/x")]),
    (sent(thing(x={"default": 1})), sent(thing(x={"default": "1"})),
     [("CAREFUL", "request-default-changed", f'the default of "x" was 1 and is "1" now: {OMITTED}',
       f"{BODY}/properties/x", f"{BODY}/properties/x")]),
    (sent(thing(x={"default": 1})), sent(thing(x={})),
     [("CAREFUL", "request-default-changed", f'the default of "x" was 1 and went: {OMITTED}',
       f"{BODY}/properties/x", f"{BODY}/properties/x")]),
    (answered(thing(x={"default": 1})), answered(thing(x={"default": 2})),
     [("CAREFUL", "response-default-changed", f'the default of "x" was 1 and is 2 now: {MISSING}',
       f"{ANSWER}/properties/x", f"{ANSWER}/properties/x")]),
    (answered(thing(x="string")), answered(thing(x={"type": "string", "deprecated": True})),
     [("COMPATIBLE", "response-member-deprecated", '"x" is deprecated now',
       f"{ANSWER}/properties/x", f"{ANSWER}/properties/x")]),
]  # fmt: skip

AB = thing("a", a="string", b="integer")
HARMLESS: list[tuple[Edit, Edit]] = [
    (same, lambda it: members(it).update(dict(reversed([*members(it).items()])))),
    (same, lambda it: members(it)["p"].update(title="t", description="d", examples=[1])),
    (same, lambda it: members(it).update(b=schemas(it)["B"])),  # a reference inlined
    (same, lambda it: (schemas(it).update(C=schemas(it).pop("B")),  # a component renamed
                       members(it).update(b=ref("C")))),
    (same, lambda it: members(it).update(b={"anyOf": [ref("B"), NULL]})),
    (same, lambda it: members(it).update(b={"oneOf": [NULL, {"allOf": [ref("B")]}]})),
    (same, lambda it: members(it).update(b={"allOf": [ref("B")], "description": "d"})),
    (answered(AB), answered({"allOf": [thing("a", a="string"), thing(b="integer")]})),
    (answered(AB), answered({"allOf": [thing("a", a="string")]} | thing(b="integer"))),
    (answered(AB), answered({"anyOf": [thing("a", a="string"), thing(b="integer")]})),
    (answered({"anyOf": [thing(a="string"), thing(b="integer")]}), answered(AB)),
    (answered({"anyOf": [AB]}), answered({"oneOf": [AB]})),
    (answered({"anyOf": [ref("X"), ref("Y")]},
              X=tagged("x", a="string"), Y=tagged("y", b="string")),
     answered({"oneOf": [ref("V"), ref("U")]},
              U=tagged("x", a="string"), V=tagged("y", b="string"))),
    (answered(AB | {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}), answered(AB)),
    (answered({"if": {"required": ["a"]}, "then": thing(c="string")} | AB),
     answered(thing(c="string") | {"allOf": [AB]})),
    # What payloads show is told with one, and not here.
    (answered(thing("x", x="string", y="string")), answered(thing(y="string"))),
    (sent(thing(x="string")), sent(thing(x="string") | {"additionalProperties": False})),
    (sent(thing(x="string", y="string")),
     sent(thing(x="string") | {"additionalProperties": False})),
    (sent(thing(x="string")), sent(thing("y", x="string", y="string"))),
    (answered(thing(x="string") | {"additionalProperties": False}),
     answered(thing(x="string", y="string") | {"additionalProperties": False})),
    (sent(thing("x", x={"type": "string", "readOnly": True})), sent(thing("x", x="string"))),
    (answered(thing("x", x=ref("S")), S={}),
     answered(thing("x", x=ref("S")), S={"writeOnly": True})),
    (answered(AB), answered({"type": "array", "items": AB})),
    (answered(AB), answered({"type": "string"})),
    # What is declared without a name is declared.
    (answered(thing(x="string")), answered({"additionalProperties": {"type": "string"}})),
    (answered(thing(x="string")), answered({"patternProperties": {"^x": {"type": "string"}}})),
    # What payloads of a way never held can't go or come.
    (sent(thing(x="string", y={"readOnly": True})), sent(thing(x="string"))),
    (answered(thing(x="string", y={"writeOnly": True})), answered(thing(x="string"))),
    (sent(thing(x="string")), sent(thing(x="string", y={"readOnly": True}))),
    (answered(thing(x={"readOnly": True})), answered(thing(x={}))),
    (sent(thing(x="string", y={"anyOf": [{"readOnly": True}, NULL]})), sent(thing(x="string"))),
    (answered(thing(x="string", y={"allOf": [ref("S")]}), S={"writeOnly": True}),
     answered(thing(x="string"))),
    # Defaults that say nothing.
    (sent(thing("x", x={"default": 1})), sent(thing("x", x={"default": 2}))),
    (sent(thing(x={"default": None})), sent(thing(x={}))),
    (sent(thing(x={})), sent(thing(x={"default": 1}))),
    (answered(thing(x={"default": 1})), answered(thing(x={}))),
    (sent(thing(x={"default": 1})), sent(thing(x={"anyOf": [{"default": 1}, NULL]}))),
    (sent(thing(x={"default": 1})), sent(thing(x={"allOf": [ref("S")]}), S={"default": 1})),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), ROWS)
def test_members_that_went_or_came_are_told(
    changes: Changes, before: Edit, after: Edit, expected: list[Told]
) -> None:
    """Branch by branch, through references, unions and lists, each once."""
    assert [told(each) for each in changes(before, after)] == expected


@pytest.mark.parametrize(("before", "after"), HARMLESS)
def test_the_same_members_in_another_shape_are_not_told(
    changes: Changes, before: Edit, after: Edit
) -> None:
    """Whatever is a rewrite, or what a payload tells better, gives nothing here."""
    assert changes(before, after) == ()


def test_a_member_is_told_with_its_place_in_the_payload(changes: Changes) -> None:
    """A star stands for any item or any name."""
    inner = {"type": "array", "items": {"additionalProperties": thing(x="string", y="string")}}
    less = {"type": "array", "items": {"additionalProperties": thing(x="string")}}
    (found,) = changes(answered(thing(list=inner)), answered(thing(list=less)))
    assert found.instance == "/list/*/*/y"
    assert (found.side, found.status, found.operations) == ("response", "200", ("read",))


def test_what_refers_to_itself_is_compared_once(changes: Changes) -> None:
    """Recursion ends where the same two schemas meet again, even where nothing lies between."""
    circle = {"anyOf": [ref("C"), thing(x="string")]}
    assert changes(answered(ref("C"), C=circle), answered(ref("C"), C=circle)) == ()
    assert changes(answered(ref("T"), T=TREE), answered(ref("T"), T=TREE)) == ()
