"""The group of commands; what a command does is imported when it runs."""

import importlib

import click

from ringback import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ringback")
def group() -> None:
    """Does this API still keep its promise?"""


def run(name: str, options: object) -> int:
    """Import the command's heavy half, by its floor and name in `ringback.commands`; run it."""
    module = importlib.import_module(f"ringback.commands.{name}")
    return int(module.run(options))
