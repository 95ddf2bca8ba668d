"""Whatever is asked of the target, its answer keeps the contract."""

from ringback.generation.case import Case
from ringback.suite import Suite


def test_a_generated_case_finds_nothing(ringback_suite: Suite, case: Case) -> None:
    """A case from Schemathesis is answered as the description and the laws say."""
    assert ringback_suite.play(case) == []
