"""Slots out of links: a runtime expression says which part of an exchange is a key.

OpenAPI 3.1.1, 4.8.20.3: `$response.body#/id`, `$response.header.Location`, `$request.path.x`,
`$request.query.x`, `$request.header.x`, `$request.body#/x`, `$url`, `$method`, `$statusCode`; and
4.8.20.4: texts with such in braces, `"{$response.body#/owner}:{$response.body#/name}"`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringback.finding import pointer
from ringback.operation import Answer, Link, Operation

_PLACES = frozenset({"path", "query", "header", "cookie"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a linked operation takes from an exchange: `expression` says where its value is.

    `place` is a parameter's name, or a JSON Pointer into the body. `status` is that of the answer
    as it is documented: a code, a range, or default.
    """

    place: str
    expression: str
    status: str = "default"
    body: bool = False

    @property
    def told_by_request(self) -> bool:
        """Whether the request alone names it: the key of what it is about, not of what it makes."""
        return self.expression.startswith(("$request.path.", "$url", "$method"))


def keys_given(link: Link, status: str = "default") -> Iterator[Given]:
    """The parameters of a link, and the members of its body, that take a part of the exchange."""
    for name, expression in link.parameters.items():
        if _tells(expression):
            where, _, rest = name.partition(".")
            place = rest if where in _PLACES and rest else name  # `path.id` is the path's id
            yield Given(place=place, expression=str(expression), status=status)
    for path, expression in _leaves(link.body, ()):
        if _tells(expression):
            yield Given(place=pointer(path), expression=expression, status=status, body=True)


def _tells(expression: object) -> bool:
    """Whether it is a runtime expression, or a text with one in it; a constant gives no key."""
    return isinstance(expression, str) and (expression.startswith("$") or "{$" in expression)


def _leaves(body: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """What stands at the ends of a link's body."""
    if isinstance(body, Mapping):
        for name, each in body.items():
            yield from _leaves(each, (*path, name))
    elif isinstance(body, list):
        for index, each in enumerate(body):
            yield from _leaves(each, (*path, index))
    else:
        yield path, body


def links_of(operation: Operation) -> Iterator[tuple[Answer, Link]]:
    """The links of an operation's answers, those of errors as well."""
    for answer in operation.answers:
        yield from ((answer, link) for link in answer.links)


def linked(
    operation: Operation, operations: Mapping[str, Operation]
) -> Iterator[tuple[Given, Operation]]:
    """Each key that an operation's exchanges give, and the operation that takes it."""
    for answer, link in links_of(operation):
        if link.operation in operations:
            there = operations[link.operation]
            yield from ((given, there) for given in keys_given(link, answer.status))
