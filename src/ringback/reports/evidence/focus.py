"""A long payload in one line: the way to what matters, and little of the rest."""

import json
from typing import Any

from ringback.finding import steps

_REST = 160  # characters of what stands at the place itself


def focused(text: str, instance: str | None, most: int) -> str:
    """A payload's JSON text, whole where it is short; else what leads to a place in it.

    What is left out is an ellipsis; the length of the whole stands behind.
    """
    if len(text) <= most:
        return text
    return f"{_along(json.loads(text), steps(instance or ''), most)} ({len(text)} characters)"


def _along(value: Any, path: list[str], most: int) -> str:
    whole = json.dumps(value, ensure_ascii=False)
    if not path:
        return whole if len(whole) <= most else f"{whole[: max(most, _REST)]}…"
    step, rest = path[0], path[1:]
    if isinstance(value, dict) and step in value:
        inner = f"{json.dumps(step, ensure_ascii=False)}: {_along(value[step], rest, _REST)}"
        return f"{{{inner}{', …' if len(value) > 1 else ''}}}"
    if isinstance(value, list) and step.isdigit() and int(step) < len(value):
        inner = _along(value[int(step)], rest, _REST)
        before, after = int(step) > 0, int(step) + 1 < len(value)
        return f"[{'…, ' if before else ''}{inner}{', …' if after else ''}]"
    return _along(value, [], _REST)  # a member that is not there
