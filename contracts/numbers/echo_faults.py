"""Faults in what an update keeps of what it was given: ways to break the echo law."""

import html
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contracts.numbers.edits import Change, Form
from contracts.numbers.planting import after_edit, hooked, on_edit, on_part
from contracts.numbers.service import Service
from contracts.planting import AppMaker, Real, planted

_LARGEST = int(sys.float_info.max)


def _prompt(change: Callable[[str], str]) -> AppMaker:
    """An app that keeps another prompt than it was given."""
    return on_edit(lambda e: e if e.prompt is None else replace(e, prompt=change(e.prompt)))


def _message(change: Callable[[str], str]) -> AppMaker:
    """An app that keeps another initial message than it was given."""
    return on_edit(
        lambda e: (
            e
            if e.initial_message is None
            else replace(e, initial_message=change(e.initial_message))
        )
    )


def _actions(change: Callable[[tuple[str | Form, ...]], tuple[str | Form, ...]]) -> AppMaker:
    """An app that keeps other actions than it was given."""
    return on_edit(lambda e: e if e.actions is None else replace(e, actions=change(e.actions)))


def _given(field: str, change: Callable[[Any], Any]) -> AppMaker:
    """An app that keeps another value of one field of a voice or a webhook."""

    def changed(part: str | Form | None) -> str | Form | None:
        if not isinstance(part, Form) or field not in part.given:
            return part
        return replace(part, given={**part.given, field: change(part.given[field])})

    return on_edit(lambda e: replace(e, voice=changed(e.voice), webhook=changed(e.webhook)))


def _ordered(item: str | Form) -> str:
    """What a service that sorts its actions sorts them by."""
    return item if isinstance(item, str) else item.kind


def _only_bmp(text: str) -> str:
    """The text without what lies beyond the basic plane."""
    return "".join(letter for letter in text if ord(letter) < 0x10000)


def _double(number: int) -> float:
    """The nearest double, or the largest where there is none."""
    return float(max(-_LARGEST, min(number, _LARGEST)))


def _once(items: tuple[str | Form, ...]) -> tuple[str | Form, ...]:
    """The actions without those that have been named before."""
    return tuple(item for index, item in enumerate(items) if item not in items[:index])


def _old_answer(service: Service, real: Real, user: str, phone: str, asked: Change) -> Any:
    """Answer with the state before the update."""
    before = service.get_number(user, phone)
    real(user, phone, asked)
    return before


ECHO = planted(
    "state",
    ("prompt-trimmed", "law/echo", _prompt(str.strip)),
    ("prompt-cut-at-255", "law/echo", _prompt(lambda text: text[:255])),
    ("prompt-cut-at-nul", "law/echo", _prompt(lambda text: text.split("\0", 1)[0])),
    ("prompt-lines-joined", "law/echo", _prompt(lambda text: " ".join(text.splitlines()))),
    ("prompt-escaped-for-html", "law/echo", _prompt(html.escape)),
    ("prompt-normalised", "law/echo", _prompt(lambda text: unicodedata.normalize("NFC", text))),
    ("prompt-kept-when-empty", "law/echo", on_edit(lambda e: replace(e, prompt=e.prompt or None))),
    ("message-without-emoji", "law/echo", _message(_only_bmp)),
    (
        "message-in-latin-1",
        "law/echo",
        _message(lambda text: text.encode("latin-1", "replace").decode("latin-1")),
    ),
    ("message-lower-case", "law/echo", _message(str.lower)),
    (
        "prompt-and-message-swapped",
        "law/echo",
        on_edit(lambda e: replace(e, prompt=e.initial_message, initial_message=e.prompt)),
    ),
    ("actions-sorted", "law/echo", _actions(lambda items: tuple(sorted(items, key=_ordered)))),
    ("actions-reversed", "law/echo", _actions(lambda items: items[::-1])),
    ("actions-without-repeats", "law/echo", _actions(_once)),
    ("actions-only-three", "law/echo", _actions(lambda items: items[:3])),
    (
        "actions-kept-when-empty",
        "law/echo",
        on_edit(lambda e: replace(e, actions=e.actions or None)),
    ),
    (
        "actions-merged",
        "law/echo",
        after_edit(
            lambda old, new, edit: (
                new
                if edit.actions is None
                else replace(new, actions=tuple(dict.fromkeys((*old.actions, *new.actions))))
            )
        ),
    ),
    (
        "transfer-target-without-plus",
        "law/echo",
        on_part(
            "action_transfer_call",
            lambda a: a.update(config={"phone_number": a["config"]["phone_number"].strip("+ ")}),
        ),
    ),
    ("pitch-through-a-float", "law/echo", _given("pitch", lambda n: int(_double(n)))),
    ("pitch-in-32-bits", "law/echo", _given("pitch", lambda n: (n + 2**31) % 2**32 - 2**31)),
    ("pitch-never-negative", "law/echo", _given("pitch", lambda n: max(n, 0))),
    ("rate-at-most-100", "law/echo", _given("rate", lambda n: min(n, 100))),
    ("rate-zero-is-default", "law/echo", _given("rate", lambda n: n or 15)),
    ("stability-rounded", "law/echo", _given("stability", lambda n: round(n, 2))),
    ("boost-at-most-one", "law/echo", _given("similarity_boost", lambda n: min(n, 1))),
    ("api-key-masked", "law/echo", _given("api_key", lambda key: "*" * len(key))),
    ("speaker-lower-case", "law/echo", _given("speaker", str.lower)),
    ("voice-name-ignored", "law/echo", _given("voice_name", lambda _name: "default")),
    ("webhook-always-post", "law/echo", _given("method", lambda _method: "POST")),
    ("webhook-url-with-a-slash", "law/echo", _given("url", lambda url: url.rstrip("/") + "/")),
    ("subscriptions-sorted", "law/echo", _given("subscriptions", sorted)),
    ("subscriptions-a-set", "law/echo", _given("subscriptions", lambda s: list(dict.fromkeys(s)))),
    (
        "voice-never-changes",
        "law/echo",
        after_edit(lambda old, new, _edit: replace(new, voice=old.voice)),
    ),
    (
        "webhook-id-ignored",
        "law/echo",
        on_edit(lambda e: replace(e, webhook=None) if isinstance(e.webhook, str) else e),
    ),
    (
        "voice-id-ignored",
        "law/echo",
        on_edit(lambda e: replace(e, voice=None) if isinstance(e.voice, str) else e),
    ),
    ("answers-the-old-state", "law/echo", hooked(update_number=_old_answer)),
)
