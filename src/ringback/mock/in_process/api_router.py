"""A respx router that answers as an API does, by its contract."""

import asyncio
import difflib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Literal
from urllib.parse import urlsplit

import httpx
import respx
from respx.models import ResolvedRoute

from ringback.exchange import Exchange, Lost
from ringback.mock.answering.chosen import USUAL, Chosen, Told
from ringback.mock.answering.failures import PlannedFailure, failure_named
from ringback.mock.api_mock import ApiMock
from ringback.mock.in_process.httpx_messages import as_error, as_httpx, as_request
from ringback.mock.in_process.operation_route import OperationRoute, python_name
from ringback.mock.in_process.path_patterns import path_pattern
from ringback.mock.mock_errors import ClientMistakeError, MockFlawError
from ringback.operation import Operation

Mistakes = Literal["raise", "end", "answer"]


class ApiRouter(respx.MockRouter):
    """A route for each operation, named by its id, and by `python_name` as an attribute.

    `httpx.Client(transport=httpx.MockTransport(router.handler))` needs no patching; inside of
    `with router:` all clients of httpx come here that ask a host of the description's servers, or
    of `base_url`. Routes of respx that are added are asked first.

    A request that the description refuses gets the documented refusal. What was wrong stands in
    `mistakes`; it is raised as well: at once, at the end (of `with`, or in `close`), or not at all.
    Without a word it is the end inside of `with`, and at once elsewhere.
    """

    def __init__(
        self,
        mock: ApiMock,
        *,
        base_url: str = "",
        mistakes: Mistakes | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(assert_all_called=False, assert_all_mocked=True)
        self.mock = mock
        self.mistakes: list[str] = []
        self._policy: Mistakes | None = mistakes
        self._sleep = sleep
        self._patched = 0
        self._base_path = urlsplit(base_url).path.rstrip("/")
        self._hosts = _hosts(mock, base_url)
        self._by_name: dict[str, OperationRoute] = {}
        self._own: dict[str, OperationRoute] = {}
        self._special: list[respx.Route] = []  # those that respx was told about
        for operation in mock.operations:
            pattern = path_pattern(operation.path)
            route = OperationRoute(operation, mock.check, pattern, self._special.append)
            self.routes._routes.append(route)  # noqa: SLF001 -- `add` compares it with all others
            self.routes._names[operation.id] = route  # noqa: SLF001 -- as above
            route._name = operation.id  # noqa: SLF001 -- as above
            self._own[operation.id] = route
            name = python_name(operation.id)
            self._by_name.setdefault(f"{name}_" if hasattr(ApiRouter, name) else name, route)
        self._added = len(self.routes)

    def __getattr__(self, name: str) -> OperationRoute:
        """The route of an operation; AttributeError, with what is like it, for none."""
        routes = self.__dict__.get("_by_name", {})
        found = routes.get(name)
        if found is None:
            near = difflib.get_close_matches(name, routes, 1)
            hint = f": did you mean {near[0]}?" if near else ""
            raise AttributeError(f"the description has no operation {name}{hint}")
        route: OperationRoute = found
        return route

    def __dir__(self) -> list[str]:
        """The operations too, for whoever completes names."""
        return [*super().__dir__(), *self._by_name]

    @property
    def exchanges(self) -> list[Exchange]:
        """Everything that was asked, in order, with what was answered."""
        return list(self.mock.exchanges)

    def fails(self, how: str | PlannedFailure | None) -> None:
        """Let every answer fail, or none of them any more."""
        self.mock.fault = failure_named(how) if isinstance(how, str) else how

    def plant(self, fault: str) -> None:
        """Let the app with the planted fault of this name answer; the right one again for ""."""
        self.mock.planted(fault)

    def reset(self) -> None:
        """Begin anew: nothing was made, asked or chosen."""
        super().reset()
        self.mock.reset()
        self.mistakes.clear()

    def close(self) -> None:
        """The end of a test: ClientMistakeError where anything was wrong, unless nobody minds."""
        self.mock.close()
        if self.mistakes and self._policy in {None, "end"}:
            found, self.mistakes = self.mistakes, []
            raise ClientMistakeError("\n".join(dict.fromkeys(found)))

    def start(self) -> None:
        """Patch httpx."""
        self._patched += 1
        super().start()

    def stop(self, clear: bool = True, reset: bool = True, quiet: bool = False) -> None:
        """Undo it; ClientMistakeError as in `close`, unless the test failed already."""
        self._patched -= 1
        found = list(self.mistakes)
        super().stop(clear=clear, reset=reset, quiet=quiet)
        if found and not quiet and self._policy in {None, "end"}:
            raise ClientMistakeError("\n".join(dict.fromkeys(found)))

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        """Undo the patching."""
        self.stop(quiet=exc_type is not None)

    def resolve(self, request: httpx.Request) -> ResolvedRoute:
        """The answer to a request, of an added route or of the mock."""
        if self._is_plain(request):
            with self._resolver(request) as resolved:
                told = self._asked(request, resolved)
                if told.delay:
                    self._sleep(told.delay)
                self._finish(told, request, resolved)
            return resolved
        return super().resolve(request)

    async def aresolve(self, request: httpx.Request) -> ResolvedRoute:
        """The same for clients of asyncio."""
        if self._is_plain(request):
            await request.aread()
            with self._resolver(request) as resolved:
                told = self._asked(request, resolved)
                if told.delay:
                    await asyncio.sleep(told.delay)
                self._finish(told, request, resolved)
            return resolved
        return await super().aresolve(request)

    def _is_plain(self, request: httpx.Request) -> bool:
        """Whether the mock answers: no added route does, nor one that respx was told about."""
        added = self.routes._routes[self._added :]  # noqa: SLF001 -- behind the operations
        for route in (*self._special, *added) if self._special or added else ():
            told = not isinstance(route, OperationRoute) or route.is_told
            if told and (not route.pattern or route.pattern.match(request)):
                return False
        return not self._patched or request.url.host in self._hosts

    @contextmanager
    def _resolver(self, request: httpx.Request) -> Iterator[ResolvedRoute]:
        """The calls of respx' own lists, whatever becomes of the request."""
        resolved = ResolvedRoute()  # type: ignore[no-untyped-call]  # respx gives it no types
        try:
            yield resolved
        except ClientMistakeError:
            raise
        except Exception:
            self.record(request, response=None, route=resolved.route)
            raise
        response = resolved.response
        assert isinstance(response, httpx.Response)  # noqa: S101 -- `_finish` has put it there
        self.record(request, response=response, route=resolved.route)

    def _asked(self, request: httpx.Request, resolved: ResolvedRoute) -> Told:
        if not hasattr(request, "_content"):
            request.read()
        asked = as_request(request)
        if self._base_path and asked.url.startswith(f"{self._base_path}/"):
            asked = replace(asked, url=asked.url[len(self._base_path) :])

        def chosen(operation: Operation) -> Chosen:
            if operation.method != asked.method.upper():
                return USUAL  # it is refused: nothing but its path is an operation's
            resolved.route = route = self._own[operation.id]
            return route.take()

        told = self.mock.answer(asked, chosen)
        if isinstance(resolved.route, OperationRoute):
            resolved.route.exchanges.append(told.exchange)
        return told

    def _finish(self, told: Told, request: httpx.Request, resolved: ResolvedRoute) -> None:
        """Answer, and say what was wrong."""
        if told.flaw:
            raise MockFlawError(f"the app behind the mock: {told.flaw}")
        if told.mistake:
            self.mistakes.append(told.mistake)
            if self._policy == "raise" or (self._policy is None and not self._patched):
                self.mistakes.pop()
                raise ClientMistakeError(told.mistake)
        if isinstance(told.outcome, Lost):
            raise as_error(told.outcome, request)
        resolved.response = as_httpx(told.outcome, told.cut)
        resolved.response._request = request  # noqa: SLF001 -- as respx does


def _hosts(mock: ApiMock, base_url: str) -> frozenset[str]:
    """The hosts that a router answers for while httpx is patched."""
    servers = {url for each in mock.operations for url in (*each.servers, *each.open_servers)}
    found = {urlsplit(url).hostname for url in (*servers, base_url)}
    named = {each for each in found if each}
    return frozenset(named or {"localhost", "127.0.0.1", "testserver"})
