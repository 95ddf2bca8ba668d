"""Answers of an app in the same process: the right one, or one with a planted fault."""

import asyncio
import difflib
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from ringback.contract import Contract
from ringback.errors import UsageError
from ringback.exchange import Lost, Outcome, Request, Response
from ringback.mock.answering.answer_flaws import flaw_of
from ringback.mock.answering.payload_samples import UnmadeAnswerError
from ringback.operation import Operation
from ringback.targets.asgi import AsgiTarget
from ringback.targets.interface import App


class AppAnswers:
    """Calls an app that is made when it is first asked; `planted` are apps with one fault each.

    `path` stands before the paths of all requests.
    """

    def __init__(
        self,
        contract: Contract,
        app: Callable[[], App] | None,
        planted: Mapping[str, Callable[[], App]],
        path: str = "",
    ) -> None:
        self._contract = contract
        self._app = app
        self._planted = planted
        self._path = path
        self._chosen = ""
        self._target: AsgiTarget | None = None
        self._aside: ThreadPoolExecutor | None = None

    @property
    def there(self) -> bool:
        """Whether there is an app at all."""
        return self._app is not None or bool(self._chosen)

    @property
    def faulty(self) -> bool:
        """Whether a fault is planted: then the app answers wrong requests as well."""
        return bool(self._chosen)

    def plant(self, name: str) -> None:
        """Let the app with this fault answer; none for an empty name. UsageError for no such."""
        if name and name not in self._planted:
            near = difflib.get_close_matches(name, self._planted, 1)
            if not self._planted:
                hint = "there is no table of faults: see [prove] faults in ringback.toml"
            else:
                hint = f"did you mean {near[0]}?" if near else f"there are {len(self._planted)}"
            raise UsageError((f"{name}: no such planted fault: {hint}",))
        self._chosen = name
        self.reset()

    def answer(self, request: Request, operation: Operation) -> tuple[Response, str]:
        """The app's answer, and what is wrong with it where no fault was planted."""
        if self._target is None:
            maker = self._planted[self._chosen] if self._chosen else self._app
            if maker is None:
                raise UnmadeAnswerError("there is no app")
            self._target = AsgiTarget(self._chosen or "app", maker(), path=self._path)
            weakref.finalize(self, self._target.close)  # for whoever closes nothing
        outcome = self._called(self._target, request)
        if isinstance(outcome, Lost):
            raise UnmadeAnswerError(f"the app gave no answer: {outcome.detail}")
        if self._chosen:
            return outcome, ""
        return outcome, flaw_of(self._contract, operation, request, outcome)

    def _called(self, target: AsgiTarget, request: Request) -> Outcome:
        """The app on its own event loop; in a thread of its own where another one runs here."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return target.send(request)
        if self._aside is None:
            self._aside = ThreadPoolExecutor(1, "ringback-mock")
        return self._aside.submit(target.send, request).result()

    def reset(self) -> None:
        """Have a fresh app from the next request on."""
        self.close()

    def close(self) -> None:
        """Let go of the app."""
        if self._target is not None:
            self._target.close()
            self._target = None
        if self._aside is not None:
            self._aside.shutdown()
            self._aside = None
