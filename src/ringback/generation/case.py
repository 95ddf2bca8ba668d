"""A case: one request to send, and why; made from parameters and a body."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from ringback.exchange import Headers, Request
from ringback.operation import MediaType, Operation, Parameter
from ringback.payload import MISSING, encode
from ringback.wire.body_writing import UnwritableError, writable, write_body, writes_json
from ringback.wire.parameter_writing import write_parameter
from ringback.wire.styles import UndefinedFormError
from ringback.wire.typed_texts import spelt


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A generated request. `label` says what it is there for, `origin` who made it.

    `base` is the body that was changed in one place to make the request's.
    """

    operation: Operation
    request: Request
    label: str
    origin: str
    base: Any = field(default=MISSING, compare=False, repr=False)


def request_for(
    operation: Operation,
    parameters: Mapping[str, Any],
    body: Any = MISSING,
    media_type: MediaType | None = None,
) -> Request:
    """The request for these parameter values, and a body unless it is `MISSING`.

    `media_type` is what the body is written in, None for the one that the operation's are.
    """
    path = operation.path
    query: list[str] = []
    headers: Headers = ()
    cookies: list[str] = []
    for parameter in operation.parameters:
        if parameter.name not in parameters:
            continue
        text = _written_parameter(parameter, parameters[parameter.name])
        match parameter.where:
            case "path":
                path = path.replace(f"{{{parameter.name}}}", text)
            case "header":
                headers = (*headers, (parameter.name, text))
            case "cookie":
                cookies.append(text)
            case _:
                query.append(text)
    headers = (*headers, ("Cookie", "; ".join(cookies))) if cookies else headers
    content: bytes | None = None
    if body is not MISSING:
        content, name = _written_body(operation, body, media_type)
        headers = (*headers, ("Content-Type", name))
    url = path + ("?" + "&".join(query) if query else "")
    return Request(method=operation.method, url=url, headers=headers, body=content)


def _written_parameter(parameter: Parameter, value: Any) -> str:
    """A parameter as it travels; where OpenAPI does not say how, as the text that it is."""
    try:
        return write_parameter(parameter, value)
    except UndefinedFormError:
        text = quote(spelt(value), safe="", errors="surrogatepass")
        named = parameter.where in {"query", "cookie"}
        return f"{quote(parameter.name, safe='')}={text}" if named else text


def _written_body(
    operation: Operation, body: Any, media_type: MediaType | None
) -> tuple[bytes, str]:
    """The bytes of a body and its Content-Type: JSON where the operation takes it or names nothing.

    What its media type has no spelling for travels as JSON all the same: that is to be refused.
    """
    media_type = media_type or body_media_type(operation)
    if media_type is None:
        return encode(body), "application/json"
    try:
        return write_body(body, media_type)
    except UnwritableError:
        return encode(body), media_type.name


def body_media_type(operation: Operation) -> MediaType | None:
    """The described media type that the operation's bodies are written in, JSON before others."""
    return writable(operation.body.media_types) if operation.body else None


def written_schema(operation: Operation) -> str | None:
    """The pointer to the schema of the body as it is written, None where there is none."""
    media_type = body_media_type(operation)
    return media_type.schema if media_type else None


def body_schema(operation: Operation) -> str | None:
    """The pointer to the schema of the JSON body, None where there is none."""
    media_type = body_media_type(operation)
    return media_type.schema if media_type and writes_json(media_type) else None
