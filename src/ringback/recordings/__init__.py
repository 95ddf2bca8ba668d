"""Stored exchanges, as values."""

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
    "parse",
    "read",
]
