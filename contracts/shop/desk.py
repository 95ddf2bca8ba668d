"""What every operation of the shop goes through: who asks, whether it is valid, conditions.

`Desk` is a class of small methods because the planted faults break them one by one.
"""

import hmac
import threading
from collections.abc import Sequence
from typing import Any

from contracts import wire
from contracts.shop import conditions
from contracts.shop.calls import Asked, Call, RefusedError, Reply
from contracts.shop.fields import Field
from contracts.shop.forms import BODIES
from contracts.shop.queries import PATHS, QUERIES, Query, mistakes_of_path, read_query, typed
from contracts.shop.store import Account, Store, Thing

_UTF_8 = ("utf-8", "utf8")


class Desk:
    """Answers requests by the methods that operations name; a subclass has those."""

    def __init__(self, store: Store) -> None:
        """`store` is this service's own: nobody else may change it."""
        self.store = store
        self.bodies: dict[str, Field] = dict(BODIES)
        self.queries = dict(QUERIES)
        # Targets may ask from several threads, each with an event loop of its own.
        self.lock = threading.Lock()

    def answer(self, asked: Asked) -> Reply:
        """Answer one request; RefusedError where it is not done."""
        account = self.authenticate(asked.values("authorization"), asked)
        reply: Reply = getattr(self, asked.operation.act)(self.validated(account, asked))
        return reply

    def authenticate(self, credentials: Sequence[str], asked: Asked) -> Account:
        """The account whose token the request carries (RFC 6750 2.1, RFC 9110 11.4)."""
        del asked
        one = credentials[0] if len(credentials) == 1 else ""
        scheme, _, token = one.strip(" \t").partition(" ")
        if scheme.lower() == "bearer":
            for known, account in self.store.accounts.items():
                if hmac.compare_digest(known.encode(), token.strip(" ").encode("latin-1")):
                    return account
        challenge = 'Bearer realm="shop"'
        if scheme.lower() == "bearer" and token.strip(" "):
            challenge += ', error="invalid_token"'
        text = "A valid bearer token is needed."
        raise RefusedError(401, text, {"WWW-Authenticate": challenge})

    # What is valid

    def validated(self, account: Account, asked: Asked) -> Call:
        """The request as a call; every mistake of path and query is told at once, then the body."""
        path = {name: typed(PATHS[name], text) for name, text in asked.path.items()}
        mistakes = list(mistakes_of_path(path, PATHS))
        query = self.read_query(asked)
        mistakes += query.mistakes
        if mistakes:
            raise RefusedError(422, "The request is not valid.", errors=mistakes)
        body = self.read_body(account, asked) if asked.operation.media else None
        return Call(account=account, asked=asked, path=path, query=query.values, body=body)

    def read_query(self, asked: Asked) -> Query:
        """The query by the form that the operation names."""
        if not asked.operation.query:
            return Query(values={}, mistakes=())
        return read_query(self.queries[asked.operation.query], asked.query)

    def read_body(self, account: Account, asked: Asked) -> Any:
        """The body by the form that the operation names: as it is kept, a patch as it was given."""
        del account
        media_type = self.media_type(asked)
        if len(asked.body) > asked.operation.largest:
            raise RefusedError(413, f"At most {asked.operation.largest} bytes are taken.")
        if not asked.body:
            raise RefusedError(422, "The body is missing.", errors=[("", "is required")])
        if not asked.operation.body:
            return asked.body
        value = self.parse(asked, media_type)
        mistakes = list(self.bodies[asked.operation.body].mistakes(value))
        if mistakes:
            raise RefusedError(422, "The body is not valid.", errors=mistakes)
        return value

    def media_type(self, asked: Asked) -> str:
        """The body's media type; 415 where it is none that the operation takes."""
        given, _, parameters = (asked.value("content-type") or "").partition(";")
        name = given.strip(" \t").lower()
        if asked.body and name not in asked.operation.media:
            wanted = ", ".join(asked.operation.media)
            # What is taken is told in the header for it (RFC 9110 15.5.16, RFC 5789 2.2).
            header = "Accept-Patch" if asked.method == "PATCH" else "Accept"
            raise RefusedError(415, f"The body must be {wanted}.", {header: wanted})
        if name.endswith("json") and _charset(parameters) not in _UTF_8:
            raise RefusedError(415, "JSON travels in UTF-8.")
        return name

    def parse(self, asked: Asked, media_type: str) -> Any:
        """The body's JSON value."""
        del media_type
        try:
            return wire.parse(asked.body)
        except wire.MalformedError as error:
            raise RefusedError(400, f"The body can't be read: {error}") from error

    # What is kept

    def filled(self, form: str, value: Any) -> Thing:
        """A body as it is kept: defaults filled in, members that are not a client's left out."""
        kept: Thing = self.bodies[form].filled(value)
        return kept

    def change(self, thing: Thing, members: Thing) -> bool:
        """Give a thing other members; the time of the change is noted if there was one."""
        if all(name in thing and same(thing[name], value) for name, value in members.items()):
            return False
        thing.update(members)
        self.touch(thing)
        return True

    def touch(self, thing: Thing) -> None:
        """Note that a thing has changed."""
        thing["updated_at"] = self.store.now()

    # Conditions

    def tag(self, value: Any) -> str:
        """The entity tag of a representation."""
        return conditions.tag_of(value)

    def not_modified(self, call: Call, tag: str) -> bool:
        """Whether a read has nothing new to tell."""
        header = call.asked.value("if-none-match")
        return header is not None and conditions.matches_weakly(header, tag)

    def check_match(self, call: Call, tag: str | None) -> None:
        """Refuse what asks for another state than the current one, None if nothing is there."""
        wanted = call.asked.value("if-match")
        if wanted is not None and not (tag and conditions.matches_strongly(wanted, tag)):
            raise RefusedError(412, "If-Match names another state.")

    def check(self, call: Call, tag: str | None) -> None:
        """Refuse a write whose conditions do not hold."""
        self.check_match(call, tag)
        unwanted = call.asked.value("if-none-match")
        if unwanted is not None and tag and conditions.matches_weakly(unwanted, tag):
            raise RefusedError(412, "If-None-Match names the current state.")

    def read(self, call: Call, value: Any) -> Reply:
        """The reply to a conditional read."""
        tag = self.tag(value)
        self.check_match(call, tag)
        if self.not_modified(call, tag):
            return Reply(status=304, headers={"ETag": tag})
        return Reply(value=value, headers={"ETag": tag})


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal; true and 1 are not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other and isinstance(one, bool) == isinstance(other, bool))


def _charset(parameters: str) -> str:
    """The charset of a media type's parameters, lower case; that of JSON where there is none."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip(" \t").lower() == "charset":
            return value.strip(" \t").strip('"').lower()
    return _UTF_8[0]
