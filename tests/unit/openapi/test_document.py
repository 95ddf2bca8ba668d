"""The description of the numbers API, part by part."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from ringback.description import Description
from ringback.finding import pointer

SHARED = Path(os.environ.get("RINGBACK_SHARED", Path(__file__).parents[4] / "shared"))
PAGE = SHARED / "seed/numbers-update.txt"
needs_page = pytest.mark.skipif(not PAGE.is_file(), reason=f"the vendor's page is not at {PAGE}")

Judge = Callable[[str, Any], bool]
# Every object of an answer, and every object that a request is made of.
OF_ANSWERS = {
    "PhoneNumber", "NormalizedPhoneNumber", "Agent", "TransferCallAction", "EndConversationAction",
    "DTMFAction", "TransferCallConfig", "EmptyActionConfig", "AzureVoice", "RimeVoice",
    "ElevenLabsVoice", "Webhook", "Error", "HTTPValidationError", "ValidationError",
}  # fmt: skip


def test_the_operations_are_the_contract_s(numbers: Description) -> None:
    """Each operation has its id, method, path, parameters and answers."""
    told = {
        each.id: (
            each.method,
            each.path,
            [(it.name, it.where, it.required) for it in each.parameters],
            each.body.required if each.body else None,
            [answer.status for answer in each.answers],
        )
        for each in numbers.operations
    }
    query = [("phone_number", "query", True)]
    assert told == {
        "update_number": (
            "POST", "/v1/numbers/update", query, True, ["200", "401", "403", "404", "405", "422"],
        ),
        "get_number": (
            "GET", "/v1/numbers", query, None, ["200", "401", "403", "404", "405", "422"],
        ),
        "list_numbers": ("GET", "/v1/numbers/list", [], None, ["200", "401", "403", "405"]),
    }  # fmt: skip


def test_every_operation_needs_the_bearer_token(numbers: Description) -> None:
    """Security stands on each operation: http, bearer."""
    schemes = {
        (scheme.kind, scheme.http_scheme)
        for operation in numbers.operations
        for needed in operation.security
        for scheme in needed
    }
    assert schemes == {("http", "bearer")}
    assert all("security" in numbers.at(each.pointer) for each in numbers.operations)


def test_the_servers_are_production_and_staging(numbers: Description) -> None:
    """Both servers are described, production first."""
    servers = {operation.servers for operation in numbers.operations}
    assert servers == {("https://api.vocode.dev", "https://staging.vocode.dev")}


def test_the_update_links_to_the_read(numbers: Description) -> None:
    """The answer's number is the read's phone_number."""
    answer = numbers.operation("update_number").answer_for(200)
    assert answer is not None
    assert [(link.operation, link.parameters) for link in answer.links] == [
        ("get_number", {"phone_number": "$response.body#/number"})
    ]


def test_a_refused_method_needs_allow(numbers: Description) -> None:
    """Each 405 documents Allow as required."""
    for operation in numbers.operations:
        answer = operation.answer_for(405)
        assert answer is not None
        assert [(header.name, header.required) for header in answer.headers] == [("Allow", True)]


def test_strict_closes_every_object_of_the_answers_and_no_other(
    numbers: Description, strict_numbers: Description
) -> None:
    """additionalProperties: false stands on the objects of answers alone, and only under strict."""

    def closed(description: Description) -> set[str]:
        schemas = description.document["components"]["schemas"]
        return {name for name, it in schemas.items() if it.get("additionalProperties") is False}

    assert closed(numbers) == set()
    assert closed(strict_numbers) == OF_ANSWERS


KINDS = {
    "TransferCallActionUpdateParams": "action_transfer_call",
    "EndConversationActionUpdateParams": "action_end_conversation",
    "DTMFActionUpdateParams": "action_dtmf",
    "AzureVoiceUpdateParams": "voice_azure",
    "RimeVoiceUpdateParams": "voice_rime",
    "ElevenLabsVoiceUpdateParams": "voice_eleven_labs",
}


@pytest.mark.parametrize(("component", "tag"), KINDS.items())
def test_a_request_s_kind_takes_its_own_tag_alone_under_strict(
    component: str, tag: str, published: Judge, strict: Judge
) -> None:
    """As published a kind takes every kind's tag; strict makes it one. Both stay open."""
    tags = [each for each in KINDS.values() if each.startswith(tag[:6])]
    assert [each for each in tags if strict(component, {"type": each, "extra": 1})] == [tag]
    assert [each for each in tags if published(component, {"type": each, "extra": 1})] == tags


def test_nothing_is_nullable(numbers: Description, strict_numbers: Description) -> None:
    """No schema of either reading has the type null."""
    for description in (numbers, strict_numbers):
        assert '"null"' not in json.dumps(description.document)


@needs_page
def test_the_page_s_answer_is_published_and_breaks_strict_at_two_places(
    published: Judge, strict_numbers: Description
) -> None:
    """A transfer's config in another action, and voice_base: nothing else is wrong with it."""
    text = PAGE.read_text(encoding="utf-8")
    answer, _ = json.JSONDecoder().raw_decode(text[text.index('{\n"id"') :])
    validator = jsonschema_rs.Draft202012Validator(
        {"$ref": "urn:x#/components/schemas/PhoneNumber"},
        registry=jsonschema_rs.Registry(resources=[("urn:x", strict_numbers.document)]),
        validate_formats=True,
    )
    assert published("PhoneNumber", answer)
    assert [pointer(error.instance_path) for error in validator.iter_errors(answer)] == [
        "/inbound_agent/actions/0",
        "/inbound_agent/voice",
    ]
