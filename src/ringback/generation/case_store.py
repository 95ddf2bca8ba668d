"""Made cases on the disk: the same description and seed have the same ones, and making them costs.

For the description of this repository it is half of the CPU of a run.
"""

import base64
import hashlib
import json
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ringback.exchange import Request
from ringback.generation.case import Case
from ringback.operation import Operation

_FORMAT = "ringback-cases/1"
_MOST = 30  # files; each is a description, as it was once, with a seed
_MAKERS = ("ringback", "schemathesis", "hypothesis", "jsonschema-rs")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedCases:
    """The description whose cases are wanted, the seed, and how many random ones of each kind."""

    document: Mapping[str, Any]
    seed: int
    count: int

    def digest(self) -> str | None:
        """What tells these cases from all others; None for a document that is no JSON."""
        makers = [_version(name) for name in _MAKERS]
        try:
            # The order of members is a part of it: Schemathesis goes by it.
            text = json.dumps([makers, self.document, self.seed, self.count])
        except (TypeError, ValueError, RecursionError):
            return None
        return hashlib.sha256(text.encode()).hexdigest()


Cases = dict[str, list[Case]]
"""The cases of each operation, by its id."""


class CaseStore:
    """A folder of made cases. What can't be read or written there is made anew, and not told.

    It is `cases` beside the stored runs, or in the folder that `RINGBACK_CACHE_DIR` names.
    """

    def __init__(self, home: Path) -> None:
        self._folder = Path(os.environ.get("RINGBACK_CACHE_DIR") or home) / "cases"

    def read(self, wanted: WantedCases, operations: Sequence[Operation]) -> Cases:
        """The cases that are kept of these operations."""
        path = self._path(wanted)
        if path is None:
            return {}
        stored = self._stored(path)
        found: Cases = {}
        for each in operations:
            with suppress(ValueError, TypeError, LookupError):  # what is spoilt is made anew
                found[each.id] = [_case(entry, each) for entry in stored[each.id]]
        with suppress(OSError):
            os.utime(path)  # the least used are forgotten first
        return found

    def write(self, wanted: WantedCases, made: Cases) -> None:
        """Keep the cases of some operations, beside those of others."""
        path = self._path(wanted)
        if path is None:
            return
        draft = path.with_name(f".{secrets.token_hex(8)}.tmp")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            kept = self._stored(path)
            kept.update({name: [*map(_entry, cases)] for name, cases in made.items()})
            draft.write_text(json.dumps({"format": _FORMAT, "cases": kept}), "utf-8")
            draft.replace(path)
            self._forget()
        except OSError:
            return
        finally:
            with suppress(OSError):
                draft.unlink()

    def _path(self, wanted: WantedCases) -> Path | None:
        digest = wanted.digest()
        return None if digest is None else self._folder / f"{digest}.json"

    def _stored(self, path: Path) -> dict[str, Any]:
        """The entries of a file that was written before; none where there is no such file."""
        try:
            stored = json.loads(path.read_bytes())
            return dict(stored["cases"]) if stored["format"] == _FORMAT else {}
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return {}

    def _forget(self) -> None:
        """Remove what has not been used for the longest."""
        files = sorted(self._folder.glob("*.json"), key=lambda each: each.stat().st_mtime)
        for old in files[:-_MOST]:
            old.unlink(missing_ok=True)


def _version(name: str) -> str:
    """A maker and its version."""
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:  # run from its sources
        return name


@cache
def _path(template: str) -> re.Pattern[str]:
    """The URLs of a path template: what stands for a parameter may be anything, slashes too."""
    parts = map(re.escape, re.split(r"\{[^{}]*\}", template))
    return re.compile(r"(?!//)" + "[^?#]*".join(parts) + r"(\?|\Z)")


def _entry(case: Case) -> dict[str, Any]:
    """A case as JSON."""
    request = case.request
    body = request.body
    return {
        "method": request.method,
        "url": request.url,
        "headers": request.headers,
        "body": None if body is None else base64.b64encode(body).decode(),
        "label": case.label,
        "origin": case.origin,
    }


def _case(entry: Mapping[str, Any], operation: Operation) -> Case:
    """A case as it was; ValueError where it is none of the operation.

    The file may have been changed, or come from elsewhere: what may be sent hangs on the operation
    that a case is said to be of.
    """
    body = entry["body"]
    if entry["method"] != operation.method or not _path(operation.path).match(str(entry["url"])):
        raise ValueError(operation.id)
    request = Request(
        method=str(entry["method"]),
        url=str(entry["url"]),
        headers=tuple((str(name), str(value)) for name, value in entry["headers"]),
        body=None if body is None else base64.b64decode(body),
    )
    label, origin = str(entry["label"]), str(entry["origin"])
    return Case(operation=operation, request=request, label=label, origin=origin)
