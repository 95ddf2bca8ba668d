"""Payloads without an exchange, judged as the command line says."""

import json
from pathlib import Path

import pytest

from ringback.recordings import Payload, read
from ringback.validate import Bare, judge_entry, payload_schema
from tests.unit.contract.making import UUID, number, numbers

Told = tuple[str, str, str | None, int | None]


def bare(folder: Path, content: bytes, operation: str, status: int | None) -> list[Told]:
    """What is said of a bare payload."""
    file = folder / "p.json"
    file.write_bytes(content)
    contract = numbers("strict")
    entry = read(file)
    assert isinstance(entry, Payload)
    asked = Bare(operation=contract.operation(operation), status=status)
    found = list(judge_entry(entry, contract, asked))
    assert {(each.operation, each.file) for each in found} <= {(operation, str(file))}
    return [(each.rule, each.message, each.instance, each.line) for each in found]


def test_bare_payloads(tmp_path: Path) -> None:
    """The answer of a status, or the request; at the line of the value that is wrong."""
    link = json.dumps({"inbound_agent": UUID}).encode()
    assert bare(tmp_path, link, "update_number", None) == []
    assert bare(tmp_path, json.dumps(number()).encode(), "get_number", 200) == []
    assert bare(tmp_path, b'{\n"detail":\n5}', "get_number", 404) == [
        ("schema/response", "response 404 /detail: must be a string, not an integer", "/detail", 2)
    ]
    assert bare(tmp_path, b"{}", "update_number", None) == [
        ("schema/request", 'request /: UpdateNumberRequest needs "inbound_agent"', "", 1)
    ]


def test_the_bytes_of_bare_payloads(tmp_path: Path) -> None:
    """Flaws are told beside what the schema says."""
    twice = b'{"detail":"a","detail":"b"}'
    text = 'the body gives the member "detail" more than once'
    assert bare(tmp_path, twice, "get_number", 404) == [
        ("protocol/duplicate-key", f"response 404: {text}", None, None)
    ]
    twice = b'{"inbound_agent":{},"inbound_agent":{}}'
    text = 'the body gives the member "inbound_agent" more than once'
    assert bare(tmp_path, twice, "update_number", None) == [
        ("schema/request", f"request: {text}", None, None)
    ]


@pytest.mark.parametrize(
    ("operation", "status", "schema"),
    [
        ("update_number", None, "/components/schemas/UpdateNumberRequest"),
        ("update_number", 200, "/components/schemas/PhoneNumber"),
        ("update_number", 404, "/components/schemas/Error"),
        ("update_number", 500, None),
        ("get_number", None, None),
    ],
)
def test_the_schema_of_a_bare_payload(
    operation: str, status: int | None, schema: str | None
) -> None:
    """The JSON one of the answer or the request; None where nothing is documented."""
    contract = numbers("strict")
    found = payload_schema(Bare(operation=contract.operation(operation), status=status))
    assert (found and contract.view(found).pointer) == schema
