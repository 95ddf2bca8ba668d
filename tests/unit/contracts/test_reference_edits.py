"""The reference service: what an update changes, keeps and answers."""

from typing import Any

import pytest

from contracts.numbers.reference import (
    AGENT,
    FOREIGN_ACTION,
    FOREIGN_AGENT,
    FOREIGN_TOKEN,
    FOREIGN_VOICE,
    FOREIGN_WEBHOOK,
)

READ = "/v1/numbers?phone_number=%2B15550100001"
SECOND = "/v1/numbers?phone_number=%2B15550100002"
THIRD = "/v1/numbers?phone_number=%2B15550100003"
FOREIGN = "/v1/numbers?phone_number=%2B15550100101"
LIST = "/v1/numbers/list"
ACTION = "ac710000-0000-4000-8000-000000000001"
VOICE = "501ce000-0000-4000-8000-000000000002"
NOBODY = "00000000-0000-4000-8000-00000000dead"
NO_VOICES: list[Any] = ["voice_base", None, [], 1]


@pytest.mark.parametrize("agent", [AGENT, AGENT.upper()])
def test_a_link_puts_the_agent_on_the_number(client: Any, agent: str) -> None:
    """The answer has the linked agent, the list too; the other number keeps the old one."""
    old = client.agent()
    linked = client.edited(agent)
    assert {name: linked[name] for name in ("id", "prompt", "actions")} == {
        "id": AGENT,
        "prompt": "You say the time.",
        "actions": [],
    }
    assert linked.keys() == {"id", "user_id", "prompt", "actions", "voice"}
    assert client.ask("GET", LIST).json()[0]["inbound_agent"] == AGENT
    assert client.agent(THIRD) == old
    assert client.edited(old["id"]) == old


@pytest.mark.parametrize(
    ("asked", "detail"),
    [
        (NOBODY, "Agent not found"),
        (FOREIGN_AGENT, "Agent not found"),
        (VOICE, "Agent not found"),
        ({"voice": NOBODY}, "Voice not found"),
        ({"voice": FOREIGN_VOICE}, "Voice not found"),
        ({"voice": ACTION}, "Voice not found"),
        ({"webhook": FOREIGN_WEBHOOK}, "Webhook not found"),
        ({"webhook": NOBODY}, "Webhook not found"),
        ({"actions": [ACTION, FOREIGN_ACTION]}, "Action not found"),
        ({"prompt": "x", "actions": [{"type": "action_dtmf"}, NOBODY]}, "Action not found"),
        ({"prompt": "x", "voice": {"type": "voice_rime"}, "webhook": NOBODY}, "Webhook not found"),
    ],
)
def test_what_is_not_owned_does_not_exist(client: Any, asked: Any, detail: str) -> None:
    """Somebody else's and nobody's are answered alike, and a refused update changes nothing."""
    before = [client.ask("GET", url).json() for url in (READ, SECOND, THIRD, LIST)]
    answer = client.update(asked)
    assert (answer.status_code, answer.json()) == (404, {"detail": detail})
    assert [client.ask("GET", url).json() for url in (READ, SECOND, THIRD, LIST)] == before


@pytest.mark.parametrize(
    "edit",
    [
        {},
        {"unknown": {"prompt": "x"}},
        *(
            {field: value}
            for field in ("prompt", "initial_message", "actions", "voice")
            for value in ({}, {"type": "voice_base"}, {"0": "x"})
        ),
        *({"voice": {"type": kind, "speaker": "x"}} for kind in NO_VOICES),
        {"voice": {"type": "voice_azure", "pitch": "x"}},
        {"voice": {"type": "voice_azure", "pitch": True}},
        {"voice": {"type": "voice_azure", "rate": 1.5}},
        {"voice": {"type": "voice_azure", "voice_name": None}},
        {"voice": {"type": "voice_rime", "speaker": 1}},
        {"voice": {"type": "voice_eleven_labs", "stability": "x"}},
        {"voice": {"type": "voice_eleven_labs", "similarity_boost": False}},
        {"webhook": {}},
        {"webhook": {"type": "x"}},
        {"webhook": {"subscriptions": {}, "url": {}, "method": {}}},
        {"webhook": {"method": "PUT"}},
        {"webhook": {"method": "get", "url": "x"}},
        {"webhook": {"subscriptions": ["event_all"], "url": "x"}},
        {"webhook": {"subscriptions": [[]]}},
        {"webhook": {"url": None}},
    ],
)
def test_what_only_undefined_admits_is_left_out(client: Any, edit: Any) -> None:
    """An object that no strict form admits leaves its field as it is, ids included."""
    before = client.agent()
    assert client.edited(edit) == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\0\x01\x7f\r\n\t",
        "\u00e9 e\u0301",
        "\U0001f600\U0010ffff",
        "\u2028\ufeff\uffff",
        '<&%"\\>',
    ],
)
def test_texts_are_echoed_exactly(client: Any, text: str) -> None:
    """Every Unicode text stands in the answer as it was given; what was left out stays."""
    before = client.agent()
    assert client.edited({"prompt": text, "initial_message": text + "."}) == {
        **before,
        "prompt": text,
        "initial_message": text + ".",
    }


def without_ids(parts: Any) -> Any:
    """Parts as they were described: no ids."""
    if isinstance(parts, list):
        return [without_ids(part) for part in parts]
    return {name: value for name, value in parts.items() if name not in {"id", "user_id"}}


def test_actions_are_rebuilt_in_order(client: Any) -> None:
    """The list is what was given: ids found, descriptions made anew with defaults."""
    call = "action_transfer_call"
    agent = client.edited(
        {
            "actions": [
                {"type": call, "config": {"phone_number": "", "x": 1}, "x": 1},
                {"type": call, "config": {"phone_number": 1}},
                {"type": call},
                ACTION,
                {"type": "action_dtmf", "config": {"phone_number": "x"}},
                {"type": "action_end_conversation"},
                ACTION.upper(),
            ]
        }
    )
    actions = agent["actions"]
    assert without_ids(actions) == [
        *({"type": call, "config": {"phone_number": ""}},) * 3,
        {"type": "action_end_conversation", "config": {}},
        {"type": "action_dtmf", "config": {}},
        *({"type": "action_end_conversation", "config": {}},) * 2,
    ]
    ids = [action["id"] for action in actions]
    assert ids[3] == ids[6] == ACTION
    assert len(set(ids)) == 6
    assert client.edited({"actions": []})["actions"] == []
    assert client.edited({"actions": ids[::-1]})["actions"] == actions[::-1]


AZURE = {"type": "voice_azure", "voice_name": "en-US-SteffanNeural", "pitch": 2, "rate": 12}
LABS = {"type": "voice_eleven_labs", "voice_id": "default", "api_key": ""}


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ('{"type":"voice_azure"}', AZURE),
        ('{"type":"voice_azure","pitch":{},"x":1}', AZURE),
        ('{"type":"voice_azure","pitch":-1}', {**AZURE, "pitch": -1}),
        ('{"type":"voice_azure","pitch":3.0,"rate":1E+30}', {**AZURE, "pitch": 3, "rate": 10**30}),
        (f'{{"type":"voice_azure","rate":{"7" * 4000}}}', {**AZURE, "rate": int("7" * 4000)}),
        ('{"type":"voice_rime"}', {"type": "voice_rime", "speaker": "default"}),
        ('{"type":"voice_rime","speaker":""}', {"type": "voice_rime", "speaker": ""}),
        ('{"type":"voice_eleven_labs"}', LABS),
        (
            '{"type":"voice_eleven_labs","api_key":"k","stability":1e-7,"similarity_boost":1e400}',
            {**LABS, "api_key": "k", "stability": 1e-7, "similarity_boost": 10**400},
        ),
    ],
)
def test_a_voice_is_made_anew(client: Any, text: str, voice: Any) -> None:
    """A voice's fields are echoed by value; the others are the old ones, or defaults."""
    before = client.agent()
    answer = client.body(f'{{"inbound_agent":{{"voice":{text}}}}}'.encode())
    agent = answer.json()["inbound_agent"]
    assert without_ids(agent["voice"]) == voice
    assert type(agent["voice"].get("pitch", 0)) is int
    assert agent["voice"]["id"] != before["voice"]["id"]
    assert {**agent, "voice": None} == {**before, "voice": None}
    assert client.agent() == agent
    assert client.edited({"voice": before["voice"]["id"]}) == before


def test_another_kind_of_voice_forgets_the_fields_of_the_old(client: Any) -> None:
    """A voice keeps what its predecessor said only if it is of the same kind."""
    client.edited({"voice": {"type": "voice_eleven_labs", "stability": 0.5}})
    assert without_ids(client.edited({"voice": {"type": "voice_eleven_labs"}})["voice"]) == {
        **LABS,
        "stability": 0.5,
    }
    client.edited({"voice": {"type": "voice_rime", "speaker": "x"}})
    assert without_ids(client.edited({"voice": {"type": "voice_eleven_labs"}})["voice"]) == LABS


def test_a_webhook_is_made_anew_where_it_differs(client: Any) -> None:
    """A changed webhook gets an id; the old one can be linked again; the same one keeps its id."""
    before = client.agent()["webhook"]
    hook = {"subscriptions": ["event_action", "event_action"], "method": "GET"}
    after = client.edited({"webhook": hook})["webhook"]
    assert without_ids(after) == {**hook, "url": "https://hooks.example/first"}
    assert after["id"] != before["id"]
    assert client.edited({"webhook": hook})["webhook"] == after
    assert client.edited({"webhook": before["id"].upper()})["webhook"] == before


def test_a_webhook_begins_with_defaults(client: Any) -> None:
    """An agent without a webhook gets one from a form that leaves out everything."""
    assert "webhook" not in client.edited(AGENT)
    webhook = client.edited({"webhook": {}})["webhook"]
    assert without_ids(webhook) == {"subscriptions": [], "url": "", "method": "POST"}


def test_the_same_update_answers_the_same(client: Any) -> None:
    """The second answer differs by the ids of actions and voices made anew, and by nothing else."""
    edit = {
        "prompt": "p",
        "actions": [ACTION, {"type": "action_dtmf"}],
        "voice": {"type": "voice_rime", "speaker": "s"},
        "webhook": {"url": "u"},
    }
    first, second = client.edited(edit), client.edited(edit)
    assert first["actions"][1]["id"] != second["actions"][1]["id"]
    second["actions"][1]["id"] = first["actions"][1]["id"]
    second["voice"]["id"] = first["voice"]["id"]
    assert second == first


def test_an_edit_shows_on_the_agents_numbers_alone(client: Any) -> None:
    """The number that shares the agent shows the edit; the one with another agent does not."""
    second, foreign = client.ask("GET", SECOND).json(), {"Authorization": f"Bearer {FOREIGN_TOKEN}"}
    theirs = client.ask("GET", FOREIGN, headers=foreign).json()
    agent = client.edited({"prompt": "shared", "voice": {"type": "voice_rime"}})
    assert client.agent(THIRD) == agent
    assert client.ask("GET", SECOND).json() == second
    assert client.ask("GET", FOREIGN, headers=foreign).json() == theirs


def test_everything_can_be_put_back(client: Any) -> None:
    """Linking the agent and giving it its parts' ids restores a number wholly."""
    before = client.agent()
    client.edited({"prompt": "x", "initial_message": "y", "actions": [], "webhook": {"url": "z"}})
    client.edited({"voice": {"type": "voice_rime"}})
    client.edited(AGENT)
    client.edited(before["id"])
    restored = client.edited(
        {
            "prompt": before["prompt"],
            "initial_message": before["initial_message"],
            "actions": [action["id"] for action in before["actions"]],
            "voice": before["voice"]["id"],
            "webhook": before["webhook"]["id"],
        }
    )
    assert restored == before
