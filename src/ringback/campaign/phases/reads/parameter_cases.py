"""The cases of parameters: each in each form, and broken, the others as they are."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ringback.campaign.resource.list_answers import is_cursor, paging_of
from ringback.campaign.scheduler.stage import Stage
from ringback.contract import Refused
from ringback.exchange import Request
from ringback.generation.case import Case, request_for
from ringback.operation import Operation, Parameter
from ringback.payload import MISSING
from ringback.sampling.breakage import broken
from ringback.sampling.result import Made
from ringback.sampling.sampler import Sample
from ringback.schema.view import View

_FORMS = 12  # values of a parameter that are asked for
_BROKEN = 14
_STRANGE = "x-not-described"
_HEAD = 8_000  # octets of a URL and headers that every server has room for (RFC 9110 4.1, 5.4)


def parameter_cases(
    stage: Stage, operation: Operation, bound: dict[str, Any], plain: Case, body: Any
) -> Iterator[Case]:
    """Each parameter in each form, and broken, the others as they are."""
    cursor = paging_of(operation).cursor
    keys = {each.place for each in stage.graph.slots(operation)}
    for parameter in operation.parameters:
        is_known = cursor is not None and parameter.name == cursor.name
        if parameter.schema is None or is_known or is_cursor(parameter.name):
            continue
        view = stage.contract.requests.view(parameter.schema)
        if parameter.name not in keys and parameter.where != "path":
            samples = _pairs(stage, view)
            forms = list(stage.bodies.sampler.variants(view))
            if len(forms) > _FORMS:
                left = f"{len(forms) - _FORMS} of {len(forms)} values of {parameter.name}"
                stage.leave_out(operation, f"{left}, for the bound of {_FORMS}")
            samples += spread(forms, _FORMS)
            for sample in samples:
                if sample.value == "" and view.types == ("string",) and not view.raw.get("enum"):
                    continue  # many services take an empty text for none
                request = request_for(operation, {**bound, parameter.name: sample.value}, body)
                if _head_size(request) > _HEAD:
                    continue
                yield replace(plain, request=request, label=f"{parameter.name}: {sample.label}")
        yield from _broken(stage, operation, parameter, bound, plain, body)


def _head_size(request: Request) -> int:
    """How many octets come before a body, by and large."""
    return len(request.url) + sum(len(name) + len(value) for name, value in request.headers)


def _pairs(stage: Stage, view: View) -> list[Sample]:
    """Two different items in a list: how they are told apart shows first with two."""
    if "array" not in view.types or view.items is None:
        return []
    items = [each.value for each in stage.bodies.sampler.variants(view.items)]
    firsts = [[one, other] for one, other in itertools.pairwise(items)][:2]
    return [
        Sample(value=pair, label="two items")
        for pair in (*firsts, [items[0], items[-1]] if items else [])
        if pair and stage.contract.requests.admits(view.pointer, pair)
    ]


def _broken(
    stage: Stage,
    operation: Operation,
    parameter: Parameter,
    bound: dict[str, Any],
    plain: Case,
    body: Any,
) -> Iterator[Case]:
    """A parameter's value broken in ways that the description surely refuses."""
    view = stage.contract.requests.view(parameter.schema or "")
    value = bound.get(parameter.name, MISSING)
    if value is MISSING:
        made = stage.bodies.sampler.plain(view)
        value = made.value if isinstance(made, Made) else MISSING
    if value is MISSING:
        return
    outside = [wrong for wrong, _ in stage.bodies.outside(view, value)]
    candidates = [*outside, *_by_turns(value)]
    if isinstance(value, dict):
        candidates.insert(0, {**value, _STRANGE: "x"})
    if str(value).isdigit():
        candidates.insert(0, f"{value}x")  # some readers stop at the first that is no digit
    sent = 0
    for wrong in candidates:
        if parameter.where == "path" and (wrong in ("", None) or isinstance(wrong, list | dict)):
            continue
        request = request_for(operation, {**bound, parameter.name: wrong}, body)
        if sent < _BROKEN and isinstance(stage.admission(request, operation), Refused):
            sent += 1
            yield replace(plain, request=request, label=f"{parameter.name}: broken")


def _by_turns(value: Any) -> Iterator[Any]:
    """A value broken in each part in turn: the whole, its items, its members, the whole again."""
    groups: dict[str, list[Any]] = {}
    for wrong, label in broken(value):
        groups.setdefault(label.partition(":")[0], []).append(wrong)
    for row in itertools.zip_longest(*groups.values(), fillvalue=MISSING):
        yield from (each for each in row if each is not MISSING)


def spread(found: list[Sample], most: int) -> list[Sample]:
    """As many as that, from the first to the last."""
    if len(found) <= most:
        return found
    return [found[index * (len(found) - 1) // (most - 1)] for index in range(most)]
