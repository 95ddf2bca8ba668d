"""Operations and servers that went, moved, came, or are named anew."""

from collections.abc import Callable
from typing import Any

import pytest

from ringback.changes import Change
from tests.unit.changes.conftest import MAKE, Edit, Told, make, read, same, told

ANSWERED = {"200": {"description": "d"}}

Changes = Callable[[Edit, Edit], tuple[Change, ...]]
KEEP = "keep it, or move its callers before it goes"
SERVED = "https://one.test"

ROWS: list[tuple[Edit, Edit, list[Told]]] = [
    (same, lambda it: it["paths"].pop("/a"),
     [("BREAKS", "operation-removed",
       f"the path /a went, and POST /a is described no more; {KEEP}", MAKE, "/paths")]),
    (lambda it: make(it).update({"deprecated": True, "x-sunset": "2030-01-01"}),
     lambda it: it["paths"].pop("/a"),
     [("BREAKS", "operation-removed",
       ("the path /a went, and POST /a is described no more (it was deprecated with its end "
       f"announced for 2030-01-01); {KEEP}"), MAKE, "/paths")]),
    (lambda it: it["paths"]["/a/{id}"].update(delete={"responses": ANSWERED}), same,
     [("BREAKS", "operation-removed",
       f"the path is there, but DELETE /a/{{id}} is described no more; {KEEP}",
       "/paths/~1a~1{id}/delete", "/paths/~1a~1{id}")]),
    (same, lambda it: it["paths"].update({"/b": it["paths"].pop("/a")}),
     [("BREAKS", "operation-moved",
       ("POST /a stands at POST /b now, and no more at its old place; keep the old one, or send "
       "clients from there to the new one"), MAKE, "/paths/~1b/post")]),
    (same, lambda it: it["paths"]["/a"].update(put=it["paths"]["/a"].pop("post")),
     [("BREAKS", "operation-moved",
       ("POST /a stands at PUT /a now, and no more at its old place; keep the old one, or send "
       "clients from there to the new one"), MAKE, "/paths/~1a/put")]),
    (same, lambda it: it["paths"].update({"/b": {"get": {"responses": ANSWERED}}}),
     [("COMPATIBLE", "operation-added", "GET /b is new", None, "/paths/~1b/get")]),
    (same, lambda it: make(it).update(operationId="create"),
     [("CAREFUL", "operation-id-changed",
       ("the operationId make is create now, which renames it in generated clients; keep the old "
       "one"), f"{MAKE}/operationId", f"{MAKE}/operationId")]),
    (same, lambda it: make(it).pop("operationId"),
     [("CAREFUL", "operation-id-changed",
       "the operationId make went, which renames it in generated clients; keep the old one",
       f"{MAKE}/operationId", MAKE)]),
    (same, lambda it: make(it).update(deprecated=True),
     [("COMPATIBLE", "operation-deprecated", "POST /a is deprecated now",
       MAKE, f"{MAKE}/deprecated")]),
    (lambda it: make(it).update(deprecated=True), same,
     [("COMPATIBLE", "operation-deprecated", "POST /a is no more deprecated",
       f"{MAKE}/deprecated", MAKE)]),
    (same, lambda it: it["servers"].pop(0),
     [("CAREFUL", "operation-server-removed",
       f"the server {SERVED} is named no more; keep it, or tell its clients where to go",
       "/servers/0", "/servers")]),
    (lambda it: it["servers"].pop(0), same,
     [("COMPATIBLE", "operation-server-added", f"the server {SERVED} is new",
       "/servers", "/servers/0")]),
    (lambda it: it.update(servers=[{"url": "https://{r}.test", "variables": {
        "r": {"enum": ["one", "two"], "default": "one"}}}]),
     lambda it: it.update(servers=[{"url": SERVED}]),
     [("CAREFUL", "operation-server-removed",
       ("the server https://two.test is named no more; keep it, or tell its clients where to go"),
       "/servers/0", "/servers")]),
    (same, lambda it: make(it).update(servers=it["servers"][1:]),
     [("CAREFUL", "operation-server-removed",
       f"the server {SERVED} is named no more; keep it, or tell its clients where to go",
       "/servers/0", f"{MAKE}/servers")]),
    (same, lambda it: it["info"].update(version="1.0.1"),
     [("COMPATIBLE", "version-changed", "the version was 1.0.0 and is 1.0.1 now",
       "/info/version", "/info/version")]),
]  # fmt: skip

HARMLESS: list[tuple[Edit, Edit]] = [
    (same, same),
    (same, lambda it: it["info"].update(title="other", description="d")),
    (same, lambda it: it["paths"].update(dict(reversed([*it["paths"].items()])))),
    (same, lambda it: make(it).update(summary="s", tags=["x"])),
    (same, lambda it: it["servers"].reverse()),
    (same, lambda it: make(it).update(servers=it["servers"])),
    (same, lambda it: it["servers"][0].update(url=f"{SERVED}/", description="d")),
    (lambda it: it.pop("servers"), lambda it: it.update(servers=[{"url": "/"}])),
    (lambda it: it.update(servers=[{"url": "https://{r}.test", "variables": {
        "r": {"enum": ["one", "two"], "default": "one"}}}]),
     lambda it: it.update(servers=[{"url": SERVED}, {"url": "https://two.test"}])),
    (lambda it: make(it).pop("operationId"), same),
    (same, lambda it: it["components"].update(pathItems={"P": it["paths"].pop("/a")})
     or it["paths"].update({"/a": {"$ref": "#/components/pathItems/P"}})),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), ROWS)
def test_what_became_of_an_operation_is_told(
    changes: Changes, before: Edit, after: Edit, expected: list[Told]
) -> None:
    """Each once, with both places and what to do."""
    assert [told(each) for each in changes(before, after)] == expected


@pytest.mark.parametrize(("before", "after"), HARMLESS)
def test_what_says_nothing_new_of_an_operation_is_not_told(
    changes: Changes, before: Edit, after: Edit
) -> None:
    """Prose, order, and other ways to write the same are no change."""
    assert changes(before, after) == ()


def test_the_names_of_path_parameters_do_not_matter(changes: Changes) -> None:
    """A template is the same whatever stands in its braces, and so are its parameters."""

    def renamed(it: dict[str, Any]) -> None:
        read(it)["parameters"][0]["name"] = "key"
        it["paths"]["/a/{key}"] = it["paths"].pop("/a/{id}")

    assert changes(same, renamed) == ()


def test_the_operations_of_a_change_are_told_together(changes: Changes) -> None:
    """A server that went is one change of every operation, in the order of the description."""
    (found,) = changes(same, lambda it: it["servers"].pop(0))
    assert found.operations == ("read", "make")


def test_an_operation_without_an_id_goes_by_method_and_path(changes: Changes) -> None:
    """What has no operationId is told, and never takes another one for itself moved."""
    (found,) = changes(
        lambda it: read(it).pop("operationId"), lambda it: it["paths"].pop("/a/{id}")
    )
    assert (found.rule, found.operations) == ("change/operation-removed", ("GET /a/{id}",))
