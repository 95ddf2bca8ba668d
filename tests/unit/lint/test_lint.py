"""Each lint rule: what it must flag, at its leaf, and what it must pass."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ringback.errors import DescriptionError
from ringback.finding import Finding, Severity
from ringback.lint import VALIDITY, Linting, LintSubject, lint
from tests.unit.lint.conftest import Spoil, base

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("RINGBACK_SHARED", ROOT.parent / "shared")) / "published"
Linted = Callable[[str, Spoil], tuple[list[str], tuple[Finding, ...]]]
Row = tuple[str, Spoil, list[tuple[str, str, str, str]]]

GET = "/paths/~1a~1{id}/get"
A = "/components/schemas/A"
TYPES = '"array", "boolean", "integer", "number", "object" or "string"'
TYPES_31 = '"array", "boolean", "integer", "null", "number", "object" or "string"'
JSON = f"{GET}/responses/200/content/application~1json"


def get(document: dict[str, Any]) -> dict[str, Any]:
    """The one operation."""
    operation: dict[str, Any] = document["paths"]["/a/{id}"]["get"]
    return operation


def schema(document: dict[str, Any]) -> dict[str, Any]:
    """The one component."""
    found: dict[str, Any] = document["components"]["schemas"]["A"]
    return found


def media_type(document: dict[str, Any]) -> dict[str, Any]:
    """The answer's one media type."""
    found: dict[str, Any] = get(document)["responses"]["200"]["content"]["application/json"]
    return found


def parameter(document: dict[str, Any]) -> dict[str, Any]:
    """The one parameter."""
    found: dict[str, Any] = get(document)["parameters"][0]
    return found


def one_way(example: dict[str, Any]) -> Spoil:
    """An answer of what has to have a member that only answers have, and one they never have."""

    def spoil(document: dict[str, Any]) -> None:
        schema(document)["properties"] |= {
            "made": {"type": "integer", "readOnly": True},
            "sent": {"type": "string", "writeOnly": True},
        }
        schema(document)["required"] = ["made", "sent"]
        media_type(document)["example"] = example

    return spoil


# Which versions; what is spoilt; each finding: rule, pointer, what its line holds, its message.
BROKEN: list[Row] = [
    ("3.0.3", lambda it: schema(it)["properties"]["p"].update(type="integr"),
     [("lint/invalid", f"{A}/properties/p/type", '"integr"',
       f'"type" must be {TYPES}, not "integr"')]),
    ("3.1.0", lambda it: schema(it)["properties"]["p"].update(type="integr"),
     [("lint/invalid", f"{A}/properties/p/type", '"integr"',
       f'"type" must be {TYPES_31}, not "integr"')]),
    ("3.0.3 3.1.0", lambda it: schema(it).update(required="p"),
     [("lint/invalid", f"{A}/required", '"required": "p"',
       '"required" must be an array, not a string')]),
    ("3.0.3 3.1.0", lambda it: schema(it)["properties"]["n"].update(pattern="("),
     [("lint/invalid", f"{A}/properties/n/pattern", '"pattern"',
       '"pattern" is no regular expression: "("')]),
    ("3.0.3 3.1.0", lambda it: it["info"].pop("title"),
     [("lint/invalid", "/info", '"info"', '"info" needs "title"')]),
    ("3.0.3", lambda it: get(it).update(opId="x"),
     [("lint/invalid", GET, '"get"', 'an operation has no "opId" here')]),
    ("3.1.0", lambda it: get(it).update(opId="x"),
     [("lint/invalid", GET, '"get"', 'an operation has no "opId" here')]),
    ("3.0.3", lambda it: parameter(it).update({"in": "qury"}),
     [("lint/invalid", f"{GET}/parameters/0/in", "qury",
       '"in" must be "path", "query", "header" or "cookie", not "qury"'),
      ("lint/invalid", GET, '"get"', 'the path /a/{id} needs a path parameter "id"')]),
    ("3.0.3 3.1.0", lambda it: parameter(it).pop("required"),
     [("lint/invalid", f"{GET}/parameters/0", "{", 'a path parameter needs "required": true')]),
    ("3.0.3 3.1.0", lambda it: parameter(it).pop("schema"),
     [("lint/invalid", f"{GET}/parameters/0", "{", 'a parameter needs "schema" or "content"')]),
    ("3.0.3 3.1.0", lambda it: get(it).update(parameters=[]),
     [("lint/invalid", GET, '"get"', 'the path /a/{id} needs a path parameter "id"')]),
    ("3.0.3 3.1.0", lambda it: parameter(it).update(name="di"),
     [("lint/invalid", GET, '"get"', 'the path /a/{id} needs a path parameter "id"'),
      ("lint/invalid", f"{GET}/parameters/0", "{",
       'the path parameter "di" has no place in the path /a/{id}')]),
    ("3.0.3 3.1.0", lambda it: it["paths"].update({"/a/{key}": {}, "/a/key": {}}),
     [("lint/invalid", "/paths/~1a~1{key}", '"/a/{key}"',
       "the path /a/{key} is /a/{id} with other names in the braces")]),
    ("3.0.3", lambda it: media_type(it).update(example={}, examples={}),
     [("lint/invalid", JSON, '"application/json"',
       'a media type must not have "example" and "examples" together')]),
    ("3.0.3 3.1.0",
     lambda it: it["components"].update(securitySchemes={"K": {"type": "apiKey", "name": "k"}}),
     [("lint/invalid", "/components/securitySchemes/K", '"K"', 'a security scheme needs "in"')]),
    ("3.0.3 3.1.0", lambda it: get(it).update(security=[{"none": []}]),
     [("lint/unresolved", f"{GET}/security/0/none", '"none"',
       "the reference none names no security scheme of the components")]),
    ("3.0.3 3.1.0", lambda it: schema(it)["properties"].update(z={"$ref": "#/components/no"}),
     [("lint/unresolved", f"{A}/properties/z/$ref", "#/components/no",
       ("the reference #/components/no leads nowhere: there is no such place; "
       "the last part that exists is #/components"))]),
    ("3.0.3 3.1.0", lambda it: schema(it)["properties"].update(z={"$ref": "http://x.example/"}),
     [("lint/unresolved", f"{A}/properties/z/$ref", "http://x.example/",
       ("the reference http://x.example/ is remote; remote references are refused unless "
       "they are allowed (--allow-remote)"))]),
    ("3.0.3 3.1.0", lambda it: it["paths"].update({"/b": {"get": {
        "operationId": "read", "responses": {"200": {"description": "d"}}}}}),
     [("lint/duplicate-operation-id", "/paths/~1b/get/operationId", '"read"',
       "the operationId read is taken already, in line 10 of d.json")]),
    ("3.0.3 3.1.0", lambda it: media_type(it).update(example={"p": "x"}),
     [("lint/contradicting-example", f"{JSON}/example/p", '"p": "x"',
       "the example does not fit its schema at /p: must be an integer, not a string")]),
    ("3.0.3 3.1.0", lambda it: media_type(it).update(examples={"e": {"value": []}}),
     [("lint/contradicting-example", f"{JSON}/examples/e/value", '"value"',
       'the example "e" does not fit its schema: must be an object, not an array')]),
    ("3.0.3 3.1.0", lambda it: parameter(it).update(example=7),
     [("lint/contradicting-example", f"{GET}/parameters/0/example", '"example": 7',
       "the example does not fit its schema: must be a string, not an integer")]),
    ("3.0.3 3.1.0", lambda it: schema(it).update(example={"p": 1.5}),
     [("lint/contradicting-example", f"{A}/example/p", '"p": 1.5',
       "the example does not fit its schema at /p: must be an integer, not a number")]),
    ("3.1.0", lambda it: schema(it).update(examples=[{}, {"n": 1}]),
     [("lint/contradicting-example", f"{A}/examples/1/n", '"n": 1',
       "example 1 does not fit its schema at /n: must be a string, not an integer")]),
    ("3.0.3 3.1.0", lambda it: schema(it)["properties"]["p"].update(default="x"),
     [("lint/contradicting-default", f"{A}/properties/p/default", '"default"',
       "the default does not fit its schema: must be an integer, not a string")]),
    ("3.0.3 3.1.0", lambda it: schema(it)["properties"].update(
        z={"type": "array", "items": {"type": "integer"}, "default": ["x", 1, "y", "z"]}),
     [("lint/contradicting-default", f"{A}/properties/z/default/0", '"x"',
       ("the default does not fit its schema at /0 (and at 2 more places): must be an integer, "
        "not a string"))]),
    ("3.0.3", lambda it: schema(it)["properties"].update(
        z={"oneOf": [{"type": "integer"}, {"type": "string"}], "nullable": True, "default": None}),
     [("lint/contradicting-default", f"{A}/properties/z/default", '"default"',
       ('the default does not fit its schema: must be an integer or a string, not null; "nullable" '
        'does nothing here, as no "type" stands beside it'))]),
    ("3.0.3 3.1.0", one_way({"sent": "x"}),
     [("lint/contradicting-example", f"{JSON}/example", '"example"',
       'the example does not fit its schema: A needs "made"')]),
]  # fmt: skip
CASES = [(version, spoil, told) for versions, spoil, told in BROKEN for version in versions.split()]

# What must not be blamed: right, or not for these rules to say.
RIGHT: list[tuple[str, Spoil]] = [
    ("3.0.3 3.1.0 3.2.0", lambda it: it),
    ("3.0.3", lambda it: schema(it)["properties"]["n"].update(nullable=True, default=None)),
    ("3.0.3", lambda it: schema(it)["properties"].update(
        z={"type": "integer", "minimum": 0, "exclusiveMinimum": True, "default": 1})),
    ("3.1.0", lambda it: schema(it)["properties"].update(
        z={"$ref": "#/components/schemas/A", "default": {"p": 1}})),
    ("3.0.3 3.1.0", lambda it: it.update(servers=[{
        "url": "https://{h}.x.example", "variables": {"h": {"default": "a"}}}])),
    ("3.0.3 3.1.0", lambda it: schema(it)["properties"].update(
        z={"$ref": "#/components/schemas/A"})),
    ("3.0.3 3.1.0", lambda it: schema(it)["properties"].update(z={"enum": [{"$ref": "#/no"}]})),
    ("3.0.3 3.1.0", lambda it: get(it)["responses"]["200"]["content"].update(
        {"application/xml": {"schema": {"$ref": "#/components/schemas/A"}, "example": "<a/>"}})),
    ("3.0.3 3.1.0", one_way({"made": 1})),
    ("3.0.3 3.1.0", lambda it: (one_way({"made": 1})(it), schema(it).update(example={}))),
    ("3.0.3 3.1.0", lambda it: it.update({"x-anything": {"$ref": "#/no", "type": "integr"}})),
]  # fmt: skip
PLAIN = [(version, spoil) for versions, spoil in RIGHT for version in versions.split()]


@pytest.mark.parametrize(("version", "spoil", "told"), CASES, ids=range(len(CASES)))
def test_a_mistake_is_told_at_its_leaf(
    linted: Linted,
    tmp_path: Path,
    version: str,
    spoil: Spoil,
    told: list[tuple[str, str, str, str]],
) -> None:
    """Exactly the rule, the pointer, the line of the file and the sentence; nothing besides."""
    lines, findings = linted(version, spoil)
    found = [
        (each.rule, each.schema, each.message.replace(f"{tmp_path}/", "")) for each in findings
    ]
    assert found == [(rule, pointer, message) for rule, pointer, _, message in told]
    for finding, (_, _, text, _) in zip(findings, told, strict=True):
        vain = '"nullable" does nothing here' in finding.message  # though many mean it
        assert finding.severity is (Severity.WARNING if vain else Severity.ERROR)
        assert finding.file == str(tmp_path / "d.json")
        assert finding.line is not None
        assert text in lines[finding.line - 1]


@pytest.mark.parametrize(("version", "spoil"), PLAIN, ids=range(len(PLAIN)))
def test_what_is_right_is_not_blamed(linted: Linted, version: str, spoil: Spoil) -> None:
    """No finding on a description that OpenAPI allows."""
    assert linted(version, spoil)[1] == ()


def test_a_finding_inside_an_operation_names_it(linted: Linted) -> None:
    """What stands in an operation is the operation's, what is shared is nobody's."""
    _, inside = linted("3.1.0", lambda it: media_type(it).update(example=[]))
    _, shared = linted("3.1.0", lambda it: schema(it).update(default=[]))
    assert [each.operation for each in (*inside, *shared)] == ["read", None]


def test_mistakes_do_not_hide_one_another(linted: Linted) -> None:
    """Several in one document, on several levels, are told together."""

    def spoil(document: dict[str, Any]) -> None:
        document["info"].pop("title")
        get(document)["opId"] = "x"
        schema(document)["properties"]["p"]["type"] = "integr"
        schema(document)["properties"]["n"]["default"] = 1

    for version in ("3.0.3", "3.1.0"):
        _, findings = linted(version, spoil)
        assert sorted(str(each.schema) for each in findings) == [
            f"{A}/properties/n/default",
            f"{A}/properties/p/type",
            "/info",
            GET,
        ]


def test_a_mistake_in_a_bundled_file_has_that_file_s_place(tmp_path: Path) -> None:
    """A schema in another file is judged as one of this description."""
    (tmp_path / "part.yaml").write_text("A:\n  type: integr\n", encoding="utf-8")
    for version in ("3.0.3", "3.1.0"):
        text = (
            f"openapi: {version}\ninfo: {{title: t, version: '1'}}\npaths: {{}}\n"
            "components: {schemas: {A: {$ref: 'part.yaml#/A'}}}\n"
        )
        (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
        [finding] = lint(tmp_path / "d.yaml")
        place = (finding.rule, finding.file, finding.line)
        assert place == ("lint/invalid", str(tmp_path / "part.yaml"), 2)


def test_a_yaml_trap_is_a_warning(tmp_path: Path) -> None:
    """The trap is named with file and line; the description stays valid."""
    path = tmp_path / "d.yaml"
    text = "openapi: 3.1.0\ninfo:\n  title: no\n  version: '1'\npaths: {}\n"
    path.write_text(text, encoding="utf-8")
    message = "no is a string in YAML 1.2, and YAML 1.1 takes it for a boolean; quote it"
    assert lint(path) == (
        Finding(
            rule="lint/yaml-trap",
            message=message,
            severity=Severity.WARNING,
            file=str(path),
            line=3,
            cause=message,
            alike="a value" + message.removeprefix("no"),
        ),
    )


def test_an_overlay_s_mistake_has_the_overlay_s_place(tmp_path: Path) -> None:
    """What an overlay brings in is blamed on the overlay."""
    (tmp_path / "d.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
        "paths: {}\ncomponents: {schemas: {A: {}}}\n",
        encoding="utf-8",
    )
    overlay = tmp_path / "o.yaml"
    overlay.write_text(
        "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n"
        "  - target: $.components.schemas.A\n    update:\n      type: strin\n",
        encoding="utf-8",
    )
    [finding] = lint(tmp_path / "d.yaml", [overlay])
    assert (finding.rule, finding.file, finding.line) == ("lint/invalid", str(overlay), 6)


def test_what_can_not_be_read_is_no_finding(tmp_path: Path) -> None:
    """A description that can't be read is an error of its own."""
    with pytest.raises(DescriptionError, match="there is no such file"):
        lint(tmp_path / "nope.yaml")


@pytest.mark.parametrize("overlays", [(), ("strict.overlay.yaml",)])
def test_the_repository_s_description_has_no_mistake(overlays: tuple[str, ...]) -> None:
    """Both readings lint clean."""
    folder = ROOT / "openapi"
    files = [folder / name for name in overlays]
    assert lint(folder / "numbers.yaml", files, rules=VALIDITY) == ()


@pytest.mark.parametrize("name", ["2023-07-24", "2023-08-08", "2024-08-27"])
def test_a_vendor_s_document_is_not_blamed_falsely(name: str) -> None:
    """Documents that are in use, of OpenAPI 3.0 and 3.1, are valid."""
    path = SHARED / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"the vendor's document is not at {path}")
    assert lint(path, rules=VALIDITY) == ()


def test_a_reading_that_says_the_same_is_linted_once(tmp_path: Path) -> None:
    """Each rule is asked of a text once, and its findings are those of every reading of it."""
    file = tmp_path / "d.json"
    file.write_text(json.dumps(base("3.1.0")), encoding="utf-8")
    overlays = []
    for name, title in (("same", "t"), ("other", "T")):
        action = {"target": "$.info", "update": {"title": title}}
        overlay = {"overlay": "1.0.0", "info": {"title": "o", "version": "1"}, "actions": [action]}
        overlays.append(tmp_path / f"{name}.json")
        overlays[-1].write_text(json.dumps(overlay), encoding="utf-8")
    asked: list[str] = []

    def rule(subject: LintSubject) -> Iterator[Finding]:
        asked.append(subject.description.document["info"]["title"])
        yield Finding(rule="lint/x", message="x", severity=Severity.ERROR)

    linting = Linting()
    found = [linting(file, each, rules=[rule]) for each in ((), overlays[:1], overlays[1:])]
    assert asked == ["t", "T"]
    assert [[each.rule for each in it] for it in found] == [["lint/x"]] * 3
