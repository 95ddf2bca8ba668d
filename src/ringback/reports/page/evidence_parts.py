"""What the page shows of each cause: its findings with payloads, requests, and what to copy."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from ringback.finding import steps
from ringback.payload import MISSING, at
from ringback.reports.interface import details, line_of, several, shares, shortened, standing
from ringback.reports.page.causes import Cause
from ringback.reports.page.payload_parts import payload_parts, value_text
from ringback.reports.page.python_requests import httpx_script, pytest_test
from ringback.reports.page.source_links import link_to
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.rules import explained
from ringback.verdict import Run
from ringback.visible import visible, visible_json

SENTENCE = 600  # characters of a message
SHORT = 140  # characters of one in a table
CAUSES = 100  # that are shown with all that is known of them
_CODE = 6_000  # characters of a command, a script or a payload
_ROOM = 350_000  # characters of all of them
_ROWS = 1_000_000  # characters of the causes in one line
_ROW = 60  # characters of a line besides its texts
_SHOWN = 6  # findings of a cause
_MARKUP = 3  # how much longer a payload is on the page


@dataclass(slots=True, kw_only=True)
class EvidenceParts:
    """Makes what is shown of causes, as long as there is `room`; `page` is where it will stand."""

    run: Run
    scribe: Scribe
    page: Path | None
    room: int = field(default=_ROOM)

    def of(self, causes: Sequence[Cause]) -> Iterator[dict[str, Any]]:
        """The first causes, each with its findings."""
        for number, cause in enumerate(causes[:CAUSES]):
            title = shortened(cause.first.message, SENTENCE)
            yield {
                "number": number,
                "cause": cause,
                "message": title,
                "explained": explained(cause.first.rule) is not None,
                "anchor": anchor(cause.first.rule),
                "findings": [
                    {**self._finding(each), "title": title} for each in cause.findings[:_SHOWN]
                ],
                "more": len(cause.findings) - _SHOWN,
            }

    def _finding(self, found: ShownFinding) -> dict[str, Any]:
        """A finding: where it is, and what shows it."""
        file, line = standing(found, self.run, self.scribe)
        said = (each for each in details(found) if not each.startswith("witness: "))
        return {
            "found": found,
            "message": shortened(found.message, SENTENCE),
            "seen": _seen(found),
            "place": "" if file is None else file if line is None else f"{file}:{line}",
            "link": None if file is None else link_to(file, line, self.page),
            "details": [shortened(each, SENTENCE) for each in (*shares(found), *said)],
            **self._payloads(found),
            **self._requests(found),
        }

    def _payloads(self, found: ShownFinding) -> dict[str, Any]:
        """What is wrong, and what was expected in its place."""
        told: dict[str, Any] = dict.fromkeys(("payload", "witness", "expected", "actual", "given"))
        payload, witness = found.payload, found.witness
        if payload is not None and self._takes(payload.value):
            told["payload"] = payload_parts(payload.value, payload.place)
            told["actual"] = _actual(payload.value, payload.place, found.instance)
            told["given"] = payload.given and value_text(payload.given)
        if witness is not None and self._takes(witness):
            told["witness"] = payload_parts(witness, found.instance)
        said = self.scribe.witness(self.run.described.get(found.schema or ""))
        told["expected"] = said and value_text(said)
        return told

    def _requests(self, found: ShownFinding) -> dict[str, Any]:
        """The requests that show it, and what can be copied."""
        if self.room <= 0:
            return {"codes": [], "steps": []}
        codes = [each for each in _codes(found) if len(each[1]) <= _CODE]
        self.room -= sum(len(escape(text)) for _, text in codes)
        return {"codes": codes, "steps": [_step(each) for each in found.requests]}

    def _takes(self, text: str) -> bool:
        """Whether there is room for a payload; it is taken then."""
        if self.room <= 0 or len(text) > _CODE:
            return False
        self.room -= _MARKUP * len(escape(text))
        return True


def short_rows(causes: Sequence[Cause]) -> Iterator[dict[str, Any]]:
    """The causes behind the first, in one line each, as long as there is room."""
    room = _ROWS
    for number, cause in enumerate(causes[CAUSES:], CAUSES):
        first = cause.first
        place = first.instance if first.instance is not None else first.schema or line_of(first)
        row = {
            "number": number,
            "weight": cause.weight,
            "rule": first.rule,
            "message": shortened(first.message, SHORT),
            "place": shortened(place or "", SHORT // 2),
            "operations": shortened(", ".join(cause.operations[:2]), SHORT // 2),
            "count": cause.count,
        }
        room -= _ROW + sum(len(escape(str(each))) for each in row.values())
        if room < 0:
            return
        yield row


def anchor(rule: str) -> str:
    """The name of a rule's place on the page."""
    return "rule-" + "".join(each if each.isalnum() else "-" for each in rule if each.isascii())


def _actual(value: str, place: str | None, instance: str | None) -> str | None:
    """What stands at the wrong place of a payload; None where nothing does."""
    if place is None or len(steps(instance or "")) > len(steps(place)):
        return None
    found = at(json.loads(value), steps(place))
    return None if found is MISSING else value_text(json.dumps(found))


def _seen(found: ShownFinding) -> str:
    """How often it shows: a change in operations, a mistake at places, all else in exchanges."""
    match found.rule.partition("/")[0]:
        case "change":
            return f"in {several(found.count, 'operation')}"
        case "lint":
            return f"at {several(found.count, 'place')}"
        case _:
            return f"seen {several(found.count, 'time')}"


def _codes(found: ShownFinding) -> Iterator[tuple[str, str]]:
    """What can be copied, each with its name."""
    forms = (("curl", found.reproduce), ("httpx", httpx_script(found)))
    for name, text in (*forms, ("pytest", pytest_test(found))):
        if text is not None:
            yield name, text


def _step(request: Mapping[str, Any]) -> tuple[str, str, str]:
    """A request in one line: its method, its URL, and its body."""
    body = ""
    if "body" in request:
        body = visible_json(json.dumps(request["body"], ensure_ascii=False))
    url = visible(str(request["url"]))
    return visible(str(request["method"])), shortened(url, SHORT), shortened(body, SHORT)
