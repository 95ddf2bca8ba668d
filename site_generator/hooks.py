"""What MkDocs asks while it builds the site: pages that are made from the code, not written.

`<!-- generated: NAME -->` in a page is where a part of it is put.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from ringback.rules.pages import rule_pages, rule_table
from site_generator.command_pages import command_pages, command_table
from site_generator.report_tables import report_tables

ROOT = Path(__file__).parents[1]
PARTS: Mapping[str, Callable[[], str]] = {
    "commands": command_table,
    "report": report_tables,
    "rules": rule_table,
}
_PART = re.compile(r"<!-- generated: (\w+) -->")
_AT_THE_TOP = {"index.md": "README.md", "architecture.md": "ARCHITECTURE.md", "changelog.md": "CHANGELOG.md"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what stands at the top of the repository, a page a command and a page a rule."""
    for name, source in _AT_THE_TOP.items():
        files.append(_page(config, name, seen_from_docs((ROOT / source).read_text("utf-8"))))
    for name, text in {**command_pages(), **rule_pages()}.items():
        made = _page(config, name, text)
        made.inclusion = made.inclusion.NOT_IN_NAV
        files.append(made)
    return files


def on_page_markdown(markdown: str, **_more: Any) -> str:
    """Put the generated parts where a page wants them."""
    return _PART.sub(lambda found: PARTS[found[1]](), markdown)


def seen_from_docs(text: str) -> str:
    """A page of the top of the repository, its links as from the folder of the pages."""
    names = {source: name for name, source in _AT_THE_TOP.items()}

    def link(found: re.Match[str]) -> str:
        path, anchor = found[1], found[2] or ""
        return f"]({names.get(path, path.removeprefix('docs/'))}{anchor})"

    return re.sub(r"\]\(([\w./-]+)(#[\w-]+)?\)", link, text)


def _page(config: MkDocsConfig, name: str, text: str) -> File:
    return File.generated(config, name, content=text)
