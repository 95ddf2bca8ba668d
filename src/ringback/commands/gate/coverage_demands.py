"""What a check is to have seen at least: `--min-coverage` and `--min-patch-coverage`."""

from ringback.campaign.known.point_tally import PATCH_TOO_LOW, TOO_LOW, patch_too_low, too_low
from ringback.campaign.known.shown_points import Coverage
from ringback.commands.arguments import CheckOptions
from ringback.commands.gate.gathered_parts import GatheredParts
from ringback.commands.setup.check_setup import Asked
from ringback.ledger import Ledger
from ringback.verdict import PatchCoverage, Skipped

LEFT_TO_MERGE = "a shard sees its own part alone; ringback merge judges what all have seen"


def demand(options: CheckOptions, subject: Asked, gathered: GatheredParts, ledger: Ledger) -> None:
    """Whether enough was seen, where that can be asked of the run; else why it can't."""
    if gathered.patch_coverage is None:
        gathered.patch_coverage = _nothing_of(subject)
    why = _why_not(subject, gathered)
    least = options.min_coverage
    if least is not None and ledger.wants(TOO_LOW):
        if why:
            gathered.skipped.append(Skipped(rule=TOO_LOW, why=why))
        else:
            gathered.findings += too_low("response", gathered.response_coverage, least)
            gathered.findings += too_low("request", gathered.request_coverage, least)
    least, patch = options.min_patch_coverage, gathered.patch_coverage
    if least is not None and patch is not None and ledger.wants(PATCH_TOO_LOW):
        why = why if patch.touched else "the change touches nothing that is exercised"
        if why:
            gathered.skipped.append(Skipped(rule=PATCH_TOO_LOW, why=why))
        else:
            gathered.findings += patch_too_low(patch, least)


def _why_not(subject: Asked, gathered: GatheredParts) -> str:
    """Why the run says nothing of coverage; empty where it does."""
    aimed = subject.aim
    if subject.plan.shard is not None:
        return LEFT_TO_MERGE
    if aimed is None:
        return "no target was exercised"
    if not aimed.target.stateful:
        return f"the target {aimed.target.name} keeps no state"
    return "the run could not judge" if gathered.doubts else ""


def _nothing_of(subject: Asked) -> PatchCoverage | None:
    """The coverage of a change of which nothing was exercised; None where none is asked about."""
    patch, operations = subject.plan.patch, subject.plan.operations
    if patch is None:
        return None
    coverage = Coverage(subject.forms)
    whole = patch.chosen is None
    both = coverage.of_requests(operations, (), whole=whole) + coverage.of_answers(
        operations, (), (), whole=whole
    )
    return coverage.of_patch(patch, both, ())
