"""law/asked: an answer is about the thing that was asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.finding import Finding
from ringback.laws.expressions import evaluate
from ringback.laws.interface import Episode
from ringback.payload import MISSING, same, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """By a link of the description: what it passes on from the answer is what the request named.

    A link from an answer to a read, whose parameter has the name of one of the request's own,
    says where the answer holds that name.
    """

    rule: str = "law/asked"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Compare each linked parameter with the request's."""
        response = episode.exchange.response
        if response is None or not response.succeeded:
            return
        answer = episode.operation.answer_for(response.status)
        for link in answer.links if answer else ():
            for name, expression in link.parameters.items():
                asked = episode.exchange.request.query_values(name)
                told = evaluate(expression, episode.exchange, episode.operation)
                if not asked or told is MISSING or any(same(told, each) for each in asked):
                    continue
                text = f"asked for {name} {show(asked[0])}, and the answer is about {show(told)}"
                yield episode.finding(self.rule, text, instance=_instance(expression))


def _instance(expression: object) -> str:
    return str(expression).partition("#")[2]
