"""One compiled validator a schema, and what it can be asked."""

import pytest

from tests.unit.contract.making import UUID, place, small

LOOSE = [UUID.replace("-", ""), f"{{{UUID}}}", f"urn:uuid:{UUID}", UUID.replace("-", "").upper()]


@pytest.mark.parametrize("text", LOOSE)
def test_a_uuid_may_be_read_leniently(text: str) -> None:
    """The spellings that common readers take are admitted when asked so, and not else."""
    schemas = small({"Thing": {"type": "string", "format": "uuid"}}).schemas
    assert schemas.admits_leniently(place("Thing"), text)
    assert not schemas.admits(place("Thing"), text)


@pytest.mark.parametrize("text", ["", "x", UUID[:-1], f"{UUID}0"])
def test_what_is_no_uuid_in_any_spelling(text: str) -> None:
    """Leniency ends where 32 hexadecimal digits do."""
    schemas = small({"Thing": {"type": "string", "format": "uuid"}}).schemas
    assert not schemas.admits_leniently(place("Thing"), text)


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ({"pattern": "(("}, '"pattern" is no regular expression: "(("'),
        ({"type": "strin"}, '"type" is wrong here: "strin"'),
        ({"minimum": "1"}, '"minimum" is wrong here: "1" is not of type "number"'),
    ],
)
def test_what_is_no_schema_says_nothing(schema: object, problem: str) -> None:
    """What can't be compiled is left out of it and told with its line; others work."""
    schemas = small({"Good": {"type": "string"}, "Bad": schema})
    assert not schemas.responses.admits(place("Good"), 1)
    assert schemas.responses.admits(place("Bad"), "x")
    assert schemas.responses.violations(place("Bad"), "x") == []
    [flaw] = schemas.description.flaws
    assert flaw.text.startswith(problem)
    assert schemas.description.place(flaw.place).line == 14
    assert schemas.responses.is_weak(place("Bad"))
    assert not schemas.responses.is_weak(place("Good"))


def test_a_name_with_every_kind_of_character_is_found() -> None:
    """A component's name may need escapes in a pointer and in a URI."""
    name = "a/b~c %d\u00e9\u20ac#?"
    pointer = place(name.replace("~", "~0").replace("/", "~1"))
    schemas = small({name: {"type": "string"}}).schemas
    assert schemas.admits(pointer, "x")
    assert [each.schema for each in schemas.violations(pointer, 1)] == [f"{pointer}/type"]


def test_an_unpaired_surrogate_can_be_looked_at() -> None:
    """In a text or a member name, at any depth: half a pair counts as one character."""
    schemas = small({"Thing": {"additionalProperties": {"items": {"maxLength": 1}}}}).schemas
    assert schemas.admits(place("Thing"), {"\ud800": ["\udfff", "x"]})
    assert not schemas.admits(place("Thing"), {"\ud800": ["\udfff", "xx"]})
    assert [each.message for each in schemas.violations(place("Thing"), {"a": ["\ud800x"]})] == [
        '"\ufffdx" is longer than 1 character'
    ]
