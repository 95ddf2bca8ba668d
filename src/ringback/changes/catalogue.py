"""The rules over two descriptions, one file each, and the ids of what they tell."""

from collections.abc import Iterator
from typing import Protocol

from ringback.change import Change
from ringback.changes import semver, versions
from ringback.changes.inclusion import payloads
from ringback.changes.messages import (
    annotated,
    answer_bodies,
    answer_headers,
    answer_links,
    declared,
    discriminators,
    parameter_forms,
    parameters,
    part_encodings,
    request_bodies,
    statuses,
)
from ringback.changes.operations import (
    life_cycle,
    not_compared,
    operation_changes,
    security,
    servers,
    webhooks,
)
from ringback.changes.pairs.pairing import PairedSides


class ChangeRule(Protocol):
    """One area of what may change; yields each change with the operation that shows it."""

    def __call__(self, sides: PairedSides, /) -> Iterator[Change]:
        """Compare the two sides."""
        ...


_AREAS = (
    *(operation_changes, servers, security, parameters, parameter_forms, request_bodies),
    *(statuses, answer_bodies, answer_headers, declared, discriminators, annotated),
    *(answer_links, part_encodings, webhooks, not_compared, versions),
)
# The rules that look at no payload; and all of them.
STRUCTURAL: tuple[ChangeRule, ...] = tuple(area.changes for area in _AREAS)
RULES: tuple[ChangeRule, ...] = (*STRUCTURAL, payloads.changes)
CHANGE_RULES: tuple[str, ...] = tuple(
    rule for area in (*_AREAS, payloads, life_cycle, semver) for rule in area.RULES
)
