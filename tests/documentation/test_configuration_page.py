"""The page of the configuration names every key that is read, and no other."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ringback.config_reader import load_settings
from ringback.config_reader.tables import TableReader
from tests.documentation.page import ROOT

PAGE = (ROOT / "docs/configuration.md").read_text("utf-8")
_WHOLE = """
[contract]
description = "a.yaml"
readings.strict = []
forms.reading = "strict"
[values]
name = { variable = "A" }
[operations.name]
max_response_time = 1
[accounts.name]
[targets.name]
url = "http://127.0.0.1"
[resources.name]
[changes]
[secrets]
[prove]
app = "a:b"
"""
# The heading that each table is told under.
_HEADINGS = {
    "": "The top",
    "contract.": "`[contract]`",
    "contract.forms.": "`[contract.forms]`",
    "values.name.": "`[values]`, `[operations.ID.values]`, `[accounts.NAME]`, "
    "`[targets.NAME.values]`",
    "operations.name.": "`[operations.ID]`",
    "targets.name.": "`[targets.NAME]`",
    "resources.name.": "`[resources.NAME]`",
    "changes.": "`[changes]`",
    "secrets.": "`[secrets]`",
    "prove.": "`[prove]`",
}


def _told(heading: str) -> set[str]:
    """The keys of the table under a heading; at the top, the tables as well."""
    [section] = [each for each in PAGE.split("\n## ") if each.splitlines()[0] == heading]
    rows = set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
    return rows | (set(re.findall(r"`(\w+)`", section.partition("are tables:")[2])))


def test_the_page_has_every_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the reader of each table knows is what the page has under its heading."""
    known: dict[str, set[str]] = {}
    only = TableReader.only

    def noted(self: TableReader, table: Mapping[str, Any], keys: set[str], where: str) -> None:
        known[where] = set(keys)
        only(self, table, keys, where)

    monkeypatch.setattr(TableReader, "only", noted)
    file = tmp_path / "ringback.toml"
    file.write_text(_WHOLE, "utf-8")
    load_settings(file)
    assert {_HEADINGS[where]: keys for where, keys in known.items()} == {
        heading: _told(heading) for heading in _HEADINGS.values()
    }
