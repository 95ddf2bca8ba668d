"""lint/unused-component: a component to which nothing leads."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from ringback.finding import Finding, pointer
from ringback.lint.interface import warned
from ringback.lint.subject import Subject
from ringback.payload import show

RULE = "lint/unused-component"
_ROOTS = ("paths", "webhooks")


def check(subject: Subject) -> Iterator[Finding]:
    """Each component that no path and no webhook comes to; not where there are neither.

    References lead, as do a discriminator's names and security requirements.
    """
    document = subject.description.document
    if not any(document.get(root) for root in _ROOTS):
        return  # a library of components, for others to use
    components = _components(document)
    heirs = _heirs(components)
    used: set[str] = set()
    pending = [each for root in _ROOTS for each in _leads(document.get(root))]
    pending += _needed(document)
    while pending:
        place = _component(pending.pop())
        if place not in used:
            used.add(place)
            node = components.get(place)
            pending += [*(_leads(node) if node is not None else ()), *heirs.get(place, ())]
            pending += list(_outside(document, place))
    unused = [place for place in components if place not in used]
    led = {
        target
        for place in unused
        for each in _leads(components[place])
        if (target := _component(each)) != place
    }
    for place in unused:
        text = _told(place, led=place in led)
        yield warned(subject.description, RULE, place, text)


def _told(place: str, *, led: bool) -> str:
    """The sentence; what only unused ones lead to goes with them."""
    kind, name = place.split("/")[2:4]
    why = "only unused components lead to it" if led else "nothing leads to it"
    shown = show(name.replace("~1", "/").replace("~0", "~"))
    return f"the component {shown} of {kind} is not used: {why}; take it out, or refer to it"


def _components(document: Mapping[str, Any]) -> dict[str, Any]:
    """Every component by its pointer."""
    held = document.get("components")
    return {
        pointer(["components", kind, name]): node
        for kind, named in (held.items() if isinstance(held, Mapping) else ())
        if isinstance(named, Mapping) and not kind.startswith("x-")
        for name, node in named.items()
        if not name.startswith("x-")
    }


def _leads(node: Any) -> Iterator[str]:
    """The pointers that anything within leads to."""
    if isinstance(node, list):
        for inner in node:
            yield from _leads(inner)
    if not isinstance(node, Mapping):
        return
    target = node.get("$ref")
    if isinstance(target, str) and target.startswith("#"):
        yield unquote(target[1:])
    yield from _needed(node)
    yield from _mapped(node)
    for inner in node.values():
        yield from _leads(inner)


def _needed(node: Mapping[str, Any]) -> Iterator[str]:
    """The security schemes that a document or an operation asks for."""
    needed = node.get("security")
    for alternative in needed if isinstance(needed, list) else ():
        for name in alternative if isinstance(alternative, Mapping) else ():
            yield pointer(["components", "securitySchemes", name])


def _mapped(node: Mapping[str, Any]) -> Iterator[str]:
    """The schemas that a discriminator's mapping names, by pointer or by name."""
    told = node.get("discriminator")
    mapping = told.get("mapping") if isinstance(told, Mapping) else None
    for target in mapping.values() if isinstance(mapping, Mapping) else ():
        if isinstance(target, str):
            named = pointer(["components", "schemas", target])
            yield unquote(target[1:]) if target.startswith("#") else named


def _heirs(components: Mapping[str, Any]) -> dict[str, list[str]]:
    """The schemas that build on one with a discriminator: its values name them."""
    found: dict[str, list[str]] = {}
    for place, node in components.items():
        parts = node.get("allOf") if isinstance(node, Mapping) else None
        for part in parts if isinstance(parts, list) else ():
            target = part.get("$ref") if isinstance(part, Mapping) else None
            if isinstance(target, str) and target.startswith("#"):
                parent = _component(unquote(target[1:]))
                told = components.get(parent)
                if isinstance(told, Mapping) and "discriminator" in told:
                    found.setdefault(parent, []).append(place)
    return found


def _outside(document: Mapping[str, Any], place: str) -> Iterator[str]:
    """What is led to by a place that is no component: a part of another file, or of a path."""
    if place.startswith("/components/"):
        return
    node: Any = document
    for step in place.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(node, Mapping) and key in node:
            node = node[key]
        elif isinstance(node, list) and key.isdigit() and int(key) < len(node):
            node = node[int(key)]
        else:
            return
    yield from _leads(node)


def _component(place: str) -> str:
    """The component that a place is in; the place itself where it is in none."""
    return "/".join(place.split("/")[:4]) if place.startswith("/components/") else place
