"""The reference service: what it holds, who may ask, and by which methods and paths."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from contracts.numbers import reference, store
from contracts.numbers.reference import (
    FOREIGN_ACTION,
    FOREIGN_AGENT,
    FOREIGN_PHONE_NUMBER,
    FOREIGN_TOKEN,
    FOREIGN_VOICE,
    FOREIGN_WEBHOOK,
    TOKEN,
    create_app,
)

Send = Callable[..., httpx.Response]

READ = "/v1/numbers?phone_number=%2B15550100001"
FOREIGN = "/v1/numbers?phone_number=%2B15550100101"
LIST = "/v1/numbers/list"
UPDATE = "/v1/numbers/update?phone_number=%2B15550100001"


def test_the_default_app_is_one_reference(send: Send) -> None:
    """`app` answers like a fresh one."""
    assert send(reference.app, "GET", LIST).json() == send(create_app(), "GET", LIST).json()


USER = store.USER
FIRST = {
    "id": "90000000-0000-4000-8000-000000000001",
    "user_id": USER,
    "active": True,
    "inbound_agent": {
        "id": "a6e00000-0000-4000-8000-000000000001",
        "user_id": USER,
        "prompt": "You answer calls for a bakery.",
        "actions": [
            {
                "id": "ac710000-0000-4000-8000-000000000001",
                "user_id": USER,
                "type": "action_end_conversation",
                "config": {},
            },
            {
                "id": "ac710000-0000-4000-8000-000000000002",
                "user_id": USER,
                "type": "action_dtmf",
                "config": {},
            },
            {
                "id": "ac710000-0000-4000-8000-000000000003",
                "user_id": USER,
                "type": "action_transfer_call",
                "config": {"phone_number": "+15550100190"},
            },
        ],
        "voice": {
            "id": "501ce000-0000-4000-8000-000000000001",
            "user_id": USER,
            "type": "voice_azure",
            "voice_name": "en-US-SteffanNeural",
            "pitch": 2,
            "rate": 12,
        },
        "initial_message": "Good morning, how can I help?",
        "webhook": {
            "id": "3eb00000-0000-4000-8000-000000000001",
            "user_id": USER,
            "subscriptions": ["event_message", "event_recording"],
            "url": "https://hooks.example/first",
            "method": "POST",
        },
    },
    "number": "+15550100001",
}


def test_a_number_has_every_part(client: Any) -> None:
    """PHONE_NUMBER's agent has a prompt, a message, actions of all kinds, Azure and a webhook."""
    assert client.ask("GET", READ).json() == FIRST


def test_the_list_names_agents_by_their_ids(client: Any) -> None:
    """The list has the account's own numbers alone; two of them share an agent."""
    numbers = client.ask("GET", LIST).json()
    assert [(number["number"], number["inbound_agent"]) for number in numbers] == [
        ("+15550100001", store.FIRST_AGENT),
        ("+15550100002", store.SECOND_AGENT),
        ("+15550100003", store.FIRST_AGENT),
    ]
    assert {frozenset(number) for number in numbers} == {
        frozenset(("id", "user_id", "active", "inbound_agent", "number"))
    }


def test_the_other_account_is_whole(client: Any) -> None:
    """The foreign constants are real: their owner sees and uses them."""
    headers = {"Authorization": f"Bearer {FOREIGN_TOKEN}"}
    number = client.ask("GET", FOREIGN, headers=headers).json()
    agent = number["inbound_agent"]
    assert number["number"] == FOREIGN_PHONE_NUMBER
    assert [agent["id"], agent["voice"]["id"]] == [FOREIGN_AGENT, FOREIGN_VOICE]
    assert [agent["actions"][0]["id"], agent["webhook"]["id"]] == [FOREIGN_ACTION, FOREIGN_WEBHOOK]
    edit = {"actions": [FOREIGN_ACTION], "voice": FOREIGN_VOICE, "webhook": FOREIGN_WEBHOOK}
    answer = client.ask(
        "POST",
        f"/v1/numbers/update?phone_number={FOREIGN_PHONE_NUMBER.replace('+', '%2B')}",
        headers=headers,
        content=json.dumps({"inbound_agent": edit}).encode(),
    )
    assert answer.json() == number


@pytest.mark.parametrize(
    ("credentials", "status"),
    [
        (None, 403),
        ("", 403),
        ("Bearer", 403),
        ("Bearer ", 403),
        (TOKEN, 403),
        (f"Basic {TOKEN}", 403),
        (f"Bearer\t{TOKEN}", 403),
        ("Bearer x", 401),
        (f"Bearer {TOKEN[:-1]}", 401),
        (f"Bearer {TOKEN}x", 401),
        (f"Bearer {TOKEN.upper()}", 401),
        (f"Bearer {TOKEN} {TOKEN}", 401),
        ("Bearer \xe9", 401),
        (f"Bearer {TOKEN}", 200),
        (f"bEARER   {TOKEN} ", 200),
    ],
)
def test_the_token_comes_first(client: Any, credentials: str | None, status: int) -> None:
    """Without the token, nothing is validated, looked up or changed."""
    headers = {} if credentials is None else {"Authorization": credentials.encode("latin-1")}
    answer = client.ask("GET", READ, headers=headers)
    assert answer.status_code == status
    if status == 200:
        return
    assert isinstance(answer.json()["detail"], str)
    assert ("www-authenticate" in answer.headers) is (status == 401)
    before = client.agent()
    for url in ("/v1/numbers", "/v1/numbers?phone_number=nobody", LIST):
        assert client.ask("GET", url, headers=headers).json() == answer.json()
    for body in (b"", b"x" * (reference.LARGEST_BODY + 1), b'{"inbound_agent":{"prompt":"x"}}'):
        assert client.body(body, headers=headers).json() == answer.json()
    assert client.agent() == before


def test_two_credentials_are_none(client: Any) -> None:
    """Authorization given twice says nothing (RFC 9110 5.3: it is no list)."""
    twice = [("Authorization", f"Bearer {TOKEN}")] * 2
    assert client.ask("GET", READ, headers=twice).status_code == 403


@pytest.mark.parametrize(
    ("method", "url", "allow"),
    [
        *((method, READ, "GET, HEAD") for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE")),
        *((method, LIST, "GET, HEAD") for method in ("POST", "PATCH", "OPTIONS", "BREW")),
        *((method, UPDATE, "POST") for method in ("GET", "HEAD", "PUT", "PATCH", "OPTIONS")),
    ],
)
def test_other_methods_are_not_allowed(client: Any, method: str, url: str, allow: str) -> None:
    """A documented path answers other methods with 405 and what it allows, token or not."""
    anonymous: dict[str, str] = {}
    for headers in (None, anonymous):
        answer = client.ask(method, url, headers=headers)
        assert (answer.status_code, answer.headers["allow"]) == (405, allow)
        if method != "HEAD":
            assert answer.json() == {"detail": "Method Not Allowed"}


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/numbers/", "/v1/numbers/update/", "/V1/numbers"])
def test_other_paths_do_not_exist(client: Any, path: str) -> None:
    """An undocumented path is a 404, never a redirect."""
    answer = client.ask("GET", path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})


def test_head_is_get_without_a_body(client: Any) -> None:
    """HEAD answers with GET's headers."""
    head, get = client.ask("HEAD", READ), client.ask("GET", READ)
    assert (head.status_code, head.headers, head.content) == (200, get.headers, b"")


@pytest.mark.parametrize("number", ["", "nobody", "+15550100001", "%2B15550100101", "%FF", "%00"])
def test_unknown_and_foreign_numbers_are_alike(client: Any, number: str) -> None:
    """A number that is not the account's, exactly as spelt, does not exist; a raw + is a space."""
    read = client.ask("GET", f"/v1/numbers?phone_number={number}")
    url = f"/v1/numbers/update?phone_number={number}"
    update = client.ask("POST", url, content=b'{"inbound_agent":{}}')
    assert [(a.status_code, a.json()) for a in (read, update)] == [
        (404, {"detail": "Number not found"})
    ] * 2
