"""One part of the recordings judged: each entry by the fast path, and by the checks if unsure."""

from collections.abc import Callable, Collection, Iterator
from typing import assert_never

from ringback.contract import Contract
from ringback.crashes import Contained
from ringback.exchange import Response, media_type_of
from ringback.finding import Finding
from ringback.operation import Operation
from ringback.payload import decode
from ringback.recordings import (
    Aside,
    Entry,
    Payload,
    Reading,
    Recording,
    Unreadable,
    entry_of_line,
    stale,
)
from ringback.survey import Survey
from ringback.validate.entries import Bare, judge_entry, judge_recording, payload_schema
from ringback.validate.fast.compiled import Compiled
from ringback.validate.fast.quick import JSON, Fine, Looked, Quick, QuickExchanges, QuickPayloads
from ringback.validate.out_of_scope import LEFT_OUT, NO_OPERATION, out_of_scope
from ringback.validate.setup import Looking, Setup
from ringback.validate.tally import Spot, Tally
from ringback.wire.media_types import is_json

_TOGETHER = 32_768  # bytes that are parsed at once: what they become stays in the cache
# Lines that begin in the first bytes of a file are all looked at for what they show of the
# description, and behind them those that lie across every so many bytes; of entries of other
# forms the first, and then every so many.
_FIRST, _EACH = 1_500_000, 1_000_000
_FIRST_ENTRIES, _EACH_ENTRY = 2_000, 997
_OFTEN = 64  # entries after which is told how far it is

NO_EXCHANGE = "recording/no-exchange"

Tick = Callable[[int], None]


class Judge:
    """Judges entries under one setup; compiled once, used for many parts."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.contract: Contract = setup.contract()
        self._scope = setup.scope(self.contract)
        compiled = Compiled(self.contract)
        self._exchanges = QuickExchanges(self.contract, compiled, self._scope)
        self._bare: Bare | None = None
        self._payloads: QuickPayloads | None = None
        self.split = True  # whether an array holds several entries, and is not itself a payload
        if setup.bare is not None:
            name, status = setup.bare
            operation = self.contract.operation(name)
            self._bare = Bare(operation=operation, status=status)
            schema = payload_schema(self._bare)
            if schema is not None:
                self.split = "array" not in self.contract.view(schema).types
                self._payloads = QuickPayloads(compiled, schema, operation, status)
        self._survey: Survey | None = None

    def begin(self) -> None:
        """Begin a part: what it shows is counted from here."""
        self._survey = None if self.setup.looking is Looking.NONE else Survey(self.contract)

    def end(self, tally: Tally) -> None:
        """End a part: what it showed is put into its tally."""
        if self._survey is not None:
            tally.survey = self._survey.state()

    def entries(self, found: Reading, tally: Tally, tick: Tick) -> None:
        """Judge every entry of a source."""
        for number, entry in enumerate(found):
            looked = number < _FIRST_ENTRIES or number % _EACH_ENTRY == 0
            self.entry(entry, tally, looked=looked)
            if number % _OFTEN == 0:
                tick(number)
        tick(0)

    @property
    def _quick(self) -> Quick | None:
        """What settles lines without making entries of them, where nothing more is asked."""
        setup = self.setup
        if setup.mapping is not None or setup.secrets or setup.max_age is not None:
            return None
        return self._exchanges if self._bare is None else self._payloads

    def lines(self, file: str, data: bytes, first: int, offset: int, tally: Tally) -> int:
        """Judge lines, the first with this number and at this offset in its file; how many."""
        at, number = 0, first
        while at <= len(data):
            end = _end(data, at)
            number += self._lines(file, data[at:end], number, offset + at, tally)
            at = end + 1
        return number - first

    def _lines(self, file: str, chunk: bytes, number: int, offset: int, tally: Tally) -> int:
        """Judge a few lines, the first with this number and at this offset; how many they are."""
        quick, wanted = self._quick, self._wanted(chunk, offset)
        first = Spot(file=file, line=number)
        known: Looked | None = None
        if quick is not None:
            # What fails for many together is asked one by one, and told where it fails again.
            with Contained(lambda _error: None):
                known = quick.whole(chunk, wanted)
        if known is not None and not known.unsure:
            self._fine(known, first, tally)
            return known.count
        texts = chunk.split(b"\n")
        if known is None and quick is not None:
            with Contained(lambda _error: None):
                known = quick.lines(texts, wanted)
        if known is not None:
            self._fine(known, first, tally)
        for place in known.unsure if known else range(len(texts)):
            self._line(file, texts[place], number + place, tally, looked=place in wanted)
        return len(texts)

    def _fine(self, known: Looked, first: Spot, tally: Tally) -> None:
        """Count what is surely fine, of lines that begin with this one."""
        for key, count in known.fine.items():
            tally.judged[key] += count
        tally.entries += known.count - len(known.unsure)
        for gaps, several in known.gaps:
            tally.unjudged.add(gaps, several)
        with tally.contained(first):
            for fine in known.shown:
                self._show(fine, tally)

    def _wanted(self, chunk: bytes, offset: int) -> Collection[int]:
        """The places, among so many lines, of those that are looked at for what they show.

        They are the same however the file is cut: those that begin before a certain offset, and
        those that hold a byte at a multiple of another.
        """
        if self._survey is None:
            return ()
        end = offset + len(chunk)
        if self.setup.looking is Looking.ALL or end < _FIRST:
            return range(chunk.count(b"\n") + 1)
        marked = range(-(-offset // _EACH) * _EACH, end + 1, _EACH)
        places = {chunk.count(b"\n", 0, mark - offset) for mark in marked}
        if offset < _FIRST:
            places.update(range(chunk.count(b"\n", 0, _FIRST - 1 - offset) + 1))
        return places

    def _line(self, file: str, text: bytes, number: int, tally: Tally, *, looked: bool) -> None:
        if not text.strip():
            return
        bare = self._bare is not None
        with tally.contained(Spot(file=file, entry=f"line {number}", line=number)):
            entry = entry_of_line(text, file, number, self.setup.mapping, bare=bare)
            self.entry(entry, tally, looked=looked)

    def entry(self, entry: Entry, tally: Tally, *, looked: bool = False) -> None:
        """Judge one entry by itself; whatever a validator raises is about it alone."""
        tally.entries += 1
        spot = Spot(file=entry.file, entry=entry.entry, line=entry.line)
        with tally.contained(spot):
            self._entry(entry, spot, tally, looked=looked)

    def _entry(self, entry: Entry, spot: Spot, tally: Tally, *, looked: bool) -> None:
        match entry:
            case Aside():
                tally.aside(NO_EXCHANGE, entry.why)
            case Unreadable():
                tally.found(spot, judge_entry(entry, self.contract, self._bare))
            case Payload():
                self._payload(entry, spot, tally, looked=looked)
            case Recording():
                self._recording(entry, spot, tally, looked=looked)
            case _:
                assert_never(entry)

    def _payload(self, entry: Payload, spot: Spot, tally: Tally, *, looked: bool) -> None:
        fine = False
        if self._payloads is not None:
            known = self._payloads.lines([entry.body], [0] if looked else [])
            for each in known.shown:
                self._show(each, tally)
            fine = not known.unsure
            if looked and not fine:
                self._show_unsound(entry, tally)
        if not fine:
            tally.found(spot, judge_entry(entry, self.contract, self._bare))
        if self._bare is not None:
            tally.judged[self._bare.operation.id, self._bare.status] += 1

    def _show_unsound(self, entry: Payload, tally: Tally) -> None:
        """Count what a payload shows that is not surely fine."""
        decoded = decode(entry.body)
        if self._survey is None or self._bare is None or not decoded.parsed:
            return
        tally.looked += 1
        if self._bare.status is None:
            self._survey.request(self._bare.operation, decoded.value, sound=False)
        else:
            status = self._bare.status
            self._survey.status(self._bare.operation, status)
            self._survey.answer(self._bare.operation, status, JSON, decoded.value, sound=False)

    def _recording(self, entry: Recording, spot: Spot, tally: Tally, *, looked: bool) -> None:
        outside = out_of_scope(entry, self.contract, self._scope)
        if outside is not None:
            rule, name, text = outside
            if rule == NO_OPERATION and looked and self._survey is not None:
                self._survey.unknown(entry.exchange)
            if self.setup.strict_scope and rule != LEFT_OUT:
                told = Finding(rule=rule, message=text, file=entry.file, cause=name)
                tally.found(spot, [told])
            else:
                tally.aside(rule, name)
            return
        tally.found(spot, self._besides(entry))
        sourced = entry.entry or entry.provenance  # who keeps one by itself says where it is from
        fine = self._exchanges.recording(entry) if sourced else None
        if fine is not None:
            tally.judged[fine.operation.id, fine.status] += 1
            tally.unjudged.add(fine.gaps)
            if looked:
                self._show(fine, tally)
            return
        operation = self.contract.operation_for(entry.exchange.request)
        response = entry.exchange.response
        if looked and operation is not None and response is not None:
            self._show_broken(operation, entry, response, tally)
        expected = self.setup.expectations
        found, gaps = judge_recording(entry, self.contract, expectations=expected)
        tally.found(spot, found)
        tally.unjudged.add(gaps)
        if gaps.about:
            status = response.status if response else None
            tally.judged[operation.id if operation else "", status] += 1

    def _besides(self, entry: Recording) -> Iterator[Finding]:
        """What is asked of a recording besides the contract: its age, and no secret in it."""
        if self.setup.max_age is not None:
            old = stale(entry, self.setup.today, self.setup.max_age)
            yield from [old] if old else []
        if self.setup.secrets:
            from ringback.secrets.secret_checks import judge_secrets  # noqa: PLC0415 -- slow to import

            operation = self.contract.operation_for(entry.exchange.request)
            yield from judge_secrets(
                entry.exchange,
                self.contract,
                operation,
                self.setup.rules,
                file=entry.file,
                line=entry.line,
            )

    def _show(self, fine: Fine, tally: Tally) -> None:
        """Count what a payload shows of the description."""
        if self._survey is None:
            return
        tally.looked += 1
        if fine.status is not None:
            self._survey.status(fine.operation, fine.status)
        if fine.request is not None:
            self._survey.parameters(fine.operation, fine.request)
        if fine.status is not None and fine.headers:
            self._survey.headers(fine.operation, fine.status, fine.headers)
        if fine.asks:
            self._survey.request(fine.operation, fine.asked)
        if fine.answers and fine.status is not None:
            self._survey.answer(fine.operation, fine.status, fine.media_type, fine.answered)

    def _show_broken(
        self, operation: Operation, entry: Recording, response: Response, tally: Tally
    ) -> None:
        """Count what a recording that is not surely fine shows: undocumented members, above all."""
        if self._survey is None:
            return
        tally.looked += 1
        self._survey.status(operation, response.status)
        if not response.refused:
            self._survey.parameters(operation, entry.exchange.request)
        self._survey.drifted(operation, entry.exchange)
        asked, answered = decode(entry.exchange.request.body or b""), decode(response.body)
        said = media_type_of(entry.exchange.request.headers) or JSON
        if asked.parsed and is_json(said) and not response.refused:
            self._survey.request(operation, asked.value, sound=False)
        name = media_type_of(response.headers)
        if answered.parsed and name and is_json(name):
            self._survey.answer(operation, response.status, name, answered.value, sound=False)


def _end(data: bytes, at: int) -> int:
    """Where the lines end that are judged together from here on."""
    if len(data) - at <= _TOGETHER * 3 // 2:  # no small rest is left to be judged by itself
        return len(data)
    end = data.rfind(b"\n", at, at + _TOGETHER)
    if end < 0:
        end = data.find(b"\n", at + _TOGETHER)
    return len(data) if end < 0 else end
