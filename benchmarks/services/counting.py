"""What the tap saw, by operation: the description's templates, the most literal first."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import yaml

_METHODS = ("get", "put", "post", "delete", "patch", "options", "head", "trace")


def operations_of(text: str) -> list[tuple[str, str]]:
    """Method and path template of each operation that a description has."""
    try:
        description: Any = json.loads(text)
    except ValueError:
        description = yaml.safe_load(text)
    base = description.get("basePath", "").rstrip("/")
    return [
        (method.upper(), base + path)
        for path, item in description["paths"].items()
        for method in _METHODS
        if method in item
    ]


@dataclass(slots=True)
class Seen:
    """How often each operation was answered, by the class of the status."""

    operations: list[tuple[str, str]]
    base: str = ""
    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    requests: int = 0

    def take(self, exchanges: Iterable[tuple[str, str, int]]) -> None:
        """Count these: method, target and status of each."""
        patterns = sorted(
            ((template.count("{"), method, template) for method, template in self.operations)
        )
        compiled = [(method, template, _pattern(template)) for _, method, template in patterns]
        for method, target, status in exchanges:
            self.requests += 1
            path = urlsplit(target).path
            for of, template, pattern in compiled:
                if of == method and (
                    pattern.fullmatch(path) or pattern.fullmatch(path.removeprefix(self.base))
                ):
                    kind = f"{status // 100}xx"
                    self.counts.setdefault((of, template), Counter())[kind] += 1
                    break

    def succeeded(self) -> set[tuple[str, str]]:
        """The operations that were answered with 2xx at least once."""
        return {each for each, told in self.counts.items() if told["2xx"]}


def _pattern(template: str) -> "re.Pattern[str]":
    parts = re.split(r"\{[^{}]+\}", template)
    return re.compile("[^/]+".join(map(re.escape, parts)) + "/?")


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What the listings have more and less, one line a listing that differs."""
    found = []
    for name in before:
        one, other = _entries(before[name]), _entries(after.get(name))
        more, less = other - one, one - other
        if more or less:
            found.append(f"{name}: +{more.total()} -{less.total()}")
    return found


def _entries(told: Any) -> Counter[str]:
    """The entries of a listing, each as one text; the whole answer where it has no list."""
    lists = [told] if isinstance(told, list) else []
    if isinstance(told, dict):
        lists = [each for each in told.values() if isinstance(each, list)]
    entries = lists[0] if len(lists) == 1 else [told]
    return Counter(json.dumps(each, sort_keys=True) for each in entries)
