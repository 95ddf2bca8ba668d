"""What is made of changes: told once, weighed, named."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ringback.change import Change, Kind
from ringback.commands.setup import compared_descriptions
from ringback.commands.setup.compared_descriptions import compared, findings, wanted
from ringback.commands.setup.description_sources import Read
from ringback.description import Description, load
from ringback.description.reading.sources import Piped
from ringback.finding import Counterpart, Severity

BASE = Counterpart(schema="/components/schemas/A/type", file="v1:d.yaml", line=3)
HEAD = Counterpart(schema="/components/schemas/A/type", file="/root/d.yaml", line=4)
BREAK = Change(
    kind=Kind.BREAKS,
    rule="change/request-narrowed",
    message="a is refused now",
    operations=("one", "two"),
    side="request",
    base=BASE,
    head=HEAD,
    instance="/a",
    witness='{"a": 1}',
    cause="type",
)
DROPPED = replace(BREAK, kind=Kind.DROPPED, message="a is ignored now")
UNKNOWN = replace(BREAK, kind=Kind.UNKNOWN, rule="change/request-unknown", cause="pattern")
GONE = Change(
    kind=Kind.BREAKS, rule="change/operation-removed", message="x is gone", base=BASE, cause="x"
)
FINE = Change(kind=Kind.COMPATIBLE, rule="change/operation-added", message="x came", head=HEAD)


def described(*paths: str) -> Read:
    """A description of these paths, each with a GET of its own name."""
    answers = "responses: {'200': {description: d}}"
    named = (re.findall(r"{(.*?)}", path) for path in paths)
    needed = [
        ", ".join(f"{{name: {it}, in: path, required: true, schema: {{}}}}" for it in names)
        for names in named
    ]
    lines = [
        f"  {path}: {{get: {{operationId: {path[1]}, parameters: [{given}], {answers}}}}}"
        for path, given in zip(paths, needed, strict=True)
    ]
    text = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n" + "\n".join(lines or ["  {}"])
    return Read(name=f"d{len(paths)}", description=load(Piped(text.encode())))


Said = dict[tuple[str, ...], Sequence[Change]]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """What a comparison with a base of these operations answers."""
    answers: Said = {}

    def compare(
        base: Description, _head: Description, operations: Sequence[str], **_life: object
    ) -> Sequence[Change]:
        del operations
        return tuple(answers[tuple(each.id for each in base.operations)])

    monkeypatch.setattr(compared_descriptions, "compare", compare)
    return answers


@pytest.mark.parametrize(
    ("base", "pinned", "told"),
    [
        ([BREAK], [BREAK], [BREAK]),
        ([BREAK], [DROPPED], [BREAK]),
        ([], [GONE], [replace(GONE, message="against the pinned d2: x is gone")]),
        (
            [DROPPED, FINE],
            [BREAK, FINE],
            [FINE, replace(BREAK, message="against the pinned d2: a is refused now")],
        ),
        ([FINE], [], [FINE]),
    ],
)
def test_a_change_since_the_pinned_one_is_told_once(
    said: Said, base: list[Change], pinned: list[Change], told: list[Change]
) -> None:
    """Of a cause that both show the graver change is told, and the nearer of two alike."""
    said[("a",)], said["a", "b"] = base, pinned
    found = compared(described("/a"), described("/a"), described("/a", "/b"))
    assert list(found.changes) == told


@pytest.mark.parametrize(
    ("base", "head", "operations", "line", "count"),
    [
        (("/a",), ("/a",), (), "1 operation compared", 1),
        (("/a", "/b"), ("/a", "/c", "/d"), (),
         "1 operation compared, 1 in the base alone, 2 in the head alone", 4),
        (("/a", "/b"), ("/a", "/c", "/d"), ("a", "c"),
         "1 operation compared, 1 in the head alone", 2),
        (("/a/{x}",), ("/a/{y}",), (), "1 operation compared", 1),
        ((), (), (), "0 operations compared", 0),
    ],
)  # fmt: skip
def test_operations_are_counted(
    said: Said,
    base: tuple[str, ...],
    head: tuple[str, ...],
    operations: tuple[str, ...],
    line: str,
    count: int,
) -> None:
    """Those of both sides, and those of one; the names of a path's parameters don't matter."""
    said[tuple(path[1] for path in base)] = []
    found = compared(described(*base), described(*head), operations=operations)
    assert (found.counted, found.operations) == (line, count)
    assert found.sides == (
        f"base d{len(base)} (version 1, OpenAPI 3.1.0)",
        f"head d{len(head)} (version 1, OpenAPI 3.1.0)",
    )


_DONE = "{'{$url}': {post: {responses: {'200': {description: d}}}}}"


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ("webhooks: {a: {post: {responses: {}}}}", ", 1 in the"),
        (f"components: {{callbacks: {{a: {_DONE}}}}}", ""),
        ("webhooks: {a: {post: {}, get: {responses: {}}}}", ", 1 in the"),
        ("webhooks: {}\ncomponents: {callbacks: {}}", ""),
    ],
)
@pytest.mark.parametrize("newer", [True, False])
def test_what_the_server_calls_is_counted(said: Said, more: str, line: str, *, newer: bool) -> None:
    """Webhooks as operations of their own; a callback that no operation has is none."""
    said[()] = []
    text = f"openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\n{more}\n"
    sides = [described(), Read(name="d", description=load(Piped(text.encode())))]
    found = compared(sides[not newer], sides[newer])
    alone = line and f"{line} {'head' if newer else 'base'} alone"
    assert found.counted == f"0 operations compared{alone}"


def test_changes_become_findings() -> None:
    """What hurts nobody is none; what is unknown is an error to who is strict."""
    changes = [BREAK, DROPPED, UNKNOWN, FINE]
    weights = [each.severity for each in findings(changes)]
    assert weights == [Severity.ERROR, Severity.WARNING, Severity.WARNING]
    strict = [each.severity for each in findings(changes, strict_unknown=True)]
    assert strict == [Severity.ERROR, Severity.WARNING, Severity.ERROR]


def test_a_finding_holds_both_places_and_the_witness() -> None:
    """The newer place is the finding's own; of what went it is the older one."""
    [narrowed, gone] = findings([BREAK, GONE])
    assert (narrowed.schema, narrowed.file, narrowed.line) == (HEAD.schema, HEAD.file, HEAD.line)
    assert (narrowed.counterpart, narrowed.witness) == (BASE, '{"a": 1}')
    assert (narrowed.operation, narrowed.operations, narrowed.count) == ("one", ("one", "two"), 2)
    assert (gone.file, gone.line, gone.counterpart, gone.operations) == ("v1:d.yaml", 3, None, ())


@pytest.mark.parametrize(
    "other",
    [
        replace(BREAK, message="other words"),
        replace(BREAK, operations=("zero", "one", "two")),
        replace(BREAK, head=replace(HEAD, file="moved.yaml", line=99)),
        replace(BREAK, witness=None),
    ],
)
def test_a_fingerprint_is_that_of_the_change(other: Change) -> None:
    """Files, lines, words and the operations that show it don't change it."""
    assert findings([other])[0].fingerprint == findings([BREAK])[0].fingerprint


def test_two_places_of_the_older_description_are_two_changes(said: Said) -> None:
    """What many answers had of their own and share now is one change for each of them."""
    other = replace(BREAK, base=replace(BASE, schema="/components/schemas/B/type"))
    one, two = findings([BREAK, other])
    assert one.fingerprint != two.fingerprint
    said[("a",)], said["a", "b"] = [BREAK], [other]
    found = compared(described("/a"), described("/a"), described("/a", "/b"))
    assert [each.base for each in found.changes] == [BREAK.base, other.base]


def test_changes_are_chosen_by_rule_and_placed() -> None:
    """Files are told as seen from a folder, in the message as well."""
    change = replace(BREAK, message="see /root/d.yaml")
    assert wanted([change, GONE], lambda rule: rule == change.rule, Path("/root")) == [
        replace(change, message="see d.yaml", head=replace(HEAD, file="d.yaml"))
    ]
