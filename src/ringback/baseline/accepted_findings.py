"""The baseline's file read: an entry a finding, and every mistake in it with its line."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ringback.errors import DescriptionError, Problem, did_you_mean

TABLE = "accepted"
HEADER = re.compile(r"\s*\[\[\s*accepted\s*\]\]\s*(#.*)?$")
TODO = "TODO"
NAMES = (
    *("fingerprint", "command", "rule", "operation", "target", "file"),
    *("message", "owner", "reason", "expires"),
)
_NEEDED = ("fingerprint", "command", "rule", "reason")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedFinding:
    """A finding that somebody answers for; `expires` is the last day on which it is held.

    `target` is that of a configured target, and `file` what the finding is of: only a run that
    asked them knows whether the finding is gone. `line` is where the entry begins.
    """

    fingerprint: str
    command: str
    rule: str
    reason: str
    operation: str | None = None
    target: str | None = None
    file: str | None = None
    message: str = ""
    owner: str = ""
    expires: date | None = None
    line: int | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """Rule, place and fingerprint, as one line tells them."""
        place = self.operation or self.file
        return " ".join(filter(None, (self.rule, place, f"({self.fingerprint})")))

    @property
    def has_reason(self) -> bool:
        """Whether anybody has said why it is accepted."""
        return bool(self.reason.strip()) and not self.reason.lstrip().startswith(TODO)

    def held_on(self, today: date) -> bool:
        """Whether it is still accepted on this day."""
        return self.expires is None or today <= self.expires


def read(path: Path) -> tuple[AcceptedFinding, ...]:
    """The entries of a file; DescriptionError with every mistake in it and its line."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise _wrong(path, [Problem(file="", text=f"can't be read: {said}")]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem(file="", line=line, text="is not UTF-8; save it as UTF-8")
        raise _wrong(path, [problem]) from None
    return parsed(text, path)


def parsed(text: str, path: Path) -> tuple[AcceptedFinding, ...]:
    """The entries of a text that stands, or is to stand, in this file."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        line, column = (int(each) for each in at.groups()) if at and at[1] else (None, None)
        said = _AT.sub("", str(error))
        problem = Problem(file="", line=line, column=column, text=f"is not TOML: {said}")
        raise _wrong(path, [problem]) from None
    lines = text.splitlines()
    problems = [
        Problem(file="", line=_line_of(lines, 0, name), text=f"{name}: no such key; {_FORM}")
        for name in document
        if name != TABLE
    ]
    tables = document.get(TABLE, [])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        problems.append(Problem(file="", line=_line_of(lines, 0, TABLE), text=f"{TABLE}: {_FORM}"))
        raise _wrong(path, problems)
    starts: list[int | None] = [at for at, line in enumerate(lines, 1) if HEADER.match(line)]
    if len(starts) != len(tables):  # written in another way, which is right, and has no lines
        starts = [None] * len(tables)
    found: dict[str, AcceptedFinding] = {}
    for table, start in zip(tables, starts, strict=True):
        mistakes = list(_mistakes(table, lines, start))
        problems += mistakes
        if mistakes:
            continue
        entry = AcceptedFinding(**{**table, "expires": _date(table.get("expires"))}, line=start)
        first = found.setdefault(entry.fingerprint, entry)
        if first is not entry:
            where = f"in line {first.line}" if first.line else "above"
            said = f"fingerprint {entry.fingerprint} stands {where} as well: keep one of the two"
            problems.append(Problem(file="", line=start, text=said))
    if problems:
        raise _wrong(path, problems)
    return tuple(found.values())


_FORM = f"each accepted finding is a table [[{TABLE}]]"


def _mistakes(table: dict[str, Any], lines: list[str], start: int | None) -> Iterator[Problem]:
    """What is wrong in one entry, each with the line of its key."""
    for name in _NEEDED:
        if name not in table:
            yield Problem(file="", line=start, text=f"{name} is missing in this entry")
    for name, value in table.items():
        said = _mistake(name, value)
        if said:
            line = _line_of(lines, start or 0, name) if start else None
            yield Problem(file="", line=line or start, text=f"{name}: {said}")


def _mistake(name: str, value: Any) -> str | None:
    """What is wrong with one key of an entry."""
    if name not in NAMES:
        return f"no such key{did_you_mean(name, NAMES) or '; known are ' + ', '.join(NAMES)}"
    if name == "expires":
        return None if _date(value) else f"{value!r} is no date; write it as 2027-01-31"
    if not isinstance(value, str):
        return f"{value!r} is no text; put it in quotes"
    if name == "fingerprint" and not _FINGERPRINT.fullmatch(value):
        return f"{value!r} is no fingerprint: 16 digits of 0-9 and a-f, as reports tell them"
    return None


def _date(value: Any) -> date | None:
    """A day, of TOML or as a text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _line_of(lines: list[str], start: int, name: str) -> int | None:
    """The line in which a key is given, behind a line; None where it is not found."""
    given = re.compile(rf"\s*\[*\s*[\"']?{re.escape(name)}[\"']?\s*[=.\]]")
    return next((at for at, line in enumerate(lines[start:], start + 1) if given.match(line)), None)


def _wrong(path: Path, problems: list[Problem]) -> DescriptionError:
    """The error with all of them, each behind the file."""
    found = sorted(problems, key=lambda each: each.line or 0)
    return DescriptionError(
        tuple(
            Problem(file=str(path), line=each.line, column=each.column, text=each.text)
            for each in found
        )
    )
