"""An overlay that documents what the recordings show and the description does not know."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringback.contract import Contract
from ringback.description.bundled_files import BUNDLED
from ringback.finding import steps
from ringback.survey.counts.drifts import DriftKind
from ringback.survey.counts.inferred import FIELD, merged
from ringback.survey.counts.state import SurveyState
from ringback.survey.suggestions.drafting import drafted
from ringback.survey.suggestions.drift_actions import DriftActions
from ringback.survey.suggestions.overlay_text import overlay, path, writable
from ringback.survey.suggestions.proposal_check import tried
from ringback.survey.suggestions.proposals import Field, fields_of, grouped, targets, updated
from ringback.survey.suggestions.saying import kinds, share

_TITLE = "What the recordings show beyond the description"
_HEAD = (
    "What the recordings show and the description does not say: a proposal, to be read before",
    "it is used. Names, types and formats are inferred; no value of a payload stands in it.",
)
_BUT = "But for words that an enum lacks: these are values of payloads."


def suggested(state: SurveyState, contract: Contract) -> str:
    """The overlay as text; only comments where there is nothing that an overlay could mend.

    It is made for the description as it was read: apply it behind the overlays of the reading.
    """
    fields = sorted(fields_of(state), key=lambda each: (each.chain, each.name or "", each.side))
    notes: dict[str, None] = {}
    kept: list[Field] = []
    for field in fields:
        why = _unfit(contract, field)
        if why:
            notes[f"Not proposed: {field.label}: {why}"] = None
        else:
            kept.append(field)
    results = tried(contract, kept)
    while not all(each.passed for each in results):  # what is left may still need each other
        for each in results:
            if not each.passed:
                why = "described in this way, an object with it would still not pass"
                notes[f"Not proposed: {each.field.label}: {why}"] = None
        results = tried(contract, [each.field for each in results if each.passed])
    for each in results:
        if not each.tried:
            notes[f"Not tried: {each.field.label}: no object of it could be made up"] = None
    drifts = DriftActions(state, contract)
    actions = [*_actions(contract, [each.field for each in results]), *drifts.actions()]
    words = any(each.kind is DriftKind.ENUM for each in state.drifts)
    head = (*_HEAD, _BUT) if words else _HEAD
    return overlay(_TITLE, head, actions, [*notes, *drifts.notes])


def _unfit(contract: Contract, field: Field) -> str:
    """Why an overlay can't describe a member at all; the empty text where it can."""
    if field.name is not None and not writable(field.name):
        return "the name holds half a character, which no file can"
    for target in targets(contract, field):
        if steps(target.schema)[:1] == [BUNDLED]:
            file = contract.description.place(target.schema).file
            return f"it is described in {file}, which an overlay of the description can't change"
    return ""


def _actions(
    contract: Contract, fields: list[Field]
) -> Iterator[tuple[list[str], Mapping[str, Any]]]:
    """One action a member and place, with what was seen of it."""
    described = contract.description
    document, old = described.document, described.is_old
    for target, group in grouped(contract, fields).items():
        found = merged((each.found for each in group), FIELD)
        place, update = updated(document, target, drafted(found, old=old))
        objects = sum(each.objects for each in group)
        told = f"{group[0].told}: in {share(found.count, objects, 'the objects')}, {kinds(found)}."
        if target.name is None:
            told = f"{group[0].told}: {found.count:,} in {objects:,} objects, {kinds(found)}."
        yield [told], {"target": path(described.origin(place), described.written), "update": update}
