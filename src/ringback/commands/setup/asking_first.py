"""What a run with a bound asks first: by the stored runs of its target, and by what changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from ringback.baseline.accepted_findings import AcceptedFinding
from ringback.campaign.known.patch import Patch, success_schemas
from ringback.campaign.run.asking_order import AskingTurn, asking_order
from ringback.campaign.session.budget import Budget
from ringback.contract import Contract
from ringback.finding import pointer, steps
from ringback.generation.case import body_schema
from ringback.operation import Operation
from ringback.reports.run_history import history
from ringback.reports.run_store import RunStore


def asked_first(  # noqa: PLR0913 -- all that tells what is worth the most
    store: RunStore,
    target: str,
    budget: Budget,
    forms: Contract,
    operations: tuple[Operation, ...],
    *,
    accepted: Iterable[AcceptedFinding],
    patch: Patch | None,
) -> tuple[AskingTurn, ...]:
    """The turns before the rest; none of a run without a bound, which looks at no stored run."""
    if budget.requests is None and budget.seconds is None:
        return ()
    known = history(store, target)
    held = (each for each in accepted if each.target in {None, target})
    touched = patch.touched.ids if patch else ()
    return asking_order(
        forms,
        operations,
        known,
        accepted=[each.operation for each in held if each.operation],
        touched=[name for name in touched if patch and patch.wants(name)],
        gaps=set(_gaps(forms, known.missing)) if known.missing else (),
    )


def _gaps(forms: Contract, missing: Collection[str]) -> Iterator[str]:
    """The operations that have something at one of these places of the description.

    A point stands at a schema, or two steps below the one whose choice it is (`/enum/0`).
    """
    holders = {place for each in missing for place in (each, pointer(steps(each)[:-2]))}
    leading = _leading_to(forms, holders)
    for each in forms.operations:
        asked = body_schema(each)
        places = {*success_schemas(each), *([] if asked is None else [asked])}
        if each.pointer in missing or places & leading:
            yield each.id


def _leading_to(forms: Contract, places: Collection[str]) -> set[str]:
    """The pointers of all schemas that stand at these places, hold such a one or refer to it."""
    description, document = forms.description, forms.schemas.document
    above: dict[str, list[str]] = defaultdict(list)
    known = [each.pointer for each in description.spots if each.kind == "schema"]
    for place in known:
        schema = document.schema(place)
        for below in (*schema.inner(), *([schema.reference] if schema.reference else [])):
            above[below.pointer].append(place)
    pending = [place for place in known if description.origin(place) in places]
    found = set(pending)
    while pending:
        new = [place for place in above[pending.pop()] if place not in found]
        found.update(new)
        pending += new
    return found
