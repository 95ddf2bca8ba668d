"""`docs/rules.md`, made from the explanations: `python -m ringback.rules.pages > docs/rules.md`."""

import sys

from ringback.rules.explanations import TITLE, Explanation, areas


def document() -> str:
    """The whole file: a heading an area, one a rule."""
    blocks = [TITLE.rstrip()]
    for area, found in areas().items():
        blocks.append(f"## {area}")
        blocks += map(_page, found)
    return "\n\n".join(blocks) + "\n"


def _page(told: Explanation) -> str:
    """One rule."""
    lines = (f"- **{name}**: {_quoted(name, text)}" for name, text in told.lines)
    return "\n".join((f"### {told.rule}\n", f"{told.means}\n", *lines))


def _quoted(name: str, text: str) -> str:
    """What is to be typed as code; what is Markdown's in the rest as plain characters."""
    if name == "how to leave it out":
        return f"`{text}`"
    return text.replace("*", r"\*").replace("<", "&lt;")


if __name__ == "__main__":
    sys.stdout.write(document())
