"""`validate_exchanges`: what a client under test sent and received keeps the contract."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from ringback.config import DEFAULT_READING
from ringback.config_reader import load_settings
from ringback.description import load
from ringback.exchange import Exchange
from ringback.finding import Finding
from ringback.recordings import Recording
from ringback.traffic.client_hooks import observed
from ringback.validate.setup import Setup
from ringback.validate.traffic import TrafficJudge, Unused, unused

_LOCAL = "testserver"  # the host of Starlette's and Django's test clients
_CONFIG = "ringback.toml"
_NAMED = 12  # findings that a failure names


class BrokenExchangesError(AssertionError):
    """A client sent, or was answered, what the description does not admit: one sentence each."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(told(findings))


def told(findings: Sequence[Finding], of: str = "what the client sent or received") -> str:
    """The findings, a line each, below a line that counts them."""
    lines = [sentence(each) for each in findings[:_NAMED]]
    more = len(findings) - _NAMED
    count = len(findings)
    head = f"{count} finding{'' if count == 1 else 's'} in {of}:"
    return "\n".join([head, *lines, *([f"and {more} more"] if more > 0 else [])])


def sentence(finding: Finding) -> str:
    """A finding in one line: where it was met, what is wrong, by which rule."""
    what = finding.operation or "no operation"
    met = "".join(f"{each.request.method} {each.request.path}" for each in finding.exchanges[:1])
    where = f" [{met}]" if met and finding.operation else ""
    return f"{what}: {finding.message} ({finding.rule}){where}"


class ValidatedExchanges:
    """The exchanges of httpx and requests while it is entered, judged as they come.

    `judge` may be shared by several: it adds up what all of them showed. `accepting` marks the
    findings that a baseline holds.
    """

    def __init__(
        self,
        judge: TrafficJudge,
        *,
        judge_refused: bool = True,
        raising: bool = True,
        accepting: Callable[[Sequence[Finding]], Sequence[Finding]] = tuple,
    ) -> None:
        self._judge = judge
        self._refused = judge_refused
        self._accepting = accepting
        self._raising = raising
        self._lock = threading.Lock()
        self._stack = contextlib.ExitStack()
        self._found: dict[str, Finding] = {}
        self._exchanges: list[Exchange] = []

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Every exchange that was seen, in the order in which they ended; those of others, too."""
        with self._lock:
            return tuple(self._exchanges)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with them, each cause once; warnings as well."""
        with self._lock:
            return tuple(self._found.values())

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that break the contract: errors that no baseline holds."""
        return tuple(each for each in self.findings if each.counts)

    @property
    def unused(self) -> Unused:
        """The operations and branches that no exchange has used since the judge was made."""
        return unused(self._judge.tally().survey, self._judge.contract)

    def take(self, entry: Recording) -> None:
        """Judge one more exchange."""
        found = self._accepting(self._judge.take(entry, judge_refused=self._refused, strict=True))
        with self._lock:
            self._exchanges.append(entry.exchange)
            for each in found:
                self._found.setdefault(each.fingerprint, each)

    def told(self) -> str:
        """What breaks the contract, a line each."""
        return told(self.errors)

    def check(self) -> None:
        """Raise BrokenExchangesError where something broke the contract."""
        if self.errors:
            raise BrokenExchangesError(self.errors)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._stack.enter_context(observed(self.take))
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Look no longer; an exception that passes through is kept, with what was found as a note.

        Raises BrokenExchangesError where something broke the contract.
        """
        self._stack.close()
        if not self._raising:
            return
        if error is None:
            self.check()
        elif self.errors:
            error.add_note(told(self.errors))


def validate_exchanges(
    description: str | Path | None = None,
    *,
    reading: str = DEFAULT_READING,
    config: str | Path = _CONFIG,
    hosts: Iterable[str] = (),
    judge_refused: bool = True,
    raising: bool = True,
) -> ValidatedExchanges:
    """Judge what httpx and requests send and receive in a `with` block, whoever made the client.

    `description` is a path; without one, that of `config` counts, with the overlays of the
    `reading`. Exchanges with the hosts of the description's servers, with loopback, `testserver`,
    the `hosts` of the configuration and these are judged, others are left out. With `judge_refused`
    a request that was answered by 4xx is to be right as well. Unless `raising` is False, leaving
    the block raises BrokenExchangesError.

    Raises ConfigError, UsageError or DescriptionError where there is nothing to judge by.
    """
    setup = setup_for(description, reading=reading, config=Path(config), hosts=hosts)
    return ValidatedExchanges(TrafficJudge(setup), judge_refused=judge_refused, raising=raising)


def setup_for(
    description: str | Path | None, *, reading: str, config: Path, hosts: Iterable[str] = ()
) -> Setup:
    """How exchanges are judged by a description, or by the configured one."""
    known: tuple[str, ...] = ()
    if description is None:
        settings = load_settings(config)
        read = load(settings.description, settings.overlays(reading), seen_from=settings.root)
        known = settings.hosts
    else:
        read = load(description)
    return Setup(description=read, reading=reading, hosts=(_LOCAL, *known, *hosts))
