"""Which points of an answer a request can bring about: those whose value it can give in its place.

An update's answer shows the thing that the update writes, so that a member stands at the same
place in both.
"""

from collections import deque
from collections.abc import Iterator, Sequence

from ringback.coverage.choices import simple
from ringback.coverage.points import PARTS, Chart, Point
from ringback.finding import steps
from ringback.payload import same


def settable(answer: Chart, request: Chart) -> frozenset[Point]:
    """The points of the answer that some request sets."""
    found: set[Point] = set()
    pending: deque[tuple[Chart, list[Chart]]] = deque([(answer, _forms([request]))])
    for _ in range(PARTS):
        if not pending:
            break
        part, forms = pending.popleft()
        found |= {point for point in _set(part, forms) if point in part.own}
        pending += [(below, _with(forms, name)) for name, below in part.members.items()]
        for branch in part.branches.values():
            if branch.part is not None:
                pending.append((branch.part, _tagged(forms, branch.part.tag)))
        if part.items is not None:
            items = [form.items for form in forms if form.items is not None]
            pending.append((part.items, _forms(items)))
    return frozenset(found)


def _forms(charts: Sequence[Chart]) -> list[Chart]:
    """What a request may hold at one place: each part, and each branch that says anything."""
    forms = list(charts)
    for form in forms:  # which grows on the way
        forms += [each.part for each in form.branches.values() if each.part is not None]
    return forms


def _with(forms: Sequence[Chart], name: str) -> list[Chart]:
    return _forms([form.members[name] for form in forms if name in form.members])


def _tagged(forms: Sequence[Chart], tag: str | None) -> list[Chart]:
    """The forms that a branch with this tag may be given in."""
    return [form for form in forms if tag is None or form.tag in (None, tag)]


def _set(part: Chart, forms: Sequence[Chart]) -> Iterator[Point]:
    """The points of one part that a request in one of these forms sets."""
    types = {name for form in forms for name in form.view.types}
    for branch in part.branches.values():
        fitting = _tagged(forms, branch.part.tag if branch.part else None)
        named = {name for form in fitting for name in form.view.types}
        if fitting and (not branch.view.types or named & set(branch.view.types)):
            yield branch.point
    yield from (point for value, point in part.enum if any(_takes(each, value) for each in forms))
    yield from (point for name, point in part.types.items() if name in types)
    kinds = {kind for form in forms for kind in simple(form.view)}
    yield from (point for kind, point in part.simple.items() if kind in kinds)
    for present, _ in part.optional.values():
        name = steps(present.place)[-1]
        if any(name in form.view.properties for form in forms):
            yield present


def _takes(form: Chart, value: object) -> bool:
    """Whether a form's own keywords let it hold an enum member."""
    raw = form.view.raw
    if "const" in raw:
        return same(raw["const"], value)
    if "enum" in raw:
        return any(same(each, value) for each in raw["enum"])
    return bool(form.view.types)
