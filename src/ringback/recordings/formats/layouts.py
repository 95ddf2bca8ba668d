"""How each form in JSON is laid out: where its records stand, and what reads them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ringback.recordings.byte_streams.splitting import EACH
from ringback.recordings.formats.parts.records import (
    Reader,
    RecordSpot,
    decoded_record,
    from_json,
    shaped,
)
from ringback.recordings.formats.recognition.recognise import Form
from ringback.recordings.formats.tools.bruno import bruno_entry
from ringback.recordings.formats.tools.har import har_entry
from ringback.recordings.formats.tools.nock import nock_entry
from ringback.recordings.formats.tools.pact import INTERACTIONS, MESSAGES, pact_entry
from ringback.recordings.formats.tools.postman import EXECUTIONS, ITEMS, postman_entries
from ringback.recordings.formats.tools.vcr import vcr_entry
from ringback.recordings.formats.tools.wiremock import JOURNAL, wiremock_entry
from ringback.recordings.recording import Entry, Unreadable

Read = Callable[[bytes, RecordSpot], Iterator[Entry]]
INTERACTION = "interaction of a cassette"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The arrays whose items are records, by their paths; without any, the document is one.

    `empty` is told of a file without a single entry, where that is a mistake. Entries are called by
    their numbers, or, if `pointed`, by their JSON Pointers: where they stand at several depths.
    """

    paths: tuple[tuple[str, ...], ...]
    read: Read
    empty: str = ""
    pointed: bool = False


def _in_texts(what: str, reader: Reader) -> Read:
    """A record whose bodies stand in it as texts."""

    def read(raw: bytes, spot: RecordSpot) -> Iterator[Entry]:
        yield from_json(raw, spot, what, reader)

    return read


def _in_place(what: str, reader: Reader) -> Read:
    """A record whose bodies stand in it as JSON: their numbers are kept as they are spelt."""

    def read(raw: bytes, spot: RecordSpot) -> Iterator[Entry]:
        value: Any = decoded_record(raw, spot)
        yield value if isinstance(value, Unreadable) else shaped(value, spot, what, reader)

    return read


_STUB = _in_place("mapping of WireMock", wiremock_entry)
LAYOUTS = {
    Form.HAR: Layout(paths=(("log", "entries"),), read=_in_texts("entry of a HAR", har_entry)),
    Form.CASSETTE_JSON: Layout(
        paths=(("interactions",), ("http_interactions",)), read=_in_texts(INTERACTION, vcr_entry)
    ),
    Form.PHP_VCR_JSON: Layout(paths=((),), read=_in_texts(INTERACTION, vcr_entry)),
    Form.NOCK: Layout(paths=((),), read=_in_place("recorded call of nock", nock_entry)),
    Form.WIREMOCK: Layout(paths=(), read=_STUB),
    Form.WIREMOCK_LIST: Layout(paths=(("mappings",), JOURNAL), read=_STUB),
    Form.PACT: Layout(
        paths=(INTERACTIONS, MESSAGES), read=_in_place("interaction of a Pact", pact_entry)
    ),
    Form.POSTMAN: Layout(
        paths=(*ITEMS, EXECUTIONS),
        read=postman_entries,
        pointed=True,
        empty=(
            "is a Postman collection without saved examples, which holds no answers; save some, "
            "or read those of a run: newman run --reporters json"
        ),
    ),
    Form.BRUNO: Layout(
        paths=(("results",), (EACH, "results")),
        read=_in_place("result of Bruno", bruno_entry),
        pointed=True,
    ),
}
