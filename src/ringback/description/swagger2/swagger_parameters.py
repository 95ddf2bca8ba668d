"""The parameters and headers of Swagger 2.0, which bear the keywords of a schema, as in 3.0."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.description.typeless import marked

ANY = "*/*"
PRODUCES = "x-ringback-produces"
_URLENCODED = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_KEYWORDS = (
    "type", "format", "items", "default", "maximum", "exclusiveMaximum", "minimum",
    "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems",
    "enum", "multipleOf", "x-nullable", "x-isnullable", "example", "schema", "$ref", "allOf",
    "properties", "additionalProperties", "title",
)  # fmt: skip
_KEPT = ("name", "in", "description", "required", "allowEmptyValue", "deprecated")
# How the items of a list are divided (2.0, Parameter Object, collectionFormat), by its styles.
_STYLES = {
    "csv": "",
    "ssv": "spaceDelimited",
    "tsv": "tabDelimited",
    "pipes": "pipeDelimited",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenParameter:
    """A parameter of 2.0: where it stands, where it is used, and what it is."""

    place: str
    node: Any
    use: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaTypes:
    """The media types of what is sent and of what is answered; none where none are named."""

    consumes: tuple[str, ...] = ()
    produces: tuple[str, ...] = ()

    def forms(self, given: Sequence[GivenParameter]) -> tuple[str, ...]:
        """Those of a form with these members: a file travels in parts alone."""
        known = tuple(
            each
            for each in self.consumes
            if each.partition(";")[0].strip().lower() in {_URLENCODED, _MULTIPART}
        )
        if any(each.node.get("type") == "file" for each in given):
            return tuple(each for each in known if "multipart" in each.lower()) or (_MULTIPART,)
        return known or (_URLENCODED, _MULTIPART)


def in_form(given: GivenParameter) -> bool:
    """Whether a parameter is a member of a form."""
    node = given.node
    return (
        isinstance(node, Mapping)
        and node.get("in") == "formData"
        and isinstance(node.get("name"), str)
    )


def as_parameter(given: GivenParameter) -> Any:
    """A parameter of the path, the query or the headers; what is none, as it is."""
    node = given.node
    if not isinstance(node, Mapping) or "$ref" in node:
        return copy.deepcopy(node)
    made = {name: node[name] for name in node if name in _KEPT or name[:2] == "x-"}
    made["schema"] = marked(_schema(node), node)
    if node.get("type") == "array":
        where, form = node.get("in"), node.get("collectionFormat")
        style = _STYLES.get(str(form), "")
        made["style"] = style or ("form" if where == "query" else "simple")
        made["explode"] = where == "query" and form == "multi"
    return copy.deepcopy(made)


def member(given: GivenParameter) -> tuple[dict[str, Any], dict[str, Any]]:
    """A member of a form: its schema, and how it is encoded where that is not as ever."""
    node = given.node
    schema = marked(_schema(node), node)
    if isinstance(node.get("description"), str):
        schema["description"] = node["description"]
    if node.get("type") != "array" or node.get("collectionFormat") == "multi":
        return schema, {}
    style = _STYLES.get(str(node.get("collectionFormat")), "") or "form"
    return schema, {"style": style, "explode": False}


def response_header(node: Any) -> Any:
    """A header of an answer."""
    if not isinstance(node, Mapping):
        return node
    made = {name: node[name] for name in node if name == "description" or name[:2] == "x-"}
    schema = _schema(node)
    if schema:
        made["schema"] = schema
    style = _STYLES.get(str(node.get("collectionFormat")), "")
    if node.get("type") == "array" and style:
        made["style"] = style
    return copy.deepcopy(made)


def _schema(node: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords of a schema that an object bears itself."""
    own = node.get("schema")
    if isinstance(own, Mapping):  # an invalid mix of both editions, and plain
        return copy.deepcopy(dict(own))
    made: dict[str, Any] = copy.deepcopy(
        {name: node[name] for name in node if name in _KEYWORDS and name != "schema"}
    )
    if "x-example" in node and "example" not in made:
        made["example"] = copy.deepcopy(node["x-example"])
    here: Any = made
    while isinstance(here, dict):  # how items within items are divided no style of 3.0 can say
        here.pop("collectionFormat", None)
        here = here.get("items")
    return made
