"""lint/secret-in-example: a credential or a key in what a description shows to everybody."""

from collections.abc import Iterator
from typing import Any

from ringback.finding import Finding, steps
from ringback.lint.interface import found
from ringback.lint.subject import Subject
from ringback.payload import at
from ringback.secrets import given

RULE = "lint/secret-in-example"


def check(subject: Subject) -> Iterator[Finding]:
    """Examples and defaults; phone numbers and e-mail addresses are no secrets here."""
    seen: set[str] = set()
    for place, name, value in _shown(subject):
        for leak in given(value, name):
            pointer = place + (leak.instance or "")
            if pointer not in seen:
                seen.add(pointer)
                what = "default" if place.endswith("/default") else "example"
                text = (
                    f"the {what} shows a secret: {leak.kind}, {leak.shown}; put a made-up value "
                    "in its place, and have this one changed"
                )
                yield found(subject.description, RULE, pointer, text, cause=leak.kind)


def _shown(subject: Subject) -> Iterator[tuple[str, str, Any]]:
    """Every value that is given: where it stands, what it stands under, and itself."""
    for spot in subject.description.spots:
        node = at(subject.description.document, steps(spot.pointer))
        if not isinstance(node, dict):
            continue
        name = str(node.get("name") or _name(spot.pointer))
        members: tuple[str, ...] = ()
        match spot.kind:
            case "schema":
                members = ("example", "default")
                for index, value in enumerate(_list(node.get("examples"))):
                    yield f"{spot.pointer}/examples/{index}", name, value
            case "example":
                name, members = "", ("value", "dataValue", "serializedValue")
            case "media-type" | "parameter" | "header":
                members = ("example",)
        for member in members:
            if member in node:
                yield f"{spot.pointer}/{member}", name, node[member]


def _name(place: str) -> str:
    """The member that a schema describes; the empty text where it describes none."""
    parts = steps(place)
    return parts[-1] if parts[-2:-1] == ["properties"] else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
