"""A campaign that shows each thing once, as small as it can be: what recordings are made of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ringback.campaign.outcome import Plan
from ringback.campaign.run import Campaign
from ringback.campaign.session import Session
from ringback.contract import Admitted
from ringback.exchange import Request
from ringback.generation.case import Case
from ringback.operation import Operation
from ringback.payload import decode, encode

_SMALL = 2_048  # bytes of a request's body that a person reads; a long text comes back in answers
_TEXT = 48  # characters that are left of a text in a body that is longer


class Taking(Campaign):
    """Plays the cases by design with short texts; of the long ones, what `unseen` still asks for.

    Nothing is sent at the same time as another, and nothing only to see it refused for its method
    or its owner: that shows nothing which the description names.
    """

    def __init__(
        self, session: Session, plan: Plan, unseen: Callable[[Operation, Request], bool]
    ) -> None:
        super().__init__(session, plan)
        self._unseen = unseen

    def _ask(self, operation: Operation, parameters: Mapping[str, str]) -> None:
        sources = self._player.sources
        cases = list(sources.designed(operation, parameters))
        self._play(self._short(cases))
        self._play(self._short(self._missing(operation, parameters)))
        for case in sorted(cases, key=_size):
            if _size(case) > _SMALL and self._unseen(operation, case.request):
                self._play([case])
        plain = sources.plain_case(operation, parameters)
        if plain is not None:
            self._probes.credentials(operation, plain.request)

    def _short(self, cases: Iterable[Case]) -> Iterator[Case]:
        """The short ones, and of an admitted long one that has a short like, that one."""
        for case in cases:
            if _size(case) <= _SMALL:
                yield case
                continue
            cut = replace(case.request, body=encode(_cut(decode(case.request.body or b"").value)))
            admission = self._session.contract.admission(cut, case.operation)
            if isinstance(admission, Admitted) and len(cut.body or b"") <= _SMALL:
                yield replace(case, request=cut)


def _cut(value: Any) -> Any:
    """The value with its long texts cut short."""
    match value:
        case str():
            return value[:_TEXT]
        case dict():
            return {name: _cut(inner) for name, inner in value.items()}
        case list():
            return [_cut(inner) for inner in value]
        case _:
            return value


def _size(case: Case) -> int:
    return len(case.request.body or b"")
