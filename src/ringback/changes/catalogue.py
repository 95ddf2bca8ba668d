"""The rules over two descriptions, one file each, and the ids of what they tell."""

from collections.abc import Iterator
from typing import Protocol

from ringback.changes import (
    answer_bodies,
    answer_headers,
    declared,
    operations,
    parameter_forms,
    parameters,
    request_bodies,
    security,
    semver,
    servers,
    statuses,
    versions,
)
from ringback.changes.change import Change
from ringback.changes.pairing import Sides


class Rule(Protocol):
    """One area of what may change; yields each change with the operation that shows it."""

    def __call__(self, sides: Sides, /) -> Iterator[Change]:
        """Compare the two sides."""
        ...


_AREAS = (
    *(operations, servers, security, parameters, parameter_forms, request_bodies),
    *(statuses, answer_bodies, answer_headers, declared, versions),
)
# The rules that look at no payload; and all of them.
STRUCTURAL: tuple[Rule, ...] = tuple(area.changes for area in _AREAS)
RULES: tuple[Rule, ...] = STRUCTURAL
# What the comparison of payloads tells.
PAYLOAD_RULES = (
    *("change/request-narrowed", "change/request-dropped", "change/request-unknown"),
    *("change/response-widened", "change/response-unknown", "change/header-widened"),
    *("change/parameter-narrowed", "change/parameter-unknown"),
)
CHANGE_RULES: tuple[str, ...] = (
    *(rule for area in (*_AREAS, semver) for rule in area.RULES),
    *PAYLOAD_RULES,
)
