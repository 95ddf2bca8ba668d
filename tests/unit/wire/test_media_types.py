"""Which described media type an actual one belongs to, and how it is judged."""

import pytest

from ringback.operation import MediaType
from ringback.wire.media_types import BodyKind, charset_of, is_json, kind_of, pick


@pytest.mark.parametrize(
    ("described", "value", "expected"),
    [
        (["*/*", "text/*", "text/plain"], "text/plain", "text/plain"),
        (["*/*", "text/*", "text/plain"], "Text/HTML; charset=utf-8", "text/*"),
        (["*/*", "text/*"], "image/png", "*/*"),
        (["text/*"], "image/png", None),
        ([], "image/png", None),
        (["application/json; charset=utf-8"], "application/json",
         "application/json; charset=utf-8"),
        (["application/json"], "application/json; charset=utf-8", "application/json"),
        (["application/json; charset=utf-8"], "application/json; charset=UTF-8",
         "application/json; charset=utf-8"),
        (["application/json; v=1", "application/json; v=2"], "application/json;v=2",
         "application/json; v=2"),
        (["application/json; v=1", "application/json"], "application/json;v=2", "application/json"),
        (["application/json; v=1", "application/json"], "application/json", "application/json"),
        (["application/json; v=1"], "application/json;v=2", None),
        (['a/b; profile="http://x/Y"'], "a/b; profile=http://x/Y", 'a/b; profile="http://x/Y"'),
        (["application/*+json", "*/*"], "application/hal+json", "application/*+json"),
        (["application/json"], "application/problem+json", None),
    ],
)  # fmt: skip
def test_the_most_specific_entry_is_picked(
    described: list[str], value: str, expected: str | None
) -> None:
    """Exact before a range; parameters that the description gives must not differ."""
    found = pick(tuple(MediaType(name=name, schema=None) for name in described), value)
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("application/json", BodyKind.JSON),
        ("application/problem+json; charset=utf-8", BodyKind.JSON),
        ("application/x-ndjson", BodyKind.LINES),
        ("application/stream+json", BodyKind.LINES),
        ("application/json-seq", BodyKind.JSON_SEQUENCE),
        ("text/event-stream", BodyKind.EVENTS),
        ("application/x-www-form-urlencoded", BodyKind.FORM),
        ("multipart/related; boundary=x", BodyKind.MULTIPART),
        ("application/openapi+yaml", BodyKind.YAML),
        ("text/csv", BodyKind.TEXT),
        ("image/png", BodyKind.BYTES),
        ("image/svg+xml", None),
        ("text/xml", None),
        ("application/xml", None),
    ],
)
def test_every_media_type_has_its_judge(name: str, kind: BodyKind | None) -> None:
    """Each is read in its own way; XML is named as what is not judged."""
    assert kind_of(name) is kind
    assert is_json(name) is (kind is BodyKind.JSON)


@pytest.mark.parametrize(
    ("value", "charset"),
    [
        ("text/plain", ""),
        ('a/b; x=1; Charset="UTF-8"', "utf-8"),
        ("a/b; charset = latin1", "latin1"),
    ],
)
def test_the_charset_of_a_content_type(value: str, charset: str) -> None:
    """It is read whatever its case and quotes."""
    assert charset_of(value) == charset
