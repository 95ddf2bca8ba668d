"""Whatever is asked of the target, its answer keeps the contract."""

import pytest

from ringback.suite import Suite


@pytest.mark.contract(each="operation")
def test_an_operation_keeps_the_contract(ringback_suite: Suite, operation: str) -> None:
    """An operation is played, and every answer of it is as the description says."""
    assert ringback_suite.unplayed(operation) is None
    assert ringback_suite.operation(operation) == []
