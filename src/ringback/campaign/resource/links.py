"""Slots out of links: a runtime expression says which part of an exchange is a key.

OpenAPI 3.1.1, 4.8.20.3: `$response.body#/id`, `$response.header.Location`, `$request.path.x`,
`$request.query.x`, `$request.header.x`, `$request.body#/x`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ringback.operation import Link, Operation

_BODY = "$response.body#"
_HEADER = "$response.header."
_PLACES = frozenset({"path", "query", "header", "cookie"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A parameter of a linked operation, and the place of the answer that its value comes from.

    The place is a pointer into the body, or `header.` and a header's name.
    """

    parameter: str
    place: str


def keys_given(link: Link) -> Iterator[Given]:
    """The parameters of a link that take a part of the answer."""
    for name, expression in link.parameters.items():
        if not isinstance(expression, str):
            continue
        where, _, rest = name.partition(".")
        parameter = rest if where in _PLACES and rest else name  # `path.id` is the path's id
        if expression == "$response.body":
            yield Given(parameter=parameter, place="")
        elif expression.startswith(_BODY):
            yield Given(parameter=parameter, place=expression.removeprefix(_BODY))
        elif expression.startswith(_HEADER):
            yield Given(
                parameter=parameter, place="header." + expression.removeprefix(_HEADER).lower()
            )


def links_of(operation: Operation) -> Iterator[Link]:
    """The links of an operation's successes."""
    for answer in operation.answers:
        if answer.status.startswith("2") or answer.status == "default":
            yield from answer.links


def linked(
    operation: Operation, operations: Mapping[str, Operation]
) -> Iterator[tuple[Given, Operation]]:
    """Each key that an operation's answers give, and the operation that takes it."""
    for link in links_of(operation):
        if link.operation in operations:
            yield from ((given, operations[link.operation]) for given in keys_given(link))
