"""Exchanges without their secrets: stable placeholders, and nothing else changed."""

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, assert_never

from ringback.contract import Contract
from ringback.exchange import Exchange, Headers, Lost, Request, Response
from ringback.operation import Operation
from ringback.secrets.find.embedded import texts
from ringback.secrets.find.finds import Find, Hand, SecretSpot
from ringback.secrets.find.names.house_rules import USUAL_RULES, HouseRules
from ringback.secrets.find.values.described_secrets import DescribedPlace
from ringback.secrets.replace.body_rewriting import BodyRewriter
from ringback.secrets.replace.found_secrets import FoundSecrets, UnhidableError
from ringback.secrets.replace.heads import Heads

_ROUNDS = 8  # until nothing is found any more; what one round puts makes no new secret as a rule
_GIVEN = re.compile(
    rb"<[a-z][a-z0-9-]{0,60}>|(?<=%3C)[a-z0-9-]{1,60}(?=%3E)|\+?1\d{3}555(?:01)?\d{2,4}"
    rb"|user-\d{4,6}@example\.com|42424242\d{8}|192\.0\.2\.\d{1,3}"
)


def rewritten(
    exchange: Exchange, operation: Operation | None, described: DescribedPlace, hand: Hand
) -> Exchange:
    """The exchange with what the hand puts for each secret; the same object where it puts none."""
    heads = Heads(described, operation, hand)
    bodies = BodyRewriter(described, operation, hand)
    asked = exchange.request
    url, headers = heads.url(asked), heads.headers(asked.headers, "request")
    body = asked.body and bodies.rewritten(asked.body, asked.headers, "request", None)
    headers = _measured(headers, asked.body, body)
    request = Request(method=asked.method, url=url, headers=headers, body=body)
    match exchange.outcome:
        case Response() as told:
            headers = heads.headers(told.headers, "response")
            content = told.body and bodies.rewritten(
                told.body, told.headers, "response", told.status
            )
            outcome: Response | Lost = replace(
                told,
                headers=_measured(headers, told.body, content),
                body=content,
                excess=told.excess and bodies.rewritten(told.excess, (), "response", None),
            )
        case Lost() as lost:
            spot = SecretSpot(side="response", place="why no answer came")
            outcome = replace(lost, detail=texts.rewritten(lost.detail, spot, hand))
        case _:
            assert_never(exchange.outcome)
    new = Exchange(request=request, outcome=outcome)
    return exchange if new == exchange else new


def _measured(headers: Headers, old: bytes | None, new: bytes | None) -> Headers:
    """The headers, with the length of the new body where they told that of the old one."""
    if old == new:
        return headers
    told = str(len(old or b""))
    return tuple(
        (name, str(len(new or b"")))
        if name.lower() == "content-length" and value.strip() == told
        else (name, value)
        for name, value in headers
    )


@dataclass(slots=True)
class _Learning:
    """A hand that changes nothing, and teaches the memory what it is given."""

    memory: FoundSecrets
    count: int = 0

    @property
    def rules(self) -> HouseRules:
        """Those of the house."""
        return self.memory.rules

    def put(self, find: Find) -> Any:
        """Learn the value, and choose its placeholder, so that it fits at every place seen."""
        self.count += 1
        self.memory.learn(find)
        with contextlib.suppress(UnhidableError):  # told when it is to be replaced
            self.memory.placeholder(find)
        return find.value

    def known(self, text: str) -> list[tuple[int, int, str]]:
        """Where learnt values stand."""
        return self.memory.known(text)


@dataclass(slots=True)
class _Replacing:
    """A hand that puts placeholders."""

    memory: FoundSecrets
    count: int = 0

    @property
    def rules(self) -> HouseRules:
        """Those of the house."""
        return self.memory.rules

    def put(self, find: Find) -> Any:
        """The placeholder of the value."""
        self.count += 1
        self.memory.learn(find)
        return self.memory.placeholder(find)

    def known(self, text: str) -> list[tuple[int, int, str]]:
        """Where learnt values stand."""
        return self.memory.known(text)


class Scrubber:
    """Replaces the secrets of one run's exchanges, the same value always by the same placeholder.

    `known` maps variables to the run's own secrets, each replaced by `<variable>` wherever it
    stands. With a `contract` placeholders satisfy the schema of their place, and what it marks
    `format: password` or `writeOnly` is secret too, and so is what the `rules` of the house name.
    Labels are numbered in order of appearance.
    """

    def __init__(
        self,
        known: Mapping[str, str] | None = None,
        contract: Contract | None = None,
        rules: HouseRules = USUAL_RULES,
    ) -> None:
        self.replaced = 0
        self._memory = FoundSecrets(known or {}, rules)
        self._described = DescribedPlace(contract)

    def learn(self, exchange: Exchange, operation: Operation | None) -> None:
        """Take in what is secret in an exchange, so that others are scrubbed of it as well."""
        self._learnt(exchange, operation)

    def scrubbed(self, exchange: Exchange, operation: Operation | None) -> Exchange:
        """The exchange without its secrets; the same object where it holds none.

        Raises UnhidableError where no placeholder is admitted: it must not be written then.
        """
        found = self._learnt(exchange, operation)
        for _ in range(_ROUNDS):
            if not found:
                return exchange
            hand = _Replacing(self._memory)
            exchange = rewritten(exchange, operation, self._described, hand)
            self.replaced += hand.count
            again = _Learning(self._memory)
            rewritten(exchange, operation, self._described, again)
            found = again.count
        raise UnhidableError(
            place="the exchange",
            kind="texts that look like keys",
            why="what is put in their stead looks like one again",
        )

    def _learnt(self, exchange: Exchange, operation: Operation | None) -> int:
        response = exchange.response
        for body in (exchange.request.body, response.body if response else None):
            if body:
                self._memory.reserve(each.decode() for each in _GIVEN.findall(body))
        hand = _Learning(self._memory)
        rewritten(exchange, operation, self._described, hand)
        return hand.count
