"""What holds of every answer of a mock, of every API, in every mode."""

import itertools
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.contract import Admitted, Refused
from ringback.exchange import Exchange, Request, Response
from ringback.mock.answering.answer_flaws import flaw_of
from ringback.mock.answering.chosen import Chosen, Mode, Told
from ringback.mock.api_mock import ApiMock
from ringback.recordings import Provenance, Recording
from tests.unit.mock.made_up import APIS, RightRequests, contract

_FORMS = 8  # of one body


@cache
def right(name: str) -> RightRequests:
    """The requests of an API."""
    return RightRequests(contract(name))


@cache
def forms(name: str) -> list[tuple[str, Any]]:
    """The operations of an API, each with each form of its body."""
    return [
        (operation.id, body)
        for operation in contract(name).operations
        for body in itertools.islice(right(name).bodies(operation), _FORMS)
    ]


@cache
def stateful(name: str) -> ApiMock:
    """A mock that keeps things; whoever uses it begins anew."""
    return ApiMock(contract(name))


def flaw(name: str, told: Told) -> str:
    """What the contract objects to in an answer."""
    assert isinstance(told.outcome, Response)
    assert told.operation is not None
    return flaw_of(contract(name), told.operation, told.exchange.request, told.outcome)


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("name", APIS)
def test_an_answer_to_each_operation_is_valid(name: str, mode: Mode) -> None:
    """In each mode, for each form of a right request, the contract has nothing to object to."""
    mock = ApiMock(contract(name), mode=mode)
    for operation_id, body in forms(name):
        operation = contract(name).operation(operation_id)
        request = right(name).request(operation, right(name).values(operation), body)
        told = mock.answer(request)
        assert (operation_id, flaw(name, told)) == (operation_id, "")
        if isinstance(contract(name).admission(request, operation), Admitted):
            assert told.mistake == ""


@pytest.mark.parametrize("name", APIS)
@settings(max_examples=20)
@given(data=st.data())
def test_whatever_was_done_before_the_next_answer_is_valid(name: str, data: st.DataObject) -> None:
    """Things are made, changed and deleted in any order: each answer keeps the contract."""
    mock = stateful(name)
    mock.reset()
    keys: list[Any] = []
    for _ in range(data.draw(st.integers(1, 8))):
        operation_id, body = data.draw(st.sampled_from(forms(name)))
        operation = contract(name).operation(operation_id)
        values = right(name).values(operation)
        for each in operation.parameters:
            if each.where == "path" and keys:
                key = data.draw(st.sampled_from(keys))
                if each.schema and contract(name).requests.admits(each.schema, key):
                    values[each.name] = key
        told = mock.answer(right(name).request(operation, values, body))
        assert flaw(name, told) == ""
        located = dict(getattr(told.outcome, "headers", ())).get("location", "")
        key = located.rpartition("/")[2]
        keys += [int(key)] if key.isdecimal() else [key] if key else []


@pytest.mark.parametrize("name", APIS)
def test_a_payload_is_valid_whatever_the_turn(name: str) -> None:
    """Each of the payloads that are answered in turn is valid."""
    mock = ApiMock(contract(name), mode=Mode.GENERATED, seed=5)
    for operation in contract(name).operations:
        body = next(right(name).bodies(operation))
        request = right(name).request(operation, right(name).values(operation), body)
        for _ in range(12):
            assert flaw(name, mock.answer(request, Chosen(dynamic=True))) == ""


@pytest.mark.parametrize("name", APIS)
def test_what_the_description_refuses_is_refused(name: str) -> None:
    """A broken request gets a valid refusal and a sentence; one that is none gets neither."""
    mock = ApiMock(contract(name))
    refused = 0
    for operation in contract(name).operations:
        for request in right(name).broken(operation):
            # A path may lead elsewhere once a part of it is broken.
            meant = contract(name).operation_for(request)
            if meant is None or meant.id != operation.id:
                continue
            is_refused = isinstance(contract(name).admission(request, operation), Refused)
            told = mock.answer(request)
            assert bool(told.mistake) is is_refused
            if not is_refused:
                continue
            refused += 1
            assert operation.id in told.mistake
            assert isinstance(told.outcome, Response)
            assert told.outcome.refused
            known = operation.answer_for(told.outcome.status) is not None
            assert (flaw(name, told) == "") is known
    assert refused >= 2


@pytest.mark.parametrize("name", APIS)
def test_a_recording_is_answered_with_if_it_is_valid(name: str) -> None:
    """What an API answered once is answered again; what contradicts the contract is not."""
    mock = ApiMock(contract(name), mode=Mode.GENERATED)
    kept: list[Recording] = []
    for operation in contract(name).operations:
        body = next(right(name).bodies(operation))
        request = right(name).request(operation, right(name).values(operation), body)
        told = mock.answer(request)
        if not told.mistake:
            kept.append(recorded(request, told.outcome))
    playing = ApiMock(contract(name), mode=Mode.RECORDED, recordings=kept, seed=3)
    assert playing.notes == []
    for each in kept:
        told = playing.answer(each.exchange.request)
        assert told.source == "recorded"
        assert isinstance(told.outcome, Response)
        assert isinstance(each.exchange.outcome, Response)
        assert told.outcome.status == each.exchange.outcome.status
        assert told.outcome.body == each.exchange.outcome.body
    wrong = [recorded(each.exchange.request, Response(status=299)) for each in kept]
    assert len(ApiMock(contract(name), recordings=wrong).notes) == len(kept)


def recorded(request: Request, outcome: Any) -> Recording:
    """A recording of an exchange; lengths are not kept."""
    assert isinstance(outcome, Response)
    return Recording(
        file="made-up.json",
        exchange=Exchange(request=request, outcome=outcome),
        provenance=Provenance(source="mock", date="2026-01-01"),
    )
