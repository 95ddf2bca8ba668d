"""The styles in which parameters are written (OpenAPI 3.1.1 and 3.2, "Style Examples")."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ringback.operation import Parameter


class Shape(StrEnum):
    """What the table of styles tells apart."""

    PRIMITIVE = "primitive"
    ARRAY = "array"
    OBJECT = "object"


class UndefinedFormError(ValueError):
    """A value in a form that OpenAPI does not define; its text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A row of the table: what stands before a value and between its parts.

    `apart` divides what is exploded, `together` what is not; `named` tells whether the parameter's
    name is a part of the text.
    """

    before: str = ""
    apart: str = "&"
    together: str = ","
    named: bool = True


_STYLES = {
    ("path", "simple"): Style(apart=",", named=False),
    ("path", "label"): Style(before=".", apart=".", named=False),
    ("path", "matrix"): Style(before=";", apart=";"),
    ("query", "form"): Style(),
    ("query", "spaceDelimited"): Style(together=" "),
    ("query", "pipeDelimited"): Style(together="|"),
    ("query", "deepObject"): Style(),
    # Swagger 2.0 divides lists in these ways wherever they travel (`collectionFormat`).
    ("query", "tabDelimited"): Style(together="\t"),
    **{
        (where, name): Style(together=divider, named=False)
        for where in ("path", "header")
        for name, divider in (
            ("spaceDelimited", " "),
            ("pipeDelimited", "|"),
            ("tabDelimited", "\t"),
        )
    },
    ("header", "simple"): Style(apart=",", named=False),
    ("cookie", "form"): Style(),
    ("cookie", "cookie"): Style(apart="; "),
}


def style_of(parameter: Parameter, shape: Shape) -> Style:
    """The row for values of a shape; UndefinedFormError where the table has "n/a"."""
    name, explode = parameter.form.style, parameter.form.explode
    found = _STYLES.get((parameter.where, name))
    match parameter.where, name, shape:
        case _, "spaceDelimited" | "pipeDelimited" | "tabDelimited", _:
            undefined = explode or shape is Shape.PRIMITIVE
        case _, "deepObject", _:
            undefined = shape is not Shape.OBJECT
        case "cookie", "form", Shape.ARRAY | Shape.OBJECT:
            undefined = explode  # the `&` of the style is none of cookies (3.1.1, appendix D)
        case _:
            undefined = False
    if found is None or undefined:
        way = " exploded" if explode and shape is not Shape.PRIMITIVE else ""
        raise UndefinedFormError(
            f"OpenAPI defines no{way} style {name} for {shape} values in {parameter.where}"
        )
    return found


def shape_of(value: Any) -> Shape:
    """The shape of a value."""
    if isinstance(value, dict):
        return Shape.OBJECT
    return Shape.ARRAY if isinstance(value, list) else Shape.PRIMITIVE
