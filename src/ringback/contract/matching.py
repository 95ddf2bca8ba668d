"""Which operation a request is about."""

import re
from collections.abc import Sequence

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


def _fits(template: str, path: str, servers: Sequence[str]) -> bool:
    parts = _TEMPLATE.split(template)
    pattern = "[^/]+".join(re.escape(part) for part in parts)
    bases = {"", *(_base(server) for server in servers)}
    return any(re.fullmatch(re.escape(base) + pattern, path) for base in bases)


def _base(server: str) -> str:
    """The path of a server URL, without its last slash."""
    return re.sub(r"^[a-z][a-z0-9+.-]*://[^/]*", "", server).rstrip("/")
