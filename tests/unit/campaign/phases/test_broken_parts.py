"""Things whose parts have keys of their own: what is said of a service that gets them wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.exchange import Request, Response
from tests.unit.campaign.phases.desks import (
    LAMP,
    SECOND_LAMP,
    SPARE,
    Desks,
    Refused,
    Room,
    desks_contract,
)
from tests.unit.campaign.toys import spoken


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """The contract of the desks."""
    return desks_contract(tmp_path_factory.mktemp("desks"))


class _Elsewhere(Desks):
    def change(self, key: str, lamp: Any) -> None:
        """Puts the lamp of the other desk there, whichever is named."""
        super().change(key, SECOND_LAMP if lamp == SPARE else lamp)


class _Copying(Desks):
    def change(self, key: str, lamp: Any) -> None:
        """Takes the label along from lamp to lamp."""
        label = self.lamps[self.desks[key]]["label"]
        super().change(key, lamp)
        if isinstance(lamp, str):
            self.lamps[lamp.lower()] = {**self.lamps[lamp.lower()], "label": label}


class _Together(Desks):
    def change(self, key: str, lamp: Any) -> None:
        """Puts a lamp on every desk that the account has."""
        super().change(key, lamp)
        if isinstance(lamp, str):
            self.desks["two"] = self.desks[key]


class _Usable(Desks):
    def part(self, what: str, key: str) -> str:
        """Takes shades of everybody."""
        if what == "shade" and key.lower() in self.account_of:
            return key.lower()
        return super().part(what, key)


class _Forbidding(Desks):
    def part(self, what: str, key: str) -> str:
        """Tells lamps of another account from such that are not there."""
        if self.account_of.get(key.lower()) == "second":
            raise Refused(403 if what == "lamp" else 404, detail=f"no such {what}")
        return super().part(what, key)


class _Wordy(Desks):
    def desk(self, key: str) -> dict[str, Any]:
        """Says of another account's desk that it is another account's."""
        if self.owners.get(key) == "second":
            raise Refused(404, detail="no such desk of yours")
        return super().desk(key)


class _Marked(Desks):
    def desk(self, key: str) -> dict[str, Any]:
        """Has a header for another account's desk."""
        if self.owners.get(key) == "second":
            raise Refused(404, ("X-Owner", "other"), detail="no such desk")
        return super().desk(key)


class _Eager(Desks):
    def edit(self, lamp: str, given: Mapping[str, Any]) -> None:
        """Stores the label before it looks for the shade."""
        if "label" in given:
            self.lamps[lamp] = {**self.lamps[lamp], "label": given["label"]}
        super().edit(lamp, given)


class _Framed(Desks):
    def edit(self, lamp: str, given: Mapping[str, Any]) -> None:
        """Empties the note with every edit that leaves it out."""
        super().edit(lamp, {"note": "", **given})


class _Anew(Desks):
    def edit(self, lamp: str, given: Mapping[str, Any]) -> None:
        """Makes a lamp of an edit."""
        super().edit(lamp, given)
        made = self.made({})
        self.lamps[made] = self.lamps[lamp]
        self.desks["one"] = made


class _First(Desks):
    def answer(self, request: Request) -> Response:
        """Reads the first desk, whichever is asked for."""
        keys = request.query_values("desk")
        if request.method == "GET" and keys and self.owners.get(keys[-1]) == "first":
            return self.told(self.desk("one"))
        return super().answer(request)


class _Sold(Desks):
    def desk(self, key: str) -> dict[str, Any]:
        """Has another owner for who was edited."""
        found = super().desk(key)
        return {**found, "owner": "second"} if self.edits else found


class _Rounded(Desks):
    def made(self, shade: Mapping[str, Any]) -> str:
        """Keeps sizes as fractions."""
        return super().made({**shade, "size": shade["size"] + 0.25})


class _Mixing(Desks):
    """Of two edits that follow each other, the second loses its label."""

    turn = 0

    def edit(self, lamp: str, given: Mapping[str, Any]) -> None:
        """The second of two whole edits keeps the label of the first."""
        kept = self.lamps[lamp]["label"]
        self.turn += 1
        super().edit(lamp, given)
        if str(given.get("label", "")).endswith(" again"):
            self.lamps[lamp] = {**self.lamps[lamp], "label": kept}


class _Answering(Desks):
    def answer(self, request: Request) -> Response:
        """Takes a PATCH on the list for a GET."""
        if request.method == "PATCH" and request.path == "/desks":
            return super().answer(replace(request, method="GET"))
        return super().answer(request)


ANEW = "00000010-0000-4000-8000-000000000010"
BROKEN: Sequence[tuple[str, Callable[[], Desks], list[tuple[str, str, str, str]]]] = (
    (
        "Referring",
        _Elsewhere,
        [
            (
                *("law/link", "change_desk", ""),
                f'/lamp names "{SPARE}", and the answer has "{SECOND_LAMP}" there (in the answer)',
            ),
        ],
    ),
    (
        "Referring",
        _Copying,
        [
            (
                *("law/link", "change_desk", ""),
                'naming /lamp by its key changed /lamp/label: was "first label", is "TEXT"',
            ),
        ],
    ),
    (
        "Referring",
        _Together,
        [
            (
                *("law/isolation", "change_desk", ""),
                f'naming a part of one changed another at /lamp/id: was "{LAMP}", is "{SPARE}"',
            ),
        ],
    ),
    (
        "ForeignKeys",
        _Usable,
        [
            (
                *("auth/foreign-shade", "change_desk", "accepted"),
                "another account's shade is answered with 200, as if it were ours",
            ),
            (
                *("auth/foreign-shade", "read_desk", "leaked"),
                "another account's shade stands in the answer, and nobody asked for it",
            ),
        ],
    ),
    (
        "ForeignKeys",
        _Forbidding,
        [
            (
                *("auth/foreign-lamp", "change_desk", "status"),
                (
                    "another account's lamp is answered with 403, one that does not exist with 404:"
                    " the difference gives it away"
                ),
            ),
        ],
    ),
    (
        "ForeignKeys",
        _Wordy,
        [
            (
                *("auth/foreign-desk", "change_desk", "words"),
                (
                    "another account's desk and one that does not exist are refused in different "
                    "words: the difference gives it away"
                ),
            ),
            (
                *("auth/foreign-desk", "read_desk", "words"),
                (
                    "another account's desk and one that does not exist are refused in different "
                    "words: the difference gives it away"
                ),
            ),
        ],
    ),
    (
        "ForeignKeys",
        _Marked,
        [
            (
                *("auth/foreign-desk", "change_desk", "headers"),
                (
                    "another account's desk and one that does not exist are refused with other "
                    "headers (x-owner): the difference gives it away"
                ),
            ),
            (
                *("auth/foreign-desk", "read_desk", "headers"),
                (
                    "another account's desk and one that does not exist are refused with other "
                    "headers (x-owner): the difference gives it away"
                ),
            ),
        ],
    ),
    (
        "UnknownKeys",
        _Eager,
        [
            (
                *("law/refused", "change_desk", ""),
                (
                    "a request was refused for what it named, and yet /lamp/label changed: was "
                    '"TEXT", is "TEXT"'
                ),
            ),
        ],
    ),
    (
        "Update",
        _Framed,
        [
            (
                *("law/frame", "change_desk", ""),
                '/lamp/note was left out of the update, and changed: was "TEXT", is ""',
            ),
        ],
    ),
    (
        "Update",
        _Anew,
        [
            (
                *("law/identity", "change_desk", ""),
                (
                    f'/lamp/id is never changed by an update, and is now another: was "{LAMP}", is '
                    f'"{ANEW}"'
                ),
            ),
        ],
    ),
    (
        "Reads",
        _First,
        [
            (*("law/asked", "read_desk", ""), 'asked for "two", and /desk of the answer is "one"'),
        ],
    ),
    (
        "Near",
        _First,
        [
            (*("law/asked", "read_desk", ""), 'asked for "two", and /desk of the answer is "one"'),
        ],
    ),
    (
        "Update",
        _Sold,
        [
            (
                *("law/identity", "change_desk", ""),
                (
                    "/owner is never changed by an update, and is now another: "
                    'was "first", is "second"'
                ),
            ),
        ],
    ),
    (
        "Update",
        _Rounded,
        [
            (
                *("law/echo", "change_desk", ""),
                "/lamp/shade/size was given as 7, and is answered as 7.25 (in the answer)",
            ),
            (
                *("schema/response", "change_desk", "type"),
                "response 200 /lamp/shade/size: must be an integer, not a number",
            ),
            (
                *("schema/response", "read_desk", "type"),
                "response 200 /lamp/shade/size: must be an integer, not a number",
            ),
        ],
    ),
    (
        "Concurrent",
        _Mixing,
        [
            (
                *("law/concurrent", "change_desk", "mixed"),
                (
                    "two updates of the same members at the same time were accepted, and each of "
                    'them is there in part: "/lamp/label" of one, "/lamp/note" of the other'
                ),
            ),
        ],
    ),
    (
        "Methods",
        _Answering,
        [
            (
                *("protocol/method", "list_desks", "PATCH"),
                "PATCH is not described here: the answer must be 405, not 200",
            ),
        ],
    ),
)


@pytest.mark.parametrize(("kind", "service", "expected"), BROKEN)
def test_a_broken_service_is_told_of(
    contract: Contract, kind: str, service: Callable[[], Desks], expected: list[Any]
) -> None:
    """Rule, operation, cause and sentence of everything that is found."""
    assert spoken(Room(contract, service()).played(kind)) == expected
