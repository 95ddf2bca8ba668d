"""A finding's requests as Python."""

import ast
from typing import Any

import pytest

from ringback.reports.evidence.reproducing import CapturedKey
from ringback.reports.evidence.shown_payloads import ShownPayload
from ringback.reports.page.python_requests import httpx_script, pytest_test
from ringback.reports.scribe import ShownFinding

BARE: dict[str, Any] = {
    "rule": "law/echo",
    "severity": "error",
    "operation": "update_thing",
    "message": "it is wrong",
    "instance": "/note",
    "schema": None,
    "file": None,
    "line": None,
    "count": 1,
    "fingerprint": "0" * 16,
    "reproduce": None,
}
MADE = {"method": "POST", "url": "/things", "headers": {"Authorization": "Bearer $TOKEN"}}
CHANGED = {
    "method": "PUT",
    "url": "/things/$ID_1",
    "headers": [["Accept", "*/*"], ["Accept", "text/plain"]],
    "body": {"note": "a $TOKEN and $5", "deep": {"list": [1, None, True, {"text": "x" * 40}]}},
}
SEQUENCE = ShownFinding(
    **BARE,
    requests=(MADE, CHANGED),
    variables=("TOKEN", "ID_1"),
    captures=(CapturedKey(name="ID_1", request=0, place="/data/0/id"),),
    payload=ShownPayload(
        side="response", status=200, value='{"note": "n"}', place="/note", given='"x"'
    ),
)
SCRIPT = """\
import os

import httpx

BASE_URL = os.environ["BASE_URL"]
TOKEN = os.environ["TOKEN"]

with httpx.Client(base_url=BASE_URL) as client:
    answer = client.request(
        "POST",
        "/things",
        headers={"Authorization": "Bearer " + TOKEN},
    )
    ID_1 = answer.json()["data"][0]["id"]
    answer = client.request(
        "PUT",
        "/things/" + ID_1,
        headers=[["Accept", "*/*"], ["Accept", "text/plain"]],
        json={
            "note": "a " + TOKEN + " and $5",
            "deep": {
                "list": [
                    1,
                    None,
                    True,
                    {"text": "%s"},
                ],
            },
        },
    )
    print(answer.status_code, answer.text)
""" % ("x" * 40)  # fmt: skip


def test_a_sequence_is_a_script() -> None:
    """Secrets come from the environment, keys from answers, and the rest stands as it was sent."""
    assert httpx_script(SEQUENCE) == SCRIPT


def test_what_was_given_is_asserted() -> None:
    """A test of an echo compares what is answered with what was given."""
    told = pytest_test(SEQUENCE) or ""
    assert told.endswith('    assert answer.json()["note"] == "a " + TOKEN + " and $5"\n')
    assert 'def test_update_thing_law_echo():\n    """it is wrong"""\n' in told
    ast.parse(told)


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        ({"body": "text"}, 'content="text"'),
        ({"body": "AAE=", "encoding": "base64"}, "content=base64.b64decode('AAE=')"),
        ({"body": [1.5, "\u202e\ud800\n\"'"]}, "json=[1.5, '\\u202e\\ud800\\n\"\\'']"),
        ({"body": {}}, "json={}"),
        ({"body": None}, 'content="null"'),
        ({"headers": {"a'b": '"'}}, """headers={"a'b": '"'}"""),
    ],
)
def test_bodies(request_: dict[str, Any], line: str) -> None:
    """Each form of a body is given so that the same is sent; whatever it holds is ASCII."""
    found = ShownFinding(**BARE, requests=({"method": "POST", "url": "/a", **request_},))
    told = httpx_script(found) or ""
    assert f"        {line},\n" in told
    assert told.isascii()
    ast.parse(told)
    ast.parse(pytest_test(found) or "")


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("/id", 'answer.json()["id"]'),
        ("header.etag", 'answer.headers["etag"]'),
        ("header.location", 'answer.headers["location"].rstrip("/").rpartition("/")[2]'),
    ],
)
def test_captures(place: str, told: str) -> None:
    """A key is taken out of a body, a header, or the end of a location."""
    captures = (CapturedKey(name="ID_1", request=0, place=place),)
    found = ShownFinding(**BARE, requests=(MADE,), variables=("TOKEN", "ID_1"), captures=captures)
    assert f"    ID_1 = {told}\n" in (httpx_script(found) or "")


def test_without_requests_there_is_nothing() -> None:
    """What no request shows is no script."""
    assert (httpx_script(ShownFinding(**BARE)), pytest_test(ShownFinding(**BARE))) == (None, None)
