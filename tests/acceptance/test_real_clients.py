"""What real clients make of the answers that the contract allows: the table of the docs."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests

from tests.acceptance.clients.answer_rows import Row, Rows, answer_rows, payload
from tests.acceptance.driving import ROOT

_PAGE = ROOT / "docs" / "client-table.md"
_READER = Path(__file__).parent / "clients" / "sdk_reader.py"
_VERSIONS = ("0.0.5", "0.0.48")  # of the seed version's age, and the newest
_NUMBER, _AGENT = "+15550100001", "5f0c2c1e-6a51-4d6e-9a53-0d2f8f6f6b01"
_TAGGED = ("action_", "voice_")
_KEY = {"Authorization": "Bearer token"}
_PATHS = {"get_number": "/v1/numbers", "list_numbers": "/v1/numbers/list"}

Read = Callable[[list[Row], Rows], list[dict[str, Any]]]


def _environment(version: str) -> Path:
    """The Python of an environment with this version of the vendor's SDK, made once."""
    place = (
        ROOT
        / ".tox"
        / "clients"
        / f"vocode-api-{version}-{sys.version_info[0]}{sys.version_info[1]}"
    )
    place.parent.mkdir(parents=True, exist_ok=True)
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    with place.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "made").exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)  # noqa: S603 -- ours
            given = ["install", "--quiet", "--disable-pip-version-check", f"vocode-api=={version}"]
            done = subprocess.run(  # noqa: S603 -- the environment's own interpreter
                [str(python), "-m", "pip", *given],
                capture_output=True,
                text=True,
                timeout=240,
                check=False,
            )
            if done.returncode:
                pytest.skip(f"the package registry can't be reached: {done.stderr.strip()[-200:]}")
            (place / "made").touch()
    return python


def _by_sdk(version: str) -> Read:
    python = _environment(version)

    def read(rows: list[Row], served: Rows) -> list[dict[str, Any]]:
        asked = [[row.operation, served.base_url(row)] for row in rows]
        done = subprocess.run(  # noqa: S603 -- the environment's own interpreter
            [str(python), str(_READER)],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        )
        assert done.returncode == 0, done.stderr
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    return read


def _by_httpx(rows: list[Row], served: Rows) -> list[dict[str, Any]]:
    """As a user writes it."""
    found = []
    for row in rows:
        with httpx.Client(base_url=served.base_url(row), headers=_KEY) as client:
            try:
                if row.operation == "list_numbers":
                    response = client.get("/v1/numbers/list")
                elif row.operation == "get_number":
                    response = client.get("/v1/numbers", params={"phone_number": _NUMBER})
                else:
                    response = client.post(
                        "/v1/numbers/update",
                        params={"phone_number": _NUMBER},
                        json={"inbound_agent": _AGENT},
                    )
                response.raise_for_status()
                found.append({"read": response.json()})
            except httpx.HTTPStatusError as error:
                status, body = error.response.status_code, error.response.json()
                found.append({"raised": "HTTPStatusError", "status": status, "body": body})
    return found


def _by_requests(rows: list[Row], served: Rows) -> list[dict[str, Any]]:
    """The same with requests."""
    found = []
    for row in rows:
        base = served.base_url(row)
        try:
            if row.operation == "update_number":
                response = requests.post(
                    f"{base}/v1/numbers/update",
                    params={"phone_number": _NUMBER},
                    json={"inbound_agent": _AGENT},
                    headers=_KEY,
                    timeout=10,
                )
            else:
                params = {"phone_number": _NUMBER} if row.operation == "get_number" else {}
                url = base + _PATHS[row.operation]
                response = requests.get(url, params=params, headers=_KEY, timeout=10)
            response.raise_for_status()
            found.append({"read": response.json()})
        except requests.HTTPError as error:
            status, body = response.status_code, response.json()
            found.append({"raised": type(error).__name__, "status": status, "body": body})
    return found


def verdict(told: dict[str, Any], row: Row, sent: Any) -> str:
    """`right`, or how a client misread an answer or failed on it."""
    if row.status >= 400:
        if "read" in told:
            return "misread: no error"
        if told["status"] != row.status:
            return f"fails: {told['raised']}"
    elif "raised" in told:
        return f"fails: {told['raised']}"
    wrong = dict.fromkeys(
        _differences(sent, told["body"] if row.status >= 400 else told["read"], "")
    )
    return f"misread: {', '.join(wrong)}" if wrong else "right"


def _differences(sent: Any, read: Any, place: str) -> Iterator[str]:
    """What is read otherwise than it was sent: the class of a tagged thing, members, values."""
    if isinstance(sent, dict) and isinstance(read, dict):
        name = read.get("__class__")
        tag = str(sent.get("type", ""))
        if name and tag.startswith(_TAGGED) and name.lower() != _class_of(tag):
            yield f"`{place or '/'}` {tag} as {name}"
        for member in sent:
            if member not in read:
                yield f"`{place}/{member}` is lost"
            else:
                yield from _differences(sent[member], read[member], f"{place}/{member}")
    elif isinstance(sent, list) and isinstance(read, list) and len(sent) == len(read):
        for index, (one, other) in enumerate(zip(sent, read, strict=True)):
            yield from _differences(one, other, f"{place}/{index}")
    elif sent != read or isinstance(sent, bool) is not isinstance(read, bool):
        yield f"`{place}` {json.dumps(sent)[:20]} as {json.dumps(read)[:20]}"


def _class_of(tag: str) -> str:
    """The class that a tag means: `action_transfer_call` is TransferCallAction."""
    kind, _, words = tag.partition("_")
    return (words.replace("_", "") + kind).lower()


def test_the_table_of_the_docs() -> None:
    """Each client reads each answer as the page says; every request of theirs is admitted."""
    clients: dict[str, Read] = {f"vocode-api {each}": _by_sdk(each) for each in _VERSIONS}
    clients |= {"httpx": _by_httpx, "requests": _by_requests}
    columns: dict[str, list[str]] = {}
    wrong: dict[str, list[str]] = {}
    with answer_rows() as served:
        for name, read in clients.items():
            served.begin()
            told = read(served.rows, served)
            answers = [payload(each) for each in served.answered]
            statuses = [each.response.status for each in served.answered if each.response]
            assert statuses == [row.status for row in served.rows]
            columns[name] = [
                verdict(*each) for each in zip(told, served.rows, answers, strict=True)
            ]
            wrong[name] = served.wrong_requests()
        rows = [row.name for row in served.rows]
    assert wrong == {name: [] for name in clients}
    lines = [f"| answer | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    for index, row in enumerate(rows):
        cells = " | ".join(column[index] for column in columns.values())
        lines.append(f"| {row} | {cells} |")
    table = "\n".join(lines)
    assert table in _PAGE.read_text("utf-8"), table


@pytest.mark.parametrize(
    ("told", "status", "said"),
    [
        ({"read": {"a": 1}}, 200, "right"),
        ({"read": {}}, 200, "misread: `/a` is lost"),
        ({"read": {"a": True}}, 200, "misread: `/a` 1 as true"),
        (
            {"raised": "ValidationError", "status": None, "body": None},
            200,
            "fails: ValidationError",
        ),
        ({"raised": "ApiError", "status": 404, "body": {"a": 1}}, 404, "right"),
        ({"raised": "ApiError", "status": 404, "body": {}}, 404, "misread: `/a` is lost"),
        ({"read": {"a": 1}}, 404, "misread: no error"),
    ],
)
def test_what_a_row_says(told: dict[str, Any], status: int, said: str) -> None:
    """The words of the table, each for a case that it stands for."""
    row = Row(name="", operation="", request=None, status=status)  # type: ignore[arg-type]  # not asked
    assert verdict(told, row, {"a": 1}) == said
