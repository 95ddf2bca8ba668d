"""lint/secret-in-example: a credential or a key in what a description shows to everybody."""

from collections.abc import Iterator
from typing import Any

from ringback.finding import Finding, Severity, steps
from ringback.lint.interface import found
from ringback.lint.shared.subject import LintSubject
from ringback.payload import at
from ringback.secrets import Leak, given

RULE = "lint/secret-in-example"
_GIVEN = frozenset({"example", "examples", "default"})


def check(subject: LintSubject) -> Iterator[Finding]:
    """Examples and defaults, each secret once; phone numbers and addresses are none here.

    A key for tests is a warning. Identifiers, digests and signatures are made by chance as well,
    and are meant to be seen.
    """
    places: dict[tuple[str, str], list[str]] = {}
    leaks: dict[tuple[str, str], Leak] = {}
    for place, name, value in _shown(subject):
        for leak in given(value, name):
            below = leak.instance or ""
            key = (leak.kind, str(at(value, steps(below))))
            known = places.setdefault(key, [])
            if place + below not in known:
                known.append(place + below)
            leaks.setdefault(key, leak)
    for key, leak in leaks.items():
        yield _told(subject, leak, places[key])


def _told(subject: LintSubject, leak: Leak, places: list[str]) -> Finding:
    """The finding at the first place where the secret stands."""
    what = "default" if places[0].endswith("/default") else "example"
    where = f" (and {len(places) - 1} more with the same)" if len(places) > 1 else ""
    text = (
        f"the {what}{where} shows {'' if leak.sure else 'what may be '}a secret: {leak.kind}, "
        f"{leak.shown}; put a made-up value in its place, and have this one changed"
    )
    severity = Severity.ERROR if leak.sure else Severity.WARNING
    alike = f"examples show {'' if leak.sure else 'what may be '}secrets: {leak.kind}"
    return found(
        subject.description,
        RULE,
        places[0],
        text,
        cause=leak.kind,
        alike=alike,
        severity=severity,
    )


def _shown(subject: LintSubject) -> Iterator[tuple[str, str, Any]]:
    """Every value that is given: where it stands, what it stands under, and itself."""
    for spot, node in subject.objects:
        if not isinstance(node, dict) or not (spot.kind == "example" or _GIVEN & node.keys()):
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
