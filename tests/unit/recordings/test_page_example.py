"""The example of the vendor's page, whose payloads are kept as they were published."""

import pytest

from ringback.recordings import read
from ringback.validate import judge_entry
from tests.unit.contract.making import ROOT, numbers

VOICES = '"voice_azure", "voice_rime" or "voice_eleven_labs"'


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (
            "published",
            [
                (
                    "schema/request",
                    'request: the query parameter "phone_number" is missing',
                    "",
                    "/paths/~1v1~1numbers~1update/post/parameters/0",
                )
            ],
        ),
        (
            "strict",
            [
                (
                    "schema/request",
                    'request: the query parameter "phone_number" is missing',
                    "",
                    "/paths/~1v1~1numbers~1update/post/parameters/0",
                ),
                (
                    "schema/response",
                    (
                        "response 200 /inbound_agent/actions/0/config: "
                        'an action_end_conversation has no "phone_number" here'
                    ),
                    "/inbound_agent/actions/0/config",
                    "/components/schemas/EmptyActionConfig/additionalProperties",
                ),
                (
                    "schema/response",
                    f'response 200 /inbound_agent/voice/type: must be {VOICES}, not "voice_base"',
                    "/inbound_agent/voice/type",
                    "/components/schemas/Agent/properties/voice/anyOf",
                ),
            ],
        ),
    ],
)
def test_the_page_s_example(reading: str, expected: list[tuple[str, str, str, str]]) -> None:
    """Strict breaks the answer at two places; the request lacks the number under both."""
    file = ROOT / "contracts/numbers/recordings/update_number/page-example.json"
    found = judge_entry(read(file), numbers(reading), expectations=False)
    assert [(it.rule, it.message, it.instance, it.schema) for it in found] == expected
