"""The overlay that makes a description say what it plainly means."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringback.description import load
from ringback.description.reading.sources import Piped
from ringback.lint import VALIDITY
from ringback.lint.fix import fixed
from ringback.lint.shared.subject import LintSubject
from tests.unit.lint.conftest import base

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("RINGBACK_SHARED", ROOT.parent / "shared")) / "published"
OWN = ROOT / "openapi/numbers.yaml"
Fix = Callable[[dict[str, Any]], tuple[dict[str, Any], list[str]]]
A = "/components/schemas/A"


def differences(one: Any, other: Any, place: str = "") -> list[tuple[str, Any, Any]]:
    """Where two documents differ, and what stands there in each; None for nothing."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = sorted({*one, *other})
        return [
            each
            for name in names
            for each in differences(one.get(name), other.get(name), f"{place}/{name}")
        ]
    return [] if one == other else [(place, one, other)]


@pytest.fixture
def fix(tmp_path: Path) -> Fix:
    """A description's document once its overlay is applied, and the notes in the overlay."""

    def run(content: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        path = tmp_path / "d.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        text = fixed(path)
        notes = [line[2:] for line in text.split("\n")[2:] if line.startswith("# ")]
        overlays = [Piped(text.encode())] if "\noverlay:" in text else []
        after = LintSubject(load(path, overlays))
        assert [each for rule in VALIDITY for each in rule(after)] == []
        return after.description.document, notes

    return run


def described(version: str = "3.1.0", **schemas: Any) -> dict[str, Any]:
    """A description whose one answer is the component A; those named so are sent as well."""
    document = base(version)
    document["components"]["schemas"] = schemas
    if "Sent" in schemas:
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/Sent"}}}
        document["paths"]["/a/{id}"]["get"]["requestBody"] = {"content": content}
    return document


def ref(name: str) -> dict[str, str]:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def kind(default: str, **members: Any) -> dict[str, Any]:
    """An object whose tag has this default."""
    tag = {"type": "string", "enum": ["cat", "dog"], "default": default}
    return {"type": "object", "properties": {"kind": tag, **members}}


def test_the_derived_overlay_has_the_effect_of_the_one_by_hand() -> None:
    """All of the strict reading follows from the description, but for one member.

    That a refusal always has its list of mistakes is known from the service, not from the text.
    """
    strict = load(OWN, [OWN.parent / "strict.overlay.yaml"]).document
    derived = load(OWN, [Piped(fixed(OWN).encode())]).document
    assert differences(strict, derived) == [
        ("/components/schemas/HTTPValidationError/required", ["detail"], None)
    ]


@pytest.mark.parametrize("name", ["2023-07-24", "2023-08-08", "2024-08-27"])
def test_the_overlay_of_a_document_in_use_leaves_it_valid(name: str) -> None:
    """Applied, no rule on validity has anything to say; a second one would change nothing."""
    path = SHARED / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"the vendor's document is not at {path}")
    text = fixed(path)
    after = LintSubject(load(path, [Piped(text.encode())]))
    assert [each for rule in VALIDITY for each in rule(after)] == []
    assert differences(load(path).document, after.description.document) != []


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_tags_come_from_defaults(fix: Fix, version: str) -> None:
    """Of what only answers have, a tag is a constant and required, and the object is closed."""
    union = {"type": "array", "items": {"anyOf": [ref("Cat"), ref("Dog")]}}
    before = described(version, A=union, Cat=kind("cat"), Dog=kind("dog"))
    after, notes = fix(before)
    schemas = after["components"]["schemas"]
    for name, value in (("Cat", "cat"), ("Dog", "dog")):
        tag = {"type": "string", "enum": ["cat", "dog"], "default": value, "const": value}
        if version == "3.0.3":
            tag = {"type": "string", "enum": [value], "default": value}
        assert schemas[name] == {
            "type": "object",
            "properties": {"kind": tag},
            "required": ["kind"],
            "additionalProperties": False,
        }
    assert notes == []


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_tags_come_from_the_names_of_components(fix: Fix, version: str) -> None:
    """Of a request, a tag is a constant and no more; the object stays open."""
    kinds = {"type": "string", "enum": ["pet_base", "pet_cat", "pet_big_dog"]}
    branch = {"type": "object", "properties": {"type": ref("Kind")}, "required": ["type"]}
    before = described(
        version,
        A={"type": "integer"},
        Kind=kinds,
        Sent={"anyOf": [ref("CatPetParams"), ref("BigDogPetParams")]},
        CatPetParams=branch,
        BigDogPetParams=branch,
    )
    after, notes = fix(before)
    made = [
        (place, found)
        for place, _, found in differences(before, after)
        if place.startswith("/components")
    ]
    tags = [("BigDogPetParams", "pet_big_dog"), ("CatPetParams", "pet_cat")]
    places = [f"/components/schemas/{name}/properties/type" for name, _ in tags]
    if version == "3.1.0":
        expected: list[tuple[str, Any]] = [
            (f"{place}/const", value) for place, (_, value) in zip(places, tags, strict=True)
        ]
    else:
        expected = []
        for place, (_, value) in zip(places, tags, strict=True):
            expected += [(f"{place}/$ref", None), (f"{place}/allOf", [ref("Kind")])]
            expected.append((f"{place}/enum", [value]))
    assert made == expected
    assert notes == []


CAT = {"type": "object", "properties": {"x": {"type": "integer"}}}
# What is described; what the overlay changes; its notes.
ROWS: list[tuple[dict[str, Any], list[tuple[str, Any, Any]], list[str]]] = [
    (described(A=CAT), [(f"{A}/additionalProperties", None, False)], []),
    (described(A={**CAT, "additionalProperties": {"type": "integer"}}), [], []),
    (described(A={"type": "object"}), [], []),
    (described(A={"type": "object", "properties": {}}),
     [(f"{A}/additionalProperties", None, False)], []),
    (described(A=CAT, Sent={"type": "array", "items": ref("A")}), [],
     ["Not closed: A, which requests have as well."]),
    (described(A={"allOf": [ref("B"), {"type": "object", "properties": {"y": {}}}]}, B=CAT),
     [(f"{A}/unevaluatedProperties", None, False)], []),
    (described("3.0.3",
               A={"allOf": [ref("B"), {"type": "object", "properties": {"y": {}}}]}, B=CAT),
     [], []),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_objects_that_only_answers_have_are_closed(
    fix: Fix, row: tuple[dict[str, Any], list[tuple[str, Any, Any]], list[str]]
) -> None:
    """By the keyword that sees all their parts; maps and what requests have stay open."""
    before, expected, notes = row
    after, told = fix(before)
    assert differences(before, after) == expected
    nothing = [] if expected else ["There is nothing to put into an overlay."]
    assert told == [*notes, *nothing]


def test_an_example_that_is_plain_stays_valid(fix: Fix) -> None:
    """What would refuse it is left out, and named; the rest is done."""
    before = described(
        A={**CAT, "example": {"x": 1, "more": True}, "properties": {"x": {}, "b": ref("B")}},
        B={"type": "object", "properties": {"y": {"type": "integer"}}},
    )
    after, notes = fix(before)
    place = "/components/schemas/B/additionalProperties"
    assert differences(before, after) == [(place, None, False)]
    assert notes == [
        (
            "Not done: Only answers have A, so an undocumented field in it is a mistake. "
            "An example says otherwise."
        )
    ]


def test_an_object_that_needs_what_it_does_not_describe_is_not_closed(fix: Fix) -> None:
    """No object would fit it then, whether or not it names its type; the rest is done."""
    for needy in ({"required": ["y"]}, {"minProperties": 2}):
        members = {"properties": {"x": {"type": "integer"}}, **needy}
        before = described(A={**CAT, "properties": {"b": ref("B")}}, B=members)
        after, notes = fix(before)
        place = "/components/schemas/A/additionalProperties"
        assert differences(before, after) == [(place, None, False)]
        assert notes == [
            (
                "Not done: Only answers have B, so an undocumented field in it is a mistake. "
                "No object would fit it then."
            )
        ]


def two_kinds(*, plain: bool) -> dict[str, Any]:
    """A union with an example that lacks the tag, and is of two kinds unless it is `plain`."""
    text, number = {"type": "string"}, {"type": "integer"}
    union = {"anyOf": [ref("Cat"), ref("Dog")]}
    document = described(
        A={"type": "object", "properties": {"pet": union}, "additionalProperties": False},
        Cat={**kind("cat", name=text), "additionalProperties": False},
        Dog={**kind("dog", name=number if plain else text), "additionalProperties": False},
    )
    media = document["paths"]["/a/{id}"]["get"]["responses"]["200"]["content"]
    media["application/json"]["example"] = {"pet": {"name": "Rex"}}
    return document


def test_an_example_of_one_kind_stands_against_a_tag(fix: Fix) -> None:
    """It has no tag and is plain all the same, so the union is left as it is."""
    before = two_kinds(plain=True)
    after, notes = fix(before)
    assert differences(before, after) == []
    assert notes == [
        'Not done: The tag "kind" of Cat is "cat", by its default. An example says otherwise.',
        'Not done: The tag "kind" of Dog is "dog", by its default. An example says otherwise.',
        "There is nothing to put into an overlay.",
    ]


def test_an_example_that_was_refused_before_is_not_told_again(tmp_path: Path) -> None:
    """Whatever else its schema has against it now."""
    document = two_kinds(plain=False)
    media = document["paths"]["/a/{id}"]["get"]["responses"]["200"]["content"]
    media["application/json"]["example"] = {"pet": {"name": "Rex"}, "more": True}
    path = tmp_path / "d.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert "To be mended" not in fixed(path)


def test_an_example_of_two_kinds_stands_against_nothing(tmp_path: Path) -> None:
    """It is what the tag is there to refuse, and is named as to be mended."""
    path = tmp_path / "d.json"
    path.write_text(json.dumps(two_kinds(plain=False)), encoding="utf-8")
    text = fixed(path)
    place = "/paths/~1a~1{id}/get/responses/200/content/application~1json/example/pet"
    assert text.split("\n")[2] == f"# To be mended: {place}, which was of two kinds."
    schemas = load(path, [Piped(text.encode())]).document["components"]["schemas"]
    assert [schemas[name]["required"] for name in ("Cat", "Dog")] == [["kind"], ["kind"]]
