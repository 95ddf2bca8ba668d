"""jsonschema-rs decides; the library jsonschema is asked as well, and says the same."""

import re
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.unit.contract.making import UUID, numbers, place, small
from tests.unit.openapi.payloads import VALID, nearly

COMPONENTS = sorted(VALID)


@cache
def second(reading: str, component: str) -> jsonschema.Draft202012Validator:
    """The other library's validator of a component."""
    return other(numbers(reading).description.document, component)


def other(document: Any, component: str) -> jsonschema.Draft202012Validator:
    """The other library's validator of a component of a document, uuids asserted."""
    resource = DRAFT202012.create_resource(document)
    return jsonschema.Draft202012Validator(
        {"$ref": f"urn:it#{place(component)}"},
        registry=Registry().with_resource("urn:it", resource),
        format_checker=jsonschema.FormatChecker(formats=["uuid"]),
    )


@pytest.mark.parametrize("reading", ["published", "strict"])
@pytest.mark.parametrize("component", COMPONENTS)
@given(data=st.data())
def test_two_validators_agree(data: st.DataObject, component: str, reading: str) -> None:
    """On a payload, valid or nearly so, both say yes or both say no; a no has its sentences."""
    payload = data.draw(nearly(component))
    schemas = numbers(reading).schemas
    admitted = schemas.admits(place(component), payload)
    assert admitted == second(reading, component).is_valid(payload)
    violations = schemas.violations(place(component), payload)
    assert bool(violations) != admitted
    for each in violations:
        assert "is not valid under any of the" not in each.message
        assert "\n" not in each.message


@pytest.mark.parametrize("reading", ["published", "strict"])
@pytest.mark.parametrize("component", COMPONENTS)
@given(data=st.data())
def test_both_admit_what_is_valid(data: st.DataObject, component: str, reading: str) -> None:
    """A payload made of documented members alone is admitted by both."""
    payload = data.draw(VALID[component])
    assert numbers(reading).schemas.admits(place(component), payload)
    assert second(reading, component).is_valid(payload)


SAME = [
    ({"type": "integer"}, 1.0, True),
    ({"type": "integer"}, 10**30, True),
    ({"type": "integer"}, 1e300, True),
    ({"type": "integer"}, True, False),
    ({"const": 1}, 1.0, True),
    ({"const": 1}, True, False),
    ({"enum": [True]}, 1, False),
    ({"uniqueItems": True}, [1, True], True),
    ({"uniqueItems": True}, [1, 1.0], False),
    ({"format": "uuid"}, UUID.upper(), True),
    ({"format": "uuid"}, UUID.replace("-", ""), False),
    ({"format": "uuid"}, f"{{{UUID}}}", False),
    ({"format": "uuid"}, f"urn:uuid:{UUID}", False),
    ({"format": "uuid"}, f"{UUID}\n", False),
    ({"maxLength": 1}, "\U0001f600", True),
    ({"maxLength": 1}, "\ud800", True),
]
# By name, what the two see differently: ours, theirs; None where theirs can't say.
DIFFERENT = [
    ("a uuid with an underscore, as Python's int() reads it", {"format": "uuid"},
        "3c_0c3cc-0d44-4b50-8888-8dd25736052a", False, True),
    ("a uuid with a digit of another script", {"format": "uuid"},
        "\uff13c90c3cc-0d44-4b50-8888-8dd25736052a", False, True),
    ("a multiple of a fraction, exact and as doubles", {"multipleOf": 0.1}, 0.3, True, False),
    ("$ before a last line break (ECMA-262 has none)", {"pattern": "^a$"}, "a\n", False, True),
    ("a digit of another script behind \\d", {"pattern": "^\\d$"}, "\u0663", False, True),
    ("a Unicode class", {"pattern": "^\\p{L}$"}, "\u00e9", True, None),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "payload", "admitted"), SAME)
def test_where_they_could_differ_and_do_not(schema: Any, payload: Any, admitted: bool) -> None:
    """Numbers, booleans, uuids and lengths are read alike."""
    contract = small({"Thing": schema})
    assert contract.schemas.admits(place("Thing"), payload) is admitted
    assert other(contract.description.document, "Thing").is_valid(payload) is admitted


@pytest.mark.parametrize(
    ("schema", "payload", "ours", "theirs"),
    [row[1:] for row in DIFFERENT],
    ids=[row[0] for row in DIFFERENT],
)
def test_what_is_known_to_differ(
    schema: Any, payload: Any, ours: bool, theirs: bool | None
) -> None:
    """jsonschema-rs decides; a row that no longer differs is to be taken out."""
    contract = small({"Thing": schema})
    assert contract.schemas.admits(place("Thing"), payload) is ours
    validator = other(contract.description.document, "Thing")
    if theirs is None:
        with pytest.raises(re.error):
            validator.is_valid(payload)
    else:
        assert validator.is_valid(payload) is theirs
