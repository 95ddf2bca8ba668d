"""Why ringback could not judge, one class a fact.

A broken contract is never an exception: it is a `Finding`. What is raised here means that
no verdict can be given, and says whose move it is::

    RingbackError
    +-- UsageError            the command line                         exit 2
    +-- ConfigError           ringback.toml, or a value that is missing  exit 2
    +-- DescriptionError      a description or overlay that can't be read  exit 2
    +-- TargetError           the target can't be reached or refuses us  exit 3
    +-- UndecidedError        a validator gave up on a value             exit 3

`wiring` and `description` raise the first three, `targets` and `campaign` the fourth. Each of
these carries every mistake found at once, because a person wants to mend a file in one go.
`contract` raises the last, which ends no more than what it is about (see `crashes`).
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

_REASON = 300  # characters of a reason that a report shows


def reason(error: BaseException) -> str:
    """An exception in one line: its type, and the first line of what it says.

    A group of exceptions is told by its first one.
    """
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    name = type(error).__name__
    return (f"{name}: {first}" if first else name)[:_REASON]


@dataclass(eq=False)
class RingbackError(Exception):
    """The base: `exit_code` is what a command that ends on it returns (interface: exit codes)."""

    exit_code = 3

    def __str__(self) -> str:
        """Say what is wrong, where, and what to try."""
        return "ringback could not judge"


@dataclass(eq=False)
class UsageError(RingbackError):
    """The command line asks for something that does not exist or does not go together."""

    problems: tuple[str, ...]
    exit_code = 2

    def __str__(self) -> str:
        """One problem a line."""
        return "\n".join(self.problems)


@dataclass(eq=False)
class ConfigError(RingbackError):
    """The configuration can't be used; `file` is where it stands, or the environment."""

    file: str
    problems: tuple[str, ...]
    exit_code = 2

    def __str__(self) -> str:
        """One problem a line, each behind the file it stands in."""
        return "\n".join(f"{self.file}: {problem}" for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake in a file: `line` and `column` count from 1, None where there is none."""

    file: str
    line: int | None = None
    column: int | None = None
    text: str

    def __str__(self) -> str:
        """`file:line:column: text`, as editors read it."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.text}"


@dataclass(eq=False)
class DescriptionError(RingbackError):
    """A description or an overlay that can't be read or applied."""

    problems: tuple[Problem, ...]
    exit_code = 2

    def __str__(self) -> str:
        """One problem a line, each behind its place."""
        return "\n".join(str(problem) for problem in self.problems)


@dataclass(eq=False)
class TargetError(RingbackError):
    """The target gives nothing that could be judged."""

    target: str
    problem: str
    hint: str = ""
    exit_code = 3

    def __str__(self) -> str:
        """What happened at which target, and what to try."""
        return f"{self.target}: {self.problem}" + (f"; {self.hint}" if self.hint else "")


@dataclass(eq=False)
class UndecidedError(RingbackError):
    """A validator gave up: nobody knows whether its schema admits the value."""

    problem: str

    def __str__(self) -> str:
        """At what it gave up."""
        return self.problem


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown name: the known ones that are spelt the most alike."""
    near = difflib.get_close_matches(name, sorted(known), n=2)
    return f"; did you mean {' or '.join(near)}?" if near else ""
