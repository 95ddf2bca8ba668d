"""Lists, with some things of the run's own in them: filters, orders, limits, pages and totals."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.campaign.phases.answers import asked_again, find, told, volatile
from ringback.campaign.phases.bounds import PAGE
from ringback.campaign.phases.filters import (
    filters,
    hidden_by_default,
    pairs_of,
)
from ringback.campaign.phases.reads.list_asking import (
    PAGES,
    ListAsking,
    cursor_in,
    lowest,
)
from ringback.campaign.phases.reads.list_orders import in_order, order_told, orders
from ringback.campaign.phases.reads.list_requests import doors, tables
from ringback.campaign.phases.reads.listed_things import filled, listed_things
from ringback.campaign.resource.list_answers import Listed, Paging, is_url
from ringback.campaign.resource.thing import Thing
from ringback.campaign.resource.told_rules import words_of
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Play, Reply, Stage, Step
from ringback.exchange import Exchange
from ringback.laws import creating, listing
from ringback.laws.creating import DEFAULT
from ringback.laws.likeness import Breach
from ringback.operation import Parameter
from ringback.payload import MISSING

_SIZES = (2, 3, 4, 5)  # entries of a page


def listing_scenarios(stage: Stage) -> Iterator[Scenario]:
    """A story for each list: with things of the run's own in it where it can make some."""
    for door in doors(stage):
        # What stands in a thing may change it: such lists are not asked side by side.
        root = (stage.graph.ancestors(door.resource) or [door.resource])[-1].name
        yield Lists(door=door, lock=root)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists(ListAsking):
    """Some things made, the list asked in each way, each answer held against the whole."""

    def play(self, scene: Scene) -> Play:
        """Make, ask, delete."""
        things = yield from listed_things(scene, self.resource)
        children = yield from filled(scene, self.resource, things)
        acted = yield from self._acted_on(scene, things)
        whole = yield from self.whole(scene)
        if whole is not None and not self.door.elsewhere:
            yield from self._there(scene, [each for each in things if each not in acted], *whole)
        yield [step for each in tables(scene.stage) if (step := scene.step(each, {})) is not None]
        if whole is not None and len(whole[0].entries) > 1:
            yield from self._limits(scene, *whole)
            yield from self._pages(scene, *whole)
            yield from self._orders(scene, *whole)
            yield from self._as_by_default(scene)
            yield from self._filters(scene, *whole)
        yield from scene.dispose(*children)
        yield from scene.dispose(*things)

    def _acted_on(
        self, scene: Scene, things: Sequence[Thing]
    ) -> Generator[Sequence[Step], Sequence[Reply], list[Thing]]:
        """Some of the things, brought into other states: a list may be filtered by them."""
        actions = self.resource.actions
        if not actions or scene.stage.holding & {each.id for each in actions}:
            return []
        ways = [(action, body) for action in actions for body in scene.ways(action)]
        acted: list[Thing] = []
        for thing, way in zip(things[1:], ways[:: max(1, len(ways) // 3)], strict=False):
            step = scene.acting(way[0], thing, way[1])
            if step is not None:
                yield [step]
                acted.append(thing)
        return acted

    def _there(self, scene: Scene, things: Sequence[Thing], whole: Listed, shown: Exchange) -> Play:
        """What was made stands in the list, as a read tells it."""
        stage = scene.stage
        keys = [str(stage.key_of(each, self.resource)) for each in whole.entries]
        if not keys or str(MISSING) in keys:
            return
        pairs = [(each, step) for each in things if (step := scene.reading(each)) is not None]
        replies = (yield [step for _, step in pairs]) if pairs else ()
        mutable = volatile(scene, self.resource)
        for (thing, _), reply in zip(pairs, replies, strict=True):
            state, view = told(scene, reply, self.resource)
            if str(thing.key) not in keys:
                if reply.succeeded and not hidden_by_default(stage, self.operation, state):
                    found = creating.listed_once([], complete=True, what=thing.name)
                    find(scene, found, self.operation, shown)
                continue
            entry = whole.entries[keys.index(str(thing.key))]
            other = [*creating.listed_alike(entry, state, mutable, view)]
            if other:
                yield from asked_again(scene, self.resource, reply)
                mutable = volatile(scene, self.resource)
                other = [*creating.listed_alike(entry, state, mutable, view)]
            find(scene, other, self.operation, reply.exchange, shown)

    def _limits(self, scene: Scene, whole: Listed, _shown: Exchange) -> Play:
        """A limit is kept, and made use of."""
        limit = self.door.paging(scene.stage).limit
        if limit is None:
            return
        counts = (1, 2, len(whole.entries))
        answers = yield from self.ask_all(scene, [{limit.name: count} for count in counts])
        for count, found in zip(counts, answers, strict=True):
            if found is not None:
                breaches = [*listing.limited(len(found[0].entries), count)]
                breaches += listing.filled_up(len(found[0].entries), count, len(whole.entries))
                if whole.total is not None and not found[0].of_page:
                    breaches += listing.totalled(found[0].total, whole.total)
                find(scene, breaches, self.operation, found[1])

    def _pages(self, scene: Scene, whole: Listed, _shown: Exchange) -> Play:
        """Pages of two: together they are the whole, and none repeats another."""
        paging = self.door.paging(scene.stage)
        if paging.limit is None or not (paging.offset or paging.page or paging.cursor):
            return
        # Where the last page is not full, an end that comes too early shows.
        size = next((each for each in _SIZES if len(whole.entries) % each), _SIZES[0])
        given: dict[str, Any] = {paging.limit.name: size}
        pages: list[Sequence[Any]] = []
        shown: list[Exchange] = []
        first = yield from self.ask(scene, **given, **self._first_page(scene, paging))
        found = first
        while found is not None and len(pages) <= PAGES + len(whole.entries):
            pages.append(found[0].entries)
            shown.append(found[1])
            if not found[0].entries or sum(map(len, pages)) >= len(whole.entries) + size:
                break
            turned = self._turned(scene, paging, found[0], (len(pages), size))
            if turned is None and found[0].next is not None:
                return  # there is more, and how it is asked for is not known
            if turned is None:
                break
            found = yield from self.ask(scene, **given, **turned)
        if first is None or (paging.cursor and not paging.offset and first[0].next is None):
            return
        find(scene, listing.in_pages(pages, whole.entries, self.key), self.operation, *shown[:3])
        if whole.total is not None and not first[0].of_page:
            breaches = listing.totalled(first[0].total, len(whole.entries))
            find(scene, breaches, self.operation, first[1])

    def _first_page(self, scene: Scene, paging: Paging) -> dict[str, Any]:
        return {paging.page.name: lowest(scene, paging.page)} if paging.page else {}

    def _turned(
        self, scene: Scene, paging: Paging, page: Listed, turned: tuple[int, int]
    ) -> dict[str, Any] | None:
        """The parameters of the page behind so many of that size; None behind the last."""
        count, size = turned
        if paging.offset is not None:
            return {paging.offset.name: count * size}
        if paging.page is not None:
            return {paging.page.name: lowest(scene, paging.page) + count}
        if paging.cursor is not None and page.next is not None:
            cursor = cursor_in(page.next, paging.cursor.name) if is_url(page.next) else page.next
            return {paging.cursor.name: cursor} if cursor else None
        return None

    def _orders(self, scene: Scene, whole: Listed, _shown: Exchange) -> Play:
        """Each order that the description names, and two of them at once."""
        wanted = [*orders(scene.stage, self.door, whole.entries)]
        told_by = order_told(scene.stage, self.door)
        answers = yield from self.ask_all(scene, [each.given for each in wanted])
        for each, found in zip(wanted, answers, strict=True):
            if found is not None:
                breaches = in_order(each, found[0].entries, told_by)
                find(scene, breaches, self.operation, found[1])

    def _as_by_default(self, scene: Scene) -> Play:
        """What is left out means its default: the list is the same where that is given."""
        view = scene.stage.contract.requests.view
        told = [(each.name, each.schema) for each in self.door.parameters(scene.stage)]
        raws = [(name, view(schema).raw) for name, schema in told if schema]
        given = {name: raw["default"] for name, raw in raws if raw.get("default") is not None}
        if not given:
            return
        one, other, again = yield from self.ask_all(scene, [{}, given, {}])
        if one is None or other is None or again is None:
            return
        bare, full, last = ([self.key(each) for each in e[0].entries] for e in (one, other, again))
        if bare == last and bare != full:
            asked = "&".join(f"{name}={value}" for name, value in given.items())
            text = f"{asked} is what is left out by default, and the list for it is another one"
            rule = listing.SORT if sorted(map(repr, bare)) == sorted(map(repr, full)) else DEFAULT
            find(scene, [Breach(rule=rule, message=text)], self.operation, one[1], other[1])

    def _filters(self, scene: Scene, whole: Listed, _shown: Exchange) -> Play:
        """Each parameter that is named as a member is, with values that are there."""
        paging = self.door.paging(scene.stage)
        view = scene.stage.contract.requests.view
        asking = [
            each
            for parameter in self.door.parameters(scene.stage)
            if parameter.name not in paging.names and parameter.schema
            for each in filters(
                parameter,
                view(parameter.schema),
                whole.entries,
                words_of(scene.stage.contract, parameter.pointer, parameter.schema),
            )
        ]
        asking += pairs_of(asking, whole.entries)
        answers = yield from self.ask_all(scene, [each.given for each in asking])
        for filter_, found in zip(asking, answers, strict=True):
            if found is None:
                continue
            page, exchange = found
            full = paging.limit is not None and len(page.entries) >= _default(scene, paging.limit)
            complete = page.next is None and not full and len(page.entries) < PAGE
            breaches = [
                *listing.filtered(
                    page.entries,
                    whole.entries,
                    self.key,
                    filter_.fits,
                    filter_.asked,
                    complete=complete,
                )
            ]
            if complete:
                breaches += listing.totalled(page.total, len(page.entries))
            find(scene, breaches, self.operation, exchange)


def _default(scene: Scene, limit: Parameter) -> int:
    """How many entries a page has where nothing is asked."""
    view = scene.stage.contract.requests.view(limit.schema) if limit.schema else None
    told = view.raw.get("default") if view else None
    return told if isinstance(told, int) else 20
