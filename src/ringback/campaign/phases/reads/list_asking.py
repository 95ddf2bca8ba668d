"""How a list is asked: once, in several ways at a time, or page after page to its end."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ringback.campaign.phases.answers import find
from ringback.campaign.phases.reads.list_requests import ListDoor
from ringback.campaign.resource.list_answers import Listed, Paging, is_url, listed
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import words
from ringback.campaign.resource.thing_keys import members
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Indivisible, Reply, Step
from ringback.exchange import Exchange
from ringback.laws import listing
from ringback.operation import Operation, Parameter

PAGES = 12  # pages that are turned

Answers = Generator[Sequence[Step], Sequence[Reply], list[tuple[Listed, Exchange] | None]]
Asking = Generator[Sequence[Step], Sequence[Reply], tuple[Listed, Exchange] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAsking(Indivisible):
    """A list, and the ways to ask it."""

    door: ListDoor
    lock: str

    @property
    def operation(self) -> Operation:
        """What lists."""
        return self.door.operation

    @property
    def resource(self) -> Resource:
        """What is listed."""
        return self.door.resource

    def ask(self, scene: Scene, **parameters: Any) -> Asking:
        """One answer of the list; None where it holds no list, or the request is not admitted."""
        return (yield from self.ask_all(scene, [parameters]))[0]

    def ask_all(self, scene: Scene, asked: Sequence[Mapping[str, Any]]) -> Answers:
        """The answers to several requests that leave together."""
        steps = [self.door.step(scene, parameters) for parameters in asked]
        sent = [each for each in steps if each is not None]
        replies = iter((yield sent) if sent else ())
        answers: list[tuple[Listed, Exchange] | None] = []
        for step in steps:
            reply = next(replies) if step is not None else None
            page = listed(reply.response) if reply is not None else None
            answers.append((page, reply.exchange) if page is not None and reply else None)
        return answers

    def whole(self, scene: Scene) -> Asking:
        """All entries: page after page where there are pages; None where they have no end."""
        paging = self.door.paging(scene.stage)
        first = yield from self.ask(scene)
        if first is None:
            return None
        page, exchange = first
        entries, pages, shown = list(page.entries), [page.entries], [exchange]
        for number in range(1, PAGES):
            more = yield from self._next(scene, paging, page, len(entries), number)
            if more is None:
                break
            page = more[0]
            if not page.entries:
                break
            entries += page.entries
            pages.append(page.entries)
            shown.append(more[1])
        else:
            return None
        find(scene, listing.in_pages(pages, (), self.key), self.operation, *shown[:3])
        if not self.door.elsewhere:
            keys = [scene.stage.key_of(each, self.resource) for each in pages[0]]
            find(scene, listing.once(keys), self.operation, exchange)
        known: dict[str, Any] = {}
        for each in entries:
            known.setdefault(repr(self.key(each)), each)
        total = first[0].total
        if not first[0].of_page and (
            paging.offset or paging.page or paging.cursor or not paging.names
        ):
            find(scene, listing.totalled(total, len(known)), self.operation, exchange)
        return Listed(entries=tuple(known.values()), total=total), exchange

    def _next(self, scene: Scene, paging: Paging, page: Listed, count: int, number: int) -> Asking:
        """The page behind so many; None where there is none."""
        if paging.cursor is not None and page.next is not None:
            name = paging.cursor.name
            cursor = cursor_in(page.next, name) if is_url(page.next) else page.next
            return (yield from self.ask(scene, **{name: cursor})) if cursor else None
        if page.total is not None and not page.of_page and count >= page.total:
            return None
        if paging.offset is not None and page.entries:
            return (yield from self.ask(scene, **{paging.offset.name: count}))
        if paging.page is not None and page.entries:
            behind = lowest(scene, paging.page) + number
            return (yield from self.ask(scene, **{paging.page.name: behind}))
        return None

    def key(self, entry: Any) -> Any:
        """What tells an entry from the others: of other parents', all of it."""
        if isinstance(entry, dict) and not self.door.elsewhere:
            return next((key for _, key in members(entry, self.resource)), repr(entry))
        return repr(entry) if isinstance(entry, dict) else entry


def lowest(scene: Scene, page: Parameter) -> int:
    """The number of the first page: 0 where the description says so."""
    raw = scene.stage.contract.requests.view(page.schema).raw if page.schema else {}
    told = [raw[each] for each in ("default", "minimum") if isinstance(raw.get(each), int)]
    return 0 if "index" in words(page.name) or (told and told[0] == 0) else 1


def cursor_in(url: str, name: str) -> str | None:
    """The value that a URL gives a parameter; None where it gives none."""
    given = parse_qsl(urlsplit(url).query)
    return next((value for other, value in given if other == name), None)
