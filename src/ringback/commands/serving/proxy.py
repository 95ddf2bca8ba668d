"""`ringback proxy`: passes requests on to a server and judges each exchange as it goes by."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urlsplit

from ringback.baseline import Baseline
from ringback.commands.arguments import ProxyOptions
from ringback.commands.common.baseline_files import baseline_of
from ringback.commands.common.judged_counts import (
    asked_operations_of,
    exercised_by,
    operations_of,
)
from ringback.commands.common.mistakes import Mistakes
from ringback.commands.common.outside import outside
from ringback.commands.common.reporting import (
    check_rules,
    ledger_for,
    relative,
    report_specs,
    tell,
)
from ringback.commands.common.rule_ids import all_rules
from ringback.commands.common.skipped_parts import left_out, placed
from ringback.commands.serving.listening import (
    QUIET,
    OpenConnections,
    check_uvicorn,
    listen,
    serve,
    url_of,
)
from ringback.commands.serving.passed_exchanges import PassedExchanges
from ringback.commands.setup.subjects import subject_of, supplied_by
from ringback.config import Settings, TargetSettings
from ringback.config_reader import read_names
from ringback.contract import Contract
from ringback.crashes import doubts_of
from ringback.errors import UsageError
from ringback.exchange import Lost, LostReason
from ringback.finding import Finding
from ringback.hosts import without_credentials
from ringback.laws import Knowledge
from ringback.ledger import Ledger
from ringback.recordings import Recording
from ringback.reports.interface import several
from ringback.reports.scribe import Scribe
from ringback.secrets import house_rules
from ringback.survey.covering import covered
from ringback.target_choice import check_way, chosen_target, route_of, trusted
from ringback.targets.address import address
from ringback.traffic.proxy_app import ProxyApp
from ringback.validate.out_of_scope import LEFT_OUT, NO_OPERATION, OTHER_HOST
from ringback.validate.setup import Looking, Setup
from ringback.validate.tally import Tally
from ringback.validate.traffic import TrafficJudge
from ringback.verdict import (
    Broken,
    Counts,
    Covered,
    Run,
    RunScope,
    conclude,
)
from ringback.wiring import contract

_PATIENCE = 60.0  # seconds that a step of an answer may take
_REDACT = "--redact-names"
_OUTSIDE = {
    NO_OPERATION: "no operation of the description",
    LEFT_OUT: "left out, as the description is wrong there",
    OTHER_HOST: "another host",
}
_UNJUDGED = frozenset({LostReason.REFUSED, LostReason.FAILED, LostReason.UNSENDABLE})


def run(options: ProxyOptions) -> int:
    """Pass on until interrupted, then tell; the exit code is the verdict's."""
    check_uvicorn("proxy")
    started = time.monotonic()
    common = options.common
    headers = supplied_by(options.credentials).plain_headers
    found = subject_of(common.config, options.description, options.target, headers)
    settings = found.settings
    mistakes = Mistakes()
    with mistakes.gathered():
        specs = report_specs(common)
    with mistakes.gathered():
        check_rules(common, all_rules(Knowledge(), settings.resources))
    with mistakes.gathered():
        baseline = baseline_of(common)
    with mistakes.gathered():
        chosen = _target(settings, options.target)
    with mistakes.gathered():
        judged = contract(settings, options.reading)
    mistakes.tell()
    kept = PassedExchanges(
        contract=judged,
        rules=house_rules(settings.secrets, read_names(options.redact_names, _REDACT)),
        base_url=without_credentials(chosen.url).rstrip("/"),
        folder=options.folder,
        har=options.har,
    )
    watch = _Watch(options, settings, judged, kept, baseline)
    if urlsplit(chosen.url).scheme == "https":
        trusted(settings, options.target, chosen)  # told before anything is listened to
    patience = options.timeout or chosen.timeout or _PATIENCE
    app = ProxyApp(address(chosen.url), route_of(chosen), watch.take, patience, tuple(headers))
    listener = listen(options.host, options.port)
    name = without_credentials(options.target)
    watch.say(f"{name} by {url_of(listener)} (Ctrl-C ends it)")
    if found.note:
        watch.say(found.note)
    connections = OpenConnections()
    try:
        serve(app, listener, connections, "info" if common.verbose else QUIET)
    finally:
        app.close()
    if kept.count:
        watch.say(f"taking the secrets out of {several(kept.count, 'exchange')}")
    lines = kept.written()
    result = watch.run(name, time.monotonic() - started, lines)
    return tell(result, specs, common, {})


def _target(settings: Settings, name: str) -> TargetSettings:
    """The target that is passed on to; UsageError for one that may not be asked, or has no URL."""
    chosen = chosen_target(settings, name)
    if chosen is None or not chosen.url:
        raise UsageError((f"--target {name}: is no URL; `ringback mock` serves an app or a mock",))
    check_way(name, chosen)
    return chosen


class _Watch:
    """Judges what goes by, and says each new finding in a line."""

    def __init__(
        self,
        options: ProxyOptions,
        settings: Settings,
        judged: Contract,
        kept: PassedExchanges,
        baseline: Baseline,
    ) -> None:
        self._options = options
        self._settings = settings
        self._contract = judged
        self._kept = kept
        self._baseline = baseline
        self._ledger: Ledger = ledger_for(options.common)
        self._judge = TrafficJudge(
            Setup(
                description=judged.description,
                reading=judged.reading,
                hosts=settings.hosts,
                looking=Looking.ALL,
            )
        )
        self._lock = threading.Lock()
        self._said: set[str] = set()
        self._lost: Counter[str] = Counter()
        self._seconds: Counter[str] = Counter()
        self._count = 0

    def say(self, line: str) -> None:
        """A line on standard error, where no report stands; none where it is to be quiet."""
        if not self._options.common.quiet:
            with suppress(BrokenPipeError):
                sys.stderr.write(f"{line}\n")
                sys.stderr.flush()

    def take(self, entry: Recording) -> None:
        """Judge one exchange, from any thread."""
        outcome = entry.exchange.outcome
        with self._lock:
            self._count += 1
            if isinstance(outcome, Lost) and outcome.reason in _UNJUDGED:
                self._lost[outcome.detail] += 1
                self.say(f"{entry.entry}: no answer: {outcome.detail}")
                return
            aside = self._judge.outside(entry)
            found = self._judge.take(entry, strict=self._options.strict_scope)
            self._kept.take(entry)
            told = [relative(each, self._settings.root) for each in found]
            self._tell(each for each in told if self._ledger.wants(each.rule))
            if aside is not None and not found and aside[1] not in self._said:
                self._said.add(aside[1])
                self.say(f"not judged: {aside[1]}: {_OUTSIDE[aside[0]]}")

    def _tell(self, findings: Iterable[Finding]) -> None:
        """A line for each finding whose cause was not told yet."""
        for each in self._baseline.applied(findings):
            if each.fingerprint in self._said or each.accepted is not None:
                continue
            self._said.add(each.fingerprint)
            shown = Scribe.for_run(
                Run(command="proxy", verdict=Broken(findings=(each,))), {}
            ).shown(each)
            self.say(f"{shown.severity}  {shown.rule}  {shown.operation or '-'}: {shown.message}")

    def run(self, target: str, seconds: float, lines: Iterable[str]) -> Run:
        """What a report tells of all that went by."""
        tally = self._judge.tally()
        findings = [relative(each, self._settings.root) for each in tally.findings()]
        findings = self._baseline.applied(
            each for each in findings if self._ledger.wants(each.rule)
        )
        not_judged = (*tally.unjudged.entries, *tally.not_judged)
        judged = sum(tally.judged.values())
        doubts = [*tally.unjudged.doubts, *doubts_of(tally.not_judged)]
        doubts += [
            f"{several(count, 'request')} had no answer: {why}" for why, count in self._lost.items()
        ]
        if not judged:
            doubts.append("nothing was judged: no request of the description went by")
        response, request = self._covered(tally)
        scope = RunScope(
            select=self._options.common.select,
            unasked=self._options.common.ignore,
            partial="a proxy sees what its clients ask for",
        )
        described = self._contract.description
        return Run(
            command="proxy",
            verdict=conclude(findings, doubts),
            target=target,
            reading=self._options.reading,
            seconds=seconds,
            skipped=(*outside(tally), *placed(left_out(described), self._settings.root)),
            counts=Counts(exchanges=self._count, operations=operations_of(tally)),
            exercised=(*exercised_by(tally), *lines),
            scope=scope,
            response_coverage=response,
            request_coverage=request,
            not_judged=not_judged,
            asked=tuple(asked_operations_of(tally, self._contract, self._settings.root)),
        )

    def _covered(self, tally: Tally) -> tuple[Covered, Covered]:
        if tally.survey is None or not tally.judged:
            return Covered(), Covered()
        return covered(tally.survey, self._contract, self._contract.operations)
