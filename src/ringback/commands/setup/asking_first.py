"""What a run with a bound asks first: by the stored runs of its target, and by what changed."""

from collections.abc import Iterable

from ringback.baseline.accepted_findings import AcceptedFinding
from ringback.campaign.known.patch import Patch
from ringback.campaign.known.shown_points import Coverage
from ringback.campaign.run.asking_order import AskingTurn, asking_order
from ringback.campaign.session.budget import Budget
from ringback.contract import Contract
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
    coverage = Coverage(forms)
    described = {each.id: each for each in forms.operations}
    return asking_order(
        forms,
        operations,
        known,
        accepted=[each.operation for each in held if each.operation],
        touched=[
            name for name in (patch.touched.ids if patch else ()) if patch and patch.wants(name)
        ],
        places={
            each.id: coverage.places(described[each.id])
            for each in operations
            if known.missing and each.id in described
        },
    )
