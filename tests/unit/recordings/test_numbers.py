"""The repository's own recordings: that they are true, and that they are complete."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.numbers.reference import TOKEN, create_app
from ringback.exchange import Request, Response, header_values
from ringback.payload import decode, encode, same
from ringback.recordings import Recording, files, read
from ringback.targets.asgi import AsgiTarget
from tests.unit.contract.making import ROOT, numbers

FOLDER = ROOT / "contracts/numbers/recordings"
FILES = list(files([str(FOLDER)]))
KEPT = ("content-type", "allow", "www-authenticate")


def recorded(file: Path) -> Recording:
    """The recording in a file."""
    entry = read(file)
    assert isinstance(entry, Recording), entry
    return entry


MOCKED = [
    file
    for file in FILES
    if (provenance := recorded(file).provenance) and provenance.source == "mock"
]


@pytest.mark.parametrize("file", MOCKED, ids=lambda it: f"{it.parent.name}-{it.stem}")
def test_the_reference_still_answers_so(file: Path) -> None:
    """A fresh reference answers the recorded request with the recorded answer."""
    recording = recorded(file)
    kept = recording.exchange.request
    sent = Request(
        method=kept.method,
        url=kept.url.removeprefix("https://api.vocode.dev"),
        headers=tuple((name, text.replace("<token>", TOKEN)) for name, text in kept.headers),
        body=kept.body,
    )
    target = AsgiTarget("reference", create_app())
    try:
        outcome = target.send(sent)
    finally:
        target.close()
    expected = recording.exchange.outcome
    assert isinstance(outcome, Response)
    assert isinstance(expected, Response)
    assert outcome.status == expected.status
    for name in KEPT:
        assert header_values(outcome.headers, name) == header_values(expected.headers, name)
    assert same(decode(outcome.body).value, decode(expected.body).value)


def test_there_is_no_secret_on_record() -> None:
    """Every token is a stand-in, but the one that nobody has."""
    for file in FILES:
        for value in header_values(recorded(file).exchange.request.headers, "authorization"):
            assert value in {"Bearer <token>", "Bearer wrong"}
        assert TOKEN not in file.read_text("utf-8")


def texts(value: Any) -> set[str]:
    """Every text in a payload."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return set().union(*map(texts, inner))
    return {value} if isinstance(value, str) else set()


def bodies(*, of_request: bool) -> set[str]:
    """Every text in the accepted requests, or in their answers."""
    found: set[str] = set()
    for file in MOCKED:
        exchange = recorded(file).exchange
        if exchange.response and exchange.response.succeeded:
            body = exchange.request.body or b"null" if of_request else exchange.response.body
            found |= texts(decode(body).value)
    return found


@pytest.mark.parametrize("of_request", [True, False])
@pytest.mark.parametrize("schema", ["ActionType", "VoiceType", "EventType", "HTTPMethod"])
def test_every_kind_is_on_record(schema: str, of_request: bool) -> None:
    """Every action, voice, event and method that there is, asked for and answered."""
    kinds = set(numbers("strict").description.at(f"/components/schemas/{schema}/enum"))
    assert kinds - {"voice_base"} <= bodies(of_request=of_request)


def test_every_documented_status_is_on_record() -> None:
    """Of every operation; a 405 is of no operation's method, so it is on no record."""
    contract = numbers("strict")
    seen: dict[str, set[str]] = {}
    for file in FILES:
        exchange = recorded(file).exchange
        operation = contract.operation_for(exchange.request)
        assert operation is not None
        assert exchange.response is not None
        assert file.parent.name == operation.id
        seen.setdefault(operation.id, set()).add(str(exchange.response.status))
    documented = {each.id: {it.status for it in each.answers} for each in contract.operations}
    errors = {"401", "403", "404", "422"}
    assert seen["update_number"] == documented["update_number"] - {"405"} == {"200", *errors}
    assert set().union(*seen.values()) == {"200", *errors}


def test_a_recording_is_written_as_it_is_read() -> None:
    """Two spaces, members in order, characters as they are, a line break at the end."""
    for file in FILES:
        text = file.read_text("utf-8")
        assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
        assert decode(encode(json.loads(text))).flaws == ()
