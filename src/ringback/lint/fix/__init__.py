"""An overlay that makes a description say what it plainly means."""

from ringback.lint.fix.fixing import INVALID, fixed

__all__ = ["INVALID", "fixed"]
