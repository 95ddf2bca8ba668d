"""Stored exchanges, as values."""

from ringback.recordings.lines import line_of
from ringback.recordings.reading import Entry, files, parse, read
from ringback.recordings.recording import Expected, Payload, Provenance, Recording, Unreadable

__all__ = [
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
