"""change/operation-server-…: the addresses under which an operation is served."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ringback.change import Change, Kind
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import PairedSides, template
from ringback.description import Description
from ringback.description.server_urls import server_urls
from ringback.operation import Operation

REMOVED = "change/operation-server-removed"
ADDED = "change/operation-server-added"
RULES = (REMOVED, ADDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Servers:
    """Where the servers of an operation are listed, and the place of each address."""

    place: str
    addresses: Mapping[str, str]


def changes(sides: PairedSides) -> Iterator[Change]:
    """Addresses that went: a warning, because a description that forgets a server stops none."""
    for pair in sides.pairs:
        older, newer = _servers(sides.base, pair.base), _servers(sides.head, pair.head)
        was, now = _urls(older, pair.base), _urls(newer, pair.base if pair.moved else pair.head)
        for url in sorted(older.addresses):
            if was[url] in now.values():
                continue
            text = f"the server {url} is named no more; keep it, or tell its clients where to go"
            where = Where(base=older.addresses[url], head=newer.place)
            yield told(sides, Kind.CAREFUL, REMOVED, text, where, operations=pair.ids, cause=url)
        for url in sorted(newer.addresses):
            if now[url] in was.values():
                continue
            where = Where(base=older.place, head=newer.addresses[url])
            text = f"the server {url} is new"
            yield told(sides, Kind.COMPATIBLE, ADDED, text, where, operations=pair.ids, cause=url)


def _urls(servers: _Servers, operation: Operation) -> dict[str, str]:
    """The whole URL of the operation by each address: what moves between the two is the same."""
    path = template(operation.path)
    return {each: each.rstrip("/") + path for each in servers.addresses}


def _servers(description: Description, operation: Operation) -> _Servers:
    """Those of the operation, else of its path, else of the document (OpenAPI 3.1, 4.8.10)."""
    up = 2 if "/additionalOperations/" in operation.pointer else 1
    for owner in (operation.pointer, operation.pointer.rsplit("/", up)[0], ""):
        node = description.at(owner)
        listed = node.get("servers") if isinstance(node, dict) else None
        if isinstance(listed, list) and listed:
            addresses: dict[str, str] = {}
            for index, server in enumerate(listed):
                for url in server_urls(server):
                    addresses.setdefault(url.rstrip("/") or "/", f"{owner}/servers/{index}")
            return _Servers(place=f"{owner}/servers", addresses=addresses)
    return _Servers(place="/servers", addresses={"/": ""})
