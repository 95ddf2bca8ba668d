"""Templates of paths as routes have them."""

import re


def path_pattern(template: str) -> str:
    """The template as a regular expression of the whole path, behind any server's base path."""
    parts = re.split(r"\{[^{}]*\}", template)
    return "^(/.+)?" + "[^/]+".join(re.escape(part) for part in parts) + "$"
