"""Values into what may be shown: no secret in the clear, no id that only one run knows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from posixpath import normpath
from types import MappingProxyType
from typing import Any, Self

from ringback.change import Change
from ringback.exchange import Exchange
from ringback.finding import Acceptance, Counterpart, Finding
from ringback.payload_map import MapNode
from ringback.reports.evidence import curl, secret_members, shell
from ringback.reports.evidence.curl import NOWHERE, Reach
from ringback.reports.evidence.hiding import Hiding
from ringback.reports.evidence.reproducing import CapturedKey, Reproducing
from ringback.reports.evidence.shown_payloads import (
    ShownPayload,
    payload_of,
    shown_value,
)
from ringback.secrets.find.needles import Needle, needle
from ringback.verdict import Run
from ringback.visible import visible, visible_json


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding in words that may be shown (field names: the JSON report's).

    `witness` is JSON text in one line; `requests` are in the form that recordings have, what stands
    for what in them as `ToldRequests` has it.
    """

    rule: str
    severity: str
    operation: str | None
    message: str
    instance: str | None
    schema: str | None
    file: str | None
    line: int | None
    count: int
    fingerprint: str
    reproduce: str | None
    places: tuple[str, ...] = ()
    share: float | None = None
    witness: str | None = None
    counterpart: Counterpart | None = None
    operations: tuple[str, ...] = ()
    requests: tuple[dict[str, Any], ...] = ()
    accepted: Acceptance | None = None
    lapsed: Acceptance | None = None
    payload: ShownPayload | None = None
    variables: tuple[str, ...] = ()
    captures: tuple[CapturedKey, ...] = ()
    together: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Scribe:
    """Writes what a run tells without telling its secrets.

    `secrets` maps variables to the values that the user gave (`RINGBACK_TOKEN`), `names` maps
    values met on the way to the variables of the names that they stood under (`API_KEY`).
    `hidden` maps other secret values to variables: tokens that have run out, and the like.
    `made_up` are the uuids that the service made up: they are shown as `$ID_1`, `$ID_2`, …,
    counted anew in each text. `reach` is how the service can be reached, if it can.
    `folder` is where files are seen from, itself as seen from the top folder of the repository.
    """

    secrets: Mapping[str, str] = field(repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    hidden: Mapping[str, str] = field(default_factory=dict, repr=False)
    made_up: frozenset[str] = field(default=frozenset(), repr=False)
    reach: Reach = field(default=NOWHERE, repr=False)
    folder: str = field(default="", repr=False)
    _given: tuple[Needle, ...] = field(init=False, repr=False, compare=False)
    _all: tuple[Needle, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make ready what is looked for, the longest value first, as values hold one another."""
        given = [
            needle(secret_members.variable_for(name), value, given=True, in_prose=True)
            for name, value in self.secrets.items()
            if value
        ]
        secret = set(self.secrets.values())
        given += [
            needle(secret_members.variable_for(name), value, given=True, in_prose=True)
            for value, name in self.hidden.items()
            if value and value not in secret
        ]
        found = [
            needle(name, value, given=False)
            for value, name in self.names.items()
            if value and value not in secret | set(self.hidden)
        ]
        object.__setattr__(self, "_given", _longest_first(given))
        object.__setattr__(self, "_all", _longest_first([*given, *found]))
        object.__setattr__(self, "made_up", frozenset(each.lower() for each in self.made_up))

    @classmethod
    def for_run(
        cls,
        run: Run,
        secrets: Mapping[str, str],
        *,
        made_up: frozenset[str] = frozenset(),
        reach: Reach = NOWHERE,
        hidden: Mapping[str, str] = MappingProxyType({}),
        folder: str = "",
    ) -> Self:
        """A scribe that also knows the secrets in the exchanges of the run's findings.

        Without an URL in `reach`, a target that is named by its URL is where the service is.
        """
        names: dict[str, str] = {}
        folded = run.part.folded if run.part else ()
        for finding in (*run.verdict.findings, *folded):
            for exchange in (*finding.before, *finding.exchanges):
                for value, variable in secret_members.harvest(exchange):
                    names.setdefault(value, variable)
        if reach.base_url is None and run.target and "://" in run.target:
            reach = replace(reach, base_url=run.target)
        return cls(
            secrets=secrets,
            names=names,
            hidden=hidden,
            made_up=made_up,
            reach=reach,
            folder=folder,
        )

    def text(self, text: str) -> str:
        """A sentence in one line, without any known secret and without control characters."""
        return visible(shell.shown(self._hiding().message(text)))

    def place(self, text: str) -> str:
        """A name that machines follow (a rule, a path, a pointer): only given secrets are hidden.

        What a payload holds is no reason to change it: an `api_key` may well be `string`.
        """
        return visible(shell.shown(Hiding(needles=self._given).text(text)))

    def from_top(self, file: str) -> str:
        """A shown file's name as seen from the repository's top folder, where it is relative."""
        if not self.folder or file.startswith("/") or "://" in file:
            return file
        return normpath(f"{self.folder}/{file}")

    def curl(self, exchange: Exchange) -> str | None:
        """The request as one line for a POSIX shell; None where curl can't send the like."""
        return curl.command(exchange.request, self.reach, self._hiding())

    def shown(self, finding: Finding) -> ShownFinding:
        """The finding, with the ids that the service made up numbered through all its texts."""
        hiding = self._hiding()
        message = visible(shell.shown(hiding.message(finding.message)))
        again = Reproducing(finding=finding, hiding=hiding, reach=self.reach)
        line, told = again.line(), again.told()
        return ShownFinding(
            rule=self.place(finding.rule),
            severity=finding.severity.value,
            operation=self._place(finding.operation),
            message=message,
            instance=self._place(finding.instance, hiding),
            schema=self._place(finding.schema),
            file=self._place(finding.file),
            line=finding.line,
            count=finding.count,
            fingerprint=finding.fingerprint,
            reproduce=line,
            places=tuple(self.place(each) for each in finding.places),
            share=finding.share,
            witness=self.witness(finding.witness),
            counterpart=self._counterpart(finding.counterpart),
            operations=tuple(self.place(each) for each in finding.operations),
            requests=told.requests,
            variables=told.variables,
            captures=told.captures,
            together=told.together,
            payload=payload_of(finding, again.hiding),
            accepted=self._acceptance(finding.accepted),
            lapsed=self._acceptance(finding.lapsed),
        )

    def change(self, change: Change) -> Change:
        """The change in words that may be shown."""
        return replace(
            change,
            rule=self.place(change.rule),
            message=self.text(change.message),
            operations=tuple(self.place(each) for each in change.operations),
            side=self.place(change.side),
            status=self.place(change.status),
            base=self._counterpart(change.base),
            head=self._counterpart(change.head),
            instance=self._place(change.instance),
            witness=self.witness(change.witness),
        )

    def witness(self, text: str | None) -> str | None:
        """A made-up payload as JSON text in one line; None where there is none, or it can't be.

        It is not hidden by the names of its members: what is made up is no secret.
        """
        if text is None:
            return None
        try:
            told = json.dumps(json.loads(text), ensure_ascii=False, allow_nan=False)
            shown = visible_json(shell.shown(Hiding(needles=self._given).value(told)))
            json.loads(shown)
        except (ValueError, RecursionError):
            return None
        return shown

    def node(self, node: MapNode) -> MapNode:
        """The node of a map in words that may be shown, what is secret in its example hidden."""
        return replace(
            node,
            name=self.place(node.name),
            kind=self.place(node.kind),
            place=self.place(node.place),
            schema=self.place(node.schema),
            missing=tuple(self.place(each) for each in node.missing),
            example=shown_value(node.example, node.name, self._hiding()),
        )

    def _counterpart(self, place: Counterpart | None) -> Counterpart | None:
        return place and replace(
            place, schema=self.place(place.schema), file=self.place(place.file)
        )

    def _acceptance(self, said: Acceptance | None) -> Acceptance | None:
        return said and replace(said, owner=self.text(said.owner), reason=self.text(said.reason))

    def _hiding(self) -> Hiding:
        """All that is hidden, with no id numbered yet."""
        return Hiding(needles=self._all, made_up=self.made_up)

    def _place(self, text: str | None, numbered: Hiding | None = None) -> str | None:
        """A place that may be missing; one inside a payload may hold ids."""
        if text is None or numbered is None:
            return None if text is None else self.place(text)
        hiding = Hiding(needles=self._given, made_up=numbered.made_up, numbers=numbered.numbers)
        return visible(shell.shown(hiding.text(text)))


def _longest_first(needles: list[Needle]) -> tuple[Needle, ...]:
    """The needles in the order in which they are looked for."""
    return tuple(sorted(needles, key=lambda each: (-len(each.value), each.value)))
