"""Each check passes for whatever the target answered."""

import pytest

from ringback.suite import Suite


@pytest.mark.contract(each="check")
def test_a_check_passes(ringback_suite: Suite, check: str) -> None:
    """No answer to any operation breaks the rule."""
    assert ringback_suite.rule(check) == []
