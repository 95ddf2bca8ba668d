"""A case: one request to send, and why; made from parameters and a body."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from ringback.exchange import Headers, Request, Response
from ringback.operation import Operation
from ringback.payload import MISSING, encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What a generator's own check says of an answer: the rule of ours that it is nearest to."""

    rule: str
    message: str


Opinion = Callable[[Request, Response], Iterable[Objection]]


def _no_opinion(_request: Request, _response: Response) -> Iterable[Objection]:
    """What a case says of its answer when its maker has no checks of its own."""
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A generated request. `label` says what it is there for, `origin` who made it.

    `opinion` is what the generator's own checks say of an answer: asked where ours find nothing.
    `base` is the body that was changed in one place to make the request's.
    """

    operation: Operation
    request: Request
    label: str
    origin: str
    opinion: Opinion = field(default=_no_opinion, compare=False)
    base: Any = field(default=MISSING, compare=False, repr=False)


def request_for(
    operation: Operation, parameters: Mapping[str, str], body: Any = MISSING
) -> Request:
    """The request for these parameter values, and a JSON body unless it is `MISSING`.

    Every reserved character of a value is percent-encoded, the `+` above all: raw in a query it
    would arrive as a space.
    """
    path = operation.path
    query: list[str] = []
    headers: Headers = ()
    for parameter in operation.parameters:
        if parameter.name not in parameters:
            continue
        value = quote(parameters[parameter.name], safe="", errors="surrogatepass")
        if parameter.where == "path":
            path = path.replace(f"{{{parameter.name}}}", value)
        elif parameter.where == "query":
            query.append(f"{quote(parameter.name, safe='')}={value}")
        elif parameter.where == "header":
            headers = (*headers, (parameter.name, parameters[parameter.name]))
    content: bytes | None = None
    if body is not MISSING:
        headers = (*headers, ("Content-Type", json_media_type(operation)))
        content = encode(body)
    url = path + ("?" + "&".join(query) if query else "")
    return Request(method=operation.method, url=url, headers=headers, body=content)


def json_media_type(operation: Operation) -> str:
    """The JSON media type of the operation's body; application/json where it names none."""
    names = [each.name for each in operation.body.media_types] if operation.body else []
    return next((name for name in names if "json" in name), "application/json")


def body_schema(operation: Operation) -> str | None:
    """The pointer to the schema of the JSON body, None where there is none."""
    wanted = json_media_type(operation)
    entries = operation.body.media_types if operation.body else ()
    return next((each.schema for each in entries if each.name == wanted), None)
