"""What a body of recordings shows of the description, and what it shows beyond it."""

from ringback.survey.covering import covered
from ringback.survey.state import SurveyState
from ringback.survey.survey import Survey
from ringback.survey.underdescribed import RULES, underdescribed

__all__ = ["RULES", "Survey", "SurveyState", "covered", "underdescribed"]
