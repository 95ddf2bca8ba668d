"""lint/unused-component: a component to which nothing leads."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

from ringback.finding import Finding, pointer, steps
from ringback.lint.interface import warned
from ringback.lint.shared.subject import LintSubject
from ringback.payload import show
from ringback.schema.keywords import reference_target

RULE = "lint/unused-component"
_ROOTS = ("paths", "webhooks")


def check(subject: LintSubject) -> Iterator[Finding]:
    """Each component that no path and no webhook comes to; not where there are neither.

    References lead, as do a discriminator's names and security requirements. What extensions mean
    nobody knows, so that a `$ref` in one leads as well; one in an example is data.
    """
    description = subject.description
    document = description.document
    if not any(document.get(root) for root in _ROOTS):
        return  # a library of components, for others to use
    components = _components(document)
    leads, heirs = sorted(_leads(subject)), sorted(_heirs(subject))
    used: set[str] = set()
    pending = [*(f"/{root}" for root in _ROOTS), *_needed(document), *_extended(document)]
    while pending:
        place = _component(description.original(pending.pop()))
        if place not in used:
            used.add(place)
            pending += [*_from(leads, place), *_from(heirs, place)]
    unused = [place for place in components if place not in used]
    led = {
        target
        for place in unused
        for each in _from(leads, place)
        if (target := _component(each)) != place
    }
    for place in unused:
        written = description.origin(place)
        text = _told(written, led=place in led)
        alike = f"components of {steps(written)[-2]} are not used: take them out, or refer to them"
        yield warned(description, RULE, place, text, alike=alike)


def _told(place: str, *, led: bool) -> str:
    """The sentence; what only unused ones lead to goes with them."""
    kind, name = steps(place)[-2:]
    why = "only unused components lead to it" if led else "nothing leads to it"
    return f"the component {show(name)} of {kind} is not used: {why}; take it out, or refer to it"


def _components(document: Mapping[str, Any]) -> list[str]:
    """Every component by its pointer."""
    held = document.get("components")
    return [
        pointer(["components", kind, name])
        for kind, named in (held.items() if isinstance(held, Mapping) else ())
        if isinstance(named, Mapping) and not kind.startswith("x-")
        for name in named
        if not name.startswith("x-")
    ]


def _leads(subject: LintSubject) -> Iterator[tuple[str, str]]:
    """From where to where the objects of the description lead."""
    for spot, node in subject.objects:
        target = reference_target(node)
        if target is not None:
            yield spot.pointer, target
        yield from ((spot.pointer, each) for each in _extended(node))
        if spot.kind == "operation":
            yield from ((spot.pointer, each) for each in _needed(node))
        if spot.kind == "schema":
            yield from ((spot.pointer, each) for each in _mapped(node))


def _extended(node: Any) -> Iterator[str]:
    """Where the extensions of an object lead."""
    named = node.items() if isinstance(node, dict) else ()
    pending = [
        value
        for name, value in named
        if name.startswith("x-") and not name.startswith("x-ringback-")
    ]
    while pending:
        here = pending.pop()
        if isinstance(here, list):
            pending += here
        elif isinstance(here, dict):
            target = reference_target(here)
            if target is not None:
                yield target
            pending += here.values()


def _from(leads: list[tuple[str, str]], place: str) -> Iterator[str]:
    """Where an object, and all that stands in it, leads."""
    for first, last in ((place, f"{place}\0"), (f"{place}/", f"{place}0")):
        found = leads[bisect_left(leads, (first,)) : bisect_left(leads, (last,))]
        yield from (target for _, target in found)


def _needed(node: Mapping[str, Any]) -> Iterator[str]:
    """The security schemes that a document or an operation asks for."""
    needed = node.get("security")
    for alternative in needed if isinstance(needed, list) else ():
        for name in alternative if isinstance(alternative, Mapping) else ():
            yield pointer(["components", "securitySchemes", name])


def _mapped(node: Any) -> Iterator[str]:
    """The schemas that a discriminator names, by pointer or by name."""
    told = node.get("discriminator") if isinstance(node, dict) else None
    mapping = told.get("mapping") if isinstance(told, Mapping) else None
    other = told.get("defaultMapping") if isinstance(told, Mapping) else None
    for target in (*(mapping.values() if isinstance(mapping, Mapping) else ()), other):
        if isinstance(target, str):
            named = pointer(["components", "schemas", target])
            yield reference_target({"$ref": target}) or named


def _heirs(subject: LintSubject) -> Iterator[tuple[str, str]]:
    """The components that build on a schema with a discriminator: its values name them."""
    for spot, _ in subject.schemas():
        if spot.holder != "components":
            continue
        schema = subject.document.schema(spot.pointer)
        for part in schema.listed("allOf"):
            parent = part.reference
            if parent is not None and "discriminator" in parent.keywords:
                yield parent.pointer, spot.pointer


def _component(place: str) -> str:
    """The component that a place is in; the place itself where it is in none."""
    return "/".join(place.split("/")[:4]) if place.startswith("/components/") else place
