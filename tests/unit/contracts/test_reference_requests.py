"""The reference service: which requests it refuses, and how it says so."""

import json
from typing import Any

import pytest

from contracts.numbers import reference
from contracts.numbers.reference import (
    AGENT,
    TOKEN,
)

ACTION = "ac710000-0000-4000-8000-000000000001"
VOICE = "501ce000-0000-4000-8000-000000000002"
WEBHOOK = "3eb00000-0000-4000-8000-000000000002"
NO_ACTIONS: list[Any] = [None, 1, "word", [], ACTION + " "]
NO_KINDS: list[Any] = [None, [], {}, "", "action_hold", "ACTION_DTMF", "voice_azure"]
NO_CONFIGS: list[Any] = [None, [], "", 0]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("", "value_error.missing"),
        ("?Phone_Number=%2B15550100001", "value_error.missing"),
        ("?phone_number=%2B15550100001&phone_number=%2B15550100001", "value_error.duplicate"),
    ],
)
def test_the_phone_number_is_given_once(client: Any, query: str, kind: str) -> None:
    """Without one phone_number both operations on it are invalid."""
    read = client.ask("GET", f"/v1/numbers{query}")
    update = client.ask("POST", f"/v1/numbers/update{query}", content=b'{"inbound_agent":{}}')
    assert [answer.status_code for answer in (read, update)] == [422, 422]
    assert read.json() == update.json()
    assert [(p["loc"], p["type"]) for p in read.json()["detail"]] == [
        (["query", "phone_number"], kind)
    ]


def test_all_mistakes_are_told_at_once(client: Any) -> None:
    """A 422 names the place of every mistake, with text and number steps."""
    edit = {"prompt": None, "actions": [ACTION, {"type": "action_dtmf", "config": 1}, 2]}
    content = json.dumps({"inbound_agent": edit}).encode()
    answer = client.ask("POST", "/v1/numbers/update", content=content)
    assert answer.status_code == 422
    assert [problem["loc"] for problem in answer.json()["detail"]] == [
        ["query", "phone_number"],
        ["body", "inbound_agent", "prompt"],
        ["body", "inbound_agent", "actions", 1, "config"],
        ["body", "inbound_agent", "actions", 2],
    ]
    assert {frozenset(problem) for problem in answer.json()["detail"]} == {
        frozenset(("loc", "msg", "type"))
    }


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        *(
            ({field: value}, [field])
            for field in ("prompt", "initial_message", "actions", "voice", "webhook")
            for value in (None, True, 1, 0.5)
        ),
        *(({field: []}, [field]) for field in ("prompt", "initial_message", "voice", "webhook")),
        *(({field: "word"}, [field]) for field in ("actions", "voice", "webhook")),
        *(
            ({"voice": text}, ["voice"])
            for text in ("", VOICE[:-1], VOICE + "\n", "{" + VOICE + "}")
        ),
        ({"voice": VOICE.replace("-", "")}, ["voice"]),
        ({"voice": f"urn:uuid:{VOICE}"}, ["voice"]),
        ({"webhook": WEBHOOK.replace("0", "\u0660")}, ["webhook"]),
        *(({"actions": [item]}, ["actions", 0]) for item in NO_ACTIONS),
        *(({"actions": [{"type": kind}]}, ["actions", 0, "type"]) for kind in NO_KINDS),
        ({"actions": [{}]}, ["actions", 0, "type"]),
        *(
            ({"actions": [{"type": kind, "config": config}]}, ["actions", 0, "config"])
            for kind in ("action_dtmf", "action_transfer_call", "action_end_conversation")
            for config in NO_CONFIGS
        ),
    ],
)
def test_a_field_that_nothing_admits_is_invalid(
    client: Any, edit: Any, place: list[str | int]
) -> None:
    """A value that is neither of its form nor an object is refused at its place."""
    before = client.agent()
    answer = client.update({"prompt": "no", **edit} if "prompt" not in edit else edit)
    assert answer.status_code == 422
    assert [p["loc"] for p in answer.json()["detail"]] == [["body", "inbound_agent", *place]]
    assert client.agent() == before


@pytest.mark.parametrize(
    "agent", [None, True, 1, "", "nobody", [], [AGENT], AGENT.replace("-", "")]
)
def test_an_agent_is_a_uuid_or_an_object(client: Any, agent: Any) -> None:
    """Any other inbound_agent is invalid."""
    answer = client.update(agent)
    assert answer.status_code == 422
    assert [p["loc"] for p in answer.json()["detail"]] == [["body", "inbound_agent"]]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", ["body"]),
        (b" ", ["body", 1]),
        (b"{", ["body", 1]),
        (b"null", ["body"]),
        (b"[]", ["body"]),
        (b'"x"', ["body"]),
        (b"{}", ["body", "inbound_agent"]),
        (b'{"inbound_agent":{}}x', ["body", 20]),
        (b'{"inbound_agent":{"prompt":NaN}}', ["body", 0]),
        (b'{"inbound_agent":{},"x":-Infinity}', ["body", 0]),
        (b'{"inbound_agent":{},"inbound_agent":{}}', ["body", 0]),
        (b'{"inbound_agent":{"prompt":"\\ud800"}}', ["body", 0]),
        (b'{"inbound_agent":{"prompt":"\xff"}}', ["body", 28]),
        (b'\xef\xbb\xbf{"inbound_agent":{}}', ["body", 0]),
        ('{"inbound_agent":{}}'.encode("utf-16"), ["body", 0]),
        (b'{"inbound_agent":' + b"[" * 100_000, ["body", 0]),
        (b'{"inbound_agent":{"voice":{"pitch":' + b"9" * 4001 + b"}}}", ["body", 0]),
        (b'{"inbound_agent":{"voice":{"pitch":1e1001}}}', ["body", 0]),
    ],
)
def test_a_body_that_is_no_json_object_is_invalid(
    client: Any, body: bytes, place: list[str | int]
) -> None:
    """Whatever can't be read as the request's JSON is a 422 with one problem, never a crash."""
    answer = client.body(body)
    assert answer.status_code == 422
    assert [problem["loc"] for problem in answer.json()["detail"]] == [place]


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        (None, 200),
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        ("application/merge-patch+json", 200),
        ("text/plain", 422),
        ("application/x-www-form-urlencoded", 422),
        ("application/xml", 422),
    ],
)
def test_the_body_is_json_by_its_type(client: Any, content_type: str | None, status: int) -> None:
    """A body of another media type is invalid; one without any is taken for JSON."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    if content_type is not None:
        headers["Content-Type"] = content_type
    assert client.body(b'{"inbound_agent":{}}', headers=headers).status_code == status


@pytest.mark.parametrize("declared", [None, "9000000", "9" * 5000])
def test_a_body_of_more_than_8_mib_is_too_large(client: Any, declared: str | None) -> None:
    """The limit holds for what is sent and for what is announced."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    if declared is not None:
        headers["Content-Length"] = declared
    size = reference.LARGEST_BODY + 1 if declared is None else 2
    answer = client.body(b" " * size, headers=headers)
    assert (answer.status_code, answer.json()) == (413, {"detail": "Request body too large"})


def test_a_body_of_8_mib_is_read(client: Any) -> None:
    """The limit itself is allowed."""
    frame = b'{"inbound_agent":{"prompt":""}}'
    body = frame.replace(b'""', b'"' + b"x" * (reference.LARGEST_BODY - len(frame)) + b'"')
    answer = client.body(body)
    assert len(answer.json()["inbound_agent"]["prompt"]) == reference.LARGEST_BODY - len(frame)
