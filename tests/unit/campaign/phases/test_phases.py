"""Each kind of scenario: silent on a right service, and what it says of one that is broken."""

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

import pytest

from ringback.campaign.phases.access import Foreign, Strangers
from ringback.campaign.phases.acting import Act
from ringback.campaign.phases.conditions import Forms, Tags
from ringback.campaign.phases.creating import (
    BrokenFrames,
    Create,
    CreatedOnce,
    NothingCreated,
    RefusedCreates,
)
from ringback.campaign.phases.deleting import Delete, Removed
from ringback.campaign.phases.listing import Lists
from ringback.campaign.phases.methods import Methods
from ringback.campaign.phases.reading import Computed, Reads
from ringback.campaign.phases.standing import Standing
from ringback.campaign.phases.transferring import Upload, Versions, WrongTypes
from ringback.campaign.phases.updating import Concurrent, RefusedUpdates, Twice, Update
from ringback.contract import Contract
from ringback.exchange import Outcome, Request, Response, header_values
from tests.unit.campaign.phases.playing import played
from tests.unit.campaign.toys import Refused, Toys, Wire, spoken, told

KINDS: Sequence[type] = (
    *(Standing, Create, CreatedOnce, RefusedCreates, BrokenFrames, NothingCreated),
    *(Update, RefusedUpdates, Twice, Concurrent, Delete, Removed, Act),
    *(Upload, Versions, WrongTypes, Tags, Forms, Reads, Computed),
    *(Strangers, Foreign, Methods, Lists),
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_service_is_not_blamed(toys: Contract, kind: type) -> None:
    """Nothing is found, and nothing is left behind."""
    service = Toys()
    before = deepcopy(service.store)
    assert spoken(played(toys, service, kind)) == []
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
        return {"age": 2} | {k: v for k, v in Toys.pet(self, given, **own).items() if k in given} | {
            k: v for k, v in Toys.pet(self, given, **own).items() if k in {"walks", "id"}
        }


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
                Toys.make(self, "/pets", {"name": "?", "kind": "cat", "age": 1, "walks": 0}, "first")
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
        self.store[path] = {**self.store[path], **self.pet(given), "id": self.store[path]["id"]} | {
            k: v for k, v in self.store[path].items() if k not in given
        }
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
    def patch(self, request: Request, path: str, given: Any) -> Response:
        """Refuses an age above 20, and keeps the name that came with it."""
        return Toys.patch(self, request, path, given)

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

    def mine(self, path: str, account: str) -> str:
        """A pet that is gone is asked for no account."""
        return path if path not in self.store else Toys.mine(self, path, account)


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
    def read(self, request: Request, path: str) -> Response:
        """Has one tag for everything."""
        answer = Toys.read(self, request, path)
        kept = tuple(each for each in answer.headers if each[0] != "ETag")
        return Response(status=answer.status, headers=(*kept, ("ETag", '"one"')), body=answer.body)


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
    def mine(self, path: str, account: str) -> str:
        """Shows everybody every pet."""
        self.there(path)
        return path

    def pets(self, account: str) -> list[dict[str, Any]]:
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


class _Everything(Toys):
    def answer(self, request: Request, account: str) -> Response:
        """Takes POST on a pet for a replacement."""
        if request.method == "POST" and request.path.count("/") == 2:
            return told(self.there(request.path))
        return Toys.answer(self, request, account)


class _Listing(Toys):
    def page(
        self, pets: list[dict[str, Any]], query: Mapping[str, str], limit: int, offset: int
    ) -> dict[str, Any]:
        """A page more than is asked for, no order, no filter, a total of the page."""
        found = Toys.page(self, pets, {}, limit + 1, max(0, offset - 1))
        return {**found, "total": len(found["items"])}


Said = tuple[str, str, str, str]
BROKEN: Sequence[tuple[type, Callable[[], Toys], list[Said]]] = (
    (Standing, _Unread, []),
    (Create, _Trimmed, []),
    (Create, _WrongDefault, []),
    (CreatedOnce, _OneKey, []),
    (CreatedOnce, _Reused, []),
    (CreatedOnce, _Misled, []),
    (CreatedOnce, _TakenOver, []),
    (CreatedOnce, _Unlisted, []),
    (RefusedCreates, _Ageless, []),
    (BrokenFrames, _AnyType, []),
    (NothingCreated, _Eager, []),
    (Update, _Framed, []),
    (Update, _Kept, []),
    (Update, _NullKept, []),
    (Update, _Moved, []),
    (Update, _Unstored, []),
    (Twice, _ChangedAll, []),
    (Twice, _Growing, []),
    (RefusedUpdates, _HalfRefused, []),
    (Delete, _Undead, []),
    (Delete, _Orphans, []),
    (Removed, _Sticky, []),
    (Act, _Tireless, []),
    (Upload, _Cut, []),
    (WrongTypes, _Typeless, []),
    (Tags, _SameTag, []),
    (Tags, _Unconditional, []),
    (Reads, _Lax, []),
    (Computed, _Lossy, []),
    (Strangers, _Open, []),
    (Foreign, _Shared, []),
    (Foreign, _Telling, []),
    (Methods, _Everything, []),
    (Lists, _Listing, []),
)


@pytest.mark.parametrize(("kind", "service", "said"), BROKEN)
def test_a_broken_service_is_told_of(
    toys: Contract, kind: type, service: Callable[[], Toys], said: list[Said]
) -> None:
    """Rule, operation, cause and sentence of everything that is found."""
    assert spoken(played(toys, service(), kind)) == said
