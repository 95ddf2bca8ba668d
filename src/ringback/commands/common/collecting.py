"""Garbage collection while a big document is looked at: seldom.

A description becomes millions of small objects that live as long as the run. Looking through them
all whenever some thousands more are there takes a third of the time, and finds next to nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS = 1_000_000  # new ones, before they are looked through


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within it, garbage in circles is looked for seldom; afterwards as often as before."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
