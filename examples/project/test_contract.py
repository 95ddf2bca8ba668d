"""The service keeps its contract: each operation is a test of its own."""

import pytest

from ringback.suite import Suite


@pytest.mark.parametrize("operation", ["get_forecast", "list_forecasts"])
def test_an_operation_keeps_the_contract(ringback_suite: Suite, operation: str) -> None:
    """Every answer that the campaign got is as the description says."""
    assert ringback_suite.unplayed(operation) is None
    assert ringback_suite.operation(operation) == []
