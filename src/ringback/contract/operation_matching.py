"""Which operation a request is about."""

import re
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from ringback.exchange import Request
from ringback.operation import Operation

_TEMPLATE = re.compile(r"\{[^{}]*\}")


class OperationMatching:
    """The operations of a description, found by path in about the same time however many.

    A concrete path wins over a templated one; a server's base path may stand before the template
    (OpenAPI 3.1, 4.8.5).
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self._concrete: dict[str, list[Operation]] = defaultdict(list)
        self._templated: dict[int, list[tuple[re.Pattern[str], int, Operation]]] = defaultdict(list)
        for operation in operations:
            if _TEMPLATE.search(operation.path):
                for pattern in _patterns(operation.path, operation.servers, "[^/]+"):
                    entry = (re.compile(pattern), operation.path.count("{"), operation)
                    self._templated[pattern.replace("[^/]", "").count("/")].append(entry)
            else:
                for base in _bases(operation.servers):
                    self._concrete[base + operation.path].append(operation)

    def at(self, path: str) -> list[Operation]:
        """The operations whose path template fits; none where none does."""
        if path in self._concrete:
            return list(self._concrete[path])
        entries = self._templated.get(path.count("/"), ())
        fitting = [(count, each) for form, count, each in entries if form.fullmatch(path)]
        if not fitting and path.endswith("/") and path != "/":
            return self.at(path.rstrip("/"))  # services redirect the one to the other
        fewest = min((count for count, _ in fitting), default=0)
        return list({each.id: each for count, each in fitting if count == fewest}.values())


def path_values(operation: Operation, request: Request) -> dict[str, str]:
    """The values that a request's path gives the names in the operation's template."""
    return {name: unquote(text) for name, text in path_texts(operation, request).items()}


def path_texts(operation: Operation, request: Request) -> dict[str, str]:
    """The same as they travel, percent-encoding not undone."""
    names = [part[1:-1] for part in _TEMPLATE.findall(operation.path)]
    path = urlsplit(request.url).path
    for candidate in (path, path.rstrip("/")):
        for pattern in _patterns(operation.path, operation.servers, "([^/]+)"):
            found = re.fullmatch(pattern, candidate)
            if found:
                return dict(zip(names, found.groups(), strict=True))
    return {}


def _patterns(template: str, servers: Sequence[str], value: str) -> list[str]:
    """The regular expressions of a template, behind nothing and behind each server's base path."""
    pattern = value.join(re.escape(part) for part in _TEMPLATE.split(template))
    return [re.escape(base) + pattern for base in _bases(servers)]


def _bases(servers: Sequence[str]) -> list[str]:
    """What may stand before a template: nothing, or the base path of a server."""
    return list(dict.fromkeys(["", *(_base(server) for server in servers)]))


def _base(server: str) -> str:
    """The path of a server URL, without its last slash."""
    return re.sub(r"^[a-z][a-z0-9+.-]*://[^/]*", "", server).rstrip("/")
