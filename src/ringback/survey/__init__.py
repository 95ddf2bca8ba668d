"""What a body of recordings shows of the description, and what it shows beyond it."""

from ringback.survey.state import SurveyState
from ringback.survey.survey import Survey

__all__ = ["Survey", "SurveyState"]
