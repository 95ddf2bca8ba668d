"""Shape faults, judged on the answers of one recorded campaign on the right service."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ringback.campaign.session.session import Session
from ringback.exchange import Exchange, Response, media_type_of
from ringback.payload import MISSING, encode
from ringback.prove.derive import FaultSpot, ShapeFault
from ringback.prove.interface import SHAPE_RULE, Fate, ProofStage, Proved, Terms
from ringback.prove.places import changed
from ringback.prove.recorded_answers import KeptExchange, Recorder
from ringback.prove.staging import campaign, session_on
from ringback.sampling.breakage import Path
from ringback.targets.asgi import AsgiTarget

_NOT_SEEN = "no answer of the campaign has such a place"
_Index = Mapping[tuple[str, str, FaultSpot], Sequence[tuple[KeptExchange, Sequence[Path]]]]


def prove_shapes(stage: ProofStage, faults: Sequence[ShapeFault], terms: Terms) -> list[Proved]:
    """Run one campaign on the right service, then plant each fault in the answers it gave."""
    recorder = Recorder(AsgiTarget("recorded", stage.app(), path=stage.path), stage.forms)
    session = session_on(stage, recorder, terms)
    campaign(session, random_cases=terms.random_cases)
    return [*planted(faults, recorder.kept(), session)]


def planted(
    faults: Sequence[ShapeFault], kept: Sequence[KeptExchange], session: Session
) -> Iterator[Proved]:
    """Each fault in each answer that has its place, as the session's checks see it."""
    index = _indexed(kept)
    for fault in faults:
        yield _proved(fault, index.get((fault.operation, fault.status, fault.spot), ()), session)


def _indexed(kept: Sequence[KeptExchange]) -> _Index:
    """The answers that have a place, with the paths at which they have it."""
    index: dict[tuple[str, str, FaultSpot], list[tuple[KeptExchange, list[Path]]]] = defaultdict(
        list
    )
    for each in kept:
        paths: dict[FaultSpot, list[Path]] = defaultdict(list)
        for node in each.nodes:
            for spot in {node.slot, node.spot}:
                paths[spot].append(node.path)
        for spot, found in paths.items():
            index[each.operation.id, each.status, spot].append((each, found))
    return index


def _proved(
    fault: ShapeFault, places: Sequence[tuple[KeptExchange, Sequence[Path]]], session: Session
) -> Proved:
    """Caught once one answer with the fault is objected to; equivalent where all are admitted."""
    proved = Proved(name=fault.name, kind=fault.change.kind, rule=SHAPE_RULE, fate=Fate.MISSED)
    admitted = False
    refused: list[str] | None = None  # the rules that came where the description objects
    for kept, paths in places:
        payload = changed(kept.payload, paths, fault.change)
        if payload is MISSING:
            continue
        exchange = _answering(kept.exchange, payload)
        if _admits(session, exchange, kept, payload):
            admitted = True
            continue
        subject = session.judge.subject(exchange, kept.operation, described=kept.described)
        rules = [each.rule for each in session.judge.judged(subject)]
        if SHAPE_RULE in rules:
            return replace(proved, fate=Fate.CAUGHT, came=(SHAPE_RULE,))
        refused = [*(refused or ()), *rules]
    if refused is not None:
        return replace(proved, came=tuple(dict.fromkeys(refused)))
    return replace(proved, fate=Fate.EQUIVALENT) if admitted else replace(proved, why=_NOT_SEEN)


def _answering(exchange: Exchange, payload: Any) -> Exchange:
    """The exchange with another payload in its answer."""
    response = exchange.response or Response(status=200)
    return replace(exchange, outcome=replace(response, body=encode(payload)))


def _admits(session: Session, exchange: Exchange, kept: KeptExchange, payload: Any) -> bool:
    """Whether the description admits the payload as this answer: then there is nothing to see."""
    response = exchange.response
    name = media_type_of(response.headers) if response else None
    if response is None or name is None:
        return False
    described = session.contract.media_type(kept.operation, response.status, name)
    if described is None or described.schema is None:
        return True
    return session.contract.responses.admits(described.schema, payload)
