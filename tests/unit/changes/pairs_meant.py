"""Unions whose branches overlap by the letter, and parents whose heirs no reference leads to."""

from collections.abc import Mapping
from typing import Any

from tests.unit.changes.pair import Narrowing, Same

TEXT, WHOLE, NULL = {"type": "string"}, {"type": "integer"}, {"type": "null"}
FEW = {"type": "integer", "maximum": 9}


def ref(name: str) -> dict[str, str]:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def thing(tag: Any = TEXT, required: tuple[str, ...] = ("kind",), **own: Any) -> dict[str, Any]:
    """An open object with a tag; by default any text, as in OpenAPI's own example."""
    return {"type": "object", "required": [*required], "properties": {"kind": tag, **own}}


def heir(parent: str, **own: Any) -> dict[str, Any]:
    """What builds upon a component."""
    return {"allOf": [ref(parent), {"type": "object", "properties": own}]}


def union(*names: str, word: str = "oneOf", **mapping: str) -> dict[str, Any]:
    """A union with a discriminator, and a mapping if one is given."""
    told: dict[str, Any] = {"propertyName": "kind"}
    if mapping:
        told["mapping"] = {tag: ref(name)["$ref"] for tag, name in mapping.items()}
    return {word: [ref(each) for each in names], "discriminator": told}


def holder(schema: Any, **more: Any) -> dict[str, Any]:
    """An object that needs the schema's value."""
    return {"type": "object", "required": ["pet"], "properties": {"pet": schema, **more}}


CAT, DOG = thing(lives=WHOLE), thing(bark=TEXT)
PARTS: dict[str, Any] = {"Cat": CAT, "Dog": DOG}
TIGHT = {**PARTS, "Cat": thing(lives=FEW)}
BASED: dict[str, Any] = {
    "Base": thing(name=TEXT),
    "Cat": heir("Base", lives=WHOLE),
    "Dog": heir("Base", bark=TEXT),
}
BASED_TIGHT = {**BASED, "Cat": heir("Base", lives=FEW)}
MAPPED = union("Cat", "Dog", cat="Cat", dog="Dog")
UNMAPPED = union("Cat", "Dog")
_LIVES = "/components/schemas/Cat/properties/lives"
_HEIR = "/components/schemas/Cat/allOf/1/properties/lives"


def family(mapping: Mapping[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """A parent with a discriminator and no union, and two heirs."""
    told: dict[str, Any] = {"propertyName": "kind"}
    if mapping:
        told["mapping"] = {tag: ref(name)["$ref"] for tag, name in mapping.items()}
    pet = {**thing(name=TEXT), "discriminator": told}
    heirs = {"Cat": heir("Pet", lives=WHOLE), "Dog": heir("Pet", bark=TEXT)}
    return {"Pet": pet, **heirs, **more}


_ENUM = {"enum": ["cat", "dog"]}


def _inside(name: str, schema: Any, parts: Any, tight: Any, place: str = _LIVES) -> Narrowing:
    """A member of Cat admits less."""
    return Narrowing(
        name=name,
        wide=schema,
        narrow=schema,
        parts=parts,
        narrow_parts=tight,
        instance="/lives",
        place=place,
    )


NARROWER = [
    _inside("inside, by a mapping", MAPPED, PARTS, TIGHT),
    _inside("inside, by names", UNMAPPED, PARTS, TIGHT),
    _inside("inside, any of them", union("Cat", "Dog", word="anyOf"), PARTS, TIGHT),
    _inside("inside, on a base", MAPPED, BASED, BASED_TIGHT, _HEIR),
    _inside(
        "inside, by one word each",
        {"oneOf": [ref("Cat"), ref("Dog")]},
        {"Cat": thing({"enum": ["cat"]}, (), lives=WHOLE), "Dog": thing({"const": "dog"}, ())},
        {"Cat": thing({"enum": ["cat"]}, (), lives=FEW), "Dog": thing({"const": "dog"}, ())},
    ),
    _inside(
        "inside, by a mapping of words that both list",
        MAPPED,
        {"Cat": thing(_ENUM, lives=WHOLE), "Dog": thing(_ENUM, bark=TEXT)},
        {"Cat": thing(_ENUM, lives=FEW), "Dog": thing(_ENUM, bark=TEXT)},
    ),
    _inside(
        "inside, by defaults",
        {"oneOf": [ref("Cat"), ref("Dog")]},
        {
            "Cat": thing({**_ENUM, "default": "cat"}, lives=WHOLE),
            "Dog": thing({**_ENUM, "default": "dog"}),
        },
        {
            "Cat": thing({**_ENUM, "default": "cat"}, lives=FEW),
            "Dog": thing({**_ENUM, "default": "dog"}),
        },
    ),
    _inside(
        "inside, a union within a union",
        union("Animal", "Plant", cat="Animal", dog="Animal", tree="Plant"),
        {**PARTS, "Animal": MAPPED, "Plant": thing(leaves=WHOLE)},
        {**TIGHT, "Animal": MAPPED, "Plant": thing(leaves=WHOLE)},
    ),
    _inside(
        "inside, by the discriminator of what all build upon",
        {"oneOf": [ref("Cat"), ref("Dog")]},
        family(),
        family(Cat=heir("Pet", lives=FEW)),
        _HEIR,
    ),
    _inside("an heir", ref("Pet"), family(), family(Cat=heir("Pet", lives=FEW)), _HEIR),
    _inside(
        "an heir that a mapping names",
        ref("Pet"),
        family({"c": "Cat"}),
        family({"c": "Cat"}, Cat=heir("Pet", lives=FEW)),
        _HEIR,
    ),
    _inside(
        "an heir of an heir",
        ref("Pet"),
        family(Lion=heir("Cat", mane=TEXT)),
        family(Lion=heir("Cat", mane=TEXT), Cat=heir("Pet", lives=FEW)),
        _HEIR,
    ),
    Narrowing(
        name="what heirs build upon",
        wide=ref("Pet"),
        narrow=ref("Pet"),
        parts=family(),
        narrow_parts=family(
            Pet={**family()["Pet"], "properties": {"kind": TEXT, "name": {**TEXT, "maxLength": 5}}}
        ),
        instance="/name",
        place="/components/schemas/Pet/properties/name",
    ),
    Narrowing(
        name="heirs in a list",
        wide={"type": "array", "items": ref("Pet")},
        narrow={"type": "array", "items": ref("Pet")},
        parts=family(),
        narrow_parts=family(Dog=heir("Pet", bark={**TEXT, "minLength": 2})),
        instance="/*/bark",
        place="/components/schemas/Dog/allOf/1/properties/bark",
    ),
    Narrowing(
        name="an heir at a member",
        wide=holder(ref("Pet")),
        narrow=holder(ref("Pet")),
        parts=family(),
        narrow_parts=family(
            Dog={"allOf": [*heir("Pet", bark=TEXT)["allOf"], {"required": ["bark"]}]}
        ),
        instance="/pet",
        place="/components/schemas/Dog|/components/schemas/Dog/allOf/2",
    ),
    Narrowing(
        name="a branch of three",
        wide=union("Cat", "Dog", "Bird"),
        narrow=union("Cat", "Dog"),
        parts={**PARTS, "Bird": thing(wings=WHOLE)},
        instance="|/kind",
        place="|/oneOf|/oneOf/0|/oneOf/1|/components/schemas/Bird",
    ),
    Narrowing(
        name="a branch of two, on a base",
        wide=MAPPED,
        narrow=union("Cat", cat="Cat"),
        parts=BASED,
        instance="|/kind",
        place="|/oneOf|/oneOf/0|/components/schemas/Base/properties/kind",
    ),
    Narrowing(
        name="null beside branches with tags",
        wide=holder({"oneOf": [*MAPPED["oneOf"], NULL], "discriminator": MAPPED["discriminator"]}),
        narrow=holder(MAPPED),
        parts=PARTS,
        instance="/pet",
        place="/properties/pet|/properties/pet/oneOf",
    ),
    Narrowing(
        name="a member that a branch needs",
        wide=holder(MAPPED),
        narrow=holder(MAPPED),
        parts=PARTS,
        narrow_parts={**PARTS, "Dog": thing(required=("kind", "bark"), bark=TEXT)},
        instance="/pet",
        place="/components/schemas/Dog|/components/schemas/Dog/properties/bark",
    ),
    Narrowing(
        name="beside branches with tags",
        wide=holder(MAPPED, age={"type": "number"}),
        narrow=holder(MAPPED, age=WHOLE),
        parts=PARTS,
        instance="/age",
        place="/properties/age",
    ),
    Narrowing(
        name="beside branches that nothing tells apart",
        wide=holder({"oneOf": [ref("Cat"), ref("Dog")]}, age={"type": "number"}),
        narrow=holder({"oneOf": [ref("Cat"), ref("Dog")]}, age=WHOLE),
        parts=PARTS,
        instance="/age",
        place="/properties/age",
    ),
    Narrowing(
        name="a value of a list inside",
        wide=MAPPED,
        narrow=MAPPED,
        parts={**PARTS, "Cat": thing(coat={"enum": ["long", "short"]})},
        narrow_parts={**PARTS, "Cat": thing(coat={"enum": ["long"]})},
        instance="/coat",
        place="/components/schemas/Cat/properties/coat",
    ),
]

_UNTOLD = {"oneOf": [ref("Cat"), ref("Dog")]}

SAME = [
    Same(name="a discriminator that comes", one=_UNTOLD, other=MAPPED, one_parts=PARTS,
        other_parts=PARTS),
    Same(name="the order of branches with tags", one=MAPPED,
        other=union("Dog", "Cat", dog="Dog", cat="Cat"), one_parts=PARTS, other_parts=PARTS),
    Same(name="oneOf and anyOf with tags", one=MAPPED,
        other=union("Cat", "Dog", word="anyOf", cat="Cat", dog="Dog"),
        one_parts=PARTS, other_parts=PARTS),
    Same(name="a list of one value inside", one=MAPPED, other=MAPPED,
        one_parts={**PARTS, "Cat": thing(coat={"enum": ["long"]})},
        other_parts={**PARTS, "Cat": thing(coat={"const": "long"})}),
    Same(name="branches that nothing tells apart, as they were",
        one=holder(_UNTOLD, a={"enum": ["x"]}), other=holder(_UNTOLD, a={"const": "x"}),
        one_parts=PARTS, other_parts=PARTS),
    Same(name="branches that nothing tells apart, of other names",
        one=holder(_UNTOLD, a={"enum": ["x"]}),
        other=holder({"oneOf": [ref("Lion"), ref("Wolf")]}, a={"const": "x"}), one_parts=PARTS,
        other_parts={"Lion": CAT, "Wolf": DOG}),
    Same(name="what branches build upon, spelt out", one=MAPPED, other=MAPPED, one_parts=BASED,
        other_parts={"Cat": thing(name=TEXT, lives=WHOLE), "Dog": thing(name=TEXT, bark=TEXT)}),
    Same(name="a parent in an allOf of one", one=holder(ref("Pet")),
        other=holder({"allOf": [ref("Pet")], "description": "One of ours."}),
        one_parts=family(), other_parts=family()),
    Same(name="a nullable reference of 3.0", one_version="3.0.3",
        one=holder({"allOf": [ref("Cat")], "nullable": True}),
        other=holder({"anyOf": [ref("Cat"), NULL]}), one_parts=PARTS, other_parts=PARTS),
    Same(name="a nullable union of 3.0", one_version="3.0.3",
        one=holder({**MAPPED, "nullable": True}),
        other=holder({"oneOf": [*MAPPED["oneOf"], NULL], "discriminator": MAPPED["discriminator"]}),
        one_parts=PARTS, other_parts=PARTS),
    Same(name="null as a type and as a branch", one=holder({"type": ["integer", "null"]}),
        other=holder({"oneOf": [WHOLE, NULL]})),
]  # fmt: skip
