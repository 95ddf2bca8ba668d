"""What a body of recordings shows, counted: a million payloads with one defect are one group."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ringback.checks.unjudged import Unjudged
from ringback.crashes import Contained
from ringback.errors import reason
from ringback.finding import Finding, Severity
from ringback.survey import SurveyState
from ringback.verdict import NotJudged

GROUPS = 2_000  # kinds of finding that are told apart; a hostile file may have any number
_APART = 1_000  # entries that can't be read, told one by one
# A piece tells ten times as much apart: whether what it meets is among the first of all recordings
# shows when the pieces come together, and must not hang on where they were cut.
_OF_PIECE = 10
_FIRST = 3  # places that a group names
_NAMED = 200  # places out of scope that are told apart
_MORE = "more than are told apart"
_LOCAL = frozenset({"recording/unreadable", "recording/invalid"})  # each is a mistake of its own

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where an entry stands: its file, which of its entries it is, its line from 1."""

    file: str
    entry: str = ""
    line: int | None = None

    @property
    def text(self) -> str:
        """The place as editors read it, with the entry where the line does not say it."""
        if not self.file:
            return self.entry
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        named = self.entry and not self.entry.startswith("line ")
        return f"{place} ({self.entry})" if named else place

    def below(self, lines: int) -> "Spot":
        """The same so many lines further down."""
        if self.line is None or not lines:
            return self
        moved = self.line + lines
        named = self.entry == f"line {self.line}"
        return replace(self, line=moved, entry=f"line {moved}" if named else self.entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something that could not be judged for one cause: where first, and how often."""

    spot: Spot
    count: int = 1


@dataclass(slots=True, kw_only=True)
class Group:
    """Findings of one kind: the first of them, how many entries show it, and where first."""

    finding: Finding
    count: int
    spots: list[Spot]

    def take(self, other: "Group") -> None:
        """Add what came behind."""
        self.count += other.count
        self.spots = (self.spots + other.spots)[:_FIRST]


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was judged and found in some part of the recordings; parts add up in their order.

    `judged` counts by operation and status (None for a request alone), `outside` what is out of
    scope by its name, `lines` the lines of a part of one file. `whole` is the tally that all
    pieces come together in, `unreadable` how many of its groups are of entries that can't be read,
    `unjudged` what of the recordings could not be judged. `failures` are those of readers and
    validators, by what they were: what they met is not judged either.
    """

    entries: int = 0
    judged: Counter[tuple[str, int | None]] = field(default_factory=Counter)
    outside: Counter[tuple[str, str]] = field(default_factory=Counter)
    groups: dict[Key, Group] = field(default_factory=dict)
    lines: int = 0
    looked: int = 0
    survey: SurveyState | None = None
    whole: bool = False
    unreadable: int = 0
    failures: dict[str, "Failure"] = field(default_factory=dict)
    unjudged: Unjudged = field(default_factory=Unjudged)

    def found(self, spot: Spot, findings: Iterable[Finding]) -> None:
        """Take in the findings of one entry; it counts once, however often it shows one."""
        keys = set()
        for finding in findings:
            key = _key(finding, spot)
            if key not in keys:
                keys.add(key)
                self._add(key, Group(finding=finding, count=1, spots=[spot]))

    def contained(self, spot: Spot) -> Contained:
        """A block about this place: what fails in it is counted, and ends it alone."""
        return Contained(lambda error: self._fail(reason(error), Failure(spot=spot)))

    def _fail(self, why: str, failure: "Failure") -> None:
        if why not in self.failures and len(self.failures) >= _NAMED:
            why = _MORE
        known = self.failures.get(why)
        self.failures[why] = (
            failure if known is None else replace(known, count=known.count + failure.count)
        )

    @property
    def not_judged(self) -> list[NotJudged]:
        """What could not be judged: each cause once, with the first place that met it."""
        return [
            NotJudged(what=each.spot.text, why=why, count=each.count)
            for why, each in self.failures.items()
        ]

    def aside(self, rule: str, name: str) -> None:
        """Count an entry that is out of scope, by what it is."""
        if (rule, name) not in self.outside and len(self.outside) >= self._most(_NAMED):
            name = "others"
        self.outside[rule, name] += 1

    def merge(self, other: "Tally", lines: int = 0) -> None:
        """Take in what came behind; its places lie so many lines further down in their file."""
        self.entries += other.entries
        self.judged += other.judged
        self.lines += other.lines
        self.looked += other.looked
        self.unjudged.merge(other.unjudged)
        for (rule, name), count in other.outside.items():
            self.aside(rule, name)
            known = (rule, name) if (rule, name) in self.outside else (rule, "others")
            self.outside[known] += count - 1
        for group in other.groups.values():
            moved = group if not lines else _below(group, lines)
            self._add(_key(moved.finding, moved.spots[0]), moved)
        for why, failure in other.failures.items():
            self._fail(why, replace(failure, spot=failure.spot.below(lines)))
        if other.survey is not None:
            self.survey = other.survey if self.survey is None else self.survey.merge(other.survey)

    def _add(self, key: Key, group: Group) -> None:
        earlier = self.groups.get(key)
        if earlier is None and self._full(group.finding):
            key, group = _overflow(group)
            earlier = self.groups.get(key)
        if earlier is None:
            self.groups[key] = group
            self.unreadable += _is_local(group.finding)
        else:
            earlier.take(group)

    def _full(self, finding: Finding) -> bool:
        """Whether no more kinds are told apart."""
        if _is_local(finding):
            return self.unreadable >= _APART
        return len(self.groups) - self.unreadable >= self._most(GROUPS)

    def _most(self, limit: int) -> int:
        return limit if self.whole else limit * _OF_PIECE

    def findings(self) -> list[Finding]:
        """One finding a group, in the order in which they were met."""
        return [self._told(group) for group in self.groups.values()]

    def _told(self, group: Group) -> Finding:
        first, finding = group.spots[0], group.finding
        of = sum(
            count
            for (operation, _), count in self.judged.items()
            if finding.operation in (None, operation)
        )
        return replace(
            finding,
            count=group.count,
            places=() if _is_local(finding) else tuple(each.text for each in group.spots),
            of=max(of, group.count),
            file=finding.file or first.file,
            line=first.line if finding.line is None else finding.line,
        )


def _key(finding: Finding, spot: Spot) -> Key:
    """What findings of one kind have in common; an entry that can't be read has nothing."""
    if finding.cause == _MORE:
        return (finding.rule, finding.severity.value, _MORE)
    if _is_local(finding):
        return (finding.rule, spot.file, spot.entry, str(spot.line))
    place = (finding.operation or "", finding.place, finding.cause)
    return (finding.rule, finding.severity.value, *place)


def _overflow(group: Group) -> tuple[Key, Group]:
    """The group of all that is no longer told apart."""
    finding = group.finding
    if finding.cause != _MORE:
        text = f"and more of them, the first: {finding.message}"
        finding = Finding(
            rule=finding.rule, message=text, severity=Severity(finding.severity), cause=_MORE
        )
    return _key(finding, group.spots[0]), replace(group, finding=finding)


def _is_local(finding: Finding) -> bool:
    """Whether it is about one entry that can't be read, and has no kind."""
    return finding.rule in _LOCAL and finding.cause != _MORE


def _below(group: Group, lines: int) -> Group:
    line = group.finding.line
    finding = replace(group.finding, line=None if line is None else line + lines)
    return Group(
        finding=finding, count=group.count, spots=[each.below(lines) for each in group.spots]
    )
