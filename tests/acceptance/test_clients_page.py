"""`docs/clients.md`, followed literally: each example runs as a test, in the page's order."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.driving import ROOT

PAGE = (ROOT / "docs/clients.md").read_text("utf-8")
(DESCRIPTION,) = re.findall(r"```yaml\n(openapi: .*?)```", PAGE, re.DOTALL)
BLOCKS: list[str] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def examples() -> dict[str, Callable[[], None]]:
    """The tests of the page; what one block defines is there for those behind it."""
    names: dict[str, Any] = {"__name__": "clients"}
    for block in BLOCKS:
        exec(compile(block, "docs/clients.md", "exec"), names)  # noqa: S102 -- the page's own code
    return {name: each for name, each in names.items() if name.startswith("test_")}


@pytest.mark.parametrize("example", examples().values(), ids=examples())
def test_an_example_runs(
    example: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It passes in a folder that holds the page's description, and nothing else."""
    (tmp_path / "pets.yaml").write_text(DESCRIPTION, "utf-8")
    monkeypatch.chdir(tmp_path)
    example()


def test_each_block_holds_one_test_at_least() -> None:
    """No example is passed over."""
    assert [block for block in BLOCKS if "def test_" not in block] == []
    assert len(examples()) == sum(block.count("def test_") for block in BLOCKS)
