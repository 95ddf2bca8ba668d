"""The rules on unions and on empty schemas; jsonschema confirms each witness."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ringback.finding import Finding
from tests.unit.lint.confirming import Second
from tests.unit.lint.conftest import Spoil, clean

Sensed = Callable[[str, Spoil], tuple[Finding, ...]]
Told = tuple[str, str, str, str]

U = "/components/schemas/A/properties/u"
TEXT = {"type": "string", "maxLength": 9}
WHOLE = {"type": "integer"}
NULL = {"type": "null"}
OPEN: dict[str, Any] = {"type": "object", "properties": {}}
EXPLAINED = ": close it with additionalProperties: false, describe it, or take it out of the union"


def closed(required: str = "", **properties: Any) -> dict[str, Any]:
    """An object of these members alone."""
    needed = {"required": required.split()} if required else {}
    return {"type": "object", "properties": properties, "additionalProperties": False, **needed}


def union(keyword: str, *branches: Any, **beside: Any) -> Spoil:
    """A member of the component that is a union."""

    def spoil(document: dict[str, Any]) -> None:
        members = document["components"]["schemas"]["A"]["properties"]
        members["u"] = {keyword: list(branches), **beside}

    return spoil


def tag(value: str) -> dict[str, Any]:
    """A tag's schema."""
    return {"const": value}


BOTH = "admit the same payload"
NOBODY = f"{BOTH}, so nobody can tell which is meant"
REFUSED = f"{BOTH}, and oneOf refuses it"
COVERED = "take it out, or tell the two apart"

# What is spoilt; rule, severity and place of each finding with its sentence.
FLAGGED: list[tuple[Spoil, list[Told]]] = [
    (union("anyOf", closed(x=WHOLE), OPEN),
     [("vacuous-schema", "error", U,
       f"a branch of A.u says nothing, so that any object passes{EXPLAINED}")]),
    (union("anyOf", TEXT, OPEN),
     [("vacuous-schema", "warning", U,
       ("a branch of A.u says nothing, so that any object, where none is meant, passes"
        f"{EXPLAINED}"))]),
    (union("anyOf", closed(x=WHOLE), {}),
     [("vacuous-schema", "error", U,
       f"a branch of A.u says nothing, so that any object passes{EXPLAINED}")]),
    (union("anyOf", closed("t", t=tag("a"), x=WHOLE), closed("t", t=tag("b")), NULL,
           {"type": "object", "additionalProperties": True}),
     [("vacuous-schema", "error", U,
       f"a branch of A.u says nothing, so that any object passes{EXPLAINED}")]),
    (union("anyOf", closed(x=WHOLE, y=WHOLE), closed(x=WHOLE, z=WHOLE)),
     [("ambiguous-union", "warning", f"{U}/anyOf",
       (f"branches 1 (object) and 2 (object) of A.u {NOBODY}: give each a required member with a "
        "const of its own"))]),
    (union("oneOf", closed(t=tag("a"), x=WHOLE), closed(t=tag("b"), y=WHOLE)),
     [("ambiguous-union", "error", f"{U}/oneOf",
       (f'branches 1 (object) and 2 (object) of A.u {REFUSED}; the tag "t" is not required, so it '
        "may be left out: require it"))]),
    (union("oneOf", closed("t", t={"enum": ["a", "b"]}, x=WHOLE),
           closed("t", t={"enum": ["b", "c"]}, y=WHOLE)),
     [("ambiguous-union", "error", f"{U}/oneOf",
       (f'branches 1 (object) and 2 (object) of A.u {REFUSED}; the tag "t" may be the same in '
        "both: give each a const of its own"))]),
    (union("oneOf", closed("k", k=TEXT, x=WHOLE), closed("k", k=TEXT, y=WHOLE),
           discriminator={"propertyName": "k"}),
     [("ambiguous-union", "error", f"{U}/oneOf",
       (f'branches 1 (object) and 2 (object) of A.u {REFUSED}: the discriminator "k" is a hint '
        'alone; require "k", with a const in each'))]),
    (union("oneOf", {"properties": {"x": WHOLE}, "additionalProperties": False},
           {"properties": {"y": WHOLE}, "additionalProperties": False}),
     [("ambiguous-union", "error", f"{U}/oneOf",
       (f"branches 1 and 2 of A.u {REFUSED}: give each a required member with a const of its "
        "own"))]),
    (union("oneOf", {"type": "number", "minimum": 0}, {"type": "number", "maximum": 0}),
     [("ambiguous-union", "error", f"{U}/oneOf",
       (f"branches 1 (number) and 2 (number) of A.u {REFUSED}: make their types or formats "
        "exclude each other"))]),
    (union("anyOf", WHOLE, {"type": "number"}),
     [("unreachable-branch", "warning", f"{U}/anyOf/0",
       ("branch 1 (integer) of A.u admits nothing that branch 2 (number) does not, so it adds "
        f"nothing: {COVERED}"))]),
    (union("oneOf", {"type": "number"}, WHOLE),
     [("unreachable-branch", "error", f"{U}/oneOf/1",
       ("branch 2 (integer) of A.u admits nothing that branch 1 (number) does not, so oneOf "
        f"refuses all of it: {COVERED}"))]),
    (union("anyOf", closed("x", x=WHOLE), closed("x", x=WHOLE)),
     [("unreachable-branch", "warning", f"{U}/anyOf/1",
       ("branch 2 (object) of A.u admits nothing that branch 1 (object) does not, so it adds "
        f"nothing: {COVERED}"))]),
    (union("anyOf", WHOLE, TEXT, {"type": "number"}, {"type": "integer", "minimum": 2}),
     [("unreachable-branch", "warning", f"{U}/anyOf/0",
       ("branches 1 (integer), 4 (integer) of A.u admit nothing that branch 3 (number) does not, "
        "so they add nothing: take them out, or tell them apart"))]),
    (union("oneOf", WHOLE, WHOLE),
     [("unreachable-branch", "error", f"{U}/oneOf/1",
       ("branch 2 (integer) of A.u admits nothing that branch 1 (integer) does not, so oneOf "
        f"refuses all of it: {COVERED}"))]),
    (union("anyOf", {"type": "integer", "minimum": 3, "maximum": 2}, TEXT),
     [("unsatisfiable", "error", f"{U}/anyOf/0",
       ("A.u (branch 1) admits no value at all: its keywords exclude each other, or it holds "
        "itself without an end"))]),
]  # fmt: skip

PASSED: list[Spoil] = [
    union("anyOf", TEXT, WHOLE, NULL),
    union("anyOf", {"type": "object"}, NULL),
    union("oneOf", TEXT, {"type": "number"}, {"type": "array", "maxItems": 1, "items": TEXT},
          {"type": "object"}),
    union("anyOf", OPEN, {"type": "object", "title": "the same"}),
    union("oneOf", closed("t", t=tag("a")), closed("t", t=tag("b"))),
    union("anyOf", closed("t", t=tag("a"), x=WHOLE), closed("t", t=tag("b"), x=WHOLE)),
    union("anyOf", {"type": "number", "minimum": 0}, {"type": "number", "maximum": 9}),
    union("oneOf", *({"properties": {"t": tag(each)}, "required": ["t"],
                      "additionalProperties": False} for each in "ab")),
    union("oneOf", {"required": ["x"]}, {"required": ["y"]}, **closed(x=WHOLE, y=WHOLE)),
    union("oneOf", closed("x", x=WHOLE), closed("y", y=WHOLE)),
    lambda it: it["components"]["schemas"]["A"]["properties"].update(gone=False),
    lambda it: it["components"]["schemas"]["A"]["properties"].update(
        gone={"not": {}}, list={"type": "array", "maxItems": 0, "items": {"not": {}}}),
]  # fmt: skip


def shown(finding: Finding) -> Told:
    """A finding as the tables have it."""
    rule = finding.rule.removeprefix("lint/")
    return rule, finding.severity.value, str(finding.schema), finding.message


def confirmed(document: dict[str, Any], finding: Finding) -> bool:
    """Whether the second validator says of a union what the finding says of it."""
    value = json.loads(str(finding.witness))
    second = Second(document)
    node: Any = document
    for step in U[1:].split("/"):
        node = node[step]
    [keyword] = set(node) & {"anyOf", "oneOf"}
    admitting = [second.admits(f"{U}/{keyword}/{at}", value) for at in range(len(node[keyword]))]
    if finding.rule == "lint/vacuous-schema":
        return sum(admitting) == 1 and second.admits(U, value)
    return sum(admitting) > 1 and second.admits(U, value) is (keyword == "anyOf")


@pytest.mark.parametrize(("spoil", "told"), FLAGGED, ids=range(len(FLAGGED)))
def test_a_claim_about_a_union_has_its_witness(
    sensed: Sensed, spoil: Spoil, told: list[Told]
) -> None:
    """Exactly these findings; where a payload can show it, one does, by jsonschema's word."""
    findings = sensed("3.1.0", spoil)
    assert [shown(each) for each in findings] == told
    document = clean("3.1.0")
    spoil(document)
    witnessed = {"lint/vacuous-schema", "lint/ambiguous-union"}
    assert [each.witness is not None for each in findings] == [
        each.rule in witnessed for each in findings
    ]
    assert all(confirmed(document, each) for each in findings if each.witness is not None)


@pytest.mark.parametrize("spoil", PASSED, ids=range(len(PASSED)))
def test_a_union_that_tells_its_branches_apart_is_not_blamed(sensed: Sensed, spoil: Spoil) -> None:
    """No finding on unions and schemas that mean what they say."""
    assert sensed("3.1.0", spoil) == ()


def test_a_schema_that_holds_itself_without_an_end_is_told(sensed: Sensed) -> None:
    """A component that needs another of its own kind can never be given."""

    def spoil(document: dict[str, Any]) -> None:
        again = {"$ref": "#/components/schemas/Loop"}
        document["components"]["schemas"]["Loop"] = closed("loop", loop=again)
        document["components"]["schemas"]["A"]["properties"]["u"] = again

    text = (
        "Loop admits no value at all: its keywords exclude each other, or it holds itself without "
        "an end"
    )
    assert [shown(each) for each in sensed("3.1.0", spoil)] == [
        ("unsatisfiable", "error", "/components/schemas/Loop", text)
    ]


def test_schemas_that_need_each_other_without_an_end_are_told_once(sensed: Sensed) -> None:
    """The first of a circle stands for it, and for what needs it."""

    def spoil(document: dict[str, Any]) -> None:
        one, other = ({"$ref": f"#/components/schemas/{name}"} for name in ("One", "Other"))
        document["components"]["schemas"]["One"] = closed("x", x=other)
        document["components"]["schemas"]["Other"] = closed("y", y=one)
        document["components"]["schemas"]["A"]["properties"]["u"] = closed("z", z=other)

    places = [(each.rule, each.schema) for each in sensed("3.1.0", spoil)]
    assert places == [("lint/unsatisfiable", "/components/schemas/Other")]


def test_an_empty_schema_is_told_and_not_what_needs_it(sensed: Sensed) -> None:
    """Of schemas inside each other only the innermost is the cause."""

    def spoil(document: dict[str, Any]) -> None:
        inner = {"type": "integer", "minimum": 3, "maximum": 2}
        outer = closed("x", x=closed("y", y=inner))
        document["components"]["schemas"]["A"]["properties"]["u"] = outer

    places = [(each.rule, each.schema) for each in sensed("3.1.0", spoil)]
    assert places == [("lint/unsatisfiable", f"{U}/properties/x/properties/y")]


def test_one_vacuous_component_is_told_once_a_kind_of_union(sensed: Sensed) -> None:
    """Beside objects it is an error, beside others a warning, however many unions there are."""

    def spoil(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["Undefined"] = OPEN
        undefined = {"$ref": "#/components/schemas/Undefined"}
        document["components"]["schemas"]["A"]["properties"] |= {
            "a": {"anyOf": [TEXT, undefined]},
            "b": {"anyOf": [WHOLE, undefined]},
            "c": {"anyOf": [closed(x=WHOLE), undefined]},
            "d": {"anyOf": [closed(y=WHOLE), undefined]},
        }

    findings = sensed("3.1.0", spoil)
    place = "/components/schemas/Undefined"
    assert [shown(each) for each in findings] == [
        ("vacuous-schema", "warning", place,
         ("Undefined says nothing, so that any object, where none is meant, passes beside it in "
          f"A.a, A.b{EXPLAINED}")),
        ("vacuous-schema", "error", place,
         f"Undefined says nothing, so that any object passes beside it in A.c, A.d{EXPLAINED}"),
    ]  # fmt: skip
    assert len({each.fingerprint for each in findings}) == 2
