"""What the room lets others use."""

from ringback import survey


def test_the_names_that_others_may_use() -> None:
    """The survey, its state, and the three things that are made of it."""
    assert survey.__all__ == [
        "RULES",
        "Survey",
        "SurveyState",
        "covered",
        "underdescribed",
    ]
    assert survey.RULES == (
        "recording/always-present",
        "recording/always-null",
        "recording/always-empty",
        "recording/undocumented-field",
        "recording/undocumented-parameter",
        "recording/undocumented-header",
    )
