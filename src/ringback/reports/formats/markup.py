"""Text in GitHub's Markdown, so that whatever it holds stays text: no markup, no mention, no link.

GitHub Flavored Markdown 0.29, and what GitHub adds when it shows it: mentions, references to
issues, formulas.
"""

import re

_BACKTICKS = re.compile("`+")
# A comment parts what GitHub would read together, and shows nothing.
_APART = "<!-- -->"
_MEANT = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "@": f"@{_APART}",
    "#": f"#{_APART}",
    "$": "<span>$</span>",
    "://": f":{_APART}//",
    "www.": f"www{_APART}.",
    "GH-": f"GH{_APART}-",
}
_SPECIAL = re.compile(r"://|www\.|GH-|[&<>@#$\\`*_\[\]{}|~!]", re.IGNORECASE)


def escaped(text: str) -> str:
    """A line of text, to stand behind other text; what would be markup is shown as it is."""
    return _SPECIAL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    if found in _MEANT:
        return _MEANT[found]
    if len(found) == 1:
        return f"\\{found}"
    return f"{found[0]}{_APART}{found[1:]}"  # in capitals, or half of them


def code(text: str) -> str:
    """A line of text as a code span (section 6.3), in which nothing has a meaning."""
    if not text.strip(" "):
        return "` `"
    fence = "`" * (_longest(text) + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def block(text: str, language: str) -> str:
    """Lines of text as a fenced code block (section 4.5)."""
    fence = "`" * max(3, _longest(text) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def folded(title: str, content: str) -> str:
    """Content that is shown when a reader asks for it; the title is HTML."""
    return f"<details><summary>{title}</summary>\n\n{content}\n\n</details>"


def _longest(text: str) -> int:
    """The length of the longest run of backticks."""
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)
