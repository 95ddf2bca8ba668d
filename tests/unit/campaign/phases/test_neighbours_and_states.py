"""What stands beside a thing, what stands in it, and what a state forbids: kept and broken."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.exchange import Request, Response
from tests.unit.campaign.phases.playing import played
from tests.unit.campaign.toys import Refused, Toys, Wire

_BYTES = (("Content-Type", "application/octet-stream"),)


class _Closed(Toys):
    """A pet that was walked takes no toys any more: right, and refused."""

    def below(self, method: str, request: Request, pet: str, rest: list[str]) -> Response:
        """Refuses a toy for a tired pet."""
        if (method, rest) == ("POST", ["toys"]) and self.store[pet]["walks"]:
            raise Refused(400)
        return Toys.below(self, method, request, pet, rest)


class _Counted(Toys):
    """A pet tells how many walks all pets had: no request gives that."""

    def answer(self, request: Request, account: str) -> Response:
        """Counts the walks of all."""
        answer = Toys.answer(self, request, account)
        if request.method != "GET" or request.path.count("/") != 2 or answer.status != 200:
            return answer
        pet = json.loads(answer.body)
        walks = sum(each["walks"] for each in self.pets(account))
        return replace(answer, body=json.dumps({**pet, "walks": walks}).encode())


class _Swapped(Toys):
    def patch(self, request: Request, path: str, given: Any) -> Response:
        """Gives what is patched to the pet that was made before it, too."""
        answer = Toys.patch(self, request, path, given)
        pets = [each for each in self.store if each.count("/") == 2 and each.startswith("/pets/")]
        before = pets[pets.index(path) - 1]
        if before != path and "age" in given:
            self.store[before] = {**self.store[before], "age": given["age"]}
        return answer


class _Stored(_Closed):
    def below(self, method: str, request: Request, pet: str, rest: list[str]) -> Response:
        """Refuses what is for a tired pet, and tires it more."""
        try:
            return _Closed.below(self, method, request, pet, rest)
        except Refused:
            if rest == ["toys"]:
                self.store[pet] = {**self.store[pet], "age": self.store[pet]["age"] + 1}
            raise


class _Kept(Toys):
    def drop(self, path: str) -> Response:
        """Keeps the photo of a pet that goes."""
        photo = self.store.get(f"{path}/photo")
        answer = Toys.drop(self, path)
        if photo is not None and path.count("/") == 2:
            self.store[f"{path}/photo"] = photo
            self.store[path + "/left"] = True
        return answer

    def answer(self, request: Request, account: str) -> Response:
        """Finds a photo, whether there is the pet or not."""
        pet = request.path.removesuffix("/photo")
        if request.method == "GET" and pet != request.path and f"{pet}/left" in self.store:
            return Response(status=200, headers=_BYTES, body=self.store[request.path])
        return Toys.answer(self, request, account)


class _Digits(Toys):
    def mine(self, path: str, account: str) -> str:
        """Reads a key as far as its digits."""
        return Toys.mine(self, path.rstrip("x"), account)


class _Named(Toys):
    def __call__(self, request: Request) -> Response:
        """Refuses with what was asked for."""
        answer = Toys.__call__(self, request)
        told = json.dumps({"detail": f"there is no {request.path}"}).encode()
        return replace(answer, body=told) if answer.status == 404 else answer


class _Numbered(Toys):
    def __call__(self, request: Request) -> Response:
        """Numbers what it refuses."""
        answer = Toys.__call__(self, request)
        self.number += 1
        told = json.dumps({"refusal": self.number}).encode()
        return replace(answer, body=told) if answer.status == 404 else answer


class _Worded(Toys):
    def mine(self, path: str, account: str) -> str:
        """Says more of what is somebody else's."""
        try:
            return Toys.mine(self, path, account)
        except Refused as refused:
            if path in self.store:
                refused.answer = replace(refused.answer, body=b"not yours")
            raise


@pytest.mark.parametrize(
    ("kind", "service", "rules"),
    [
        ("Neighbours", Toys, []),
        ("Neighbours", _Counted, []),
        ("Neighbours", _Swapped, ["law/isolation"]),
        ("InState", Toys, []),
        ("InState", _Closed, []),
        ("InState", _Stored, ["law/refused"]),
        ("MalformedKeys", Toys, []),
        ("MalformedKeys", _Digits, ["request/accepted-invalid"]),
        ("Foreign", _Named, []),
        ("Foreign", _Numbered, []),
        ("Foreign", _Worded, ["auth/foreign-thing"]),
        ("Delete", Toys, []),
        ("Delete", _Kept, ["law/deleted"]),
    ],
)
def test_what_stands_beside_and_behind(
    toys: Contract, kind: str, service: Callable[[], Toys], rules: list[str]
) -> None:
    """A right service is not blamed; one that changes more than it says is."""
    found = {each.rule for each in played(toys, Wire(service()), kind)}
    assert found == set(rules)
