"""Strings, numbers, enumerations and null: what admits less, and what only looks as if."""

from tests.unit.changes.pair import UNKNOWN, Narrowing, Same

STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
_TEXT_OR_NULL = {"type": ["string", "null"]}

NARROWER = [
    Narrowing(name="type list", wide={"type": ["string", "integer"]}, narrow=STRING),
    Narrowing(name="any type", wide={}, narrow=STRING),
    Narrowing(name="number to integer", wide=NUMBER, narrow=INTEGER),
    Narrowing(name="null in a type list", wide=_TEXT_OR_NULL, narrow=STRING),
    Narrowing(name="enum member", wide={"enum": ["a", "b", "c"]}, narrow={"enum": ["a", "b"]}),
    Narrowing(
        name="enum of mixed types",
        wide={"enum": ["a", 1, None, False]},
        narrow={"enum": ["a", 1, False]},
    ),
    Narrowing(name="enum on a string", wide=STRING, narrow={"type": "string", "enum": ["a", "b"]}),
    Narrowing(name="enum to const", wide={"enum": ["a", "b"]}, narrow={"const": "a"}),
    Narrowing(name="const on an integer", wide=INTEGER, narrow={"const": 1}),
    Narrowing(name="boolean to const", wide={"type": "boolean"}, narrow={"const": True}),
    *(
        Narrowing(name=f"format {name}", wide=STRING, narrow={"type": "string", "format": name})
        for name in ("uuid", "date", "date-time", "email", "ipv4")
    ),
    Narrowing(
        name="format where null is admitted",
        wide=_TEXT_OR_NULL,
        narrow={"type": ["string", "null"], "format": "uuid"},
    ),
    Narrowing(
        name="format changed under a type list",
        wide={
            "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "uuid"}]
        },
        narrow={"type": "string", "format": "uuid"},
    ),
    Narrowing(
        name="pattern on a string", wide=STRING, narrow={"type": "string", "pattern": "^[a-z]+$"}
    ),
    Narrowing(
        name="pattern made tighter",
        wide={"type": "string", "pattern": "^[a-z]+$"},
        narrow={"type": "string", "pattern": "^[a-z]{2,}$"},
        perhaps=UNKNOWN,
    ),
    Narrowing(name="minLength set", wide=STRING, narrow={"type": "string", "minLength": 1}),
    Narrowing(
        name="minLength raised",
        wide={"type": "string", "minLength": 3},
        narrow={"type": "string", "minLength": 4},
    ),
    Narrowing(
        name="maxLength lowered",
        wide={"type": "string", "maxLength": 5},
        narrow={"type": "string", "maxLength": 4},
    ),
    Narrowing(
        name="maxLength of a long text",
        wide={"type": "string", "maxLength": 4000},
        narrow={"type": "string", "maxLength": 3999},
    ),
    Narrowing(
        name="minimum raised",
        wide={"type": "integer", "minimum": 0},
        narrow={"type": "integer", "minimum": 1},
    ),
    Narrowing(name="minimum set", wide=NUMBER, narrow={"type": "number", "minimum": 0}),
    Narrowing(
        name="maximum lowered by less than one",
        wide={"type": "number", "maximum": 10},
        narrow={"type": "number", "maximum": 9.5},
    ),
    Narrowing(
        name="minimum made exclusive",
        wide={"type": "number", "minimum": 0},
        narrow={"type": "number", "exclusiveMinimum": 0},
    ),
    Narrowing(
        name="maximum made exclusive",
        wide={"type": "integer", "maximum": 5},
        narrow={"type": "integer", "exclusiveMaximum": 5},
    ),
    Narrowing(
        name="a bound beyond what a float holds",
        wide={"type": "integer", "maximum": 2**53 + 1},
        narrow={"type": "integer", "maximum": 2**53},
    ),
    Narrowing(
        name="hundredths", wide={"type": "number"}, narrow={"type": "number", "multipleOf": 0.01}
    ),
    Narrowing(name="multipleOf set", wide=INTEGER, narrow={"type": "integer", "multipleOf": 5}),
    Narrowing(
        name="multipleOf a multiple",
        wide={"type": "integer", "multipleOf": 2},
        narrow={"type": "integer", "multipleOf": 4},
    ),
    Narrowing(
        name="not a word of an enum",
        wide={"enum": ["a", "b"]},
        narrow={"enum": ["a", "b"], "not": {"const": "b"}},
    ),
    Narrowing(
        name="not a type",
        wide={"type": ["string", "integer"]},
        narrow={"type": ["string", "integer"], "not": {"type": "integer"}},
    ),
]

SAME = [
    Same(name="const and an enum of one", one={"const": "a"}, other={"enum": ["a"]}),
    Same(name="1 and 1.0", one={"const": 1}, other={"const": 1.0}),
    Same(name="order of an enum", one={"enum": ["a", "b", 1]}, other={"enum": [1, "b", "a"]}),
    Same(
        name="enum split into a union",
        one={"type": "string", "enum": ["a", "b", "c"]},
        other={"anyOf": [{"const": "a"}, {"type": "string", "enum": ["c", "b"]}]},
    ),
    Same(
        name="what an enum says anyway",
        one={"enum": ["a", "bb"]},
        other={"type": "string", "enum": ["a", "bb"], "minLength": 1, "maxLength": 2},
    ),
    Same(name="boolean spelt out", one={"type": "boolean"}, other={"enum": [True, False]}),
    Same(
        name="type list and union",
        one={"type": ["string", "integer"]},
        other={"anyOf": [INTEGER, STRING]},
    ),
    Same(
        name="null in a type list and as a branch",
        one=_TEXT_OR_NULL,
        other={"anyOf": [STRING, {"type": "null"}]},
    ),
    Same(name="integer in number", one=NUMBER, other={"type": ["integer", "number"]}),
    Same(name="multipleOf 1", one=INTEGER, other={"type": "number", "multipleOf": 1}),
    Same(
        name="a bound between integers",
        one={"type": "integer", "maximum": 10},
        other={"type": "integer", "maximum": 10.5},
    ),
    Same(
        name="an exclusive bound of integers",
        one={"type": "integer", "exclusiveMinimum": 0},
        other={"type": "integer", "minimum": 1},
    ),
    Same(
        name="one integer",
        one={"type": "integer", "minimum": 3, "maximum": 3},
        other={"const": 3},
    ),
    Same(name="bounds that bind nothing", one=STRING, other={"type": "string", "minLength": 0}),
    Same(
        name="keywords of other types",
        one=STRING,
        other={"type": "string", "minimum": 3, "required": ["a"], "maxItems": 1},
    ),
    Same(
        name="a weaker bound beside a stronger one",
        one={"type": "integer", "minimum": 5},
        other={"type": "integer", "minimum": 5, "exclusiveMinimum": 3},
    ),
    Same(
        name="words about it",
        one={"type": "string", "title": "A", "examples": ["a"]},
        other={"type": "string", "description": "Another.", "examples": ["b"]},
    ),
    Same(name="not of nothing", one=STRING, other={"type": "string", "not": {"type": "integer"}}),
    Same(name="twice not", one=STRING, other={"not": {"not": {"type": "string"}}}, perhaps=UNKNOWN),
    Same(name="nothing at all", one={"not": {}}, other=False),
    Same(
        name="nullable of 3.0",
        one={"type": "string", "nullable": True},
        other=_TEXT_OR_NULL,
        one_version="3.0.3",
    ),
    Same(
        name="nullable of 3.0 without a type",
        one={"enum": ["a"], "nullable": True},
        other={"enum": ["a"]},
        one_version="3.0.3",
    ),
    Same(
        name="nullable of 3.0 beside an enum that lacks null",
        one={"type": "string", "enum": ["a"], "nullable": True},
        other={"const": "a"},
        one_version="3.0.3",
    ),
    Same(
        name="exclusive bounds of 3.0",
        one={"type": "integer", "minimum": 0, "exclusiveMinimum": True},
        other={"type": "integer", "exclusiveMinimum": 0},
        one_version="3.0.3",
    ),
]
