"""The command line: a thin door."""

from ringback.cli.main import main

__all__ = ["main"]
