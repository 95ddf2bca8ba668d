"""The reference of the commands, from the command line itself: it can't say anything else."""

from collections.abc import Iterator, Mapping

import click

from ringback.cli import main  # noqa: F401 -- imported for the commands that it adds
from ringback.cli.group import group


def commands() -> Iterator[tuple[str, click.Command]]:
    """All commands by what is typed for them, such as `baseline show`."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from ((f"{name} {each}", command.commands[each]) for each in command.commands)
        else:
            yield name, command


def command_table() -> str:
    """What each command is for, in a line."""
    rows = (
        f"| [`ringback {name}`]({page_name(name)}) | {command.get_short_help_str(200)} |"
        for name, command in commands()
    )
    return "\n".join(("| command | |", "| --- | --- |", *rows))


def command_pages() -> Mapping[str, str]:
    """A page a command, by the names of their files."""
    return {page_name(name): command_page(name, command) for name, command in commands()}


def page_name(name: str) -> str:
    """The file of a command's page."""
    return f"commands/{name.replace(' ', '-')}.md"


def command_page(name: str, command: click.Command) -> str:
    """What a command is called with, its options with what they mean."""
    context = click.Context(command, info_name=f"ringback {name}")
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    options = [each for each in command.params if isinstance(each, click.Option)]
    rows = (f"| {_spelt(each, context)} | {_meaning(each)} |" for each in options)
    return "\n".join(
        (
            f"# ringback {name}",
            "",
            _inert(command.help or ""),
            "",
            "```",
            usage,
            "```",
            "",
            "| option | meaning |",
            "| --- | --- |",
            *rows,
            "",
        )
    )


def _spelt(option: click.Option, context: click.Context) -> str:
    """How an option is written, with the name of its value."""
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag else option.make_metavar(context)
    value = "N" if value.startswith(("INTEGER", "FLOAT")) else value
    return f"{names} `{value}`" if value else names


def _meaning(option: click.Option) -> str:
    """What an option does, what it is without a word, and whether it may be given again."""
    parts = [_inert(option.help or "")]
    if option.show_default and option.default not in (None, ()):
        parts.append(f"Default: `{option.default}`.")
    if option.multiple:
        parts.append("May be given several times.")
    if option.required:
        parts.append("Required.")
    return " ".join(filter(None, parts))


def _inert(text: str) -> str:
    """Text in which nothing is taken for Markdown or a column."""
    for each in "\\|*<_":
        text = text.replace(each, f"\\{each}" if each != "<" else "&lt;")
    return text
