"""What each rule means: the texts are data, one table a rule, in the files beside this one."""

from ringback.rules.explanations import Explanation, explained, explanations

__all__ = ["Explanation", "explained", "explanations"]
