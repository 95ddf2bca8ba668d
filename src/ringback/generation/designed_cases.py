"""Cases by design: each part of a body in each of its forms, and each part broken."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ringback.contract import Contract
from ringback.exchange import Request, header_values
from ringback.finding import pointer, steps
from ringback.generation.case import Case, request_for
from ringback.operation import Operation
from ringback.payload import at, encode
from ringback.sampling.breakage import paths, replaced
from ringback.wire.media_types import is_json

_OTHER_METHODS = ("PUT", "PATCH", "DELETE", "POST", "GET")

_NO_FORM = "application/x-ringback-none"


def accepting_cases(operation: Operation, plain: Case) -> Iterator[Case]:
    """The plain case once for each media type of a success, asked for by Accept.

    Where JSON is all there is, it was asked for already: who names nothing gets what there is.
    """
    answers = [each for each in operation.answers if each.status.startswith("2")]
    answers = answers or [each for each in operation.answers if each.status == "default"]
    described = (each.name for answer in answers for each in answer.media_types)
    names = dict.fromkeys(name for name in described if name != "*/*")
    names = names or dict.fromkeys(operation.produces)
    if all(map(is_json, names)) and len(names) < 2:
        return
    for name in names:
        request = plain.request.with_header("Accept", name)
        yield replace(plain, request=request, label=f"accepting {name}")
    if any(each.status == "406" for each in operation.answers):
        request = plain.request.with_header("Accept", _NO_FORM)
        yield replace(plain, request=request, label="accepting what there is not")


def examples_beside(contract: Contract, schema: str) -> list[Any]:
    """The examples that stand beside a schema in its media type (OpenAPI 3.1, 4.8.14)."""
    place = pointer(steps(schema)[:-1])
    description = contract.description
    media_type = description.at(place)
    if not isinstance(media_type, Mapping):
        return []
    named = media_type.get("examples")
    names = named if isinstance(named, Mapping) else ()
    listed = [description.at(f"{place}/examples{pointer((name,))}") for name in names]
    values = [each["value"] for each in listed if isinstance(each, Mapping) and "value" in each]
    return [media_type["example"], *values] if "example" in media_type else values


def siblings_of(node: Any) -> dict[str, list[str]]:
    """The texts that stand in an enum of the description with each text, anywhere."""
    found: dict[str, list[str]] = {}
    pending = [node]
    while pending:
        each = pending.pop()
        if isinstance(each, list):
            pending += each
        elif isinstance(each, Mapping):
            pending += each.values()
            named = each.get("enum")
            texts = [it for it in named if isinstance(it, str)] if isinstance(named, list) else []
            for text in texts:
                known = found.setdefault(text, [])
                known += [it for it in texts if it != text and it not in known]
    return found


def broken_frames(operation: Operation, parameters: Mapping[str, Any], body: Any) -> Iterator[Case]:
    """The request around the body broken: parameters left out, the body absent or no JSON."""

    def case(request: Request, label: str) -> Case:
        return Case(operation=operation, request=request, label=label, origin="broken")

    whole = request_for(operation, parameters, body)
    for parameter in operation.parameters:
        if parameter.required and parameter.where != "path":
            fewer = {key: value for key, value in parameters.items() if key != parameter.name}
            yield case(request_for(operation, fewer, body), f"no {parameter.name}")
    if operation.body is None or whole.body is None:
        return
    media_type = header_values(whole.headers, "content-type")[0]

    def with_body(content: bytes | None, name: str | None = media_type) -> Request:
        bare = Request(method=whole.method, url=whole.url, headers=whole.headers, body=content)
        return bare.with_header("Content-Type", name)

    yield case(with_body(None, None), "no body")
    yield case(with_body(b""), "an empty body")
    if not is_json(media_type):
        return
    yield case(with_body(b"   "), "a body of spaces")
    yield case(with_body(whole.body[:-1]), "a body cut short")
    yield case(with_body(whole.body + b"}"), "a body with a brace too many")
    yield case(with_body(b"{'inbound': 1,}"), "a body that is no JSON")
    yield case(with_body(whole.body[:-1] + b",}"), "a body with a comma too many")
    yield case(with_body(b"[" + whole.body + b"]"), "the body in an array")
    yield case(with_body(whole.body + b" " + whole.body), "the body twice")
    yield case(with_body(whole.body.replace(b'":"', b'":"\x01', 1)), "a raw control character")
    yield case(with_body(whole.body.replace(b'":"', b'":"\xff', 1)), "a byte that is no UTF-8")
    yield case(with_body(b"\xff\xfe\x00"), "a body that is no text")
    yield case(with_body(_with(body, float("nan"))), "NaN for a number")
    yield case(with_body(_with(body, float("inf"))), "Infinity for a number")
    yield case(with_body(whole.body, "text/plain"), "JSON as text/plain")
    yield case(with_body(b"a=1&b=2", "application/x-www-form-urlencoded"), "a form")
    yield case(with_body(b"<a/>", "application/xml"), "XML")


def _with(body: Any, number: float) -> bytes:
    """The body with this for its first number, or for the whole: what JSON has no spelling for."""
    for path in paths(body):
        if isinstance(at(body, path), int | float) and not isinstance(at(body, path), bool):
            return encode(replaced(body, path, number))
    return encode(number)
