"""What the recordings show of the description: coverage, under-described members, an overlay."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ringback.commands.arguments import ValidateOptions
from ringback.commands.common.overlays import write_overlay
from ringback.contract import Contract
from ringback.finding import Finding
from ringback.survey import SurveyState
from ringback.survey.covering import covered
from ringback.survey.suggestions.underdescribed import underdescribed
from ringback.validate.setup import Setup
from ringback.validate.tally import Tally
from ringback.verdict import Covered


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What was seen of the description in both directions, and what there is to say about it."""

    response: Covered = field(default_factory=Covered)
    request: Covered = field(default_factory=Covered)
    findings: tuple[Finding, ...] = ()
    exercised: tuple[str, ...] = ()


def shown(tally: Tally, setup: Setup, options: ValidateOptions) -> Shown:
    """What the tally's survey comes to; nothing where nothing was judged."""
    if tally.survey is None or not tally.looked:
        return Shown()
    contract = setup.contract()
    response, request = _covered(tally.survey, contract, setup)
    findings = [*underdescribed(tally.survey, contract)]
    if options.min_coverage is not None:
        findings += _too_low(response, request, options.min_coverage)
    judged = sum(tally.judged.values())
    exercised = []
    if tally.looked < judged:
        sample = f"coverage of {tally.looked:,} of {judged:,} payloads"
        exercised.append(f"{sample}; --coverage looks at all")
    if options.suggest is not None:
        from ringback.survey.suggestions.suggesting import suggested  # noqa: PLC0415 -- rarely asked for

        overlay = suggested(tally.survey, contract)
        write_overlay("--suggest", options.suggest, overlay)
        found = "overlay:" in overlay
        what = (
            "an overlay of what is not documented"
            if found
            else "nothing is undocumented: no overlay"
        )
        exercised.append(f"{what} in {options.suggest}" if found else what)
    return Shown(
        response=response, request=request, findings=tuple(findings), exercised=tuple(exercised)
    )


def _covered(state: SurveyState, contract: Contract, setup: Setup) -> tuple[Covered, Covered]:
    """Both directions; of bare payloads only the one that they are of."""
    if setup.bare is None:
        return covered(state, contract, contract.operations)
    operation, status = setup.bare
    response, request = covered(state, contract, [contract.operation(operation)])
    return (Covered(), request) if status is None else (response, Covered())


def _too_low(response: Covered, request: Covered, percent: float) -> Iterator[Finding]:
    """coverage/too-low, for each direction of which less was seen than was asked for."""
    from ringback.campaign.known.point_tally import too_low  # noqa: PLC0415 -- a campaign takes its time

    for side, found in (("response", response), ("request", request)):
        if found.total:
            yield from too_low(side, found, percent)
