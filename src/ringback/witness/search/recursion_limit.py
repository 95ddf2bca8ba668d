"""Room on the stack for schemas that lead from one to the next some hundred times."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_CALLS = 8_000  # within one another; the stack of a main thread holds several times as many


@contextmanager
def raised_recursion_limit() -> Iterator[None]:
    """More calls within one another than Python allows by itself: a schema takes a dozen."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _CALLS))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
