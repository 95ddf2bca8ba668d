"""Where a campaign's cases come from, in the order in which they are sent."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from ringback.campaign.coverage import Wanted
from ringback.campaign.names import Names, select
from ringback.campaign.outcome import Outcome, Plan
from ringback.contract import Contract
from ringback.crashes import Crashes
from ringback.exchange import header_values
from ringback.finding import steps
from ringback.generation.case import Case, body_schema, request_for
from ringback.generation.fuzz import Fuzzer
from ringback.generation.walk import (
    accepting_cases,
    admitted_cases,
    broken_bodies,
    broken_frames,
    plain_body,
)
from ringback.laws.interface import differences
from ringback.operation import Operation
from ringback.payload import MISSING, at, decode, encode, same
from ringback.sampling.breakage import Path, replaced
from ringback.sampling.result import Made, Unmade
from ringback.sampling.sampler import Sampler
from ringback.schema.given import given
from ringback.wire.media_types import is_json
from ringback.witness.instances import Instances

_INDEX = re.compile(r"/\d+(?=/|$)")
_NAMED = 3  # of the account's own things of one kind, how many are asked for by name


class Sources:
    """Makes the cases of one plan; the same plan and the same names make the same cases."""

    def __init__(
        self,
        contract: Contract,
        forms: Contract,
        names: Names,
        plan: Plan,
        outcome: Outcome,
        *,
        crashes: Crashes | None = None,
    ) -> None:
        """Cases by design follow `forms`: a loose union says too little to aim by.

        `outcome` takes up which cases are skipped because no sample can be made for them. Without
        `crashes`, who asks for cases hears of what their making fails at.
        """
        self._crashes = crashes or Crashes(Exception)
        self._contract = contract
        self._forms = forms
        self._names = names
        self._plan = plan
        self._outcome = outcome
        self._searches: dict[tuple[str, str], Instances] = {}
        self._sampler = self._sampler_of(forms, "request")
        self._answers = self._sampler_of(forms, "response")
        self._fuzzer: Fuzzer | None = None
        self._hopeless = False  # no fuzzer can be made of the description
        self._fetched: dict[str, Future[list[Case]]] = {}

    def cases(self, operation: Operation, parameters: Mapping[str, Any]) -> Iterator[Case]:
        """Every case of an operation: by design first, then what nobody thought of."""
        designed = self.designed(operation, parameters)
        yield from self._crashes.each(f"{operation.id}: cases by design", designed)
        yield from self.generated(operation)

    def designed(self, operation: Operation, parameters: Mapping[str, Any]) -> Iterator[Case]:
        """Each part of a request in each of its forms, then each part broken."""
        yield from self._named(operation, parameters)
        yield from admitted_cases(self._forms, operation, parameters, self._sampler)
        self._skip_left_out(operation)
        plain = self.plain_case(operation, parameters)
        yield from accepting_cases(operation, plain) if plain else ()
        # Once more, now that much has changed: what a link shows must not hang on what was there.
        yield from self._named(operation, parameters)
        yield from self.strange(operation, parameters)
        yield from self._spelt_otherwise(operation, parameters)
        yield from broken_frames(operation, parameters, self.plain(operation))
        ignored: dict[tuple[frozenset[str], str], list[Case]] = {}
        for case in broken_bodies(self._forms, operation, parameters, self._sampler):
            parts = self._ignored(case)
            if parts is None:
                yield case
            elif parts:
                ignored.setdefault((parts, case.label.rpartition(": ")[0]), []).append(case)
        yield from _combined([*_picked(ignored.values())])

    def missing(
        self,
        operation: Operation,
        parameters: Mapping[str, Any],
        forms: Contract,
        wanted: Wanted,
    ) -> Iterator[Case]:
        """For what a run has not shown yet, the first case by design that asks for it.

        `forms` is the contract whose points are wanted; its forms are told apart there alone.
        """
        sampler = self._sampler_of(forms, "request")
        for make in (admitted_cases, broken_bodies):
            for case in make(forms, operation, parameters, sampler) if wanted else ():
                schema, body = body_schema(operation), decode(case.request.body or b"").value
                admitted = schema is not None and self._contract.requests.admits(schema, body)
                if admitted and wanted.take(body):
                    yield replace(case, origin="missing")
                if not wanted:
                    return

    def _sampler_of(self, forms: Contract, side: str) -> Sampler:
        """A fresh sampler of a contract's forms, of requests or of responses."""
        schemas, key = forms.of(side), (forms.reading, side)
        if key not in self._searches:
            self._searches[key] = Instances(schemas.document)
        search = self._searches[key]
        return Sampler(admits=schemas.admits, uuid=self._names.for_place, search=search)

    def _skip_left_out(self, operation: Operation) -> None:
        """Note the members that no case of the operation has, because none of them can be made."""
        for each in self._sampler.take_left_out():
            self._outcome.skip(f"cases of {operation.id} with {each.place}", str(each))

    def _ignored(self, case: Case) -> frozenset[str] | None:
        """The parts of a body that count as left out; None for a body that is to be refused.

        A part that is broken into another proper form is a form that was sent already, and what
        counts as left out in the body that was broken does so before.
        """
        value = decode(case.request.body or b"").value
        parts = self._left_out(case.operation, value)
        if parts is None:
            return None
        known = parts and case.base is not MISSING
        before = self._left_out(case.operation, case.base) if known else None
        new = {place for place in parts if place not in (before or frozenset())}
        return frozenset(_INDEX.sub("/*", place) for place in new)

    def _left_out(self, operation: Operation, value: Any) -> frozenset[str] | None:
        schema = body_schema(operation)
        if schema is None or not self._contract.requests.admits(schema, value):
            return None
        taken = given(self._forms.requests.view(schema), value, self._sampler.admits)
        return frozenset(each.place for each in differences(value, taken))

    def _named(self, operation: Operation, parameters: Mapping[str, Any]) -> Iterator[Case]:
        """A read of each thing of the account's own; an update that links each by its name."""
        for name in self._names.names:
            own = self._names.own(name)[:_NAMED]
            if name.parameter in parameters and operation.safe:
                near = _near(own[0]) if own else ()
                requests = [
                    request_for(operation, {**parameters, name.parameter: text})
                    for text in (*own, *near)
                ]
                # Sent raw, a `+` arrives as a space: that is another name.
                requests += [
                    replace(each, url=each.url.replace("%2B", "+"))
                    for each in requests[:1]
                    if "%2B" in each.url
                ]
            elif name.place and name.own and operation.body is not None:
                requests = [request_for(operation, parameters, name.body(text)) for text in own]
            else:
                continue
            for request in requests:
                yield Case(operation=operation, request=request, label=name.what, origin="walk")

    def _spelt_otherwise(
        self, operation: Operation, parameters: Mapping[str, Any]
    ) -> Iterator[Case]:
        """A whole edit as other clients send it: with a charset, and with switches not asked for.

        What the answer holds and the request does not describe is tempting to take over.
        """
        case = self.plain_case(operation, parameters)
        if case is None or case.request.body is None:
            return
        kind = header_values(case.request.headers, "content-type")[0]
        if not is_json(kind):
            return
        charset = case.request.with_header("Content-Type", f"{kind}; charset=utf-8")
        yield replace(case, request=charset, label="with a charset")
        tempting = self._tempting(operation, decode(case.request.body).value)
        if tempting is not None:
            request = replace(case.request, body=encode(tempting))
            yield replace(case, request=request, label="switches of the answer")

    def _tempting(self, operation: Operation, body: Any) -> Any:
        """The body with the switches of its answer, turned; None where there are none."""
        answers = [each for each in operation.answers if each.status.startswith("2")]
        shown = [kind.schema for each in answers for kind in each.media_types if kind.schema]
        if not shown:
            return None
        answer = self._answers.plain(self._forms.responses.view(shown[0]))
        if isinstance(answer, Unmade):
            self._outcome.skip(f"cases of {operation.id} with switches of its answer", str(answer))
            return None
        added = _added(body, answer.value)
        return None if same(added, body) else added

    def strange(self, operation: Operation, parameters: Mapping[str, Any]) -> Iterator[Case]:
        """A whole edit that is refused for one name in it: the rest must not be taken over."""
        for name in self._names.names:
            plain = self.plain(operation)
            if not name.place or plain is MISSING:
                continue
            others = (each for each in self._names.names if each.place and each is not name)
            # A thing of ours of another kind is none of this kind: it is not found either.
            ours = next((self._names.own(each)[:1] for each in others), [])
            for path, _ in list(select(plain, steps(name.place)))[-1:]:
                for text in (name.stranger, *ours):
                    body = replaced(plain, path, text)
                    request = request_for(operation, parameters, body)
                    yield Case(
                        operation=operation, request=request, label=name.what, origin="strange"
                    )

    def plain(self, operation: Operation) -> Any:
        """A body with every described member.

        `MISSING` for an operation that takes none, or none that can be made, which is noted.
        """
        if operation.body is None:
            return MISSING
        made = plain_body(self._forms, operation, self._sampler)
        if isinstance(made, Made):
            return made.value
        self._outcome.skip(f"cases of {operation.id} with a body", str(made))
        return MISSING

    def plain_case(self, operation: Operation, parameters: Mapping[str, Any]) -> Case | None:
        """The operation asked for as it should be, with every described member.

        None where it needs a body that can't be made.
        """
        body = self.plain(operation)
        if body is MISSING and operation.body is not None and operation.body.required:
            return None
        request = request_for(operation, parameters, body)
        return Case(operation=operation, request=request, label="plain", origin="walk")

    def prefetch(self, operations: Sequence[Operation]) -> None:
        """Make Schemathesis' cases while a far target is waited for: that takes them seconds."""
        pool = ThreadPoolExecutor(1, thread_name_prefix="ringback-cases")
        for operation in operations:
            self._fetched[operation.id] = pool.submit(self._all_made, operation)
        pool.shutdown(wait=False)

    def generated(self, operation: Operation) -> Iterator[Case]:
        """Schemathesis' cases, with names of the account's own in most of them."""
        fetched = self._fetched.pop(operation.id, None)
        made = self._made(operation) if fetched is None else fetched.result()
        for index, case in enumerate(made):
            yield replace(case, request=self._names.adopted(case.request, index))

    def _all_made(self, operation: Operation) -> list[Case]:
        return list(self._made(operation))

    def _made(self, operation: Operation) -> Iterator[Case]:
        """The cases as Schemathesis makes them."""
        count = self._plan.random_cases
        if not count:
            return
        if self._fuzzer is None and not self._hopeless:
            self._hopeless = True
            with self._crashes.contained("the cases of Schemathesis, of every operation"):
                self._fuzzer = Fuzzer(self._contract.description.document, self._plan.seed)
        fuzzer = self._fuzzer
        if fuzzer is None:
            return
        few = count if operation.body else max(3, count // 5)
        sources: dict[str, Iterator[Case]] = {
            "Schemathesis' cases of coverage": fuzzer.coverage(operation, positive=True),
            "Schemathesis' cases of coverage, invalid": fuzzer.coverage(operation, positive=False),
            "random cases": fuzzer.random(operation, few, positive=True),
            "random cases, invalid": fuzzer.random(operation, few, positive=False),
        }
        for name, cases in sources.items():
            yield from self._crashes.each(f"{operation.id}: {name}", cases)


def _added(body: Any, answer: Any) -> Any:
    """The body with the switches of an answer that it lacks, turned, at each level that both have.

    No names and no texts: a service that took those over could lose the thing, and nothing that
    the API has would bring it back.
    """
    if not isinstance(body, dict) or not isinstance(answer, dict):
        return body
    switches = {name: value for name, value in answer.items() if isinstance(value, bool)}
    more = {name: not value for name, value in switches.items() if name not in body}
    return {**{name: _added(value, answer.get(name)) for name, value in body.items()}, **more}


def _near(name: str) -> Iterator[str]:
    """What a careless reader takes for a name: cut, prolonged, with a wildcard, or without end."""
    yield name[:-1]
    yield f"{name}0"
    yield f" {name[1:]}"  # as a `+` arrives that was sent raw
    yield f"{name[:-1]}%"
    yield f"{name[:-1]}*"
    yield name * 40


def _picked(groups: Iterable[Sequence[Case]]) -> Iterator[Case]:
    """Of the ways to break each place two, and from place to place others."""
    for turn, cases in enumerate(groups):
        size = len(cases)
        yield from (cases[index] for index in {turn % size, (turn + (size + 1) // 2) % size})


def _combined(cases: Sequence[Case]) -> Iterator[Case]:
    """Bodies that are broken in one part each, as many as differ in their part in one."""
    by_part: dict[Path, list[tuple[Case, Any]]] = {}
    for case in cases:
        body = decode(case.request.body or b"").value
        found = next((each.path[:2] for each in differences(case.base, body)), ())
        by_part.setdefault(found, []).append((case, body))
    longest, *others = sorted(by_part.items(), key=lambda part: -len(part[1])) or [((), [])]
    for index, (case, body) in enumerate(longest[1]):
        labels = [case.label]
        for path, broken in others:
            if index < len(broken) and path:
                other, its = broken[index]
                body = replaced(body, path, at(its, path))  # noqa: PLW2901 -- it grows
                labels.append(other.label)
        request = replace(case.request, body=encode(body))
        yield replace(case, request=request, label="; ".join(labels))
    for path, broken in others:
        left = broken[len(longest[1]) :] if path else broken
        yield from (case for case, _ in left)
