"""The checks that go by an answer's status alone."""

from dataclasses import replace

import pytest

from ringback.checks import auth_required, method, server_error, status
from ringback.exchange import Exchange, LostReason, Request
from tests.unit.checks.judging import answer, line, lost, subject, told

RESPONSES = "/paths/~1things/get/responses"


@pytest.mark.parametrize("code", [200, 204, 404, 405, 422, 500, 502])
def test_status_passes(code: int) -> None:
    """What is documented; 5xx is another check's."""
    assert told(status.check, subject(answer(code))) == []


def test_status_passes_anything_under_default() -> None:
    """`default` documents every status."""
    assert told(status.check, subject(answer(418), operation="open")) == []
    assert told(status.check, subject(lost(LostReason.CLOSED))) == []


@pytest.mark.parametrize("code", [100, 201, 302, 400, 401, 418, 451])
def test_status_flags(code: int) -> None:
    """A status that nobody documented, with those that are."""
    text = (
        f"response {code}: the status is not documented (documented: 200, 204, 404, 405, 422, 5XX)"
    )
    expected = ("schema/status", text, None, RESPONSES, str(code), line(RESPONSES))
    assert told(status.check, subject(answer(code))) == [expected]


@pytest.mark.parametrize(
    ("verb", "header", "findings"),
    [
        ("GET", "If-None-Match", 0),
        ("GET", "if-modified-since", 0),
        ("HEAD", "If-None-Match", 0),
        ("GET", "If-Match", 1),
        ("POST", "If-None-Match", 1),
    ],
)
def test_status_and_who_asked_for_a_304(verb: str, header: str, findings: int) -> None:
    """It stands for the documented answer where the request asked for a new one alone."""
    judged = subject(answer(304))
    request = Request(method=verb, url="/things", headers=((header, "x"),))
    exchange = Exchange(request=request, outcome=judged.exchange.outcome)
    assert len(told(status.check, replace(judged, exchange=exchange))) == findings


@pytest.mark.parametrize("code", [200, 404, 499])
def test_server_error_passes(code: int) -> None:
    """Whatever is below 500, and no answer at all."""
    assert told(server_error.check, subject(answer(code))) == []
    assert told(server_error.check, subject(lost(LostReason.TIMEOUT))) == []


@pytest.mark.parametrize("code", [206, 416])
@pytest.mark.parametrize("ranged", [True, False])
def test_who_asks_for_a_part_gets_one(code: int, ranged: bool) -> None:
    """A 206 and a 416 are HTTP's own answers to a Range, and undescribed ones without it."""
    judged = subject(answer(code))
    request = judged.exchange.request
    request = request.with_header("Range", "bytes=0-2") if ranged else request
    judged = replace(judged, exchange=replace(judged.exchange, request=request))
    assert len(told(status.check, judged)) == (0 if ranged else 1)


@pytest.mark.parametrize("code", [500, 501, 502, 504, 599])
@pytest.mark.parametrize("operation", ["read", "make", "open"])
def test_server_error_flags(code: int, operation: str) -> None:
    """Every other 5xx, documented or not."""
    expected = (
        "protocol/server-error",
        f"the service failed with {code}",
        None,
        None,
        str(code),
        None,
    )
    assert told(server_error.check, subject(answer(code), operation=operation)) == [expected]


@pytest.mark.parametrize(
    ("code", "authenticated", "verb"),
    [(401, False, ""), (403, False, ""), (500, False, ""), (200, True, ""), (200, False, "PUT")],
)
def test_credentials_pass(code: int, authenticated: bool, verb: str) -> None:
    """401 or 403 without credentials; anything with them; other methods are not documented."""
    judged = subject(answer(code), authenticated=authenticated, method=verb)
    assert told(auth_required.check, judged) == []


@pytest.mark.parametrize(
    ("header", "right"),
    [
        ("", True),
        ("Bearer", True),
        ("Bearer two words", True),
        ("Basic %%%", True),
        ("Bearer t0ken", False),
        ("Token t0ken==", False),
        (None, False),
    ],
)
def test_malformed_credentials_may_be_called_a_bad_request(header: str | None, right: bool) -> None:
    """A 400 is right where the header holds no credentials at all, and nowhere else."""
    judged = subject(answer(400), authenticated=False)
    request = judged.exchange.request.with_header("Authorization", header)
    judged = replace(judged, exchange=replace(judged.exchange, request=request))
    assert (told(auth_required.check, judged) == []) is right


@pytest.mark.parametrize(
    ("code", "cause"), [(200, "2xx"), (302, "3xx"), (404, "4xx"), (422, "4xx")]
)
def test_credentials_flag(code: int, cause: str) -> None:
    """Every other answer, one cause for each class."""
    text = f"without valid credentials the answer must be 401 or 403, not {code}"
    expected = ("auth/required", text, None, None, cause, None)
    assert told(auth_required.check, subject(answer(code), authenticated=False)) == [expected]


@pytest.mark.parametrize(
    ("code", "verb", "operation"),
    [(405, "PUT", "read"), (500, "PUT", "read"), (200, "", "read"), (200, "PUT", "make")],
)
def test_method_passes(code: int, verb: str, operation: str) -> None:
    """A 405, a failure, a method that is described, and where no 405 is promised."""
    assert told(method.check, subject(answer(code), method=verb, operation=operation)) == []


@pytest.mark.parametrize("code", [200, 404, 405, 418])
def test_no_status_is_undocumented_for_a_method_that_is_not_described(code: int) -> None:
    """What other methods are answered with is HTTP's affair, not that of an operation."""
    assert told(status.check, subject(answer(code), method="PUT", operation="make")) == []


@pytest.mark.parametrize(("verb", "flagged"), [("PUT", False), ("", True)])
def test_a_501_is_right_where_no_method_is_described(verb: str, flagged: bool) -> None:
    """That a service has no such method is no failure of its own; of its operations' it is."""
    found = told(server_error.check, subject(answer(501), method=verb))
    assert bool(found) is flagged
    assert told(server_error.check, subject(answer(500), method=verb)) != []


@pytest.mark.parametrize("code", [200, 302, 400, 401, 404, 422])
def test_method_flags(code: int) -> None:
    """A method that is not described gets a 405 and nothing else."""
    text = f"PUT is not described here: the answer must be 405, not {code}"
    expected = ("protocol/method", text, None, None, "PUT", None)
    assert told(method.check, subject(answer(code), method="PUT")) == [expected]
