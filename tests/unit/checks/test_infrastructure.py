"""What holds for all checks together."""

import pytest

from ringback.checks import CHECK_RULES, CHECKS, INFRASTRUCTURE, RECORDING_CHECKS
from tests.unit.checks.judging import answer, subject


@pytest.mark.parametrize("status", [413, 414, 429, 431, 503])
@pytest.mark.parametrize("authenticated", [True, False])
@pytest.mark.parametrize("method", ["", "PUT"])
@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", b'{"a":"\xff","a":NaN}'])
def test_what_stands_before_the_service_is_never_blamed(
    status: int, authenticated: bool, method: str, body: bytes
) -> None:
    """No check says a word about the infrastructure's answers, in any form."""
    assert status in INFRASTRUCTURE
    for headers in ((), (("Content-Type", "application/json"),), (("Content-Type", "text/html"),)):
        told = (*headers, ("Retry-After", "1"))
        judged = subject(
            answer(status, body, told), method=method, authenticated=authenticated, url="/things"
        )
        assert [each for check in CHECKS for each in check(judged)] == []


def test_every_rule_has_one_check() -> None:
    """No two checks share a rule, and recordings are judged by checks that are known."""
    assert len(set(CHECK_RULES)) == len(CHECK_RULES)
    assert all("/" in rule for rule in CHECK_RULES)
    assert len(set(CHECKS)) == len(CHECKS)
    assert len(set(RECORDING_CHECKS)) == len(RECORDING_CHECKS)
