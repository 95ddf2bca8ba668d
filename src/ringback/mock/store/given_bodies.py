"""What a request's body gives: its value, what that makes of a thing, or chooses in a list."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import singular, words
from ringback.campaign.resource.thing_keys import members
from ringback.contract import Contract
from ringback.exchange import Request, media_type_of
from ringback.finding import steps
from ringback.generation.case import written_schema
from ringback.operation import Operation, Parameter
from ringback.payload import MISSING, at, decode
from ringback.sampling.breakage import replaced
from ringback.schema.directions import unsent_places
from ringback.wire.body_content import BodyContent
from ringback.wire.body_reading import read_body
from ringback.wire.media_types import is_json, pick

_MERGE_PATCH = "application/merge-patch+json"


_WRAPPERS = frozenset({"data", "item", "result", "resource", "payload", "attributes"})


def thing_in(value: Any, resource: Resource) -> Any:
    """The thing in a payload that wraps it, in an object named as things, or as it, are named."""
    if not isinstance(value, dict) or any(True for _ in members(value, resource)):
        return value
    names = {*_WRAPPERS, words(singular(resource.name))}
    wrapped = [name for name, each in value.items() if isinstance(each, dict)]
    if len(value) == 1 and wrapped and resource.key:
        inside = value[wrapped[0]]
        if words(wrapped[0]) in names or any(True for _ in members(inside, resource)):
            return inside
    found = [value[name] for name in wrapped if words(name) in names]
    return found[0] if len(found) == 1 else value


def given_body(request: Request, operation: Operation, contract: Contract) -> Any:
    """The value of a request's body, whatever it is written in; `MISSING` for none.

    Members that are read-only are left out: a service passes over them.
    """
    value = _read(request, operation, contract)
    document, schema = contract.requests.document, _schema_of(request, operation)
    if value is MISSING or not schema or not document.unsent:
        return value
    for place in unsent_places(document.schema(schema), value, document.unsent):
        path = tuple(steps(place))
        if at(value, path) is not MISSING:
            value = replaced(value, path, MISSING)
    return value


def _schema_of(request: Request, operation: Operation) -> str:
    """The schema of a request's body in its media type; empty for none."""
    name = media_type_of(request.headers) or "application/json"
    media_type = pick(operation.body.media_types, name) if operation.body else None
    return media_type.schema or "" if media_type is not None else ""


def _read(request: Request, operation: Operation, contract: Contract) -> Any:
    if not request.body:
        return MISSING
    name = media_type_of(request.headers) or "application/json"
    if is_json(name):
        decoded = decode(request.body)
        return decoded.value if decoded.parsed else MISSING
    media_type = pick(operation.body.media_types, name) if operation.body else None
    if media_type is None:
        return MISSING
    schemas = contract.requests
    content = read_body(request.body, request.headers, media_type, schemas.view, schemas.admits)
    if isinstance(content, BodyContent) and content.values:
        return content.values[0].value
    return MISSING


def merged(
    state: Mapping[str, Any], given: Mapping[str, Any], request: Request, merges: Collection[str]
) -> dict[str, Any]:
    """A thing's members with what an update gives.

    A merge patch goes into objects, and null takes a member away (RFC 7396); otherwise members are
    put in each other's place, but for the objects at the pointers in `merges`.
    """
    if media_type_of(request.headers) == _MERGE_PATCH:
        return dict(_patched(state, given))
    inside = {each.removeprefix("/") for each in merges}
    found = {**state, **given}
    for name in inside & given.keys():
        one, other = state.get(name), given[name]
        if isinstance(one, dict) and isinstance(other, dict):
            found[name] = {**one, **other}
    return found


def _patched(target: Any, patch: Any) -> Any:
    """RFC 7396, section 2."""
    if not isinstance(patch, Mapping):
        return patch
    found = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = _patched(found.get(name), value)
    return found


def list_query(operation: Operation, contract: Contract) -> list[Parameter]:
    """The parameters of a list's query; the members of a search's body are as good as such."""
    found = [each for each in operation.parameters if each.where == "query"]
    schema = written_schema(operation) if operation.method != "GET" else None
    if schema is None:
        return found
    view = contract.requests.view(schema)
    return found + [
        Parameter(name=name, where="query", required=False, schema=member.pointer, pointer="")
        for name, member in view.properties.items()
    ]


def as_query(request: Request, operation: Operation, contract: Contract) -> Request:
    """The request with the members of its body in its query; itself where there is no body."""
    if operation.method == "GET" or not request.body:
        return request
    given = given_body(request, operation, contract)
    pairs = list(_pairs(given)) if isinstance(given, dict) else []
    joint = "&" if "?" in request.url else "?"
    url = f"{request.url}{joint}{urlencode(pairs)}" if pairs else request.url
    return Request(method=request.method, url=url, headers=request.headers)


def _pairs(given: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in given.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, bool):
                found.append((name, str(each).lower()))
            elif isinstance(each, str | int | float):
                found.append((name, str(each)))
    return found
