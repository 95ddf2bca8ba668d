"""A small service of boards with cards, labels and batches, to be broken at one place."""

import itertools
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import jsonschema_rs

from ringback.exchange import Request, Response, header_values

_STATE = {"enum": ["open", "held", "closed"]}
_NAME = {"type": "string", "minLength": 1, "maxLength": 40}
_DAY = {"type": "string", "format": "date"}
SCHEMAS: Mapping[str, Any] = {
    "NewBoard": {
        "type": "object",
        "properties": {"name": _NAME, "labels": {"type": "array", "items": _NAME}},
        "required": ["name"],
        "additionalProperties": False,
    },
    "BoardPatch": {
        "type": "object",
        "properties": {"name": _NAME},
        "additionalProperties": False,
    },
    "Board": {
        "type": "object",
        "properties": {
            "id": {"type": "integer"},
            "name": _NAME,
            "labels": {"type": "array", "items": {"type": "string"}},
            "card_count": {"type": "integer"},
            "updated_at": {"type": "string", "format": "date-time"},
            "cards": {"type": "array", "items": {"type": "integer"}},
        },
        "required": ["id", "name", "labels", "card_count", "updated_at"],
    },
    "NewCard": {
        "type": "object",
        "properties": {"title": _NAME, "starts": _DAY, "ends": _DAY},
        "required": ["title", "starts", "ends"],
        "additionalProperties": False,
    },
    "Card": {
        "type": "object",
        "properties": {
            "id": {"type": "integer"},
            "board_id": {"type": "integer"},
            "title": _NAME,
            "starts": _DAY,
            "ends": _DAY,
            "state": _STATE,
        },
        "required": ["id", "board_id", "title", "starts", "ends", "state"],
    },
    "Move": {"type": "object", "properties": {"to": _STATE}, "required": ["to"]},
    "Boards": {
        "type": "object",
        "properties": {
            "boards": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/NewBoard"},
                "maxItems": 4,
            }
        },
        "required": ["boards"],
        "additionalProperties": False,
    },
    "Search": {"type": "object", "properties": {"title": {"type": "string"}}},
}


def _json(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(name)}


def _operation(
    name: str, success: str, answer: Any = None, *refusals: str, body: str = "", told: str = ""
) -> dict[str, Any]:
    answers = {each: {"description": "refused"} for each in ("401", *refusals)}
    found: dict[str, Any] = {
        "operationId": name,
        "description": told,
        "responses": {
            success: {"description": "done", **(_json(answer) if answer else {})},
            **answers,
        },
    }
    if body:
        found["requestBody"] = {"required": True, **_json(_ref(body))}
    return found


def _key(name: str, schema: Any = None) -> dict[str, Any]:
    kind = schema or {"type": "integer", "minimum": 1, "maximum": 2**31}
    return {"name": name, "in": "path", "required": True, "schema": kind}


_LABEL = {"type": "string", "pattern": "^[a-z0-9-]{2,30}$"}
_REFUSED = ("400", "404")
_ORDER = "The day in starts must be before ends."
_KEPT = "A board that has cards can't be deleted."
DESCRIPTION: Mapping[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "boards", "version": "1"},
    "security": [{"token": []}],
    "paths": {
        "/boards": {
            "get": _operation("list_boards", "200", _list("Board")),
            "post": _operation(
                *("make_board", "201", _ref("Board"), "400", "409"),
                body="NewBoard",
                told="Names are unique.",
            ),
        },
        "/boards/batch": {
            "post": _operation("make_boards", "201", _list("Board"), "400", "409", body="Boards")
        },
        "/boards/{board_id}": {
            "parameters": [_key("board_id")],
            "get": {
                **_operation("read_board", "200", _ref("Board"), *_REFUSED),
                "parameters": [{"name": "expand", "in": "query", "schema": {"enum": ["cards"]}}],
            },
            "patch": _operation(
                "patch_board", "200", _ref("Board"), *_REFUSED, "409", body="BoardPatch"
            ),
            "delete": _operation("drop_board", "204", None, *_REFUSED, "409", told=_KEPT),
        },
        "/boards/{board_id}/labels": {
            "parameters": [_key("board_id")],
            "get": _operation(
                "list_labels", "200", {"type": "array", "items": {"type": "string"}}, *_REFUSED
            ),
        },
        "/boards/{board_id}/labels/{label}": {
            "parameters": [_key("board_id"), _key("label", _LABEL)],
            "put": _operation("add_label", "204", None, *_REFUSED),
            "delete": _operation("drop_label", "204", None, *_REFUSED),
        },
        "/boards/{board_id}/cards": {
            "parameters": [_key("board_id")],
            "get": _operation("list_cards", "200", _list("Card"), *_REFUSED),
            "post": _operation(
                "make_card", "201", _ref("Card"), *_REFUSED, body="NewCard", told=_ORDER
            ),
        },
        "/boards/{board_id}/cards/{card_id}": {
            "parameters": [_key("board_id"), _key("card_id")],
            "get": _operation("read_card", "200", _ref("Card"), *_REFUSED),
            "delete": _operation("drop_card", "204", None, *_REFUSED, "409"),
        },
        "/boards/{board_id}/cards/{card_id}/move": {
            "parameters": [_key("board_id"), _key("card_id")],
            "post": _operation("move_card", "200", _ref("Card"), *_REFUSED, "409", body="Move"),
        },
        "/search/cards": {
            "post": _operation("search_cards", "200", _list("Card"), "400", body="Search")
        },
    },
    "components": {
        "schemas": SCHEMAS,
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    },
}
TOKENS = {"Bearer first": "first", "Bearer second": "second"}
_BODIES = {"POST boards": "NewBoard", "POST batch": "Boards", "PATCH board": "BoardPatch"}
_BODIES |= {"POST cards": "NewCard", "POST move": "Move", "POST search": "Search"}
_VALIDATORS = {
    name: jsonschema_rs.Draft202012Validator(
        {**SCHEMAS[name], "components": {"schemas": SCHEMAS}}, validate_formats=True
    )
    for name in _BODIES.values()
}
_ROUTES: tuple[tuple[str, str], ...] = (
    (r"/boards", "boards"),
    (r"/boards/batch", "batch"),
    (r"/boards/(\d+)", "board"),
    (r"/boards/(\d+)/labels", "labels"),
    (r"/boards/(\d+)/labels/([a-z0-9-]{2,30})", "label"),
    (r"/boards/(\d+)/cards", "cards"),
    (r"/boards/(\d+)/cards/(\d+)", "card"),
    (r"/boards/(\d+)/cards/(\d+)/move", "move"),
    (r"/search/cards", "search"),
)


class Refused(Exception):  # noqa: N818 -- an answer, not an error
    """An answer that ends a request early."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def told(value: Any, status: int = 200) -> Response:
    """A JSON answer."""
    kind = ("Content-Type", "application/json")
    return Response(status=status, headers=(kind,), body=json.dumps(value).encode())


class Boards:
    """The right service; a variant overrides one method."""

    def __init__(self) -> None:
        self.boards: dict[int, dict[str, Any]] = {}
        self.cards: dict[int, dict[str, Any]] = {}
        self.numbers = itertools.count(1)
        self.clock = itertools.count()
        self.query: dict[str, str] = {}

    @property
    def store(self) -> tuple[Any, ...]:
        """All that is kept."""
        return self.boards, self.cards

    def __call__(self, request: Request) -> Response:
        """The answer; whoever has no token gets none."""
        try:
            return self.answer(request)
        except Refused as refused:
            return Response(status=refused.status)

    def answer(self, request: Request) -> Response:
        """What the method of an operation answers."""
        account = TOKENS.get((header_values(request.headers, "authorization") or [""])[0])
        if account is None:
            raise Refused(401)
        for pattern, name in _ROUTES:
            found = re.fullmatch(pattern, request.path)
            act: Callable[..., Response] | None = getattr(
                self, f"{request.method.lower()}_{name}", None
            )
            if found and act:
                self.query = dict(request.query)
                if self.query.get("expand", "cards") != "cards":
                    raise Refused(400)
                keys = [int(each) if each.isdigit() else each for each in found.groups()]
                if keys and name != "boards":
                    self.board(keys[0], account)
                body = self.body(request, f"{request.method} {name}")
                return act(account, *keys, *([body] if body is not None else []))
            if found:
                return Response(status=405, headers=(("Allow", "GET"),))
        raise Refused(404)

    def body(self, request: Request, name: str) -> Any:
        """The body as its schema has it; None where there is to be none."""
        if name not in _BODIES:
            return None
        try:
            value = json.loads(request.body or b"")
        except ValueError:
            raise Refused(400) from None
        kind = header_values(request.headers, "content-type")
        if not kind or not kind[0].startswith("application/json"):
            raise Refused(400)
        if not _VALIDATORS[_BODIES[name]].is_valid(value):
            raise Refused(400)
        return value

    def board(self, key: Any, account: str) -> dict[str, Any]:
        """A board of the account's."""
        found = self.boards.get(key)
        if found is None or found["account"] != account:
            raise Refused(404)
        return found

    def card(self, board: Any, key: Any) -> dict[str, Any]:
        """A card of a board."""
        found = self.cards.get(key)
        if found is None or found["board_id"] != board:
            raise Refused(404)
        return found

    def now(self) -> str:
        """Another time whenever it is asked for."""
        return f"2024-06-01T08:00:00.{next(self.clock):06}Z"

    def shown(self, board: Mapping[str, Any]) -> dict[str, Any]:
        """A board as it is answered."""
        own = {name: each for name, each in board.items() if name != "account"}
        return {**own, "card_count": self.count(board["id"])}

    def count(self, board: int) -> int:
        """How many cards a board has."""
        return sum(each["board_id"] == board for each in self.cards.values())

    def new(self, account: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """A board of its own name."""
        if self.is_taken(account, given["name"]):
            raise Refused(409)
        key = next(self.numbers)
        made = {"id": key, "labels": [], **given, "updated_at": self.now(), "account": account}
        self.boards[key] = made
        return self.shown(made)

    def is_taken(self, account: str, name: str) -> bool:
        """Whether another board is called so."""
        mine = (each for each in self.boards.values() if each["account"] == account)
        return any(each["name"] == name for each in mine)

    def get_boards(self, account: str) -> Response:
        """The account's, the oldest first."""
        mine = (each for each in self.boards.values() if each["account"] == account)
        return told([self.shown(each) for each in mine])

    def post_boards(self, account: str, given: Any) -> Response:
        """One more."""
        return told(self.new(account, given), 201)

    def post_batch(self, account: str, given: Any) -> Response:
        """Some more."""
        return told([self.new(account, each) for each in given["boards"]], 201)

    def get_board(self, _account: str, key: int) -> Response:
        """One, with the keys of its cards where they are asked for."""
        cards = [each["id"] for each in self.cards.values() if each["board_id"] == key]
        more = {"cards": cards} if self.query.get("expand") == "cards" else {}
        return told({**self.shown(self.boards[key]), **more})

    def patch_board(self, account: str, key: int, given: Any) -> Response:
        """Another name."""
        board = self.boards[key]
        if given.get("name", board["name"]) != board["name"]:
            if self.is_taken(account, given["name"]):
                raise Refused(409)
            board.update(given, updated_at=self.now())
        return told(self.shown(board))

    def delete_board(self, _account: str, key: int) -> Response:
        """It is gone, unless it has cards."""
        if self.count(key):
            raise Refused(409)
        del self.boards[key]
        return Response(status=204)

    def get_labels(self, _account: str, key: int) -> Response:
        """The labels of a board."""
        return told(self.boards[key]["labels"])

    def put_label(self, _account: str, key: int, label: Any) -> Response:
        """The board has it."""
        labels = self.boards[key]["labels"]
        self.boards[key]["labels"] = [*labels, *([] if str(label) in labels else [str(label)])]
        return Response(status=204)

    def delete_label(self, _account: str, key: int, label: Any) -> Response:
        """The board has it no more."""
        labels = self.boards[key]["labels"]
        if str(label) not in labels:
            raise Refused(404)
        self.boards[key]["labels"] = [each for each in labels if each != str(label)]
        return Response(status=204)

    def get_cards(self, _account: str, key: int) -> Response:
        """The cards of a board."""
        return told([each for each in self.cards.values() if each["board_id"] == key])

    def post_cards(self, _account: str, key: int, given: Any) -> Response:
        """One more; it ends behind its beginning."""
        if given["starts"] >= given["ends"]:
            raise Refused(400)
        number = next(self.numbers)
        self.cards[number] = {"id": number, "board_id": key, "state": "open", **given}
        return told(self.cards[number], 201)

    def get_card(self, _account: str, board: int, key: int) -> Response:
        """One."""
        return told(self.card(board, key))

    def delete_card(self, _account: str, board: int, key: int) -> Response:
        """It is gone, unless it is held."""
        if self.card(board, key)["state"] == "held":
            raise Refused(409)
        del self.cards[key]
        return Response(status=204)

    def post_move(self, _account: str, board: int, key: int, given: Any) -> Response:
        """It is in another state; what is closed is not held."""
        card = self.card(board, key)
        if card["state"] == "closed" and given["to"] == "held":
            raise Refused(409)
        card["state"] = given["to"]
        return told(card)

    def post_search(self, account: str, given: Any) -> Response:
        """The account's cards with a title, or all."""
        mine = {key for key, each in self.boards.items() if each["account"] == account}
        found = [each for each in self.cards.values() if each["board_id"] in mine]
        wanted = given.get("title")
        return told([each for each in found if wanted in (None, each["title"])])
