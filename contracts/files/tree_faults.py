"""Faults in trees of folders, and in creating and deleting anything."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contracts.files.planting import answering, hooked, on
from contracts.files.refusals import RefusedError
from contracts.files.service import BASE, Service
from contracts.files.store import Document, Folder
from contracts.planting import Answer, AppMaker, Real, planted

_ACCEPTED = "request/accepted-invalid"


def _reading(change: Callable[[Folder], Folder]) -> AppMaker:
    """An app that takes a valid tree for another one."""
    return hooked(read_folder=lambda _s, real, value: change(real(value)))


def _cut(folder: Folder, depth: int) -> Folder:
    """The tree down to a depth."""
    below = tuple(_cut(each, depth - 1) for each in folder.children) if depth > 1 else ()
    return replace(folder, children=below)


def _inside(change: Callable[[str], str]) -> AppMaker:
    """An app that changes the names of the folders inside."""

    def changed(folder: Folder) -> Folder:
        below = (replace(changed(each), name=change(each.name)) for each in folder.children)
        return replace(folder, children=tuple(below))

    return _reading(changed)


def _turned(folder: Folder) -> Folder:
    """The tree with the children of each folder in reverse order."""
    return replace(folder, children=tuple(_turned(each) for each in reversed(folder.children)))


def _by_name(folder: Folder) -> Folder:
    """The tree with one child of each name, as a map of them has it."""
    below = {each.name: _by_name(each) for each in folder.children}
    return replace(folder, children=tuple(below.values()))


def _depth(folder: Folder) -> int:
    return 1 + max(map(_depth, folder.children), default=0)


def _crash_when_deep(folder: Folder) -> Folder:
    """Fail on trees that nobody thought of."""
    if _depth(folder) > 3:
        raise RefusedError(500, "internal", "Something went wrong.")
    return folder


def _shallow_when_stored(service: Service, real: Real, folder: Folder, given: Any) -> str:
    """Answer with the whole tree, and store its top."""
    folder_id: str = real(folder, given)
    service.store.folders[folder_id] = _cut(folder, 2)
    return folder_id


def _own_id(service: Service, real: Real, folder: Folder, given: Any) -> str:
    """Store a tree under the id that the request gives it."""
    made: str = real(folder, given)
    asked = str(given.get("id", made)).lower()
    if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", asked):
        service.store.folders[asked] = service.store.folders.pop(made)
        return asked
    return made


def _one_id(service: Service, real: Real, folder: Folder, given: Any) -> str:
    """Store all trees in one place."""
    first: str = vars(service).setdefault("first", "") or real(folder, given)
    vars(service)["first"] = first
    service.store.folders[first] = folder
    return first


def _replacing(change: Callable[[Folder, Folder, Any], Folder]) -> AppMaker:
    """An app that stores another tree, made of (old, new, the JSON given)."""

    def replaced(service: Service, real: Real, folder_id: str, new: Folder, given: Any) -> None:
        real(folder_id, change(service.store.folders[folder_id], new, given), given)

    return hooked(replace_folder=replaced)


def _lenient(value: Any) -> Any:
    """A folder's JSON with no children where there is null."""
    if not isinstance(value, dict):
        return value
    below = value.get("children")
    kept = [_lenient(each) for each in below] if isinstance(below, list) else below
    return {**value, "children": [] if below is None else kept}


def _nameless(value: Any) -> Any:
    """A folder's JSON with a name where there is none."""
    return {"name": "New folder", **value} if isinstance(value, dict) else value


def _new_id(answer: Answer) -> Answer:
    """Answer with an id that has never been told."""
    told = answer.value()
    return answer.with_value({**told, "id": "ffffffff" + told["id"][8:]})


TREE = planted(
    "tree",
    ("children-below-the-second-lost", "law/echo", _reading(lambda f: _cut(f, 3))),
    ("deep-children-not-stored", "law/read-back", hooked(create_folder=_shallow_when_stored)),
    ("names-inside-in-lower-case", "law/echo", _inside(str.lower)),
    ("names-inside-trimmed", "law/echo", _inside(lambda name: name.strip() or name)),
    ("children-turned-round", "law/echo", _reading(_turned)),
    ("children-of-one-name-merged", "law/echo", _reading(_by_name)),
    (
        "put-keeps-old-children",
        "law/replace",
        _replacing(
            lambda old, new, given: (
                new if "children" in given else replace(new, children=old.children)
            )
        ),
    ),
    (
        "put-adds-to-old-children",
        "law/echo",
        _replacing(
            lambda old, new, _given: replace(new, children=(*old.children, *new.children)[:50])
        ),
    ),
    ("put-not-stored", "law/echo", _replacing(lambda old, _new, _given: old)),
    ("put-answers-another-id", "law/identity", on("PUT", "/folders/", 200, _new_id)),
    ("id-taken-over", "law/read-only", hooked(create_folder=_own_id)),
    ("folders-share-one-id", "law/created", hooked(create_folder=_one_id)),
    ("deep-tree-crashes", "protocol/server-error", _reading(_crash_when_deep)),
    (
        "children-null-accepted",
        _ACCEPTED,
        hooked(read_folder=lambda _s, real, value: real(_lenient(value))),
    ),
    (
        "name-missing-accepted",
        _ACCEPTED,
        hooked(read_folder=lambda _s, real, value: real(_nameless(value))),
    ),
)


def _located(change: Callable[[str], str | None]) -> AppMaker:
    """An app that says otherwise where to find what it has created."""

    def changed(answer: Answer) -> Answer:
        found = dict(answer.headers).get("location")
        return answer.with_header("location", change(found)) if found else answer

    return answering(changed)


def _first_document(service: Service, real: Real, collection: str, thing_id: str) -> str:
    """Lead to the first document, whatever has been created."""
    first = next(iter(service.store.documents), thing_id)
    path: str = (
        real("documents", first) if collection == "documents" else real(collection, thing_id)
    )
    return path


def _undeleted(service: Service, real: Real, document: Document) -> None:
    """Forget a deleted document in the list alone."""
    real(document)
    vars(service).setdefault("deleted", {})[document.id] = document


def _found_still(service: Service, real: Real, document_id: str) -> Any:
    """Find what has been deleted."""
    return vars(service).get("deleted", {}).get(document_id) or real(document_id)


def _freed(service: Service, real: Real, document: Document) -> None:
    """Remember the id of a deleted document."""
    real(document)
    vars(service)["freed"] = document.id


def _id_again(service: Service, real: Real, *asked: Any) -> Document:
    """Give the id of a deleted document to the next one."""
    made: Document = real(*asked)
    documents = service.store.documents
    del documents[made.id]
    new = replace(made, id=vars(service).pop("freed", made.id))
    documents[new.id] = new
    return new


THINGS = planted(
    "thing",
    ("location-without-base-path", "law/location", _located(lambda path: path.removeprefix(BASE))),
    ("location-of-another", "law/location", hooked(location=_first_document)),
    ("location-of-the-collection", "law/location", _located(lambda path: path.rpartition("/")[0])),
    ("location-missing", "schema/headers", _located(lambda _path: None)),
    (
        "created-as-200",
        "schema/status",
        on("POST", "/folders", 201, lambda a: replace(a, status=200)),
    ),
    (
        "deleted-document-readable",
        "law/deleted",
        hooked(delete_document=_undeleted, find_document=_found_still),
    ),
    (
        "deleted-content-readable",
        "law/deleted",
        hooked(delete_document=_undeleted, find_content=_found_still),
    ),
    ("id-given-again", "law/deleted", hooked(delete_document=_freed, create_document=_id_again)),
    ("folder-not-deleted", "law/deleted", hooked(delete_folder=lambda _s, _real, _id: None)),
    (
        "deleted-with-a-body",
        "protocol/body-not-allowed",
        on("DELETE", "/documents/", 204, lambda a: replace(a, body=b'{"deleted":true}')),
    ),
    (
        "unknown-document-as-422",
        "request/wrong-refusal",
        on("GET", "/documents/", 404, lambda a: replace(a, status=422)),
    ),
    (
        "unknown-folder-as-an-empty-one",
        "request/unknown-accepted",
        hooked(
            find_folder=lambda service, _real, folder_id: service.store.folders.get(
                folder_id, Folder("none")
            )
        ),
    ),
)
