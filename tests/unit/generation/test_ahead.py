"""Cases that are made ahead in another process."""

import multiprocessing
import time

from ringback.crashes import Crashes
from ringback.generation.ahead import Ahead
from ringback.generation.case_store import WantedCases
from tests.unit.contract.making import numbers


def test_what_is_still_made_is_not_waited_for() -> None:
    """A run that ends early ends the process that makes cases as well."""
    contract = numbers("strict")
    wanted = WantedCases(document=contract.description.document, seed=0, count=10_000)
    before = set(multiprocessing.active_children())
    ahead = Ahead(wanted, tuple(contract.operations), apart=True)
    assert set(multiprocessing.active_children()) > before
    assert ahead.cases(Crashes(), 0.01) is None
    began = time.monotonic()
    ahead.close()
    while set(multiprocessing.active_children()) > before:
        assert time.monotonic() - began < 10
        time.sleep(0.01)
