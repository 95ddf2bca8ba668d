"""Which operation a request is about."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from ringback.exchange import Request
from ringback.operation import Operation

_ORIGIN = re.compile(r"^(?:[a-z{][a-z0-9+.{}-]*:)?//[^/]*", re.IGNORECASE)
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
            if _TEMPLATE.search(operation.path) or operation.open_servers:
                bases = operation.servers, operation.open_servers
                for pattern in _patterns(operation.path, *bases, "[^/]+"):
                    entry = (re.compile(pattern), operation.path.count("{"), operation)
                    self._templated[pattern.replace("[^/]", "").count("/")].append(entry)
            else:
                for base in _bases(operation.servers):
                    self._concrete[base + operation.path].append(operation)

    def at(self, path: str) -> list[Operation]:
        """The operations whose path template fits; none where none does.

        Services redirect from a path with a slash at its end to that without, or the other way.
        """
        found = self._fitting(path)
        if found or path in {"", "/"}:
            return found
        return self._fitting(path.rstrip("/") if path.endswith("/") else f"{path}/")

    def _fitting(self, path: str) -> list[Operation]:
        if path in self._concrete:
            return list(self._concrete[path])
        entries = self._templated.get(path.count("/"), ())
        fitting = [(count, each) for form, count, each in entries if form.fullmatch(path)]
        fewest = min((count for count, _ in fitting), default=0)
        return list({each.id: each for count, each in fitting if count == fewest}.values())


def path_values(operation: Operation, request: Request) -> dict[str, str]:
    """The values that a request's path gives the names in the operation's template."""
    return {name: unquote(text) for name, text in path_texts(operation, request).items()}


def path_texts(operation: Operation, request: Request) -> dict[str, str]:
    """The same as they travel, percent-encoding not undone."""
    names, patterns = _captures(operation.path, operation.servers, operation.open_servers)
    path = urlsplit(request.url).path
    for candidate in (path, path.rstrip("/"), f"{path}/"):
        for pattern in patterns:
            found = pattern.fullmatch(candidate)
            if found:
                return dict(zip(names, found.groups(), strict=True))
    return {}


@lru_cache(maxsize=4_096)
def _captures(
    path: str, servers: tuple[str, ...], open_servers: tuple[str, ...]
) -> tuple[list[str], list[re.Pattern[str]]]:
    """The names in a template, and the patterns that capture their texts."""
    names = [part[1:-1] for part in _TEMPLATE.findall(path)]
    return names, [re.compile(each) for each in _patterns(path, servers, open_servers, "([^/]+)")]


def _patterns(
    path: str, servers: tuple[str, ...], open_servers: tuple[str, ...], value: str
) -> list[str]:
    """The regular expressions of a template, behind nothing and behind each server's base path."""
    pattern = _filled(path, value)
    known = [re.escape(each) for each in _bases(servers)]
    any_ = [_filled(each, "[^/]+") for each in _bases(open_servers) if each]
    return [base + pattern for base in dict.fromkeys([*known, *any_])]


def _filled(template: str, value: str) -> str:
    """The regular expression of a template whose variables have such values."""
    return value.join(re.escape(part) for part in _TEMPLATE.split(template))


def _bases(servers: Sequence[str]) -> list[str]:
    """What may stand before a template: nothing, or the base path of a server.

    A path is put behind a server's URL as it stands (OpenAPI 3.1, 4.8.8): two slashes meet where
    that ends with one, which most clients make one.
    """
    paths = [_ORIGIN.sub("", each) for each in servers]
    meeting = [each for each in paths if each.endswith("/") and each != "/"]
    return list(dict.fromkeys(["", *(each.rstrip("/") for each in paths), *meeting]))
