"""Stored exchanges, as values."""

from ringback.recordings.lines import line_of
from ringback.recordings.native import parse
from ringback.recordings.reading import files, read
from ringback.recordings.recording import (
    Aside,
    Entry,
    Expected,
    Payload,
    Provenance,
    Recording,
    Unreadable,
)

__all__ = [
    "Aside",
    "Entry",
    "Expected",
    "Payload",
    "Provenance",
    "Recording",
    "Unreadable",
    "files",
    "line_of",
    "parse",
    "read",
]
