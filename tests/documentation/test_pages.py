"""Every command that the documentation shows is run, and prints what is shown."""

import json
import tomllib

import pytest
import yaml

from tests.documentation.page import Block, Page, all_pages
from tests.documentation.running import differences

PAGES = all_pages()
NOT_RUN = 10  # blocks that are marked as such, each with its reason
_SHELLS = {"sh", "bash", "shell", "shell-session"}


def _blocks() -> list[tuple[Page, Block]]:
    return [(page, block) for page in PAGES for block in page.blocks]


@pytest.mark.parametrize(
    "page", [each for each in PAGES if each.is_run], ids=lambda page: page.name
)
def test_the_page_is_true(page: Page) -> None:
    """Its commands in their order end as it says, and print what it shows."""
    assert list(differences(page)) == []


def test_no_command_is_shown_and_not_looked_at() -> None:
    """Commands stand in consoles; those that are not run are as many as are known."""
    for page, block in _blocks():
        where = f"{page.name}:{block.line}"
        assert block.language not in _SHELLS, f"{where}: commands stand in a `console` block"
        if block.language != "console":
            assert not any(line.startswith("$ ") for line in block.lines), where
            continue
        assert list(block.commands()), f"{where}: no line begins with `$ `"
    left_out = [
        f"{page.name}: {block.notes['not run']}"
        for page, block in _blocks()
        if "not run" in block.notes
    ]
    assert len(left_out) == NOT_RUN, "\n".join(left_out)


@pytest.mark.parametrize(
    ("language", "read"),
    [("toml", tomllib.loads), ("json", json.loads), ("yaml", yaml.safe_load)],
)
def test_what_is_shown_of_files_can_be_read(language: str, read: object) -> None:
    """Each block of a format is of that format."""
    assert callable(read)
    for page, block in _blocks():
        if block.language == language:
            assert read(block.text) is not None, f"{page.name}:{block.line}"
