"""Scenarios on things in things, sets, batches and states: a right service, and broken ones."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from ringback.campaign.phases.updates.update_times import Later
from ringback.contract import Contract
from ringback.exchange import Response
from tests.unit.campaign.boards import DESCRIPTION, Boards, told
from tests.unit.campaign.phases.playing import opened, played
from tests.unit.campaign.toys import Wire, toys_contract

KINDS = (
    *(
        "Standing",
        "CreatedOnce",
        "Create",
        "Delete",
        "Act",
        "Chain",
        "Membership",
        "ContainedThing",
    ),
    *("KeptByOthers", "Again", "Batch", "Lists", "Foreign", "UpdatedTwice", "Update"),
    *("TurnedRound", "Expanded"),
)


@pytest.fixture(scope="module")
def boards(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """The contract of the boards."""
    return toys_contract(tmp_path_factory.mktemp("boards"), DESCRIPTION)


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_service_is_not_blamed(boards: Contract, kind: str) -> None:
    """Nothing is found, and nothing is left behind, though a held card can't be deleted."""
    service = Boards()
    before = deepcopy(service.store)
    assert [each.message for each in played(boards, Wire(service), kind)] == []
    assert service.store == before


class _Unmoved(Boards):
    def post_move(self, _account: str, board: int, key: int, given: Any) -> Response:
        """Accepts any state, and goes to none."""
        del given
        return told(self.card(board, key))


class _MovedAllTheSame(Boards):
    def post_move(self, account: str, board: int, key: int, given: Any) -> Response:
        """Goes where it must not, and says that it did not."""
        try:
            return Boards.post_move(self, account, board, key, given)
        finally:
            self.card(board, key)["state"] = given["to"]


class _Retitled(Boards):
    def post_move(self, account: str, board: int, key: int, given: Any) -> Response:
        """Answers a state that it does not keep."""
        answer = Boards.post_move(self, account, board, key, given)
        self.cards[key] = {**self.card(board, key), "state": "open"}
        return answer


class _Counted(Boards):
    def count(self, board: int) -> int:
        """Counts what is gone as well."""
        seen = vars(self).setdefault("seen", {})
        seen[board] = max(seen.get(board, 0), Boards.count(self, board))
        return int(seen[board]) if board in self.boards else 0

    def delete_board(self, account: str, key: int) -> Response:
        """Goes by the cards that there are."""
        vars(self).setdefault("seen", {})[key] = Boards.count(self, key)
        return Boards.delete_board(self, account, key)


class _Uncounted(Boards):
    def shown(self, board: Any) -> dict[str, Any]:
        """Has never heard of a card."""
        return {**Boards.shown(self, board), "card_count": 0}


class _AllCards(Boards):
    def get_cards(self, _account: str, key: int) -> Response:
        """Lists the cards of all boards."""
        del key
        return told([*self.cards.values()])


class _AnyBoard(Boards):
    def card(self, board: Any, key: Any) -> dict[str, Any]:
        """Finds a card whatever the board."""
        return Boards.card(self, self.cards.get(key, {}).get("board_id", board), key)


class _Misplaced(Boards):
    def post_cards(self, account: str, key: int, given: Any) -> Response:
        """Answers another board than it has put a card on."""
        answer = Boards.post_cards(self, account, key, given)
        number = max(self.cards)
        return (
            told({**self.cards[number], "board_id": key + 1}, 201) if answer.succeeded else answer
        )


class _Forgetful(Boards):
    def put_label(self, _account: str, key: int, label: Any) -> Response:
        """Keeps one label alone."""
        self.boards[key]["labels"] = [str(label)]
        return Response(status=204)


class _Sticky(Boards):
    def delete_label(self, _account: str, key: int, label: Any) -> Response:
        """Keeps what it is to take away."""
        del key, label
        return Response(status=204)


class _Careless(Boards):
    def delete_board(self, _account: str, key: int) -> Response:
        """Deletes a board with its cards."""
        self.cards = {n: each for n, each in self.cards.items() if each["board_id"] != key}
        del self.boards[key]
        return Response(status=204)


class _Twins(Boards):
    def is_taken(self, account: str, name: str) -> bool:
        """Lets boards have one name."""
        del account, name
        return False


class _Half(Boards):
    def post_batch(self, account: str, given: Any) -> Response:
        """Makes the first alone."""
        return told([self.new(account, given["boards"][0])] if given["boards"] else [], 201)


class _Open(Boards):
    def post_search(self, _account: str, given: Any) -> Response:
        """Searches everybody's cards."""
        del given
        return told([*self.cards.values()])


class _Timeless(Boards):
    def post_cards(self, _account: str, key: int, given: Any) -> Response:
        """Takes any days."""
        number = next(self.numbers)
        self.cards[number] = {"id": number, "board_id": key, "state": "open", **given}
        return told(self.cards[number], 201)


class _Plain(Boards):
    def get_board(self, _account: str, key: int) -> Response:
        """Shows no cards, whatever is asked for."""
        return told(self.shown(self.boards[key]))


BROKEN: tuple[tuple[str, Callable[[], Boards], set[tuple[str, str]]], ...] = (
    ("Act", _Unmoved, {("law/acted", "move_card")}),
    ("Chain", _Unmoved, {("law/acted", "move_card")}),
    ("Chain", _MovedAllTheSame, {("law/refused", "move_card")}),
    ("Chain", _Retitled, {("law/acted", "move_card"), ("law/read-back", "move_card")}),
    ("ContainedThing", _Counted, {("law/total", "read_board")}),
    ("ContainedThing", _Uncounted, {("law/total", "read_board")}),
    ("ContainedThing", _AllCards, {("law/listed", "list_cards")}),
    ("ContainedThing", _AnyBoard, {("law/asked", "read_card")}),
    ("Create", _Misplaced, {("law/asked", "make_card"), ("law/read-back", "make_card")}),
    ("Membership", _Forgetful, {("law/isolation", "add_label")}),
    ("Membership", _Sticky, {("law/listed", "drop_label")}),
    ("KeptByOthers", _Careless, {("law/deleted", "drop_board")}),
    ("Again", _Twins, {("law/created", "make_board")}),
    ("Batch", _Half, {("law/created", "make_boards")}),
    ("TurnedRound", _Timeless, {("request/accepted-invalid", "make_card")}),
    ("Expanded", _Plain, {("law/link", "read_board")}),
    ("Foreign", _Open, {("auth/foreign-thing", "search_cards")}),
)


@pytest.mark.parametrize(("kind", "service", "said"), BROKEN)
def test_a_broken_service_is_told_of(
    boards: Contract, kind: str, service: Callable[[], Boards], said: set[tuple[str, str]]
) -> None:
    """Rule and operation of everything that is found; nothing is left behind."""
    broken = service()
    found = played(boards, Wire(broken), kind)
    assert said <= {(each.rule, each.operation) for each in found}
    assert {rule for rule, _ in said} >= {each.rule for each in found}
    assert broken.store == ({}, {})


class _Untouched(Boards):
    def patch_board(self, account: str, key: int, given: Any) -> Response:
        """Changes a board, and not the time when it was changed."""
        before = self.boards[key]["updated_at"]
        Boards.patch_board(self, account, key, given)
        self.boards[key]["updated_at"] = before
        return told(self.shown(self.boards[key]))


@pytest.mark.parametrize(("service", "rules"), [(Boards, []), (_Untouched, ["law/touched"])])
def test_a_change_is_told_by_its_time(
    boards: Contract, service: Callable[[], Boards], rules: list[str]
) -> None:
    """A standing thing is changed some time after it was made."""
    ground = opened(boards, Wire(service()))
    resource = ground.stage.resource("boards")
    assert resource.update is not None
    later = Later(resource=resource, operation=resource.update, stood=ground.stage.stood["boards"])
    assert [each.rule for each in ground.found([later])] == rules
    ground.close()
