"""What the site has of commands, of the report and of files that stand elsewhere."""

import click
import pytest

from ringback.cli.group import group
from ringback.rules import explanations
from site_generator.command_pages import command_page, command_pages, command_table, commands
from site_generator.report_tables import report_schema, report_tables
from site_generator.top_pages import top_pages
from tests.documentation.page import ROOT


@pytest.mark.parametrize(("name", "command"), [*commands()], ids=str)
def test_a_command_is_told_whole(name: str, command: click.Command) -> None:
    """Its page has a meaning for every option, and its line in the table says what it is for."""
    page = command_page(name, command)
    rows = [line for line in page.splitlines() if line.startswith(("| `-", "| option"))]
    options = [each for each in command.params if isinstance(each, click.Option)]
    assert len(rows) == len(options) + 1
    assert [each.opts[-1] for each in options if not each.help] == []
    assert f"[`ringback {name}`]" in command_table()


def test_no_command_is_left_out() -> None:
    """There is a page for each command, those of a group among them."""
    whole = {name for name, each in group.commands.items() if not isinstance(each, click.Group)}
    assert {f"commands/{name}.md" for name in whole} < set(command_pages())
    assert "commands/baseline-show.md" in command_pages()


def test_a_page_of_a_command() -> None:
    """What is typed, the value that an option takes, what it is without a word."""

    @click.command()
    @click.argument("file")
    @click.option("--into", default="here", show_default=True, metavar="FOLDER", help="A | b.")
    @click.option("--times", type=click.IntRange(1), multiple=True, help="How often.")
    def copy() -> None:
        """Copy *a* file."""

    assert command_page("copy", copy).splitlines() == [
        "# ringback copy",
        "",
        r"Copy \*a\* file.",
        "",
        "```",
        "ringback copy [OPTIONS] FILE",
        "```",
        "",
        "| option | meaning |",
        "| --- | --- |",
        r"| `--into` `FOLDER` | A \| b. Default: `here`. |",
        "| `--times` `N` | How often. May be given several times. |",
    ]


def test_the_report_is_told_whole() -> None:
    """Each member of the report and of what it is made of has a row."""
    told = report_tables()
    schema = report_schema()
    names = [*schema["properties"], *schema["$defs"]["finding"]["properties"]]
    assert [name for name in names if f"| `{name}` |" not in told] == []


def test_links_lead_to_pages() -> None:
    """What stands at the top names pages as they are named on the site."""
    pages = top_pages()
    assert "](your-own-api.md)" in pages["index.md"]
    assert "](architecture.md)" in pages["index.md"]
    assert "](../baseline.md)" in pages["examples/own-api.md"]
    source = (ROOT / "examples/own-api/notes.py").read_text("utf-8").rstrip()
    assert f"`notes.py`\n\n```python\n{source}\n```\n" in pages["examples/own-api.md"]


def test_the_pages_of_rules_are_many() -> None:
    """The table on the page of the rules is made: the page has nothing but its place."""
    text = (ROOT / "docs/rules.md").read_text("utf-8")
    assert "<!-- generated: rules -->" in text
    assert sum(f"]({rule}" in text for rule in explanations()) == 0
