"""Folds exchanges into the one world of a run, and judges each with what was known before it."""

from dataclasses import replace

from ringback.campaign.known.identifiers import Identifiers
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.thing import NOBODY, Thing, ThingId, thing_id
from ringback.campaign.resource.thing_keys import inner
from ringback.campaign.resource.told_rules import keys_given_once
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Presence, Reply, Stage, Step
from ringback.campaign.session.exchange_judge import ExchangeJudge
from ringback.contract.schemas import is_loose_uuid
from ringback.exchange import Exchange
from ringback.finding import Finding, Severity
from ringback.laws import deleting, updating
from ringback.payload import decode

_BROKEN = 500  # from here on an answer tells of a defect, whatever was asked for
_ON_ONE = frozenset({Role.READ, Role.UPDATE, Role.REPLACE})  # they answer one thing


def _is_chosen(thing: Thing, exchange: Exchange) -> bool:
    """Whether a key is what the request gave: a client may choose the same once more."""
    given = decode(exchange.request.body or b"").value
    values = given.values() if isinstance(given, dict) else ()
    return any(isinstance(each, str) and each == str(thing.key) for each in values)


class Fold:
    """The one place that changes a stage's world; `makers` are the replies that made things."""

    def __init__(self, judge: ExchangeJudge, names: Identifiers, stage: Stage) -> None:
        self.stage = stage
        self.makers: dict[ThingId, Reply] = {}
        self._judge = judge
        self._names = names

    def taken(self, step: Step, exchange: Exchange, scene: Scene) -> Reply:
        """Fold an exchange into the world, and judge it."""
        stage = self.stage
        known = stage.world.things
        stage.world, thing = (
            stage.world.take(
                step.operation,
                exchange,
                address=step.address,
                account=step.account if step.credentials else NOBODY,
                absent=step.vacant or step.presence is Presence.GONE,
            )
            if step.described
            else (stage.world, None)
        )
        role, resource = stage.graph.role(step.operation)
        if role is Role.CREATE and resource is not None:
            self._created(step, exchange, resource)
        if step.described and exchange.response is not None and not step.account:
            if step.credentials:
                stage.learn(step.operation, exchange)
            stage.observed.take(stage.graph, step.operation, exchange, thing)
            before = known.get(thing_id(thing.resource, thing.keys)) if thing else None
            if before is not None and role is Role.READ:
                there = step.presence is Presence.THERE
                stage.observed.read(before, exchange.response.status, there=there)
        if thing is not None and role is Role.CREATE and resource is not None:
            old = known.get(thing_id(thing.resource, thing.keys))
            if old is not None and old.gone and not _is_chosen(thing, exchange):
                stage.observed.reused.add(resource.name)
                scene.findings += self._key_again(thing, step, exchange)
        scene.findings += self._asked(step, exchange)
        broken = exchange.response is not None and exchange.response.status >= _BROKEN
        if step.judged or broken:
            scene.findings += self._judged(step, exchange)
        reply = Reply(step=step, exchange=exchange, thing=thing)
        scene.replies.append(reply)
        if thing is not None and thing_id(thing.resource, thing.keys) not in known:
            self.makers[thing_id(thing.resource, thing.keys)] = reply
        return reply

    def _created(self, step: Step, exchange: Exchange, resource: Resource) -> None:
        """Take note of how a create was answered, whoever asked."""
        stage, response = self.stage, exchange.response
        if response is None or response.status >= 500:
            stage.uncertain.add(resource.name)
        if response is not None and response.succeeded:
            stage.accepting.add(step.operation.id)
        elif step.credentials and step.described:
            stage.refusals[step.operation.id] += 1

    def _key_again(self, thing: Thing, step: Step, exchange: Exchange) -> list[Finding]:
        """The finding where a key is given again that was deleted before.

        Many services number things as slots, which is right unless it is said otherwise: a UUID is
        one thing's alone, and words may promise as much of any key.
        """
        resource = self.stage.resource(thing.resource)
        operations = [operation for _, operation in resource.roles()]
        once = keys_given_once(self.stage.contract, operations)
        promised = once or is_loose_uuid(str(thing.key))
        return [
            Finding(
                rule=each.rule,
                message=each.message,
                severity=Severity.ERROR if promised else Severity.WARNING,
                operation=step.operation.id,
                cause=each.cause,
                exchanges=(exchange,),
            )
            for each in deleting.key_again(thing.key, thing.key, promised=promised)
        ]

    def _asked(self, step: Step, exchange: Exchange) -> list[Finding]:
        """The finding where an answer is about another thing than the one that was asked for."""
        role, resource = self.stage.graph.role(step.operation)
        response = exchange.response
        if resource is None or response is None or not response.succeeded or self._moved(step):
            return []
        if role is not Role.READ and not (resource.own and role in _ON_ONE):
            return []  # an update may give another key
        member = self.stage.keyed_by.get(resource.name)
        key = step.address.get(resource.name)
        if member is None or key is None or not step.described:
            return []
        told = inner(decode(response.body).value, resource)
        return [
            Finding(
                rule=each.rule,
                message=each.message,
                operation=step.operation.id,
                instance=each.instance,
                exchanges=(exchange,),
            )
            for each in updating.asked(told, member, key)
        ]

    def _judged(self, step: Step, exchange: Exchange) -> list[Finding]:
        """What the checks say of an exchange, with what was known before it."""
        subject = self._judge.subject(
            exchange,
            step.operation,
            credentials=step.credentials and not step.account,
            described=step.described,
        )
        if exchange.response is not None and exchange.response.refused:
            beyond = self.stage.observed.beyond(step.operation, exchange.request)
            subject = replace(subject, by_time=beyond)
        if self.stage.keeps_nothing:  # no key is anything there
            return self._judge.judged(replace(subject, strangers=None, plainly_unknown=False))
        named = subject.strangers if self._names.names else None
        match Presence.UNKNOWN if self._moved(step) else step.presence:
            case Presence.THERE:
                subject = replace(subject, strangers=named or frozenset(), by_state=True)
            case Presence.UNKNOWN if named is not None:
                pass  # the configuration tells which keys are the account's
            case Presence.GONE:
                strange = frozenset(str(each) for each in step.address.values())
                subject = replace(subject, strangers=strange, plainly_unknown=True)
            case Presence.UNKNOWN:
                subject = replace(subject, strangers=None, plainly_unknown=False)
        if step.account:  # whether another account may is for the scenario to say
            subject = replace(subject, strangers=None, authenticated=True, by_state=True)
        return self._judge.judged(subject)

    def _moved(self, step: Step) -> bool:
        """Whether what a step names has got another key since the step was made."""
        _, resource = self.stage.graph.role(step.operation)
        if resource is None or not self.stage.world.moved:
            return False
        line = {resource.name, *(each.name for each in self.stage.graph.ancestors(resource))}
        address = {name: key for name, key in step.address.items() if name in line}
        return thing_id(resource.name, address) in self.stage.world.moved
