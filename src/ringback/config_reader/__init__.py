"""`ringback.toml` as settings: every mistake in it is told at once."""

from ringback.config_reader.secret_table import read_names
from ringback.config_reader.settings_reader import load_settings

__all__ = ["load_settings", "read_names"]
