"""Which updates of a stored report may be sent: those of what the run puts back, or of nothing."""

from collections.abc import Iterator
from typing import Any

from ringback.campaign.lines import Step, Take, UnplayableError
from ringback.campaign.player import Player
from ringback.contract.matching import path_values
from ringback.finding import steps
from ringback.generation.case import request_for
from ringback.payload import MISSING, at, decode, same


class Guard:
    """Keeps the requests of a report, which may be of another account, from doing harm."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self._harmless: dict[str, bool] = {}

    def check(self, take: Take) -> None:
        """Raise UnplayableError for steps of which the effect could not be undone."""
        for step in take:
            self._check(step)

    def enter(self, step: Step) -> None:
        """Before an update: of a linked thing beside the run's own, only what can be given back.

        Raises UnplayableError for more; takes note of the thing, so that it is put back.
        """
        episodes, edit = self._player.episodes, self._at_link(step)
        if episodes is None or edit is MISSING or isinstance(edit, str):
            return
        watch, place = episodes.watch, steps(self._player.session.knowledge.linkable)
        if same(watch.linked(watch.state), watch.linked(self._player.baseline)):
            return
        theirs = at(watch.state, place)
        shown = [at(each, [*place, "id"]) for each in watch.bystanders.values()]
        known = isinstance(theirs, dict) and theirs.get("id") not in shown
        if not known or (isinstance(edit, dict) and edit.keys() - theirs.keys()):
            raise UnplayableError("it edits a thing that it has linked, beside the run's own")
        watch.touch()

    def only_links(self, take: Take) -> bool:
        """Whether the updates of some steps do nothing but link."""
        updates = [step for step in take if not step.operation.safe]
        return all(isinstance(self._at_link(step), str) for step in updates)

    def _at_link(self, step: Step) -> Any:
        """What an update puts where things are linked; `MISSING` for anything else."""
        place = self._player.session.knowledge.linkable
        if step.operation.safe or not place:
            return MISSING
        return at(decode(step.request.body or b"").value, steps(place))

    def _check(self, step: Step) -> None:
        if step.operation.safe or not step.described or not self._player.session.target.stateful:
            return
        if not self._player.watches(step.operation):
            why = "the description links no read to it, so nothing could be put back"
            raise UnplayableError(why)
        for key, text in self._others(step):
            if not self._is_harmless(key, text):
                raise UnplayableError(f"it updates {text}, which would not be put back")

    def _others(self, step: Step) -> Iterator[tuple[str, str]]:
        """The names by which an update is for something else than what is watched."""
        episodes = self._player.episodes
        in_path = path_values(step.operation, step.request)
        for key, own in episodes.watch.parameters.items() if episodes else ():
            told = [*step.request.query_values(key), *filter(None, [in_path.get(key)])]
            yield from ((key, text) for text in told if text != own)

    def _is_harmless(self, key: str, text: str) -> bool:
        """Whether nothing of the account's own, or the watched thing itself, has this name."""
        session, episodes = self._player.session, self._player.episodes
        names = [each for each in session.names.names if each.parameter == key]
        # What these probes name is known; that a faulty service lets it be read is the finding.
        apart = {text for each in names for text in (each.stranger, session.names.foreign(each))}
        if episodes is None or text in apart:
            return True
        if text not in self._harmless:
            watch = episodes.watch
            request = request_for(watch.read_operation, {**watch.parameters, key: text})
            exchange = session.send(request, watch.read_operation)
            value = watch.value(exchange, watch.read_operation)
            self._harmless[text] = value is MISSING or same(value, watch.state)
        return self._harmless[text]
