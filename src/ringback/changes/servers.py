"""change/operation-server-…: the addresses under which an operation is served."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringback.change import Change, Kind
from ringback.changes.pairing import Sides
from ringback.changes.telling import Where, told
from ringback.description import Description
from ringback.operation import Operation

REMOVED = "change/operation-server-removed"
ADDED = "change/operation-server-added"
RULES = (REMOVED, ADDED)

_MOST = 64  # so many addresses of one template are written out; beyond, it is taken as it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class _Servers:
    """Where the servers of an operation are listed, and the place of each address."""

    place: str
    addresses: Mapping[str, str]


def changes(sides: Sides) -> Iterator[Change]:
    """Addresses that went: a warning, because a description that forgets a server stops none."""
    for pair in sides.pairs:
        older, newer = _servers(sides.base, pair.base), _servers(sides.head, pair.head)
        for url in older.addresses.keys() - newer.addresses.keys():
            text = f"the server {url} is named no more; keep it, or tell its clients where to go"
            where = Where(base=older.addresses[url], head=newer.place)
            yield told(sides, Kind.CAREFUL, REMOVED, text, where, operations=pair.ids, cause=url)
        for url in newer.addresses.keys() - older.addresses.keys():
            where = Where(base=older.place, head=newer.addresses[url])
            text = f"the server {url} is new"
            yield told(sides, Kind.COMPATIBLE, ADDED, text, where, operations=pair.ids, cause=url)


def _servers(description: Description, operation: Operation) -> _Servers:
    """Those of the operation, else of its path, else of the document (OpenAPI 3.1, 4.8.10)."""
    up = 2 if "/additionalOperations/" in operation.pointer else 1
    for owner in (operation.pointer, operation.pointer.rsplit("/", up)[0], ""):
        node = description.at(owner)
        listed = node.get("servers") if isinstance(node, dict) else None
        if isinstance(listed, list) and listed:
            addresses: dict[str, str] = {}
            for index, server in enumerate(listed):
                for url in _addresses(server):
                    addresses.setdefault(url, f"{owner}/servers/{index}")
            return _Servers(place=f"{owner}/servers", addresses=addresses)
    return _Servers(place="/servers", addresses={"/": ""})


def _addresses(server: Any) -> Iterator[str]:
    """The URLs of a server, with every value that its variables may have, if they are few."""
    url = server.get("url") if isinstance(server, dict) else None
    if not isinstance(url, str):
        return
    variables = server.get("variables")
    values = {
        name: _values(variable)
        for name, variable in (variables if isinstance(variables, dict) else {}).items()
    }
    choices = list(itertools.islice(itertools.product(*values.values()), _MOST + 1))
    if len(choices) > _MOST:
        choices = [tuple(each[0] for each in values.values())]
    for choice in choices:
        filled = url
        for name, value in zip(values, choice, strict=True):
            filled = filled.replace("{" + name + "}", value)
        yield filled.rstrip("/") or "/"


def _values(variable: Any) -> list[str]:
    """What a server variable may be: its enum, else its default."""
    node = variable if isinstance(variable, dict) else {}
    listed = node.get("enum")
    return (
        [str(each) for each in listed]
        if isinstance(listed, list) and listed
        else [str(node.get("default", ""))]
    )
