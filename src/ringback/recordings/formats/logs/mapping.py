"""Where a log of other names holds the parts of an exchange: `method=/http/verb`."""

import difflib
from collections.abc import Iterable
from collections.abc import Mapping as Named
from dataclasses import dataclass
from typing import Any

from ringback.errors import UsageError
from ringback.finding import steps
from ringback.payload import at, decode
from ringback.recordings.formats.parts.stored_bodies import to_bytes

NAMES = (
    "method",
    "url",
    "scheme",
    "host",
    "path",
    "query",
    "request.headers",
    "request.body",
    "request.body.base64",
    "request.body.encoding",
    "status",
    "response.headers",
    "response.body",
    "response.body.base64",
    "response.body.encoding",
    "time",
)
_OF_URL = ("scheme", "host", "path", "query")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """The steps to each part that a log has, by the part's name."""

    places: Named[str, tuple[str, ...]]

    @classmethod
    def parse(cls, texts: Iterable[str]) -> "Mapping":
        """The mapping that `NAME=POINTER` texts say; UsageError tells all that is wrong at once."""
        places: dict[str, tuple[str, ...]] = {}
        problems: list[str] = []
        for text in texts:
            name, equals, place = text.partition("=")
            problem = _problem(name, equals, place)
            if problem is None and name in places:
                problem = "is given twice"
            if problem:
                problems.append(f"--map {text}: {problem}")
            places[name] = tuple(steps(place))
        problems += _missing(places)
        if problems:
            raise UsageError(tuple(problems))
        return cls(places=places)

    def has(self, name: str) -> bool:
        """Whether the log has this part."""
        return name in self.places

    def part(self, name: str, record: Any) -> Any:
        """The part as a record holds it; `MISSING` where it has none.

        A step into a text is one into the JSON that it holds: a log of containers has it so.
        """
        here = record
        for step in self.places[name]:
            here = at(decode(to_bytes(here)).value if isinstance(here, str) else here, (step,))
        return here

    def pointer(self, name: str) -> str:
        """Where the part stands, as it was said."""
        return "/" + "/".join(
            step.replace("~", "~0").replace("/", "~1") for step in self.places[name]
        )


def _problem(name: str, equals: str, place: str) -> str | None:
    """What is wrong with one of them."""
    if not equals:
        return "is not NAME=POINTER, as in method=/http/verb"
    if name not in NAMES:
        near = difflib.get_close_matches(name, NAMES, 1)
        return (
            f"no such name; {f'did you mean {near[0]}?' if near else 'names: ' + ', '.join(NAMES)}"
        )
    if not place.startswith("/"):
        return "a JSON pointer begins with a slash, as in /http/verb"
    return None


def _missing(places: Named[str, tuple[str, ...]]) -> list[str]:
    """What all of them together lack, or say twice."""
    told = [f"--map lacks {name}=POINTER" for name in ("method", "status") if name not in places]
    beside = [name for name in _OF_URL if name in places]
    if "url" not in places and "path" not in places:
        told.append("--map lacks url=POINTER, or path=POINTER")
    elif "url" in places and beside:
        told.append(f"--map gives url and {beside[0]}; an exchange has one of them")
    for side in ("request.body", "response.body"):
        forms = [name for name in (side, f"{side}.base64") if name in places]
        if len(forms) == 2:
            told.append(f"--map gives {side} and {side}.base64; say one")
        if f"{side}.encoding" in places and side not in places:
            told.append(f"--map gives {side}.encoding without {side}")
    return told
