"""Stored reproductions as steps to play: what is asked for, and what the variables stand for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from ringback.campaign.credentials import authenticated, is_open, unsupported
from ringback.campaign.names import select
from ringback.campaign.races import RULE as RACE
from ringback.campaign.session import Session
from ringback.campaign.spoiling import spoilt
from ringback.exchange import Exchange, Lost, LostReason, Request
from ringback.finding import steps
from ringback.laws import Name
from ringback.operation import Operation, Scheme
from ringback.payload import decode
from ringback.reports import members
from ringback.reports.curl_reading import Draft, is_relative, read
from ringback.reports.scribe import Scribe, Shown
from ringback.reports.shell import shown
from ringback.reports.shell_reading import LineError
from ringback.secrets.names import is_secret_name

_ID = re.compile(r"ID_\d+")
_TEXT = "a made-up value"
_NUMBER = "1"


class UnplayableError(Exception):
    """A reproduction can't be played; `why` ends the sentence that says so."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A request to send; `credentials` tells whether the account's own are put on it."""

    operation: Operation
    request: Request
    credentials: bool = True
    described: bool = True


Take = tuple[Step, ...]


def drafts_of(finding: Shown, bases: Sequence[str]) -> tuple[Draft, ...]:
    """The requests of a finding's line; `bases` are the URLs that stand before its paths.

    Raises UnplayableError for what can't be sent.
    """
    if finding.reproduce is None:
        raise UnplayableError("the report holds no request for it")
    try:
        line = read(finding.reproduce, bases)
    except LineError as error:
        raise UnplayableError(f"its line can't be read: {error}") from error
    for draft in line.drafts:
        if draft.left_out:
            raise UnplayableError(f"the report leaves its body out ({draft.left_out})")
        if not is_relative(draft.filled(_marks(draft.variables))):
            raise UnplayableError("its URL is none of the report's target")
    if line.together > 1 and finding.rule != RACE:
        raise UnplayableError("its requests are sent at the same time")
    return line.drafts


class Lines:
    """Fills the requests of a report for one run; `secrets` are the run's values by variable."""

    def __init__(self, session: Session, secrets: Mapping[str, str]) -> None:
        self._session = session
        self._secrets = {name: value for name, value in secrets.items() if value}

    def made_up(self, drafts: Sequence[Draft]) -> tuple[str, ...]:
        """The variables whose values nobody knows: something else is put in their place."""
        known = {*self._secrets, *_credential_names(drafts)}
        names = dict.fromkeys(name for draft in drafts for name in draft.variables)
        return tuple(name for name in names if name not in known and not _ID.fullmatch(name))

    def named(self, drafts: Sequence[Draft]) -> Iterator[tuple[Name, str]]:
        """What the lines name by parameters: the kind of thing, and the name."""
        for draft in drafts:
            request = draft.filled(_marks(draft.variables))
            for name in self._session.names.names:
                for text in request.query_values(name.parameter) if name.parameter else ():
                    yield name, text

    def takes(self, finding: Shown, drafts: Sequence[Draft], state: Any) -> list[Take]:
        """The steps with all variables filled; several where wrong credentials look alike.

        `state` is the watched resource as it stands: what is in it can be named.
        """
        values = self._values(drafts, state)
        ways = [self._ways(finding, draft, values) for draft in drafts]
        most = max(map(len, ways))
        return [tuple(way[min(index, len(way) - 1)] for way in ways) for index in range(most)]

    def _values(self, drafts: Sequence[Draft], state: Any) -> dict[str, str]:
        """A value for each variable."""
        numbers = {name for draft in drafts for name in draft.numbers()}
        values = {
            name: _NUMBER if name in numbers else _TEXT
            for draft in drafts
            for name in draft.variables
        }
        values |= self._secrets
        return values | self._bound(drafts, values, state)

    def _bound(
        self, drafts: Sequence[Draft], values: Mapping[str, str], state: Any
    ) -> dict[str, str]:
        """Names of the account's own for the ids that a service made up, each by its place."""
        found: dict[str, str] = {}
        for draft in drafts:
            marks = _id_marks(draft.variables)
            request = draft.filled({**values, **marks})
            kinds = {text: name for name, text in _places(self._session.names.names, request)}
            unreadable = bool(request.body) and not decode(request.body or b"").parsed
            for variable, mark in marks.items():
                if variable in found:
                    continue
                name = kinds.get(mark)
                if name is None and not unreadable:
                    raise UnplayableError(f"${variable} stands where no name is known to stand")
                offered = self._offered(name, state)
                free = [each for each in offered if each not in found.values()]
                if not free:
                    what = name.what if name else "thing"
                    raise UnplayableError(f"there is no {what} of the account's for ${variable}")
                found[variable] = free[0]
        return found

    def _offered(self, name: Name | None, state: Any) -> list[str]:
        """Names of a kind: what stands in the resource, what was told, what is configured.

        A body that nothing can read takes a name of any kind.
        """
        names = self._session.names
        offered: list[str] = []
        for each in names.names if name is None else (name,):
            places = select(state, steps(each.harvest)) if each.harvest else ()
            offered += [text for _, text in places if isinstance(text, str)]
            own = names.own(each)
            offered += [text for text in reversed(own) if text in names.made_up]
            offered += own
        return list(dict.fromkeys(offered))

    def _ways(self, finding: Shown, draft: Draft, values: Mapping[str, str]) -> list[Step]:
        """The request with the credentials that the line shows."""
        request = draft.filled(values)
        operation, described = self._operation(finding, request)
        schemes = [] if is_open(operation) else _schemes(operation)
        if not schemes or not described:
            return [Step(operation=operation, request=request, described=described)]
        bare = request
        for scheme in schemes:
            bare = _without(bare, scheme)
        account = self._session.account.values
        made = [(True, authenticated(bare, operation, account))]
        made += [(False, each) for _, each in spoilt(bare, operation, account)]
        told = [_told(draft, scheme) for scheme in schemes]
        fitting = [
            Step(operation=operation, request=bare if known else each, credentials=known)
            for known, each in made
            if self._told_of(each, schemes) == told
        ]
        if finding.rule == "auth/required" and any(not each.credentials for each in fitting):
            # Where the two look alike in the line, it is the wrong ones that were meant.
            fitting = [each for each in fitting if not each.credentials]
        if not fitting:
            raise UnplayableError("its credentials are none that this run can make")
        return fitting

    def _told_of(self, request: Request, schemes: Sequence[Scheme]) -> list[list[str]]:
        """The credentials of a request as a line shows them."""
        plain = replace(request, body=None)
        exchange = Exchange(request=plain, outcome=Lost(reason=LostReason.CLOSED, detail=""))
        scribe = Scribe(secrets=self._secrets, names=dict(members.harvest(exchange)))
        line = scribe.curl(exchange)
        drafts = read(line).drafts if line is not None else ()
        return [_told(drafts[0], scheme) if drafts else [] for scheme in schemes]

    def _operation(self, finding: Shown, request: Request) -> tuple[Operation, bool]:
        """What a request asks for, and whether the description has its method there."""
        contract = self._session.contract
        operation = contract.operation_for(request)
        if operation is not None:
            return operation, True
        here = contract.operations_at(request.path)
        if not here:
            raise UnplayableError(f"no operation is described at {request.path}")
        return next((each for each in here if each.id == finding.operation), here[0]), False


def _marks(variables: Sequence[str]) -> dict[str, str]:
    """Something for each variable while its value is not known."""
    return {**dict.fromkeys(variables, _TEXT), **_id_marks(variables)}


def _id_marks(variables: Sequence[str]) -> dict[str, str]:
    """A uuid of its own for each id that a service made up, to find it again by."""
    ids = [name for name in variables if _ID.fullmatch(name)]
    return {name: f"00000000-0000-4000-8000-{at:012x}" for at, name in enumerate(ids, 0xABCDEF)}


def _places(names: Sequence[Name], request: Request) -> Iterator[tuple[Name, str]]:
    """Each text of a request that stands where things are named, with its kind."""
    body = decode(request.body or b"").value
    for name in names:
        for text in request.query_values(name.parameter) if name.parameter else ():
            yield name, text
        for place in filter(None, (name.place, name.harvest)):
            for _, text in select(body, steps(place)):
                if isinstance(text, str):
                    yield name, text


def _credential_names(drafts: Sequence[Draft]) -> set[str]:
    """The variables that stand in headers of credentials."""
    return {
        part.name
        for draft in drafts
        for name, value in draft.headers
        if is_secret_name(shown(name))
        for part in value
        if not isinstance(part, str)
    }


def _schemes(operation: Operation) -> list[Scheme]:
    """Every scheme of an operation that ringback can give credentials for, each once."""
    found = [scheme for each in operation.security for scheme in each if not unsupported(scheme)]
    return [scheme for index, scheme in enumerate(found) if scheme not in found[:index]]


def _header_of(scheme: Scheme) -> str | None:
    """The header that holds a scheme's credentials; None where the query does."""
    if scheme.kind == "apiKey" and scheme.where == "cookie":
        return "Cookie"
    if scheme.kind == "apiKey" and scheme.where == "query":
        return None
    return scheme.name or "Authorization"


def _in_query(scheme: Scheme) -> re.Pattern[str]:
    return re.compile(rf"[?&]{re.escape(quote(scheme.name, safe=''))}=([^&]*)")


def _told(draft: Draft, scheme: Scheme) -> list[str]:
    """What stands where a scheme puts its credentials."""
    header = _header_of(scheme)
    if header is None:
        return _in_query(scheme).findall(shown(draft.url))
    return [
        shown(value).strip()
        for name, value in draft.headers
        if shown(name).lower() == header.lower()
    ]


def _without(request: Request, scheme: Scheme) -> Request:
    """The request without credentials."""
    header = _header_of(scheme)
    if header is not None:
        return request.with_header(header, None)
    path, _, query = request.url.partition("?")
    left = _in_query(scheme).sub("", f"?{query}").lstrip("?&")
    return replace(request, url=f"{path}?{left}" if left else path)
