"""The overlay of a description: derived, tried in memory, and written as text."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ringback.description import load
from ringback.description.bundled_files import BUNDLED
from ringback.description.reading.sources import Location, Piped
from ringback.finding import steps
from ringback.lint import VALIDITY
from ringback.lint.fix.edit import Edit, merge
from ringback.lint.fix.example_check import Trial
from ringback.lint.fix.open_objects import closing
from ringback.lint.fix.tagging import tagging
from ringback.lint.rules.examples.examples import examples
from ringback.lint.shared.place_names import called
from ringback.lint.shared.subject import LintSubject
from ringback.lint.shared.union_branches import admits
from ringback.survey.suggestions.overlay_text import overlay, path

_EXAMPLE = "lint/contradicting-example"
_TITLE = "What the description plainly means"
INVALID = "The description is not valid, so nothing is sure."
_HEAD = (
    "What the description plainly means and does not say: a proposal, to be read before it is",
    "used. Tags come from defaults, constants and names; the objects of answers are closed.",
)


def fixed(
    source: Path | Location, overlays: Sequence[Path | str] = (), *, allow_remote: bool = False
) -> str:
    """The overlay as text; only comments where there is nothing that an overlay could mend.

    It is made for the description as it was read: apply it behind these overlays. Each example
    that was valid, and of one kind only, stays valid; what would spoil one is left out and named.
    """
    description = load(source, overlays, allow_remote=allow_remote)
    subject = LintSubject(description)
    wrong = {each.fingerprint for rule in VALIDITY for each in rule(subject)}
    if description.dangling or wrong & _invalid(subject):
        return overlay(_TITLE, _HEAD, [], [INVALID])
    notes: list[str] = []
    kept, left = Trial(subject).harmless(list(_writable(subject, notes)))
    notes += [f"Not done: {edit.why} {reason}" for edit, reason in left]
    actions = list(_actions(subject, kept))
    text = overlay(_TITLE, _HEAD, actions, notes)
    if not kept:
        return text
    behind: list[Path | Location] = [*overlays, Piped(text.encode())]
    after = LintSubject(load(source, behind, allow_remote=allow_remote))
    new = [each for rule in VALIDITY for each in rule(after) if each.fingerprint not in wrong]
    if any(each.rule != _EXAMPLE for each in new):
        notes = [f"Applied, it would not be valid: {each.message}" for each in new]
        return overlay(_TITLE, _HEAD, [], notes)
    spoilt = tuple(f"{place}/" for place in _spoilt(subject, after))
    places = dict.fromkeys(str(each.schema) for each in new)
    notes += [
        f"To be mended: {place}, which was of two kinds."
        for place in places
        if f"{place}/".startswith(spoilt)
    ]
    return overlay(_TITLE, _HEAD, actions, notes)


def _spoilt(before: LintSubject, after: LintSubject) -> Iterator[str]:
    """Where the examples stand that were valid, and are refused now."""
    for example in examples(before.description):
        held = admits(before.document.schema(example.schema), example.value)
        if held and not admits(after.document.schema(example.schema), example.value):
            yield example.place


def _invalid(subject: LintSubject) -> set[str]:
    """The fingerprints of the mistakes that make a description unreadable."""
    return {each.fingerprint for each in VALIDITY[0](subject)}


def _writable(subject: LintSubject, notes: list[str]) -> Iterator[Edit]:
    """The edits that an overlay of this description can make; the others are noted."""
    for edit in (*tagging(subject), *closing(subject)):
        if steps(edit.place)[:1] == [BUNDLED]:
            file = subject.description.place(edit.place).file
            notes.append(f"Not done: {edit.why} It stands in {file}, which no overlay reaches.")
        else:
            yield edit
    both = subject.answered_homes & subject.sent_homes
    for home in map(subject.document.schema, sorted(both)):
        if "properties" not in home.keywords:
            continue
        name = called(subject.description, home.pointer)
        notes.append(f"Not closed: {name}, which requests have as well.")


def _actions(
    subject: LintSubject, edits: Sequence[Edit]
) -> Iterator[tuple[list[str], Mapping[str, Any]]]:
    """The actions: all edits of one schema in one update, behind what it removes."""
    description = subject.description

    def target(place: str) -> str:
        return path(description.origin(place), description.written)

    joined: dict[str, list[Edit]] = {}
    for edit in edits:
        joined.setdefault(edit.place, []).append(edit)
    for place, these in joined.items():
        update: dict[str, Any] = {}
        for edit in these:
            merge(update, edit.update)
            for gone in edit.removed:
                yield (
                    [],
                    {"target": path(description.origin(gone), description.written), "remove": True},
                )
        yield (
            [edit.why for edit in these],
            {"target": path(description.origin(place), description.written), "update": update},
        )
