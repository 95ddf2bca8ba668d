"""The overlay that documents what the recordings show: applied, it makes them pass."""

from pathlib import Path
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.description import load
from ringback.survey.suggestions.suggesting import suggested
from tests.unit.contract.making import ROOT, UUID, agent, number, numbers, part
from tests.unit.survey.making import described, passes, state_of, surveyed

STRING = {"type": "string"}
REF = "#/components/schemas/"


def closed(*required: str, **members: Any) -> dict[str, Any]:
    """An object with these members and no other."""
    return {
        "type": "object",
        "properties": members,
        "required": list(required),
        "additionalProperties": False,
    }


AZURE = part(type="voice_azure", voice_name="v")
TRANSFER = part(type="action_transfer_call", config={"phone_number": "1"})


@pytest.mark.parametrize(
    "value",
    [
        number(region="EU"),
        number(inbound_agent=agent(language={"code": "en", "sure": 0.5})),
        number(inbound_agent=agent(voice={**AZURE, "style": None, "since": "2026-01-01"})),
        number(inbound_agent=agent(actions=[TRANSFER, {**TRANSFER, "retries": 3}])),
        number(
            inbound_agent=agent(
                actions=[{**TRANSFER, "config": {"phone_number": "1", "on/off's": [True, None]}}]
            )
        ),
        number(inbound_agent=agent(actions=[part(type="action_dtmf", config={"": {"a": []}})])),
    ],
)
def test_the_overlay_behind_the_strict_one_makes_recordings_pass(
    value: Any, tmp_path: Path
) -> None:
    """At the root, in a component, in a branch, in items, in a branch's part, in a closed `{}`."""
    strict = numbers("strict")
    assert not passes(strict, value, "get_number")
    text = suggested(surveyed(strict, [value, number()], "get_number").state(), strict)
    file = tmp_path / "found.overlay.yaml"
    file.write_text(text, "utf-8")
    overlays = [ROOT / "openapi/strict.overlay.yaml", file]
    mended = Contract(load(ROOT / "openapi/numbers.yaml", overlays), "strict")
    assert mended.description.traps == strict.description.traps
    assert passes(mended, value, "get_number")
    assert passes(mended, number(), "get_number")
    assert not passes(mended, number(other=1), "get_number")


BASE = {"type": "object", "properties": {"a": STRING}, "required": ["a"]}
UNION = {"A": closed("kind", kind={"const": "a"}), "B": closed("kind", kind={"const": "b"})}
REFS = [{"$ref": REF + "A"}, {"$ref": REF + "B"}]


@pytest.mark.parametrize("version", ["3.1.0", "3.0.3"])
@pytest.mark.parametrize(
    ("components", "value", "plain"),
    [
        ({"Thing": closed("a", a=STRING)}, {"a": "", "b": 1}, {"a": ""}),
        ({"Thing": closed("a", a=closed())}, {"a": {"b": {"c": UUID}}}, {"a": {}}),
        ({"Thing": {"type": "object", "additionalProperties": False}}, {"b": [1, 0.5]}, {}),
        (
            {"Base": BASE, "Thing": {"allOf": [{"$ref": REF + "Base"}, closed(a=STRING)]}},
            {"a": "", "b": [{"c": None}, {"c": 1}]},
            {"a": ""},
        ),
        (
            {
                "Base": closed(a=STRING, c=STRING),
                "Thing": {"allOf": [{"$ref": REF + "Base"}, closed(a=STRING, c=STRING)]},
            },
            {"a": "", "b": None},
            {"a": ""},
        ),
        (
            {"Thing": {"type": "array", "items": {"type": "array", "items": closed(a=STRING)}}},
            [[{"a": ""}, {"b": True}]],
            [],
        ),
        ({"Thing": closed(a=STRING)}, {"b": 1, "c d": "a@example.org", "é\n'\\": 2}, {}),
        ({"Thing": closed(a=STRING)}, {"b": [[], ["x", 1, None, {"y": "z"}, {"y": 1}]]}, {}),
        ({"Thing": closed(a=STRING)}, {"null": 1, "1": 2, "on": 3, "0o17": 4, "<<": 5}, {}),
        ({"Thing": closed(a=STRING)}, {f"k{index}": {"v": index} for index in range(60)}, {}),
        ({"Thing": closed(a=STRING)}, {"m": {f"{index}": 0.5 for index in range(60)}}, {}),
        ({"Thing": closed(a=STRING)}, {"k" * 300: 1}, {}),
        (
            {"Thing": closed(next={"$ref": REF + "Thing"})},
            {"next": {"next": {"next": {"b": "1"}}}},
            {"next": {}},
        ),
    ],
)
def test_an_applied_overlay_makes_what_it_was_made_of_pass(
    components: Any, value: Any, plain: Any, version: str, tmp_path: Path
) -> None:
    """Closed objects anywhere, in either dialect of schemas, members with any name and value."""
    contract = described(tmp_path, components, version=version)
    assert not passes(contract, value)
    assert passes(contract, plain)
    file = tmp_path / "found.overlay.yaml"
    file.write_text(suggested(state_of(contract, [value, plain]), contract), "utf-8")
    mended = described(tmp_path, components, file, version=version)
    assert passes(mended, value)
    assert passes(mended, plain)


@pytest.mark.parametrize(
    ("components", "value"),
    [
        ({**UNION, "Thing": {"oneOf": REFS}}, {"kind": "b", "b": 1}),
        ({**UNION, "Thing": {"anyOf": [{"type": "null"}, *REFS]}}, {"kind": "a", "b": 1}),
        ({**UNION, "Thing": closed(a={"anyOf": REFS})}, {"a": {"kind": "a", "b": [{}]}}),
        (
            {"Thing": {"anyOf": [closed("a", a=STRING), closed("c", c=STRING)]}},
            {"c": "", "b": 1, "d": 2},
        ),
        (
            {
                "Thing": {
                    "anyOf": [closed("a", a=STRING, b=STRING, d=STRING), closed("c", c=STRING)]
                }
            },
            {"c": "", "b": 1, "d": 2},
        ),
        (
            {"Thing": {"anyOf": [STRING, {"type": "array", "items": closed(a=STRING)}]}},
            [{"a": ""}, {"a": "", "b": 1}],
        ),
        (
            {
                "Thing": {
                    **BASE,
                    "unevaluatedProperties": False,
                    "oneOf": [{"properties": {"c": STRING}, "required": ["c"]}, {"type": "null"}],
                }
            },
            {"a": "", "c": "", "b": 1},
        ),
        (
            {"Thing": {**closed(a=STRING, c=STRING), "minProperties": 2}},
            {"a": "", "c": "", "b": 1},
        ),
        (
            {"Thing": {**BASE, "unevaluatedProperties": False, "allOf": [{"required": ["a"]}]}},
            {"a": "", "b": 1},
        ),
        (
            {"Thing": {**BASE, "unevaluatedProperties": False, "anyOf": [BASE, True]}},
            {"a": "", "b": 1},
        ),
        (
            {"Thing": {"$ref": REF + "Base", "unevaluatedProperties": False}, "Base": BASE},
            {"a": "", "b": 1},
        ),
        (
            {
                "Thing": {
                    "patternProperties": {"^x-": closed(a=STRING)},
                    "additionalProperties": closed(c=STRING),
                }
            },
            {"x-1": {"a": "", "b": 1}, "y": {"c": "", "b": 1}},
        ),
    ],
)
def test_what_only_newer_schemas_say_is_mended_too(
    components: Any, value: Any, tmp_path: Path
) -> None:
    """Branches by tag and without, unevaluatedProperties, maps."""
    contract = described(tmp_path, components)
    assert not passes(contract, value)
    file = tmp_path / "found.overlay.yaml"
    text = suggested(state_of(contract, [value]), contract)
    assert "Not tried" not in text
    file.write_text(text, "utf-8")
    assert passes(described(tmp_path, components, file), value)


def test_the_text_tells_the_share_and_the_type_of_each_member(tmp_path: Path) -> None:
    """One action a member, a comment with its share above it, and no value of a payload."""
    components = {"Thing": closed("a", a={"$ref": REF + "Part"}), "Part": {"type": "object"}}
    components["Part"] |= {"additionalProperties": False}
    values: list[Any] = [{"a": {"secret": "hunter2", "at": "2026-01-01T00:00:00Z"}}] * 3
    values += [{"a": {"at": None}}, {"a": {}, "9 lives": [1, 2.5]}]
    contract = described(tmp_path, components)
    assert suggested(state_of(contract, values), contract) == (
        "# What the recordings show and the description does not say: a proposal, to be read "
        "before\n"
        "# it is used. Names, types and formats are inferred; no value of a payload stands in it.\n"
        'overlay: "1.0.0"\n'
        "info:\n"
        '  title: "What the recordings show beyond the description"\n'
        '  version: "1.0.0"\n'
        "actions:\n"
        '  # "at": in 80 % of the objects (4 of 5), a string (date-time) or null.\n'
        "  - target: $.components.schemas.Part\n"
        "    update:\n"
        "      properties:\n"
        "        at:\n"
        "          type:\n"
        "          - string\n"
        '          - "null"\n'
        "          format: date-time\n"
        '  # "secret": in 60 % of the objects (3 of 5), a string.\n'
        "  - target: $.components.schemas.Part\n"
        "    update:\n"
        "      properties:\n"
        "        secret:\n"
        "          type: string\n"
        '  # "9 lives": in 20 % of the objects (1 of 5), an array.\n'
        "  - target: $.components.schemas.Thing.properties\n"
        "    update:\n"
        '      "9 lives":\n'
        "        type: array\n"
        "        items:\n"
        "          type: number\n"
    )


NOTHING = (
    "# What the recordings show and the description does not say: a proposal, to be read before\n"
    "# it is used. Names, types and formats are inferred; no value of a payload stands in it.\n"
)
FAILS = (
    "of /components/schemas/Thing: described in this way, an object with it would still not pass\n"
)
HALF = "of /components/schemas/Thing: the name holds half a character, which no file can\n"


@pytest.mark.parametrize(
    ("components", "value", "why"),
    [
        ({"Thing": closed(a=STRING)}, {"a": ""}, []),
        ({"Thing": closed(a={"enum": ["x"]})}, {"a": "y"}, []),
        ({**UNION, "Thing": {"oneOf": REFS}}, {"kind": "c", "b": 1}, []),
        ({**UNION, "Thing": {"oneOf": REFS}}, {"b": 1}, []),
        ({"Thing": {"type": "object"}}, {"b": 1}, []),
        ({"Thing": {"type": "object", "additionalProperties": STRING}}, {"b": "1"}, []),
        (
            {"Thing": {**closed(a=STRING), "maxProperties": 0}},
            {"b": 1},
            [f'# Not proposed: "b" {FAILS}'],
        ),
        (
            {"Thing": {**closed(a=STRING), "propertyNames": {"maxLength": 2}}},
            {"bcd": 1},
            [f'# Not proposed: "bcd" {FAILS}'],
        ),
        (
            {"Thing": closed(a=STRING)},
            {"\ud800": 1},
            [f'# Not proposed: "\\ud800" {HALF}'],
        ),
    ],
)
def test_what_no_overlay_can_mend_is_told_in_a_comment(
    components: Any, value: Any, why: list[str], tmp_path: Path
) -> None:
    """A new enum member or kind is no member, and a proposal that does not work is not made."""
    contract = described(tmp_path, components)
    expected = NOTHING + "".join(why) + "# There is nothing to put into an overlay.\n"
    assert suggested(state_of(contract, [value]), contract) == expected


def test_another_file_is_out_of_an_overlay_s_reach(tmp_path: Path) -> None:
    """What a description takes from another file is told with that file's name."""
    (tmp_path / "part.yaml").write_text("type: object\nadditionalProperties: false\n", "utf-8")
    contract = described(tmp_path, {"Thing": closed(a={"$ref": "part.yaml"})})
    text = suggested(state_of(contract, [{"a": {"b": 1}}]), contract)
    assert text == (
        f'{NOTHING}# Not proposed: "b" of /x-ringback-bundled/part.yaml: it is described in '
        f"{tmp_path / 'part.yaml'}, which an overlay of the description can't change\n"
        "# There is nothing to put into an overlay.\n"
    )


def test_a_proposal_that_can_t_be_tried_says_so(tmp_path: Path) -> None:
    """Where no object of the schema can be made up, the member is proposed all the same."""
    components = {"Thing": closed("a", a={"type": "string", "minLength": 200_001})}
    contract = described(tmp_path, components)
    text = suggested(state_of(contract, [{"a": "x" * 200_001, "b": 1}]), contract)
    note = '# Not tried: "b" of /components/schemas/Thing: no object of it could be made up\n'
    assert text.startswith(f"{NOTHING}{note}overlay:")
    assert "      b:\n        type: integer\n" in text
