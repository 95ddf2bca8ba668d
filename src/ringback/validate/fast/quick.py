"""The fast path: which of many entries are surely fine; what is not sure is judged by the checks.

It never calls an entry fine of which a check would object to anything. It may well fail to call
one fine that is.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from ringback.checks.unjudged import NO_GAPS, Gaps
from ringback.contract import Contract
from ringback.exchange import Headers, Request
from ringback.operation import Operation
from ringback.recordings import Recording, Scope
from ringback.validate.fast.compiled import Compiled
from ringback.validate.fast.plans import JudgingPlan, Plans, Typed, pairs
from ringback.validate.fast.spelling import NAME, Row, alone, lines_of

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Fine:
    """An entry that is surely fine: what it is about, and its bodies as far as they are JSON.

    `status` is None for a request alone, `request` for a payload alone and for a request that was
    refused. `asks` and `answers` tell whether a body is there, `gaps` what no check could judge.
    `headers` are those of the answer.
    """

    operation: Operation
    status: int | None
    media_type: str
    asked: Any = None
    answered: Any = None
    asks: bool = False
    answers: bool = False
    request: Request | None = None
    gaps: Gaps = NO_GAPS
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """How many were surely fine, by operation and status, and the places of the others.

    `count` is how many there are in all; `shown` holds those of the fine ones that were to be
    looked at, `gaps` what no check could judge of how many of them.
    """

    count: int
    fine: dict[tuple[str, int | None], int]
    unsure: list[int]
    shown: list[Fine]
    gaps: Sequence[tuple[Gaps, int]] = ()


class Quick(Protocol):
    """Looks at several lines at once."""

    def whole(self, data: bytes, wanted: Collection[int]) -> Looked | None:
        """The same for lines in one piece; None where one is not surely read right."""
        ...

    def lines(self, texts: Sequence[bytes], wanted: Collection[int]) -> Looked:
        """Which lines are surely fine; what those at the `wanted` places hold."""
        ...


class QuickPayloads:
    """For lines that are payloads of one schema: an answer's of a status, a request's if None."""

    def __init__(
        self, compiled: Compiled, schema: str, operation: Operation, status: int | None
    ) -> None:
        self._settling = compiled.payload(schema, "request" if status is None else "response")
        self._operation = operation
        self._status = status

    def whole(self, data: bytes, wanted: Collection[int]) -> Looked | None:
        """What lines in one piece come to; None where one is not surely read right."""
        rows = lines_of(data, numbers=self._settling.numbers)
        if rows is None:
            return None
        unsure = [] if self._settling.admits(rows) else self._refused(rows)
        return self._looked(rows, unsure, wanted)

    def lines(self, texts: Sequence[bytes], wanted: Collection[int]) -> Looked:
        """Which lines are surely fine; what those at the `wanted` places hold."""
        rows = [self._row(text) for text in texts]
        return self._looked(rows, [at for at, row in enumerate(rows) if row is None], wanted)

    def _looked(
        self, rows: Sequence[Row | None], unsure: list[int], wanted: Collection[int]
    ) -> Looked:
        several = enumerate(rows) if wanted else ()
        shown = [
            self._fine(row[NAME])
            for at, row in several
            if at in wanted and row is not None and at not in unsure
        ]
        fine = {(self._operation.id, self._status): len(rows) - len(unsure)}
        return Looked(len(rows), fine, unsure, shown)

    def _refused(self, rows: Sequence[Row]) -> list[int]:
        return [at for at, row in enumerate(rows) if not self._settling.admits([row])]

    def _row(self, text: bytes) -> Row | None:
        row = alone(text, numbers=self._settling.numbers)
        return row if row is not None and self._settling.admits([row]) else None

    def _fine(self, value: Any) -> Fine:
        if self._status is None:
            return Fine(self._operation, None, JSON, asked=value, asks=True)
        return Fine(self._operation, self._status, JSON, answered=value, answers=True)


class QuickExchanges:
    """For lines that are recordings in our own form, and for recordings of any other."""

    def __init__(self, contract: Contract, compiled: Compiled, scope: Scope) -> None:
        self._plans = Plans(contract, scope)
        self._compiled = compiled

    def whole(self, data: bytes, wanted: Collection[int]) -> Looked | None:
        """What lines in one piece come to; None where one is not surely read right."""
        rows = lines_of(data, numbers=False)
        return None if rows is None else self._looked(rows, lambda: data.split(b"\n"), wanted)

    def lines(self, texts: Sequence[bytes], wanted: Collection[int]) -> Looked:
        """Which lines are surely fine; what those at the `wanted` places hold."""
        rows = [alone(text, numbers=False) or {} for text in texts]
        return self._looked(rows, lambda: texts, wanted)

    def _looked(
        self,
        rows: Sequence[Row],
        texts: Callable[[], Sequence[bytes]],
        wanted: Collection[int],
    ) -> Looked:
        """The same of rows; their texts are looked at again where numbers may have been rounded."""
        planned: dict[JudgingPlan, list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            plan = self._plan(row)
            if plan is not None:
                planned[plan].append(at)
        fine: dict[tuple[str, int | None], int] = {}
        settled: set[int] = set()
        shown: list[Fine] = []
        left_open: list[tuple[Gaps, int]] = []
        for plan, several in planned.items():
            good = self._settled(plan, several, rows, texts)
            key = (plan.operation.id, plan.status)
            fine[key] = fine.get(key, 0) + len(good)
            if plan.gaps.entries:
                left_open.append((plan.gaps, len(good)))
            settled.update(good)
            if wanted:
                shown += [_fine(plan, rows[at][NAME]) for at in good if at in wanted]
        left = () if len(settled) == len(rows) else range(len(rows))
        unsure = [at for at in left if at not in settled]
        return Looked(len(rows), fine, unsure, shown, left_open)

    def _settled(
        self,
        plan: JudgingPlan,
        several: list[int],
        rows: Sequence[Row],
        texts: Callable[[], Sequence[bytes]],
    ) -> list[int]:
        """Those of these places whose recordings the plan's schemas admit."""
        settling = self._compiled.recording(plan)
        if settling.numbers:
            known = texts()
            several = [at for at in several if alone(known[at], numbers=True)]
        if settling.admits([rows[at] for at in several]):
            return several
        return [at for at in several if settling.admits([rows[at]])] if len(several) > 1 else []

    def _plan(self, row: Row) -> JudgingPlan | None:
        """The plan of a recording in our own form; None where the checks must look."""
        try:
            value = row[NAME]
            request, response = value["request"], value["response"]
            if "expect" in value or "encoding" in request or "encoding" in response:
                return None
            sent, headers = request.get("headers"), response.get("headers")
            asked, answered = request.get("body"), response.get("body")
            if asked == "" or answered == "":  # of no length, or nothing: as its media type has it
                return None
            asks, answers = asked is not None, answered is not None
            typed = (_typed(sent, asks), asks, _typed(headers, answers), answers, bool(headers))
            line = (request["method"], request["url"], response["status"])
            return self._planned(line, typed, sent, headers)
        except (KeyError, TypeError, AttributeError, ValueError):
            return None  # it is no such thing, and told so elsewhere

    def _planned(
        self, line: tuple[str, str, int], typed: Typed, sent: Any, headers: Any
    ) -> JudgingPlan | None:
        """The plan of an exchange, if parameters and the headers of both sides are fine as well."""
        method, url, status = line
        place, _, query = url.partition("?")
        operation = self._plans.operation(method, place)
        if operation is None or "#" in query:
            return None
        plan = self._plans.plan((operation.id, status, typed))
        if plan is None:
            return None
        if plan.parameters and not self._plans.parameters_fine(plan, query, sent):
            return None
        if (plan.headers or plan.unsized) and not self._plans.headers_fine(plan, headers):
            return None
        return plan

    def recording(self, recording: Recording) -> Fine | None:
        """A recording of any form, if it is surely fine."""
        request, response = recording.exchange.request, recording.exchange.response
        whole = recording.with_body and recording.with_request_body
        if response is None or recording.expect or not whole:
            return None
        sent, headers = request.headers, response.headers
        asks, answers, kept = bool(request.body), bool(response.body), recording.with_headers
        typed = (_typed(sent, False), asks, _typed(headers, False), answers, kept)
        line = (request.method, request.url, response.status)
        plan = self._planned(line, typed, sent, headers)
        if plan is None:
            return None
        asked = self._body(plan.asked, request.body, "request")
        answered = self._body(plan.answered, response.body, "response")
        if asked is None or answered is None:
            return None
        return Fine(
            plan.operation,
            plan.status,
            plan.media_type,
            asked.get(NAME),
            answered.get(NAME),
            bool(asked),
            bool(answered),
            None if _refused(plan.status) else request,
            plan.gaps,
            response.headers,
        )

    def _body(self, schema: str | None, body: bytes | None, side: str) -> Row | None:
        """The row of a body; an empty one where nothing is asked, None where it isn't fine."""
        if schema is None or not body:
            return {}
        settling = self._compiled.payload(schema, side)
        row = alone(body, numbers=settling.numbers)
        return row if row is not None and settling.admits([row]) else None


def _refused(status: int | None) -> bool:
    """Whether an answer says that what was asked for is wrong: so may its parameters be."""
    return status is not None and 400 <= status < 500


def _fine(plan: JudgingPlan, value: Any) -> Fine:
    sent = value["request"]
    request = None
    if not _refused(plan.status):
        headers = pairs(sent.get("headers"))
        request = Request(method=sent["method"], url=sent["url"], headers=headers)
    asked = sent.get("body") if plan.asked else None
    answered = value["response"].get("body") if plan.answered else None
    return Fine(
        plan.operation,
        plan.status,
        plan.media_type,
        asked,
        answered,
        asked is not None,
        answered is not None,
        request,
        headers=pairs(value["response"].get("headers")),
    )


@lru_cache(1_000)
def _typing(names: tuple[str, ...]) -> str | None:
    """Of the names of headers that of the Content-Type: the first one counts, however spelt."""
    return next((name for name in names if name.lower() == "content-type"), None)


def _typed(headers: Any, assumed: bool) -> str | None:
    """The Content-Type as it stands; JSON where none was kept of a body. Raises for no headers."""
    if isinstance(headers, dict):
        name = _typing(tuple(headers))
        if name is not None:
            return str(headers[name])
    else:
        for name, value in headers or ():
            if len(name) == 12 and name.lower() == "content-type":
                return str(value)
    return JSON if assumed else None
