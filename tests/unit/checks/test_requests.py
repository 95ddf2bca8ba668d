"""What a service makes of a request, by what the description says of it."""

from dataclasses import replace

import pytest

from ringback.checks import acceptance, request_schema, status
from ringback.contract import Admission, Admitted, Refused, Unclear, Violation
from ringback.exchange import LostReason
from ringback.operation import Parameter
from tests.unit.checks.judging import answer, line, lost, subject, told

SCHEMA = "/paths/~1things/get/parameters/0/schema/type"
WRONG = Refused(
    violations=(
        Violation(message="is wrong", instance="/a", schema=SCHEMA, cause="type"),
        Violation(message="is missing", instance="", schema=SCHEMA, cause="required"),
    )
)
DOUBT = Unclear(why="who knows")
RIGHT = Admitted()
STRANGER = frozenset({"x"})
Strangers = frozenset[str] | None


@pytest.mark.parametrize(
    ("admission", "status", "strangers", "plainly"),
    [
        (RIGHT, 200, frozenset(), False),
        (RIGHT, 302, frozenset(), False),
        (RIGHT, 404, STRANGER, True),
        (RIGHT, 422, STRANGER, False),
        (RIGHT, 404, None, False),
        (RIGHT, 200, None, False),
        (RIGHT, 500, frozenset(), False),
        (WRONG, 422, frozenset(), False),
        (WRONG, 404, STRANGER, False),
        (WRONG, 418, frozenset(), False),  # schema/status tells
        (WRONG, 500, frozenset(), False),
        (WRONG, 302, frozenset(), False),
        (DOUBT, 200, frozenset(), False),
        (DOUBT, 422, frozenset(), False),
    ],
)
def test_acceptance_passes(
    admission: Admission, status: int, strangers: Strangers, plainly: bool
) -> None:
    """Accepted what is admitted, refused what is not, and silence where servers may differ."""
    judged = subject(
        answer(status), admission=admission, strangers=strangers, plainly_unknown=plainly
    )
    assert told(acceptance.check, judged) == []


@pytest.mark.parametrize(
    ("query", "rules"),
    [
        ("", ["request/refused-valid"]),
        ("?q=1", ["request/refused-valid"]),
        ("?q=1&page=2", []),
        ("?page", []),
    ],
)
def test_a_query_parameter_that_is_not_described_may_be_refused(
    query: str, rules: list[str]
) -> None:
    """OpenAPI does not say what becomes of it, so that right services differ."""
    judged = subject(answer(422), admission=RIGHT)
    request = replace(judged.exchange.request, url=f"/things{query}")
    judged = replace(judged, exchange=replace(judged.exchange, request=request))
    assert [rule for rule, *_ in told(acceptance.check, judged)] == rules


@pytest.mark.parametrize(
    ("query", "body", "by_time", "rules"),
    [
        ("?from=2024-02-29&to=2024-03-01", b"", False, ["request/refused-valid"]),
        ("?from=2024-02-29&to=2024-02-29", b"", False, []),
        ("?from=2024-03-01&to=2024-02-29", b"", False, []),
        ("?min=3&max=2", b"", False, []),
        ("?q=9223372036854775807", b"", False, ["request/refused-valid"]),
        ("?q=9223372036854775808", b"", False, []),
        ("", b'{"starts": "2024-02-29", "ends": "2024-03-01"}', False, ["request/refused-valid"]),
        ("", b'{"starts": "2024-02-29", "ends": "2024-02-28"}', False, []),
        ("", b'{"a": [-9223372036854775809]}', False, []),
        ("", b'{"on": "2024-02-29"}', True, []),
        ("", b'{"on": "2024-02-29"}', False, ["request/refused-valid"]),
    ],
)
def test_values_may_be_refused_for_what_no_schema_says(
    query: str, body: bytes, by_time: bool, rules: list[str]
) -> None:
    """What ends before it begins, a day that has passed, a number that 64 bits don't hold."""
    judged = subject(answer(422), admission=RIGHT, by_time=by_time)
    names = [each.partition("=")[0] for each in query.strip("?").split("&")]
    known = [
        Parameter(name=name, where="query", required=False, schema=None, pointer="")
        for name in names
    ]
    request = replace(judged.exchange.request, url=f"/things{query}", body=body)
    judged = replace(
        judged,
        exchange=replace(judged.exchange, request=request),
        operation=replace(judged.operation, parameters=tuple(known)),
    )
    assert [rule for rule, *_ in told(acceptance.check, judged)] == rules


@pytest.mark.parametrize("known", [{"authenticated": False}, {"method": "PUT"}])
@pytest.mark.parametrize("admission", [RIGHT, WRONG])
@pytest.mark.parametrize("status", [200, 404, 422])
def test_acceptance_leaves_other_questions_to_others(
    known: dict[str, str], admission: Admission, status: int
) -> None:
    """Without credentials, or with a method that is not described, this is not the question."""
    judged = subject(answer(status), admission=admission, **known)
    assert told(acceptance.check, judged) == []


def test_no_answer_is_neither() -> None:
    """Where nothing came, nothing was accepted."""
    judged = subject(lost(LostReason.TIMEOUT), admission=WRONG)
    assert told(acceptance.check, judged) == []


ACCEPTED = "request /a: is wrong, and yet the service accepted it ({})"
UNDERSTOOD = "the description admits this request, and the service refused it ({})"
FOR_404 = (
    "the request is well formed and names what the account does not have: the answer must be "
    "404, not 422"
)


@pytest.mark.parametrize(
    ("admission", "status", "strangers", "plainly", "expected"),
    [
        (WRONG, 200, frozenset(), False,
            ("accepted-invalid", ACCEPTED.format(200), "/a", SCHEMA, "type")),
        (WRONG, 204, STRANGER, False,
            ("accepted-invalid", ACCEPTED.format(204), "/a", SCHEMA, "type")),
        (WRONG, 404, frozenset(), False,
            ("wrong-refusal", "request /a: is wrong; the answer must be 422, not 404", None,
             SCHEMA, "404")),
        (RIGHT, 404, frozenset(), False,
            ("refused-valid", UNDERSTOOD.format(404), None, None, "404")),
        (RIGHT, 422, frozenset(), False,
            ("refused-valid", UNDERSTOOD.format(422), None, None, "422")),
        (RIGHT, 400, None, False,
            ("refused-valid", UNDERSTOOD.format(400), None, None, "400")),
        (RIGHT, 200, STRANGER, False,
            ("unknown-accepted", ("the request names something that the account does not have, and "
             "was accepted (200)"), None, None, "")),
        (RIGHT, 422, STRANGER, True,
            ("wrong-refusal", FOR_404, None, None, "422 for 404")),
    ],
)  # fmt: skip
def test_acceptance_flags(
    admission: Admission,
    status: int,
    strangers: Strangers,
    plainly: bool,
    expected: tuple[str, str, str | None, str | None, str],
) -> None:
    """One finding, of the rule that the answer breaks."""
    judged = subject(
        answer(status), admission=admission, strangers=strangers, plainly_unknown=plainly
    )
    rule, message, instance, schema, cause = expected
    place = line(schema) if schema else None
    assert told(acceptance.check, judged) == [
        (f"request/{rule}", message, instance, schema, cause, place)
    ]


@pytest.mark.parametrize(
    ("admission", "status"), [(RIGHT, 200), (DOUBT, 200), (WRONG, 422), (WRONG, 404), (RIGHT, 422)]
)
def test_request_schema_passes(admission: Admission, status: int) -> None:
    """What is admitted; what was refused may well be wrong."""
    assert told(request_schema.check, subject(answer(status), admission=admission)) == []


@pytest.mark.parametrize("status", [200, 302, 500])
def test_request_schema_flags(status: int) -> None:
    """Every objection to a request that was not refused."""
    found = told(request_schema.check, subject(answer(status), admission=WRONG))
    place = line(SCHEMA)
    assert found == [
        ("schema/request", "request /a: is wrong", "/a", SCHEMA, "type", place),
        ("schema/request", "request: is missing", "", SCHEMA, "required", place),
    ]


@pytest.mark.parametrize(
    ("accept", "passes"), [("text/csv", True), ("text/csv, */*", False), (None, False)]
)
def test_who_asks_for_a_media_type_may_be_told_that_there_is_none(
    accept: str | None, passes: bool
) -> None:
    """A 406 to an Accept is HTTP's own answer; to who takes anything it is a refusal."""
    judged = subject(answer(406), admission=RIGHT)
    request = judged.exchange.request.with_header("Accept", accept)
    judged = replace(judged, exchange=replace(judged.exchange, request=request))
    found = [*acceptance.check(judged), *status.check(judged)]
    assert [each.rule for each in found] == (
        [] if passes else ["request/refused-valid", "schema/status"]
    )
