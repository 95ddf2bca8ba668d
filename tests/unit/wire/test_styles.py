"""The tables "Style Values" and "Style Examples" of OpenAPI, both ways."""

from typing import Any

import pytest

from ringback.wire.parameter_writing import write_parameter
from ringback.wire.styles import UndefinedFormError
from tests.unit.wire.cells import contract_with, parameter_of, read

LIST = ["blue", "black", "brown"]
RGB = {"R": 100, "G": 200, "B": 150}
# Place, style, exploded: the texts of an empty string, a string, a list and an object; None for
# what the table has as "n/a".
ROWS: list[tuple[str, str, bool, str | None, str | None, str | None, str | None]] = [
    ("path", "matrix", False, ";color", ";color=blue", ";color=blue,black,brown",
        ";color=R,100,G,200,B,150"),
    ("path", "matrix", True, ";color", ";color=blue", ";color=blue;color=black;color=brown",
        ";R=100;G=200;B=150"),
    ("path", "label", False, ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    ("path", "label", True, ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    ("path", "simple", False, None, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("path", "simple", True, None, "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ("header", "simple", False, "", "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("header", "simple", True, "", "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ("query", "form", False, "color=", "color=blue", "color=blue,black,brown",
        "color=R,100,G,200,B,150"),
    ("query", "form", True, "color=", "color=blue", "color=blue&color=black&color=brown",
        "R=100&G=200&B=150"),
    ("cookie", "form", False, "color=", "color=blue", "color=blue,black,brown",
        "color=R,100,G,200,B,150"),
    ("cookie", "form", True, "color=", "color=blue", None, None),
    ("cookie", "cookie", False, "color=", "color=blue", "color=blue,black,brown",
        "color=R,100,G,200,B,150"),
    ("cookie", "cookie", True, "color=", "color=blue", "color=blue; color=black; color=brown",
        "R=100; G=200; B=150"),
    ("query", "spaceDelimited", False, None, None, "color=blue%20black%20brown",
        "color=R%20100%20G%20200%20B%20150"),
    ("query", "spaceDelimited", True, None, None, None, None),
    ("query", "pipeDelimited", False, None, None, "color=blue%7Cblack%7Cbrown",
        "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("query", "pipeDelimited", True, None, None, None, None),
    ("query", "deepObject", True, None, None, None,
        "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
]  # fmt: skip
CELLS = [
    pytest.param(
        where, style, explode, schema, value, text, id=f"{where} {style} {explode} {value}"
    )
    for where, style, explode, *texts in ROWS
    for (schema, value), text in zip(
        (("string", ""), ("string", "blue"), ("strings", LIST), ("rgb", RGB)), texts, strict=True
    )
]


@pytest.mark.parametrize(("where", "style", "explode", "schema", "value", "text"), CELLS)
def test_each_cell_of_the_table_is_written_and_read(
    where: str, style: str, explode: bool, schema: str, value: Any, text: str | None
) -> None:
    """What a row says of a value is what is sent, and what is sent is the value again."""
    contract = contract_with(where, style, explode, schema)
    if text is None:
        with pytest.raises(UndefinedFormError):
            write_parameter(parameter_of(contract), value)
        return
    assert write_parameter(parameter_of(contract), value) == text
    (reading,) = read(contract, text)
    assert reading.values[0].value == value
    assert not reading.values[0].doubts
