"""Whether the description admits a request, decided on the bytes that are sent."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from ringback.contract.explain import Violation
from ringback.contract.parameters import judged_parameters
from ringback.contract.schemas import Schemas
from ringback.exchange import Request, header_values, media_type_of
from ringback.finding import pointer
from ringback.operation import MediaType, Operation
from ringback.payload import Flaw, FlawKind, decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """The description admits the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The description refuses the request; the violations say why.

    `doubts` are what right servers may differ on beside them.
    """

    violations: tuple[Violation, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """Right servers may differ on this request, so nothing is asked of them.

    `why` is the first of the `doubts`.
    """

    why: str
    doubts: tuple[str, ...] = ()


Admission = Admitted | Refused | Unclear
JSON_CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii"})


def admission(request: Request, operation: Operation, schemas: Schemas) -> Admission:
    """Judge a request by its bytes: every parameter, then the body."""
    parameters = judged_parameters(request, operation, operation.parameters, schemas)
    violations, doubts = list(parameters.violations), list(parameters.doubts)
    if operation.body is not None:
        violations += _body(request, operation, schemas, doubts)
    if violations:
        return Refused(violations=tuple(violations), doubts=tuple(doubts))
    return Unclear(why=doubts[0], doubts=tuple(doubts)) if doubts else Admitted()


def _body(
    request: Request, operation: Operation, schemas: Schemas, doubts: list[str]
) -> Iterator[Violation]:
    """The objections to the body: presence, media type, spelling, schema."""
    described = operation.body
    if described is None:
        return
    if not request.body:
        if described.required:
            yield _objection("the body is missing", described.pointer, "required body")
        return
    name = media_type_of(request.headers)
    if not name:
        doubts.append("the request has no Content-Type")
        return
    media_type = pick(described.media_types, name)
    if media_type is None:
        if name.endswith("+json") and any(is_json(each.name) for each in described.media_types):
            doubts.append(f"{name} may be read as JSON")
            return
        known = ", ".join(each.name for each in described.media_types)
        yield _objection(f"the body is {name}, not {known}", described.pointer, "media type")
        return
    if media_type.schema is None or not is_json(media_type.name):
        return
    charset = charset_of(header_values(request.headers, "content-type")[0])
    if charset in JSON_CHARSETS:
        yield from _json_body(request.body, media_type.schema, schemas, doubts)
    else:
        doubts.append(f"the body is said to be {charset}, which is not how JSON travels")


def charset_of(value: str) -> str:
    """The charset parameter of a Content-Type, lower case; JSON has none (RFC 8259 11)."""
    for part in value.split(";")[1:]:
        name, _, text = part.partition("=")
        if name.strip().lower() == "charset":
            return text.strip().strip('"').lower()
    return ""


def _json_body(
    body: bytes, schema: str, schemas: Schemas, doubts: list[str]
) -> Iterator[Violation]:
    decoded = decode(body)
    flaws = {flaw.kind: flaw for flaw in reversed(decoded.flaws)}
    if FlawKind.TOO_DEEP in flaws:
        doubts.append(f"the body {flaws[FlawKind.TOO_DEEP].text}")
        return
    if not decoded.parsed and _in_another_encoding(body):
        doubts.append("the body is JSON in another encoding than UTF-8")
        return
    wrong: Flaw | None = flaws.get(FlawKind.NOT_JSON) or flaws.get(FlawKind.NOT_A_NUMBER)
    if wrong is not None:
        yield _objection(f"the body {wrong.text}", schema, "not JSON")
        return
    if decoded.flaws:
        doubts.append(f"the body {decoded.flaws[0].text}")
        return
    if schemas.admits(schema, decoded.value):
        return
    if schemas.admits_leniently(schema, decoded.value):
        doubts.append("a uuid is spelt in a way that many services read")
        return
    yield from schemas.violations(schema, decoded.value)


def _in_another_encoding(body: bytes) -> bool:
    """Whether some reader takes the bytes for JSON in UTF-16 or UTF-32 (RFC 4627 section 3)."""
    name = json.detect_encoding(body)
    try:
        return name != "utf-8-sig" and decode(body.decode(name).encode()).parsed
    except UnicodeError:
        return False


def pick(media_types: tuple[MediaType, ...], name: str) -> MediaType | None:
    """The entry for a media type: itself, then its range, then */* (OpenAPI 3.1, 4.8.14)."""
    by_name = {each.name.split(";")[0].strip().lower(): each for each in media_types}
    for key in (name, name.split("/", maxsplit=1)[0] + "/*", "*/*"):
        if key in by_name:
            return by_name[key]
    return None


def is_json(name: str) -> bool:
    """Whether a media type, parameters and all, is JSON (RFC 8259 11, RFC 6839 3.1)."""
    bare = name.split(";", maxsplit=1)[0].strip().lower()
    return bare == "application/json" or bare.endswith("+json")


def _objection(text: str, schema: str, cause: str) -> Violation:
    return Violation(message=text, instance=pointer(()), schema=schema, cause=cause)
