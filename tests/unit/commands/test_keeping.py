"""Exchanges onto the disk, without secrets: what is written, and what is left out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from ringback.commands.payloads.keeping import Keeper, ToWrite, first_of, name_of, stored
from ringback.errors import RingbackError
from ringback.exchange import Exchange, Request, Response
from ringback.operation import Operation
from ringback.recordings import Provenance, read
from ringback.recordings.samples.showing import Showing
from ringback.reports.interface import several
from tests.unit.contract.making import numbers

STRICT = numbers("strict")
READ = STRICT.operation("get_number")
SOURCE = Provenance(source="mock", date="2024-02-29")
SHOWING = Showing(STRICT)
BEARER = (("Authorization", "Bearer hush"), ("X-Trace", "hush"))


def refused(body: bytes = b'{"detail":"hush"}') -> Exchange:
    """A read of a number that is not there; the body tells a secret."""
    request = Request(method="GET", url="/v1/numbers?phone_number=%2B1", headers=BEARER)
    headers = (("Content-Type", "application/json"), ("Date", "today"))
    return Exchange(request=request, outcome=Response(status=404, headers=headers, body=body))


@dataclass
class Scrubber:
    """Changes bodies as it is told to, once it has learnt everything that is written."""

    change: Callable[[bytes], bytes]
    learnt: list[Exchange] = field(default_factory=list)
    scrubs: int = 0

    def learn(self, exchange: Exchange, operation: Operation | None) -> None:
        """Remember it."""
        assert operation == READ
        assert self.scrubs == 0
        self.learnt.append(exchange)

    def scrubbed(self, exchange: Exchange, operation: Operation | None) -> Exchange:
        """The exchange with its answer changed."""
        assert operation == READ
        assert exchange in self.learnt
        self.scrubs += 1
        response = exchange.response
        assert response is not None
        return replace(exchange, outcome=replace(response, body=self.change(response.body)))


def to_write(exchange: Exchange, name: str = "status-404") -> ToWrite:
    """It is to show that the status is documented."""
    shows = frozenset(each for each in SHOWING.all_of(READ) if str(each) == "status 404")
    return ToWrite(exchange=exchange, operation=READ, name=name, provenance=SOURCE, shows=shows)


def keeper(folder: Path, change: Callable[[bytes], bytes]) -> Keeper:
    """A keeper of this folder, with a scrubber that makes this change."""
    scrubber = Scrubber(change)
    return Keeper(folder=folder, scrubber=scrubber, contract=STRICT, shown_by=SHOWING.shown_by)


def test_what_is_written_is_trimmed_and_scrubbed(tmp_path: Path) -> None:
    """At the description's server, without headers that say nothing, and read back as such."""
    mine = keeper(tmp_path, lambda body: body.replace(b"hush", b"<word>"))
    written = mine.keep([to_write(refused())])
    assert written.files == [tmp_path / "get_number/status-404.json"]
    assert (written.left_out, {str(each) for each in written.shown}) == ([], {"status 404"})
    [(entry, operation)] = stored(tmp_path, STRICT)
    assert entry == read(written.files[0])
    assert operation == READ
    request, response = entry.exchange.request, entry.exchange.response
    assert request.url == "https://api.vocode.dev/v1/numbers?phone_number=%2B1"
    assert request.headers == BEARER[:1]
    assert response == Response(
        status=404, headers=(("Content-Type", "application/json"),), body=b'{"detail":"<word>"}'
    )


def test_what_shows_nothing_more_is_not_written(tmp_path: Path) -> None:
    """The second of two that are there for the same."""
    mine = keeper(tmp_path, lambda body: body)
    written = mine.keep([to_write(refused()), to_write(refused(b'{"detail":"other"}'))])
    assert [file.name for file in written.files] == ["status-404.json"]
    assert written.left_out == []


def _unhidable(_body: bytes) -> bytes:
    raise RingbackError


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_unhidable, "ringback could not judge"),
        (
            lambda _body: b'{"detail":5}',
            "without its secrets, response 404 /detail: must be a string",
        ),
        (lambda _body: b"{", "without its secrets, response 404: the body is not JSON"),
    ],
)
def test_what_cannot_be_hidden_is_told(
    tmp_path: Path, change: Callable[[bytes], bytes], why: str
) -> None:
    """Rather than written with a secret in it, or broken; what comes behind it is written."""
    written = keeper(tmp_path, change).keep([to_write(refused())])
    assert (written.files, len(written.left_out)) == ([], 1)
    assert written.left_out[0].startswith(f"get_number, status-404: {why}")
    assert list(tmp_path.iterdir()) == []


def test_recordings_that_break_the_contract_show_nothing(tmp_path: Path) -> None:
    """Nor do those of no operation, what is no recording, or a folder that is not there."""
    folder = tmp_path / "a"
    folder.mkdir()
    texts = (
        '{"request":{"method":"GET","url":"/v1/numbers"},"response":{"status":418}}',
        '{"request":{"method":"GET","url":"/v2"},"response":{"status":200}}',
        '{"detail":"alone"}',
        "{",
    )
    for index, text in enumerate(texts):
        (folder / f"{index}.json").write_text(text)
    assert list(stored(folder, STRICT)) == []
    assert list(stored(tmp_path / "b", STRICT)) == []


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], ""),
        (["a", "b", "c"], "a, b, c"),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more"),
    ],
)
def test_the_first_of_many(names: list[str], told: str) -> None:
    """A few are named, the rest is counted."""
    assert first_of(names) == told


def test_names_of_files() -> None:
    """The status, and the words of what is shown."""
    assert name_of(refused(), "/a/b (present)") == "status-404-a-b-present"
    assert name_of(refused(), "") == "status-404"


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 entries"), (1, "1 entry"), (2_000, "2000 entries")]
)
def test_counts(count: int, told: str) -> None:
    """One, or several."""
    assert several(count, "entry", "entries") == told
    assert several(count, "point") == told.replace("entries", "points").replace("entry", "point")
