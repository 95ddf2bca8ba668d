"""law/frame: what an edit leaves out stays as it was."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.finding import Finding, pointer, steps
from ringback.laws.interface import Difference, Episode, differences, was_is
from ringback.payload import MISSING, at
from ringback.schema.directions import unsent_places


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Every member at `place` that the edit does not give is in the answer as it was before."""

    place: str
    rule: str = "law/frame"

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """Compare the members that were left out with the read before."""
        edit = at(episode.given, steps(self.place))
        before = at(episode.before, steps(self.place))
        answered = at(episode.answer, steps(self.place))
        if not episode.accepted or not isinstance(edit, dict):
            return
        if not isinstance(before, dict) or not isinstance(answered, dict):
            return
        own = _read_only(episode)
        for name in {**before, **answered}:
            if name in edit:
                continue
            old, new = before.get(name, MISSING), answered.get(name, MISSING)
            path = (*steps(self.place), name)
            if any(own.isdisjoint(_on_the_way(each)) for each in differences(old, new, path)):
                place = f"{self.place}/{name}"
                text = f"{place} was left out of the edit, and changed: {was_is(old, new)}"
                yield episode.finding(self.rule, text, instance=place)


def _read_only(episode: Episode) -> frozenset[str]:
    """The members of the answer that are the service's own: no request gives them."""
    response, contract = episode.exchange.response, episode.contract
    if not contract.requests.document.unsent:
        return frozenset()
    answer = episode.operation.answer_for(response.status) if response else None
    schemas = [each.schema for each in answer.media_types if each.schema] if answer else []
    return frozenset(
        place
        for schema in schemas
        for value in (episode.before, episode.answer)
        for place in unsent_places(contract.responses.document.schema(schema), value, "readOnly")
    )


def _on_the_way(difference: Difference) -> set[str]:
    """The pointers to where two values differ, and to all that this stands in."""
    path = difference.path
    return {pointer(path[:length]) for length in range(1, len(path) + 1)}
