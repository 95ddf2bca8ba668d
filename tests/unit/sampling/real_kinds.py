"""Two thousand schemas of the kinds that real descriptions have: values of a kind, in a setting.

Each kind of value stands in each setting, so that a pattern meets a map's keys, a tuple, a union.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
VALUE: Schema = {"$ref": "#/components/schemas/Value"}
THING: Schema = {"$ref": "#/components/schemas/Thing"}
TEXT: Schema = {"type": "string"}
WHEN: Schema = {"type": "string", "format": "date-time"}
NULL: Schema = {"type": "null"}


def text(pattern: str = "", **more: Any) -> Schema:
    """A text with a pattern and more."""
    return {"type": "string", **({"pattern": pattern} if pattern else {}), **more}


def of(*required: str, **members: Schema) -> Schema:
    """An object with these members."""
    return {"type": "object", "properties": members, "required": list(required)}


_OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"
_SEMVER = (
    r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
    r"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$"
)
_POSITION = {
    "type": "array",
    "prefixItems": [{"type": "number"}] * 2,
    "items": False,
    "minItems": 2,
}

# The kinds of value; all have four values at least.
KINDS: dict[str, Schema] = {
    "currency": text("^[A-Z]{3}$"),
    "currency of a list": {"type": "string", "enum": ["EUR", "USD", "GBP", "JPY", "CHF"]},
    "country": text("^[A-Z]{2}$", minLength=2, maxLength=2),
    "phone": text(r"^\+[1-9]\d{1,14}$"),
    "phone in parts": text(r"^(\(\d{3}\)|\d{3})[ -]?\d{3}-\d{4}$"),
    "colour": text("^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"),
    "rgb": text(r"^rgb\((\d{1,3}), ?(\d{1,3}), ?(\d{1,3})\)$"),
    "semver": text(_SEMVER),
    "version range": text(r"^[~^]?\d+(\.\d+){0,2}$", maxLength=12),
    "customer id": text("^cus_[A-Za-z0-9]{14}$"),
    "any id with a prefix": text("^(pi|ch|re)_[0-9a-z]{24,26}$", minLength=27, maxLength=29),
    "ulid": text("^[0-7][0-9A-HJKMNP-TV-Z]{25}$"),
    "object id": text("^[a-f0-9]{24}$", minLength=24, maxLength=24),
    "uuid by pattern": text(
        "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
    ),
    "urn": text("^urn:example:[a-z]+:[0-9]+$", format="uri"),
    "arn": text(r"^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+$"),
    "slug": text("^[a-z0-9]+(?:-[a-z0-9]+)*$", minLength=3, maxLength=40),
    "long slug": text("^[a-z0-9]+(?:-[a-z0-9]+)*$", minLength=60, maxLength=63),
    "user name": text(r"^(?=.{5,20}$)(?![_.])(?!.*[_.]{2})[a-zA-Z0-9._]+(?<![_.])$"),
    "password": text(r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w\s]).{10,}$", maxLength=72),
    "name": text(r"^[\p{L}\p{M}'’ -]+$", minLength=2, maxLength=80),
    "not blank": text(r"\S", maxLength=10),
    "no reserved name": {**text("^[a-z]+$"), "not": {"enum": ["admin", "root"]}},
    "date": text(format="date"),
    "date by pattern": text(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", format="date"),
    "time": text(r"^([01]\d|2[0-3]):[0-5]\d$"),
    "instant": text(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$", format="date-time"),
    "duration": text("^PT", format="duration"),
    "month": text(r"^(19|20)\d{2}-(0[1-9]|1[0-2])$"),
    "time zone": text(r"^[A-Za-z]+(?:/[A-Za-z_+-]+){1,2}$"),
    "money as text": text(r"^-?\d{1,10}\.\d{2}$"),
    "positive money": text(r"^(?!0+\.00$)\d{1,7}\.\d{2}$", minLength=4),
    "iban": text(r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$", minLength=15, maxLength=34),
    "bic": text("^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$"),
    "card number": text(r"^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|3[47]\d{13})$"),
    "imei": text(r"^\d{15}$", minLength=15, maxLength=15),
    "vin": text("^[A-HJ-NPR-Z0-9]{17}$"),
    "isbn": text(r"^(97(8|9))?\d{9}(\d|X)$"),
    "postcode": text(r"^([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{5}(-\d{4})?)$"),
    "base64": text("^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$", minLength=4),
    "jwt": text(r"^[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*$"),
    "sha256": text("^sha256:[0-9a-f]{64}$"),
    "mime": text(r"^[a-z]+/[a-zA-Z0-9.+\-]+(; ?charset=[a-z0-9-]+)?$"),
    "locale": text(r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$"),
    "cidr": text(rf"^({_OCTET}\.){{3}}{_OCTET}\/([0-9]|[12]\d|3[0-2])$"),
    "host": text(format="hostname", minLength=20, maxLength=70),
    "email": text(r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", format="email", maxLength=12),
    "work email": text("@example\\.com$", format="email", minLength=30),
    "secure url": text("^https://", format="uri", maxLength=60),
    "file": text(r"\.(pdf|docx?)$", maxLength=20),
    "path": text(r"^\/(?:[\w.\-]+\/)*[\w.\-]*$", minLength=5),
    "cron": text(r"^(\*|[0-5]?\d) (\*|1?\d|2[0-3]) (\*|[1-9]) (\*|[1-9]) (\*|[0-6])$"),
    "emoji": text(r"^[\u{1F300}-\u{1F5FF}]{1,4}$"),
    "greek": text(r"^\p{Script=Greek}{3,8}$"),
    "money": {"type": "number", "multipleOf": 0.01, "minimum": 0.05, "exclusiveMaximum": 1000},
    "percentage": {"type": "number", "minimum": 0, "maximum": 100, "multipleOf": 0.5},
    "latitude": {"type": "number", "minimum": -90, "maximum": 90},
    "quantity": {"type": "integer", "exclusiveMinimum": 0, "maximum": 9999, "multipleOf": 12},
    "whole number": {"type": "number", "multipleOf": 1, "minimum": 1_000_000, "maximum": 1_000_009},
    "large number": {"type": "integer", "minimum": 2**62, "maximum": 2**63 - 1, "format": "int64"},
    "small fraction": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1e-6},
    "port": {"type": "integer", "format": "int32", "minimum": 1024, "maximum": 65535},
    "money object": of("amount", "currency", amount={"type": "number", "multipleOf": 0.01},
                       currency=text("^[A-Z]{3}$")),
    "point": of("type", "coordinates", type={"const": "Point"}, coordinates=_POSITION),
    "line": of("type", "coordinates", type={"const": "LineString"},
               coordinates={"type": "array", "items": _POSITION, "minItems": 2}),
}  # fmt: skip


def _closed(schema: Schema) -> Schema:
    return {**schema, "additionalProperties": False}


_PAGE = of(
    "data", "has_more", "next",
    data={"type": "array", "items": VALUE, "minItems": 2, "maxItems": 2},
    has_more={"type": "boolean"},
    next={"anyOf": [{"type": "string", "format": "uri"}, NULL]},
    total={"type": "integer", "minimum": 0},
)  # fmt: skip
_AUDIT = of(
    "created_at", created_at={**WHEN, "readOnly": True}, updated_at={"anyOf": [WHEN, NULL]},
    created_by={"type": "string", "format": "uuid"},
)  # fmt: skip
_MANY = {"type": "array", "items": VALUE}

# The settings that each kind of value is put into.
SETTINGS: dict[str, Schema] = {
    "alone": VALUE,
    "described again": {**VALUE, "description": "once more", "title": "Value"},
    "or null": {"anyOf": [VALUE, NULL]},
    "null or": {"oneOf": [NULL, VALUE]},
    "required": _closed(of("v", v=VALUE)),
    "optional": _closed(of(v=VALUE, w=VALUE, at=WHEN)),
    "four deep": of("a", a=of("b", b=of("c", c=of("d", d=VALUE)))),
    "a few": {**_MANY, "minItems": 2, "maxItems": 5},
    "one at most": {**_MANY, "minItems": 1, "maxItems": 1},
    "a set": {**_MANY, "uniqueItems": True, "minItems": 3},
    "a tuple": {"type": "array", "prefixItems": [VALUE, {"type": "integer"}, VALUE],
                "items": False, "minItems": 3},
    "contained": {"type": "array", "contains": VALUE, "minContains": 2, "maxItems": 4},
    "contained among texts": {"type": "array", "items": {"anyOf": [VALUE, {"const": "none"}]},
                              "contains": {"const": "none"}, "minItems": 2},
    "a map": {"type": "object", "additionalProperties": VALUE, "minProperties": 1},
    "a map with keys": {"type": "object", "patternProperties": {"^[a-z]{2}-[A-Z]{2}$": VALUE},
                        "additionalProperties": False, "minProperties": 1},
    "a map with named keys": {"type": "object", "additionalProperties": VALUE, "minProperties": 2,
                              "propertyNames": text("^x-[a-z]+$", maxLength=8)},
    "a required key": {"type": "object", "additionalProperties": VALUE, "required": ["main"]},
    "composed": {"allOf": [of("a", a=VALUE), of("b", b=TEXT)]},
    "composed and closed": {"allOf": [of("a", a=VALUE), of("b", b=TEXT)],
                            "unevaluatedProperties": False},
    "audited": {"allOf": [_AUDIT, of("value", value=VALUE)], "unevaluatedProperties": False},
    "tagged": {"oneOf": [_closed(of("kind", "value", kind={"const": "one"}, value=VALUE)),
                         _closed(of("kind", kind={"const": "none"}))],
               "discriminator": {"propertyName": "kind"}},
    "one of two": {**of(a=VALUE, b=VALUE), "oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
    "any of two": {**_closed(of(a=VALUE, b=TEXT)),
                   "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
    "never both": {**_closed(of(a=VALUE, b=VALUE)), "not": {"required": ["a", "b"]},
                   "minProperties": 1},
    "if": {**of("kind", kind={"enum": ["x", "y"]}, value=VALUE),
           "if": of("kind", kind={"const": "x"}), "then": {"required": ["value"]},
           "else": {"not": {"required": ["value"]}}},
    "together": {**_closed(of("a", a=TEXT, b=VALUE, c=VALUE)), "dependentRequired": {"a": ["b"]}},
    "dependent": {**of("a", a=TEXT), "dependentSchemas": {"a": of("b", b=VALUE)}},
    "two of three": {**_closed(of(a=VALUE, b=VALUE, c=TEXT)), "minProperties": 2,
                     "maxProperties": 2},
    "a page": _PAGE,
    "links": of("_links", _links=of("self", self=of("href", href={"type": "string",
                "format": "uri-reference"})), _embedded=of(values=_MANY)),
    "a problem": of("type", "status", type={"type": "string", "format": "uri-reference"},
                    title=TEXT, status={"type": "integer", "minimum": 400, "maximum": 599},
                    detail=TEXT, value=VALUE),
    "a tree": of("value", value=VALUE, children={"type": "array", "items": THING}),
    "a chain": _closed(of("value", "next", value=VALUE, next={"anyOf": [THING, NULL]})),
    "a wrong example": {**of("v", v=VALUE), "example": {"v": [None]}, "examples": [7]},
    "one value or many": {"oneOf": [VALUE, {**_MANY, "minItems": 1}]},
}  # fmt: skip


def schemas() -> Iterator[tuple[str, dict[str, Schema]]]:
    """What each is called, and its two components: the thing, and the value in it."""
    for setting, thing in SETTINGS.items():
        for kind, value in KINDS.items():
            yield f"{kind}, {setting}", {"Thing": thing, "Value": value}


def numbered(components: dict[str, Schema], number: int) -> dict[str, Schema]:
    """The components under names of their own, for many in one description."""

    def renamed(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                name: f"{member}{number}" if name == "$ref" else renamed(member)
                for name, member in node.items()
            }
        return [renamed(each) for each in node] if isinstance(node, list) else node

    return {f"{name}{number}": renamed(schema) for name, schema in components.items()}
