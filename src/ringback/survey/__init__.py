"""What a body of recordings shows of the description, and what it shows beyond it."""

from ringback.survey.counts.state import SurveyState
from ringback.survey.covering import covered
from ringback.survey.suggestions.underdescribed import RULES, underdescribed
from ringback.survey.survey import Survey

__all__ = ["RULES", "Survey", "SurveyState", "covered", "underdescribed"]
