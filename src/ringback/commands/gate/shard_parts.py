"""What a check does otherwise as a shard: what is its own, and what it tells for the others."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace

from ringback.commands.arguments import CheckOptions
from ringback.commands.gate.gathered_parts import GatheredParts
from ringback.commands.setup.check_setup import Asked
from ringback.shard import Shard, ShardPart


def is_first(shard: Shard | None) -> bool:
    """Whether what is judged once, and is no request and no recording, is this run's to judge."""
    return shard is None or shard.index == 1


def close_part(options: CheckOptions, subject: Asked, gathered: GatheredParts) -> None:
    """Say what the other shards need, and whether nothing was this one's to judge."""
    shard = subject.plan.shard
    if shard is None:
        return
    part = gathered.part_told or ShardPart(shard=shard, is_empty=True)
    is_empty = part.is_empty and not gathered.judged
    gathered.part_told = replace(
        part,
        subject=_subject(options, subject, gathered.sources),
        doubts=tuple(gathered.doubts),
        is_empty=is_empty,
        expected=gathered.expected,
    )
    if is_empty and not gathered.doubts:
        gathered.doubts.append(f"nothing was exercised: the share of shard {shard} is empty")


def _subject(options: CheckOptions, subject: Asked, sources: Iterable[str]) -> dict[str, str]:
    """A digest of each thing that all shards must have alike, by its name."""
    plan, common = subject.plan, options.common
    asked = (
        [each.id for each in plan.operations],
        *(sorted(common.select), sorted(common.ignore)),
        *(plan.deep, plan.random_cases, options.strict_judged, options.no_target),
    )
    description = subject.contract.description
    return {
        "description": _digest(json.dumps(description.document, default=str)),
        "options": _digest(json.dumps(asked)),
        "recordings": _digest(json.dumps(sorted(sources))),
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
