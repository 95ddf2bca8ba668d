"""Personal data in traffic: told by `validate --secrets`, and left out by `import`."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.driving import Ended, ringback

Capture = pytest.CaptureFixture[str]
PERSON = {
    "id": 7,
    "first_name": "Zbigniew",
    "fullName": "Zbigniew Kowalski",
    "dob": "1984-07-13",
    "card": "4539 5787 6362 1486",
    "email": "zbigniew@firma.de",
    "crew": "c-1789",
    "note": "Mr Zbigniew Kowalski, badge EMP-004711, called from 93.184.216.34",
}
TEXT = {"type": "string"}
SCHEMA = {
    "type": "object",
    "required": [*PERSON],
    "properties": {
        **dict.fromkeys(PERSON, TEXT),
        "id": {"type": "integer"},
        "dob": {**TEXT, "format": "date"},
        "card": {**TEXT, "pattern": r"^(\d{4} ){3}\d{4}$"},
        "email": {**TEXT, "format": "email"},
    },
}
DESCRIPTION = {
    "openapi": "3.1.0",
    "info": {"title": "Crews", "version": "1"},
    "servers": [{"url": "https://crews.example"}],
    "paths": {
        "/people/{email}": {
            "get": {
                "operationId": "get_person",
                "parameters": [{"name": "email", "in": "path", "required": True, "schema": TEXT}],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {"application/json": {"schema": SCHEMA}},
                    }
                },
            }
        }
    },
}
HOUSE = '[secrets]\nnames = ["crew"]\npatterns = ["EMP-(\\\\d{6})"]\nkeep = ["first_*"]\n'


def _import(capsys: Capture, folder: Path, settings: str, *options: str) -> Ended:
    """Import one exchange with a person's data; `settings` are tables of the configuration."""
    (folder / "openapi.json").write_text(json.dumps(DESCRIPTION))
    config = folder / "ringback.toml"
    config.write_text(f'[contract]\ndescription = "openapi.json"\n{settings}')
    asked = {"method": "GET", "url": "https://crews.example/people/zbigniew%40firma.de"}
    headers = {"Content-Type": "application/json"}
    told = {"status": 200, "headers": headers, "body": PERSON}
    (folder / "log.ndjson").write_text(json.dumps({"request": asked, "response": told}))
    log, into = str(folder / "log.ndjson"), str(folder / "made")
    return ringback(capsys, "import", log, "--into", into, "--config", str(config), *options)


def _made(folder: Path) -> Any:
    """The one recording of a folder."""
    (file,) = (folder / "made").rglob("*.json")
    return json.loads(file.read_text())


def test_nothing_personal_is_left_in_what_import_writes(capsys: Capture, tmp_path: Path) -> None:
    """What stands there keeps the description, and the same value is the same everywhere."""
    assert _import(capsys, tmp_path, "").code == 0
    made = _made(tmp_path)
    assert made["request"]["url"] == "https://crews.example/people/user-0001@example.com"
    assert made["response"]["body"] == {
        "id": 7,
        "first_name": "<first-name>",
        "fullName": "<full-name>",
        "dob": "1900-01-01",
        "card": "4242 4242 0000 0018",
        "email": "user-0001@example.com",
        "crew": "c-1789",
        "note": "Mr <full-name>, badge EMP-004711, called from 192.0.2.1",
    }
    config = ("--config", str(tmp_path / "ringback.toml"))
    told = ringback(capsys, "validate", str(tmp_path / "made"), "--secrets", *config)
    assert ("secret/" in told.said, told.code) == (False, 0)
    told = ringback(capsys, "validate", str(tmp_path / "log.ndjson"), "--secrets", *config)
    assert told.said.count("holds a person's") == 8
    assert "holds a person's payment card number, 45… (19 characters)" in told.said


def test_a_house_has_rules_of_its_own(capsys: Capture, tmp_path: Path) -> None:
    """Its names, its patterns, and what it keeps, in `import` and in `validate`."""
    assert _import(capsys, tmp_path, HOUSE).code == 0
    body = _made(tmp_path)["response"]["body"]
    assert (body["crew"], body["first_name"]) == ("<crew>", "Zbigniew")
    assert "badge EMP-<secret>," in body["note"]
    config = ("--config", str(tmp_path / "ringback.toml"))
    told = ringback(capsys, "validate", str(tmp_path / "log.ndjson"), "--secrets", *config)
    assert 'value under "crew"' in told.said
    assert "text that a pattern names" in told.said


def test_names_come_from_a_file(capsys: Capture, tmp_path: Path) -> None:
    """One name or glob a line; comments and empty lines are none."""
    names = tmp_path / "names.txt"
    names.write_text("# ours\n\nCREW\nna*e\n")
    assert _import(capsys, tmp_path, "", "--redact-names", str(names)).code == 0
    assert _made(tmp_path)["response"]["body"]["crew"] == "<crew>"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("crew\n*\n[x\n", [":2: '*' is every name", ":3: '[x' opens a bracket"]),
        ("# nothing\n", [": holds no name; write one name or glob a line"]),
        (None, [": can't be read (No such file or directory)"]),
    ],
)
def test_mistakes_in_a_file_of_names_are_told_with_their_line(
    capsys: Capture, tmp_path: Path, text: str | None, told: list[str]
) -> None:
    """All at once, before anything is written."""
    names = tmp_path / "names.txt"
    if text is not None:
        names.write_text(text)
    ended = _import(capsys, tmp_path, "", "--redact-names", str(names))
    assert ended.code == 2
    assert all(f"--redact-names {names}{each}" in ended.said for each in told)
    assert not (tmp_path / "made").exists()


@pytest.mark.usefixtures("values")
def test_record_takes_names_too(capsys: Capture, tmp_path: Path) -> None:
    """What the reference tells under such a name is in no recording."""
    names = tmp_path / "names.txt"
    names.write_text("user_*\n")
    options = ("--operation", "list_numbers", "--max-requests", "60")
    plain, scrubbed = str(tmp_path / "plain"), str(tmp_path / "scrubbed")
    ringback(capsys, "record", "--into", plain, *options)
    ringback(capsys, "record", "--into", scrubbed, *options, "--redact-names", str(names))
    told = [
        "".join(file.read_text() for file in Path(each).rglob("*.json"))
        for each in (plain, scrubbed)
    ]
    assert ["5e400000-0000" in text for text in told] == [True, False]
    assert '"user_id": "00000000-0000-4000-8000-000000000001"' in told[1]
