"""Any value in any form that OpenAPI defines: to text, and the same value again."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.payload import same
from ringback.wire.parameter_writing import write_parameter
from ringback.wire.styles import UndefinedFormError
from tests.unit.wire.cells import (
    NAME,
    SCHEMAS,
    contract_of_content,
    contract_with,
    parameter_of,
    read,
)

STYLES = (
    *(("path", style) for style in ("simple", "label", "matrix")),
    *(("query", style) for style in ("form", "spaceDelimited", "pipeDelimited", "deepObject")),
    ("header", "simple"),
    *(("cookie", style) for style in ("form", "cookie")),
)
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(max_size=8),
    "integer": st.integers(),
    "number": st.floats(-1e15, 1e15) | st.integers(),  # beyond, a double is no exact number
    "boolean": st.booleans(),
}
NAMES = st.text(min_size=1, max_size=4).filter(lambda text: text != NAME)
ODD = st.text(alphabet="color[]=&;,.|%20+\"' R\ufffd\x00é", max_size=24)


def values(schema: str) -> st.SearchStrategy[Any]:
    """Values of a component: one of a type, some of them, or members of that type."""
    if schema.endswith("-map"):
        inner = SCALARS[schema.removesuffix("-map")]
        return st.dictionaries(NAMES, inner, min_size=1, max_size=4)
    if schema.endswith("s"):
        return st.lists(SCALARS[schema.removesuffix("s")], min_size=1, max_size=4)
    return SCALARS[schema]


WRITTEN = st.sampled_from([name for name in SCHEMAS if name not in {"rgb", "any"}])


# Without explode deepObject has no reading; it is written all the same.
CELLS = [
    (where, style, explode)
    for where, style in STYLES
    for explode in (False, True)
    if explode or style != "deepObject"
]


@pytest.mark.parametrize(("where", "style", "explode"), CELLS)
@settings(max_examples=25)
@given(data=st.data(), schema=WRITTEN)
def test_a_value_that_can_be_written_is_read_back(
    data: st.DataObject, schema: str, where: str, style: str, explode: bool
) -> None:
    """Whatever the parameter writes, it reads as the same value of the same type."""
    contract = contract_with(where, style, explode, schema)
    value = data.draw(values(schema))
    try:
        text = write_parameter(parameter_of(contract), value)
    except UndefinedFormError:
        return
    (reading,) = read(contract, text)
    assert not reading.undefined
    assert same(reading.values[0].value, value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("where", ["path", "query", "header", "cookie", "querystring"])
@settings(max_examples=25)
@given(value=JSON)
def test_json_in_a_parameter_is_read_back(where: str, value: Any) -> None:
    """Content in JSON holds what no style has a text for."""
    contract = contract_of_content(where, "application/json", "any")
    (reading,) = read(contract, write_parameter(parameter_of(contract), value))
    assert same(reading.values[0].value, value)


@pytest.mark.parametrize("schema", ["string-map", "integer-map", "boolean-map"])
@settings(max_examples=25)
@given(data=st.data())
def test_a_query_that_is_one_form_is_read_back(data: st.DataObject, schema: str) -> None:
    """The whole query is an object in `querystring` (OpenAPI 3.2, 4.12.1)."""
    contract = contract_of_content("querystring", "application/x-www-form-urlencoded", schema)
    value = data.draw(values(schema))
    (reading,) = read(contract, write_parameter(parameter_of(contract), value))
    assert same(reading.values[0].value, value)


@pytest.mark.parametrize(("where", "style"), STYLES)
@settings(max_examples=25)
@given(
    text=ODD,
    explode=st.booleans(),
    schema=st.sampled_from(["string", "integers", "rgb", "string-map"]),
)
def test_no_text_is_too_odd_to_be_looked_at(
    text: str, explode: bool, schema: str, where: str, style: str
) -> None:
    """A reading is a value, a reason why there is none, or nothing where nothing was sent."""
    for reading in read(contract_with(where, style, explode, schema), text):
        assert reading.undefined or reading.values


@settings(max_examples=25)
@given(value=st.lists(st.none() | st.lists(st.integers(), max_size=1), min_size=1, max_size=2))
def test_what_has_no_text_is_not_written(value: list[Any]) -> None:
    """Null and lists within lists have no text in any style."""
    for where, style in STYLES:
        with pytest.raises(UndefinedFormError):
            write_parameter(parameter_of(contract_with(where, style, False, "any")), value)
