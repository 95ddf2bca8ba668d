"""Every recording keeps the contract, or has just the findings that it is known to have."""

from pathlib import Path

import pytest

from ringback.suite import Suite


@pytest.mark.contract(each="recording")
def test_a_recording_keeps_the_contract(ringback_suite: Suite, recording: Path) -> None:
    """A stored exchange is what the description says."""
    assert ringback_suite.judge_recording(recording) == []
