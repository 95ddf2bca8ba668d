"""An overlay that makes a description say what it plainly means."""

from ringback.lint.fix.fixing import fixed

__all__ = ["fixed"]
