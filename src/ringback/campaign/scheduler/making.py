"""How a scenario makes a thing: with a body that its service takes, under the key that it got."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any

from ringback.campaign.resource.bodies.corrected_bodies import CorrectedBodies
from ringback.campaign.resource.model import OutputSlot, Resource
from ringback.campaign.resource.thing import Address, Thing
from ringback.campaign.resource.thing_keys import inner, keys_of
from ringback.campaign.scheduler.stage import Presence, Reply, Step
from ringback.campaign.scheduler.steps import Steps
from ringback.finding import pointer
from ringback.payload import MISSING, decode
from ringback.sampling.ordered_values import days_in

_TRIES = 3
_TRIED = 24  # refusals of a create after which no more bodies are tried in the place of one
_OBJECTIONS = frozenset({400, 422})  # to a body


class Making(Steps):
    """Steps that make a thing, told by what its service answers."""

    def made(
        self, resource: Resource, account: str = "", body: Any = MISSING
    ) -> Generator[Sequence[Step], Sequence[Reply], tuple[Thing, Reply, Reply | None] | None]:
        """A thing with the replies to its create and to the read after it.

        Where none is given, and a body with every member is refused, others are tried, by what the
        refusal names at first: a service may want what no schema says.
        """
        tried, bodies, maker = body, self.stage.bodies, resource.maker
        corrected = CorrectedBodies(bodies, maker) if body is MISSING and maker else None
        left = _TRIES
        while left:
            left -= 1
            step = self.making(resource, account, tried)
            if step is None:
                return None
            if resource.upserts and not (yield from self.absent(resource, step.address, account)):
                continue
            (reply,) = yield [replace(step, vacant=resource.upserts)]
            if self._is_nameless(resource, reply):
                reply = yield from self._found(resource, reply)
            if reply.thing is None or not reply.succeeded:
                again = left < _TRIES - 1
                self._learn_of(reply, again=again)
                self._note_failure(resource, reply)
                if self._is_nameless(resource, reply):
                    return None  # what it made can't be taken away: no more is made
                if again and corrected is not None and self._objects(reply):
                    tried = corrected.after(_given(reply), reply.response)
                    left = 0 if tried is MISSING else 1
                continue
            if tried is not body and maker is not None:
                bodies.accepted[maker.id] = tried
            read = self.reading(reply.thing)
            seen = (yield [read])[0] if read is not None else None
            if seen is None or seen.succeeded:
                return self.now(reply.thing), reply, seen
        return None

    def _was_there(self, reply: Reply) -> bool:
        """Whether a create that has answered 201 before answers 200, and has made nothing."""
        creating = self.stage.world.creating
        return reply.status == 200 and reply.step.operation.id in creating and reply.thing is None

    def _is_nameless(self, resource: Resource, reply: Reply) -> bool:
        """Whether something was made, and no answer tells a key, be it that of another thing."""
        if not reply.succeeded or reply.thing is not None or self._was_there(reply):
            return False
        told = keys_of(self.stage.graph, resource, reply.step.operation, reply.exchange)
        return not any(True for _ in told)

    def _objects(self, reply: Reply) -> bool:
        """Whether another body may be taken where this one was not.

        What was tried before is not tried by each that wants a thing.
        """
        objects = reply.status in _OBJECTIONS or reply.status >= 500
        return objects and self.stage.refusals[reply.step.operation.id] <= _TRIED

    def _found(
        self, resource: Resource, reply: Reply
    ) -> Generator[Sequence[Step], Sequence[Reply], Reply]:
        """The reply with the thing that it made, where no answer tells a key and a read shows it.

        It stands under a name of the run's own that it was given: from then on that is its key.
        """
        stage, maker = self.stage, reply.step.operation
        body = _given(reply)
        given = inner(body, resource)
        around = body.items() if isinstance(body, dict) else ()
        at = next((pointer((name,)) for name, each in around if each is given), "")
        for name, value in given.items() if isinstance(given, dict) else ():
            if resource.read is None or not isinstance(value, str):
                continue
            if not stage.bodies.bears_mark(value):
                continue
            address = {**reply.step.address, resource.name: value}
            step = self.step(resource.read, address, account=reply.step.account)
            if step is None:
                continue
            (read,) = yield [replace(step, judged=False)]
            if not read.succeeded or not stage.bodies.bears_mark(read.value):
                continue
            place = f"$request.body#{at}{pointer((name,))}"
            stage.link(OutputSlot(operation=maker.id, place=place, resource=resource.name))
            stage.world, thing = stage.world.linked(stage.graph, resource).take(
                maker, reply.exchange, address=reply.step.address, account=reply.step.account
            )
            return replace(reply, thing=thing)
        return reply

    def _learn_of(self, reply: Reply, *, again: bool) -> None:
        """What a create that failed says of the bodies: other names, or other dates, may do."""
        bodies = self.stage.bodies
        dated = any(True for _ in days_in(_given(reply)))
        if reply.status == 409 and dated and not bodies.apart:
            bodies.apart = True  # what is booked for a day is booked for nobody else
        elif reply.status == 409 and again:
            bodies.renew()  # two names of the run's own are taken
        elif reply.status in {400, 422} and dated:
            bodies.move_dates()
        elif self._was_there(reply) and (view := bodies.view(reply.step.operation)) is not None:
            bodies.alike.add(view.pointer)  # it tells what is there: more must differ for another

    def absent(
        self, resource: Resource, address: Address, account: str
    ) -> Generator[Sequence[Step], Sequence[Reply], bool]:
        """Whether a read says that nothing has this key: what a PUT makes there is the run's."""
        if resource.read is None:
            return False
        # A key that another resource lends may be in use already.
        presence = Presence.UNKNOWN if resource.borrows else Presence.GONE
        step = self.step(resource.read, address, presence=presence, account=account)
        if step is None:
            return False
        (reply,) = yield [step]
        return reply.status in {404, 410}

    def _note_failure(self, resource: Resource, reply: Reply) -> None:
        maker = resource.maker
        if maker is not None:
            told = f"{maker.method} {maker.path} was answered with {reply.status or 'nothing'}"
            why = f"no thing of {resource.name} could be made ({told})"
            if self._was_there(reply):
                why = f"{maker.method} {maker.path} answers with what was there before"
            elif reply.succeeded:
                why = f"what {maker.method} {maker.path} made can't be found: no key is told"
                self.stage.observed.dropped.setdefault(resource.name, why)
            for _, operation in resource.roles():
                self.stage.cannot(operation, why)


def _given(reply: Reply) -> Any:
    """The body that was sent, as it was read again."""
    return decode(reply.exchange.request.body or b"").value
