"""Requests that ask for each described media type, and bodies in the one that is taken."""

from dataclasses import replace
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.generation.case import Case, request_for, written_schema
from ringback.generation.designed_cases import accepting_cases, broken_frames
from ringback.sampling.sampler import Sampler
from ringback.witness.search.instances import Instances
from tests.unit.contract.making import small


def serving(*names: str, taking: dict[str, Any] | None = None) -> Contract:
    """A contract whose operation answers in these media types, and takes those bodies."""
    content = {name: {"schema": {"type": "string"}} for name in names}
    answers = {
        "200": {"description": "it", "content": content},
        "404": {"description": "no", "content": {"text/html": {}}},
    }
    body = {"requestBody": {"required": True, "content": taking}} if taking else {}
    return small({}, {"/it": {"post": {"operationId": "it", "responses": answers, **body}}})


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), []),
        (("application/json",), []),
        (("application/hal+json",), []),
        (("text/csv",), ["text/csv"]),
        (("application/json", "text/csv"), ["application/json", "text/csv"]),
        (("application/json", "*/*"), []),
        (("image/*",), ["image/*"]),
    ],
)
def test_each_media_type_of_a_success_is_asked_for(names: Any, expected: list[str]) -> None:
    """Once each; where JSON is all there is, the plain request has asked for it."""
    operation = serving(*names).operation("it")
    plain = Case(
        operation=operation, request=request_for(operation, {}), label="plain", origin="walk"
    )
    cases = list(accepting_cases(operation, plain))
    assert [dict(each.request.headers)["Accept"] for each in cases] == expected
    assert [each.label for each in cases] == [f"accepting {name}" for name in expected]


@pytest.mark.parametrize(
    ("names", "produces", "expected"),
    [
        ((), ("image/png", "image/*"), ["image/png", "image/*"]),
        ((), ("application/json",), []),
        (("text/csv",), ("image/png",), ["text/csv"]),
    ],
)
def test_what_is_produced_is_asked_for_where_answers_name_nothing(
    names: Any, produces: tuple[str, ...], expected: list[str]
) -> None:
    """Swagger 2.0 names media types beside the answers: a schema alone binds them to one."""
    operation = replace(serving(*names).operation("it"), produces=produces)
    plain = Case(
        operation=operation, request=request_for(operation, {}), label="plain", origin="walk"
    )
    cases = accepting_cases(operation, plain)
    assert [dict(each.request.headers)["Accept"] for each in cases] == expected


THING = {
    "type": "object",
    "required": ["a"],
    "properties": {"a": {"type": "string", "const": "x"}},
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("taking", "content", "content_type"),
    [
        ({"application/x-www-form-urlencoded": {"schema": THING}}, b"a=x",
         "application/x-www-form-urlencoded"),
        ({"text/plain": {"schema": {"type": "string", "const": "x"}}}, b"x", "text/plain"),
        ({"application/x-www-form-urlencoded": {"schema": THING},
          "application/json": {"schema": THING}}, b'{"a":"x"}', "application/json"),
        ({"*/*": {"schema": THING}}, b'{"a":"x"}', "application/json"),
    ],
)  # fmt: skip
def test_an_operation_is_sent_what_it_takes(
    taking: dict[str, Any], content: bytes, content_type: str
) -> None:
    """JSON where it is taken, else the described form; and the description admits it."""
    contract = serving(taking=taking)
    operation = contract.operation("it")
    search = Instances(contract.requests.document)
    sampler = Sampler(admits=contract.requests.admits, uuid=lambda _path: "", search=search)
    view = contract.requests.view(written_schema(operation) or "")
    asked = [request_for(operation, {}, each.value) for each in sampler.variants(view)]
    assert {(each.body, each.headers) for each in asked} == {
        (content, (("Content-Type", content_type),))
    }
    admissions = {str(contract.admission(each, operation)) for each in asked}
    assert admissions == {"Admitted()"}


def test_a_form_is_not_broken_as_json_is() -> None:
    """Of a form the body is left out, and nothing else is asked."""
    taking = {"application/x-www-form-urlencoded": {"schema": THING}}
    operation = serving(taking=taking).operation("it")
    cases = list(broken_frames(operation, {}, {"a": "x"}))
    assert [each.label for each in cases] == ["no body", "an empty body"]


def test_a_value_that_a_form_has_no_spelling_for_is_sent_as_json() -> None:
    """What can't be written is to be refused, and stops nothing."""
    taking = {"application/x-www-form-urlencoded": {"schema": THING}}
    request = request_for(serving(taking=taking).operation("it"), {}, ["x"])
    assert request.body == b'["x"]'
