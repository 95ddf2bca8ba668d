"""Whether the description admits the body of a request, decided on the bytes that are sent."""

import json
from collections.abc import Iterator

from ringback.contract.body_violations import body_violations
from ringback.contract.explain import Violation
from ringback.contract.parameter_admission import NULL, WEAK
from ringback.contract.schemas import Schemas
from ringback.exchange import Request, header_values
from ringback.operation import Body
from ringback.payload import FlawKind, decode
from ringback.schema.directions import unsent_places
from ringback.wire.body_content import BodyContent, UnjudgedBody
from ringback.wire.body_reading import UTF_8, read_body
from ringback.wire.media_types import BodyKind, charset_of, essence_of, is_json, kind_of, pick
from ringback.wire.multipart_bodies import UNCLOSED

_MAY_BE_EMPTY = frozenset({BodyKind.BYTES, BodyKind.TEXT})
_CERTAIN = (FlawKind.NOT_JSON, FlawKind.NOT_A_NUMBER, FlawKind.MALFORMED)


def body_objections(
    request: Request, described: Body, schemas: Schemas, doubts: list[str]
) -> Iterator[Violation]:
    """The objections to the body: presence, media type, spelling, schema."""
    given = next(iter(header_values(request.headers, "content-type")), "")
    if not request.body:
        yield from _absent(described, given, doubts)
        return
    name = essence_of(given)
    if not name:
        doubts.append("the request has no Content-Type")
        return
    media_type = pick(described.media_types, given)
    if media_type is None:
        if name.endswith("+json") and any(is_json(each.name) for each in described.media_types):
            doubts.append(f"{name} may be read as JSON")
            return
        known = ", ".join(each.name for each in described.media_types)
        yield _objection(f"the body is {name}, not {known}", described.pointer, "media type")
        return
    content = read_body(request.body, request.headers, media_type, schemas.view, schemas.admits)
    schema = media_type.schema or media_type.item_schema
    if schema is None:
        return
    charset = charset_of(given)
    if isinstance(content, UnjudgedBody):
        doubts.append(content.why)
    elif content.kind is BodyKind.JSON and charset not in UTF_8:
        doubts.append(f"the body is said to be {charset}, which is not how JSON travels")
    elif content.flaws:
        yield from _flawed(request.body, content, schema, doubts)
    else:
        yield from _judged(content, schemas, doubts)


def _absent(described: Body, given: str, doubts: list[str]) -> Iterator[Violation]:
    """No bytes at all: a body that is missing, but where no bytes are a file or a text as well."""
    if not described.required:
        return
    media_type = pick(described.media_types, given) if essence_of(given) else None
    if media_type is not None and kind_of(media_type.name) in _MAY_BE_EMPTY:
        doubts.append(f"{essence_of(given)} without bytes may be empty, or missing")
        return
    yield _objection("the body is missing", described.pointer, "required body")


def _flawed(
    body: bytes, content: BodyContent, schema: str, doubts: list[str]
) -> Iterator[Violation]:
    """Bytes that are wrong: certainly so, or in a way that right servers read differently."""
    flaws = {flaw.kind: flaw for flaw in reversed(content.flaws)}
    if FlawKind.TOO_DEEP in flaws:
        doubts.append(f"the body {flaws[FlawKind.TOO_DEEP].text}")
    elif content.kind is BodyKind.JSON and not content.values and _in_another_encoding(body):
        doubts.append("the body is JSON in another encoding than UTF-8")
    else:
        wrong = next((flaws[kind] for kind in _CERTAIN if kind in flaws), None)
        if wrong is None or wrong.text == UNCLOSED:
            doubts.append(f"the body {content.flaws[0].text}")
        else:
            cause = "malformed" if wrong.kind is FlawKind.MALFORMED else "not JSON"
            yield _objection(f"the body {wrong.text}", schema, cause)


def _judged(content: BodyContent, schemas: Schemas, doubts: list[str]) -> Iterator[Violation]:
    """What the schemas object to in a body that can be read."""
    doubts += (why for _, why in content.doubts)
    refused = [each for each in content.values if not schemas.admits(each.schema, each.value)]
    if any(schemas.is_weak(each.schema) for each in content.values):
        doubts.append(f"the body {WEAK}")
    if not refused and not content.objections:
        doubts += _read_only(content, schemas)
        return
    if all(schemas.admits_leniently(each.schema, each.value) for each in refused):
        doubts += ["a uuid is spelt in a way that many services read"] if refused else []
        refused = []
    elif all(schemas.admits_nulls(each.schema, each.value) for each in refused):
        doubts.append(f"the body {NULL}")
        refused = []
    judged = BodyContent(
        kind=content.kind,
        values=tuple(refused),
        objections=content.objections,
        doubts=content.doubts,
    )
    for each in body_violations(judged, schemas):
        if each.decided:
            yield each
        else:
            doubts.append(each.message)


def _read_only(content: BodyContent, schemas: Schemas) -> Iterator[str]:
    """The members that a body ought not to have: a service may pass over them or refuse them."""
    for each in content.values if schemas.document.unsent else ():
        schema = schemas.document.schema(each.schema)
        for place in unsent_places(schema, each.value, schemas.document.unsent):
            yield f"the body gives {each.place}{place}, which is read-only"


def _in_another_encoding(body: bytes) -> bool:
    """Whether some reader takes the bytes for JSON in UTF-16 or UTF-32 (RFC 4627 section 3)."""
    name = json.detect_encoding(body)
    try:
        return name != "utf-8-sig" and decode(body.decode(name).encode()).parsed
    except UnicodeError:
        return False


def _objection(text: str, schema: str, cause: str) -> Violation:
    return Violation(message=text, instance="", schema=schema, cause=cause)
