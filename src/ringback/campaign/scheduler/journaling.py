"""Tells the journal of each write before it leaves, and of what came of it."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from ringback.campaign.journal.journal_file import Line
from ringback.campaign.journal.wreck import gone, made, read, stands
from ringback.campaign.resource.model import Role
from ringback.campaign.resource.thing import Owner, Thing, ThingId, thing_id
from ringback.campaign.resource.thing_keys import is_key
from ringback.campaign.scheduler.stage import Reply, Stage, Step
from ringback.campaign.session.budget import Halt
from ringback.campaign.session.session import Session
from ringback.operation import SAFE_METHODS
from ringback.payload import decode


class Journaling:
    """Keeps the journal of a run; without a file, as for a target in this process, nothing."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self._session = session
        self._stage = stage
        self._file = session.journal
        self._turn = 0
        # Creates under way, by their steps' identity: the turn, and what tells what comes of it.
        self._sent: dict[int, tuple[int, Mapping[str, Any]]] = {}
        self._mark = ""
        self._told: set[ThingId] = set()
        self._parts: set[tuple[str, str, str]] = set()
        self._gone: dict[ThingId, bool] = {}
        self._read: dict[ThingId, Any] = {}
        self._keys: set[str] = set()

    def before(self, steps: Sequence[Step]) -> None:
        """Write down what these steps may change; it is on the disk when this returns."""
        if self._file is None:
            return
        writes = [each for each in steps if each.request.method not in SAFE_METHODS]
        if not writes:
            return
        try:
            self._file.append([line for each in writes for line in self._lines(each)])
        except OSError as error:
            if not self._session.winding_up:  # what is to be put back is put back all the same
                why = f"the journal can't be written ({error.strerror}): nothing more is sent"
                raise Halt(why) from error

    def _lines(self, step: Step) -> Iterator[Line]:
        if not self._turn:
            yield {"started": time.strftime("%Y-%m-%d %H:%M:%S")}
        if self._mark != self._stage.bodies.mark:
            self._mark = self._stage.bodies.mark
            yield {"mark": self._mark}
        standing = list(self._standing(step))
        yield from (stands(each) for each in standing if self._is_new(each))
        for key, (thing, part, state) in self._stage.touched.items():
            if key not in self._parts and _is_json(state):
                self._parts.add(key)
                yield {"part": [thing.name, part.place, key[2], state]}
        self._turn += 1
        line: dict[str, Any] = {
            "sends": self._turn,
            "method": step.request.method,
            "url": step.request.url,
        }
        role, resource = self._stage.graph.role(step.operation)
        body = decode(step.request.body or b"").value
        if standing and _is_json(body):
            line["gives"] = body
        if resource is not None and role in {Role.CREATE, Role.REPLACE}:
            tells = self._telling(body)
            self._sent[id(step)] = self._turn, tells
            line |= {"creates": resource.name, "account": step.account, "tells": tells}
            if resource.upserts and resource.name in step.address:
                own = {resource.name, *(e.name for e in self._stage.graph.ancestors(resource))}
                line["at"] = [[n, key] for n, key in step.address.items() if n in own]
        yield line

    def _is_new(self, thing: Thing) -> bool:
        """Whether nothing was told yet of how a thing stood before the run."""
        key = thing_id(thing.resource, thing.keys)
        fresh = key not in self._told and _is_json(thing.first)
        self._told.add(key)
        return fresh

    def _telling(self, body: Any) -> dict[str, Any]:
        """The members of a body by which what comes of it is known for the run's own.

        They have the run's mark, or name a thing that it made.
        """
        members = body.items() if isinstance(body, Mapping) else ()
        return {
            name: value
            for name, value in members
            if (isinstance(value, str) and self._stage.bodies.bears_mark(value))
            or (is_key(value) and str(value) in self._keys)
        }

    def _standing(self, step: Step) -> Iterator[Thing]:
        """The things that a step may change and that stood there before the run."""
        graph = self._stage.graph
        _, resource = graph.role(step.operation)
        if resource is None:
            return
        line = {resource.name, *(each.name for each in graph.ancestors(resource))}
        for name in line:
            above = {n: key for n, key in step.address.items() if n in line}
            thing = self._stage.world.thing(name, above)
            if thing is not None and thing.owner is Owner.CONFIGURED:
                yield thing

    def after(self, reply: Reply) -> None:
        """Write down what an answer tells of a thing of the run's own."""
        if self._file is None:
            return
        thing = reply.thing
        lines: list[Line] = []
        turn, tells = self._sent.pop(id(reply.step), (None, {}))
        if thing is not None and thing.owner is Owner.CREATED:
            key = thing_id(thing.resource, thing.keys)
            if self._gone.get(key) is not thing.gone:
                self._gone[key] = thing.gone
                self._keys.add(str(thing.key))
                lines.append(gone(thing) if thing.gone else made(thing, tells))
        if thing is not None and thing.owner is Owner.CONFIGURED:
            lines += self._sight(thing)
        if turn is not None and reply.response is not None:
            lines.append({"answered": turn})
        with suppress(OSError):  # the next write tells
            self._file.append(lines, durable=False)

    def _sight(self, thing: Thing) -> Iterator[Line]:
        """How a thing that is written to was read, where that is news."""
        key = thing_id(thing.resource, thing.keys)
        if key not in self._told or self._read.get(key, thing.first) == thing.state:
            return
        if _is_json(thing.state):
            self._read[key] = thing.state
            yield read(thing)


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return False
    return True
