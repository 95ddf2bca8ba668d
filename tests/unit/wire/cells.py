"""Parameters in every form of the tables of OpenAPI, and what is read of a text in them."""

from functools import cache
from typing import Any

from ringback.contract import Contract
from ringback.exchange import Request
from ringback.operation import Parameter
from ringback.wire.parameter_reading import ParameterReader, ParameterReading
from ringback.wire.sent import Sent
from tests.unit.contract.making import small

NAME = "color"


@cache
def contract_with(where: str, style: str, explode: bool, schema: str) -> Contract:
    """The contract of an operation with this one parameter; `schema` is a component's name."""
    return described(
        {
            "name": NAME,
            "in": where,
            "required": where == "path",
            "style": style,
            "explode": explode,
            "schema": {"$ref": f"#/components/schemas/{schema}"},
        }
    )


@cache
def contract_of_content(where: str, media_type: str, schema: str) -> Contract:
    """The contract of an operation whose one parameter has content."""
    node = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    required = where == "path"
    return described(
        {"name": NAME, "in": where, "required": required, "content": {media_type: node}}
    )


def described(parameter: dict[str, Any], *others: dict[str, Any]) -> Contract:
    """The contract of GET /things (or /things/{color}) with these parameters."""
    path = f"/things/{{{NAME}}}" if parameter["in"] == "path" else "/things"
    answers = {"200": {"description": "ok"}}
    node = {"operationId": "read", "parameters": [parameter, *others], "responses": answers}
    return small(SCHEMAS, {path: {"get": node}})


_PRIMITIVES = ("string", "integer", "number", "boolean")
SCHEMAS: dict[str, Any] = {
    **{kind: {"type": kind} for kind in _PRIMITIVES},
    **{f"{kind}s": {"type": "array", "items": {"type": kind}} for kind in _PRIMITIVES},
    **{
        f"{kind}-map": {"type": "object", "additionalProperties": {"type": kind}}
        for kind in _PRIMITIVES
    },
    "rgb": {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {"type": "integer"} for name in "RGB"},
    },
    "any": {},
}


def parameter_of(contract: Contract) -> Parameter:
    """The parameter that is tested."""
    return contract.operation("read").parameters[0]


def read(contract: Contract, text: str) -> tuple[ParameterReading, ...]:
    """What is read of the parameter where it travels as this text."""
    parameter = parameter_of(contract)
    assert parameter.schema is not None
    view = contract.view(parameter.schema)
    return ParameterReader(parameter, view, contract.schemas.admits).readings(
        sent(parameter.where, text)
    )


def sent(where: str, text: str) -> Sent:
    """A message that holds the text where such parameters travel."""
    match where:
        case "path":
            return Sent(path={NAME: text})
        case "header":
            return Sent(headers=((NAME, text),))
        case "cookie":
            return Sent(headers=(("Cookie", text),))
        case _:
            return Sent(query=text)


def request(where: str, text: str) -> Request:
    """The request that holds the text."""
    headers = {"header": ((NAME, text),), "cookie": (("Cookie", text),)}.get(where, ())
    url = {"path": f"/things/{text}", "query": f"/things?{text}", "querystring": f"/things?{text}"}
    return Request(method="GET", url=url.get(where, "/things"), headers=headers)
