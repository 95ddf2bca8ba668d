"""What MkDocs asks while it builds the site: pages that are made from the code, not written.

`<!-- generated: NAME -->` in a page is where a part of it is put.
"""

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from ringback.rules.pages import rule_pages, rule_table
from site_generator.command_pages import command_pages, command_table
from site_generator.report_tables import report_tables
from site_generator.top_pages import top_pages

PARTS: Mapping[str, Callable[[], str]] = {
    "commands": command_table,
    "report": report_tables,
    "rules": rule_table,
}
# The theme names this script by a URL of others, for pages that are read from the disk.
_SHIM = "https://unpkg.com/iframe-worker/shim"
_ELSEWHERE = re.compile(r"""<(?:script|img|link|iframe)\b[^>]*\b(?:src|href)="(https?:[^"]+)""")
_LOG = logging.getLogger("mkdocs.hooks.site_generator")
_PART = re.compile(r"<!-- generated: (\w+) -->")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what stands at the top of the repository, a page a command and a page a rule."""
    for name, text in top_pages().items():
        files.append(File.generated(config, name, content=text))
    for name, text in {**command_pages(), **rule_pages()}.items():
        made = File.generated(config, name, content=text)
        made.inclusion = InclusionLevel.NOT_IN_NAV
        files.append(made)
    return files


def on_page_markdown(markdown: str, **_more: Any) -> str:
    """Put the generated parts where a page wants them."""
    return _PART.sub(lambda found: PARTS[found[1]](), markdown)


def on_post_page(output: str, page: Page, **_more: Any) -> str:
    """Take from here what the theme would fetch from elsewhere; warn of anything else like that."""
    above = "../" * page.url.count("/")
    own = output.replace(_SHIM, f"{above}assets/iframe-worker.js")
    for url in _ELSEWHERE.findall(own):
        _LOG.warning("%s fetches %s: pages have to work without a network", page.url, url)
    return own
