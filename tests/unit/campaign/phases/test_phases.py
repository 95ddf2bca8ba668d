"""Each kind of scenario: silent on a right service, and what it says of one that is broken."""

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.exchange import Request, Response, header_values
from tests.unit.campaign.phases.playing import played
from tests.unit.campaign.toys import Refused, Toys, Wire, spoken, told

KINDS: Sequence[str] = (
    *("Standing", "Create", "CreatedOnce", "ReadOnly", "RefusedCreates", "BrokenFrames"),
    *(
        "NothingCreated",
        "Update",
        "RefusedUpdates",
        "UpdatedTwice",
        "Concurrent",
        "Delete",
        "Removed",
    ),
    *("Act", "Upload", "Versions", "WrongTypes", "Tags", "Forms", "Reads", "Computed"),
    *("Strangers", "Foreign", "Methods", "Lists"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_service_is_not_blamed(toys: Contract, kind: str) -> None:
    """Nothing is found, and nothing is left behind."""
    service = Toys()
    before = deepcopy(service.store)
    assert spoken(played(toys, Wire(service), kind)) == []
    assert service.store == before


class _Unread(Toys):
    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """Answers another note than it keeps."""
        answer = Toys.make(self, path, thing, account)
        if "note" not in thing:
            return answer
        return told({**self.store[f"{path}/{self.number}"], "note": "other"}, 201)


class _Trimmed(Toys):
    def pet(self, given: Mapping[str, Any], **own: int) -> dict[str, Any]:
        """Forgets the age that is given, where it is 0."""
        return {**Toys.pet(self, given, **own), "age": given.get("age") or 1}


class _WrongDefault(Toys):
    def pet(self, given: Mapping[str, Any], **own: int) -> dict[str, Any]:
        """Has another default than the description says."""
        return {**Toys.pet(self, given, **own), "age": given.get("age", 2)}


class _OneKey(Toys):
    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """Gives everything below a pet, and every pet, the same key."""
        self.number = 6
        return Toys.make(self, path, thing, account)


class _Reused(Toys):
    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """Takes the lowest key that is free."""
        self.number = 0
        while f"{path}/{self.number + 1}" in self.store:
            self.number += 1
        return Toys.make(self, path, thing, account)


class _Misled(Toys):
    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """Names a place where nothing is."""
        answer = Toys.make(self, path, thing, account)
        return told(json.loads(answer.body), 201, ("Location", f"/things{path}"))


class _TakenOver(Toys):
    def pet(self, given: Mapping[str, Any], **own: int) -> dict[str, Any]:
        """Takes walks over that are given."""
        walks = {"walks": given["walks"]} if "walks" in given else {}
        return {**Toys.pet(self, given, **own), **walks}


class _Unlisted(Toys):
    def pets(self, account: str) -> list[dict[str, Any]]:
        """Lists no dogs, and every cat twice."""
        return [each for each in Toys.pets(self, account) for _ in "12" if each["kind"] == "cat"]


class _Ageless(Toys):
    def body(self, request: Request, schema: str, kind: str = "application/json") -> Any:
        """Takes any age."""
        try:
            return Toys.body(self, request, schema, kind)
        except Refused:
            value = json.loads(request.body or b"0")
            if not isinstance(value, dict) or not isinstance(value.get("age"), int):
                raise
            age = value["age"]
            value["age"] = 1
            body = json.dumps(value).encode()
            changed = Request(method="", url="", headers=request.headers, body=body)
            return {**Toys.body(self, changed, schema, kind), "age": age}


class _AnyType(Toys):
    def body(self, request: Request, schema: str, kind: str = "application/json") -> Any:
        """Reads JSON whatever it is called."""
        return Toys.body(self, request.with_header("Content-Type", kind), schema, kind)


class _Eager(Toys):
    def body(self, request: Request, schema: str, kind: str = "application/json") -> Any:
        """Makes a pet before it looks whether it may."""
        if schema == "NewPet" and request.method == "POST":
            try:
                return Toys.body(self, request, schema, kind)
            except Refused:
                Toys.make(
                    self, "/pets", {"name": "?", "kind": "cat", "age": 1, "walks": 0}, "first"
                )
                raise
        return Toys.body(self, request, schema, kind)


class _Framed(Toys):
    def patch(self, request: Request, path: str, given: Any) -> Response:
        """Takes the note away with every change of the name."""
        if "name" in given and "note" not in given:
            given = {**given, "note": None}
        return Toys.patch(self, request, path, given)


class _Kept(Toys):
    def put(self, request: Request, path: str, given: Any) -> Response:
        """Merges where it should replace."""
        self.condition(request, path)
        self.store[path] = {**self.store[path], **given}
        return told(self.store[path])


class _NullKept(Toys):
    def patch(self, request: Request, path: str, given: Any) -> Response:
        """Passes over null."""
        given = {name: value for name, value in given.items() if value is not None}
        return Toys.patch(self, request, path, given)


class _Moved(Toys):
    def patch(self, request: Request, path: str, given: Any) -> Response:
        """Counts the key up with every change."""
        answer = Toys.patch(self, request, path, given)
        self.store[path] = {**self.store[path], "id": self.store[path]["id"] + 1000}
        return answer if answer.status != 200 else told(self.store[path])


class _Unstored(Toys):
    def set(self, path: str, given: Any) -> Response:
        """Answers what is given, and keeps how loud it was."""
        self.store[path] = {**given, "loud": self.store[path]["loud"]}
        return told(given)


class _ChangedAll(Toys):
    def patch(self, request: Request, path: str, given: Any) -> Response:
        """Gives every pet the same age."""
        answer = Toys.patch(self, request, path, given)
        for other, each in self.store.items():
            if other.count("/") == 2 and "age" in given:
                self.store[other] = {**each, "age": given["age"]}
        return answer


class _Growing(Toys):
    def put(self, request: Request, path: str, given: Any) -> Response:
        """Lets the age grow with every replacement that gives none of its own."""
        old = self.store[path]["age"]
        Toys.put(self, request, path, given)
        self.store[path]["age"] = min(old + 1, 99)
        return told(self.store[path])


class _HalfRefused(Toys):
    def body(self, request: Request, schema: str, kind: str = "application/json") -> Any:
        """Stores the note before it looks at the rest."""
        try:
            return Toys.body(self, request, schema, kind)
        except Refused:
            if schema == "PetPatch" and request.path in self.store:
                self.store[request.path] = {**self.store[request.path], "note": "refused"}
            raise


class _Undead(Toys):
    def drop(self, path: str) -> Response:
        """Deletes nothing but toys and photos."""
        return Response(status=204) if path.count("/") == 2 else Toys.drop(self, path)


class _Orphans(Toys):
    def drop(self, path: str) -> Response:
        """Leaves what stands in a pet."""
        below = {k: v for k, v in self.store.items() if k.startswith(f"{path}/")}
        answer = Toys.drop(self, path)
        self.store |= below
        return answer

    def answer(self, request: Request, account: str) -> Response:
        """Whoever knows a toy's place finds it."""
        is_toy = "/toys/" in request.path and request.path in self.store
        if is_toy and request.method == "GET":
            return told(self.store[request.path])
        return Toys.answer(self, request, account)


class _Sticky(Toys):
    def drop(self, path: str) -> Response:
        """Keeps photos."""
        return Response(status=204) if path.endswith("photo") else Toys.drop(self, path)


class _Tireless(Toys):
    def walk(self, path: str) -> Response:
        """Walks again, and tells a walk more than is kept."""
        pet = self.there(path)
        self.store[path] = {**pet, "walks": pet["walks"] + 1}
        return told({**self.store[path], "walks": pet["walks"] + 2})


class _Cut(Toys):
    def upload(self, request: Request, path: str) -> Response:
        """Ends at the first byte that is zero."""
        answer = Toys.upload(self, request, path)
        self.store[path] = self.store[path].split(b"\0")[0]
        return answer


class _Typeless(Toys):
    def upload(self, request: Request, path: str) -> Response:
        """Takes every media type."""
        kind = "application/octet-stream"
        return Toys.upload(self, request.with_header("Content-Type", kind), path)


class _SameTag(Toys):
    def tag(self, path: str) -> list[str]:  # noqa: ARG002 -- whatever it is
        """Has one tag for everything."""
        return ['"one"']

    def answer(self, request: Request, account: str) -> Response:
        """Tells it."""
        answer = Toys.answer(self, request, account)
        kept = tuple(each for each in answer.headers if each[0] != "ETag")
        return replace(answer, headers=(*kept, ("ETag", '"one"')))


class _Racing(Toys):
    """Of two changes that follow each other, the second is made of what the first one saw."""

    turn = 0
    seen: Mapping[str, Any] = {}

    def patch(self, request: Request, path: str, given: Any) -> Response:
        """The second of two changes without a condition does not see the first."""
        if header_values(request.headers, "if-match"):
            return Toys.patch(self, request, path, given)
        self.turn += 1
        if self.turn % 2:
            self.seen = self.store[path]
        else:
            self.store[path] = dict(self.seen)
        return Toys.patch(self, request, path, given)

    def read(self, request: Request, path: str) -> Response:
        """What is read between two changes is seen by the second."""
        self.turn = 0
        return Toys.read(self, request, path)


class _Unconditional(Toys):
    def condition(self, request: Request, path: str) -> None:
        """Looks at no condition."""

    def read(self, request: Request, path: str) -> Response:
        """Nor at that of a read."""
        return Toys.read(self, request.with_header("If-None-Match", None), path)


class _Lax(Toys):
    def listed(self, request: Request, account: str) -> Response:
        """Takes any limit."""
        if request.query_values("limit") == ["0"]:
            return told(self.page(self.pets(account), {}, 1, 0))
        return Toys.listed(self, request, account)


class _Lossy(Toys):
    def search(self, given: Any) -> Response:
        """Forgets that a search is exact."""
        return told({**given, "exact": False} if "exact" in given else given)


class _Open(Toys):
    def account(self, request: Request) -> str:
        """Lets everybody change pets."""
        return "first" if request.method == "PATCH" else Toys.account(self, request)


class _Shared(Toys):
    def mine(self, path: str, account: str) -> str:  # noqa: ARG002 -- whoever it is
        """Shows everybody every pet."""
        self.there(path)
        return path

    def pets(self, account: str) -> list[dict[str, Any]]:  # noqa: ARG002 -- whoever it is
        """All of them."""
        found = [Toys.pets(self, each) for each in ("first", "second")]
        return [pet for pets in found for pet in pets]


class _Telling(Toys):
    def mine(self, path: str, account: str) -> str:
        """Says whether there is a pet of somebody else's."""
        self.there(path)
        if self.owners[path] != account:
            raise Refused(400)
        return path


class _Crashing(Toys):
    def answer(self, request: Request, account: str) -> Response:
        """Has a handler for POST on a pet that fails, and names no method for the settings."""
        if request.method == "POST" and request.path.count("/") == 2:
            raise Refused(500)
        if request.method == "DELETE" and request.path.endswith("/walk"):
            raise Refused(405)
        return Toys.answer(self, request, account)


class _Listing(Toys):
    def page(
        self, pets: list[dict[str, Any]], query: Mapping[str, str], limit: int, offset: int
    ) -> dict[str, Any]:
        """A page more than is asked for, no order, no filter, a total of the page."""
        del query
        found = Toys.page(self, pets, {}, limit + 1, max(0, offset - 1))
        return {**found, "total": len(found["items"])}


Said = tuple[str, str, str, str]
BROKEN: Sequence[tuple[str, Callable[[], Toys], list[Said]]] = (
    (
        "Standing",
        _Unread,
        [
            (
                *("law/echo", "make_pet", ""),
                '/note was given as "TEXT", and is answered as "other" (in the answer)',
            ),
            (
                *("law/read-back", "make_pet", ""),
                'the answer to the write had "other" at /note, and a read after it "TEXT"',
            ),
        ],
    ),
    (
        "Create",
        _Trimmed,
        [
            (
                *("law/echo", "make_pet", ""),
                "/age was given as 0, and is answered as 1 (in the answer)",
            ),
        ],
    ),
    (
        "Create",
        _WrongDefault,
        [
            (*("law/default", "make_pet", ""), "/age was left out, its default is 1, and it is 2"),
        ],
    ),
    (
        "CreatedOnce",
        _OneKey,
        [
            (
                *("law/created", "make_pet", "one key"),
                'two things were created, and both have the key "KEY"',
            ),
            (
                *("law/deleted", "make_pet", "key"),
                (
                    'the key "KEY" was deleted, and the next thing that was made has it again: '
                    "nothing promises otherwise, and who has the old key takes one for the other"
                ),
            ),
            (
                *("law/deleted", "make_toy", "key"),
                (
                    'the key "KEY" was deleted, and the next thing that was made has it again: '
                    "nothing promises otherwise, and who has the old key takes one for the other"
                ),
            ),
            (
                *("law/listed", "list_pets", "entry"),
                'the thing has "TEXT" at /name, and its entry in the list "TEXT"',
            ),
            (
                *("law/listed", "list_pets", "entry"),
                'the thing has "TEXT" at /note, and its entry in the list "TEXT"',
            ),
        ],
    ),
    (
        "Create",
        _Reused,
        [
            (
                *("law/deleted", "make_pet", "key"),
                (
                    'the key "KEY" was deleted, and the next thing that was made has it again: '
                    "nothing promises otherwise, and who has the old key takes one for the other"
                ),
            ),
            (
                *("law/deleted", "make_toy", "key"),
                (
                    'the key "KEY" was deleted, and the next thing that was made has it again: '
                    "nothing promises otherwise, and who has the old key takes one for the other"
                ),
            ),
        ],
    ),
    (
        "CreatedOnce",
        _Misled,
        [
            (
                *("law/location", "make_pet", "leads nowhere"),
                "Location is /things/pets, and a read there is answered with 404",
            ),
            (
                *("law/location", "make_toy", "leads nowhere"),
                "Location is /things/pets/2/toys, and a read there is answered with 404",
            ),
        ],
    ),
    (
        "ReadOnly",
        _TakenOver,
        [
            (
                *("law/read-only", "make_pet", ""),
                "/walks is read-only, was given as 7, and was taken over",
            ),
            (
                *("law/read-only", "put_pet", ""),
                "/walks is read-only, was given as 7, and was taken over",
            ),
        ],
    ),
    (
        "CreatedOnce",
        _Unlisted,
        [
            (*("law/listed", "list_pets", "twice"), "pets KEY stands in the list 2 times"),
        ],
    ),
    (
        "RefusedCreates",
        _Ageless,
        [
            (
                *("request/accepted-invalid", "make_pet", "maximum"),
                "request /age: 100 is above 99, and yet the service accepted it (201)",
            ),
            (
                *("request/accepted-invalid", "make_pet", "minimum"),
                "request /age: -1 is below 0, and yet the service accepted it (201)",
            ),
            (
                *("request/accepted-invalid", "make_pet", "type"),
                (
                    "request /age: must be an integer, not a boolean, and yet the service accepted "
                    "it (201)"
                ),
            ),
            (*("schema/response", "make_pet", "maximum"), "response 201 /age: 100 is above 99"),
            (*("schema/response", "make_pet", "minimum"), "response 201 /age: -1 is below 0"),
            (
                *("schema/response", "make_pet", "type"),
                "response 201 /age: must be an integer, not a boolean",
            ),
        ],
    ),
    (
        "BrokenFrames",
        _AnyType,
        [
            (
                *("request/accepted-invalid", "make_pet", "media type"),
                (
                    "request: the body is text/plain, not application/json, and yet the service "
                    "accepted it (201)"
                ),
            ),
            (
                *("request/accepted-invalid", "make_toy", "media type"),
                (
                    "request: the body is text/plain, not application/json, and yet the service "
                    "accepted it (201)"
                ),
            ),
        ],
    ),
    (
        "NothingCreated",
        _Eager,
        [
            (
                *("law/refused", "make_pet", "created"),
                "the create was refused (400), and the list has one entry more",
            ),
        ],
    ),
    (
        "Update",
        _Framed,
        [
            (
                *("law/frame", "patch_pet", ""),
                '/note was left out of the update, and changed: was "TEXT", is nothing',
            ),
        ],
    ),
    (
        "Update",
        _Kept,
        [
            (
                *("law/replace", "put_pet", ""),
                "/age was left out of the replacement, and is still 7",
            ),
            (
                *("law/replace", "put_pet", ""),
                '/note was left out of the replacement, and is still "TEXT"',
            ),
        ],
    ),
    (
        "Update",
        _NullKept,
        [
            (
                *("law/echo", "patch_pet", ""),
                '/note was given as null, and is answered as "TEXT" (in the answer)',
            ),
            (
                *("law/merge", "patch_pet", "null"),
                '/note was null in a merge patch, and is still "TEXT"',
            ),
        ],
    ),
    (
        "Update",
        _Moved,
        [
            (
                *("law/asked", "read_pet", ""),
                'asked for "6", and /id of the answer is 1006',
            ),
            (
                *("law/identity", "patch_pet", ""),
                "/id is the thing's key, and an update changed it: was 6, is 1006",
            ),
        ],
    ),
    (
        "Update",
        _Unstored,
        [
            (
                *("law/echo", "put_settings", ""),
                "/loud was given as true, and is answered as false (when read)",
            ),
            (
                *("law/read-back", "put_settings", ""),
                "the answer to the write had true at /loud, and a read after it false",
            ),
        ],
    ),
    (
        "UpdatedTwice",
        _ChangedAll,
        [
            (
                *("law/isolation", "patch_pet", ""),
                "updating one changed another at /age: was 1, is 0",
            ),
        ],
    ),
    (
        "UpdatedTwice",
        _Growing,
        [
            (
                *("law/idempotence", "put_pet", ""),
                "the same update again answers otherwise at /age: was 2, is 3",
            ),
        ],
    ),
    (
        "RefusedUpdates",
        _HalfRefused,
        [
            (
                *("law/refused", "patch_pet", ""),
                'the request was refused (400), and yet /note changed: was "TEXT", is "refused"',
            ),
        ],
    ),
    (
        "Standing",
        _Undead,
        [
            (
                *("law/deleted", "drop_pet", "readable"),
                "pets KEY was deleted, and a read still finds it (200)",
            ),
        ],
    ),
    (
        "Delete",
        _Orphans,
        [
            (
                *("law/deleted", "drop_pet", "children"),
                "pets KEY was deleted, and toys KEY that stood in it can still be read (200)",
            ),
        ],
    ),
    (
        "Removed",
        _Sticky,
        [
            (
                *("law/deleted", "drop_photo", "readable"),
                "photo was deleted, and a read still finds it (200)",
            ),
        ],
    ),
    (
        "Act",
        _Tireless,
        [
            (
                *("law/acted", "walk_pet", "again"),
                (
                    "the same action again was accepted (200), and changed the thing: was "
                    '{"age": 1, "walks": 1, "name":…TEXT", "id": 6}, is '
                    '{"age": 1, "walks": 2, "name":…TEXT", "id": 6}'
                ),
            ),
            (
                *("law/read-back", "walk_pet", ""),
                "the answer to the write had 2 at /walks, and a read after it 1",
            ),
        ],
    ),
    (
        "Upload",
        _Cut,
        [
            (
                *("law/round-trip", "put_photo", ""),
                "512 bytes were uploaded, and 0 came back; they differ from byte 0 on",
            ),
        ],
    ),
    (
        "WrongTypes",
        _Typeless,
        [
            (
                *("request/accepted-invalid", "put_photo", "media type"),
                (
                    "request: the body is text/html, not application/octet-stream, and yet the "
                    "service accepted it (204)"
                ),
            ),
        ],
    ),
    (
        "Tags",
        _SameTag,
        [
            (
                "law/etag",
                "list_pets",
                "stays after an update of an entry",
                'an update of an entry changed what is told, and its tag is still "one"',
            ),
            (
                *("law/etag", "patch_pet", "stays after update"),
                'update changed the thing, and its tag is still "one"',
            ),
            (
                *("law/etag", "put_pet", "stays after replace"),
                'replace changed the thing, and its tag is still "one"',
            ),
            (
                *("law/etag", "put_settings", "stays after replace"),
                'replace changed the thing, and its tag is still "one"',
            ),
        ],
    ),
    (
        "Tags",
        _Unconditional,
        [
            (
                *("law/not-modified", "read_pet", "current"),
                "If-None-Match with the tag of now is answered with 200, not 304",
            ),
            (
                *("law/precondition", "patch_pet", "stale"),
                "If-Match with a stale tag was accepted (200)",
            ),
            (
                *("law/precondition", "put_pet", "stale"),
                "If-Match with a stale tag was accepted (200)",
            ),
        ],
    ),
    (
        "Reads",
        _Lax,
        [
            (
                *("request/accepted-invalid", "list_pets", "minimum"),
                (
                    'request: the query parameter "limit": 0 is below 1, and yet the service '
                    "accepted it (200)"
                ),
            ),
        ],
    ),
    (
        "Computed",
        _Lossy,
        [
            (
                *("law/echo", "search", ""),
                "/exact was given as true, and is answered as false (in the answer)",
            ),
        ],
    ),
    (
        "Strangers",
        _Open,
        [
            (
                *("auth/required", "patch_pet", "2xx"),
                "without valid credentials the answer must be 401 or 403, not 200",
            ),
            (
                *("auth/required", "patch_pet", "4xx"),
                "without valid credentials the answer must be 401 or 403, not 412",
            ),
            (
                *("auth/required", "patch_pet", "changed"),
                (
                    "somebody without valid credentials asked, and /name changed: "
                    'was "TEXT", is "TEXT"'
                ),
            ),
        ],
    ),
    (
        "Foreign",
        _Shared,
        [
            (
                *("auth/foreign-thing", "drop_pet", "answered"),
                "DELETE on a thing of another account is answered with 204",
            ),
            (
                *("auth/foreign-thing", "drop_toy", "answered"),
                "DELETE on a thing of another account is answered with 204",
            ),
            (
                *("auth/foreign-thing", "list_pets", "listed"),
                "the list holds pets KEY, which another account owns",
            ),
            (
                *("auth/foreign-thing", "make_pet", "changed"),
                (
                    'another account asked, and / changed: was {"age": 1, "walks": 0, '
                    '"name":…TEXT", "id": 8}, is null'
                ),
            ),
            (
                *("auth/foreign-thing", "make_toy", "changed"),
                'another account asked, and / changed: was {"label": "TEXT", "id": 10}, is null',
            ),
            (
                *("auth/foreign-thing", "patch_pet", "answered"),
                "PATCH on a thing of another account is answered with 200",
            ),
            (
                *("auth/foreign-thing", "put_pet", "status"),
                (
                    "PUT on a thing of another account is answered with 412, on one that does not "
                    "exist with 404: the difference gives it away"
                ),
            ),
            (
                *("auth/foreign-thing", "read_pet", "answered"),
                "GET on a thing of another account is answered with 200",
            ),
            (
                *("auth/foreign-thing", "read_toy", "answered"),
                "GET on a thing of another account is answered with 200",
            ),
        ],
    ),
    (
        "Foreign",
        _Telling,
        [
            (
                *("auth/foreign-thing", "drop_pet", "status"),
                (
                    "DELETE on a thing of another account is answered with 400, on one that does "
                    "not exist with 404: the difference gives it away"
                ),
            ),
            (
                *("auth/foreign-thing", "make_toy", "status"),
                (
                    "POST on a thing of another account is answered with 400, on one that does not "
                    "exist with 404: the difference gives it away"
                ),
            ),
            (
                *("auth/foreign-thing", "patch_pet", "status"),
                (
                    "PATCH on a thing of another account is answered with 400, on one that does "
                    "not exist with 404: the difference gives it away"
                ),
            ),
            (
                *("auth/foreign-thing", "put_pet", "status"),
                (
                    "PUT on a thing of another account is answered with 400, on one that does not "
                    "exist with 404: the difference gives it away"
                ),
            ),
            (
                *("auth/foreign-thing", "read_pet", "status"),
                (
                    "GET on a thing of another account is answered with 400, on one that does not "
                    "exist with 404: the difference gives it away"
                ),
            ),
            (
                *("auth/foreign-thing", "walk_pet", "status"),
                (
                    "POST on a thing of another account is answered with 400, on one that does not "
                    "exist with 404: the difference gives it away"
                ),
            ),
        ],
    ),
    (
        "Methods",
        _Crashing,
        [
            (*("protocol/allow", "walk_pet", "absent"), "response 405: lacks the header Allow"),
            (*("protocol/server-error", "read_pet", "500"), "the service failed with 500"),
        ],
    ),
    (
        "Concurrent",
        _Racing,
        [
            (
                *("law/concurrent", "patch_pet", "lost"),
                "two updates at the same time were accepted, and that of /age is lost",
            ),
        ],
    ),
    (
        "Lists",
        _Listing,
        [
            (
                *("law/filter", "list_pets", "more"),
                "the list for kind=cat holds KEY, which does not fit",
            ),
            (
                *("law/limit", "list_pets", "more"),
                "a limit of 1 was asked for, and the list has 2 entries",
            ),
            (*("law/pages", "list_pets", "repeated"), "KEY stands on two pages"),
            (
                *("law/sort", "list_pets", "sort=-name"),
                'the list for sort=-name has "TEXT" before "TEXT"',
            ),
            (
                *("law/sort", "list_pets", "sort=name"),
                'the list for sort=name has "TEXT" before "TEXT"',
            ),
            (*("law/total", "list_pets", ""), "the total is told as 2, and there are 7 entries"),
        ],
    ),
)


@pytest.mark.parametrize(("kind", "service", "said"), BROKEN)
def test_a_broken_service_is_told_of(
    toys: Contract, kind: str, service: Callable[[], Toys], said: list[Said]
) -> None:
    """Rule, operation, cause and sentence of everything that is found."""
    assert spoken(played(toys, Wire(service()), kind)) == said
