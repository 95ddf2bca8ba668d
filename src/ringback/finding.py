"""One broken rule, with its place and its evidence: what a verdict is made of."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ringback.exchange import Exchange


class Severity(StrEnum):
    """How much a finding weighs: an error breaks the verdict, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Who accepts a finding, why, and until which day (ISO 8601); None for no such day."""

    owner: str
    reason: str
    expires: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """The place of the other of two descriptions that are compared; `line` counts from 1.

    `anchor` is the same in whatever order the description is written.
    """

    schema: str
    file: str
    line: int | None
    anchor: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A place of a request that names a key; exchanges are counted as in `Capture`.

    `where` is path, query, header or body; `place` the number of a segment of the path, from 0, a
    name, or a JSON Pointer.
    """

    exchange: int
    where: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A key or a tag that an answer told, and the requests after it that name it.

    `exchange` counts from 0 through what came `before` a finding's exchanges, and on through them;
    `place` is a JSON Pointer into the answer's body, or `header.` and a name.
    """

    exchange: int
    place: str
    value: str
    uses: tuple[Use, ...]


_INDEX = re.compile(r"/\d+(?=/|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, where, and how to see it (field names: the JSON report's).

    `instance` is a JSON Pointer (RFC 6901) into the payload, `schema` one into the description,
    `file` and `line` the place in a description or recording. `cause` names what a rule that
    can break in several ways at one place found (the failing keyword, say); it takes the
    message's part in the fingerprint, because messages hold values. The first `together` of the
    exchanges were under way at the same time; what came `before` them made the things that they
    name, whose keys are `captures`.

    Of many recordings with one defect, `places` are the first, and `of` is how many there were in
    which it could have shown; the defect is then the same in whatever file it stands. Of a mistake
    that a description repeats, `places` are all of them, and `alike` is what is said of each, where
    their messages differ.

    `witness` is the JSON text of a payload that shows what is said of a description. Of a change,
    `schema`, `file` and `line` are the place in the newer description, or in the older one where
    the newer one has none, and `counterpart` is the place in the other. `operations` are the ids
    of several that show it: it is then the same whichever of them comes first. The same change has
    the same fingerprint whatever the files are called and whichever operation comes first.

    `anchor` is `schema` in a form that is the same in whatever order the description is written.
    `accepted` is what the baseline says of it, `lapsed` what it said until a day that is over.
    """

    rule: str
    message: str
    severity: Severity = Severity.ERROR
    operation: str | None = None
    instance: str | None = None
    schema: str | None = None
    file: str | None = None
    line: int | None = None
    count: int = 1
    cause: str = ""
    exchanges: tuple[Exchange, ...] = ()
    together: int = 1
    before: tuple[Exchange, ...] = ()
    captures: tuple[Capture, ...] = ()
    places: tuple[str, ...] = ()
    of: int = 0
    witness: str | None = None
    counterpart: Counterpart | None = None
    operations: tuple[str, ...] = ()
    alike: str = ""
    anchor: str = ""
    accepted: Acceptance | None = None
    lapsed: Acceptance | None = None

    @property
    def counts(self) -> bool:
        """Whether it breaks the verdict: an error that the baseline does not hold."""
        return self.severity is Severity.ERROR and self.accepted is None

    @property
    def share(self) -> float | None:
        """The part of the recordings that shows it, from 0 to 1; None where that isn't known."""
        return self.count / self.of if self.of else None

    @property
    def place(self) -> str:
        """The place as a cause sees it: the schema's, else the payload's without indexes."""
        return place_of(self.schema, self.instance)

    @property
    def fingerprint(self) -> str:
        """The same for the same cause, whatever the seed, the run and the values."""
        change = self.rule.startswith("change/")
        file = "" if self.places or change else self.file or ""
        anywhere = self.schema if change else self.operations
        operation = "" if anywhere else self.operation or ""
        place = self.place if self.schema is None else self.anchor or self.place
        parts = [self.rule, operation, place, self.cause, file]
        there = self.counterpart
        parts += [there.anchor or there.schema] if there else []
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def place_of(schema: str | None, instance: str | None) -> str:
    """The place of a cause: in the schema, else in the payload without indexes."""
    return schema or _INDEX.sub("/*", instance or "")


def pointer(parts: Sequence[str | int]) -> str:
    """The JSON Pointer of these steps (RFC 6901 section 3)."""
    text = "/".join(map(str, parts))
    if "~" not in text and text.count("/") == len(parts) - 1:
        return f"/{text}"  # nothing is to be escaped: nearly always
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def steps(text: str) -> list[str]:
    """The steps of a JSON Pointer (RFC 6901 section 4)."""
    parts = text.split("/")[1:]
    if "~" not in text:
        return parts
    return [part.replace("~1", "/").replace("~0", "~") if "~" in part else part for part in parts]
