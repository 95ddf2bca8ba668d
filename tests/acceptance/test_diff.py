"""`ringback diff` and `check --against` as a user meets them."""

import io
import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace

import pytest
from jsonschema import Draft202012Validator

from ringback import reports
from ringback.change import Change, Kind
from ringback.commands.setup import compared_descriptions
from ringback.description import Description
from ringback.finding import Counterpart
from tests.acceptance.driving import ROOT, Ended, changed, process, ringback
from tests.repository import Repository

KNOWN = "text, json, html, junit, markdown, sarif, github, gitlab and jsonl"
Capture = pytest.CaptureFixture[str]
NUMBERS = "openapi/numbers.yaml"
OWN = "contracts/numbers/recordings/get_number/own.json"
SCHEMA = Path(reports.__file__).parent / "schema" / "report.schema.json"
VERSION = "version 2023-07-24, OpenAPI 3.1.0"
ENUM = "/components/schemas/A/enum"
NARROWED = Change(
    kind=Kind.BREAKS,
    rule="change/request-narrowed",
    message='the member "fr" went from the enum; take it back, or make a new version',
    operations=("update_number",),
    side="request",
    base=Counterpart(schema=ENUM, file="v1:openapi/numbers.yaml", line=3),
    head=Counterpart(schema=ENUM, file=NUMBERS, line=4),
    instance="/language",
    witness='{"language": "fr"}',
    cause="enum",
)
CAME = Change(
    kind=Kind.COMPATIBLE,
    rule="change/operation-added",
    message="get_call came",
    operations=("get_call",),
    head=Counterpart(schema="/paths/~1calls/get", file=NUMBERS, line=9),
)
UNKNOWN = replace(
    NARROWED, kind=Kind.UNKNOWN, rule="change/request-unknown", witness=None, cause="pattern"
)


@pytest.fixture
def repository(project: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The project in a repository, as it is at `v1`; stood in."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    monkeypatch.delenv("GIT_DIR", raising=False)
    made = Repository.made(project)
    made.commit("v1")
    return made


def saying(monkeypatch: pytest.MonkeyPatch, *changes: Change) -> None:
    """Have the comparison answer these changes, whatever it is asked."""

    def compare(
        _base: Description, _head: Description, _operations: Sequence[str], **_life: object
    ) -> tuple[Change, ...]:
        return changes

    monkeypatch.setattr(compared_descriptions, "compare", compare)


def told(ended: Ended) -> str:
    """What was said without the time that it took."""
    return ended.said.rpartition(" in ")[0]


@pytest.mark.usefixtures("repository")
def test_nothing_changed(capsys: Capture) -> None:
    """A revision alone is the configured description as it was; the other side that of today."""
    ended = ringback(capsys, "diff", "v1")
    assert told(ended) == (
        "ringback diff\n\nexercised:\n"
        f"  base v1:{NUMBERS} ({VERSION})\n  head {NUMBERS} ({VERSION})\n"
        "  3 operations compared\n\nkept: 3 operations"
    )
    assert ended.code == 0


@pytest.mark.usefixtures("repository")
def test_a_break(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error with its witness, both places, and the exit code of a broken contract."""
    saying(monkeypatch, NARROWED, CAME)
    ended = ringback(capsys, "diff", "v1", "--all")
    assert told(ended) == (
        "ringback diff\n\nexercised:\n"
        f"  base v1:{NUMBERS} ({VERSION})\n  head {NUMBERS} ({VERSION})\n"
        "  3 operations compared\n\n1 error\n\n"
        "change/request-narrowed  update_number  /language  "
        f"(schema {ENUM})  {NUMBERS}:4\n"
        '  the member "fr" went from the enum; take it back, or make a new version\n'
        '  witness: {"language": "fr"}\n'
        f"  against: v1:{NUMBERS}:3  (schema {ENUM})\n\n"
        "other changes:\n"
        f"  compatible: get_call came  (change/operation-added, get_call, {NUMBERS}:9)\n\n"
        "broken: 1 error; 3 operations"
    )
    assert ended.code == 1


@pytest.mark.usefixtures("repository")
def test_what_is_unknown_is_a_warning_unless_one_is_strict(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never called safe, and an error to who wants proofs."""
    saying(monkeypatch, UNKNOWN)
    loose = ringback(capsys, "diff", "v1")
    strict = ringback(capsys, "diff", "v1", "--strict-unknown")
    assert ("\n1 warning\n" in loose.said, loose.code) == (True, 0)
    assert ("\n1 error\n" in strict.said, strict.code) == (True, 1)


@pytest.mark.usefixtures("repository")
def test_reports_of_a_comparison(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    """Each form holds the break and what else changed."""
    saying(monkeypatch, NARROWED, CAME)
    forms = ("json=r.json", "junit=r.xml", "markdown=r.md")
    ringback(capsys, "diff", "v1", "-q", *(f"--report={form}" for form in forms))
    report = json.loads((project / "r.json").read_text("utf-8"))
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(report)
    assert [each["kind"] for each in report["changes"]] == ["breaks", "compatible"]
    assert report["findings"][0]["witness"] == {"language": "fr"}
    assert 'witness: {"language": "fr"}' in (project / "r.xml").read_text("utf-8")
    comment = (project / "r.md").read_text("utf-8")
    headings = [line for line in comment.splitlines() if line.startswith("#")]
    assert headings == ["### ringback diff", "#### Breaking (1)", "#### Other changes (1)"]


def test_a_pinned_description(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, repository: Repository
) -> None:
    """What only the pinned one shows says so."""

    def compare(
        base: Description, _head: Description, _operations: Sequence[str], **_life: object
    ) -> tuple[Change, ...]:
        return (NARROWED,) if base.file.startswith("v1:") else ()

    monkeypatch.setattr(compared_descriptions, "compare", compare)
    repository.commit("v2")
    ended = ringback(capsys, "diff", "v2", "--pinned", f"v1:{NUMBERS}")
    assert f"\n  pinned v1:{NUMBERS} ({VERSION})\n" in ended.said
    assert f"\n  against the pinned v1:{NUMBERS}: the member " in ended.said
    assert ended.code == 1


def test_the_version_that_a_change_needs(capsys: Capture, repository: Repository) -> None:
    """Told when it is asked for; a version that is a date is not judged."""
    changed(repository.folder / NUMBERS, "  title: ", "  title: The ")
    ended = ringback(capsys, "diff", "v1", "--semver")
    assert "the version '2023-07-24' is no semantic one" in ended.said
    assert ended.code == 0


def test_nothing_to_compare(capsys: Capture, tmp_path: Path) -> None:
    """Two descriptions without an operation are never green."""
    file = tmp_path / "d.yaml"
    file.write_text("openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n", "utf-8")
    ended = ringback(capsys, "diff", str(file), str(file))
    assert ended.out.splitlines()[-1].startswith(
        "inconclusive: nothing was compared: neither side has an operation in "
    )
    assert ended.code == 3


_PLAIN = """openapi: 3.0.3
x-r: &r {'200': {description: d}}
info: {title: t, version: '1'}
paths:
  /a: {get: {operationId: a, deprecated: true, x-sunset: '2020-01-01', responses: *r}}
  /b: {get: {operationId: b, responses: *r}}
"""


@pytest.mark.parametrize(("policy", "code"), [("", 1), ("deprecated_days = 30", 0)])
def test_what_is_past_its_sunset_may_go_by_the_policy(
    capsys: Capture, tmp_path: Path, policy: str, code: int
) -> None:
    """Without a policy it breaks who calls it; with one it is told with --all."""
    config, base, head = (tmp_path / name for name in ("ringback.toml", "a.yaml", "b.yaml"))
    config.write_text(f"[changes]\n{policy}\n", "utf-8")
    base.write_text(_PLAIN, "utf-8")
    head.write_text("\n".join(it for it in _PLAIN.splitlines() if " /a:" not in it), "utf-8")
    sides = ("--config", str(config), str(base), str(head))
    ended = ringback(capsys, "diff", "--all", *sides)
    assert ended.code == code
    assert ("allowed: the path /a went" in ended.said) is (code == 0)
    assert ("change/operation-removed" in ended.said) is True


def test_a_flaw_keeps_nothing_else_from_being_compared(capsys: Capture, tmp_path: Path) -> None:
    """A reference that leads nowhere is a warning at its line; the break beside it decides."""
    base, head = (tmp_path / name for name in ("a.yaml", "b.yaml"))
    base.write_text(_PLAIN, "utf-8")
    broken = _PLAIN.replace("operationId: b,", "operationId: b, requestBody: {$ref: '#/none'},")
    head.write_text(broken, "utf-8")
    ended = ringback(capsys, "diff", str(base), str(head))
    assert ("change/not-compared" in ended.said, ended.code) == (True, 0)
    assert f"{head}:6" in ended.said
    needed = "operationId: a, parameters: [{name: q, in: query, required: true, schema: {}}],"
    head.write_text(broken.replace("operationId: a,", needed), "utf-8")
    ended = ringback(capsys, "diff", str(base), str(head))
    assert ("change/not-compared" in ended.said, ended.code) == (True, 1)


def test_a_document_of_webhooks_alone_is_compared(capsys: Capture, tmp_path: Path) -> None:
    """What the server sends is read by clients: a member that went breaks them."""
    base, head = (tmp_path / name for name in ("a.yaml", "b.yaml"))
    text = """openapi: 3.1.0
info: {title: t, version: '1'}
webhooks:
  done: {post: {requestBody: {content: {application/json: {schema:
    {type: object, required: [id], properties: {id: {type: string}}}}}}}}
"""
    base.write_text(text, "utf-8")
    head.write_text(text.replace("required: [id], ", ""), "utf-8")
    ended = ringback(capsys, "diff", str(base), str(head))
    assert ("the request of the webhook done" in ended.said, ended.code) == (True, 1)


def test_a_side_on_standard_input() -> None:
    """One side may be piped; JSON with a comma too many is never read as YAML."""
    text = (ROOT / NUMBERS).read_bytes()
    ended = process("diff", "-", NUMBERS, stdin=text)
    assert ("  base standard input (" in ended.said, ended.code) == (True, 0)
    ended = process("diff", "-", NUMBERS, stdin=b'{"openapi": "3.1.0",\n "info": {},}')
    assert (ended.said, ended.code) == (
        'ringback: standard input:2:12: is not JSON: no comma may stand before the closing "}"\n',
        2,
    )


def test_a_side_behind_a_url(capsys: Capture) -> None:
    """A loopback address needs no leave; what it gives is named by it."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(ROOT / "openapi"))
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/numbers.yaml"
        ended = ringback(capsys, "diff", url)
        server.shutdown()
        thread.join(10)
    assert f"\n  base {url} ({VERSION})\n" in ended.out
    assert ended.code == 0


def test_a_comma_too_many_in_a_file_of_any_name(capsys: Capture, tmp_path: Path) -> None:
    """The content says that it is JSON."""
    for name in ("d.yaml", "d.json", "d"):
        file = tmp_path / name
        file.write_text('{"openapi": "3.1.0",}', "utf-8")
        ended = ringback(capsys, "diff", str(file), NUMBERS)
        assert ended.said == (
            f'ringback: {file}:1:20: is not JSON: no comma may stand before the closing "}}"\n'
        )
        assert ended.code == 2


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (("nope.yaml",),
         [("nope.yaml: there is no such file, and git knows no revision nope.yaml; "
           "try git log and git fetch")]),
        (("v1:nope.yaml",), ["v1:nope.yaml: is not in that revision; git ls-tree shows what is"]),
        (("v1:openapi",),
         ["v1:openapi: is a directory; name the file of the description in it"]),
        (("openapi", NUMBERS),
         ["openapi: is a directory; name the file of the description in it"]),
        (("v9:a.yaml", "v1:../a.yaml", "--pinned", "v1:"),
         ["v9:a.yaml: git knows no revision v9; try git log and git fetch",
          "v1:../a.yaml: leads out of the repository; paths count from its root",
          "v1:: names no file; write v1:PATH"]),
        (("http://api.test/d.yaml",),
         [("http://api.test/d.yaml: the host api.test is not allowed; "
           'loopback is: add hosts = ["api.test"] to ringback.toml')]),
        (("v1", "--overlay", "nope.yaml"), ["nope.yaml: there is no such file"]),
        (("v1", "--base-overlay", "v1:openapi/nope.yaml"),
         ["v1:openapi/nope.yaml: is not in that revision; git ls-tree shows what is"]),
        (("v1", "--head-overlay", OWN),
         [f'{OWN}:1: is not an overlay: it has no "overlay: 1.0.0"']),
        (("v1", "--reading", "loose"),
         ["--reading loose: no such reading (configured: published, strict)"]),
        (("v1", "--report", "pdf", "--select", "change/nope"),
         [f"--report pdf: no such format; known are {KNOWN}",
          "--select change/nope: no such rule"]),
        (("--pinned", "-", "--", "--upload-pack=x:a.yaml"),
         ["--upload-pack=x:a.yaml: it can be no revision of git",
          "standard input:1: is not an OpenAPI document: it is empty"]),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("repository")
def test_what_cannot_be_compared(
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    lines: list[str],
) -> None:
    """Every mistake in one sentence, all of them at once, before anything is compared."""
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO()))
    ended = ringback(capsys, "diff", *arguments)
    assert ended.said.splitlines() == [f"ringback: {line}" for line in lines]
    assert ended.code == 2


def test_an_operation_that_neither_side_has(capsys: Capture) -> None:
    """The sentence names those that are near."""
    ended = ringback(capsys, "diff", NUMBERS, NUMBERS, "--operation", "get_numbers")
    assert ended.said == (
        f"ringback: neither {NUMBERS} nor {NUMBERS} has an operation get_numbers; "
        "did you mean get_number or list_numbers or update_number?\n"
    )
    assert ended.code == 2


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(("changes", "code"), [((NARROWED,), 1), ((CAME,), 0)])
def test_the_gate_compares_as_well(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, changes: tuple[Change, ...], code: int
) -> None:
    """Under the reading that is judged, with the overlays of the revision."""
    saying(monkeypatch, *changes)
    ended = ringback(capsys, "check", "--no-target", "--against", "v1")
    line = f"  changes since v1:{NUMBERS} + strict.overlay.yaml: 3 operations compared\n"
    assert line in ended.said
    assert (ended.code, "change/request-narrowed" in ended.said) == (code, bool(code))


@pytest.mark.usefixtures("repository")
def test_the_gate_says_what_it_would_compare(capsys: Capture) -> None:
    """A dry run names the older side; one that is not there is a mistake as any other."""
    ended = ringback(capsys, "check", "--no-target", "--dry-run", "--against", NUMBERS)
    line = f"\nwould compare the description with {NUMBERS} + strict.overlay.yaml\n"
    assert (line in ended.said, ended.code) == (True, 0)
    ended = ringback(capsys, "check", "--against", "v9", "--seed", "x")
    assert ended.said == (
        "ringback: --seed x: must be a whole number, or random\n"
        "ringback: v9: there is no such file, and git knows no revision v9; "
        "try git log and git fetch\n"
    )
    assert ended.code == 2


def test_a_branch_that_went_is_told_with_what_the_letter_says(
    tmp_path: Path, capsys: Capture
) -> None:
    """Branches that overlap make every request void by the letter: the tag decides, exit 1."""
    tag = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    names = ("A", "B")
    for file, kept in (("base.json", names), ("head.json", names[:1])):
        places = {name.lower(): f"#/components/schemas/{name}" for name in kept}
        union = {
            "oneOf": [{"$ref": place} for place in places.values()],
            "discriminator": {"propertyName": "kind", "mapping": places},
        }
        body = {"content": {"application/json": {"schema": union}}}
        made = {
            "openapi": "3.0.3",
            "info": {"title": "t", "version": "1"},
            "paths": {
                "/x": {
                    "post": {
                        "operationId": "make",
                        "requestBody": body,
                        "responses": {"200": {"description": "d"}},
                    }
                }
            },
            "components": {"schemas": dict.fromkeys(names, tag)},
        }
        (tmp_path / file).write_text(json.dumps(made), encoding="utf-8")
    ended = ringback(capsys, "diff", str(tmp_path / "base.json"), str(tmp_path / "head.json"))
    assert ended.code == 1
    told = 'must be "A" or "a", not "b" (by the letter the older description refuses it, too)'
    assert told in ended.out
    assert 'witness: {"kind": "b"}' in ended.out
