"""Cassettes as items of pytest: an item for each exchange that a file holds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ringback.errors import RingbackError
from ringback.recordings import Aside, Entry, Payload, Recording, entries, sources
from ringback.testing.exchange_session import ExchangeSession, JudgedBy
from ringback.traffic.validated import told
from ringback.validate import judge_entry

SUFFIXES = frozenset({".yaml", ".yml", ".json", ".har", ".ndjson"})


class CassetteFile(pytest.File):
    """A file of stored exchanges, of any form that `ringback validate` reads."""

    def __init__(self, *, exchanges: ExchangeSession, by: JudgedBy, **given: Any) -> None:
        super().__init__(**given)
        self.exchanges = exchanges
        self.by = by

    def collect(self) -> Iterator["CassetteItem"]:
        """An item for each entry, named by its number and what was asked."""
        try:
            found = [entry for it in sources([str(self.path)]) for entry in entries(it)]
        except RingbackError as error:
            raise self.CollectError(str(error)) from None
        for number, entry in enumerate(found, 1):
            name = _name(number, entry)
            yield CassetteItem.from_parent(self, name=name, entry=entry, of=self)


class CassetteItem(pytest.Item):
    """One stored exchange; it passes where it keeps the contract."""

    def __init__(self, *, entry: Entry, of: CassetteFile, **given: Any) -> None:
        super().__init__(**given)
        self.entry = entry
        self.of = of

    def runtest(self) -> None:
        """Judge it; skipped with the reason where it is none of ours."""
        exchanges, entry = self.of.exchanges, self.entry
        try:
            judge = exchanges.judge(self.of.by)
        except RingbackError as error:
            pytest.fail(str(error), pytrace=False)
        if isinstance(entry, Aside):
            pytest.skip(f"no exchange with a service: {entry.why}")
        if isinstance(entry, Recording):
            outside = judge.outside(entry)
            found = judge.take(entry)
            if outside is not None:
                pytest.skip(outside[2])
        else:
            found = list(judge_entry(entry, judge.contract))
        broken = [each for each in exchanges.accepted(found) if each.counts]
        if broken:
            pytest.fail(told(broken, "what was stored"), pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands: the file and the line."""
        line = getattr(self.entry, "line", None)
        return self.path, None if line is None else line - 1, self.name


def _name(number: int, entry: Entry) -> str:
    """The name of an item: its number in the file, and what was asked there."""
    if isinstance(entry, Recording):
        request = entry.exchange.request
        return f"{number}-{request.method}-{request.path}"
    return f"{number}-{'payload' if isinstance(entry, Payload) else type(entry).__name__.lower()}"
