"""lint/secret-in-example: a credential or a key in what a description shows to everybody."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from ringback.finding import Finding, Severity, pointer, steps
from ringback.lint.interface import found
from ringback.lint.shared.subject import LintSubject
from ringback.payload import at
from ringback.secrets import is_secret_name

if TYPE_CHECKING:
    from ringback.secrets.leaks import Leak

RULE = "lint/secret-in-example"
_GIVEN = frozenset({"example", "examples", "default"})


def check(subject: LintSubject) -> Iterator[Finding]:
    """Examples and defaults, each secret once; phone numbers and addresses are none here.

    A key for tests is a warning. Identifiers, digests and signatures are made by chance as well,
    and are meant to be seen.
    """
    places: dict[tuple[str, str], list[str]] = {}
    leaks: dict[tuple[str, str], Leak] = {}
    known_leaks = cache(lambda text, name: tuple(_given(text, name)))
    for place, name, value in _shown(subject):
        for below, leak in _leaks(value, name, "", known_leaks):
            key = (leak.kind, str(at(value, steps(below))))
            known = places.setdefault(key, [])
            if place + below not in known:
                known.append(place + below)
            leaks.setdefault(key, leak)
    for key, leak in leaks.items():
        yield _told(subject, leak, places[key])


def _leaks(
    value: Any, name: str, place: str, of_text: "Callable[[str, str], Iterable[Leak]]"
) -> "Iterator[tuple[str, Leak]]":
    """Each secret in a value with where it stands; the same text is looked at once a name.

    All that stands under the name of a secret is looked at together, as the name tells of it all.
    """
    if isinstance(value, str):
        yield from ((place + (leak.instance or ""), leak) for leak in of_text(value, name))
    elif is_secret_name(name):
        yield from ((place + (leak.instance or ""), leak) for leak in _given(value, name))
    elif isinstance(value, dict):
        for inner, member in value.items():
            yield from _leaks(member, inner, place + pointer([inner]), of_text)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaks(item, name, f"{place}/{index}", of_text)


def _given(value: Any, name: str) -> "Iterator[Leak]":
    """The secrets in a value: what knows them is imported where there is one to be looked at."""
    from ringback.secrets.leaks import given  # noqa: PLC0415 -- slow to import, see above

    return iter(given(value, name))


def _told(subject: LintSubject, leak: "Leak", places: list[str]) -> Finding:
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
