"""One edit of a description: what is merged into a place, and what goes before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ringback.finding import steps
from ringback.payload import at


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An `update` of the schema at a place; `removed` are members of `removed_from` that go first.

    `why` is the sentence for whoever reads the overlay; edits with one `cause` stand or fall
    together.
    """

    place: str
    update: Mapping[str, Any]
    why: str
    cause: str
    removed: tuple[str, ...] = field(default=())


def apply(document: dict[str, Any], edit: Edit) -> None:
    """Change the document as the overlay would."""
    for gone in edit.removed:
        holder, _, member = gone.rpartition("/")
        at(document, steps(holder)).pop(steps("/" + member)[0])
    merge(at(document, steps(edit.place)), edit.update)


def merge(target: dict[str, Any], update: Mapping[str, Any]) -> None:
    """Merge an update into an object (Overlay 1.0.0, 4.4.3)."""
    for name, value in update.items():
        known = target.get(name)
        if isinstance(known, dict) and isinstance(value, Mapping):
            merge(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            target[name] = [*known, *value]
        else:
            target[name] = value
