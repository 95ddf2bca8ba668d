"""The pages of the rules for the site of `docs/`, made from the explanations: one page a rule."""

from collections.abc import Mapping

from ringback.rules.explanations import Explanation, areas, explanations


def rule_pages() -> Mapping[str, str]:
    """The pages in Markdown, by the names of their files as seen from `docs/`."""
    return {page_name(told.rule): _page(told) for told in explanations().values()}


def page_name(rule: str) -> str:
    """The file of a rule's page; `flaky`, a rule without an area, has one as well."""
    return f"rules/{rule}.md"


def rule_table() -> str:
    """A table an area: each rule with what it means, linked to its page."""
    blocks = []
    for area, found in areas().items():
        rows = (f"| [{told.rule}]({page_name(told.rule)}) | {_row(told.means)} |" for told in found)
        blocks.append("\n".join((f"## {area}\n", "| rule | means |", "| --- | --- |", *rows)))
    return "\n\n".join(blocks)


def _page(told: Explanation) -> str:
    """One rule: what it means, then the rest, each part under its name."""
    parts = (
        f"**{name[:1].upper()}{name[1:]}**\n\n{_quoted(name, text)}" for name, text in told.lines
    )
    return "\n\n".join((f"# {told.rule}", _plain(told.means), *parts)) + "\n"


def _quoted(name: str, text: str) -> str:
    """What is to be typed as code."""
    return f"`{text}`" if name == "how to leave it out" else _plain(text)


def _row(text: str) -> str:
    """Text in a column of a table."""
    return _plain(text).replace("|", r"\|")


def _plain(text: str) -> str:
    """What is Markdown's as plain characters."""
    for each in "*_[":
        text = text.replace(each, f"\\{each}")
    return text.replace("<", "&lt;").replace("#", "&#35;")
