"""The payload of a refusal with words in it that say what is wrong."""

from http import HTTPStatus
from typing import Any

MESSAGES = ("detail", "message", "msg", "error_description", "reason", "description", "error")
"""Members of a refusal that say what is wrong, the likeliest first."""

_LISTS = frozenset({"detail", "details", "error", "errors", "problems", "violations"})
_STATUSES = frozenset({"status", "statuscode", "status_code", "code", "http_status"})


def said(value: Any, sentence: str, status: int) -> Any:
    """A sample of a refusal that tells the sentence, its status, and what that is called.

    One place alone tells the sentence: a text, or the first entry of a list of what is wrong.
    """
    return _said(value, sentence, status)[0]


def _said(value: Any, sentence: str, status: int) -> tuple[Any, bool]:
    """The payload, and whether the sentence stands in it."""
    if isinstance(value, list):
        if not value:
            return value, False
        first, done = _said(value[0], sentence, status)
        return ([first] if done else value), done
    if not isinstance(value, dict):
        return value, False
    made = dict(value)
    done = False
    for name in MESSAGES:
        if isinstance(value.get(name), str) and not done:
            made[name], done = sentence, True
    for name, held in value.items():
        if name.lower() in _STATUSES and isinstance(held, int) and not isinstance(held, bool):
            made[name] = status
        elif name.lower() == "title" and isinstance(held, str):
            made[name] = reason_of(status) if done else sentence
            done = True
        elif isinstance(held, dict | list) and name.lower() in _LISTS:
            made[name], inside = _said(held, sentence, status)
            done = done or inside
    return made, done


def reason_of(status: int) -> str:
    """What a status is called."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Refused"
