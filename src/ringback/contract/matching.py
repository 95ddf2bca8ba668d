"""Which operation a request is about."""

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from ringback.exchange import Request
from ringback.operation import Operation

_TEMPLATE = re.compile(r"\{[^{}]*\}")


def operations_at(operations: Sequence[Operation], path: str) -> list[Operation]:
    """The operations whose path template fits; a concrete path wins over a templated one.

    A server's base path may stand before the template (OpenAPI 3.1, 4.8.5).
    """
    fitting = [
        (operation.path.count("{"), operation)
        for operation in operations
        if _fits(operation.path, path, operation.servers)
    ]
    if not fitting and path.endswith("/") and path != "/":
        return operations_at(operations, path.rstrip("/"))  # services redirect the one to the other
    fewest = min((count for count, _ in fitting), default=0)
    return [operation for count, operation in fitting if count == fewest]


def path_values(operation: Operation, request: Request) -> dict[str, str]:
    """The values that a request's path gives the names in the operation's template."""
    names = [part[1:-1] for part in _TEMPLATE.findall(operation.path)]
    path = urlsplit(request.url).path
    for candidate in (path, path.rstrip("/")):
        for pattern in _patterns(operation.path, operation.servers, "([^/]+)"):
            found = re.fullmatch(pattern, candidate)
            if found:
                return dict(zip(names, map(unquote, found.groups()), strict=True))
    return {}


def _fits(template: str, path: str, servers: Sequence[str]) -> bool:
    return any(re.fullmatch(each, path) for each in _patterns(template, servers, "[^/]+"))


def _patterns(template: str, servers: Sequence[str], value: str) -> list[str]:
    """The regular expressions of a template, behind nothing and behind each server's base path."""
    pattern = value.join(re.escape(part) for part in _TEMPLATE.split(template))
    bases = dict.fromkeys(["", *(_base(server) for server in servers)])
    return [re.escape(base) + pattern for base in bases]


def _base(server: str) -> str:
    """The path of a server URL, without its last slash."""
    return re.sub(r"^[a-z][a-z0-9+.-]*://[^/]*", "", server).rstrip("/")
