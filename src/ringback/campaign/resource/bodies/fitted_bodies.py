"""Bodies as they are sent: naming only what is the run's own, by names that nothing else has."""

import random
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ringback.campaign.resource.bodies.body_parts import (
    schema_below,
    select,
)
from ringback.campaign.resource.bodies.designed_bodies import DesignedBodies
from ringback.campaign.resource.model import InputSlot, Role
from ringback.campaign.resource.reference_members import words
from ringback.campaign.resource.thing_keys import is_bare_id, is_given_once, key_names
from ringback.config import own_values
from ringback.finding import steps
from ringback.operation import Operation, Parameter
from ringback.payload import MISSING, at
from ringback.sampling.breakage import Path, replaced
from ringback.sampling.ordered_values import moved
from ringback.schema.view import View

_UNIQUE = frozenset(
    (
        *("name", "username", "login", "email", "mail", "slug", "code", "sku", "title", "key"),
        *("handle", "nickname", "nick", "domain", "reference", "externalid", "label", "phone"),
        *("newname", "newslug", "newkey"),
        *("id", "number", "isbn", "vat", "iban", "identifier", "displayname"),
    )
)
_TELLING = ("key", "name", "code", "slug")  # what else may tell a thing from others
_WHOLE = re.compile(r"0|[1-9][0-9]{0,17}")
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z]{2,}\.?", re.IGNORECASE)
_LONG_KEYS = (64, 48, 40, 32, 24, 20)  # characters
_APART = (40, 1500)  # days between the dates of two bodies, and how many have days of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A body whose references name the run's own things; `lacking` is one that has none to name."""

    value: Any
    lacking: str = ""


class Bodies(DesignedBodies):
    """Fits the bodies that are designed to the things that a run has."""

    def fitted(
        self, operation: Operation, value: Any, address: Mapping[str, Any], *, fresh: bool = True
    ) -> Fitted:
        """The body naming the run's own things, its names such as nothing else has.

        A reference to what the run does not have is left out where it may be.
        """
        view = self.view(operation)
        if view is None:
            return Fitted(value=value)
        value = self._with_moved_dates(view, value, fresh=fresh)
        own = own_values(operation.id, self.values)
        for slot in self.graph.slots(operation):
            if slot.where == "body" and slot.place.removeprefix("/") not in own:
                value, lacking = self._referred(view, slot, value, address)
                if lacking:
                    return Fitted(value=value, lacking=lacking)
        value = self.distinct(view, value) if fresh else value
        value = self._with_own_key(operation, view, value, address)
        return Fitted(value=self._configured(operation, view, value))

    def _with_own_key(
        self, operation: Operation, view: View, value: Any, address: Mapping[str, Any]
    ) -> Any:
        """What is given to a thing, with the thing's key in the member that tells it.

        Another one would ask for another thing, or for what no key that is a number or a UUID does.
        """
        role, resource = self.graph.role(operation)
        if role not in {Role.UPDATE, Role.REPLACE} or resource is None:
            return value
        key = address.get(resource.name, MISSING)
        told = key_names(resource, value)
        if not (resource.upserts or is_given_once(key)):
            told = [name for name in told if is_bare_id(name)]
        if key is MISSING or not told or not self._is_key(view, (told[0],), value):
            return value
        return self._named(view, value, (told[0],), key)

    def _with_moved_dates(self, view: View, value: Any, *, fresh: bool) -> Any:
        """The body with its dates where they are wanted."""
        by, count = _APART
        days = self.days + (self.number % count * by if self.apart and fresh else 0)
        changed = moved(value, days) if days else value
        admits = self.contract.requests.admits
        return changed if admits(view.pointer, changed) or not days else value

    def _referred(
        self, view: View, slot: InputSlot, value: Any, address: Mapping[str, Any]
    ) -> tuple[Any, str]:
        """The body with the key of a thing at each place of a slot; or the resource it lacks."""
        for path, old in reversed(select(value, steps(slot.place))):
            if old is None or isinstance(old, dict | list):
                continue  # a part that is given by its members names nothing
            if not self._is_key(view, path, value):
                continue
            key = address.get(slot.resource, MISSING)
            if key is not MISSING:
                value = self._named(view, value, path, key)
                continue
            without = replaced(value, path[:-1] if isinstance(path[-1], int) else path, MISSING)
            if isinstance(path[-1], int):
                without = replaced(value, path[:-1], [])
            if not self.contract.requests.admits(view.pointer, without):
                return value, slot.resource
            value = without
            if isinstance(path[-1], int):
                return value, ""
        return value, ""

    def _named(self, view: View, value: Any, path: Path, key: Any) -> Any:
        """The body with a key in a place, spelt as the schema wants it, in a list only once."""
        admits, member = (
            self.contract.requests.admits,
            schema_below(view, path, value, self.contract),
        )
        spelt = [key, int(key)] if isinstance(key, str) and _WHOLE.fullmatch(key) else [key]
        spelt += [str(key)] if isinstance(key, int) else []
        fitting = (each for each in spelt if member is None or admits(member.pointer, each))
        key = next(fitting, key)
        whole = replaced(value, path, key)
        if isinstance(path[-1], int) and key in at(value, path[:-1]):
            without = replaced(value, path, MISSING)
            if not admits(view.pointer, whole) and admits(view.pointer, without):
                return without
        return whole

    def distinct(self, view: View, value: Any) -> Any:
        """The body with texts of its own where a service may ask for unique names."""
        if isinstance(value, list) and view.items is not None:  # many are made at a time
            return [self.distinct(view.items, each) for each in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((name, inside),) = value.items()
            member = view.properties.get(name)
            if isinstance(inside, dict) and member is not None:  # an envelope around the thing
                return {name: self.distinct(member, inside)}
        self.number += 1
        admits = self.contract.requests.admits
        is_whole = admits(view.pointer, value)
        for name, old in value.items():
            member = view.properties.get(name)
            is_email = member is not None and member.raw.get("format") == "email"
            is_name = words(name) in _UNIQUE or is_email
            is_name = is_name or (view.pointer in self.alike and words(name).endswith(_TELLING))
            if not isinstance(old, str) or not is_name:
                continue
            if member is not None and ("enum" in member.raw or "const" in member.raw):
                continue
            for text in self._texts(old, member, is_email=is_email):
                changed = replaced(value, (name,), text)
                # A body that is broken at another place is told from all others as well.
                alone = not is_whole and member is not None and admits(member.pointer, text)
                if alone or admits(view.pointer, changed):
                    value = changed
                    break
        return value

    def marked(self, operation: Operation, value: Any) -> Any:
        """The body with the run's mark in a name, where one may be given: it can be found by it."""
        view = self.view(operation)
        if view is None or not isinstance(value, dict) or self.bears_mark(value):
            return value
        for name, member in view.properties.items():
            if words(name) in _UNIQUE and name not in value and "string" in member.types:
                named = self.distinct(view, {**value, name: "x"})
                if self.bears_mark(named) and self.contract.requests.admits(view.pointer, named):
                    return named
        return value

    def _texts(self, old: str, member: View | None, *, is_email: bool) -> list[str]:
        """Texts that nothing else has, the most like the old one first."""
        token = f"{self.mark}{self.number:x}"
        old = re.sub(rf"-{re.escape(self.mark)}[0-9a-f]*$", "", old)
        if is_email or "@" in old:
            return [f"{token}{'+tag' if '+' in old else ''}@example.com"]
        most = member.raw.get("maxLength") if member else None
        cut = old[: max(0, most - len(token) - 1)] if isinstance(most, int) else old[:24]
        digits = str(7_000_000 + self.number)
        if _HOST.fullmatch(old):  # a name in a domain is told by its first label
            first, _, rest = old.partition(".")
            return [f"{token}.{rest if self.bears_mark(first) else old}", token]
        return [f"{cut}-{token}" if cut else token, token, token.upper(), f"+1555{digits}", digits]

    def distinct_key(self, parameter: Parameter) -> Any:
        """A key that nothing has, as a path parameter's schema admits it; `MISSING` without one."""
        self.number += 1
        token = f"{self.mark}{self.number:x}"
        number = random.Random(token).getrandbits(128)  # noqa: S311 -- the same for a seed, no secret
        unique = str(uuid.UUID(int=number, version=4))
        candidates = (token, token.upper(), unique, 9_000_000 + self.number, f"x-{token}")
        for each in candidates:
            if not parameter.schema or self.contract.requests.admits(parameter.schema, each):
                return each
        return MISSING

    def long_key(self, parameter: Parameter) -> Any:
        """The longest key of letters that a path parameter takes; `MISSING` for numbers and ids."""
        short = self.distinct_key(parameter)
        if not isinstance(short, str) or not short.isalnum() or not parameter.schema:
            return MISSING
        for length in _LONG_KEYS:
            text = short.ljust(length, short[-1])
            if self.contract.requests.admits(parameter.schema, text):
                return text
        return MISSING
