"""Each rule on what a description says: what it flags, and what it passes."""

from collections.abc import Callable
from typing import Any

import pytest

from ringback.finding import Finding, Severity
from tests.unit.lint.conftest import Spoil

Sensed = Callable[[str, Spoil], tuple[Finding, ...]]
Row = tuple[str, Spoil, list[tuple[str, str, str, str]]]

A = "/components/schemas/A"
GET = "/paths/~1a~1{id}/get"
JSON = f"{GET}/responses/200/content/application~1json/schema"
KEY = "AKIA" + "Z7QK3M2NPXW5TRHD"  # made up, and looks like a key
OTHER_KEY, THIRD_KEY = KEY[:-1] + "Q", KEY[:-1] + "Z"
CLOSE = "fields that nobody documents pass in an answer; close it with"


def get(document: dict[str, Any]) -> dict[str, Any]:
    """The one operation."""
    operation: dict[str, Any] = document["paths"]["/a/{id}"]["get"]
    return operation


def schema(document: dict[str, Any]) -> dict[str, Any]:
    """The one component."""
    found: dict[str, Any] = document["components"]["schemas"]["A"]
    return found


def add(**members: Any) -> Spoil:
    """Describe more members of the component."""
    return lambda it: schema(it)["properties"].update(members)


def component(**schemas: Any) -> Spoil:
    """More components, each used by a member of the first."""

    def spoil(document: dict[str, Any]) -> None:
        document["components"]["schemas"] |= schemas
        for name in schemas:
            schema(document)["properties"][f"of{name}"] = {"$ref": f"#/components/schemas/{name}"}

    return spoil


def opened(document: dict[str, Any]) -> None:
    """The component takes any member."""
    del schema(document)["additionalProperties"]


def posting(*, responses: dict[str, Any] | None = None, **more: Any) -> Spoil:
    """A second operation, with a body."""

    def spoil(document: dict[str, Any]) -> None:
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
        document["paths"]["/b"] = {
            "post": {
                "operationId": "make",
                "requestBody": {"content": content},
                "responses": {"200": {"description": "d"}, **(responses or {})},
                **more,
            }
        }
        schemes = {"T": {"type": "http", "scheme": "bearer"}}
        if "security" in more:
            document["components"]["securitySchemes"] = schemes

    return spoil


# Which versions; what is spoilt; each finding: rule, severity, pointer, message.
FLAGGED: list[Row] = [
    ("3.0.3 3.1.0", lambda it: schema(it).update(required=["p", "q"]),
     [("required-undefined", "error", f"{A}/required/1",
       ('A requires "q", which it does not describe: add it to "properties", or take it out of '
        '"required"')),
      ("unsatisfiable", "error", A,
       ("A admits no value at all: its keywords exclude each other, or it holds itself without "
        "an end"))]),
    ("3.1.0", add(b={"type": "object", "properties": {"x": {"type": "integer"}},
                     "additionalProperties": False,
                     "anyOf": [{"required": ["x"]}, {"required": ["y"], "minProperties": 1}]}),
     [("required-undefined", "error", f"{A}/properties/b/anyOf/1/required/0",
       ('A.b (branch 2) requires "y", which it does not describe: add it to "properties", or '
        'take it out of "required"'))]),
    ("3.0.3 3.1.0", add(e={"type": "string", "enum": ["a", 7]}),
     [("contradicting-enum", "error", f"{A}/properties/e/enum/1",
       ('the enum value 7 is refused by the "type" of the same schema, so it can never be: take '
        "it out, or mend the other"))]),
    ("3.0.3 3.1.0", add(e={"type": "integer", "enum": [1, 20], "maximum": 10}),
     [("contradicting-enum", "error", f"{A}/properties/e/enum/1",
       ('the enum value 20 is refused by the "maximum" of the same schema, so it can never be: '
        "take it out, or mend the other"))]),
    ("3.1.0", add(e={"type": "string", "format": "uuid", "enum": ["x", "y", "x"]}),
     [("contradicting-enum", "error", f"{A}/properties/e/enum/0",
       ('the enum values "x", "y" are refused by the "format" of the same schema, so they can '
        "never be: take them out, or mend the other")),
      ("contradicting-enum", "warning", f"{A}/properties/e/enum/2",
       'the enum has "x" more than once: take the others out')]),
    ("3.1.0", add(e={"type": "string", "format": "uuid", "const": "x"}),
     [("contradicting-enum", "error", f"{A}/properties/e/const",
       ('the const value "x" is refused by the "format" of the same schema, so it can never be: '
        "take it out, or mend the other"))]),
    ("3.0.3 3.1.0", add(e={"type": "number", "enum": [1, 2, 1.0]}),
     [("contradicting-enum", "warning", f"{A}/properties/e/enum/2",
       "the enum has 1.0 more than once: take the others out")]),
    ("3.0.3 3.1.0", opened,
     [("open-answer", "warning", A, f"A is open: {CLOSE} additionalProperties: false")]),
    ("3.0.3 3.1.0", lambda it: schema(it).update(additionalProperties=True),
     [("open-answer", "warning", A, f"A is open: {CLOSE} additionalProperties: false")]),
    ("3.1.0", component(
        B={"allOf": [{"$ref": "#/components/schemas/C"},
                     {"type": "object", "properties": {"y": {"type": "integer"}}}]},
        C={"type": "object", "properties": {"x": {"type": "integer"}},
           "additionalProperties": {"type": "integer"}}), []),
    ("3.1.0", add(b={"allOf": [{"type": "object", "properties": {"x": {"type": "integer"}}},
                               {"type": "object", "properties": {"y": {"type": "integer"}}}]}),
     [("open-answer", "warning", f"{A}/properties/b",
       f"A.b is open: {CLOSE} unevaluatedProperties: false, which sees all its parts")]),
    ("3.0.3", add(b={"allOf": [{"type": "object", "properties": {"x": {"type": "integer"}}},
                               {"type": "object", "properties": {"y": {"type": "integer"}}}]}),
     [("open-answer", "warning", f"{A}/properties/b",
       ("A.b is open: fields that nobody documents pass in an answer; put its parts into one "
        "schema, and close that with additionalProperties: false"))]),
    ("3.0.3 3.1.0", posting(),
     [("missing-answer", "warning", "/paths/~1b/post",
       ("make documents no 400 or 422 (its request can be wrong): add it; 429 is not there "
        "either, should it limit calls"))]),
    ("3.0.3 3.1.0", posting(security=[{"T": []}], responses={"429": {"description": "d"}}),
     [("missing-answer", "warning", "/paths/~1b/post",
       "make documents no 401 or 403 (it needs credentials): add it"),
      ("missing-answer", "warning", "/paths/~1b/post",
       "make documents no 400 or 422 (its request can be wrong): add it")]),
    ("3.0.3 3.1.0", lambda it: get(it)["responses"].pop("404"),
     [("missing-answer", "warning", GET,
       ("read documents no 404 (its path names a thing): add it; 429 is not there either, should "
        "it limit calls"))]),
    ("3.0.3 3.1.0", lambda it: get(it)["parameters"][0].update(schema={"type": "integer"}),
     [("missing-answer", "warning", GET,
       ("read documents no 400 or 422 (its request can be wrong): add it; 429 is not there "
        "either, should it limit calls"))]),
    ("3.0.3 3.1.0", add(u={"description": "anything"}),
     [("untyped", "warning", f"{A}/properties/u",
       "A.u says nothing about its values, so that anything passes: give it a type")]),
    ("3.0.3 3.1.0", add(u={"type": "array", "maxItems": 2, "items": {}}),
     [("untyped", "warning", f"{A}/properties/u/items",
       "A.u[] says nothing about its values, so that anything passes: give it a type")]),
    ("3.0.3 3.1.0", lambda it: schema(it)["properties"]["p"].pop("example"),
     [("no-example", "warning", A,
       "A has no example (answer 200 of read): add one to the media type, or to the schema")]),
    ("3.0.3 3.1.0", add(s={"type": "string"}, t={"type": "string", "description": "too"}),
     [("unbounded", "warning", A,
       "A has texts without a limit (s, t): give them maxLength, a format or a pattern")]),
    ("3.0.3 3.1.0", add(l={"type": "array", "items": {"type": "string"}}),
     [("unbounded", "warning", A,
       ("A has texts without a limit (l[]): give them maxLength, a format or a pattern; and lists "
        "without a limit (l): give them maxItems"))]),
    ("3.0.3 3.1.0", lambda it: it["components"].update(
        headers={"H": {"schema": {"type": "integer"}}}, examples={"E": {"value": 1}}),
     [("unused-component", "warning", "/components/headers/H",
       ('the component "H" of headers is not used: nothing leads to it; take it out, or refer to '
        "it")),
      ("unused-component", "warning", "/components/examples/E",
       ('the component "E" of examples is not used: nothing leads to it; take it out, or refer '
        "to it"))]),
    ("3.0.3 3.1.0", lambda it: it["components"]["schemas"].update(
        B={"type": "array", "items": {"$ref": "#/components/schemas/C"}}, C={"type": "integer"}),
     [("unused-component", "warning", "/components/schemas/B",
       ('the component "B" of schemas is not used: nothing leads to it; take it out, or refer to '
        "it")),
      ("unused-component", "warning", "/components/schemas/C",
       ('the component "C" of schemas is not used: only unused components lead to it; take it '
        "out, or refer to it"))]),
    ("3.0.3 3.1.0", lambda it: it["components"]["schemas"].update(
        A={"type": "object", "additionalProperties": {"type": "string", "maxLength": 99},
           "example": {"$ref": "#/components/schemas/B"}}, B={"type": "integer"}),
     [("unused-component", "warning", "/components/schemas/B",
       ('the component "B" of schemas is not used: nothing leads to it; take it out, or refer to '
        "it"))]),
    ("3.0.3 3.1.0", add(note={"type": "string", "maxLength": 99, "example": KEY}),
     [("secret-in-example", "error", f"{A}/properties/note/example",
       ("the example shows a secret: AWS access key, AK… (20 characters); put a made-up value in "
        "its place, and have this one changed"))]),
    ("3.0.3 3.1.0", add(password={"type": "string", "maxLength": 99,
                                  "default": "q8Zt4vLw9XbN2kRf"}),
     [("secret-in-example", "error", f"{A}/properties/password/default",
       ('the default shows a secret: value under "password", q8… (16 characters); put a made-up '
        "value in its place, and have this one changed"))]),
    ("3.0.3 3.1.0", add(**{name: {"type": "string", "maxLength": 99, "example": KEY}
                           for name in ("note", "other", "third")}),
     [("secret-in-example", "error", f"{A}/properties/note/example",
       ("the example (and 2 more with the same) shows a secret: AWS access key, AK… (20 "
        "characters); put a made-up value in its place, and have this one changed"))]),
    ("3.0.3 3.1.0", add(key={"type": "string", "maxLength": 99,
                             "example": "sk_test_q8Zt4vLw9XbN2kRf7Ws3Yp6G"}),
     [("secret-in-example", "warning", f"{A}/properties/key/example",
       ('the example shows what may be a secret: value under "key", sk… (32 characters); put a '
        "made-up value in its place, and have this one changed"))]),
]  # fmt: skip
CASES = [
    (version, spoil, told) for versions, spoil, told in FLAGGED for version in versions.split()
]

# What must not be blamed.
PASSED: list[tuple[str, Spoil]] = [
    ("3.1.0", lambda it: it["components"]["schemas"].update(
        A={"$ref": "#/components/schemas/Page",
           "$defs": {"item": {"$dynamicAnchor": "item", "type": "integer"}}},
        Page={"type": "object", "additionalProperties": False, "example": {"items": [1]},
              "properties": {"items": {"type": "array", "maxItems": 9,
                                       "items": {"$dynamicRef": "#item"}}},
              "$defs": {"any": {"$dynamicAnchor": "item", "type": "integer"}}})),
    ("3.0.3 3.1.0", lambda it: it["components"]["schemas"].update(
        A={**it["components"]["schemas"]["A"], "x-like": {"$ref": "#/components/schemas/B"}},
        B={"type": "integer"})),
    ("3.0.3 3.1.0 3.2.0", lambda it: it),
    ("3.0.3 3.1.0", lambda it: schema(it).update(required=["p"])),
    ("3.0.3 3.1.0", component(B={"allOf": [
        {"type": "object", "properties": {"x": {"type": "integer"}},
         "additionalProperties": False}, {"required": ["x"]}]})),
    ("3.1.0", lambda it: schema(it).update(
        additionalProperties={"type": "integer"}, required=["z"])),
    ("3.1.0", lambda it: schema(it).update(patternProperties={"^x-": {"type": "integer"}},
                                           required=["x-y"])),
    ("3.0.3 3.1.0", lambda it: schema(it).update({"not": {"required": ["q"]}})),
    ("3.1.0", lambda it: schema(it).update(
        {"if": {"required": ["q"]}, "then": {"required": ["p"]}})),
    ("3.0.3 3.1.0", add(e={"type": "string", "enum": ["a", "b"]})),
    ("3.1.0", add(e={"enum": [True, 1, "1", None]}, f={"const": 1, "type": "integer"})),
    ("3.0.3", add(e={"type": "string", "nullable": True, "enum": ["a", None]})),
    ("3.0.3 3.1.0", add(m={"type": "object"}, o={"type": "object", "additionalProperties": {}})),
    ("3.0.3 3.1.0", add(m={"type": "object", "properties": {}})),
    ("3.1.0", add(b={"unevaluatedProperties": False, "allOf": [
        {"type": "object", "properties": {"x": {"type": "integer"}}},
        {"type": "object", "properties": {"y": {"type": "integer"}}}]})),
    ("3.1.0", add(b={"type": "object", "properties": {"x": {"type": "integer"}},
                     "unevaluatedProperties": False, "anyOf": [
                         {"properties": {"y": {"type": "integer"}}, "required": ["y"]},
                         {"properties": {"z": {"type": "integer"}}, "required": ["z"]}]})),
    ("3.0.3 3.1.0", posting(responses={"default": {"description": "d"}}, security=[{"T": []}])),
    ("3.0.3 3.1.0", posting(responses={"4XX": {"description": "d"}}, security=[{"T": []}])),
    ("3.0.3 3.1.0", posting(responses={"422": {"description": "d"}}, security=[{"T": []}, {}])),
    ("3.0.3 3.1.0", posting(responses={"400": {"description": "d"}, "403": {"description": "d"}},
                            security=[{"T": []}])),
    ("3.1.0", add(u={"type": "array", "maxItems": 2, "items": True})),
    ("3.0.3 3.1.0", add(u={"not": {"type": "string"}})),
    ("3.0.3 3.1.0", add(s={"type": "string", "format": "date"}, t={"type": "string", "enum": ["a"]},
                        r={"type": "string", "pattern": "^a$"})),
    ("3.0.3 3.1.0", add(s={"allOf": [{"type": "string"}, {"maxLength": 5}]})),
    ("3.1.0", add(s={"type": "string", "anyOf": [{"maxLength": 5}, {"format": "uuid"}]})),
    ("3.0.3 3.1.0", lambda it: (
        schema(it)["properties"]["p"].pop("example"),
        schema(it).update(example={"p": 1}))),
    ("3.0.3 3.1.0", lambda it: (
        schema(it)["properties"]["p"].pop("example"),
        get(it)["responses"]["200"]["content"]["application/json"].update(example={"p": 1}))),
    ("3.0.3 3.1.0", lambda it: (
        get(it)["responses"].update({"401": {"description": "d"}}),
        get(it).update(security=[{"T": []}]),
        it["components"].update(securitySchemes={"T": {"type": "http", "scheme": "bearer"}}))),
    ("3.0.3 3.1.0", lambda it: (it.update(paths={}), it["components"].update(
        examples={"E": {"value": 1}}))),
    ("3.0.3 3.1.0", add(k={"type": "string", "maxLength": 99, "example": "AKIAIOSFODNN7EXAMPLE"})),
    ("3.0.3 3.1.0", add(password={"type": "string", "maxLength": 99, "example": "hunter2"},
                        api_key={"type": "string", "maxLength": 99, "example": "your-api-key"})),
    ("3.0.3 3.1.0", lambda it: (
        schema(it).update(example={"apiKey": "open_data", "link": "x.test/open_data/v1"}),
        schema(it)["properties"].update(
            apiKey={"type": "string", "maxLength": 99}, link={"type": "string", "maxLength": 99}))),
    ("3.0.3 3.1.0", add(mail={"type": "string", "format": "email", "example": "a@mail.test"})),
]  # fmt: skip
# Texts that look like secrets under a secret's name, and are none in what everybody may read.
NO_SECRETS = [
    "AC5ef872f6da5a21de157d80997a64bd33",  # whom a key belongs to
    "ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "SKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "YOUR_TOKEN",
    "<token>",
    "${TOKEN}",
    "sk_test_xxxxxxxxxxxxxxxxxxxxxxxx",
    "ghp_1234567890abcdefghijklmnopqrstuvwxyz",
    "9f1c7c1e-2b7a-4f0d-8f0e-5d3a6b1c2e4f",
    "tE2DajzSJwnsSbc123",
    "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
    "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    "https://hooks.slack.com/services/T1234567/AAAAAAAA/ZZZZZZ",
]
FINE = [(version, spoil) for versions, spoil in PASSED for version in versions.split()]


@pytest.mark.parametrize(("version", "spoil", "told"), CASES, ids=range(len(CASES)))
def test_what_says_too_little_is_told(
    sensed: Sensed, version: str, spoil: Spoil, told: list[tuple[str, str, str, str]]
) -> None:
    """Exactly these findings, each with what to do; nothing besides."""
    found = [
        (each.rule.removeprefix("lint/"), each.severity.value, each.schema, each.message)
        for each in sensed(version, spoil)
    ]
    assert sorted(found, key=str) == sorted(told, key=str)


@pytest.mark.parametrize(("version", "spoil"), FINE, ids=range(len(FINE)))
def test_what_says_enough_is_not_blamed(sensed: Sensed, version: str, spoil: Spoil) -> None:
    """No finding, not even a warning."""
    assert sensed(version, spoil) == ()


@pytest.mark.parametrize("text", NO_SECRETS)
@pytest.mark.parametrize("name", ["token", "sid"])
def test_what_plainly_is_no_secret_is_not_taken_for_one(
    sensed: Sensed, name: str, text: str
) -> None:
    """An account's identifier, a placeholder, a mask, what somebody typed at a stretch."""
    given = {"type": "string", "maxLength": 99, "example": text}
    assert sensed("3.1.0", add(**{name: given})) == ()


@pytest.mark.parametrize("name", ["note", "signature"])
def test_what_is_made_by_chance_is_no_secret_without_a_secret_s_name(
    sensed: Sensed, name: str
) -> None:
    """Identifiers, digests and signatures are, and are there to be seen."""
    given = {"type": "string", "maxLength": 99, "example": "q8Zt4vLw9XbN2kRf7Ws3Yp6G"}
    assert sensed("3.1.0", add(**{name: given})) == ()


def test_texts_that_are_listed_beside_any_text_are_no_spare_branch(sensed: Sensed) -> None:
    """It is how a list of known values is left open; a oneOf refuses every one of them."""
    branches = [{"type": "string", "maxLength": 9}, {"type": "string", "enum": ["a", "b"]}]
    assert sensed("3.1.0", add(u={"anyOf": branches})) == ()
    found = sensed("3.1.0", add(u={"oneOf": branches}))
    assert [each.rule for each in found] == ["lint/unreachable-branch"]


def test_a_branch_of_many_is_told_apart_by_its_tag(sensed: Sensed) -> None:
    """Of 128 branches, the two with the same tag are told, as are those in a union within it."""

    def branch(index: int) -> dict[str, Any]:
        tag = {"const": f"b{min(index, 126)}"}
        return {
            "type": "object",
            "required": ["type"],
            "properties": {"type": tag, f"n{index}": {"type": "integer"}},
            "additionalProperties": False,
        }

    branches = [branch(index) for index in range(128)]
    nested = [{"oneOf": branches[:2]}, *branches[2:]]
    for these in (branches, nested):
        found = sensed("3.1.0", add(u={"oneOf": these}))
        assert [each.rule for each in found] == ["lint/ambiguous-union"]
        assert found[0].witness == '{"type":"b126"}'
        assert f"branches {len(these) - 1} (object) and {len(these)} (object)" in found[0].message


def test_keys_of_one_kind_are_one_finding(sensed: Sensed) -> None:
    """Whoever pasted three of them did it three times in the same way."""
    shown = (("a", KEY), ("b", OTHER_KEY), ("c", THIRD_KEY))
    given = {name: {"type": "string", "maxLength": 99, "example": key} for name, key in shown}
    found = sensed("3.1.0", add(**given))
    assert [(each.rule, each.count, each.schema) for each in found] == [
        ("lint/secret-in-example", 3, None)
    ]


def test_what_is_wrong_in_the_same_way_is_one_finding_with_its_count(sensed: Sensed) -> None:
    """Three unused components, three examples refused for the same: each one finding."""

    def spoil(document: dict[str, Any]) -> None:
        schemas = document["components"]["schemas"]
        schemas |= {f"Unused{at}": {"type": "integer"} for at in range(3)}

    found = sensed("3.1.0", spoil)
    assert [(each.rule, each.count, len(each.places)) for each in found] == [
        ("lint/unused-component", 3, 3)
    ]
    assert found[0].message == (
        "components of schemas are not used: take them out, or refer to them"
    )


def test_the_open_objects_of_a_component_are_one_finding(sensed: Sensed) -> None:
    """With how many there are, and where."""
    inner = {"type": "object", "properties": {"x": {"type": "integer"}}}

    def spoil(document: dict[str, Any]) -> None:
        opened(document)
        schema(document)["properties"] |= {"b": inner, "c": inner}

    found = sensed("3.1.0", spoil)
    assert [(each.rule, each.schema, each.count) for each in found] == [("lint/open-answer", A, 3)]
    assert found[0].message.startswith("A (and within it b, c) is open: ")


def test_a_branch_of_a_payload_is_called_by_the_payload(sensed: Sensed) -> None:
    """The payload's name stands first, the branch behind it."""

    def spoil(document: dict[str, Any]) -> None:
        media = get(document)["responses"]["200"]["content"]["application/json"]
        media["schema"] = {
            "anyOf": [media["schema"], {"type": "object", "required": ["y"]}],
            "example": {"p": 1},
        }

    text = (
        'answer 200 of read (branch 2) requires "y", which it does not describe: add it to '
        '"properties", or take it out of "required"'
    )
    assert text in [each.message for each in sensed("3.1.0", spoil)]


def test_a_component_is_told_once_for_all_its_uses(sensed: Sensed) -> None:
    """However many members and operations share it."""

    def spoil(document: dict[str, Any]) -> None:
        opened(document)
        again = {"$ref": "#/components/schemas/A"}
        schema(document)["properties"] |= {"a": again, "b": {"allOf": [again], "title": "b"}}
        document["paths"]["/c/{id}"] = {"get": {**get(document), "operationId": "again"}}

    found = [(each.rule, each.schema, each.severity) for each in sensed("3.1.0", spoil)]
    assert found == [("lint/open-answer", A, Severity.WARNING)]
