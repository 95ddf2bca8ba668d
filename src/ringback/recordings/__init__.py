"""Stored exchanges, as values."""

from ringback.recordings.age import STALE, stale
from ringback.recordings.byte_streams.source_files import Source, sources
from ringback.recordings.byte_streams.unpacking import StreamError, opened
from ringback.recordings.formats.logs.mapping import Mapping
from ringback.recordings.formats.logs.ndjson import entry_of_line
from ringback.recordings.formats.native import parse, recording_schema
from ringback.recordings.formats.recognition.recognise import Form, recognise
from ringback.recordings.positions import line_in
from ringback.recordings.recording import (
    Aside,
    Entry,
    Expected,
    Payload,
    Provenance,
    Recording,
    Unreadable,
)
from ringback.recordings.scope import Scope
from ringback.recordings.single_files import files, read
from ringback.recordings.streams import Reading, entries, reading

__all__ = [
    "STALE",
    "Aside",
    "Entry",
    "Expected",
    "Form",
    "Mapping",
    "Payload",
    "Provenance",
    "Reading",
    "Recording",
    "Scope",
    "Source",
    "StreamError",
    "Unreadable",
    "entries",
    "entry_of_line",
    "files",
    "line_in",
    "opened",
    "parse",
    "read",
    "reading",
    "recognise",
    "recording_schema",
    "sources",
    "stale",
]
