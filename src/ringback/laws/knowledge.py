"""What is known about an API beyond its description: its laws, and what requests name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.finding import steps
from ringback.laws.interface import Law
from ringback.laws.listed import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A place in requests that names a thing of the account.

    It is the query parameter `parameter`, or the text at `place` of the body (a pointer in which
    `*` is any step). `own` are the configured values that the account owns, `foreign` the value
    that another account owns, `stranger` a name that nothing has. `harvest` is where an answer
    tells more names of the account's own. `what` ends the rule id `auth/foreign-<what>`.
    """

    what: str
    stranger: str
    parameter: str = ""
    place: str = ""
    own: tuple[str, ...] = ()
    foreign: str = ""
    harvest: str = ""

    def body(self, text: str) -> Any:
        """A request body that gives this name in its place, and nothing else."""
        nested: Any = text
        for step in reversed(steps(self.place)):
            nested = [nested] if step == "*" else {step: nested}
        return nested

    @property
    def rule(self) -> str:
        """The rule that guards another account's thing of this kind."""
        return f"auth/foreign-{self.what}"


def _nothing(_before: Any) -> Sequence[Any]:
    """Nothing is known that would bring a thing back."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Everything that `contracts/<api>/laws.py` says of an API.

    `bystanders` are configured values that name resources the run reads and never writes.
    `linkable` is the place whose object is remembered from answer to answer, for `law/link`;
    `listed` is the list that the resource stands in.
    `undo` turns the resource as it was read into the bodies of the updates that bring it back.
    """

    laws: tuple[Law, ...] = ()
    names: tuple[Name, ...] = ()
    bystanders: tuple[str, ...] = ()
    linkable: str = ""
    listed: Listed | None = None
    undo: Callable[[Any], Sequence[Any]] = _nothing

    @property
    def undoes(self) -> bool:
        """Whether it says how an update is undone."""
        return self.undo is not _nothing
