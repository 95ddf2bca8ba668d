"""`ringback explain`: what a rule means, and what to do about it."""

import sys
from collections.abc import Iterator

from ringback.commands.arguments import ExplainOptions
from ringback.errors import UsageError
from ringback.rules import Explanation, explained, explanations
from ringback.rules.explanations import areas
from ringback.visible import visible


def run(options: ExplainOptions) -> int:
    """Tell one rule, or list all of them; UsageError for one that there isn't."""
    lines = _all() if options.rule is None else _one(options.rule)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _one(rule: str) -> Iterator[str]:
    """A rule whole; an area's rules in a line each."""
    found = explained(rule)
    if found is not None:
        yield from _told(found)
    elif rule.rstrip("/") in areas():
        yield from map(_line, areas()[rule.rstrip("/")])
    else:
        from ringback.commands.common.reporting import nearest  # noqa: PLC0415 -- slow, for a slip alone

        near = nearest(rule, tuple(explanations()))
        hint = f"did you mean {' or '.join(near[:3])}?" if near else "ringback explain lists them"
        raise UsageError((f"{visible(rule)}: no such rule; {hint}",))


def _told(found: Explanation) -> Iterator[str]:
    """One rule, a line a fact."""
    yield found.rule
    yield f"  {found.means}"
    yield ""
    yield from (f"  {name}: {text}" for name, text in found.lines)


def _all() -> Iterator[str]:
    """Every rule by its area."""
    for at, (area, found) in enumerate(areas().items()):
        if at:
            yield ""
        yield f"{area}:"
        yield from (f"  {_line(each)}" for each in found)


def _line(found: Explanation) -> str:
    return f"{found.rule}: {found.means}"
